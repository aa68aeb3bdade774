"""Traditional to Simplified characters, one for one, so that offsets stay true."""

from __future__ import annotations

from functools import cache

_BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))
"""Extension A, the unified ideographs and the compatibility ideographs."""


@cache
def traditional_to_simplified() -> dict[int, str]:
    """Build the character map, as `str.translate` takes it, from OpenCC's ``t2s``.

    OpenCC chooses among several Simplified forms by phrase; a character map takes
    the form of the character alone, which is what search and linking compare by.
    """
    from opencc import OpenCC  # noqa: PLC0415 - only sites with Han text pay for it

    convert = OpenCC("t2s").convert
    pairs = ((code, convert(chr(code))) for block in _BLOCKS for code in block)
    return {code: new for code, new in pairs if new != chr(code) and len(new) == 1}


def to_simplified(text: str) -> str:
    """Replace Traditional characters by their Simplified forms; the length stays."""
    return text if text.isascii() else text.translate(traditional_to_simplified())


def is_han(character: str) -> bool:
    """Tell whether a character is an ideograph of the blocks that sites write in."""
    code = ord(character)
    return any(code in block for block in _BLOCKS) or 0x20000 <= code < 0x323B0 or code == 0x3007
