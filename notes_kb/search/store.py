"""What results show: titles, headings and texts, in files by the number of the section."""

from __future__ import annotations

import json
from base64 import b64encode
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from notes_kb.search import shards
from notes_kb.search.blocks import Block, Cache, PageRow
from notes_kb.search.documents import Labels
from notes_kb.search.shards import Files
from notes_kb.search.site import Site
from notes_kb.search.wire import deflate, digest, step_above

CHUNK = 7_000
"""Bytes of text in one file before compression."""
MOST_CHUNKS = 2_300
"""Files of texts, where they are not larger for that than `LARGEST_CHUNK`."""
LARGEST_CHUNK = 24_000
MOST_NAMED = 3_000
"""Files of texts, or of titles, that the table of sections names; above, it names pages of
their directory."""
TITLES = 9_000
"""Bytes of titles and headings in one file before compression."""

MOST_INSIDE = 20_000
"""Sections up to which their table stands in the manifest, which saves a reader a round trip
before the search is ready; above, it is a file that the first query fetches."""

SHORTEST, RATIO, CLASSES = 0.1, 1.4, 16
"""A section's length is told by its class: class n begins at 0.1 * 1.4 ** n mean lengths."""

Twins = list[list[object]]
"""The translations of a page: URL, title, language, the anchors that it shares (1: all)."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """Files that hold consecutive numbers."""

    firsts: list[int] = field(default_factory=list)
    """The first number in each file."""
    names: list[str] = field(default_factory=list)


def write_results(files: Files, site: Site, cache: Cache | None) -> tuple[Ranges, Ranges]:
    """Write the texts of all sections (`x`), and the titles and headings of all pages (`t`).

    No file holds sections of two blocks, nor a number that counts from the site's beginning.
    """
    chunks, titles = Ranges(), Ranges()
    characters = sum(section.size for _, section in site.sections())
    target = step_above(CHUNK, min(characters * 2 // MOST_CHUNKS, LARGEST_CHUNK))
    pairs = site.pairs()
    page = 0
    for block in site.blocks:
        beside = [_twins(site, row, pairs) for row in block.pages]
        for kind, first, name, data in _block_files(site, block, beside, target, cache):
            ranges = chunks if kind == "x" else titles
            files.add(kind, len(ranges.names), name, data)
            ranges.firsts.append(first + (block.base if kind == "x" else page))
            ranges.names.append(name)
        page += len(block.refs)
    return chunks, titles


def number_kinds(site: Site, kinds: Mapping[str, Labels]) -> tuple[list[Labels], list[int]]:
    """Give the distinct kinds of pages, and the kind of each page in the site's order, or -1."""
    numbers: dict[tuple[tuple[str, str], ...], int] = {}
    of_pages = []
    for _, page in site.pages():
        labels = kinds.get(page.url)
        key = tuple(sorted(labels.items())) if labels else ()
        of_pages.append(numbers.setdefault(key, len(numbers)) if key else -1)
    return [dict(key) for key in numbers], of_pages


def write_sections(
    files: Files,
    site: Site,
    chunks: Ranges,
    titles: Ranges,
    kinds: Sequence[int],
    concepts: Collection[str],
) -> str | Mapping[str, object]:
    """Give the table that maps sections to pages, lengths and files; of many, write it and give
    its hash.

    `kinds` are the kinds of the pages, `concepts` the URLs of pages that a concept is named by.
    """
    boosts = [[n, s.boost] for n, s in site.sections() if s.boost != 1]
    languages = _runs(site.languages.index(page.language) for _, page in site.pages())
    table = {
        "blocks": [[len(block.refs), block.end - block.base - block.size] for block in site.blocks],
        "boosts": boosts,
        "chunks": _named(files, "x", chunks),
        "codes": [page.codes for _, page in site.pages()],
        "concepts": _runs(int(page.url in concepts) for _, page in site.pages()),
        "kinds": _runs(kinds),
        "languages": languages,
        "lengths": b64encode(_lengths(site)).decode(),
        "sizes": [len(page.sections) for _, page in site.pages()],
        "titles": _named(files, "t", titles),
    }
    if site.size <= MOST_INSIDE:
        return table
    raw = _json(table)
    files.add("s", 0, digest(raw), deflate(raw))
    return digest(raw)


def _named(files: Files, kind: str, ranges: Ranges) -> list[object]:
    """Give where the files of a kind begin and their names; of many, the same of their pages.

    A page names several files in the same way; how many, stands at the end.
    """
    if len(ranges.names) <= MOST_NAMED:
        return [_distances(ranges.firsts), "".join(ranges.names)]
    firsts, names = [], []
    for number, first in enumerate(range(0, len(ranges.names), shards.PAGE)):
        part = slice(first, first + shards.PAGE)
        page = [_distances(ranges.firsts[part]), "".join(ranges.names[part])]
        names.append(files.add_page(f"{kind}d", number, page))
        firsts.append(ranges.firsts[first])
    return [_distances(firsts), "".join(names), shards.PAGE]


