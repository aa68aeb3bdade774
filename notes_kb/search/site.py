"""All parts of a site in their order, sections numbered through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notes_kb.search.part import Part, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the files are written from."""

    parts: tuple[Part, ...]
    """By language, then URL."""
    bases: tuple[int, ...]
    """The number of each part's first section."""
    languages: tuple[str, ...]
    """All languages that pages are in, the site's own order first."""
    size: int
    """Sections."""
    mean: int
    """Mean length of a section, in positions, at least 1."""

    def sections(self) -> Iterator[tuple[int, Section]]:
        """Yield every section with its number."""
        for part, base in zip(self.parts, self.bases, strict=True):
            yield from enumerate(part.sections, base)

    def pairs(self) -> dict[str, list[int]]:
        """Map each pair's name to the numbers of its pages, where it has several."""
        pairs: dict[str, list[int]] = {}
        for number, part in enumerate(self.parts):
            if part.pair:
                pairs.setdefault(part.pair, []).append(number)
        return {name: pages for name, pages in pairs.items() if len(pages) > 1}


def place_parts(parts: Iterable[Part], languages: tuple[str, ...]) -> Site:
    """Order the parts and number their sections; parts without sections are left out."""
    kept = [part for part in parts if part.sections]
    others = sorted({part.language for part in kept} - set(languages))
    order = {code: i for i, code in enumerate((*languages, *others))}
    kept.sort(key=lambda part: (order[part.language], part.url))
    bases, size, length = [], 0, 0
    for part in kept:
        bases.append(size)
        size += len(part.sections)
        length += sum(section.length for section in part.sections)
    return Site(
        parts=tuple(kept),
        bases=tuple(bases),
        languages=tuple(order),
        size=size,
        mean=max(1, round(length / size)) if size else 1,
    )
