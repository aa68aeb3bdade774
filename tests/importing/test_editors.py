"""HTML that editors and platforms write in their own way, by the shape of their clipboard."""

from __future__ import annotations

import pytest

from notes_kb.importing.editors import leads_to
from notes_kb.importing.page import page_markdown
from tests.importing.test_page import PROSE, body

WORD = "<p class=MsoListParagraph style='mso-list:l0 level{} lfo1'><span style='mso-list:Ignore'>{}</span>{}</p>"  # noqa: E501


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
        ("<ul><li>a</li></ul><p>between</p><ul><li>b</li></ul>", "- a\n\nbetween\n\n- b\n"),
        ('<ul><li><div class="checkbox checkbox-on"></div>done</li></ul>'
         '<ul><li><div class="checkbox checkbox-off"></div>open</li></ul>',
         "- [x] done\n- [ ] open\n"),
        ('<div class="callout-block"><div>量了再改。</div></div>', "> 量了再改。\n"),
        ('<figure class="callout"><div><span class="icon">!</span></div><div>Note.</div></figure>',
         "> Note.\n"),
        ('<figure><img src="a.png" alt="img"><figcaption>Loss by tokens</figcaption></figure>',
         "![Loss by tokens](a.png)\n"),
        ('<figure><noscript><img src="a.png"></noscript><img data-actualsrc="a.png">'
         "<figcaption>图</figcaption></figure>", "![图](a.png)\n"),
        ('<picture><source srcset="s.webp 400w, https://x.org/l.webp 800w"><img alt=""></picture>',
         "![](https://x.org/l.webp)\n"),
        ('<pre data-lang="python"><code>def f():</code><code>    pass</code></pre>',
         "```python\ndef f():\n    pass\n```\n"),
        ('<p>a<span data-tex="n_h"></span></p><p><span data-tex="c_k \\\\"></span></p>',
         "a$n_h$\n\n$$c_k$$\n"),
        ('<p>yes<a class="footnote-anchor" href="#f1">1</a></p><div class="footnote">'
         '<a class="footnote-number" id="f1">1</a><div class="footnote-content"><p>so</p></div>'
         "</div>", "yes[^1]\n\n[^1]: so\n"),
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
