"""HTML to Markdown: what is kept of a page, what is not, and what is refused."""

from __future__ import annotations

import base64
import contextlib
import time

import pytest

from notes_kb.importing.page import page_markdown
from notes_kb.importing.refusal import Refusal

PROSE = "混合专家模型让每个词只走一小部分参数，所以训练的成本大幅下降。" * 6


def body(html: str) -> str:
    """The Markdown of a fragment, without a front matter."""
    text = page_markdown(html, whole=True).text
    return text.split("---\n\n", 1)[-1] if text.startswith("---\n") else text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>一、推理</h2><p>正文</p>", "## 一、推理\n\n正文\n"),
        ("<h1>甲</h1><h2>乙</h2>", "## 甲\n\n### 乙\n"),
        ("<h2><strong>Bold heading</strong></h2>", "## Bold heading\n"),
        ("<p>a <b>bold</b> and <code>x_1</code></p>", "a **bold** and `x_1`\n"),
        (
            "<p>press <kbd>Ctrl</kbd><kbd>C</kbd>, then <code>a</code><code>b</code></p>",
            "press `Ctrl` `C`, then `a` `b`\n",
        ),
        ('<p><span style="font-weight: 700">粗</span>细</p>', "**粗**细\n"),
        ("<ul><li>甲<ul><li>乙</li></ul></li></ul>", "- 甲\n  - 乙\n"),
        (
            '<pre><code class="language-Python">a = <span class="n">1</span>\nb</code></pre>',
            "```python\na = 1\nb\n```\n",
        ),
        ("<pre><ol><li>one</li><li>two</li></ol></pre>", "```\none\ntwo\n```\n"),
        (
            "<table><tr><td>名</td><td>值</td></tr><tr><td>a</td><td>1</td></tr></table>",
            "| 名 | 值 |\n| --- | --- |\n| a | 1 |\n",
        ),
        ('<p><img data-src="https://x.org/a.png" src="wait.gif" alt="图"></p>',
         "![图](https://x.org/a.png)\n"),
        ('<a href="big.png"><img src="small.png" alt="a"></a>', "![a](small.png)\n"),
        ('<p><a href="javascript:alert(1)">text</a></p>', "text\n"),
        ('<p><a href="#note">1</a></p>', "1\n"),
        ("<blockquote><p>引文</p></blockquote>", "> 引文\n"),
        (
            '<p><span class="katex"><math><semantics><mi>x</mi><annotation encoding='
            '"application/x-tex">x^2</annotation></semantics></math></span></p>',
            "$x^2$\n",
        ),
        (
            "<p>mc<sup>2</sup>, 10<sup>-9</sup>, H<sub>2</sub>O, x<sub>i</sub>, 1<sup>st</sup></p>",
            "mc², 10⁻⁹, H₂O, xᵢ, 1st\n",
        ),
        ("<p>a<script>alert(1)</script><style>p{}</style><!-- c -->b</p>", "ab\n"),
        ("<p>a &lt;path&gt; and &amp;lt; and 1 &lt; 2</p>",
         "a &lt;path> and &amp;lt; and 1 < 2\n"),
        ("<p>the test [[ -f x ]] of a shell, and [[moe]] as it is</p>",
         "the test \\[\\[ -f x ]] of a shell, and \\[\\[moe]] as it is\n"),
        ("<p>see <code>x[i] &lt;-\nNULL</code></p>", "see `x[i] <- NULL`\n"),
        ("<p>un\x1dseen</p>", "unseen\n"),
        ('<img src="a.png" alt="A tree<br><small>by Ada</small>">', "![A tree by Ada](a.png)\n"),
        ("<!--StartFragment--><p>copied</p><!--EndFragment-->", "copied\n"),
    ],
)  # fmt: skip
def test_a_fragment_becomes_markdown(html: str, markdown: str) -> None:
    """Headings, emphasis, lists, code, tables, pictures and formulas survive."""
    assert body(html) == markdown


PAGES = {
    "named container": '<div id="js_content" style="visibility: hidden">{}</div>',
    "article": "<article>{}</article>",
    "main": "<main><div>{}</div></main>",
    "nothing but divs": '<div class="x"><div class="y">{}</div></div>',
}


