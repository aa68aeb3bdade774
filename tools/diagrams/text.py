"""Text in both languages, its estimated width, and how it breaks into lines."""

from __future__ import annotations

import unicodedata
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


class T(NamedTuple):
    """One label in both languages; a diagram has no other kind of text."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """Give the label in one language."""
        return self.zh if lang == "zh" else self.en


def same(text: str) -> T:
    """Make a label that reads alike in both languages (a name, a number, a formula)."""
    return T(text, text)


# Advance widths in em of a wide sans-serif face (between Arial and DejaVu Sans), rounded up, so
# that whichever font of the stack a reader has, the text needs no more room than we planned.
_NARROW = frozenset("ijl|!'.,:;Itfr()[]/ \u00a0")
_WIDE = frozenset("mwMW@%&—…→←↔≥≤≈×÷+−=")
_NO_START = frozenset("，。；：、）】！？」』》%…,.;:!?)]·")
_NO_END = frozenset("（【「『《([")


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _char_width(char: str) -> float:
    if _is_wide(char):
        return 1.0
    if char in _WIDE:
        return 0.95
    if char in _NARROW:
        return 0.37
    if char.isupper():
        return 0.72
    return 0.63


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate the width of a line in user units; never less than a common font needs."""
    return sum(map(_char_width, text)) * size * (1.09 if bold else 1.0)


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may break: behind spaces and between Han characters."""
    pieces: list[str] = []
    for char in text:
        before = pieces[-1] if pieces else ""
        joins = before and (
            char in _NO_START
            or before[-1] in _NO_END
            or not (_is_wide(char) or before[-1] == " " or _is_wide(before[-1]))
        )
        if joins or (char == " " and before):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than the room, where its pieces allow it."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and width((line + piece).rstrip(), size, bold=bold) > room:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines
