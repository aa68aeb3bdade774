"""Where the article of a page begins and ends."""

from __future__ import annotations

import pytest

from notes_kb.importing.page import page_markdown
from tests.importing.test_page import PROSE

LEAD = "把训练的成本说清楚之前，先看看推理一次要花多少钱，又是谁来付这笔钱。"


def read(body: str, head: str = "") -> str:
    """The Markdown of a page without its front matter."""
    text = page_markdown(f"<html><head>{head}</head><body>{body}</body></html>", whole=False).text
    return text.split("---\n\n", 1)[-1] if text.startswith("---\n") else text


@pytest.mark.parametrize(
    "lead",
    [
        f'<div class="article-lead"><p>{LEAD}</p></div>',
        f'<h2 class="subtitle">{LEAD}</h2>',
        f"<p>{LEAD}{LEAD}</p>",
        f'<header><div class="post-excerpt">{LEAD}</div></header>',
    ],
)
def test_the_sentences_below_a_title_come_along(lead: str) -> None:
    """A page sets them outside the element of the text, as no heading."""
    page = f'<main><h1>题目</h1>{lead}<div class="entry-content"><p>{PROSE}</p></div></main>'
    text = read(page, "<title>题目</title>")
    assert text.startswith(LEAD)
    assert text.count(PROSE) == 1


@pytest.mark.parametrize(
    "beside",
    [
        f"<aside><p>{LEAD}{LEAD}</p></aside>",
        f'<div class="newsletter"><p>{LEAD}{LEAD}</p></div>',
        f'<p><a href="/x">{LEAD}{LEAD}</a></p>',
        '<p class="lead">短句。</p>',
        f'<ul class="summary"><li>{LEAD}</li></ul>',
    ],
)
def test_what_else_stands_there_does_not(beside: str) -> None:
    """Menus, advertisements and links to other texts stay outside."""
    page = f'<main><h1>题目</h1>{beside}<div class="entry-content"><p>{PROSE}</p></div></main>'
    assert read(page, "<title>题目</title>") == f"{PROSE}\n"


def test_a_lead_that_the_text_repeats_stands_once() -> None:
    """The first paragraph may be shown as a lead too."""
    page = f'<main><h1>题</h1><p class="lead">{LEAD}</p><div class="entry-content"><p>{LEAD}</p>'
    assert read(f"{page}<p>{PROSE}</p></div></main>", "<title>题</title>").count(LEAD) == 1


@pytest.mark.parametrize(
    "junk",
    [
        '<form><p>Your e-mail</p><input type="email"></form>',
        '<div role="complementary"><p>Your e-mail</p></div>',
        '<div role="navigation">Your e-mail</div>',
        '<div class="about-the-author"><p>Your e-mail</p></div>',
        "<select><option>Your e-mail</option></select>",
        "<textarea>Your e-mail</textarea>",
        '<svg><title>Your e-mail</title></svg>',
        '<div class="post-meta">Your e-mail</div>',
        '<span class="sr-only">Your e-mail</span>',
        '<span class="mw-editsection">[Your e-mail]</span>',
    ],
)  # fmt: skip
def test_what_is_used_or_filled_in_is_no_text(junk: str) -> None:
    """Forms, choices, menus by their role, boxes about the author, words for screen readers."""
    text = read(f"<article><p>{PROSE}</p>{junk}<p>{PROSE}</p></article>")
    assert text == f"{PROSE}\n\n{PROSE}\n"


@pytest.mark.parametrize("name", ["mb-0-print", "teaser-text", "generating", "noprinting-press"])
def test_a_name_that_only_looks_like_one_of_these_keeps_its_text(name: str) -> None:
    """Names are read as a whole."""
    page = f'<article><div class="{name}"><p>{LEAD}</p></div><p>{PROSE}</p></article>'
    assert LEAD in read(page)


def test_a_manuals_sections_are_one_text() -> None:
    """The longest section is not all of it, though each stands in an element of its own."""
    sections = "".join(
        f'<div class="sect1"><h2>{name}</h2><div class="sectionbody">{inner}</div></div>'
        for name, inner in (
            ("SYNOPSIS", "<pre>measure [--all] FILE ...</pre>"),
            ("DESCRIPTION", f"<p>{LEAD}</p><p>{LEAD}</p>"),
            ("OPTIONS", f"<dl><dt>--all</dt><dd>{LEAD}</dd></dl>"),
            ("DISCUSSION", f"<p>{PROSE}</p>" * 3),
        )
    )
    text = read(f'<div id="header"><a href="/">Home</a></div><div id="content">{sections}</div>')
    headings = [line[3:].split(" {")[0] for line in text.split("\n") if line.startswith("## ")]
    assert headings == ["SYNOPSIS", "DESCRIPTION", "OPTIONS", "DISCUSSION"]


