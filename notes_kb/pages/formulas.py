r"""Formulas of ``pymdownx.arithmatex`` as MathML, made when the page is rendered.

Arithmatex writes ``<span class="arithmatex">\(x^2\)</span>`` and leaves the drawing to a
script. Here `math-core` turns the TeX into MathML Core, which browsers draw and screen
readers read without script or font, with the TeX kept as an annotation. The TeX is a
contributor's: its length and nesting are bounded before the library, which recurses in
native code, may see it, and what comes out passes an allow-list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.span import Place
from notes_kb.pages.sanitise import sanitise_formula
from notes_kb.text.references import unescape

LONGEST = 4_000
"""Characters of one formula."""
DEEPEST = 50
"""Levels of nesting of one formula: math-core overflows a stack of 512 KiB below 200."""
MOST = 2_000_000
"""Characters of MathML on one page; a formula takes some ten times the length of its TeX."""
LONG = 60
"""Characters of TeX from which on a formula may be wider than a phone and gets a box to scroll."""
TOLD = 20
"""Formulas of a page that are reported one by one; the rest in one sentence."""
_EXPANSIONS = 16
"""Uses of macros in one formula, its own definitions included."""

_FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex"(?P<more>(?: [^<>]*+)?)>'
    r"\s*+\\[(\[](?P<tex>[^<]*)\\[)\]]\s*</(?P=tag)>"
)


class Unread(NamedTuple):
    """A formula that stays as its source, and why."""

    tex: str
    problem: str


class FormulaError(ValueError):
    """A formula cannot be turned into MathML; the message says why."""


def render_formulas(html: str) -> tuple[str, tuple[Unread, ...]]:
    """Turn every formula of arithmatex into MathML; what cannot be read stands as code.

    Formulas beyond `MOST` characters of MathML stand as code too.
    """
    if 'class="arithmatex"' not in html:
        return html, ()
    unread: list[Unread] = []
    room = MOST

    def drawn(found: re.Match[str]) -> str:
        nonlocal room
        tag, more = found["tag"], found["more"]
        tex = unescape(found["tex"]).strip()
        try:
            mathml = to_mathml(tex, display=tag == "div")
            if len(mathml) > room:
                raise FormulaError("the formulas of this page are too many to be drawn")
        except FormulaError as problem:
            unread.append(Unread(tex, str(problem)))
            code = f"<code>{found['tex'].strip()}</code>"
            shown = f"<pre>{code}</pre>" if tag == "div" else code
            return f'<{tag} class="arithmatex"{more}>{shown}</{tag}>'
        room -= len(mathml)
        classes = "arithmatex nk-long" if len(tex) > LONG else "arithmatex"
        # What scrolls must be within reach of the keyboard.
        reach = ' tabindex="0"' if len(tex) > LONG else ""
        return f'<{tag} class="{classes}"{reach}{more}>{mathml}</{tag}>'

    return _FORMULA.sub(drawn, html), tuple(unread)


@lru_cache(2048)
def to_mathml(tex: str, *, display: bool) -> str:
    """Give a formula as a ``<math>`` element. Raises FormulaError."""
    if len(tex) > LONGEST:
        raise FormulaError(f"it is longer than {LONGEST:,} characters")
    if nesting(tex) > DEEPEST:
        raise FormulaError(f"it nests deeper than {DEEPEST} levels")
    drawn = _draw(_NUMBERED.sub(r"\\\g<1>{\g<2>*}", tex), display=display)
    body = drawn[drawn.index(">") + 1 : drawn.rindex("</math>")]
    head = '<math display="block">' if display else "<math>"
    annotation = f'<annotation encoding="application/x-tex">{_escaped(tex)}</annotation>'
    whole = f"{head}<semantics><mrow>{body}</mrow>{annotation}</semantics></math>"
    return sanitise_formula(whole)


_NUMBERED = re.compile(r"\\(begin|end)\{(align|equation|gather|multline|alignat|flalign)\}")
"""Environments whose lines TeX numbers; each formula is drawn alone, so all would be (1)."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[{}\[\]^_\s]|[^\\{}\[\]^_\s]++", re.DOTALL)
_OPENS = frozenset({"{", "[", r"\begin", r"\left"})
_CLOSES = frozenset({"}", r"\end", r"\right"})


def nesting(tex: str) -> int:
    r"""Give an upper bound of how deep the parser of a formula recurses, in one linear pass.

    Brackets, environments and ``\left`` nest, and so does every command that takes the
    next one as its argument (``\sqrt\sqrt\sqrt x``): a run of commands counts as a chain.
    """
    opened: list[tuple[str, int]] = []
    base = chain = deepest = 0
    for token in _TOKEN.findall(tex):
        if token in _OPENS:
            opened.append((token, chain))
            base += chain + 1
            chain = 0
        elif token in _CLOSES:
            while opened and opened[-1][0] == "[" and token == "}":
                base -= opened.pop()[1] + 1
            if opened:
                base -= opened.pop()[1] + 1
            chain = 0
        elif token == "]":
            if opened and opened[-1][0] == "[":
                base -= opened.pop()[1] + 1
        elif token[0] in "\\^_":
            chain += 1
        elif not token.isspace():
            chain = 0
        deepest = max(deepest, base + chain)
    return deepest


def _draw(tex: str, *, display: bool) -> str:
    """Have the library convert; it holds no state between formulas."""
    try:
        import math_core  # noqa: PLC0415 - where it has no wheel, formulas stay as code
    except ImportError as missing:
        raise FormulaError("the package math-core is not installed") from missing
    converter = math_core.LatexToMathML(fancy_error=False, max_expansions=_EXPANSIONS)
    try:
        return converter.convert_with_local_state(tex, displaystyle=display)
    except math_core.LatexError as problem:
        place, _, told = str(problem).partition(": ")
        at = int(place) if place.isdecimal() and told else -1
        told = (told or str(problem)).rstrip(".")
        here = f", at {tex[at : at + 20]!r}" if 0 <= at < len(tex) else ""
        raise FormulaError(told + here) from problem


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unread_findings(
    unread: Sequence[Unread], path: str, text: str, first_line: int = 1
) -> Iterator[Diagnostic]:
    """Report formulas that stand as code, each with the line that its TeX begins on."""
    distinct = list(dict.fromkeys(unread))
    for formula in distinct[:TOLD]:
        place = _place(formula.tex, text, first_line)
        yield kinds.FORMULA_UNREAD.at(place, path=path, problem=formula.problem)
    if len(distinct) > TOLD:
        problem = f"and {len(distinct) - TOLD} more of this page"
        yield kinds.FORMULA_UNREAD.at(path=path, problem=problem)


def _place(tex: str, text: str, first_line: int) -> Place | None:
    """Find where a formula begins in a text, by its first line."""
    begins = tex.split("\n", maxsplit=1)[0].strip()
    at = text.find(begins) if begins else -1
    if at < 0:
        return None
    line = text.count("\n", 0, at)
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    source = text[start : end if end >= 0 else len(text)]
    column = at - start + 1
    return Place(
        line=line + first_line, column=column, end_column=column + len(begins), source=source
    )