@pytest.mark.parametrize("kind", PAGES)
def test_the_article_is_found_in_its_page(kind: str) -> None:
    """Menus, teasers, comments and footers stay outside, whatever the article's element is."""
    menu = "".join(f'<li><a href="/{n}">Menu {n}</a></li>' for n in range(30))
    article = PAGES[kind].format(f"<h2>一、成本</h2><p>{PROSE}</p><p>{PROSE}</p>")
    text = page_markdown(
        f"<html><body><nav><ul>{menu}</ul></nav><ul>{menu}</ul>{article}"
        f'<div class="comment-box"><p>评论：写得好，收藏了，感谢楼主分享这么好的内容！</p></div>'
        f"<aside><h3>热门文章</h3><ul>{menu}</ul></aside><footer>京ICP备</footer></body></html>",
        whole=False,
    ).text
    assert "## 一、成本" in text
    assert text.count(PROSE) == 2
    for junk in ("Menu", "评论", "热门", "ICP"):
        assert junk not in text


@pytest.mark.parametrize(
    ("heading", "markdown"),
    [
        ("<a class='header-anchor' href='#a'><span>节 A</span></a>", "## 节 A"),
        ("节 A <a class='header-anchor' href='#a'>#</a>", "## 节 A"),
        ("<a class='header-anchor' href='#a'>Permalink</a>节 A", "## 节 A"),
        ("<span class=header-anchor><a class='headerlink'>节 A</a></span> #", "## 节 A #"),
        ("<a class='header-anchor' href='#a'>#</a>", ""),
        ("<a class='header-anchor' style='display: none'>节 A</a>", ""),
    ],
)
def test_a_heading_keeps_its_letters(heading: str, markdown: str) -> None:
    """A link to itself goes, unless it is all that the heading says."""
    html = f"<article><p>{PROSE}</p><h2 id=a>{heading}</h2><p>{PROSE}</p></article>"
    text = page_markdown(html, whole=False).text
    assert text.replace(PROSE, "").strip() == markdown


def test_a_page_says_where_it_comes_from() -> None:
    """Title without the site's name, author, address and day become front matter."""
    page = page_markdown(
        "<!DOCTYPE html><html><head><title>夜话推理模型 - 某站</title>"
        '<link rel="canonical" href="https://example.org/a/1"><meta name="author" content="林某">'
        '<meta property="article:published_time" content="2025-02-03T10:00:00+08:00"></head>'
        f"<body><article><h1>夜话推理模型</h1><p>{PROSE}</p>"
        '<p><a href="../b">另一篇</a></p></article></body></html>',
        whole=False,
    )
    assert page.text.startswith(
        "---\ntitle: 夜话推理模型\ndate: 2025-02-03\n"
        "source: {url: 'https://example.org/a/1', author: 林某}\n---\n\n混合"
    )
    assert page.address == "https://example.org/a/1"
    assert "[另一篇](https://example.org/b)" in page.text


def test_pictures_within_a_page_are_taken_out_of_it() -> None:
    """A picture that is written into the page gets a name; a blank that waits for one does not."""
    data = bytes(range(256)) * 2
    html = f'<p><img src="data:image/png;base64,{base64.b64encode(data).decode()}"></p>'
    page = page_markdown(html, whole=True)
    assert page.pictures == {"embedded-1.png": data}
    assert "![](embedded-1.png)" in page.text
    assert (
        page_markdown('<p>x<img src="data:image/gif;base64,R0lG"></p>', whole=True).pictures == {}
    )


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<html><body><nav><a href='/a'>Menu</a></nav></body></html>", "holds no article"),
        ("<div>" * 5000 + "x", "nests"),
        ("<p>x</p>" * 30_000, "60,000 tags"),
        ("<p>" + "文" * 3_000_000, "characters"),
        ("<i>" * 390 + "text that is long enough to be read", "nests"),
    ],
    ids=["menus only", "deep", "many tags", "long", "formatting without an end"],
)
def test_what_is_no_article_is_refused(html: str, said: str) -> None:
    """One sentence, no traceback."""
    with pytest.raises(Refusal, match=said):
        page_markdown(html, whole=False)


@pytest.mark.parametrize(
    "html",
    [
        "&" * 300_000, "<" * 400_000, "<!--" * 200_000, "<a " * 200_000,
        "<a " + " x=1" * 200_000 + ">", "<![CDATA[" * 100_000, "<p>" * 20_000,
        "<table><td>" * 300, "data:image/png;base64," * 50_000,
    ],
    ids=["ampersands", "angles", "comments", "open tags", "attributes", "cdata", "paragraphs",
         "tables", "data"],
)  # fmt: skip
def test_hostile_markup_costs_no_more_than_its_length(html: str) -> None:
    """What is quadratic for a browser's parser is cut or refused; seconds, not minutes."""
    began = time.process_time()
    with contextlib.suppress(Refusal):
        page_markdown(html, whole=True)
    assert time.process_time() - began < 12
