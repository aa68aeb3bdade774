"""What is written from a source says what the source says, and stays as it is."""

from __future__ import annotations

from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notes_kb.domain.note import Note
from notes_kb.importing.note_import import Imported, write_note
from notes_kb.loading.decode import decode
from notes_kb.loading.figures import is_caption
from notes_kb.loading.ledger import source_lines
from notes_kb.loading.notes import REFUSED_RULE, parse_note
from tests.loading.retention import letters, without_attributes
from tests.loading.test_cases import CASES
from tests.loading.test_properties import ANY, RECAPS
from tests.loading.test_seed import SEED

FILES = [*CASES, *([SEED] if SEED.is_file() else [])]


def read(text: str, *, pasted: bool) -> Note:
    text = decode(text.encode()).text
    return parse_note(text, path="x.txt", note_id="x", language="zh", pasted=pasted)


def written(source: Note) -> Imported:
    return write_note(source, "notes/x.md")


def is_refused(note: Note) -> bool:
    return any(entry.rule == REFUSED_RULE for entry in note.ledger)


def kept_letters(note: Note) -> str:
    """The letters of all kept lines of a source, whatever they became."""
    lines = source_lines(note.text)
    return "".join(
        letters(without_attributes(line))
        for entry in note.ledger
        if entry.role not in {"dropped", "meta", "title"}
        for line in lines[entry.lines.first - 1 : entry.lines.last]
        if entry.role != "figure" or is_caption(line.strip("*_ "))
    )


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_a_story_reads_the_same_from_its_note(file: Path) -> None:
    """Sections with level, heading and number, kinds of blocks, figures; no byte changes later."""
    text = decode(file.read_bytes()).text
    source = read(text, pasted=file.suffix != ".md")
    note = written(source)
    assert note.difference is None
    assert written(note.note).text == note.text


@pytest.mark.parametrize("pasted", [True, False], ids=["paste", "markdown"])
@settings(max_examples=15, deadline=None)
@given(text=st.one_of(RECAPS, ANY))
def test_any_text_gives_a_note_that_stays(pasted: bool, text: str) -> None:
    """Whatever the text, importing the result again changes no byte."""
    source = read(text, pasted=pasted)
    if is_refused(source):
        return
    note = written(source)
    assert written(note.note).text == note.text


@pytest.mark.parametrize("pasted", [True, False], ids=["paste", "markdown"])
@settings(max_examples=15, deadline=None)
@given(text=RECAPS)
@example(text="```\n- \n@[TOC](目录)")
@example(text='开场白\n- \n[#]: subject: "x"')
@example(text="| a | b |\n| a | b |")
@example(text="\u200b$$ 模型\n$$")
@example(text='![alt](missing)\n---\n[#]: subject: "x"')
@example(text="```\n> \n    模型")
@example(text="甲\n乙\n丙\n- \n[example.org](https://example.org/a) 某人 某号")
@example(
    text="甲\n- \n[![a](a.png)](https://a.org)\n[example.org](https://example.org/a) 某人 某号"
)
def test_recaps_read_the_same_from_their_notes(pasted: bool, text: str) -> None:
    """What looks like a recap has the same sections, kinds of blocks and figures as its note.

    Of Markdown, only what has nothing at its edges that becomes metadata or is dropped: what
    stood behind that comes to the edge, and may then be told as one.
    """
    source = read(text, pasted=pasted)
    edged = any(entry.role in {"meta", "dropped"} for entry in source.ledger)
    if is_refused(source) or (edged and not pasted):
        return
    note = written(source)
    assert note.difference is None
    # A line that would be read otherwise at another place has a letter as a reference.
    lost = Counter(kept_letters(source)) - Counter(letters(unescape(note.text)))
    assert not lost, note.text


def test_a_line_of_credits_above_a_picture_stays() -> None:
    """Where the title is a line of credits too, what is told of them begins with a blank line."""
    text = "# 编译：周二\n\n排版：郑三\n![](a.png)\n\n会上说了路由。\n"
    note = written(read(text, pasted=False))
    assert note.difference is None
    assert "排版：郑三" in note.text


def test_no_kept_letter_of_a_story_is_lost() -> None:
    """Every letter of every kept line stands in the note, whatever the line became."""
    for file in FILES:
        source = read(decode(file.read_bytes()).text, pasted=file.suffix != ".md")
        lost = Counter(kept_letters(source)) - Counter(letters(written(source).text))
        assert not lost, (file.name, lost)


def test_a_line_that_would_be_a_heading_is_marked_and_can_be_read() -> None:
    """Short lines that are alike are headings to a reader of Markdown; a paste's may be none."""
    said = "今天我们来谈谈推理模型的成本问题，先从训练说起，再说部署，最后说说谁来付钱。"
    lines = [f"{said}\n{short}" for short in ("甲方案", "乙方案", "觉得社交很麻烦")]
    note = written(read("\n".join(["夜话", *lines, said]), pasted=True))
    assert "甲方案<!-- text -->\n" in note.text
    assert "&#" not in note.text
    assert note.difference is None
    assert written(note.note).text == note.text
