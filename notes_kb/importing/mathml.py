r"""MathML as TeX, where nothing beside it says the TeX: MathJax 3, browsers' own, Word's.

What is drawn is written, element by element: ``<mfrac>`` as ``\frac``, ``<msup>`` as ``^``. A
character for which TeX has a name that everybody knows gets it; any other stays as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from bs4.element import Tag

ELEMENTS = frozenset(
    """menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms
    mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover""".split()
)
"""The elements that are read."""

_SIGNS = {
    "∑": "\\sum", "∏": "\\prod", "∫": "\\int", "∞": "\\infty", "≤": "\\le", "≥": "\\ge",
    "≠": "\\ne", "≈": "\\approx", "×": "\\times", "⋅": "\\cdot", "·": "\\cdot", "±": "\\pm",
    "→": "\\to", "←": "\\leftarrow", "⇒": "\\Rightarrow", "⇔": "\\Leftrightarrow", "∈": "\\in",
    "∉": "\\notin", "⊂": "\\subset", "⊆": "\\subseteq", "∪": "\\cup", "∩": "\\cap",
    "∀": "\\forall", "∃": "\\exists", "∂": "\\partial", "∇": "\\nabla", "√": "\\surd",
    "−": "-", "…": "\\dots", "⋯": "\\cdots", "⋮": "\\vdots", "∥": "\\|", "‖": "\\|",
    "∼": "\\sim", "∝": "\\propto", "⊙": "\\odot", "⊗": "\\otimes", "⊕": "\\oplus",
    "ℝ": "\\mathbb{R}", "ℕ": "\\mathbb{N}", "ℤ": "\\mathbb{Z}", "ℂ": "\\mathbb{C}",
    "𝔼": "\\mathbb{E}", "ℒ": "\\mathcal{L}", "ϵ": "\\epsilon", "ϕ": "\\phi",
    "{": "\\{", "}": "\\}", "%": "\\%", "#": "\\#", "&": "\\&", "_": "\\_", "$": "\\$",
    "\\": "\\backslash", "\u2061": "", "\u2062": "", "\u2063": ",", "\u2064": "", "\u00a0": "\\ ",
}  # fmt: skip
_ABOVE = {
    "^": "hat", "ˆ": "hat", "¯": "bar", "‾": "bar", "―": "bar", "→": "vec", "~": "tilde",
    "˜": "tilde", "˙": "dot", "¨": "ddot", "⏞": "overbrace",
}  # fmt: skip
_FUNCTIONS = frozenset(
    """arccos arcsin arctan arg cos cosh cot det dim exp gcd inf ker lg lim ln log max min sec sin
    sinh sup tan tanh Pr""".split()
)


def tex_of(math: Tag) -> str:
    """Give the TeX of an element ``math``; empty where nothing is drawn."""
    return " ".join(_row(math).split())


def _children(tag: Tag) -> list[Tag]:
    return [child for child in tag.children if isinstance(child, Tag)]


def _row(tag: Tag) -> str:
    """Write what stands side by side; a name in letters needs a blank behind it."""
    written = ""
    for part in filter(None, map(_tex, _children(tag))):
        named = written[-1:].isalpha() and "\\" in written.rsplit(" ", 1)[-1]
        written += f" {part}" if named and part[:1].isalnum() else part
    return written


def _tex(tag: Tag) -> str:
    writer = _WRITERS.get(tag.name)
    return writer(tag) if writer is not None else _row(tag)


def _signs(text: str) -> str:
    """Write characters; the upright and slanted ones of mathematics are letters."""
    pieces = []
    for character in " ".join(text.split()):
        sign = _SIGNS.get(character)
        plain = character if sign is not None else unicodedata.normalize("NFKC", character)
        sign = sign if sign is not None else _SIGNS.get(plain, _greek(plain))
        pieces.append(sign + " " if sign[:1] == "\\" and sign[-1:].isalpha() else sign)
    return "".join(pieces).strip() if len(pieces) == 1 else "".join(pieces)


def _greek(character: str) -> str:
    words = unicodedata.name(character, "").split() if len(character) == 1 else []
    if words[:1] != ["GREEK"] or words[1:3] not in (["SMALL", "LETTER"], ["CAPITAL", "LETTER"]):
        return character
    name = words[3].lower().replace("lamda", "lambda")
    name = name if words[1] == "SMALL" else name.capitalize()
    return character if len(words) != 4 or name in _LATIN_LIKE else f"\\{name}"


_LATIN_LIKE = frozenset(
    "omicron Alpha Beta Epsilon Zeta Eta Iota Kappa Mu Nu Omicron Rho Tau Chi".split()
)
"""Letters for which TeX has no name, since they look like Latin ones."""


def _identifier(tag: Tag) -> str:
    name = tag.get_text().strip()
    if name in _FUNCTIONS:
        return f"\\{name}"
    if len(name) > 1 and name.isascii() and name.isalpha():
        return f"\\operatorname{{{name}}}"
    return _signs(name)


def _words(tag: Tag) -> str:
    text = tag.get_text()
    if not text.strip():
        return "\\ " if text else ""
    for mark in "\\{}$%#&_":
        text = text.replace(mark, " " if mark == "\\" else f"\\{mark}")
    bare = " ".join(text.split())
    before, after = " " if text[0].isspace() else "", " " if text[-1].isspace() else ""
    return f"\\text{{{before}{bare}{after}}}"


def _group(tag: Tag) -> str:
    written = _tex(tag).strip()
    return f"{{{written}}}"


def _base(tag: Tag) -> str:
    """Write what a small character hangs on; a single sign needs no braces."""
    written = _tex(tag).strip()
    single = len(written) == 1 or (written[:1] == "\\" and written[1:].isalpha())
    return written if single else f"{{{written}}}"


def _hung(marks: str) -> Callable[[Tag], str]:
    """Write a base and what hangs on it, each behind its mark."""

    def write(tag: Tag) -> str:
        parts = _children(tag)
        if len(parts) != len(marks) + 1:
            return _row(tag)
        return _base(parts[0]) + "".join(
            f"{mark}{_group(part)}" for mark, part in zip(marks, parts[1:], strict=True)
        )

    return write


def _over(tag: Tag) -> str:
    parts = _children(tag)
    if len(parts) == 2 and (name := _ABOVE.get(parts[1].get_text().strip())):
        return f"\\{name}{_group(parts[0])}"
    return _hung("^")(tag)


def _two(form: str) -> Callable[[Tag], str]:
    def write(tag: Tag) -> str:
        parts = _children(tag)
        return form.format(*map(_group, parts)) if len(parts) == 2 else _row(tag)

    return write


def _root_of(tag: Tag) -> str:
    parts = _children(tag)
    if len(parts) != 2:
        return _row(tag)
    return f"\\sqrt[{_tex(parts[1]).strip()}]{_group(parts[0])}"


def _fenced(tag: Tag) -> str:
    return f"({','.join(map(_tex, _children(tag)))})"


def _rows(tag: Tag) -> str:
    rows = [_children(row) for row in _children(tag)]
    lines = " \\\\ ".join(" & ".join(_tex(cell).strip() for cell in cells) for cells in rows)
    return f"\\begin{{matrix}}{lines}\\end{{matrix}}" if lines else ""


_WRITERS: Mapping[str, Callable[[Tag], str]] = {
    "mi": _identifier,
    "mn": lambda tag: _signs(tag.get_text().strip()),
    "mo": lambda tag: _signs(tag.get_text().strip()),
    "mtext": _words,
    "ms": _words,
    "mspace": lambda tag: "\\ ",
    "mphantom": lambda tag: "",
    "mfrac": _two("\\frac{}{}"),
    "msqrt": lambda tag: f"\\sqrt{{{_row(tag)}}}",
    "mroot": _root_of,
    "msub": _hung("_"),
    "msup": _hung("^"),
    "msubsup": _hung("_^"),
    "munder": _hung("_"),
    "mover": _over,
    "munderover": _hung("_^"),
    "mfenced": _fenced,
    "mtable": _rows,
}
