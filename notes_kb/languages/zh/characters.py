"""Traditional and Simplified characters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from notes_kb.languages.scripts import HAN_BLOCKS


@cache
def traditional_to_simplified() -> dict[int, str]:
    """Build the character map, as `str.translate` takes it, from OpenCC's ``t2s``.

    OpenCC chooses among several Simplified forms by phrase; a character map takes
    the form of the character alone, which is what search and linking compare by.
    """
    from opencc import OpenCC  # noqa: PLC0415 - only sites with Han text pay for it

    # One call for all: a call costs ten times as much as a character. No phrase goes over lines.
    codes = [code for block in HAN_BLOCKS for code in block]
    lines = OpenCC("t2s").convert("\n".join(map(chr, codes))).split("\n")
    pairs = zip(codes, lines, strict=True)
    return {code: new for code, new in pairs if new != chr(code) and len(new) == 1}


def to_simplified(text: str) -> str:
    """Replace Traditional characters by their Simplified forms; the length stays."""
    return text if text.isascii() else text.translate(traditional_to_simplified())


def traditional_spellings(text: str) -> tuple[str, ...]:
    """Give a text in Traditional characters, where it is written otherwise."""
    other = _to_traditional()(text)
    return (other,) if other != text else ()


@cache
def _to_traditional() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 - as above

    convert = OpenCC("s2t").convert
    return lambda text: str(convert(text))
