"""What Python-Markdown makes of a composed note: every statement keeps text and anchor."""

import re
from pathlib import Path

import pytest
from markdown import Markdown

from notes_kb.linking.lexicon import build_lexicon
from notes_kb.linking.mentions import NoteMentions
from notes_kb.loading.notes import parse_note
from notes_kb.pages.note_markdown import blocks_in_order, heading_line, note_markdown
from notes_kb.pages.render import Needs, Recipe, Words, render_note
from notes_kb.pages.rendered import SLOT
from notes_kb.pages.statement_marks import StatementMarks, mark
from notes_kb.pages.tree_passes import FigureWords


def _note(text, *, pasted=False):
    path = "notes/a.txt" if pasted else "notes/a.md"
    return parse_note(text, path=path, note_id="a", language="zh", pasted=pasted)


def _html(text, *, pasted=False):
    note = _note(text, pasted=pasted)
    md = Markdown(extensions=["attr_list", "tables", StatementMarks()])
    return md.convert(note_markdown(note))


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
    line = note.text.split("\n")[section.lines.first - 1]
    assert heading_line(line, section).startswith(start)


def test_a_heading_of_a_clip_goes_without_its_decoration():
    """What the page drew round it is no part of its text."""
    head = "题\n==\n\n[example.com](https://example.com/a)某人\n\n"
    note = _note(f"{head}### ▌**2. 再读**目录\n\n文\n")
    section = next(section for section in note.walk() if section.heading)
    line = note.text.split("\n")[section.lines.first - 1]
    assert heading_line(line, section) == "### 2. 再读目录 {#zai-du-mu-lu}"


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
    md = Markdown(extensions=[StatementMarks()])
    html = md.convert(
        f"一{mark(0, 's--1')}\n二{mark(1, 's--2')}\n三{mark(2, 's--3', no_link=True)}\n"
    )
    assert re.sub(r"<[^>]*>", "", html).split() == ["一", "二", "三"]
    assert sorted(re.findall(r'id="([^"]*)"', html)) == ["s--1", "s--2", "s--3"]


def test_marks_in_raw_html_never_reach_the_page():
    """A block of HTML is out of the tree's reach, the mark goes all the same."""
    md = Markdown(extensions=[StatementMarks()])
    assert md.convert(f"<div>\n文{mark(0, 's--1')}\n</div>") == "<div>\n文\n</div>"


def test_the_number_of_a_pasted_item_is_text():
    """``3.`` is what the source says: no list within the item, no counting from one."""
    html = _html("报告\n\n一、开头\n\n3. 甲\n4. 乙\n", pasted=True)
    assert "<ol>" not in html
    assert re.findall(r">(\d\. \w)</li>", html) == ["3. 甲", "4. 乙"]


NEEDS = Needs(
    recipe=Recipe(
        extensions=("toc", "tables", "attr_list", "footnotes", "pymdownx.superfences"),
    ),
    lexicon=build_lexicon([]),
    label=str,
    words=Words(
        figures=FigureWords("lost", "remote"), statement="cite {number}", editor_note="cite"
    ),
)

LIFTED = {
    "paragraph": ("一段 **粗**。", ["一段 <strong>粗</strong>。"]),
    "nested points": ("- 甲\n  - 乙\n", ["甲", "乙"]),
    "ordered": ("1. 甲\n2. 乙\n", ["甲", "乙"]),
    "quote": ("> 引 `x`\n", ["引 <code>x</code>"]),
    "code": ("```\na < b\n```\n", ['<div class="highlight">']),
    "code in a point": ("- 甲\n\n    ```\n    x\n    ```\n", ["甲", '<div class="highlight">']),
    "table": ("| a |\n|---|\n| b |\n", ["<table>"]),
    "lost figure": (
        "![图](missing)\n",
        ['<details class="nk-more nk-lost-figures"><summary>1</summary><ul><li>图</li></ul>'],
    ),
    "figure": (
        "![图 &amp; 表](a.png)\n",
        ['<div class="nk-pictures"><figure class="nk-figure"><img'],
    ),
    "footnote": ("说[^1]。\n\n[^1]: 注\n", ["说。", "注"]),
    "footnote of two places": ("说[^1]，又说[^1]。\n\n[^1]: 注\n", ["说，又说。", "注"]),
    "reference": (
        "[文][r]\n\n[r]: https://e.example/x\n",
        ['<a href="https://e.example/x">文</a>'],
    ),
    "editor's note": ("- **编者注**：甲\n", ["<strong>编者注</strong>：甲"]),
}


