"""Folding that compares text regardless of case, width and Chinese script.

Two steps. `fold` maps characters one to one, so offsets stay. `squeeze` then drops
what does not distinguish one term from another (the space in ``R1 模型``, a soft
hyphen, a line break within Chinese) and remembers where each character stood.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from notes_kb.text.script import to_simplified

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U000323af"
_LETTER = "a-z0-9\u00df-\u024f\u0370-\u03ff\u0400-\u04ff"
_GAP = r"[ \t\n\r\u00a0\u2002-\u200a\u202f-]"

_ONE_TO_ONE = str.maketrans(
    {
        "\u3000": " ",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2212": "-",
    }
) | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
"""Full-width forms to ASCII; hyphens and apostrophes to the one on the keyboard."""

_DROPPED = re.compile(
    "[\u00ad\u200b-\u200d\u2060\ufeff]+"
    f"|(?<=[{_HAN}]){_GAP}+(?=[{_LETTER}])"
    f"|(?<=[{_LETTER}]){_GAP}+(?=[{_HAN}])"
    f"|(?<=[{_HAN}]) ?\\r?\\n ?(?=[{_HAN}])"
    f"|(?<={_GAP}){_GAP}+"
)
_SEPARATORS = dict.fromkeys([*map(ord, "\t\n\r\u00a0\u202f-"), *range(0x2002, 0x200B)], " ")


def fold(text: str) -> str:
    """Lower the case, narrow full-width forms, simplify Han characters; the length stays."""
    if text.isascii():
        return text.lower()
    narrow = to_simplified(text).translate(_ONE_TO_ONE)
    lower = narrow.lower()
    if len(lower) == len(narrow):
        return lower
    return "".join(small if len(small := c.lower()) == 1 else c for c in narrow)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A folded text in which every gap between words is one space, and where it came from."""

    text: str
    starts: tuple[int, ...] = (0,)
    """Offsets in `text` from which on a further run of characters is missing, ascending."""
    shifts: tuple[int, ...] = (0,)
    """For each start, how many characters are missing before it."""

    def origin(self, offset: int) -> int:
        """Give the offset in the original of a character of `text`."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]


def squeeze(text: str) -> Squeezed:
    """Fold a text and drop what does not distinguish one term from another.

    Spaces, line breaks and hyphens become one space; between a Han character and a
    Latin letter or digit they go, as does a line break between Han characters.
    Invisible characters go everywhere.
    """
    folded = fold(text)
    pieces: list[str] = []
    starts, shifts, kept_from, length = [0], [0], 0, 0
    for gap in _DROPPED.finditer(folded):
        pieces.append(folded[kept_from : gap.start()])
        length += gap.start() - kept_from
        kept_from = gap.end()
        starts.append(length)
        shifts.append(kept_from - length)
    if not pieces:
        return Squeezed(folded.translate(_SEPARATORS))
    pieces.append(folded[kept_from:])
    return Squeezed("".join(pieces).translate(_SEPARATORS), tuple(starts), tuple(shifts))


def form_key(form: str) -> str:
    """Give what a form is compared as: forms with one key are one form to a reader."""
    return squeeze(form.strip()).text
