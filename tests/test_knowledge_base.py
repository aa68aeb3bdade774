"""The assembly: facts of each note, and what is put together from them."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from notes_kb.checks import run_checks
from notes_kb.domain.language import Languages
from notes_kb.domain.note import Note
from notes_kb.knowledge_base import KnowledgeBase, analyse_note, build
from notes_kb.linking.lexicon import Lexicon
from notes_kb.loading.library import Library, load_library
from notes_kb.translation.pairing import NoteGroup
from tests.linking.stories import concept

LANGUAGES = Languages({"zh": "简体中文", "en": "English"})
RECORD = "---\nlabels: {{zh: {0}, en: {1}}}\n{2}---\n"
FILES = {
    "concepts/moe.md": RECORD.format("专家混合", "MoE", "topic: 2\n"),
    "concepts/rl.md": RECORD.format("强化学习", "RL", "topic: 1\n"),
    "concepts/grpo.md": RECORD.format("组相对", "GRPO", "broader: [rl, rl]\n"),
    "concepts/router.md": RECORD.format("路由器", "router", "broader: [moe]\n"),
    "concepts/sm-a.md": RECORD.format("多处理器", "SM", ""),
    "concepts/sm-b.md": RECORD.format("状态机", "SM", ""),
    "notes/a.md": "---\ndate: 2025-01-01\n---\n\n## 强化学习 {#rl}\n\n- 用 GRPO\n- 强化学习\n",
    "notes/a.en.md": "# A\n\n## RL {#rl from=00000000}\n\n- the router\n",
    "notes/b.md": "# 乙\n\n- 每个 SM\n- MoE 与 RL\n\n## 节\n\n- 路由器与 MoE\n",
}


def _library(folder: Path, files: Mapping[str, str] = FILES) -> Library:
    """Draw a docs folder, and read it."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return load_library(folder, LANGUAGES)


def _comparable(kb: KnowledgeBase) -> dict[str, object]:
    """Give what a knowledge base holds, but for its automaton and what reads articles with it."""
    left_out = {"lexicon", "articles"}
    return {name: getattr(kb, name) for name in kb.__slots__ if name not in left_out}


def _note(library: Library, path: str) -> Note:
    return next(note for note in library.notes if note.path == path)


def test_each_note_has_its_mentions_and_ties(tmp_path: Path) -> None:
    """What is undecided and what ties is there by path, blocks named by their number."""
    kb = build(_library(tmp_path))
    assert set(kb.mentions) == {"notes/a.md", "notes/a.en.md", "notes/b.md"}
    assert [one.form for one in kb.mentions["notes/b.md"].undecided] == ["SM"]
    assert [(tie.block, tie.topics) for tie in kb.ties["notes/b.md"]] == [(1, ("rl", "moe"))]
    assert kb.mentions["notes/a.md"].headings.keys() == {"rl"}
    assert kb.mentions["notes/a.md"].blocks.keys() == {0, 1}


def test_what_hangs_together_is_indexed(tmp_path: Path) -> None:
    """Narrower concepts, the notes of a topic in a language, and states of translations."""
    kb = build(_library(tmp_path))

    def on_topic(group: NoteGroup, topic: str, language: str) -> list[str]:
        statements = kb.statements[group.in_language(language).path]
        return [s.block.text for s in statements if s.topic == topic]

    assert [c.id for c in kb.narrower("rl")] == ["grpo"]
    assert kb.narrower("grpo") == ()
    told = {
        (topic, language): [
            (group.id, count, on_topic(group, topic, language))
            for group, count in kb.groups_on_topic(topic, language)
        ]
        for topic in ("rl", "moe", "nothing")
        for language in ("zh", "en")
    }
    assert told == {
        ("rl", "zh"): [("a", 2, ["用 GRPO", "强化学习"])],
        ("rl", "en"): [],
        ("moe", "zh"): [("b", 1, ["路由器与 MoE"])],
        ("moe", "en"): [("a", 1, ["the router"]), ("b", 1, ["路由器与 MoE"])],
        ("nothing", "zh"): [],
        ("nothing", "en"): [],
    }
    assert [(s.section, s.state) for s in kb.statuses["notes/a.en.md"]] == [("rl", "stale")]


def test_facts_survive_a_cache(tmp_path: Path) -> None:
    """Assembled from facts that were pickled, the knowledge base is the same."""
    library = _library(tmp_path)
    kb = build(library)
    facts = {n.path: analyse_note(n, kb.lexicon, kb.concepts) for n in library.notes}
    again = pickle.loads(pickle.dumps(facts))
    assert again == facts
    assert _comparable(build(library, again)) == _comparable(kb)
    assert run_checks(library, build(library, again)) == run_checks(library, kb)


def test_known_facts_are_not_found_again(tmp_path: Path) -> None:
    """`build` analyses only the notes whose facts are not given."""
    library = _library(tmp_path)
    kb = build(library)
    facts = analyse_note(_note(library, "notes/b.md"), kb.lexicon, kb.concepts)
    given = build(library, {"notes/b.md": replace(facts, backlinks={})})
    assert kb.backlinks["moe"] != ()
    assert given.backlinks["moe"] == ()
    assert given.backlinks["grpo"] == kb.backlinks["grpo"]


def test_facts_are_small(tmp_path: Path) -> None:
    """They hold no text of the note: one that mentions nothing costs the same at any length."""
    text = "# 甲\n\n" + "这里什么都没有提到。" * 20_000
    library = _library(tmp_path, {**FILES, "notes/long.md": text})
    kb = build(library)
    facts = analyse_note(_note(library, "notes/long.md"), kb.lexicon, kb.concepts)
    assert len(pickle.dumps(facts)) < 2_000


class _CountedLexicon:
    """A lexicon that counts the texts that are scanned."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.scans: list[str] = []

    def scan(self, squeezed: str) -> list[tuple[int, int, int]]:
        self.scans.append(squeezed)
        return self._lexicon.scan(squeezed)

    def __getattr__(self, name: str) -> object:
        return getattr(self._lexicon, name)


def test_a_text_is_scanned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building and checking scan each heading and block for mentions once."""
    library = _library(tmp_path)
    counted: list[_CountedLexicon] = []

    def count(concepts: object) -> _CountedLexicon:
        counted.append(_CountedLexicon(build_lexicon(concepts)))
        return counted[-1]

    from notes_kb import knowledge_base
    from notes_kb.linking.lexicon import build_lexicon

    monkeypatch.setattr(knowledge_base, "build_lexicon", count)
    run_checks(library, build(library))
    (lexicon,) = counted
    texts = [
        prose.text
        for note in library.notes
        for section in note.walk()
        for prose in (section.prose, *(b.prose for b in section.blocks))
        if prose.text
    ]
    assert len(lexicon.scans) == len(texts)


def test_ten_thousand_concepts_have_narrower_ones_at_once() -> None:
    """Asking every concept for its narrower ones costs one pass, not one a concept."""
    concepts = tuple(
        concept(f"c{n:05}", {"en": [f"x{n}"], "broader": [f"c{n // 2:05}"]}) for n in range(10_000)
    )
    kb = build(Library(languages=LANGUAGES, concepts=concepts))
    assert sum(len(kb.narrower(c)) for c in kb.concepts) == 10_000
