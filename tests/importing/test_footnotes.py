"""Footnotes of pages: a mark that leads to its note, and a note that says which it is."""

from __future__ import annotations

import pytest

from notes_kb.importing.page import page_markdown
from tests.importing.test_page import body

SPHINX = (
    '<p>Said<a class="footnote-reference brackets" href="#id2" id="id1" role="doc-noteref">'
    '<span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a> so.</p>'
    '<aside class="footnote-list brackets"><aside class="footnote brackets" id="id2" '
    'role="doc-footnote"><span class="label"><span class="fn-bracket">[</span><a '
    'role="doc-backlink" href="#id1">1</a><span class="fn-bracket">]</span></span>'
    "<p>By whom.</p></aside></aside>"
)
WIKIPEDIA = (
    '<p>Wet<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> sand'
    '<sup id="cite_ref-2" class="reference"><a href="#cite_note-1">[1]</a></sup></p>'
    '<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink">^ <sup><a '
    'href="#cite_ref-1">a</a></sup> <sup><a href="#cite_ref-2">b</a></sup></span> '
    '<span class="reference-text">Hall, p. 3.</span></li></ol>'
)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<p>Sand.<sup id="r1"><a href="#fn1">1</a></sup> Clay.</p><section class="footnotes"><hr>'
         '<ol><li id="fn1"><p>Not from the <b>beach</b>. <a href="#r1">↩</a></p></li></ol>'
         "</section>", "Sand.[^1] Clay.\n\n[^1]: Not from the **beach**.\n"),
        (SPHINX, "Said[^1] so.\n\n[^1]: By whom.\n"),
        (WIKIPEDIA, "Wet[^1] sand[^1]\n\n[^1]: Hall, p. 3.\n"),
        ('<p>A<sup><a href="#n1">*</a></sup> b<sup><a href="#n2">*</a></sup></p><div id="n1" '
         'class="footnote"><p>one <a href="#">↩</a></p></div><p class="endnote" id="n2">two</p>',
         "A[^n1] b[^n2]\n\n[^n1]: one\n\n[^n2]: two\n"),
        ('<p>A<sup><a href="#x1">2</a></sup></p><p><sup id="x1">2</sup> said so '
         '<a href="#y">↑</a></p>', "A[2]\n\n2 said so ↑\n"),
        ('<p>A<a href="#fn-2"><sup>2</sup></a></p><p id="fn-2">2. said so</p>',
         "A[^2]\n\n[^2]: said so\n"),
        ('<p>A<sup><a href="#gone">3</a></sup> b</p>', "A[3] b\n"),
        ('<p>See <a href="#part">2</a>.</p><p id="part">Part</p>', "See 2.\n\nPart\n"),
        ('<p>Two<sup><a href="#fn1">1</a>,<a href="#fn2">2</a></sup></p><ol><li id="fn1">a</li>'
         '<li id="fn2">b <code>c_d</code></li></ol>',
         "Two[^1],[^2]\n\n[^1]: a\n\n[^2]: b `c_d`\n"),
        ('<dl class="footnote"><dt id="id9">[1]</dt><dd><p>old</p></dd></dl><p>w<a '
         'class="footnote-reference" href="#id9">[1]</a></p>', "[^1]: old\n\nw[^1]\n"),
        ('<table class="footnote" id="id8"><tr><td class="label"><a class="fn-backref" '
         'href="#id7">[1]</a></td><td>older</td></tr></table><p>w<a class="footnote-reference" '
         'href="#id8" id="id7">[1]</a></p>', "[^1]: older\n\nw[^1]\n"),
        ('<p>x<sup><a href="#fn1">1</a></sup></p><div id="fn1"><h2>No note</h2><p>text</p></div>',
         "x[1]\n\n## No note\n\ntext\n"),
    ],
)  # fmt: skip
def test_a_footnote_is_written_as_markdown_does(html: str, markdown: str) -> None:
    """A mark whose note the page does not have is a number in brackets."""
    assert body(html) == markdown


def test_many_marks_cost_no_more_than_their_length() -> None:
    """Whether they have notes or not."""
    html = '<p>a<sup><a href="#fn{0}">{0}</a></sup></p><p id="fn{0}">b</p>'
    text = page_markdown("".join(html.format(n) for n in range(4_000)), whole=True).text
    assert text.count("[^3999]") == 2
