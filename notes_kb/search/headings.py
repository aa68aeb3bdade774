"""Headings by their first letters, by any character, and by reading."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.search.part import LONGEST_HEADING, Section
from notes_kb.search.readings import reading_keys
from notes_kb.search.shards import Item
from notes_kb.search.site import Site
from notes_kb.search.wire import varint
from notes_kb.text.normalize import fold
from notes_kb.text.tokenize import is_cjk, tokenize

LONGEST_PREFIX = 3
"""Letters of a word under which the headings that hold it are listed."""
MOST = 64
"""Headings listed under one key: enough for the first keystrokes."""


def heading_items(site: Site) -> list[Item]:
    """List headings by each character and by the first letters of each word in them."""
    found: dict[str, list[tuple[int, int, int]]] = {}
    for number, section in _headed(site):
        for key, begins in _beginnings(section.heading):
            rank = (0 if begins else 1, len(section.heading), number)
            found.setdefault(key, []).append(rank)
    return [(key, _encode(sorted(ranks)[:MOST])) for key, ranks in sorted(found.items())]


def reading_items(site: Site) -> list[Item]:
    """List headings by the reading of themselves and from each of their words on."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, section in _headed(site):
        for key, kind in reading_keys(section.heading):
            found.setdefault(key, []).append((number, kind))
    return [
        (key, _pairs(sorted(sorted(hits, key=lambda hit: (hit[1], hit[0]))[:MOST]), 2))
        for key, hits in sorted(found.items())
    ]


def _headed(site: Site) -> Iterator[tuple[int, Section]]:
    """Yield the sections that begin with their heading, not those that go on with a text."""
    last = None
    for number, section in site.sections():
        name = (section.anchor, section.heading, section.path)
        if name != last:
            yield number, section
        last = name


def _beginnings(heading: str) -> Iterator[tuple[str, bool]]:
    keys: dict[str, bool] = {}
    for term, place in tokenize(fold(heading)):
        if place >= LONGEST_HEADING:
            break
        if len(term) <= 2 and is_cjk(term[0]):
            for i, character in enumerate(term):
                keys.setdefault(character, place + i == 0)
        else:
            for end in range(1, min(LONGEST_PREFIX, len(term)) + 1):
                keys.setdefault(term[:end], place == 0)
    yield from keys.items()


def _encode(ranks: list[tuple[int, int, int]]) -> bytes:
    return _pairs(sorted((number, 1 - first) for first, _, number in ranks), 1)


def _pairs(pairs: list[tuple[int, int]], bits: int) -> bytes:
    out, last = [], 0
    for number, flag in pairs:
        out.append(varint(number - last << bits | flag))
        last = number
    return b"".join(out)
