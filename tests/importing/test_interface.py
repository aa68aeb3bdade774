"""What a page shows to be used goes; what only looks like it, and is text, stays."""

from __future__ import annotations

import pytest

from notes_kb.importing.page import page_markdown
from tests.importing.test_page import PROSE


def article(html: str) -> str:
    """The Markdown of an article that ends in a piece of HTML, without its first paragraph."""
    page = f"<html><body><article><p>{PROSE * 3}</p>{html}</article></body></html>"
    text = page_markdown(page, whole=False).text
    assert text.startswith(PROSE * 3)
    return text.removeprefix(PROSE * 3).strip()


@pytest.mark.parametrize(
    "title",
    [
        "Herons<a class='headerlink' href='#h' title='Permanent link'>¶</a>",
        "<a class='anchor' href='#h'>#</a> Herons",
        "Herons<a class='hash-link' href='#h'>\u200b</a>",
        "Herons <a href='#h'>§</a>",
        "Herons<a class='permalink' href='https://x.example/#h'>permalink</a>",
    ],
)
def test_a_title_is_no_link_to_itself(title: str) -> None:
    """The mark of a heading's permalink is no part of the title."""
    html = f"<html><body><article><h1>{title}</h1><p>{PROSE}</p></article></body></html>"
    page = html.replace("<body>", "<head><title>Herons — Birds</title></head><body>")
    assert page_markdown(page, whole=False).text == f"---\ntitle: Herons\n---\n\n{PROSE}\n"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Of C<a href='#x'>#</a> and <a href='#a'>more</a></p>", "Of C# and more"),
        ("<div><button>Follow</button><button><span>12</span></button></div>", ""),
        ("<h2><button aria-expanded='false'>Is it free?</button></h2><p>It is.</p>",
         "## Is it free?\n\nIt is."),
        (f"<button>{PROSE}</button>", PROSE),
        ("<button><p>A card</p></button>", "A card"),
        ("<p>The <label>first</label> box</p>", "The first box"),
        ("<div class='hd'><span>py</span><span>Copy code</span></div><pre>a = 1</pre>",
         "py\n\n```\na = 1\n```"),
        ("<pre>a = 1</pre><div><a href='#'>复制</a></div>", "```\na = 1\n```"),
        ("<ul><li><span>Copy</span></li></ul><pre>a = 1</pre>", "- Copy\n\n```\na = 1\n```"),
        ("<p>Copy</p><pre>cp a b</pre>", "Copy\n\n```\ncp a b\n```"),
        ("<div>Copy</div><p>Then paste.</p>", "Copy\n\nThen paste."),
        ("<div class='adsbygoogle'>Sponsors</div><div><span>Advertisement</span></div>", ""),
        ("<p>Advertisement</p>", "Advertisement"),
        ("<div class='pw-claps'><span>1.2K</span></div>", ""),
        ("<pre><code class='language-js'><span class='hljs-comment'>// start</span>\nlet a"
         "</code></pre>", "```js\n// start\nlet a\n```"),
        ("<pre><code><span class='token comment'># start</span><span class='hljs-ln-numbers'>1"
         "</span></code></pre>", "```\n# start\n```"),
        ("<div class='code-toolbar'><pre>let b</pre><div class='toolbar'><span>Copy</span></div>"
         "</div>", "```\nlet b\n```"),
        ("<section id='related-work'><h2>Related work<a class='headerlink' href='#related-work'>¶"
         "</a></h2><p>Others measured.</p></section>", "## Related work\n\nOthers measured."),
        ("<section id='sharing' class='level2'><h2>Sharing</h2><p>Others share.</p></section>",
         "## Sharing\n\nOthers share."),
        ("<section id='comments'><h2>Comments</h2><p>Nice one.</p></section>", ""),
    ],
)  # fmt: skip
def test_buttons_go_and_text_stays(html: str, markdown: str) -> None:
    """Copy buttons, advertisements, claps; but no code, no section and no heading to click."""
    assert article(html) == markdown


LIST = "<ul><li><a href='#a'>Why</a></li><li><a href='#b'>How</a></li></ul>"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (f"<div id='ez-toc-container'><p>Table of Contents</p><nav>{LIST}</nav></div>", ""),
        (f"<p>目录</p><div class='toc'>{LIST}</div>", ""),
        (f"<h2>Contents</h2>{LIST}", ""),
        (f"<h2>Table of contents</h2><nav>{LIST}</nav>", ""),
        (f"<div class='contents local topic'><p>On this page</p>{LIST}</div>", ""),
        (f"<details class='toc'><summary>目录</summary>{LIST}</details>", ""),
        ("<h2>Contents</h2><ul><li>A box</li><li><a href='#k'>a key</a></li></ul>",
         "## Contents\n\n- A box\n- a key"),
        ("<h2>Contents</h2><ul><li><a href='https://x.example/1'>First part</a></li></ul>",
         "## Contents\n\n- [First part](https://x.example/1)"),
        (f"<div class='contents'><p>{PROSE}</p>{LIST}</div>", f"{PROSE}\n\n- Why\n- How"),
        (f"<p>See these:</p>{LIST}", "See these:\n\n- Why\n- How"),
    ],
)  # fmt: skip
def test_a_list_of_contents_goes_with_its_title(html: str, markdown: str) -> None:
    """If it leads to nothing but the page itself."""
    assert article(html) == markdown


