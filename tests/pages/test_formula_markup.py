r"""Formulas become MathML when the site is built, whoever wrote them."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.linking.lexicon import build_lexicon
from notes_kb.linking.mentions import find_note_mentions
from notes_kb.loading.notes import parse_note
from notes_kb.mkdocs.extensions import draws_formulas
from notes_kb.pages.formulas import (
    DEEPEST,
    LONGEST,
    MOST,
    FormulaError,
    nesting,
    render_formulas,
    to_mathml,
)
from notes_kb.pages.render import Needs, Recipe, Source, render, render_note, words_in
from notes_kb.pages.sanitise import MATH_TAGS, sanitise, sanitise_formula

pytest.importorskip("math_core")

NEEDS = Needs(
    recipe=Recipe(
        extensions=("pymdownx.arithmatex", "tables", "attr_list"),
        configs={"pymdownx.arithmatex": {"generic": True}},
    ),
    lexicon=build_lexicon({}),
    label=str,
    words=words_in("en"),
)


def page(markdown: str, *, contributed: bool = True, needs: Needs = NEEDS):
    """Render a text as an article or, with `contributed=False`, as an ordinary page."""
    source = Source(path="x.md", language="en", markdown=markdown, contributed=contributed)
    return render(source, needs)


DRAWN = [
    ("$x^2$", "<msup><mi>x</mi><mn>2</mn></msup>"),
    (r"$\frac{a}{b}$", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
    ("$a<b$", "<mo>&lt;</mo>"),
    (r"$\text{优势}_i$", "<mtext>优势</mtext>"),
    (r"\(x\)", "<mi>x</mi>"),
    ("$$\nx\n$$", '<math display="block">'),
    ("\\[\nx\n\\]", '<math display="block">'),
    ("- a\n\n    $$\n    x\n    $$", '<math display="block">'),
    ("| a |\n|---|\n| $x$ |", "<mi>x</mi>"),
    (r"$$\begin{aligned}a&=b\\c&=d\end{aligned}$$", "<mtable"),
]


@pytest.mark.parametrize("contributed", [True, False])
@pytest.mark.parametrize(("markdown", "mathml"), DRAWN)
def test_a_formula_is_drawn_in_every_place(markdown: str, mathml: str, contributed: bool) -> None:
    """Inline and on lines of its own, in lists and tables, in articles and ordinary pages."""
    rendered = page(markdown, contributed=contributed)
    assert mathml in rendered.html
    assert not rendered.findings


def test_the_source_is_kept_for_copying() -> None:
    """An annotation holds the TeX as it was written."""
    html = page(r"$a<b \& c$").html
    assert r'<annotation encoding="application/x-tex">a&lt;b \&amp; c</annotation>' in html


def test_a_formula_is_searched_as_text() -> None:
    """The search knows the TeX, without the delimiters that mark it for a script."""
    (section,) = page("优势是 $A_i$。\n\n$$\n\\frac{r_i}{\\sigma}\n$$").sections
    assert "优势是 A_i" in section.text
    assert r"\frac{r_i}{\sigma}" in section.text
    assert r"\[" not in section.text


def test_a_note_shows_the_formula_wherever_its_statement_stands() -> None:
    """The block that topics and parallel pages lift out holds the MathML too."""
    text = "# T\n\n## A {#a}\n\n- $x^2$\n\n$$\ny\n$$\n"
    note = parse_note(text, path="n.md", note_id="n", language="en", pasted=False)
    rendered = render_note(note, find_note_mentions(note, NEEDS.lexicon), NEEDS)
    assert sum("<math" in html for html in rendered.blocks.values()) == 2


UNREAD = [
    ("text\n\nsee $\\foo{x}$ here", 3, r'Unknown command "\foo", at'),
    ("$$\n\\frac{a}{b\n$$", 2, "Expected closing token"),
    ("$x^1^2$", 1, "Duplicate"),
    ("a\n\nb $" + "{" * 60 + "x" + "}" * 60 + "$", 3, f"nests deeper than {DEEPEST}"),
    ("$" + "x" * (LONGEST + 1) + "$", 1, "longer than"),
]


@pytest.mark.parametrize("contributed", [True, False])
@pytest.mark.parametrize(("markdown", "line", "problem"), UNREAD)
def test_what_cannot_be_read_stays_as_code(
    markdown: str, line: int, problem: str, contributed: bool
) -> None:
    """Its source is shown, and a finding names file, line and reason."""
    rendered = page(markdown, contributed=contributed)
    assert "<math" not in rendered.html
    assert "<code>" in rendered.html
    (finding,) = rendered.findings
    assert (finding.kind, finding.path, finding.line) == ("formula-unread", "x.md", line)
    assert problem in finding.message


def test_a_line_counts_from_the_top_of_the_file() -> None:
    """The line of an article's finding is that of its file, front matter included."""
    source = Source(path="x.md", language="en", markdown="\n$\\foo$", first_line=8)
    (finding,) = render(source, NEEDS).findings
    assert finding.line == 9
    assert "\\foo" in finding.source


