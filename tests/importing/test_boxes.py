"""Boxes set apart, and tables whose cells span several: each cell in its own column."""

from __future__ import annotations

import time

import pytest

from notes_kb.importing.page import page_markdown
from tests.importing.test_interface import article
from tests.importing.test_page import PROSE, body

BOX = "> **Mind**\n>\n> It is hot."


@pytest.mark.parametrize(
    "html",
    [
        "<div class='admonition tip'><p class='admonition-title'>Mind</p><p>It is hot.</p></div>",
        "<aside class='admonition note'><p class='admonition-title'>Mind</p>It is hot.</aside>",
        "<div class='markdown-alert markdown-alert-note'><p class='markdown-alert-title'>Mind</p>"
        "<p>It is hot.</p></div>",
        "<div class='theme-admonition admonition_x2 alert alert--info'><div class="
        "'admonitionHeading_g1'><span></span>Mind</div><div><p>It is hot.</p></div></div>",
        "<div class='warning custom-block'><p class='custom-block-title'>Mind</p><p>It is hot.</p>"
        "</div>",
        "<aside class='starlight-aside starlight-aside--note'><p class='starlight-aside__title'>"
        "Mind</p><div><p>It is hot.</p></div></aside>",
        "<details><summary>Mind</summary><p>It is hot.</p></details>",
        "<details><summary><h3>Mind</h3></summary>It is hot.</details>",
        "<details class='note' open><summary>Mind</summary><p>It is hot.</p></details>",
    ],
)
def test_a_box_is_a_quote_with_its_title_in_bold(html: str) -> None:
    """Neither a heading nor a paragraph of its own, and no neighbour of the article."""
    assert article(html) == BOX


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<details><summary>More</summary><h2>Part</h2><p>text</p></details>",
         "More\n\n## Part\n\ntext"),
        ("<details open><summary>More</summary><p>text</p></details>", "More\n\ntext"),
        (f"<details><summary>More</summary><p>{PROSE * 12}</p></details>",
         f"More\n\n{PROSE * 12}"),
        ("<div class='note'><p>No title.</p></div>", "No title."),
        ("<div class='admonition'><p class='admonition-title'></p><p>Bare.</p></div>", "> Bare."),
        ("<p>See the <span class='note'>note</span>.</p>", "See the note."),
        ("<div class='noteworthy'><p class='admonition-title'>a</p></div>", "a"),
    ],
)  # fmt: skip
def test_what_is_no_box_stays_text(html: str, markdown: str) -> None:
    """A box needs a title; one that holds sections is part of the text."""
    assert article(html) == markdown


def test_boxes_in_boxes_do_not_nest_without_end() -> None:
    """A note that nests too deeply would be refused."""
    html = "<details><summary>in</summary>" * 60 + "<p>core</p>" + "</details>" * 60
    assert "> > core" in body(html)
    assert "> > >" not in body(html)


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("<tr><th>a</th><th>b</th></tr><tr><td rowspan=2>x</td><td>1</td></tr><tr><td>2</td></tr>",
         ["a | b", "x | 1", "x | 2"]),
        ("<tr><th>a</th><th>b</th></tr><tr><td>1</td><td rowspan=2>x</td></tr><tr><td>2</td></tr>",
         ["a | b", "1 | x", "2 | x"]),
        ("<tr><th rowspan=2>a</th><th colspan=2>b</th></tr><tr><th>c</th><th>d</th></tr>"
         "<tr><td>1</td><td>2</td><td>3</td></tr>", ["a | b |", "a | c | d", "1 | 2 | 3"]),
        ("<tr><th>a</th><th>b</th></tr><tr><td colspan=2 rowspan=2>x</td></tr><tr></tr>"
         "<tr><td>1</td><td>2</td></tr>", ["a | b", "x |", "x |", "1 | 2"]),
        ("<tr><th>a</th></tr><tr><td>1</td><td>2</td></tr>", ["a |", "1 | 2"]),
        ("<tr><th>a</th><th>b</th></tr><tr><td>x</td></tr>", ["a | b", "x"]),
        ("<tr><th>a</th><th>b</th></tr><tr><td>x|y_z</td><td><code>p|q</code></td></tr>",
         ["a | b", r"x\|y\_z | `p|q`"]),
        ("<tr><th>a</th><th>b</th></tr><tr><td rowspan=0>x</td><td rowspan=9>1</td></tr>",
         ["a | b", "x | 1"]),
    ],
)  # fmt: skip
def test_each_cell_stands_in_its_column(rows: str, lines: list[str]) -> None:
    """What spans rows stands in each; what spans columns stands once, and blanks follow."""
    written = body(f"<table>{rows}</table>").splitlines()
    del written[1]
    assert written == [f"| {line} |".replace("| |", "|  |") for line in lines]


def test_a_long_cell_is_written_once() -> None:
    """Blanks stand below it."""
    cell = "long " * 60
    rows = f"<tr><td rowspan=3>{cell}</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr>"
    assert body(f"<table><tr><td>a</td><td>b</td></tr>{rows}</table>").count("long") == 60


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td rowspan=65000 colspan=1000>x</td></tr>",
        "<tr><td rowspan=9000>" + "<b>" * 30 + "x" + "</b>" * 30 + "</td></tr>",
        "<tr><td colspan=99999>x</td></tr>",
    ],
)
def test_spans_cannot_blow_a_table_up(row: str) -> None:
    """Whatever they claim."""
    began = time.process_time()
    assert len(page_markdown(f"<table>{row * 700}</table>", whole=True).text) < 3_000_000
    assert time.process_time() - began < 12


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            '<div class="wp-block-group has-background"><div><p><strong>Note:</strong> Measure.</p>'
            "<p>Then change.</p></div></div>",
            "> **Note:** Measure.\n>\n> Then change.\n",
        ),
        (
            '<div style="border-left: 4px solid"><p><b>注意</b></p><p>先量再改。</p></div>',
            "> **注意**\n>\n> 先量再改。\n",
        ),
        ('<div class="note"><h3 class="title">Tip</h3><p>Measure.</p></div>',
         "> **Tip**\n>\n> Measure.\n"),
        (
            '<div class="admonitionblock note"><table><tr><td class="icon"><div class="title">Note'
            '</div></td><td class="content">Measure.</td></tr></table></div>',
            "> **Note**\n>\n> Measure.\n",
        ),
        (
            '<div class="admonitionblock tip"><table><tr><td class="icon"><i></i></td>'
            '<td class="content"><p>Measure.</p></td></tr></table></div>',
            "> **Tip**\n>\n> Measure.\n",
        ),
        (
            '<div class="note"><table><tr><td rowspan="2"><img alt="(Note)" src="n.png"></td>'
            "<th>Note</th></tr><tr><td><p>Measure.</p></td></tr></table></div>",
            "> **Note**\n>\n> Measure.\n",
        ),
        ('<div class="panel"><p>Take <b>note</b> of it.</p></div>', "Take **note** of it.\n"),
        ('<div class="wp-block-group"><p><b>Ada</b>: hello</p></div>', "**Ada**: hello\n"),
        ("<div><p><b>Note</b>: in the text</p></div>", "**Note**: in the text\n"),
    ],
)  # fmt: skip
def test_a_drawn_box_with_a_label_is_a_quote(html: str, markdown: str) -> None:
    """WordPress draws notes by colours alone, Asciidoctor by a table; text is no box."""
    assert body(html) == markdown
