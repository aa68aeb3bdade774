"""Headings by their first letters, by any character, and by pinyin."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from notes_kb.search.part import LONGEST_HEADING, Part, heading_terms
from notes_kb.search.readings import reading_keys
from notes_kb.search.wire import varint
from notes_kb.text.normalize import fold
from notes_kb.text.tokenize import is_cjk, tokenize

LONGEST_PREFIX = 3
"""Letters of a word under which the headings that hold it are listed."""
MOST = 64
"""Headings listed under one key: enough for the first keystrokes."""

Ranked = tuple[int, ...]
"""What a heading is sorted by under a key; its section's number comes last."""
Keys = dict[str, list[Ranked]]


@dataclass(frozen=True, slots=True)
class Headings:
    """The keys of the headings of neighbouring pages, numbered from the first of them."""

    letters: Keys
    """By each character and the first letters of each word: (0 where the heading begins so,
    its length, number)."""
    spoken: Keys
    """By pinyin: (kind of the key, number)."""

    def to_bytes(self) -> bytes:
        """Freeze for a cache."""
        return json.dumps([self.letters, self.spoken], separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, frozen: bytes) -> Headings:
        """Read what `to_bytes` wrote."""
        return cls(*(_tuples(keys) for keys in json.loads(frozen)))


def _tuples(keys: dict[str, list[list[int]]]) -> Keys:
    return {key: [tuple(rank) for rank in ranks] for key, ranks in keys.items()}


def headings_of(parts: Iterable[Part]) -> Headings:
    """List the headings of pages under their keys, the first `MOST` of each key."""
    letters: Keys = {}
    spoken: Keys = {}
    for number, heading in headed_sections(parts):
        for key, begins in _beginnings(heading):
            letters.setdefault(key, []).append((0 if begins else 1, len(heading), number))
        for key, kind in reading_keys(heading):
            spoken.setdefault(key, []).append((kind, number))
    return Headings(_first(letters), _first(spoken))


def join_keys(keys: Iterable[tuple[int, Keys]]) -> Keys:
    """Join the keys of blocks, each with the number of its first section."""
    found: Keys = {}
    for base, block in keys:
        for key, ranks in block.items():
            found.setdefault(key, []).extend((*rank[:-1], base + rank[-1]) for rank in ranks)
    return _first(found)


def freeze_ranks(ranks: Sequence[Ranked]) -> bytes:
    """Freeze the headings of one key."""
    return json.dumps(ranks, separators=(",", ":")).encode()


def read_ranks(frozen: bytes) -> list[Ranked]:
    """Read what `freeze_ranks` wrote."""
    return [tuple(rank) for rank in json.loads(frozen)]


def join_ranks(several: Sequence[bytes]) -> bytes:
    """Join the headings of one key: the first `MOST` of all."""
    return freeze_ranks(sorted(rank for frozen in several for rank in read_ranks(frozen))[:MOST])


def _first(keys: Keys) -> Keys:
    return {key: sorted(ranks)[:MOST] for key, ranks in sorted(keys.items())}


def letters_payload(ranks: Sequence[Ranked]) -> bytes:
    """Write ``distance << 1 | whether the heading begins so``, in order of the numbers."""
    return _pairs(sorted((number, 1 - first) for first, _, number in ranks), 1)


def spoken_payload(ranks: Sequence[Ranked]) -> bytes:
    """Write ``distance << 2 | kind``, in order of the numbers."""
    return _pairs(sorted((number, kind) for kind, number in ranks), 2)


def headed_sections(parts: Iterable[Part]) -> Iterator[tuple[int, str]]:
    """Yield the sections that begin with their heading, and do not go on with a text or code."""
    number = 0
    for part in parts:
        last = None
        for section in part.sections:
            name = (section.anchor, section.heading, section.path)
            if name != last and not section.code:
                yield number, section.heading
            last = name
            number += 1


def bare(text: str) -> str:
    """Give a form without anything that takes no part in a match: spaces, hyphens, marks."""
    return "".join(
        term[0] if len(term) == 2 and is_cjk(term[0]) else term for term, _ in _atoms(text)
    )


def _atoms(text: str) -> list[tuple[str, int]]:
    """Give the terms that make up a text once: pairs, and the last character of a run."""
    terms = list(tokenize(fold(text)))
    pairs = {place for term, place in terms if len(term) == 2 and is_cjk(term[0])}
    kept = [
        (term, place)
        for term, place in terms
        if not (len(term) == 1 and is_cjk(term) and (place in pairs or place - 1 in pairs))
    ]
    ends = [
        (term[1], place + 1)
        for term, place in kept
        if len(term) == 2 and is_cjk(term[0]) and place + 1 not in pairs
    ]
    return sorted([*kept, *ends], key=lambda item: item[1])


def _beginnings(heading: str) -> Iterator[tuple[str, bool]]:
    keys: dict[str, bool] = {}
    for term, place in heading_terms(heading):
        if place >= LONGEST_HEADING:
            break
        if len(term) <= 2 and is_cjk(term[0]):
            for i, character in enumerate(term):
                keys.setdefault(character, place + i == 0)
        else:
            for end in range(1, min(LONGEST_PREFIX, len(term)) + 1):
                keys.setdefault(term[:end], place == 0)
    yield from keys.items()


def _pairs(pairs: list[tuple[int, int]], bits: int) -> bytes:
    out, last = [], 0
    for number, flag in pairs:
        out.append(varint(number - last << bits | flag))
        last = number
    return b"".join(out)