HARM = [
    r"\href{javascript:alert(1)}{x}",
    r"\url{javascript:alert(1)}",
    r"\class{md-header}{x}",
    r"\style{position:fixed}{x}",
    r"\cssId{__search}{x}",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\text{</annotation><script>alert(1)</script>}",
    r"</math><script>alert(1)</script>",
    r"\begin{align*}a\label{__search}\tag{1}\\ \eqref{__search}\end{align*}",
    r"\textcolor{url(https://a.example)}{x}",
    r"\color{red;position:fixed}x",
]
ELEMENT = re.compile(r"<([a-z-]+)((?:\s[^<>]*)?)>")


@pytest.mark.parametrize("tex", HARM)
def test_no_formula_can_harm_a_reader(tex: str) -> None:
    """Only MathML comes out: no address, id, class, script or style that leaves its box."""
    try:
        mathml = to_mathml(tex, display=True)
    except FormulaError:
        return
    for tag, attributes in ELEMENT.findall(mathml):
        assert tag in MATH_TAGS
        assert not re.search(r"(?:href|src|id|class|on\w+)=", attributes)
        assert "url(" not in attributes
        assert "position" not in attributes


WRITTEN = [
    '<math href="javascript:x()"><mi>x</mi></math>',
    '<math><mi xlink:href="javascript:x()">x</mi></math>',
    "<math><annotation-xml encoding='text/html'><img src=x onerror=x()></annotation-xml></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;<img src=1 onerror=x()>'>",
    "<math><mi onclick='x()'>x</mi></math>",
    '<math><mi><a href="data:text/html,x">x</a></mi></math>',
]


@pytest.mark.parametrize("html", WRITTEN)
def test_mathml_that_a_contributor_writes_passes_neither_way(html: str) -> None:
    """A page's HTML may hold no MathML; the cleaning of formulas lets no attribute of these by."""
    clean, removed = sanitise(html)
    assert "<math" not in clean
    assert "<math>" in removed
    formula = sanitise_formula(html)
    for tag, attributes in ELEMENT.findall(formula):
        assert tag in MATH_TAGS
        assert not re.search(r"(?:href|src|on\w+)=", attributes)


DEEP = {
    "braces": lambda n: "{" * n + "x" + "}" * n,
    "open braces": lambda n: "{" * n,
    "fractions": lambda n: r"\frac{" * n + "x" + "}{y}" * n,
    "roots": lambda n: r"\sqrt" * n + " x",
    "degrees": lambda n: r"\sqrt[" * n + "x" + "]{y}" * n,
    "degrees with text": lambda n: r"\sqrt[a" * n,
    "powers": lambda n: "x^{" * n + "}" * n,
    "fences": lambda n: r"\left(" * n + r"\right)" * n,
    "environments": lambda n: r"\begin{matrix}" * n + r"\end{matrix}" * n,
    "accents": lambda n: r"\hat" * n + "{x}",
    "groups of chains": lambda n: r"\sqrt\sqrt{" * n + "x" + "}" * n,
}


