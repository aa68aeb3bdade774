"""All pages of a site in their order, sections numbered through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notes_kb.search.blocks import Block, Blocks, PageRow, SectionRow
from notes_kb.search.part import Part, PartRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the files are written from."""

    blocks: tuple[Block, ...]
    """Pages by language, then URL."""
    languages: tuple[str, ...]
    """All languages that pages are in, the site's own order first."""
    size: int
    """How many sections there are."""
    mean: int
    """Mean length of a section, in positions, at least 1."""

    @property
    def end(self) -> int:
        """A number above those of all sections."""
        return self.blocks[-1].end if self.blocks else 0

    def __iter__(self) -> Iterator[PageRow]:
        """Yield every page, each time anew."""
        for block in self.blocks:
            yield from block.pages

    def sections(self) -> Iterator[tuple[int, SectionRow]]:
        """Yield every section with its number."""
        for block in self.blocks:
            yield from block.numbered()

    def pages(self) -> Iterator[tuple[int, PageRow]]:
        """Yield every page with the number of its first section."""
        for block in self.blocks:
            number = block.base
            for page in block.pages:
                yield number, page
                number += len(page.sections)

    def pairs(self) -> dict[str, list[PageRow]]:
        """Map each pair's name to its pages, where it has several."""
        pairs: dict[str, list[PageRow]] = {}
        for _, page in self.pages():
            if page.pair:
                pairs.setdefault(page.pair, []).append(page)
        return {name: pages for name, pages in pairs.items() if len(pages) > 1}


def place_parts(
    parts: Iterable[Part | PartRef], languages: tuple[str, ...], blocks: Blocks
) -> Site:
    """Order the parts of all pages, and number their sections."""
    refs = [part.ref() if isinstance(part, Part) else part for part in parts]
    others = sorted({ref.language for ref in refs} - set(languages))
    order = {code: i for i, code in enumerate((*languages, *others))}
    refs.sort(key=lambda ref: (order[ref.language], ref.url))
    placed = blocks.place(refs)
    size = sum(block.size for block in placed)
    length = sum(section.length for block in placed for _, section in block.numbered())
    return Site(
        blocks=placed,
        languages=tuple(order),
        size=size,
        mean=max(1, round(length / size)) if size else 1,
    )
