"""Formulas of pages, whoever drew them: their TeX, once, and not a character of it changed."""

from __future__ import annotations

import pytest

from notes_kb.importing.page import page_markdown
from tests.importing.test_page import PROSE, body

KATEX = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mi>r</mi>'
    '<annotation encoding="application/x-tex">{0}</annotation></semantics></math></span>'
    '<span class="katex-html" aria-hidden="true">drawn</span></span>'
)
WIKIPEDIA = (
    '<span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none;">'
    '<math display="block" alttext="{{r_1}}"><semantics><mi>r</mi>'
    '<annotation encoding="application/x-tex">{{r_1}}</annotation></semantics></math></span>'
    '<img src="https://w.example/r.svg" class="mwe-math-fallback-image-inline" alt="r_1"></span>'
)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (r'<p>on</p><script type="math/tex; mode=display">p_i = q_{i+1}</script><p>off</p>',
         "on\n\n$$p_i = q_{i+1}$$\n\noff\n"),
        (r'<p>if <script type="math/tex">a_1 < b_2 & c*d*e</script> holds</p>',
         "if $a_1 < b_2 & c*d*e$ holds\n"),
        ("<p>so <script id='M-1' type='math/tex'>% <![CDATA[\nk_t\n%]]></script>.</p>",
         "so $k_t$.\n"),
        ('<p>see <span class="MathJax_Preview"></span><span class="MathJax" id="E1"><nobr>drawn'
         '</nobr></span><script type="math/tex">d_x</script></p>', "see $d_x$\n"),
        ('<div class="MathJax_Display"><span class="MathJax">drawn</span></div>'
         '<script type="math/tex;mode=display">d_y</script>', "$$d_y$$\n"),
        ('<p>x<script type="text/javascript">var t = "math/tex";</script>y</p>', "xy\n"),
        (r'<div class="math notranslate">\[u_n = u_0 \cdot v^n\]</div>',
         "$$u_n = u_0 \\cdot v^n$$\n"),
        (r'<p>with <span class="math inline">\(m_1\)</span> here</p>', "with $m_1$ here\n"),
        (r'<p>so <span class="arithmatex">\(m_*\)</span></p>', "so $m_*$\n"),
        (r'<p>A <span class="math display">\[s_1\]</span> then</p>', "A\n\n$$s_1$$\n\nthen\n"),
        (r'<div class="math">\[a % first_1' "\n" r"b\]</div>", "$$a b$$\n"),
        ('<div class="math">no_mark</div>', "no\\_mark\n"),
        ('<p><span class="katex-display">' + KATEX.format("t^2") + "</span></p>", "$$t^2$$\n"),
        (f"<p>{KATEX.format('g_1')}{KATEX.format('g_2')}3</p>", "$g_1$ $g_2$ 3\n"),
        (f"<p>see {WIKIPEDIA.format()}</p>", "see\n\n$${r_1}$$\n"),
        ('<p><math alttext="e_{k}"><mi>e</mi></math> left</p>', "$e_{k}$ left\n"),
        ('<p><math><semantics><mi>e</mi><annotation encoding="StarMath 5.0">e</annotation>'
         '<annotation encoding="TeX">f</annotation><annotation encoding="TeX">f</annotation>'
         "</semantics></math></p>", "$f$\n"),
        ('<p>and <img class="latex" src="https://s0.wp.com/latex.php?x" alt="h_1"></p>',
         "and $h_1$\n"),
        ('<ul><li>one <script type="math/tex; mode=display">z_1</script></li></ul>',
         "- one\n\n  $$z_1$$\n"),
        (r'<table><tr><th>n</th></tr><tr><td><span class="math">\(|n| \ge \|m\|\)</span></td></tr>'
         "</table>", "| n |\n| --- |\n| $\\vert n\\vert  \\ge \\Vert m\\Vert $ |\n"),
        ('<h2>The <script type="math/tex; mode=display">O_1</script> rule</h2>',
         "## The $$O_1$$ rule\n"),
        (r"<p>a path \(not_tex\) of regular expressions \[a_b\]</p>",
         "a path \\(not\\_tex\\) of regular expressions \\[a\\_b\\]\n"),
    ],
)  # fmt: skip
def test_a_formula_is_its_tex(html: str, markdown: str) -> None:
    """Of MathJax, KaTeX, Sphinx, pandoc, Wikipedia: within a line, or on one of its own."""
    assert body(html) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (r"Let \(a_1\) be, and \[b_2 = 3.\]", "Let $a_1$ be, and\n\n$$b_2 = 3.$$"),
        ("Let $a_1$ be, and $$b_2$$ too", "Let $a_1$ be, and\n\n$$b_2$$\n\ntoo"),
        ("It cost $5_0 and then $6_0.", "It cost $5\\_0 and then $6\\_0."),
        ("Write <code>$a_1$</code>", "Write `$a_1$`"),
        (r"An \(open_mark", r"An \(open\_mark"),
    ],
)
def test_marks_in_the_text_count_where_a_program_draws_them(text: str, markdown: str) -> None:
    """A page that loads MathJax or KaTeX says by marks where its formulas are."""
    html = (
        '<html><head><script src="https://x.example/mathjax/tex-chtml.js"></script></head><body>'
        f"<article><p>{PROSE}</p><p>{text}</p></article></body></html>"
    )
    assert page_markdown(html, whole=False).text == f"{PROSE}\n\n{markdown}\n"


def test_many_marks_cost_no_more_than_their_length() -> None:
    """Also of what never ends."""
    html = f"<p>katex {chr(92)}( {'$ x' * 100_000}</p>"
    assert len(page_markdown(html, whole=True).text) > 100_000