def _runs(values: Iterable[int]) -> list[list[int]]:
    """Give where each run of one value begins, and the value."""
    runs: list[list[int]] = []
    for number, value in enumerate(values):
        if not runs or runs[-1][1] != value:
            runs.append([number, value])
    return runs


Written = tuple[str, int, str, bytes]
"""A file of a block: its kind, its first section or page counted from the block's own, the
hash in its name, and its compressed content."""


def _block_files(
    site: Site, block: Block, twins: Sequence[Twins], target: int, cache: Cache | None
) -> Sequence[Written]:
    seed = _json([target, site.languages, twins])
    key = b"results" + blake2b(block.key + seed, digest_size=16).digest()
    frozen = cache.get(key) if cache else None
    if frozen is not None:
        return list(_read(frozen))
    codes = [site.languages.index(page.language) for page in block.pages]
    pages = [
        [page.url, page.title, code, beside]
        for page, code, beside in zip(block.pages, codes, twins, strict=True)
    ]
    written = [*_chunks(block, pages, target), *_titles(block, pages)]
    if cache:
        cache.put(key, _freeze(written))
    return written


def _chunks(block: Block, pages: Sequence[list[object]], target: int) -> Iterator[Written]:
    """Yield the texts of a block, each file with the pages that it needs.

    A page is named by the distance of its first section to the first of the file. The row
    of a section of code ends with 1.
    """
    rows: list[list[object]] = []
    needed: dict[int, list[object]] = {}
    size, first, number = 0, 0, 0
    for ref, page in zip(block.refs, pages, strict=True):
        begins = number
        for section in ref.load().sections:
            cost = len(section.text.encode()) + 40
            if rows and size + cost > target:
                yield _chunk(first, needed, rows)
                rows, needed, size, first = [], {}, 0, number
            row = [section.anchor, section.heading, section.level, section.text]
            rows.append([*row, 1] if section.code else row)
            needed.setdefault(begins, page)
            size += cost
            number += 1
    if rows:
        yield _chunk(first, needed, rows)


def _chunk(first: int, pages: Mapping[int, list[object]], rows: Sequence[object]) -> Written:
    named = [[begins - first, *page] for begins, page in pages.items()]
    return _written("x", first, {"pages": named, "sections": rows})


def _titles(block: Block, pages: Sequence[list[object]]) -> Iterator[Written]:
    """Yield titles and headings of the pages without their texts, for long lists."""
    group: list[object] = []
    size, first = 0, 0
    for number, (page, shown) in enumerate(zip(block.pages, pages, strict=True)):
        row = [*shown, _headings(page)]
        cost = len(_json(row))
        if group and size + cost > TITLES:
            yield _written("t", first, group)
            group, size, first = [], 0, number
        group.append(row)
        size += cost
    if group:
        yield _written("t", first, group)


def _headings(page: PageRow) -> list[object]:
    """Give anchor and heading of each section; for code, the number of the section it is in."""
    rows: list[object] = []
    numbers: dict[tuple[str, str], int] = {}
    for number, section in enumerate(page.sections):
        name = (section.anchor, section.heading)
        first = numbers.setdefault(name, number)
        rows.append(first if section.code and first != number else list(name))
    return rows


def _written(kind: str, first: int, value: object) -> Written:
    raw = _json(value)
    return kind, first, digest(raw), deflate(raw)


def _twins(site: Site, page: PageRow, pairs: Mapping[str, Sequence[PageRow]]) -> Twins:
    others = [twin for twin in pairs.get(page.pair, ()) if twin.url != page.url]
    return [_twin(site, page, twin) for twin in others]


def _twin(site: Site, page: PageRow, twin: PageRow) -> list[object]:
    own = [section.anchor for section in page.sections if section.anchor]
    there = {section.anchor for section in twin.sections}
    shared = [anchor for anchor in own if anchor in there]
    language = site.languages.index(twin.language)
    return [twin.url, twin.title, language, 1 if len(shared) == len(own) else shared]


def _lengths(site: Site) -> bytes:
    """Pack the class of each section's length, two to a byte."""
    bounds = [SHORTEST * RATIO**n * site.mean for n in range(1, CLASSES)]
    packed = bytearray(-(-site.end // 2))
    for number, section in site.sections():
        packed[number >> 1] |= bisect(bounds, section.length) << (number & 1) * 4
    return bytes(packed)


def _distances(numbers: Sequence[int]) -> list[int]:
    return [b - a for a, b in zip([0, *numbers], numbers, strict=False)]


def _freeze(written: Sequence[Written]) -> bytes:
    head = _json([[kind, first, name, len(data)] for kind, first, name, data in written])
    return b"".join([len(head).to_bytes(4, "big"), head, *(data for *_, data in written)])


def _read(frozen: bytes) -> Iterator[Written]:
    at = 4 + int.from_bytes(frozen[:4], "big")
    for kind, first, name, size in json.loads(frozen[4:at]):
        yield kind, first, name, frozen[at : at + size]
        at += size


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
