"""Terms that the glossary lacks, and forms that are not linked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from notes_kb.cli import main
from notes_kb.languages import split_words, term_weight
from notes_kb.linking.matcher import Missed
from notes_kb.review.terms import Term, find_terms
from notes_kb.review.unlinked import find_unlinked, find_unused_aliases
from tests.review.sites import CONFIG, draw, known, record

TALK = """\
---
title: 编译器日
---

## 一、自动调度 {#auto}

- 张量程序的循环由自动调度器来排，自动调度器搜索循环次序。
- 报告人说，自动调度器要几小时，我们可以把结果存下来。
- 他用 TVM 做实验，又用 Halide 做对照；TVM 更快，Halide 更稳。

## 二、算子融合 {#fusion}

- 算子融合减少访存。今天我们可以看到，算子融合对推理很重要。
- 算子融合（operator fusion）在 TVM 里是自动的，128 KB 的缓存就够了。
"""
TALK_EN = """\
---
title: Compiler day
---

## Automatic scheduling {#auto}

- The loops of a tensor program are ordered by the auto-scheduler.
- He used TVM, and Halide for comparison; TVM was faster, Halide steadier.

## Operator fusion {#fusion}

- Operator fusion saves memory traffic. Today we can see that operator fusion matters.
- In TVM, operator fusion is automatic, and 128 KB of cache were enough.
"""

SITE = {"notes/a.md": TALK, "notes/a.en.md": TALK_EN}


def _terms(root: Path, files: Mapping[str, str], limit: int = 20) -> list[Term]:
    return list(find_terms(known(draw(root, files))[1], limit))


def test_terms_are_names_and_words_that_stand_together(tmp_path: Path) -> None:
    """Not the words of everyday sentences, nor units; two languages' names are one term."""
    found = _terms(tmp_path, SITE)
    names = [set(term.names.values()) for term in found]
    assert {"算子融合", "Operator fusion"} in names
    assert {"TVM"} in names
    every = set().union(*names)
    assert not every & {"我们", "可以", "今天", "报告人", "KB", "Today", "see", "matters"}


def test_a_single_character_is_no_term(tmp_path: Path) -> None:
    """Whether verb or noun: it would never be linked; unless somebody has asked for it."""
    text = (
        "# 甲\n\n- 谈推理，谈训练，谈显存，谈路由。\n- 栈满了，栈空了，栈溢出。\n- [[核]]与核。\n"
    )
    found = _terms(tmp_path, {"notes/a.md": text})
    assert [t.name for t in found if len(t.name) == 1] == ["核"]


def test_what_a_concept_names_is_no_term(tmp_path: Path) -> None:
    """Nor is a part of it."""
    fusion = record("x").replace("x标签", "算子融合").replace("x label", "operator fusion")
    found = _terms(tmp_path, {**SITE, "concepts/fusion.md": fusion})
    assert not [t for t in found if "融合" in "".join(t.names.values())]


def test_a_name_in_brackets_comes_first(tmp_path: Path) -> None:
    """Somebody has asked for it, though it stands there once."""
    found = _terms(tmp_path, {**SITE, "notes/b.md": "# 乙\n\n- 见 [[polyhedral-model|多面体]]。\n"})
    assert (found[0].name, found[0].asked, found[0].id) == (
        "polyhedral model",
        True,
        "polyhedral-model",
    )


def test_a_term_tells_where_it_stands(tmp_path: Path) -> None:
    """How often, in how many texts, and sentences; its id comes from a Latin name."""
    term = next(t for t in _terms(tmp_path, SITE) if "算子融合" in t.names.values())
    assert (term.id, term.texts) == ("operator-fusion", 1)
    assert term.count >= 6
    assert term.sentences[0][0] in SITE
    assert "融合" in term.sentences[0][1] or "fusion" in term.sentences[0][1].lower()


def test_the_record_is_one_that_loads(tmp_path: Path) -> None:
    """With its names as labels, and nothing wrong but what is to be filled in."""
    term = next(t for t in _terms(tmp_path, SITE) if "算子融合" in t.names.values())
    text = term.record(("zh", "en"), "zh")
    front = yaml.safe_load(text.split("---")[1])
    assert front["labels"] == {"zh": "算子融合", "en": "Operator fusion"}
    library, _ = known(draw(tmp_path, {f"concepts/{term.id}.md": text}))
    assert [c.id for c in library.concepts] == ["operator-fusion"]


