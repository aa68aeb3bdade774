"""Numbers of statements, and which of them a verdict judges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notes_kb.linking.judgements import standings
from notes_kb.linking.mentions import NoteMentions
from notes_kb.loading.notes import parse_note
from notes_kb.pages.render import render_note
from notes_kb.translation.fingerprint import fingerprints
from tests.pages.test_render import NEEDS

HEAD = "---\ntitle: t\n---\n\n## 节 {#s}\n\n"


def _note(body: str):
    return parse_note(HEAD + body, path="a.md", note_id="a", language="zh", pasted=False)


JUDGED = {
    "the statement that the note stands below": (
        "- 甲\n    - **编者注**：不对。 {verdict=wrong}\n- 乙\n",
        {"s--1": "wrong by s--2"},
        [1, 0, 2],
    ),
    "beside a topic": (
        "- 甲\n    - **编者注**：不对。 {topic=moe verdict=wrong}\n",
        {"s--1": "wrong by s--2"},
        [1, 0],
    ),
    "in English": (
        "- A\n    - **Editor's note (2026)**: a belief. {verdict=opinion}\n",
        {"s--1": "opinion by s--2"},
        [1, 0],
    ),
    "the statement itself": ("甲 {verdict=fact}\n\n乙\n", {"s--1": "fact by "}, [1, 2]),
    "the paragraph before": (
        "甲\n\n乙\n\n**编者注**：旧了。 {verdict=outdated}\n",
        {"s--2": "outdated by s--3"},
        [1, 2, 0],
    ),
    "the nearest that is less deep": (
        "- 甲\n    - 乙\n        - 丙\n    - **编者注**：x {verdict=fact}\n",
        {"s--1": "fact by s--4"},
        [1, 2, 3, 0],
    ),
    "the last verdict counts": (
        "- 甲\n    - **编者注**：x {verdict=fact}\n    - **编者注**：y {verdict=wrong}\n",
        {"s--1": "wrong by s--3"},
        [1, 0, 0],
    ),
    "no word that is known": ("- 甲 {verdict=maybe}\n", {}, [1]),
    "nothing above in the section": ("**编者注**：x {verdict=fact}\n\n甲\n", {}, [0, 1]),
}


@pytest.mark.parametrize(("body", "judged", "numbers"), JUDGED.values(), ids=JUDGED.keys())
def test_a_verdict_judges(body: str, judged: dict[str, str], numbers: list[int]) -> None:
    """Each statement has its number, and the verdict of the note that speaks of it."""
    found = standings(_note(body))
    assert {a: f"{s.verdict} by {s.judge}" for a, s in found.items() if s.verdict} == judged
    assert [one.number for one in found.values()] == numbers


def test_the_page_shows_number_and_verdict() -> None:
    """Behind the statement's own text, before what is nested in it; the attribute is not shown."""
    words = replace(
        NEEDS.words, statement="陈述 {number}", editor_note="编者注", verdicts={"wrong": "有误"}
    )
    note = _note("- 甲\n    - **编者注**：不对。 {verdict=wrong}\n")
    page = render_note(note, NoteMentions(), replace(NEEDS, words=words))
    assert (
        '甲<span class="nk-verdict nk-verdict--wrong">有误</span>'
        '<a aria-label="陈述 1" class="nk-cite" href="#s--1">1</a><ul>'
    ) in page.html.replace("\n", "").replace("        ", "")
    assert "verdict=" not in page.html
    assert page.blocks[0] == '甲<span class="nk-verdict nk-verdict--wrong">有误</span>'
    assert page.sections[0].text == "甲\n编者注：不对。"


@pytest.mark.parametrize(
    ("plain", "judged"),
    [
        ("- 甲\n", "- 甲 {verdict=wrong}\n"),
        ("- 甲 {topic=moe}\n", "- 甲 {topic=moe verdict=wrong}\n"),
        ("- 甲 {topic=moe}\n", "- 甲 {verdict=wrong topic=moe}\n"),
        ("![图](a.png)\n", '![图](a.png) {concepts="moe router"}\n'),
        ("![图](a.png)\n", "![图](a.png) {concepts=moe}\n"),
    ],
)
def test_a_verdict_makes_no_translation_stale(plain: str, judged: str) -> None:
    """What an editor holds of a statement changes no word of it."""
    assert fingerprints(_note(plain)) == fingerprints(_note(judged))
    assert fingerprints(_note(plain)) != fingerprints(_note("- 乙\n"))


def test_many_notes_of_one_depth_take_linear_time() -> None:
    """Each editor's note looks at the levels above it, not at every statement before it."""
    body = "**编者注**：x\n\n" + "- **编者注**：x {verdict=fact}\n" * 1500
    assert len(standings(_note(body))) == 1501
