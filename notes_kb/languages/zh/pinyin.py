"""Chinese in Latin letters: toneless pinyin."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from notes_kb.languages.language import Syllable
from notes_kb.languages.zh.characters import to_simplified
from notes_kb.languages.zh.words import segment

CHARACTERS = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
"""What is read, as ranges of a character class."""


def to_pinyin(text: str) -> str:
    """Replace Han characters by syllables with blanks between; texts without them stay."""
    if not _has_han(text):
        return text
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - only sites with Han text pay for it

    return " ".join(lazy_pinyin(to_simplified(text), style=Style.NORMAL, v_to_u=False))


def speak(run: str) -> Iterator[Syllable]:
    """Read a run of Han characters; a word of jieba's dictionary begins as marked."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - as above

    spoken = iter(lazy_pinyin(run, errors="ignore"))
    for word in segment(run):
        for i, _ in enumerate(word):
            if syllable := next(spoken, ""):
                yield Syllable(full=syllable, short=syllable[0], begins=i == 0)


def common() -> str:
    """Give the 3,755 characters of daily use: the first level of GB 2312."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)


def sounds(character: str) -> tuple[str, ...]:
    """Give the toneless readings of a character, the commonest first."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - as above

    spoken = PINYIN_DICT.get(ord(character), "").split(",")
    return tuple(dict.fromkeys(_toneless(syllable) for syllable in spoken if syllable))


@cache
def _toneless(syllable: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal  # noqa: PLC0415 - as above

    return str(to_normal(syllable))


def respell(spelling: str) -> str:
    """Give the spelling without the ``v`` that stands for ü: ``lu`` for ``lv``."""
    return spelling.replace("v", "u")


def _has_han(text: str) -> bool:
    return any("\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" for c in text)
