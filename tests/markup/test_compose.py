"""What Python-Markdown makes of a composed note: every statement keeps text and anchor."""

import re

import pytest
from markdown import Markdown

from notes_kb.loading.notes import parse_note
from notes_kb.markup.compose import compose, heading_line
from notes_kb.markup.detach import detacher
from notes_kb.markup.marks import StatementAnchors
from notes_kb.translation.arrange import arrange


def _note(text, *, pasted=False):
    path = "notes/a.txt" if pasted else "notes/a.md"
    return parse_note(text, path=path, note_id="a", language="zh", pasted=pasted)


def _html(text, *, pasted=False):
    note = _note(text, pasted=pasted)
    md = Markdown(extensions=["attr_list", "tables", StatementAnchors()])
    return md.convert(compose(arrange(note, note)))


HEADINGS = {
    "numbering stays, attributes go": ("## 一、专家 {#moe topic=moe}", "## 一、专家 {#moe}"),
    "closing hashes go": ("## 甲 ##", "## 甲 {#jia}"),
    "braces of the author's stay": ("## 集合 {a, b}", "## 集合 {a, b} {#"),
    "bold words stay bold": ("## **粗** 与 **体**", "## **粗** 与 **体** {#"),
    "a bold heading is a heading": ("## **粗体**", "## 粗体 {#"),
    "one space is enough": (f"## 甲{' ' * 3000}乙", "## 甲 乙 {#"),
    "a sharp is no closing hash": ("## C#", "## C# {#"),
}


@pytest.mark.parametrize(("written", "start"), HEADINGS.values(), ids=HEADINGS.keys())
def test_a_heading_is_written_as_its_author_did(written, start):
    """Only what the loader reads as attributes is replaced by the anchor."""
    note = _note(f"---\ntitle: t\n---\n\n{written}\n\n文\n")
    section = next(section for section in note.walk() if section.heading)
    assert heading_line(note, section).startswith(start)


STATEMENTS = {
    "paragraph before a list": "一段\n- 甲\n- 乙\n",
    "items by parenthesis": "1) 甲\n2) 乙\n",
    "nested": "- 甲\n  - 乙\n    1. 丙\n\n       丁\n",
    "bold and code at the end": "- 甲 **乙**\n- `丙`\n",
    "a picture at the end": "甲 ![乙](missing)\n",
    "an id of the author's": "- 甲 {#own}\n- 乙\n",
    "raw inline html": "- <b>甲</b> <kbd>乙</kbd>\n",
}


@pytest.mark.parametrize("body", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_every_statement_has_its_anchor_once(body):
    """Whatever the two parsers disagree on, a topic page's link finds its statement."""
    text = f"---\ntitle: t\n---\n\n## 节 {{#s}}\n\n{body}"
    note = _note(text)
    anchors = [anchor for section in note.walk() for anchor, _ in section.statements()]
    html = _html(text)
    assert anchors
    assert sorted(re.findall(r'id="(s--\d+)"', html)) == sorted(anchors)
    assert not re.search("[\ufdd0\ufdd1]", html)


def test_two_statements_in_one_paragraph_keep_order_and_anchors():
    """The block takes one anchor, the other stands where its words end."""
    md = Markdown(extensions=[StatementAnchors()])
    html = md.convert("一\ufdd0s--1\ufdd1\n二\ufdd0s--2\ufdd1\n三\ufdd0s--3 no-link\ufdd1\n")
    assert re.sub(r"<[^>]*>", "", html).split() == ["一", "二", "三"]
    assert sorted(re.findall(r'id="([^"]*)"', html)) == ["s--1", "s--2", "s--3"]


def test_marks_in_raw_html_never_reach_the_page():
    """A block of HTML is out of the tree's reach, the mark goes all the same."""
    md = Markdown(extensions=[StatementAnchors()])
    assert md.convert("<div>\n文\ufdd0s--1\ufdd1\n</div>") == "<div>\n文\n</div>"


def test_the_number_of_a_pasted_item_is_text():
    """``3.`` is what the source says: no list within the item, no counting from one."""
    html = _html("报告\n\n一、开头\n\n3. 甲\n4. 乙\n", pasted=True)
    assert "<ol>" not in html
    assert re.findall(r">(\d\. \w)</li>", html) == ["3. 甲", "4. 乙"]


DETACHED = {
    "within the note": ("见[上](#s)", "见[上](a.md#s)"),
    "reference": ("[文][r] 和 [R][]", "[文](<../x.md>) 和 [R](<../x.md>)"),
    "footnote": ("说[^1]。", "说。"),
    "unknown": ("[a][b] 和 [^9]", "[a][b] 和 [^9]"),
    "plain": ("没有链接", "没有链接"),
}


@pytest.mark.parametrize(("written", "alone"), DETACHED.values(), ids=DETACHED.keys())
def test_a_detached_statement_needs_nothing_else(written, alone):
    """Links lead back to the note, references are resolved, footnotes stay behind."""
    note = _note("---\ntitle: t\n---\n\n## 甲 {#s}\n\n文\n\n[^1]: 注\n\n[r]: ../x.md\n")
    assert detacher(note)(written) == alone
