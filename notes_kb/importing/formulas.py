r"""Formulas of a page as TeX: what MathJax, KaTeX, Sphinx, pandoc and Wikipedia write.

Each becomes an element ``tex``, whose text is a formula of the house format and is not
escaped: ``$…$``, or ``$$…$$`` for one that stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import NavigableString, Tag

from notes_kb.importing.markup import SHOWN_ALONE, new_tag
from notes_kb.importing.mathml import tex_of

_ESCAPED = re.compile(r"\\.")
"""A character that a backslash keeps from being read as a mark."""
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_DRAWING = re.compile(r"mathjax|katex|math-renderer", re.IGNORECASE)
"""What a page names that has the formulas in its text drawn."""
_MARKED = ("math", "arithmatex")
"""What Sphinx, pandoc and Python-Markdown call a formula."""
_PICTURED = frozenset(
    {"mwe-math-fallback-image-inline", "mwe-math-fallback-image-display", "latex"}
)
"""The classes of pictures of formulas, with the TeX as their text (Wikipedia, WordPress)."""
_AROUND = ("katex-display", "katex", "mwe-math-element")
"""Elements that hold a formula both drawn and as MathML, the outer one first."""
_DRAWN = re.compile(r"MathJax(?:_|$)|mjx-|MJXc-")
_OPENING = re.compile(r"(?<!\\)(?:\\\(|\\\[|\$\$?)")
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "$$": "$$", "$": "$"}
_LONGEST = 4_000
"""Characters of a formula that its marks show."""
ONE_LINE = (
    "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "a", "strong", "b", "em", "i", "del", "s", "q",
    "dt",
)  # fmt: skip
"""Elements whose Markdown is on one line."""
_PLAIN = ("pre", "code", "kbd", "samp", "tex", "title")
"""Elements in which no mark opens a formula."""


def draws_formulas(html: str) -> bool:
    """Tell whether a page has a program draw the formulas in its text."""
    return _DRAWING.search(html) is not None


def read_formulas(root: Tag, *, drawn: bool) -> None:
    """Make elements ``tex`` of all formulas, in place.

    `drawn` says that a program reads formulas in the page's text, by their marks.
    """
    _read_mathml(root)
    for image in root.find_all("img"):
        if image.get("alt") and not _PICTURED.isdisjoint(image.get("class") or ()):
            image.replace_with(formula(str(image["alt"])))
    for tag in root.find_all("span", attrs={"data-tex": True}):
        _drop_drawn_before(tag)
        alone = SHOWN_ALONE in (tag.get("class") or ())
        tag.replace_with(formula(str(tag["data-tex"]), alone=alone))
    for tag in root.find_all(class_=_MARKED):
        if tag.find(_PLAIN) is None and not tag.decomposed:
            _read_marked(tag)
    if drawn:
        for text in root.find_all(string=_OPENING):
            if text.find_parent(_PLAIN) is None:
                _put(text, list(_pieces(str(text))))
    _keep_apart(root)


def formula(tex: str, *, alone: bool = False) -> Tag:
    r"""Give a formula as an element; Zhihu ends displayed ones by \\.

    What would end the formula before its end is given as code: it could be any Markdown.
    """
    tex = " ".join(_COMMENT.sub("", tex).split() if "\n" in tex else tex.split())
    shown = tex.removesuffix("\\\\").rstrip()
    bare = _ESCAPED.sub("", shown)
    if not shown or "$" in bare or "`" in bare or bare.endswith("\\"):
        return new_tag("code", shown)
    if alone or shown != tex:
        return new_tag("tex", f"$${shown}$$", alone="")
    return new_tag("tex", f"${shown}$")


def _read_mathml(root: Tag) -> None:
    """Take the TeX that stands beside MathML, as an annotation or as its alternative text.

    Where none does, it is written from the elements.
    """
    for note in root.find_all("annotation"):
        if "tex" not in str(note.get("encoding") or "tex").casefold():
            continue
        math = note.find_parent("math") or note
        _replace_math(math, note.get_text())
    for math in root.find_all("math"):
        if math.parent is not None:
            _replace_math(math, str(math.get("alttext") or "") or tex_of(math))


def _replace_math(math: Tag, tex: str) -> None:
    holders = [holder for name in _AROUND if (holder := math.find_parent(class_=name))]
    holder = next(iter(holders), math)
    if holder.parent is None:  # It was replaced with another annotation's.
        return
    displayed = "katex-display" in (holder.get("class") or ()) or math.get("display") == "block"
    tex = " ".join(tex.split())
    holder.replace_with(formula(tex, alone=displayed) if tex else "")


def _drop_drawn_before(tag: Tag) -> None:
    """Take out what MathJax drew of the formula, which stands before it."""
    before = tag.previous_sibling
    while before is not None:
        further = before.previous_sibling
        if isinstance(before, Tag):
            if not any(map(_DRAWN.match, map(str, before.get("class") or ()))):
                return
            before.decompose()
        elif str(before).strip():
            return
        before = further


def _read_marked(tag: Tag) -> None:
    text = tag.get_text().strip()
    for opening in ("\\(", "\\[", "$$", "$"):
        closing = _CLOSING[opening]
        inner = text[len(opening) : -len(closing)]
        if text.startswith(opening) and text.endswith(closing) and inner.strip():
            tag.replace_with(formula(inner, alone=opening in {"\\[", "$$"}))
            return


def _pieces(text: str) -> Iterator[str | Tag]:
    """Cut a text at the formulas in it."""
    at = 0
    for match in _OPENING.finditer(text):
        if match.start() < at:
            continue
        opening, start = match[0], match.end()
        closing = _CLOSING[opening]
        end = text.find(closing, start, start + _LONGEST)
        inner = text[start:end] if end > start else ""
        if not inner.strip() or (opening == "$" and not _is_between_dollars(inner, text, end)):
            continue
        yield text[at : match.start()]
        yield formula(inner, alone=opening in {"\\[", "$$"})
        at = end + len(closing)
    yield text[at:]


def _is_between_dollars(inner: str, text: str, end: int) -> bool:
    """Tell a formula from two prices, as pandoc does."""
    blank = inner[0].isspace() or inner[-1].isspace()
    return not blank and not text[end + 1 : end + 2].isdigit() and "\n\n" not in inner


def _put(text: NavigableString, pieces: list[str | Tag]) -> None:
    if len(pieces) > 1:
        kept = [piece for piece in pieces if piece != ""]
        text.replace_with(*(NavigableString(one) if isinstance(one, str) else one for one in kept))


def _keep_apart(root: Tag) -> None:
    """Put a blank between a formula and what would not let it end: another one, or a digit.

    One that stands alone takes the blanks beside it along.
    """
    for tag in root.find_all("tex"):
        before, after = tag.previous_sibling, tag.next_sibling
        if tag.has_attr("alone") and tag.find_parent(ONE_LINE) is None:
            for text in (before, after):
                if isinstance(text, NavigableString):
                    text.replace_with(text.rstrip() if text is before else text.lstrip())
        elif (isinstance(after, Tag) and after.name == "tex") or (
            isinstance(after, NavigableString) and after[:1].isdigit()
        ):
            tag.insert_after(" ")
