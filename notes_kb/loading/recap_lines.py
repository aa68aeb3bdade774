"""Lines of a paste: indent, width, what counts as empty."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from notes_kb.domain.slots import set_by_slots

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
_BLANKS = " \t\u3000\u00a0\u2002\u2003\u2009\u202f" + _INVISIBLE
BULLETS = "•·▪▫▸●○◦‣⁃■□◆◇►▶➢➤➔✓✔✦★☆❖⚫⚪∙⋅・\uf0b7\uf0a7\uf06c\uf0d8\uf09f"
BULLET = re.compile(
    rf"([{BULLETS}])[ \t\u3000\u00a0]*(?=\S)|([-–—*+])[ \t\u3000\u00a0]+(?=\S)|(o)\t+"
)
_CHOICE = re.compile(r"(?<![A-Za-z0-9])([A-H])\s?[.．、)）]")
_ORNAMENTS = frozenset(" *_·•—–─━═=~～-/／|｜＊\ufe0f\u200d" + BULLETS)
_EMPTY_CELLS = frozenset("-–—/／~～=_·*＊|｜")
_LONGEST_ORNAMENT = 40
"""Characters."""
_TERMINAL = re.compile(r"[。！？!?；;.…”」』)）]$")


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that is not blank."""

    number: int
    """From 1."""
    raw: str
    indent: int
    """Columns before the text; an ideographic space counts two, a tab goes to the next four."""
    text: str
    """Without the blanks at both ends."""
    after_blank: bool
    """Whether a blank line, or nothing, stands above it."""

    @property
    def begins_paragraph(self) -> bool:
        """Whether ideographic spaces indent it, as the first line of a Chinese paragraph."""
        return "\u3000" in self.raw[: self.raw.find(self.text[0])]

    @property
    def is_listed(self) -> bool:
        """Whether a bullet that code does not know stands before it."""
        return self.text[0] in BULLETS and BULLET.match(self.text) is not None

    @property
    def width(self) -> int:
        """Columns of the text: two for a Han character, one for a Latin letter."""
        return display_width(self.text)

    @property
    def ends(self) -> bool:
        """Whether a sentence ends with the line."""
        return bool(_TERMINAL.search(self.text[-1:]))


def read_lines(lines: list[tuple[int, str]]) -> list[Line]:
    """Measure the lines that are not blank."""
    measured: list[Line] = []
    last = 0
    for number, raw in lines:
        if is_blank(raw):
            continue
        text = stripped(raw)
        indent = _indent(raw[: raw.find(text[0])])
        above = bool(measured) and number == last + 1
        measured.append(
            Line(number=number, raw=raw, indent=indent, text=text, after_blank=not above)
        )
        last = number
    return measured


def is_ornament(text: str) -> bool:
    """Tell a line of nothing but marks between two parts of a text: ///, ■, 🧳.

    One dash or slash alone is what stands in an empty cell.
    """
    return (
        text not in _EMPTY_CELLS
        and len(text) <= _LONGEST_ORNAMENT
        and all(c in _ORNAMENTS or unicodedata.category(c) == "So" for c in text)
    )


def is_blank(raw: str) -> bool:
    """Tell whether nothing visible stands on a line."""
    return not raw.strip(_BLANKS) or raw.isspace()


def stripped(raw: str) -> str:
    """Take the blanks, visible or not, off both ends."""
    return raw.strip(_BLANKS)


def display_width(text: str) -> int:
    """Count columns as a terminal does."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fits(text: str, columns: int) -> bool:
    """Tell whether a text takes at most so many columns; a long one is not measured."""
    return len(text) <= columns and display_width(text) <= columns


def is_choice_row(text: str) -> bool:
    """Tell answers to choose from, all on one line: A. 有 B. 没有."""
    letters = [match[1] for match in _CHOICE.finditer(text)] if text[:1] == "A" else []
    return len(letters) > 1 and letters == [chr(ord("A") + n) for n in range(len(letters))]


def _indent(blanks: str) -> int:
    width = 0
    for character in blanks:
        if character == "\t":
            width += 4 - width % 4
        elif character not in _INVISIBLE:
            width += 2 if character == "\u3000" else 1
    return width
