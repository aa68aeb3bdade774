"""How the index is written: varints, tables of sorted keys, deflated files.

Twin of ``js/wire.js``. Every file is a zlib stream, compressed here once,
because many static hosts compress only the types they know; its name carries a hash
of its content, so that a browser may keep it for ever.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import blake2b

FORMAT = 5
"""Grows when older JavaScript could no longer read what is written."""

MANIFEST = "manifest.bin"
"""The one file of the index whose name does not change."""

SMALL = 1 << 16
"""Numbers below it have their varint in `VARINTS`, for loops that run millions of times."""


def _encode(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


_LAST = [bytes((number,)) for number in range(0x80)]
_MORE = [bytes((number | 0x80,)) for number in range(0x80)]
"""Seven bits as the last byte of a varint, and as one before it."""
_THIRD = [middle + high for high in _LAST[1 : SMALL >> 14] for middle in _MORE]
VARINTS = (
    *_LAST,
    *[low + high for high in _LAST[1:] for low in _MORE],
    *[low + others for others in _THIRD for low in _MORE],
)
"""What `_encode` gives for the numbers below `SMALL`."""


def varint(number: int) -> bytes:
    """Encode a natural number: seven bits a byte, the lowest first."""
    return VARINTS[number] if number < SMALL else _encode(number)


def read_varint(data: bytes | bytearray, at: int) -> tuple[int, int]:
    """Give the number at an offset, and the offset behind it."""
    number, shift = 0, 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def table(items: Sequence[tuple[str, bytes]]) -> bytes:
    """Write keys in code point order, each with its payload.

    Keys share their beginnings with the key before them; all payloads stand
    behind all keys, so that keys compress with keys.
    """
    head, body, previous = [varint(len(items))], [], ""
    for key, payload in items:
        shared = _shared(previous, key)
        rest = key[shared:].encode()
        head += (varint(shared), varint(len(rest)), rest, varint(len(payload)))
        body.append(payload)
        previous = key
    return b"".join(head) + b"".join(body)


def pair_table(items: Sequence[tuple[str, bytes]]) -> bytes:
    """Write keys of one or two characters in code point order, each with its payload.

    Code points are written as distances: two bytes a key instead of six.
    """
    head, body = [varint(len(items))], []
    first, second = 0, 0
    for key, payload in items:
        one, two = ord(key[0]), ord(key[1]) if len(key) > 1 else 0
        if one != first:
            head += (varint(0), varint(one - first), varint(two))
        else:
            head.append(varint(two - second))
        first, second = one, two
        head.append(varint(len(payload)))
        body.append(payload)
    return b"".join(head) + b"".join(body)


def step_above(least: int, wanted: int) -> int:
    """Give the first of some sizes, each a quarter above the one before, that is enough.

    A size that follows the site in steps leaves most files as they are when the site grows.
    """
    size = least
    while size < wanted:
        size += size // 4
    return size


def deflate(data: bytes) -> bytes:
    """Compress; the browser's ``DecompressionStream("deflate")`` undoes it."""
    return zlib.compress(data, 9)


def digest(data: bytes) -> str:
    """Name a content by six hexadecimal digits.

    A file's name has its number too, so that a hash need only differ from those of
    the same file in other builds.
    """
    return blake2b(data, digest_size=3).hexdigest()


def _shared(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n