UNLINKED = {
    # The record's further lines, the text, and what is said: form, reason.
    "part of a longer word": (
        "aliases: {zh: [智能体]}",
        "智能体检很快。",
        ("智能体", Missed.INSIDE_WORD),
    ),
    "guarded": (
        "aliases: {zh: [调度器]}\nnot_in: {zh: [公交调度器]}",
        "公交调度器与调度器。",
        ("调度器", Missed.GUARDED),
    ),
    "capitals": (
        "aliases: {en: [RAG]}\ncase_sensitive: [RAG]",
        "a Rag doll.",
        ("Rag", Missed.SPELLED),
    ),
    "a name": ("aliases: {en: [agent]}", "call agent.run() here", ("agent", Missed.INSIDE_NAME)),
    "opted out": (
        "aliases: {en: [agent]}",
        "An agent acts.\n{.no-link}",
        ("agent", Missed.OPTED_OUT),
    ),
    "linked": ("aliases: {en: [agent]}", "An agent acts, and `agent` is code.", None),
    "letters in a word": ("aliases: {en: [gent]}", "An urgent matter.", None),
}


@pytest.mark.parametrize("story", UNLINKED)
def test_a_form_that_is_not_linked_has_a_reason(story: str, tmp_path: Path) -> None:
    """One for each way in which matching lets a form go; what only looks like one has none."""
    more, text, expected = UNLINKED[story]
    files = {"concepts/c.md": record("丙", f"{more}\n"), "notes/a.md": f"# 甲\n\n{text}\n"}
    found = find_unlinked(known(draw(tmp_path, files))[1])
    assert [(one.form, one.reason) for one in found] == ([expected] if expected else [])


def test_an_ambiguous_form_is_counted(tmp_path: Path) -> None:
    """With the sentence in which it stands first."""
    shared = "aliases: {en: [SM]}\n"
    files = {
        "concepts/a.md": record("甲甲", shared),
        "concepts/b.md": record("乙乙", shared),
        "notes/a.md": "# 甲\n\n- 每个 SM 都忙。\n- 又一个 SM。\n",
    }
    (found,) = find_unlinked(known(draw(tmp_path, files))[1])
    assert (found.form, found.reason, found.count) == ("SM", Missed.AMBIGUOUS, 2)
    assert found.sentence == "每个 SM 都忙。"


def test_aliases_that_no_text_uses(tmp_path: Path) -> None:
    """A plural or an article's use counts; a label is no alias."""
    files = {
        "concepts/c.md": record(
            "丙", "aliases: {en: [agent, actor, doer], zh: [代理]}\n", "\n代理。\n"
        ),
        "notes/a.md": "# 甲\n\nTwo agents, and `actor`.\n",
    }
    _, kb = known(draw(tmp_path, files))
    assert find_unused_aliases(kb) == {"c": ("actor", "doer")}


WORDS = {"强化学习": ["强化", "学习"], "R1 模型": ["R1", "模型"], "fine-tuning": ["fine", "tuning"]}


@pytest.mark.parametrize("text", WORDS)
def test_texts_are_cut_into_words(text: str) -> None:
    """By blanks and marks, or by a dictionary; offsets lead back."""
    found = list(split_words(text))
    assert [word for word, _ in found] == WORDS[text]
    assert all(text[at : at + len(word)] == word for word, at in found)


WEIGHTS = [("我们", 0.0), ("可以", 0.0), ("the", 0.0), ("GRPO", 1.0), ("12", 0.0), ("shared", 0.5)]


@pytest.mark.parametrize(("word", "weight"), WEIGHTS)
def test_words_of_sentences_weigh_nothing(word: str, weight: float) -> None:
    """Names weigh most; a rare word more than a common one."""
    assert term_weight(word) == weight
    assert term_weight("路由") > term_weight("训练") > 0


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists for people and programs, and a record to be written to a file."""
    draw(tmp_path, {"mkdocs.yml": CONFIG, **{f"docs/{n}": t for n, t in SITE.items()}})
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["suggest", *arguments])
        return result.exit_code, result.output

    code, told = run()
    assert (code, told.split("\n")[0]) == (0, "terms that no concept names")
    assert "\n       docs/notes/a" in told
    rows = json.loads(run("--format", "json", "--limit", "3")[1])["terms"]
    assert len(rows) == 3
    assert all(row["record"].startswith("---\n") for row in rows)
    code, text = run("算子融合")
    assert (code, "labels: {zh:" in text) == (0, True)
    code, told = run("没有的词")
    assert (code, told) == (1, "Error: '没有的词' is none of the terms that no concept names\n")