@pytest.mark.parametrize(
    "html",
    [
        "<div><div role='tablist'><button role='tab'>apt</button><button role='tab'>dnf</button>"
        "</div><div role='tabpanel'><p>one</p></div><div role='tabpanel' hidden><p>two</p></div>"
        "</div>",
        "<div><ul role='tablist'><li role='tab'>apt</li><li role='tab'>dnf</li></ul><div><div "
        "role='tabpanel'><p>one</p></div><div role='tabpanel' style='display: none'><p>two</p>"
        "</div></div></div>",
        "<div class='tabbed-set'><div class='tabbed-labels'><label>apt</label><label>dnf</label>"
        "</div><div class='tabbed-content'><div class='tabbed-block'><p>one</p></div>"
        "<div class='tabbed-block'><p>two</p></div></div></div>",
        "<div class='vp-code-group'><div class='tabs'><label>apt</label><label>dnf</label></div>"
        "<div class='blocks'><div><p>one</p></div><div><p>two</p></div></div></div>",
    ],
)
def test_a_tab_s_label_heads_its_panel(html: str) -> None:
    """Also that of a panel which is not shown yet."""
    assert article(html) == "apt\n\none\n\ndnf\n\ntwo"


def test_labels_without_panels_stand_in_lines() -> None:
    """They do not become one word."""
    html = (
        "<div role='tablist'><button role='tab'>apt</button><button role='tab'>dnf</button></div>"
    )
    assert article(html) == "apt\n\ndnf"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<div class='wp-caption'><img src='a.png' alt=''><p class='wp-caption-text'>Drying</p>"
         "</div>", "![Drying](a.png)"),
        ("<figure class='wp-block-image'><img src='a.png' alt='A kiln'><figcaption>Ash "
         "everywhere</figcaption></figure>", "![Ash everywhere. A kiln](a.png)"),
        ("<figure><img src='a.png' alt='窑'><figcaption>老窑</figcaption></figure>",
         "![老窑](a.png)"),
        ("<figure><img src='a.png' alt='灰'><figcaption>老窑</figcaption></figure>",
         "![老窑。灰](a.png)"),
        ("<figure><img src='i/a.png' alt='i/a.png'><figcaption><p>Waits<a class='headerlink' "
         "href='#f'>¶</a></p></figcaption></figure>", "![Waits](i/a.png)"),
        ("<figure><img src='a.png' alt=''><figcaption>By <a href='https://x.example'>Ana</a>"
         "</figcaption></figure>", "![](a.png)\n\nBy [Ana](https://x.example)"),
        ("<figure><img src='a.png' alt=''><figcaption>The <span class='math'>\\(\\alpha_1\\)"
         "</span></figcaption></figure>", "![](a.png)\n\nThe $\\alpha_1$"),
    ],
)  # fmt: skip
def test_a_caption_is_the_figures(html: str, markdown: str) -> None:
    """Whatever it begins with; what the picture says of itself follows."""
    assert article(html) == markdown


@pytest.mark.parametrize(
    ("lead", "kept"),
    [
        ("<figure class='wp-block-image'><img src='a.png' alt='Kiln'></figure>", "![Kiln](a.png)"),
        ("<div class='post-thumbnail'><img src='a.png' alt='Kiln'></div>", "![Kiln](a.png)"),
        ("<div class='wp-caption'><img src='a.png'><p class='wp-caption-text'>Ash</p></div>",
         "![Ash](a.png)"),
        ("<div class='author-box'><img src='a.png' alt='Kim'></div>", ""),
        ("<img class='avatar' src='a.png' alt='Kim'>", ""),
        ("<a href='/other'><img src='a.png'>Another story</a>", ""),
        ("<img src='b.png' alt='twice'>", ""),
    ],
)  # fmt: skip
def test_a_picture_above_the_text_is_kept(lead: str, kept: str) -> None:
    """Blogs set it between the title and the element of the text; portraits are none."""
    html = (
        f"<html><body><article><h1>T</h1>{lead}<div class='entry-content'><p>{PROSE}</p>"
        "<p><img src='b.png'></p></div></article></body></html>"
    )
    text = page_markdown(html, whole=False).text
    assert text == "".join([kept, "\n\n" if kept else "", PROSE, "\n\n![](b.png)\n"])
