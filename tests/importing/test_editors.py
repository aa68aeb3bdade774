"""HTML that editors and platforms write in their own way, by the shape of their clipboard."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from notes_kb.importing.editors import leads_to, usual_elements
from notes_kb.importing.markup import read_markup
from notes_kb.importing.page import page_markdown
from tests.importing.test_page import PROSE, body

WORD = "<p class=MsoListParagraph style='mso-list:l0 level{} lfo1'><span style='mso-list:Ignore'>{}</span>{}</p>"  # noqa: E501

NOTE = (
    '<div class="footnote"><a class="footnote-number">{}</a>'
    '<div class="footnote-content">{}</div></div>'
)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (WORD.format(1, "·&nbsp;", "甲") + WORD.format(2, "o&nbsp;", "乙"), "- 甲\n  - 乙\n"),
        (
            WORD.format(1, "1.", "甲") + "\n" + WORD.format(1, "2.", "乙") + "<p>text</p>",
            "1. 甲\n2. 乙\n\ntext\n",
        ),
        (
            WORD.format(1, "·", "甲") + "<p>between</p>" + WORD.format(2, "·", "乙"),
            "- 甲\n\nbetween\n\n- 乙\n",
        ),
        ("<p class=MsoTitle>题</p><h1>一</h1><p>x</p><h1>二</h1><p>y</p>",
         "## 一\n\nx\n\n## 二\n\ny\n"),
        ('<b style="font-weight:normal"><p>plain</p><p><b>bold</b></p></b>',
         "plain\n\n**bold**\n"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b\n"),
        ("<ul><li>a</li></ul><ul class='ne-list-wrap'><ul><li>b</li></ul></ul>", "- a\n  - b\n"),
        ("<ol start=1><li><div>a</div></li></ol><ol start=2><li><div>b</div></li></ol>",
         "1. a\n2. b\n"),
        ("<ol start=1><li>a</li></ol><ol start=5><li>b</li></ol>", "1. a\n\n5. b\n"),
        ("<ol><li>a</li></ol><ol><li>b</li></ol>", "1. a\n\n1. b\n"),
        ("<ol start=2><li>a</li></ol><ol><ol><li>b</li></ol></ol><ol start=3><li>c</li></ol>",
         "2. a\n   1. b\n3. c\n"),
        ("<ul><li>a</li></ul><p>between</p><ul><li>b</li></ul>", "- a\n\nbetween\n\n- b\n"),
        ('<ul><li><div class="checkbox checkbox-on"></div>done</li></ul>'
         '<ul><li><div class="checkbox checkbox-off"></div>open</li></ul>',
         "- [x] done\n- [ ] open\n"),
        ('<div class="callout-block"><div>量了再改。</div></div>', "> 量了再改。\n"),
        ('<figure class="callout"><div><span class="icon">!</span></div><div>Note.</div></figure>',
         "> Note.\n"),
        ('<figure><img src="a.png" alt="img"><figcaption>Loss by tokens</figcaption></figure>',
         "![Loss by tokens](a.png)\n"),
        ('<div class="checkbox"><label><input type="checkbox"> Keep this</label></div>',
         "Keep this\n"),
        ('<div class="callout"><div class="icon">Note</div><p>text</p></div>',
         "> Note\n>\n> text\n"),
        ('<div class="callout"><div class="icon"><img class="icon" src="a.png"></div>a</div>',
         "> a\n"),
        ('<div class="button-wrapper"><a href="https://x.org/a.pdf">Paper</a></div>',
         "[Paper](https://x.org/a.pdf)\n"),
        ('<p>a</p><p class="button-wrapper"><a href="https://x.org/subscribe?n=1">Subscribe</a>'
         '<a href="https://x.org/p/a?utm_content=share&amp;action=share">Share</a></p>', "a\n"),
        ('<figure><img src="a.png" alt="A cat"><figcaption>Figure 1</figcaption></figure>',
         "![Figure 1: A cat](a.png)\n"),
        ('<figure><img src="a.png" alt="Figure 1"><figcaption>Figure 1</figcaption></figure>',
         "![Figure 1](a.png)\n"),
        ('<figure><noscript><img src="a.png"></noscript><img data-actualsrc="a.png">'
         "<figcaption>图</figcaption></figure>", "![图](a.png)\n"),
        ('<picture><source srcset="s.webp 400w, https://x.org/l.webp 800w"><img alt=""></picture>',
         "![](https://x.org/l.webp)\n"),
        ('<pre data-lang="python"><code>def f():</code><code>    pass</code></pre>',
         "```python\ndef f():\n    pass\n```\n"),
        ('<p>a<span data-tex="n_h"></span></p><p><span data-tex="c_k \\\\"></span></p>',
         "a$n_h$\n\n$$c_k$$\n"),
        ('<p>a<span data-tex="x$ &lt;b&gt;t&lt;/b&gt; **b** [[moe]] $"></span></p>',
         "a`x$ <b>t</b> **b** [[moe]] $`\n"),
        (r'<p>a<span data-tex="5\$"></span><span data-tex="x\\$y"></span></p>',
         r"a$5\$$`x\\$y`" + "\n"),
        (r'<p><span data-tex="x\"></span> <span data-tex="y`z"></span></p>', "`x\\` `` y`z ``\n"),
        ('<p>a<span data-tex=" "></span><img data-tex="b$" src="a.png"></p>', "a`b$`\n"),
        ('<p>yes<a class="footnote-anchor" href="#f1">1</a></p><div class="footnote">'
         '<a class="footnote-number" id="f1">1</a><div class="footnote-content"><p>so</p></div>'
         "</div>", "yes[^1]\n\n[^1]: so\n"),
        (NOTE.format("1", '<p>see <a href="https://x.org">the <b>report</b></a>,\n<code>a_b</code>'
                          "</p><ul><li>one</li><li>two</li></ul>"),
         "[^1]: see [the **report**](https://x.org), `a_b` one two\n"),
        (NOTE.format("1", "a" + NOTE.format("2", "b")), "[^1]: a [^2]: b\n"),
        (NOTE.format("] [[moe", "a"), "] [[moe\n\na\n"),
        ('<p>a<a class="footnote-anchor"></a></p>' + NOTE.format("1", "b"), "a\n\n[^1]: b\n"),
        ('<p>see<sup data-text="Report" data-url="https://x.org/r">[1]</sup></p>',
         "see[(Report)](https://x.org/r)\n"),
        ('<p><a href="https://link.zhihu.com/?target=https%3A//x.org/a">b</a></p>',
         "[b](https://x.org/a)\n"),
    ],
)  # fmt: skip
def test_an_editors_own_way_becomes_markdown(html: str, markdown: str) -> None:
    """Lists, callouts, tasks, captions, code, formulas, notes."""
    assert body(html) == markdown


@pytest.mark.parametrize(
    "address",
    ["https://link.zhihu.com/?target=javascript:alert(1)", "https://x.org/?target=https://y.org",
     "http://[", "https://link.zhihu.com/", "x" * 5000],
)  # fmt: skip
def test_only_known_hosts_lead_on(address: str) -> None:
    """And only to the web."""
    assert leads_to(address) == address


def test_a_document_of_no_title_is_called_by_its_first_heading() -> None:
    """As Feishu and Google Docs give it; two headings of level one are sections."""
    one = page_markdown("<h1>题目</h1><p>文</p><h2>一</h2><h2>二</h2>", whole=True).text
    assert one == "---\ntitle: 题目\n---\n\n文\n\n## 一\n\n## 二\n"
    assert "title" not in page_markdown("<h1>甲</h1><p>文</p><h1>乙</h1>", whole=True).text


def test_a_document_without_styles_is_called_by_its_first_bold_line() -> None:
    """If another bold line follows at once; one alone may be a section."""
    bold = "<p><strong>{}</strong></p>"
    text = page_markdown(bold.format("题") + bold.format("一、节") + "<p>文</p>", whole=True).text
    assert text == "---\ntitle: 题\n---\n\n**一、节**\n\n文\n"
    assert "title" not in page_markdown(bold.format("节") + "<p>文</p>", whole=True).text


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("*T *1.A a", "T"),
        ("*T *A a *B b", "T"),
        ("*T *A -a *B -b", "T"),
        ("*T *A a b", ""),
        ("*Question? *Answer", ""),
        ("*Question? *Answer *Question? *Answer", ""),
        ("*Question? *Answer *Question? *Answer more", ""),
        ("*1. *2. a *3. b", ""),
        ("a *A b *B c", ""),
    ],
)
def test_bold_lines_are_a_title_and_headings_only_in_a_series(lines: str, title: str) -> None:
    """Written here as words: `*` is bold, `-` an item of a list."""
    shapes = {"*": "<p><strong>{}</strong></p>", "-": "<ul><li>{}</li></ul>"}
    html = "".join(
        shapes.get(word[0], "<p>{}</p>").format(word.lstrip("*-") + " words")
        for word in lines.split()
    )
    text = page_markdown(html, whole=True).text
    assert text.startswith(f"---\ntitle: {title} words\n") if title else "title:" not in text


POST = (
    '<div class="crawler-post"><span class="creator"><span itemprop="name">{}</span></span>'
    '<div class="post">{}</div><div class="post-likes">3 Likes</div></div>'
)


def test_all_posts_of_a_thread_are_kept_with_their_authors() -> None:
    """A forum's answers belong to its question."""
    posts = POST.format("mia", f"<p>{PROSE}</p>") + POST.format("jon", "<p>短。</p>")
    html = f"<html><body><h1>Q</h1>{posts}<footer>Powered</footer></body></html>"
    text = page_markdown(html, whole=False).text
    assert text.endswith(f"**mia:** {PROSE}\n\n**jon:** 短。\n")


