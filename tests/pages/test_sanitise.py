"""What contributors' HTML may hold."""

import pytest

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
