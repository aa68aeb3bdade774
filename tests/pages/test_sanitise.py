"""What contributors' HTML may hold."""

import re

import pytest
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from notes_kb.pages.sanitise import sanitise

GONE = {
    "script": ("<p>a<script>alert(1)</script></p>", "<p>a</p>", "<script>"),
    "handler": ('<p onclick="x()">a</p>', "<p>a</p>", "onclick"),
    "script address": ('<a href="javascript:x()">a</a>', "<a>a</a>", "javascript:"),
    "data address": ('<img src="data:image/png;base64,x" alt="a">', '<img alt="a">', "data:"),
    "frame": ('<iframe src="https://a.example"></iframe>b', "b", "<iframe>"),
    "tooltip": ('<b title="&lt;img src=x onerror=x()&gt;">a</b>', "<b>a</b>", "title"),
    "form": ('<form action="/x"><button>b</button></form>', "b", "<button>"),
    "style": ('<p style="position:fixed">a</p>', "<p>a</p>", "style"),
    "data attribute": ('<p data-md-component="x">a</p>', "<p>a</p>", "data-md-component"),
    "theme class": ('<p class="md-header nk-slot">a</p>', '<p class="nk-slot">a</p>', ".md-header"),
    "unknown class": ('<p class="foo">a</p>', "<p>a</p>", ".foo"),
    "theme id": ('<p id="__search">a</p>', "<p>a</p>", "id"),
    "picture with script": ("<svg onload=x()><path/></svg>b", "b", "<svg>"),
}


@pytest.mark.parametrize(("html", "clean", "name"), GONE.values(), ids=GONE.keys())
def test_what_can_harm_is_taken_out_and_named(html, clean, name):
    """The text stays, the harm goes, and the finding can say what went."""
    result, removed = sanitise(html)
    assert result == clean
    assert name is None or any(name in each for each in removed)


TEXT = [
    "<p><code>href=&quot;javascript:x()&quot;</code></p>",
    '<p>onclick="x" and data-x="y" are attributes; href="javascript:" too</p>',
    "<p>&lt;script&gt; is a tag</p>",
]


@pytest.mark.parametrize("html", TEXT)
def test_text_about_markup_is_no_finding(html):
    """What only reads like a tag or attribute stays, and nothing is reported."""
    assert sanitise(html)[1] == ()


KEPT = [
    '<a class="nk-source" href="../../notes/talk/#moe--2">↗</a>',
    '<abbr title="a < b & c">x</abbr>'.replace("a < b & c", "a &lt; b &amp; c"),
    '<p><a class="nk-concept" href="../../concepts/moe/">MoE</a></p>',
    '<li id="moe--2" class="nk-statement">文</li>',
    '<div class="highlight"><pre><span></span><code><span class="k">def</span></code></pre></div>',
    '<table><tbody><tr><td style="text-align: right;">1</td></tr></tbody></table>',
    '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>',
    '<div class="fallback" lang="en">x</div>'.replace("fallback", "nk-fallback"),
    '<span class="arithmatex">\\(x&lt;1\\)</span>',
]


@pytest.mark.parametrize("html", KEPT)
def test_what_the_page_needs_stays(html):
    """Output of the usual extensions passes unchanged, without a finding."""
    assert sanitise(html) == (html, ())


CODE = {
    "yaml": "a: [1, x]\nb: - y\n",
    "cpp": "#include <vector>\n",
    "markdown": "***both***\n",
    "nginx": "location / { root /x; }\n",
}
"""Code of languages with kinds of tokens of their own, or rare ones."""


@pytest.mark.parametrize("language", CODE)
def test_highlighted_code_stays(language):
    """Every class that a lexer gives its tokens stays, and is no finding."""
    html = highlight(CODE[language], get_lexer_by_name(language), HtmlFormatter())
    assert sanitise(html)[1] == ()


REMOTE = [
    "https://a.example/x.png", "HTTP://a.example/x.png", "//a.example/x.png",
    "\\\\a.example/x.png", "/\\a.example/x.png", "\\/a.example/x.png", " https://a.example/x.png",
    "\x01//a.example/x.png", "ht&#10;tps://a.example/x.png", "/&#9;/a.example/x.png",
    "https:/a.example/x.png", "https:a.example/x.png", "&#104;ttps://a.example/x.png",
]  # fmt: skip
"""Addresses that lead a browser to another host."""


@pytest.mark.parametrize("source", REMOTE)
@pytest.mark.parametrize(
    "html",
    [
        '<img src="{}" alt="A">',
        "<IMG SRC='{}'>",
        '<h2><img alt=\'\' src="{}" srcset="{}"></h2>',
        '<a href="x"><img src="{}"></a>',
        '<img alt="a &gt; b &quot;" src="{}" title="src=">',
        '<picture><source srcset="{}"><img src="{}"></picture>',
        '<video src="{}" poster="{}"></video><audio src="{}"></audio>',
        '<input type="image" src="{}"><link rel="stylesheet" href="{}">',
        '<svg><use href="{}"/><image href="{}"/></svg><object data="{}"></object>',
        '<table background="{}"><tr><td style="background: url({})">x</td></tr></table>',
    ],
)
def test_no_picture_of_another_host_is_loaded(html, source):
    """Whatever element and attribute, however the address is written."""
    clean, _ = sanitise(html.replace("{}", source), "elsewhere")
    assert not re.findall(r"<(?!a |/)[^<>]*example", clean), clean


def test_a_picture_of_another_host_is_a_slot_with_a_link():
    """With its own caption or the given one; within a link there is no second one."""
    slot = '<span class="nk-slot">{}</span>'.format
    link = '<a href="https://a.example/x" rel="noopener noreferrer">{}</a>'.format
    rows = {
        '<img src="https://a.example/x" alt="A &amp; B">': slot(link("A &amp; B")),
        '<img src="https://a.example/x">': slot(link("elsewhere")),
        '<a href="y"><img src="https://a.example/x"></a>': (f'<a href="y">{slot("elsewhere")}</a>'),
        '<img src="x.png">': '<img src="x.png">',
        '<img src="/x.png">': '<img src="/x.png">',
        '<img src="mailto:x">': slot("elsewhere"),
    }
    for html, clean in rows.items():
        assert sanitise(html, "elsewhere") == (clean, ()), html


def test_pictures_of_other_hosts_may_be_allowed():
    """The site decides."""
    html = '<img src="https://a.example/x.png">'
    assert sanitise(html) == (html, ())
