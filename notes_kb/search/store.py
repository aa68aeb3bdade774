"""What results show: titles, headings and texts, in files by the number of the section."""

from __future__ import annotations

import json
from base64 import b64encode
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from notes_kb.search.part import Part
from notes_kb.search.shards import Files
from notes_kb.search.site import Site

CHUNK = 7_000
"""Bytes of text in one file before compression."""
MOST_CHUNKS = 2_500
"""Files of texts, which bounds the table of sections."""
TITLES = 9_000
"""Bytes of titles and headings in one file before compression."""

SHORTEST, RATIO, CLASSES = 0.1, 1.4, 16
"""A section's length is told by its class: class n begins at 0.1 * 1.4 ** n mean lengths."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """Files that hold consecutive numbers."""

    firsts: list[int] = field(default_factory=list)
    """The first number in each file."""
    names: list[str] = field(default_factory=list)


def write_chunks(files: Files, site: Site) -> Ranges:
    """Write the texts of all sections, each file with the pages that it needs."""
    total = sum(len(section.text) for _, section in site.sections()) * 2
    target = max(CHUNK, total // MOST_CHUNKS)
    ranges = Ranges()
    twins = _twins(site)
    group: list[list[object]] = []
    pages: dict[int, object] = {}
    size, first = 0, 0
    for page, number, row, cost in _rows(site):
        if group and size + cost > target:
            _write(files, ranges, first, list(pages.values()), group)
            group, pages, size, first = [], {}, 0, number
        group.append(row)
        pages.setdefault(page, [page, *_page(site, page, twins)])
        size += cost
    if group:
        _write(files, ranges, first, list(pages.values()), group)
    return ranges


def write_titles(files: Files, site: Site) -> Ranges:
    """Write titles and headings of all pages without their texts, for long lists."""
    ranges = Ranges()
    twins = _twins(site)
    group: list[object] = []
    size, first = 0, 0
    for page, part in enumerate(site.parts):
        headings = [[section.anchor, section.heading] for section in part.sections]
        row = [*_page(site, page, twins), headings]
        cost = len(_json(row))
        if group and size + cost > TITLES:
            _add(files, ranges, "t", first, group)
            group, size, first = [], 0, page
        group.append(row)
        size += cost
    if group:
        _add(files, ranges, "t", first, group)
    return ranges


def write_sections(files: Files, site: Site, chunks: Ranges, titles: Ranges) -> str:
    """Write the table that maps sections to pages, lengths and files; give its hash."""
    boosts = [[n, s.boost] for n, s in site.sections() if s.boost != 1]
    languages: list[list[int]] = []
    for page, part in enumerate(site.parts):
        code = site.languages.index(part.language)
        if not languages or languages[-1][1] != code:
            languages.append([page, code])
    table = {
        "boosts": boosts,
        "chunks": [_distances(chunks.firsts), "".join(chunks.names)],
        "languages": languages,
        "lengths": b64encode(_lengths(site)).decode(),
        "sizes": [len(part.sections) for part in site.parts],
        "titles": [_distances(titles.firsts), "".join(titles.names)],
    }
    name, _ = files.add("s", 0, _json(table))
    return name


def _rows(site: Site) -> Iterator[tuple[int, int, list[object], int]]:
    for page, (part, base) in enumerate(zip(site.parts, site.bases, strict=True)):
        for number, section in enumerate(part.sections, base):
            row: list[object] = [section.anchor, section.heading, section.level, section.text]
            yield page, number, row, len(section.text.encode()) + 40


def _page(site: Site, page: int, twins: dict[int, list[int]]) -> list[object]:
    part = site.parts[page]
    return [
        part.url,
        part.title,
        site.languages.index(part.language),
        [_twin(site, part, twin) for twin in twins.get(page, [])],
    ]


def _twin(site: Site, part: Part, number: int) -> list[object]:
    """Give a translation: page, URL, title, language, the anchors that it shares (1: all)."""
    twin = site.parts[number]
    own = [section.anchor for section in part.sections if section.anchor]
    there = {section.anchor for section in twin.sections}
    shared = [anchor for anchor in own if anchor in there]
    language = site.languages.index(twin.language)
    return [number, twin.url, twin.title, language, 1 if len(shared) == len(own) else shared]


def _twins(site: Site) -> dict[int, list[int]]:
    return {
        page: [other for other in pages if other != page]
        for pages in site.pairs().values()
        for page in pages
    }


def _lengths(site: Site) -> bytes:
    """Pack the class of each section's length, two to a byte."""
    bounds = [SHORTEST * RATIO**n * site.mean for n in range(1, CLASSES)]
    packed = bytearray(-(-site.size // 2))
    for number, section in site.sections():
        packed[number >> 1] |= bisect(bounds, section.length) << (number & 1) * 4
    return bytes(packed)


def _write(
    files: Files, ranges: Ranges, first: int, pages: list[object], rows: Sequence[object]
) -> None:
    _add(files, ranges, "x", first, {"first": first, "pages": pages, "sections": rows})


def _add(files: Files, ranges: Ranges, kind: str, first: int, value: object) -> None:
    name, _ = files.add(kind, len(ranges.names), _json(value))
    ranges.firsts.append(first)
    ranges.names.append(name)


def _distances(numbers: Sequence[int]) -> list[int]:
    return [b - a for a, b in zip([0, *numbers], numbers, strict=False)]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