@pytest.mark.parametrize(("body", "starts"), LIFTED.values(), ids=LIFTED.keys())
def test_a_block_stands_alone_as_on_its_page(body, starts):
    """Other pages show what the note's own page shows of a block, converted once."""
    note = _note(f"---\ntitle: t\n---\n\n## 甲 {{#s}}\n\n{body}")
    page = render_note(note, NoteMentions(), NEEDS)
    assert set(page.blocks) == {number for number, _ in blocks_in_order(note)}
    shown = [page.blocks[number] for number in sorted(page.blocks)][: len(starts)]
    assert [html[: len(start)] for html, start in zip(shown, starts, strict=True)] == starts
    assert not re.search("[\ufdd0-\ufdd7]", page.html + "".join(page.blocks.values()))
    if len(starts) == 1 and starts[0].startswith(("<d", "<p")):
        # Only the note's own page numbers its figures.
        own = SLOT.sub("", page.html).replace("<b>1</b>", "")
        assert SLOT.sub("", page.blocks[0]) in own
    assert "footnote" not in "".join(page.blocks.values())


def test_a_note_without_headings_keeps_its_anchors():
    """Marks are read also where there is no section to cut at."""
    page = render_note(_note("---\ntitle: t\n---\n\n甲\n\n- 乙\n"), NoteMentions(), NEEDS)
    assert re.findall(r' id="([^"]*)"', page.html) == ["start--1", "start--2"]
    assert list(page.blocks.values()) == ["甲", "乙"]
    assert re.sub("<[^<>]*>", "", page.html).split() == ["甲1", "乙2"]


def test_links_are_slots_that_other_pages_fill():
    """A path, an anchor and a picture are kept as written, for each page to resolve."""
    note = _note("---\ntitle: t\n---\n\n## 甲 {#s}\n\n[上](#s) [页](../x.md#y) ![图](a.png)\n")
    page = render_note(note, NoteMentions(), NEEDS)
    written = [page.links[int(n)].written for n in SLOT.findall(page.blocks[0])]
    assert written == ["#s", "../x.md#y", "a.png"]


HOSTILE_LINKS = ["javascript:x()", "&#106;avascript:x()", "java&#9;script:x()", "//e.example/x"]


@pytest.mark.parametrize("target", HOSTILE_LINKS)
def test_no_slot_hides_a_link_from_the_sanitiser(target):
    """Only what stays within the site becomes a slot, as a browser reads the address."""
    note = _note(f"---\ntitle: t\n---\n\n## 甲 {{#s}}\n\n[a](<{target}>)\n")
    page = render_note(note, NoteMentions(), NEEDS)
    assert page.links == ()
    assert "script:" not in page.html


CLIPS = sorted(Path(__file__).parent.parent.joinpath("loading", "cases").glob("clip-*.md"))


@pytest.mark.parametrize("clip", CLIPS, ids=lambda path: path.name)
def test_a_clip_shows_the_headings_that_were_read_and_no_others(clip):
    """Halves of a title are one heading; a picture or a credit in a heading tag is none."""
    text = clip.read_text("utf-8")
    shown = re.findall(r"<h[1-6] id=\"([^\"]+)\">(.*?)</h[1-6]>", _html(text))
    sections = [section for section in _note(text).walk() if section.heading]
    assert [anchor for anchor, _ in shown] == [section.id for section in sections]
    titles = [re.sub(r"<[^<>]+>", "", heading) for _, heading in shown]
    assert all(s.prose.text in title for title, s in zip(titles, sections, strict=True))
