"""Folding that compares text regardless of case, width and Chinese script.

Two steps. `fold` maps characters one to one, so offsets stay. `squeeze` then drops
what does not distinguish one term from another (the space in ``R1 模型``, a soft
hyphen, a line break within Chinese) and remembers where each character stood.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from string import ascii_letters, digits

from notes_kb.domain.slots import set_by_slots
from notes_kb.languages import same_characters
from notes_kb.languages.scripts import HIRAGANA, KATAKANA

_UNSPACED = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U000323af" + HIRAGANA + KATAKANA
)
"""Scripts that set no space between words: Han and kana."""
_LETTER = "a-z0-9\u00df-\u024f\u0370-\u03ff\u0400-\u04ff"
_GAP = r"[ \t\n\r-]"
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"

_ONE_TO_ONE = {
    **dict.fromkeys(map(ord, "\u3000\u00a0\u202f"), " "),
    **dict.fromkeys(range(0x2002, 0x200B), " "),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), "'"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-"),
    **{ord(c) + 0xFEE0: c for c in "#'+-./" + digits + ascii_letters},
}
"""Full-width forms to ASCII; spaces, hyphens and apostrophes to the one on the keyboard.

Full-width punctuation stays: it separates as it is, and every Chinese text has it.
"""
_HALF_KANA = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF66, 0xFF9E)}
"""Half-width katakana to the ordinary ones."""
_VOICED = re.compile("[\uff66-\uff9d][\uff9e\uff9f]")
"""Half-width katakana followed by a voicing mark: two characters that stand for one."""

_DROPPED = re.compile(
    # Behind one character of each alternative, so that all others are passed over fast.
    f"[{_INVISIBLE} \\t\\n\\r-](?:"
    f"(?<=[{_INVISIBLE}])[{_INVISIBLE}]*"
    f"|(?<=[{_UNSPACED}]{_GAP}){_GAP}*(?=[{_LETTER}])"
    f"|(?<=[{_LETTER}]{_GAP}){_GAP}*(?=[{_UNSPACED}])"
    f"|(?:(?<=[{_UNSPACED}] )\\r?\\n|(?<=[{_UNSPACED}]\\r)\\n|(?<=[{_UNSPACED}]\\n))"
    f" ?(?=[{_UNSPACED}])"
    f"|(?<={_GAP}{_GAP}){_GAP}*"
    ")"
)


@cache
def _table() -> tuple[re.Pattern[str], dict[int, str]]:
    """Give the characters that folding replaces, as a pattern to look for and as a table.

    Most texts have none of them, and looking is ten times as fast as replacing.
    """
    table = {**same_characters(), **_ONE_TO_ONE, **_HALF_KANA}
    return re.compile(f"[{re.escape(''.join(map(chr, table)))}]"), table


def _voice(match: re.Match[str]) -> str:
    """Join a half-width katakana and its voicing mark; an invisible character keeps the length."""
    return unicodedata.normalize("NFKC", match[0])[:1] + "\u200b"


def fold(text: str) -> str:
    """Lower the case, narrow full-width forms, simplify Han characters; the length stays."""
    if text.isascii():
        return text.lower()
    replaced, table = _table()
    if replaced.search(text):
        text = _VOICED.sub(_voice, text).translate(table)
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := c.lower()) == 1 else c for c in text)


@set_by_slots
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

    Spaces, line breaks and hyphens become one space. They are dropped between a Han
    character or kana and a Latin letter or digit, and a line break also between Han or
    kana. Invisible characters are dropped everywhere.
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
        return Squeezed(_one_space(folded))
    pieces.append(folded[kept_from:])
    return Squeezed(_one_space("".join(pieces)), tuple(starts), tuple(shifts))


def _one_space(text: str) -> str:
    for separator in "\n\t\r-":
        text = text.replace(separator, " ")
    return text


def form_key(form: str) -> str:
    """Give what a form is compared as: forms with one key are one form to a reader."""
    return squeeze(form.strip()).text