@pytest.mark.parametrize("make", DEEP.values(), ids=DEEP.keys())
@pytest.mark.parametrize("levels", [10, 60, 300, 10_000])
def test_nesting_is_bounded_before_the_library_sees_it(make, levels: int) -> None:
    """Neither a crash of native code nor time: ten thousand levels cost less than a tenth second.

    math-core recurses without a bound, and would end the process.
    """
    tex = make(levels)
    start = time.process_time()
    if levels > DEEPEST:
        with pytest.raises(FormulaError, match=r"deeper|longer"):
            to_mathml(tex, display=True)
        assert levels <= nesting(tex)
    else:
        with suppress(FormulaError):  # What is open at the end is no formula either.
            to_mathml(tex, display=True)
        assert nesting(tex) <= 4 * levels
    assert time.process_time() - start < 0.1


ALPHABET = ["\\", "{", "}", "[", "]", "^", "_", "&", "$", "%", "#", "~", "'", "x", "1", " ", "<"]
COMMANDS = [
    *ALPHABET,
    *(r"\frac", r"\sqrt", r"\left(", r"\right)", r"\begin{matrix}", r"\end{matrix}", r"\text{"),
    *(r"\\", r"\newcommand{\a}{\a}", r"\a", r"\hat", r"\middle|", r"\over", r"\limits", r"\tag{"),
    *(r"\begin{align}", r"\end{align}", r"\sum", r"\mathbf", r"\sideset", r"\operatorname{"),
]


@given(st.lists(st.sampled_from(COMMANDS), max_size=60).map("".join), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_tex_gives_a_formula_or_a_reason(tex: str, display: bool) -> None:
    """Nothing else than `FormulaError` is raised, and only MathML comes out."""
    with suppress(FormulaError):
        mathml = to_mathml(tex, display=display)
        assert {tag for tag, _ in ELEMENT.findall(mathml)} <= MATH_TAGS


def test_the_mathml_of_a_page_is_bounded() -> None:
    """What a page shows grows with its text, and not without end."""
    many = '<span class="arithmatex">\\(' + "'" * 3000 + "\\)</span>"
    html, unread = render_formulas(many * 100)
    assert len(html) < MOST + 100 * len(many) + 100_000
    assert unread
    assert "too many" in unread[-1].problem


def test_many_unread_formulas_are_told_shortly() -> None:
    """Twenty are reported one by one, the rest in one finding."""
    rendered = page("\n\n".join(f"$\\foo{{{n}}}$" for n in range(100)))
    assert len(rendered.findings) == 21
    assert "and 80 more" in rendered.findings[-1].message


LINES = r"$$\begin{align}a&=b\\c&=d\end{align}$$"


def test_no_formula_is_numbered() -> None:
    """Each is drawn alone, so a number would be (1) for all of them."""
    html = page(LINES).html
    assert "(1)" not in html
    assert r"\begin{align}" in html


def test_a_long_formula_has_a_box_that_the_keyboard_reaches() -> None:
    """What may be wider than a phone scrolls within its own box."""
    long = page("$" + "x+" * 40 + "x$").html
    assert 'class="arithmatex nk-long" tabindex="0"' in long
    assert "nk-long" not in page("$x$").html


@pytest.mark.parametrize(
    ("option", "scripts", "drawn"),
    [
        (None, [], True),
        (None, ["js/own.js"], True),
        (None, ["https://unpkg.com/mathjax@3/es5/tex-mml-chtml.js"], False),
        (None, ["katex.min.js"], False),
        (True, ["katex.min.js"], True),
        (False, [], False),
    ],
)
def test_a_site_with_a_script_for_formulas_keeps_it(option, scripts, drawn: bool) -> None:
    """Without a wish of the site's, formulas are left to the MathJax or KaTeX that it loads."""
    assert draws_formulas(option, scripts) is drawn


def test_formulas_are_left_alone_where_the_site_says_so() -> None:
    """Then the page is what arithmatex wrote."""
    needs = replace(NEEDS, recipe=replace(NEEDS.recipe, formulas=False))
    assert r'<span class="arithmatex">\(x\)</span>' in page("$x$", needs=needs).html
