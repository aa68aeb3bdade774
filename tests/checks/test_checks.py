"""What the rules find: place, severity, kind, message and hint of every finding."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from pathlib import Path

import pytest

from notes_kb.checks import RULES, reported, run_checks
from notes_kb.checks.concepts import find_cycles
from notes_kb.domain.language import Languages
from notes_kb.knowledge_base import build
from notes_kb.loading.library import load_library
from tests.linking.stories import concept

LANGUAGES = Languages({"zh": "简体中文", "en": "English"})

WHOLE = """\
---
labels: {{zh: {0}标签, en: {0} label}}
definition: {{zh: 一句。, en: One.}}
sources: [{{title: T, url: https://example.org}}]
{1}---
"""


def _record(name: str, more: str = "") -> str:
    """Write a record that lacks nothing, with further lines in its front matter."""
    return WHOLE.format(name, more)


UNASKED = ("concept-orphan", "note-undated")
"""Nearly every story would be told so; each has a test of its own."""


def _found(
    tmp_path: Path, files: Mapping[str, str], ignored: Container[str] = UNASKED
) -> list[str]:
    """Draw a docs folder; give what is found."""
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    library = load_library(tmp_path, LANGUAGES)
    told = (
        f"{d.path}:{d.line}:{d.column} {d.severity} {d.kind}: {d.message} | {d.hint}"
        for d in reported(run_checks(library, build(library)), ignored)
    )
    return [re.sub("from=[0-9a-f]{8}", "from=<fingerprint>", line) for line in told]


TERMS = (
    "aliases: {zh: [全交换, 全對全], en: [personalised exchange]}\n"
    "preferred: {zh: [全对全标签], en: [all-to-all label]}\n"
)

STORIES = {
    "sections-in-another-order": (
        {
            "notes/a.md": "# 甲\n\n## 一 {#a}\n\n文\n\n## 二 {#b}\n\n文\n\n## 三 {#c}\n\n文\n",
            "notes/a.en.md": "# A\n\n## 2 {#b}\n\nText\n\n## 1 {#a}\n\nText\n\n## 3 {#c}\n\nText\n",
        },
        [
            "notes/a.en.md:3:0 note translation-order: section 'b' is in another place than "
            "in notes/a.md | put the sections in the original's order; readers of both side by "
            "side see that order"
        ],
    ),
    "a-label-that-is-no-name": (
        {"concepts/a.md": _record("a" * 55, "topic: 1\n")},
        [
            "concepts/a.md:2:73 note concept-label-long: the label of 'a' in 'en' has 61 "
            "characters | shorten it, and let the definition say the rest; maps show its "
            "beginning only"
        ],
    ),
    "a-label-of-many-wide-characters": (
        {
            "concepts/a.md": WHOLE.replace("{0}标签", "长" * 31)
            .replace("{0} label", "b" * 60)
            .format("", "topic: 1\n")
        },
        [
            "concepts/a.md:2:10 note concept-label-long: the label of 'a' in 'zh' has 31 "
            "characters | shorten it, and let the definition say the rest; maps show its "
            "beginning only"
        ],
    ),
    "a-verdict-that-the-translation-changes": (
        {
            "notes/a.md": "# 甲\n\n## 甲 {#a}\n\n- 一\n    - **编者注**：不对 {verdict=wrong}\n",
            "notes/a.en.md": "# A\n\n## A {#a}\n\n- One {verdict=fact}\n",
        },
        [
            "notes/a.en.md:5:1 warning verdict-differs: the verdict is 'fact', and 'wrong' in "
            "notes/a.md | write the same verdict in both",
        ],
    ),
    "a-figure-of-no-concept": (
        {"notes/a.md": '# 甲\n\n## 甲 {#a}\n\n![图](a.png) {concepts="moo"}\n'},
        [
            "notes/a.md:5:24 error concept-unknown: 'concepts' names 'moo', which is no concept"
            " | write the id of a concept",
        ],
    ),
    "a-term-that-the-site-does-not-prefer": (
        {
            "concepts/all-to-all.md": WHOLE.format(
                "全对全", TERMS.replace("[全交换", "[全对全, 全交换")
            ).replace("en: 全对全 label", "en: all-to-all label")
            + "\n全交换很慢。\n",
            "notes/a.md": "# 甲\n\n## 全交换 {#a}\n\n- 全对全标签与全交换\n\n> 全交换\n",
            "notes/a.en.md": "# A\n\n## X {#a}\n\n- all-to-all labels, personalised exchanges\n",
            "notes/b.txt": "乙\n\n一、全交换\n\n• 全交换很慢，这是别人的话。\n",
        },
        [
            "concepts/all-to-all.md:9:1 warning term-not-preferred: '全交换' is not the word "
            "that this site prefers for 'all-to-all' | write '全对全标签'",
            "notes/a.en.md:5:22 warning term-not-preferred: 'personalised exchanges' is not the "
            "word that this site prefers for 'all-to-all' | write 'all-to-all label'",
            "notes/a.md:3:4 warning term-not-preferred: '全交换' is not the word "
            "that this site prefers for 'all-to-all' | write '全对全标签'",
            "notes/a.md:5:9 warning term-not-preferred: '全交换' is not the word "
            "that this site prefers for 'all-to-all' | write '全对全标签'",
            "notes/b.txt:0:0 note translation-missing: the note is not written in 'en', so its "
            "pages show the original | translate it as notes/b.en.txt",
        ],
    ),
    "a-preferred-form-that-is-none": (
        {"concepts/moe.md": _record("moe", "preferred: {zh: [moe标签, 混合], en: [moe labels]}\n")},
        [
            "concepts/moe.md:5:25 warning concept-preferred-unknown: 'preferred' names '混合', "
            "which is no label or alias in 'zh' | add it to the aliases, or remove it here",
            "concepts/moe.md:5:35 warning concept-preferred-unknown: 'preferred' names "
            "'moe labels', which is no label or alias in 'en' | did you mean 'moe label'?",
        ],
    ),
    "a-clean-site": (
        {
            "concepts/moe.md": _record("moe"),
            "notes/a.md": "---\ntitle: 甲\n---\n\n- 见 [[moe]]。\n",
        },
        [],
    ),
    "an-unknown-link-in-a-note": (
        {
            "concepts/attention.md": _record("attention"),
            "notes/a.md": "# 甲\n\n## 节\n\n- 一\n- 见 [[atention|它]]、`[[x]]`\n\n[[空]]\n",
        },
        [
            "notes/a.md:6:7 error concept-unknown: unknown concept 'atention'"
            " | did you mean 'attention'?",
            "notes/a.md:8:3 error concept-unknown: unknown concept '空'"
            " | add concepts/<id>.md, or write the words without brackets",
        ],
    ),
    "an-unknown-link-in-articles": (
        {
            "concepts/moe.md": _record("moe") + "\n正文 [[moe]]\n\n又见 [[mo]]。\n",
            "concepts/moe.en.md": "Text.\n\n```\n[[x]]\n```\n\n- see [[nothing-known]]\n",
        },
        [
            "concepts/moe.en.md:7:9 error concept-unknown: unknown concept 'nothing-known'"
            " | add concepts/nothing-known.md, or write the words without brackets",
            "concepts/moe.md:9:6 error concept-unknown: unknown concept 'mo' | did you mean 'moe'?",
        ],
    ),
    "unknown-topics": (
        {
            "concepts/moe.md": _record("moe", "topic: 1\n"),
            "concepts/plain.md": _record("plain"),
            "notes/a.md": "# 甲\n\n## 节 {#s topic=moee}\n\n- 一 {topic=plain}\n",
        },
        [
            "notes/a.md:3:10 error topic-unknown: unknown topic 'moee' | did you mean 'moe'?",
            "notes/a.md:5:6 error topic-unknown: 'plain' is a concept but no topic"
            " | write one of moe, or give its record 'topic: <number>'",
        ],
    ),
    "an-unknown-no-links": (
        {
            "concepts/moe.md": _record("moe"),
            "notes/a.md": "---\ntitle: 甲\nno_links:\n  - moe\n  - meo\n---\n\n文\n",
        },
        [
            "notes/a.md:5:5 warning concept-unknown: 'no_links' names 'meo', which is no concept"
            " | did you mean 'moe'?",
        ],
    ),
    "relations-that-lead-nowhere": (
        {
            "concepts/a.md": _record("a", "broader: [a, bb]\nrelated:\n  - b\n  - zzz\n"),
            "concepts/b.md": _record("b"),
        },
        [
            "concepts/a.md:5:11 warning concept-self: 'broader[0]' names the concept itself"
            " | remove it",
            "concepts/a.md:5:14 error concept-unknown: 'broader[1]' names 'bb',"
            " which is no concept's id | did you mean 'b'?",
            "concepts/a.md:8:5 error concept-unknown: 'related[1]' names 'zzz',"
            " which is no concept's id | add concepts/zzz.md, or remove it",
        ],
    ),
    "a-circle": (
        {
            "concepts/a.md": _record("a", "broader: [b]\n"),
            "concepts/b.md": _record("b", "broader: [c]\n"),
            "concepts/c.md": _record("c", "broader: [a]\n"),
        },
        [
            "concepts/a.md:5:11 error concept-cycle: 'broader' runs in a circle: a > b > c > a"
            " | remove 'b' here, or one of the other entries that close the circle",
        ],
    ),
    "a-shared-form": (
        {
            "concepts/a.md": _record("a", "aliases: {en: [SM]}\n"),
            "concepts/b.md": _record("b", "aliases: {zh: [x1, sm]}\n"),
            "notes/a.md": "# 甲\n\n- 每个 SM\n",
        },
        [
            "concepts/a.md:5:16 warning concept-form-shared: 'SM' also names 'b'"
            " | give the records 'context' words that tell them apart, or drop it from one",
            "concepts/b.md:5:20 warning concept-form-shared: 'sm' also names 'a'"
            " | give the records 'context' words that tell them apart, or drop it from one",
            "notes/a.md:3:6 warning concept-ambiguous: 'SM' may mean 'a', 'b' and is not linked"
            " | write [[a|SM]], or give the records 'context' words",
        ],
    ),
    "a-shared-form-told-by-context-or-case": (
        {
            "concepts/a.md": _record("a", "aliases: {en: [SM]}\ncontext: {zh: [线程]}\n"),
            "concepts/b.md": _record("b", "aliases: {zh: [SM]}\n"),
            "concepts/c.md": _record("c", "aliases: {en: [MoE]}\ncase_sensitive: [MoE]\n"),
            "concepts/d.md": _record("d", "aliases: {en: [moe]}\ncase_sensitive: [moe]\n"),
            "notes/a.md": "# 甲\n\n- 线程与 SM，MoE 与 moe\n",
        },
        [],
    ),
    "what-is-missing": (
        {
            "concepts/a.md": "---\nlabels: {zh: 甲甲}\ndefinition: {en: One.}\n---\n",
            "notes/b.en.md": "# B\n\nText.\n",
        },
        [
            "concepts/a.md:0:0 note concept-unsourced: 'a' names no source"
            " | add 'sources: [{title: …, url: https://…}]'",
            "concepts/a.md:2:1 warning concept-label-missing: 'a' has no label in 'en'"
            " | add 'en: …' to 'labels'",
            "concepts/a.md:3:1 warning concept-definition-missing: 'a' has no definition in 'zh'"
            " | add 'zh: …' to 'definition'",
        ],
    ),
    "lost-figures": (
        {"notes/a.md": "# 甲\n\n文\n\n![一](missing)\n\n![二](missing)\n"},
        [
            "notes/a.md:5:0 note figure-missing: 2 figures are missing, the first of them here"
            " | put the picture into docs/ and write its path in place of 'missing'",
        ],
    ),
    "lost-figures-of-a-paste": (
        {"notes/a.txt": "夜话\n\n一、甲\n\n正文。\n\n在这里插入图片描述\n"},
        [
            "notes/a.txt:7:0 note figure-missing: 1 figure is missing, the first of them here"
            " | make a Markdown note of it with 'notes-kb import', and put the picture in place "
            "of the slot",
        ],
    ),
    "concepts-that-are-nearly-one": (
        {
            "concepts/a.md": _record("router").replace("一句。", "把每个 token 分给专家的小网络。"),
            "concepts/b.md": _record("rooter").replace("一句。", "把每个token 分给专家的小网络。"),
            "concepts/c.md": _record("routes", "related: [a, b]\n"),
            "concepts/d.md": _record("V3"),
            "concepts/e.md": _record("V2"),
        },
        [
            "concepts/b.md:2:24 note concept-similar: the name 'rooter label' is nearly that of 'a'"
            " | if the two are one concept, make one an alias of the other;"
            " else say in both how they differ",
            "concepts/b.md:3:14 note concept-similar: the definition in 'zh' is nearly that of 'a'"
            " | if the two are one concept, make one an alias of the other;"
            " else say in both how they differ",
        ],
    ),
    "a-line-of-a-platform": (
        {"notes/a.md": "# 甲\n\n正文第一段说的是调度。\n\n第二段。\n\n长按图片识别二维码\n"},
        [
            "notes/a.md:7:1 note boilerplate-kept: this looks like what the rule 'wechat-tail'"
            " drops, but too little stands beside it, so it was kept"
            " | delete it if it is no part of the text",
        ],
    ),
    "a-line-at-both-edges-of-a-short-text": (
        {
            "notes/a.md": "# 甲\n\n版权声明：本文为博主原创文章，遵循 CC 4.0 BY-SA 版权协议。\n\n"
            "正文一段。\n"
        },
        [
            "notes/a.md:3:1 note boilerplate-kept: this looks like what the rule"
            " 'csdn-copyright-head' drops, but too little stands beside it, so it was kept"
            " | delete it if it is no part of the text",
        ],
    ),
    "ids-of-before": (
        {
            "concepts/a.md": _record("aa", "former_ids: [b, old]\n"),
            "concepts/b.md": _record("bb", "former_ids: [old]\n"),
            "notes/n.md": "---\nformer_ids: [n, m]\n---\n文\n",
        },
        [
            "concepts/a.md:0:0 warning former-id-taken: 'b' is the id, or a former id, of"
            " concepts/b.md too, so its address does not lead here"
            " | remove it from 'former_ids'",
            "concepts/b.md:0:0 warning former-id-taken: 'old' is the id, or a former id, of"
            " concepts/a.md too, so its address does not lead here"
            " | remove it from 'former_ids'",
        ],
    ),
    "topics-that-tie": (
        {
            "concepts/a.md": _record("aa", "topic: 1\n"),
            "concepts/b.md": _record("bb", "topic: 1\n"),
            "notes/x.md": "# 甲\n\n## 节\n\n- aa label and bb label\n",
        },
        [
            "concepts/b.md:5:1 warning topic-place-shared: 'a' is topic 1 already"
            " | write 'topic: 2'",
            "notes/x.md:5:3 note topic-tied: this belongs equally to 'a' and 'b'"
            " | end it with {topic=a}",
        ],
    ),
    "a-stale-translation": (
        {
            "notes/a.md": "# 甲\n\n## 节 {#s}\n\n- 一\n",
            "notes/a.en.md": "# A\n\n## S {#s from=00000000}\n\n- one\n",
        },
        [
            "notes/a.en.md:3:0 warning translation-stale: section 's' was translated from an older"
            " state of notes/a.md"
            " | bring it up to date, then write from=<fingerprint> on its heading",
        ],
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_rule_tells_place_and_remedy(story: str, tmp_path: Path) -> None:
    """Each finding names file, line, column, what is wrong and what to write instead."""
    files, expected = STORIES[story]
    assert _found(tmp_path, files) == expected


def test_a_note_without_a_date_is_told_once_for_all_its_languages(tmp_path: Path) -> None:
    """At the original; a date in any of its languages will do."""
    found = _found(
        tmp_path,
        {
            "notes/a.md": "# 甲\n\n文\n",
            "notes/a.en.md": "# A\n\nText\n",
            "notes/b.md": "# 乙\n\n文\n",
            "notes/b.en.md": "---\ndate: 2025-02-03\n---\n\n# B\n\nText\n",
        },
        (),
    )
    assert found == [
        "notes/a.md:0:0 note note-undated: the note has no date | "
        "add 'date: YYYY-MM-DD', the day of the event; without one it stands last in lists"
    ]


def test_a_concept_that_nothing_leads_to_is_told(tmp_path: Path) -> None:
    """Not one that a note mentions, a relation ties or that is a topic; nor on an empty site."""
    concepts = {
        "concepts/alone.md": _record("alone"),
        "concepts/a.md": _record("a", "related: [b]\n"),
        "concepts/b.md": _record("b"),
        "concepts/c.md": _record("c"),
        "concepts/t.md": _record("t", "topic: 1\n"),
    }
    assert _found(tmp_path, concepts, ()) == []
    found = _found(tmp_path, {"notes/a.md": "# 甲\n\nc标签。\n"}, ("note-undated",))
    assert found == [
        "concepts/alone.md:0:0 note concept-orphan: no note mentions 'alone', and no other "
        "concept is related to it | add the name that the notes use to its aliases, or "
        "name its neighbours under 'related'"
    ]


def test_findings_of_loading_are_among_them(tmp_path: Path) -> None:
    """What is wrong with a file or a note is told with the rest, in the order of places."""
    found = _found(
        tmp_path,
        {"concepts/a.md": _record("a", "lables: x\n"), "notes/a.md": "---\nlayuot: x\n---\n文\n"},
    )
    assert [line.split(" ")[0:3] for line in found] == [
        ["concepts/a.md:5:1", "warning", "front-matter-unknown-key:"],
        ["notes/a.md:2:1", "warning", "front-matter-unknown-key:"],
    ]


def test_a_long_chain_is_no_circle() -> None:
    """Ten thousand steps exhaust no stack, and only a step back makes a circle."""
    chain = {
        f"c{n:05}": concept(f"c{n:05}", {"en": ["x"], "broader": [f"c{n + 1:05}"]})
        for n in range(10_000)
    }
    assert list(find_cycles(chain)) == []
    last = "c09999"
    chain[last] = concept(last, {"en": ["x"], "broader": ["c09998"]})
    assert list(find_cycles(chain)) == [("c09998", last)]


def test_every_rule_has_a_docstring() -> None:
    """A rule says what it reports."""
    assert all(rule.__doc__ for rule in RULES)
