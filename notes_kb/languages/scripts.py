"""Which script a character is written in: Unicode's ranges, as far as a rule depends on them."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

HAN_BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))
"""Extension A, the unified ideographs and the compatibility ideographs."""

KATAKANA = "\u30a1-\u30fa\u30fc-\u30fe"
"""Katakana and the long-vowel mark, as ranges of a character class; half-width forms are folded
before."""
HIRAGANA = "\u3041-\u3096\u309d\u309e"
WIDE_BARS = "｜丨"
"""The vertical bar as wide as a Han character, and the character that people write for it."""
WIDE_PUNCTUATION = frozenset("，。、；：？！（）《》「」『』“”‘’—…　・·【】")
"""Marks between Han and kana, some of which Latin text has too."""


class Script(Enum):
    """The scripts whose words are told apart by different rules."""

    HAN = auto()
    KANA = auto()
    HANGUL = auto()
    LETTER = auto()
    """Letters and digits of words that stand between spaces: Latin, Cyrillic, Greek …"""
    NONE = auto()
    """Spaces, punctuation and symbols."""


UNSPACED = frozenset({Script.HAN, Script.KANA})
"""Scripts that set no space between words, nor between themselves and Latin words."""


def is_han(character: str) -> bool:
    """Tell whether a character is an ideograph of the blocks that sites write in."""
    code = ord(character)
    return any(code in block for block in HAN_BLOCKS) or 0x20000 <= code < 0x323B0 or code == 0x3007


_WIDE = re.compile(
    "[" + "".join(f"{chr(b.start)}-{chr(b.stop - 1)}" for b in HAN_BLOCKS)
    + f"\U00020000-\U000323AF\u3007\u3005{KATAKANA}{HIRAGANA}]"
)  # fmt: skip


def has_wide(text: str) -> bool:
    """Tell whether a text has an ideograph or a kana, letters that no space parts into words."""
    return not text.isascii() and _WIDE.search(text) is not None


def count_wide(text: str) -> int:
    """Count the ideographs and kana of a text."""
    return 0 if text.isascii() else len(_WIDE.findall(text))


def is_word_character(character: str) -> bool:
    """Tell whether a character continues a word of letters and digits.

    Han, kana and hangul begin a word of their own; hyphens and apostrophes are
    boundaries; an underscore makes an identifier.
    """
    if character.isascii():
        return character.isalnum() or character == "_"
    return character.isalpha() and not is_han(character) and not _is_east_asian(character)


@cache
def script_of(character: str) -> Script:
    """Name the script of a character; the iteration mark 々 stands for an ideograph."""
    if is_han(character) or character == "々":
        return Script.HAN
    if is_word_character(character):
        return Script.LETTER
    if not character.isalpha() or not _is_east_asian(character):
        return Script.NONE
    return Script.HANGUL if character >= "\uac00" else Script.KANA


def word_edges_hold(text: str, start: int, end: int) -> bool:
    """Tell whether neither edge of a form cuts a word of letters and digits."""
    return not (
        (start > 0 and is_word_character(text[start]) and is_word_character(text[start - 1]))
        or (end < len(text) and is_word_character(text[end - 1]) and is_word_character(text[end]))
    )


def _is_east_asian(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff" or "\uac00" <= character <= "\ud7af"