@pytest.mark.parametrize(
    ("post", "markdown"),
    [
        ("<p>甲</p><p>乙</p>", "**mia:** 甲\n\n乙"),
        ("loose<p>甲</p>", "**mia:**\n\nloose\n\n甲"),
        ("<em>loose</em><p>甲</p>", "**mia:**\n\n*loose*\n\n甲"),
        ("<blockquote>引</blockquote><p>甲</p>", "**mia:**\n\n> 引\n\n甲"),
        ("no paragraph", "**mia:**\n\nno paragraph"),
    ],
)
def test_a_name_stands_before_all_that_its_author_wrote(post: str, markdown: str) -> None:
    """Whatever a post begins with."""
    html = POST.format("mia", post) + POST.format("jon", f"<p>{PROSE}</p>")
    text = page_markdown(f"<html><body>{html}</body></html>", whole=False).text
    assert text.strip() == f"{markdown}\n\n**jon:** {PROSE}"


@pytest.mark.parametrize("kind", ["article", 'div class="Post-RichTextContainer"'])
def test_a_short_article_is_kept_whole(kind: str) -> None:
    """A line about the day of editing is no article, however short the article's paragraphs."""
    text = "".join(f"<h2>节{n}</h2><p>短段落一句。</p>" for n in range(12))
    name = kind.split(" ", maxsplit=1)[0]
    html = (
        f"<html><body><{kind}>{text}</{name}><div>编辑于 2026-02-01 10:22 IP 属地北京"
        "</div></body></html>"
    )
    assert page_markdown(html, whole=False).text.count("## 节") == 12


