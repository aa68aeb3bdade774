"""The harness's own idea of equal text, independent of the engine that it judges."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BESIDE_HAN = re.compile(rf"(?<=[{HAN}])\s+|\s+(?=[{HAN}])")
_SPACES = re.compile(r"\s+")
_COUNT = r"[一二三四五六七八九十百\d]+"
_NUMBERING = re.compile(
    r"^(?:\d+(?:\.\d+)+\.?\s*|"
    rf"第{_COUNT}[章节讲]\s*|{_COUNT}[、.．:：)）]\s*|[（(]{_COUNT}[)）]\s*)"
)


def fold(text: str) -> str:
    """Fold width, case and script; spaces beside Han characters do not count."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(_simplified())
    return joined_scripts(_SPACES.sub(" ", folded)).strip()


def joined_scripts(text: str) -> str:
    """Take out the spaces beside Han characters."""
    return _BESIDE_HAN.sub("", text)


def has_han(text: str) -> bool:
    """Tell whether a text holds a Han character."""
    return any(is_han(c) for c in text)


def is_han(character: str) -> bool:
    """Tell whether a character is a Han character of the common planes."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


def bare(heading: str) -> str:
    """Take a heading's numbering off."""
    return _NUMBERING.sub("", heading)


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters, each by itself, to Simplified ones; invisible ones to none."""
    convert = opencc.OpenCC("t2s").convert
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    table = {ord(c): s for c in characters if (s := convert(c)) != c and len(s) == 1}
    return table | dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "")
