"""Postings joined and replaced: where the terms of many pages stand. Read by ``js/postings.js``."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from struct import Struct

from notes_kb.search.part import BODY
from notes_kb.search.wire import SMALL, VARINTS, read_varint, varint

Row = tuple[str, int, int, bytes]
"""A term, its first head (``section << 1 | several``), its last section, and its postings
without that first head."""


@dataclass(slots=True)
class Joined:
    """The postings of consecutive pages, joined term by term."""

    numbers: dict[str, int] = field(default_factory=dict)
    """Each term's place in the lists below."""
    heads: list[int] = field(default_factory=list)
    lasts: array[int] = field(default_factory=lambda: array("I"))
    blobs: list[bytes | bytearray] = field(default_factory=list)
    """The postings without the first head; `bytearray` only where there was something to
    append, because most terms stand on one page and a `bytes` costs less."""

    def add(self, base: int, rows: Iterable[Row]) -> None:
        """Append rows, whose sections count from `base`."""
        numbers, heads, lasts, blobs = self.numbers, self.heads, self.lasts, self.blobs
        twice = base << 1
        for term, head, last, data in rows:
            number = numbers.get(term)
            if number is None:
                numbers[term] = len(blobs)
                heads.append(head + twice)
                blobs.append(data)
                lasts.append(base + last)
            else:
                blob = blobs[number]
                gap = head + twice - (lasts[number] << 1)
                if type(blob) is bytes:
                    blob = blobs[number] = bytearray(blob)
                blob += (VARINTS[gap] if gap < SMALL else varint(gap)) + data
                lasts[number] = base + last

    def payloads(self) -> Iterator[tuple[str, bytes]]:
        """Yield each term with its postings as files have them."""
        for term, number in self.numbers.items():
            yield term, varint(self.heads[number]) + self.blobs[number]

    def packed(self) -> Iterator[tuple[str, bytes]]:
        """Yield each term with its first head, its last section and its data in one piece."""
        for term, number in self.numbers.items():
            yield term, _pack(self.heads[number], self.lasts[number], self.blobs[number])


_ENDS = Struct("<II")


def _pack(head: int, last: int, data: bytes | bytearray) -> bytes:
    return _ENDS.pack(head, last) + data


def join_packed(rows: Sequence[bytes]) -> bytes:
    """Join what consecutive pages hold of one term."""
    head, last = _ENDS.unpack_from(rows[0])
    out = [rows[0][_ENDS.size :]]
    for row in rows[1:]:
        following, end = _ENDS.unpack_from(row)
        out += (varint(following - (last << 1)), row[_ENDS.size :])
        last = end
    return _pack(head, last, b"".join(out))


def unpacked(row: bytes) -> bytes:
    """Give the postings of a packed row as files have them."""
    return varint(_ENDS.unpack_from(row)[0]) + row[_ENDS.size :]


def splice(postings: bytes, base: int, end: int, row: tuple[int, int, bytes] | None) -> bytes:
    """Replace what postings say of the sections from `base` to before `end`.

    `row` is the first head and the last section, counted from `base`, and the data; None
    removes. The result is what joining all rows anew would give.
    """
    start, before, rest, following = _find(postings, base, end)
    out = [postings[:start]]
    if row is not None:
        head, last, data = row
        out += (varint((base - before << 1) + head), data)
        before = base + last
    if rest < len(postings):
        head, at = read_varint(postings, rest)
        out += (varint(following - before << 1 | head & 1), postings[at:])
    return b"".join(out)


def _find(postings: bytes, base: int, end: int) -> tuple[int, int, int, int]:
    """Find the entries of some sections.

    Gives where they begin, the section before them (0 for none), where the entries behind
    them begin, and the first section there.
    """
    at, section, size = 0, 0, len(postings)
    start, before = -1, 0
    while at < size:
        entry = at
        head, at = read_varint(postings, at)
        following = section + (head >> 1)
        if following >= base and start < 0:
            start, before = entry, section
        if following >= end:
            return start, before, entry, following
        section = following
        count = 1
        if head & 1:
            count, at = read_varint(postings, at)
        place, at = read_varint(postings, at)
        for _ in range(count if place < BODY else count - 1):
            while postings[at] > 0x7F:
                at += 1
            at += 1
    return (size, section, size, 0) if start < 0 else (start, before, size, 0)
