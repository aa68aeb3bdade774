"""What rendering gives: a page as a value, its links not yet URLs.

HTML of one page stands on several: a note on its own page, under other languages, on
topic pages and side by side with its translation. So a link is kept as what it means
and becomes a URL where the HTML is placed. In the HTML a link is a *slot*: its number
between two noncharacters, which no source can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.pages.explicit_links import PageMention
from notes_kb.search.sections import PageSection

SLOT = re.compile("\ufdd8([0-9]+)\ufdd9")
"""A link's number, in the HTML of a page."""


def slot(number: int) -> str:
    """Write a link's number as it stands in the HTML."""
    return f"\ufdd8{number}\ufdd9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a link or picture leads."""

    written: str = ""
    """The target as its author wrote it; empty where the link is to a concept."""
    concept: str = ""
    """The id of the concept; empty for every other link."""
    explicit: bool = False
    """Whether the author wrote ``[[…]]`` for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TocEntry:
    """A heading as the table of contents lists it."""

    level: int
    id: str
    name: str
    """As HTML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A section of a note's page without its subsections, or a whole page without sections."""

    section: str = ""
    """The section's anchor; empty before the first heading."""
    heading: str = ""
    """The heading's HTML; empty where there is none."""
    body: str = ""
    """The HTML below the heading."""
    toc: tuple[TocEntry, ...] = ()
    sections: tuple[PageSection, ...] = ()
    """The text as the search knows it: the section, and headings that are none of the note's."""

    @property
    def html(self) -> str:
        """The whole, with slots."""
        return self.heading + self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPage:
    """A source, rendered once; every page that shows it is made from this value."""

    chunks: tuple[Chunk, ...] = ()
    footnotes: str = ""
    """The HTML of the notes at the page's end."""
    blocks: Mapping[int, str] = field(default_factory=dict)
    """The HTML inside of each block of a note, by its number in the note."""
    links: tuple[Link, ...] = ()
    """What the slots stand for."""
    mentions: tuple[PageMention, ...] = ()
    anchors: frozenset[str] = frozenset()
    """Every id on the page."""
    title: str | None = None
    """The text of the page's own first heading, where it has one."""
    findings: tuple[Diagnostic, ...] = ()
    visible: str = ""
    """All text in which concepts are looked for."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What each ``[[name]]`` of the page meant: the name as written to a concept's id, or ""."""

    @property
    def html(self) -> str:
        """The whole body, with slots."""
        return "".join(chunk.html for chunk in self.chunks) + self.footnotes

    @property
    def sections(self) -> tuple[PageSection, ...]:
        """The page's text for the search."""
        return tuple(section for chunk in self.chunks for section in chunk.sections)

    @property
    def toc(self) -> tuple[TocEntry, ...]:
        """The page's headings."""
        return tuple(entry for chunk in self.chunks for entry in chunk.toc)


def fill_slots(html: str, urls: Callable[[int], str]) -> str:
    """Put URLs in the place of slots; `urls` gives that of a link's number, as text."""
    return SLOT.sub(lambda found: _attribute(urls(int(found[1]))), html)


def linked_concepts(html: str, links: tuple[Link, ...]) -> tuple[str, ...]:
    """Give the concepts that a piece of a page links to, in order of appearance."""
    concepts = (links[int(number)].concept for number in SLOT.findall(html))
    return tuple(dict.fromkeys(filter(None, concepts)))


_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


def _attribute(url: str) -> str:
    """Write a URL inside double quotes as Python-Markdown writes attributes."""
    escaped = _AMPERSAND.sub("&amp;", url)
    for character, reference in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        escaped = escaped.replace(character, reference)
    return escaped