@pytest.mark.parametrize(
    "unit",
    [
        "<ul><li>a</li></ul>\n",
        "<ul><li>a</li></ul>\n<ol><li>b</li></ol>\n",
        "<ul><li>a</li> <ul><li>b</li></ul> <ol><li>c</li></ol></ul>\n",
        "<i class=checkbox></i>x",
        '<b style="font-weight:normal">a</b>x',
        WORD.format(1, "·", "a") + "\n" + WORD.format(2, "·", "b") + "\n",
        WORD.format(1, "·", "a") + "\n" + WORD.format(1, "1.", "b") + "\n",
        "<sup data-url='https://x.org'>1</sup>x",
        "<a class=footnote-anchor>1</a><div class=footnote><a class=footnote-number>1</a>"
        "<p class=footnote-content>a</p></div>",
    ],
)
@pytest.mark.parametrize("around", ["{}", "<ul>{}</ul>"])
def test_steps_grow_with_the_length_of_a_page(unit: str, around: str) -> None:
    """Whatever stands beside one another, without looking at all that came before."""
    few, many = (_steps(around.format(unit * count)) for count in (50, 200))
    assert many < 6 * few + 100  # Square would be 16 times as many.


SIBLINGS = frozenset({"index", "children", "previous_siblings", "next_siblings"})
"""What Beautiful Soup calls the functions that go from one sibling to the next."""


def _steps(html: str) -> int:
    """Count the lines that run in those functions."""
    count = 0
    root = read_markup(html).soup

    def step(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line"
        return step if frame.f_code.co_name in SIBLINGS else None

    before = sys.gettrace()
    sys.settrace(step)
    try:
        usual_elements(root)
    finally:
        sys.settrace(before)
    return count
