"""The text of a page, read from HTML: what it holds, and that it takes linear time."""

from __future__ import annotations

import time

import pytest

from notes_kb.search.sections import html_sections

TEXTS = [
    ("<!-- a > b --><p>甲", "甲"),
    ("<!-- never closed <p>甲", "<!-- never closed\n甲"),
    ("<!-- <b> --> one <!-- two -->", "one"),
    ('<img alt="甲 &amp; 乙"> 1 < 2', "甲 & 乙 1 < 2"),
    ('<p data-x="1"class="headerlink">¶</p>', ""),
    ("&#" + "9" * 5000 + "; 甲", "\ufffd 甲"),
    ("<svg><title>no</title></svg>甲<span aria-hidden='true'>no</span>", "甲"),
]


@pytest.mark.parametrize(("source", "text"), TEXTS)
def test_text_of_html(source: str, text: str) -> None:
    """Comments, marks and drawings are no text; what only looks like markup is."""
    assert "\n".join(section.text for section in html_sections(source)) == text


CODES = [
    ("<p>甲</p><pre><code>a = 1\n\n  b = 2  \n</code></pre><p>乙", "甲\n乙", "a = 1\n  b = 2"),
    (
        '<div class="highlight"><table><tr><td class="linenos"><pre>1\n2</pre></td>'
        "<td><pre>x &lt; y<br>z</pre></td></tr></table></div>",
        "",
        "x < y\nz",
    ),
    ("<p>Use <code>run()</code></p>", "Use run()", ""),
    ("<pre>never closed", "", "never closed"),
    (
        "<h2 id='a'>One</h2><pre>in one</pre><h2 id='b'>Two</h2><pre>in two</pre>",
        "",
        "in one in two",
    ),
]


@pytest.mark.parametrize(("source", "text", "code"), CODES)
def test_code_stands_apart_from_text(source: str, text: str, code: str) -> None:
    """A block of code belongs to its section, line by line and without numbers of lines."""
    sections = html_sections(source)
    assert "\n".join(section.text for section in sections if section.text) == text
    assert " ".join(section.code for section in sections if section.code) == code
    assert not any(section.code for section in html_sections(source, code=False))


HOSTILE = {
    "comments that nothing closes": "<!-- a >",
    "comments that close": "<!-- a -->",
    "a tag that nothing closes": "<a",
    "a long name": "<a" + 300 * "a",
    "names of attributes": "a" * 40,
    "attributes": "<a " + 'b="c" d ' * 10 + ">",
    "quotes of attributes": "<a b='c=\"",
    "headings without a text": "<h1></h1>",
    "headings": "<h3>a</h3>",
    "empty headings of all levels": "<h1></h1><h6></h6>",
    "spaces": "  \t ",
    "line ends": " \n \n甲\n",
    "blocks": "<p>a<div>",
    "nested silence": "<svg><svg>",
    "blocks of code": "<pre>a <b>\n",
    "classes of code": "<div class=\"class='class=",
    "references": "&#1;&#",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("around", ["{}", "<a {}>", "<a {}"])
def test_time_is_linear(piece: str, around: str) -> None:
    """Eight times the text takes about eight times the time, not sixty-four."""

    def seconds(size: int) -> float:
        text = around.format(piece * (size // len(piece)))
        times = []
        for _ in range(3):
            started = time.process_time()
            html_sections(text, code=False)
            times.append(time.process_time() - started)
        return min(times)

    size = 20_000
    while seconds(size) < 0.002 and size < 640_000:  # A shorter time cannot be measured.
        size *= 2
    assert seconds(8 * size) < 24 * max(seconds(size), 0.002)
