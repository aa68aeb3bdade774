"""Blocks of neighbouring pages: indexed once, and again only when one of their pages changes.

Sections are numbered through by blocks, each of which has some room left at its end. So a
page that changes, or gains a section, changes no number outside its block, and all files that
hold nothing of it stay as they are.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple, Protocol
from zlib import crc32

from notes_kb.search.headings import Headings, bare, headed_sections, headings_of
from notes_kb.search.part import Part, PartRef, Section
from notes_kb.search.postings import Joined, Row
from notes_kb.search.spool import Spool
from notes_kb.text.tokenize import is_cjk

PAGES = 64
"""Pages of a block, on the average."""
MOST_PAGES = 256
"""Pages of the largest block."""
HELD = 256
"""Blocks whose pages stay in memory."""
ROOM = 64
"""Each block has numbers for a multiple of so many sections."""

_FORMAT = b"2"
"""Changes when what is cached of a block changes its form."""


class Cache(Protocol):
    """Where intermediate results are kept from one build to the next."""

    def get(self, key: bytes) -> bytes | None:
        """Give what was put last, or None."""

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""


def kept(cache: Cache | None, step: bytes, told: object, make: Callable[[], bytes]) -> bytes:
    """Give what a step made of something before, else make and keep it.

    Args:
        cache: Where it is kept, if anywhere.
        step: The name of the step.
        told: All that the result depends on, told apart by its ``repr``.
        make: Makes the result.
    """
    if cache is None:
        return make()
    key = step + blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    found = cache.get(key)
    if found is None:
        found = make()
        cache.put(key, found)
    return found


class SectionRow(NamedTuple):
    """What the index as a whole needs of a section."""

    anchor: str
    heading: str
    length: int
    boost: float
    size: int
    """Characters of its text."""
    concepts: list[str]
    name: str
    """The heading as `bare` gives it, where concepts are mentioned; else empty."""
    code: bool
    """Whether it is code. That comes behind all other sections of a page."""


class PageRow(NamedTuple):
    """What the index as a whole needs of a page."""

    url: str
    title: str
    language: str
    pair: str
    sections: list[SectionRow]

    @property
    def codes(self) -> int:
        """How many of the sections are code."""
        return sum(section.code for section in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The place of a block, and what all files are written from but postings and texts."""

    key: bytes
    """Differs from those of all blocks with other content."""
    refs: tuple[PartRef, ...]
    size: int
    """How many sections it has."""
    characters: str
    """The characters that terms begin with, in order."""
    base: int
    """The number of its first section."""
    load: Callable[[bytes], tuple[PageRow, ...]]
    """Reads the pages of a block by its key."""

    @property
    def pages(self) -> tuple[PageRow, ...]:
        """Its pages, as many as there are references; read again where the site is large."""
        return self.load(self.key)

    @property
    def end(self) -> int:
        """The number of the next block's first section."""
        return self.base + -(-self.size // ROOM) * ROOM

    def numbered(self) -> Iterator[tuple[int, SectionRow]]:
        """Yield all sections with their numbers."""
        sections = (section for page in self.pages for section in page.sections)
        return enumerate(sections, self.base)


def cut_blocks(refs: Sequence[PartRef]) -> Iterator[tuple[PartRef, ...]]:
    """Cut sorted pages into blocks, at places that other pages do not move."""
    block: list[PartRef] = []
    for ref in refs:
        if block and (len(block) == MOST_PAGES or crc32(ref.url.encode()) % PAGES == 0):
            yield tuple(block)
            block = []
        block.append(ref)
    if block:
        yield tuple(block)


class Blocks:
    """Builds blocks, or reads them from a cache."""

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache
        self._fresh = Spool[bytes]()
        """What was built in this run."""
        self._placed = Spool[bytes]()
        """The pages of all blocks that stand."""
        self._read = lru_cache(maxsize=HELD)(lambda key: _read_pages(self._placed[key]))
        """Gives the pages of a block, and the characters that its terms begin with."""

    def place(self, refs: Sequence[PartRef]) -> tuple[Block, ...]:
        """Cut sorted pages into blocks and number their sections through."""
        blocks: list[Block] = []
        for members in cut_blocks(refs):
            blocks.append(self._block(members, blocks[-1].end if blocks else 0))
        return tuple(blocks)

    def find_rows(self, key: bytes) -> Iterator[Row] | None:
        """Give the postings of a block of this or an earlier run; None where they are lost."""
        frozen = self._get(b"rows" + key)
        return None if frozen is None else _read_rows(frozen)

    def find_headings(self, key: bytes) -> Headings | None:
        """Give a block's keys of headings; None where they are lost."""
        frozen = self._get(b"headings" + key)
        return None if frozen is None else Headings.from_bytes(frozen)

    def rows(self, block: Block) -> Iterator[Row]:
        """Give the postings of a block that stands."""
        found = self.find_rows(block.key)
        if found is not None:
            return found
        self._index(block.key, _loaded(block.refs))
        return _read_rows(self._fresh[b"rows" + block.key])

    def headings(self, block: Block) -> Headings:
        """Give the keys of headings of a block that stands."""
        found = self.find_headings(block.key)
        return headings_of(_loaded(block.refs)) if found is None else found

    def _block(self, refs: tuple[PartRef, ...], base: int) -> Block:
        key = _key(refs)
        frozen = self._get(b"pages" + key)
        if frozen is None:
            parts = _loaded(refs)
            frozen = _freeze_pages(parts, self._index(key, parts))
            self._put(b"pages" + key, frozen)
        self._placed[key] = frozen
        pages, characters = self._read(key)
        size = sum(len(page.sections) for page in pages)
        return Block(
            key=key, refs=refs, size=size, characters=characters, base=base, load=self._pages
        )

    def _pages(self, key: bytes) -> tuple[PageRow, ...]:
        return self._read(key)[0]

    def _index(self, key: bytes, parts: Sequence[Part]) -> Iterable[str]:
        """Join the postings of a block's pages and keep them; give its terms."""
        joined, base = Joined(), 0
        for part in parts:
            joined.add(base, part.rows())
            base += len(part.sections)
        self._put(b"rows" + key, _freeze_rows(joined))
        self._put(b"headings" + key, self._keys_of_headings(parts))
        return joined.numbers

    def _keys_of_headings(self, parts: Sequence[Part]) -> bytes:
        """Give the keys of a block's headings: made before, unless a heading has changed.

        They take longer than all else, since Chinese headings are read aloud word by word.
        """
        headed = list(headed_sections(parts))
        return kept(self._cache, b"of headings", headed, lambda: headings_of(parts).to_bytes())

    def _get(self, key: bytes) -> bytes | None:
        if key in self._fresh:
            return self._fresh[key]
        return self._cache.get(key) if self._cache else None

    def _put(self, key: bytes, value: bytes) -> None:
        self._fresh[key] = value
        if self._cache:
            self._cache.put(key, value)


def changed_rows(
    old: Iterable[Row], new: Iterable[Row]
) -> Mapping[str, tuple[int, int, bytes] | None]:
    """Give the terms whose postings differ, with the new ones; None for terms that are gone."""
    before = {row[0]: row[1:] for row in old}
    after = {row[0]: row[1:] for row in new}
    changed: dict[str, tuple[int, int, bytes] | None] = {
        term: row for term, row in after.items() if before.get(term) != row
    }
    changed.update((term, None) for term in before.keys() - after.keys())
    return changed


def _loaded(refs: Iterable[PartRef]) -> list[Part]:
    return [ref.load() for ref in refs]


def _key(refs: Iterable[PartRef]) -> bytes:
    state = blake2b(_FORMAT, digest_size=16)
    for ref in refs:
        state.update(len(ref.key).to_bytes(2, "big") + ref.key)
    return state.digest()


def _freeze_pages(parts: Sequence[Part], terms: Iterable[str]) -> bytes:
    pages = [
        [part.url, part.title, part.language, part.pair, list(map(_section, part.sections))]
        for part in parts
    ]
    characters = sorted({term[0] for term in terms if len(term) <= 2 and is_cjk(term[0])})
    frozen = json.dumps([pages, "".join(characters)], ensure_ascii=False, separators=(",", ":"))
    return frozen.encode()


def _section(section: Section) -> SectionRow:
    return SectionRow(
        anchor=section.anchor,
        heading=section.heading,
        length=section.length,
        boost=section.boost,
        size=len(section.text),
        concepts=list(section.concepts),
        name=bare(section.heading) if section.concepts else "",
        code=section.code,
    )


def _read_pages(frozen: bytes) -> tuple[tuple[PageRow, ...], str]:
    pages, characters = json.loads(frozen)
    return tuple(
        PageRow(url, title, language, pair, [SectionRow(*section) for section in sections])
        for url, title, language, pair, sections in pages
    ), characters


def _freeze_rows(joined: Joined) -> bytes:
    terms = "\n".join(joined.numbers).encode()
    spans = array(
        "I",
        chain.from_iterable(zip(joined.heads, joined.lasts, map(len, joined.blobs), strict=True)),
    )
    sizes = array("I", [len(terms), len(spans) * spans.itemsize])
    return b"".join([sizes.tobytes(), terms, spans.tobytes(), *joined.blobs])


def _read_rows(frozen: bytes) -> Iterator[Row]:
    terms_size, spans_size = array("I", frozen[:8])
    terms = frozen[8 : 8 + terms_size].decode()
    spans = array("I", frozen[8 + terms_size : 8 + terms_size + spans_size])
    at = 8 + terms_size + spans_size
    values = iter(spans)
    for term, head, last, size in zip(
        terms.split("\n") if spans else (), values, values, values, strict=True
    ):
        yield term, head, last, frozen[at : at + size]
        at += size
