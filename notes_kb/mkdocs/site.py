"""The site being built: the knowledge base and the page of each of its things."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.language import Languages
from notes_kb.domain.mention import Backlink
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.linking.resolve import Names
from notes_kb.markup.concept_links import PageMention

if TYPE_CHECKING:
    from notes_kb.mkdocs.pages import SitePage


class Kind(StrEnum):
    """What a page shows; the value names its template too."""

    PAGE = "page"
    """An ordinary page of the site's owner."""
    HOME = "home"
    NOTES = "notes"
    NOTE = "note"
    PARALLEL = "parallel"
    TOPICS = "topics"
    TOPIC = "topic"
    CONCEPTS = "concepts"
    CONCEPT = "concept"
    TRANSLATIONS = "translations"


_PATHS = {
    Kind.HOME: "index",
    Kind.NOTES: "notes/index",
    Kind.NOTE: "notes/{}",
    Kind.PARALLEL: "notes/{}/parallel",
    Kind.TOPICS: "topics/index",
    Kind.TOPIC: "topics/{}",
    Kind.CONCEPTS: "concepts/index",
    Kind.CONCEPT: "concepts/{}",
    Kind.TRANSLATIONS: "translations/index",
}

INDEXES = {_PATHS[kind]: kind for kind in (Kind.HOME, Kind.NOTES, Kind.TOPICS, Kind.CONCEPTS)}
"""Paths at which an owner's own page becomes the head of a page that we make."""


def path_of(kind: Kind, thing: str = "") -> str:
    """Give the path of a thing's page, the same in every language, without suffix."""
    return _PATHS[kind].format(thing)


def dest_uri(path: str, language: str, languages: Languages, *, directories: bool) -> str:
    """Give the output file of a page: ``en/notes/x/index.html`` or ``en/notes/x.html``."""
    parent, name = posixpath.split(path)
    root = "" if language == languages.default else language
    flat = name == "index" or not directories
    target = f"{name}.html" if flat else posixpath.join(name, "index.html")
    return posixpath.join(root, parent, target)


@dataclass(slots=True)
class Site:
    """What one build knows; made anew by every build."""

    languages: Languages
    kb: KnowledgeBase
    pages: dict[tuple[str, str], SitePage] = field(default_factory=dict)
    """The page of each path in each language, fallback pages included."""
    by_source: dict[str, SitePage] = field(default_factory=dict)
    """The page of each source file, fallback pages left out where there is a real one."""
    names: Names = field(init=False, repr=False)
    backlinks: dict[str, list[Backlink]] = field(init=False, repr=False)
    """Every mention of each concept: the notes' first, then other pages' as they are rendered."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    """Everything found in this build, by loading, checking and rendering."""
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The site's name and description in each language."""
    related: Mapping[str, tuple[str, ...]] | None = None
    """Related notes by note id, once somebody asked."""
    _places: dict[Kind, dict[str, int]] = field(default_factory=dict, repr=False)

    def neighbours(self, kind: Kind, thing: str, distance: int) -> list[str]:
        """Give the ids of the notes or concepts round one of them, itself included."""
        things: Mapping[str, object] = self.kb.groups if kind is Kind.NOTE else self.kb.concepts
        places = self._places.setdefault(kind, {t: i for i, t in enumerate(things)})
        at = places[thing]
        return list(islice(things, max(0, at - distance), at + distance + 1))

    def __post_init__(self) -> None:
        """Begin with what the notes mention."""
        self.names = Names(self.kb.concepts.values())
        self.backlinks = {concept: list(found) for concept, found in self.kb.backlinks.items()}

    def add(self, page: SitePage, source: str = "") -> None:
        """Register a page; `source` is the file it was made from, where that is not its own."""
        self.pages[page.path, page.language] = page
        self.by_source[source or page.file.src_uri] = page

    def add_mentions(self, page: SitePage, mentions: Iterable[PageMention]) -> None:
        """Add what a rendered page mentions; notes are known without rendering."""
        if page.kind not in {Kind.PAGE, Kind.CONCEPT, Kind.HOME} or page.fallback_from:
            return
        for mention in mentions:
            self.backlinks[mention.concept].append(
                Backlink(
                    concept=mention.concept,
                    path=page.file.src_uri,
                    anchor=mention.anchor,
                    language=page.language,
                    page_title=page.plain_title,
                    section=mention.heading,
                    sentence=mention.sentence,
                    span=mention.span,
                )
            )

    def find(self, path: str, language: str) -> SitePage | None:
        """Give the page of a path in a language, a fallback page if need be."""
        return self.pages.get((path, language))

    def page(self, kind: Kind, language: str, thing: str = "") -> SitePage | None:
        """Give the page of a thing of the knowledge base."""
        return self.find(path_of(kind, thing), language)

    def versions(self, path: str) -> Mapping[str, SitePage]:
        """Give all pages of a path by language, in the site's order."""
        found = ((code, self.find(path, code)) for code in self.languages.codes)
        return {code: page for code, page in found if page is not None}

    def alternates(self, path: str) -> Mapping[str, SitePage]:
        """Give the pages that exist in their own language, fallback pages left out."""
        return {code: p for code, p in self.versions(path).items() if not p.fallback_from}

    def of_kind(self, kind: Kind, language: str) -> Iterator[SitePage]:
        """Yield the pages of one kind in one language, in the order of registration."""
        for (_, code), page in self.pages.items():
            if page.kind is kind and code == language:
                yield page