def test_text_in_spans_without_paragraphs_is_prose() -> None:
    """A reader's page may set each sentence in an element of its own, and end lines by hand."""
    story = "<br>".join(f"<span>{LEAD}</span>" for _ in range(30))
    note = f'<div class="author-note"><p>{LEAD.replace("钱", "力")}</p></div>'
    text = read(f'<div><div class="chapter"><div>{story}</div></div>{note}</div>')
    assert text.count(LEAD) == 30


def test_a_pages_sections_begin_at_level_two() -> None:
    """Whatever levels its design begins with and leaves out; what is copied keeps its own."""
    html = f"<h3>甲</h3><p>{PROSE}</p><h5>乙</h5><p>{PROSE}</p><h3>丙</h3><p>{PROSE}</p>"
    assert [line for line in read(f"<article>{html}</article>").split("\n") if line[:1] == "#"] == [
        "## 甲", "### 乙", "## 丙",
    ]  # fmt: skip
    assert page_markdown(html, whole=True).text.startswith("### 甲")


def test_long_comments_are_not_taken_for_the_article() -> None:
    """Readers may have said more than the author."""
    replies = "".join(f"<li><p>{LEAD}</p></li>" for _ in range(60))
    page = f'<div class="main"><p>{PROSE}</p><p>{PROSE}</p></div>'
    text = read(f'{page}<div class="sect_commentlinks"><ul>{replies}</ul></div>')
    assert text == f"{PROSE}\n\n{PROSE}\n"


@pytest.mark.parametrize("page", ["", "first.html"])
def test_a_list_of_contents_may_name_its_own_page(page: str) -> None:
    """DocBook writes the file's name before the place; a list of other pages is text."""
    entries = "".join(f'<dt><a href="{page}#p{n}">第{n}节</a></dt>' for n in range(4))
    toc = f'<div class="toc"><p><b>目录</b></p><dl><a id="x"></a>{entries}</dl></div>'
    assert read(f"<main>{toc}<p>{PROSE}</p></main>") == f"{PROSE}\n"
    others = toc.replace(f"{page}#p1", "second.html").replace(f"{page}#p2", "third.html")
    assert "第1节" in read(f"<main>{others}<p>{PROSE}</p></main>")


@pytest.mark.parametrize(
    "row",
    [
        '<div><a rel="prev" href="a.html">Measure</a> <a rel="next" href="c.html">Learn</a></div>',
        '<table><tr><td>[<a href="a.html">&lt;</a>]</td><td>[<a href="u.html">Up</a>]</td>'
        '<td>[<a href="c.html">&gt;</a>]</td></tr></table>',
        '<div class="navheader"><p>Chapter 2</p></div>',
    ],
)  # fmt: skip
def test_rows_of_links_to_other_pages_of_a_manual_go(row: str) -> None:
    """They say so, or hold no word that is no link."""
    assert read(f"<main>{row}<p>{PROSE}</p><p>{PROSE}</p>{row}</main>") == f"{PROSE}\n\n{PROSE}\n"


def test_a_mark_to_lead_to_is_no_link() -> None:
    """In XHTML it may be empty, which HTML reads as an element without an end."""
    page = (
        f'<div class="toc"><a href="#a">甲</a></div><div><h2>甲</h2><a id="a"/><p>{PROSE}</p></div>'
    )
    assert PROSE in read(f'{page}<div><h2>乙</h2><a id="b"/><p>{PROSE}</p></div>')


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<table><tr><td><h2>甲</h2><p>文</p></td><td><table><tr><td>x</td><td>y</td></tr></table>"
         "</td></tr></table>", "## 甲\n\n文\n\n| x | y |\n| --- | --- |\n"),
        ("<table><tr><td><b><b>甲</b></b>乙</td></tr></table>", "**甲**乙\n"),
        ('<table role="presentation"><tr><td>甲</td><td>乙</td></tr></table>', "甲\n\n乙\n"),
        ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", "甲\n\n乙\n"),
        ("<table><tr><th>名</th></tr><tr><td>甲</td></tr></table>", "| 名 |\n| --- |\n| 甲 |\n"),
    ],
)  # fmt: skip
def test_a_table_of_layout_is_no_table(html: str, markdown: str) -> None:
    """Mails and old pages set their parts so."""
    assert page_markdown(html, whole=True).text == markdown
