"""The plan of a site: every page in every language, before anything is rendered."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from markupsafe import Markup
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page

from notes_kb.build.keys import digest
from notes_kb.build.store import Store
from notes_kb.domain.folders import Folders
from notes_kb.domain.language import Languages
from notes_kb.domain.route import Route
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.text.alphabet import in_order


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
    MAP = "map"
    """All concepts by topic, drawn."""
    TRANSLATIONS = "translations"
    STATEMENTS = "statements"
    ROUTES = "routes"
    ROUTE = "route"


_PATHS = {
    Kind.HOME: "index",
    Kind.NOTES: "{notes}/index",
    Kind.NOTE: "{notes}/{}",
    Kind.PARALLEL: "{notes}/{}/parallel",
    Kind.TOPICS: "topics/index",
    Kind.TOPIC: "topics/{}",
    Kind.CONCEPTS: "{concepts}/index",
    Kind.CONCEPT: "{concepts}/{}",
    Kind.MAP: "{concepts}/map",
    Kind.TRANSLATIONS: "translations/index",
    Kind.STATEMENTS: "statements/index",
    Kind.ROUTES: "routes/index",
    Kind.ROUTE: "routes/{}",
}

_INDEXES = (Kind.HOME, Kind.NOTES, Kind.TOPICS, Kind.CONCEPTS)


def path_of(folders: Folders, kind: Kind, thing: str = "") -> str:
    """Give the path of a thing's page, the same in every language, without suffix."""
    return _PATHS[kind].format(thing, notes=folders.notes, concepts=folders.concepts)


def dest_uri(path: str, language: str, languages: Languages, *, directories: bool) -> str:
    """Give the output file of a page: ``en/notes/x/index.html`` or ``en/notes/x.html``."""
    parent, name = posixpath.split(path)
    root = "" if language == languages.default else language
    flat = name == "index" or not directories
    target = f"{name}.html" if flat else posixpath.join(name, "index.html")
    return posixpath.join(root, parent, target)


def is_published(file: File) -> bool:
    """Whether a file is part of the built site, and no draft."""
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


@dataclass(slots=True, kw_only=True, eq=False)
class PlannedPage:
    """A page of the site in one language: an ordinary one of its owner, or one that we make."""

    path: str
    """What all languages share: ``guide/x``."""
    language: str
    kind: Kind
    file: File
    thing: str = ""
    """The id of the note, topic or concept that it shows."""
    fallback_from: str = ""
    """The language of the content where the page has none of its own; empty otherwise."""
    heading: str = ""
    """The title of a made page; ordinary pages have theirs in their text."""
    description: str = ""
    """A made page's description, as text."""
    abstract: str = ""
    """The beginning of a note's text, for a note without a description."""
    date: date | None = None
    """A note's date."""
    tags: tuple[str, ...] = ()
    """A note's tags, as text."""
    shows: str = ""
    """The file that a made page shows, relative to the docs folder."""
    made: bool = False
    """Whether we make it whole; the text of other pages is read and rendered by the host."""

    @property
    def page(self) -> Page:
        """The host's page, which exists once the navigation has been built."""
        page = self.file.page
        assert isinstance(page, Page)
        return page

    @property
    def url(self) -> str:
        """Relative to the site's root."""
        return self.file.url

    @property
    def title(self) -> str:
        """The title as text."""
        if self.heading:
            return self.heading
        title = self.page.title
        return str(title.unescape() if isinstance(title, Markup) else title or "")

    @property
    def canonical_url(self) -> str:
        """The absolute address; empty where the site has none."""
        return self.page.canonical_url or ""


@dataclass
class Plan:
    """The pages of one build."""

    languages: Languages
    kb: KnowledgeBase
    routes: tuple[Route, ...] = ()
    """The routes as declared."""
    pages: dict[tuple[str, str], PlannedPage] = field(default_factory=dict)
    """By path and language, fallback pages included."""
    by_source: dict[str, PlannedPage] = field(default_factory=dict)
    """The page of each source file, fallback pages left out where there is a real one."""
    mapped: bool = False
    """Whether a page shows the map of concepts."""
    by_file: dict[str, PlannedPage] = field(default_factory=dict)
    """By the name under which the host knows the page's file."""
    in_order: Callable[[Mapping[str, str], str], tuple[str, ...]] = in_order
    """Gives the keys of names in the order of an index in a language."""
    _orders: dict[tuple[Kind, str], tuple[str, ...]] = field(default_factory=dict, repr=False)
    _places: dict[tuple[Kind, str], dict[str, int]] = field(default_factory=dict, repr=False)

    def add(self, page: PlannedPage) -> None:
        """Take a page into the plan."""
        self.pages[page.path, page.language] = page
        self.by_file[page.file.src_uri] = page
        if not page.fallback_from:
            self.by_source[page.shows or page.file.src_uri] = page
        else:
            self.by_source.setdefault(page.file.src_uri, page)

    def of(self, page: Page) -> PlannedPage | None:
        """Give the planned page that a page of the host's is; None for another plugin's."""
        found = self.by_file.get(page.file.src_uri)
        return found if found is not None and found.file is page.file else None

    def path_of(self, kind: Kind, thing: str = "") -> str:
        """Give the path of a thing's page, the same in every language, without suffix."""
        before, named, after = self._named[kind]
        return f"{before}{thing}{after}" if named else before

    @cached_property
    def _named(self) -> Mapping[Kind, tuple[str, str, str]]:
        """What stands before a thing in the path of its page, and behind it."""
        return {kind: path_of(self.kb.folders, kind, "\0").partition("\0") for kind in _PATHS}

    @cached_property
    def indexes(self) -> Mapping[str, Kind]:
        """The paths at which an owner's own page becomes the head of a page that we make."""
        return {self.path_of(kind): kind for kind in _INDEXES}

    @cached_property
    def nested(self) -> Mapping[str, str]:
        """The paths of the pages of notes in subfolders, by their files without suffix."""
        notes = (note for group in self.kb.groups.values() for note in group.versions.values())
        return {
            posixpath.splitext(note.path)[0].removesuffix(f".{note.language}"): self.path_of(
                Kind.NOTE, note.id
            )
            for note in notes
            if note.path.count("/") > 1
        }

    def find(self, path: str, language: str) -> PlannedPage | None:
        """Give the page of a path in a language, a fallback page if need be."""
        return self.pages.get((path, language))

    def page(self, kind: Kind, language: str, thing: str = "") -> PlannedPage | None:
        """Give the page of a thing of the knowledge base."""
        return self.find(self.path_of(kind, thing), language)

    def versions(self, path: str) -> Mapping[str, PlannedPage]:
        """Give all pages of a path by language, in the site's order."""
        found = ((code, self.find(path, code)) for code in self.languages.codes)
        return {code: page for code, page in found if page is not None}

    def alternates(self, path: str) -> Mapping[str, PlannedPage]:
        """Give the pages that exist in their own language, fallback pages left out."""
        return {code: p for code, p in self.versions(path).items() if not p.fallback_from}

    def of_kind(self, kind: Kind, language: str) -> Iterator[PlannedPage]:
        """Yield the pages of one kind in one language, in the order of the plan."""
        for (_, code), page in self.pages.items():
            if page.kind is kind and code == language:
                yield page

    def ordinary(self) -> Iterator[PlannedPage]:
        """Yield the pages whose text the site's owner wrote, each once."""
        return (page for page in self.pages.values() if not page.made)

    def order(self, kind: Kind, language: str) -> tuple[str, ...]:
        """Give the ids of the notes, newest first, or of the concepts, as an index lists them.

        Concepts stand by the letters of their labels in the language, Chinese by pinyin.
        """
        at = (kind, language)
        if at not in self._orders:
            concepts = self.kb.concepts
            if kind is Kind.NOTE:
                self._orders[at] = tuple(self.kb.groups)
            else:
                names = {c: concepts[c].label(language) for c in concepts}
                self._orders[at] = self.in_order(names, language)
        return self._orders[at]

    def neighbours(self, kind: Kind, thing: str, language: str, distance: int) -> list[str]:
        """Give the ids of the notes or concepts round one of them, itself included.

        Where it is none of them, they are the first ones.
        """
        order = self.order(kind, language)
        if (kind, language) not in self._places:
            self._places[kind, language] = {one: at for at, one in enumerate(order)}
        at = self._places[kind, language].get(thing)
        if at is None:
            return list(order[: 2 * distance + 1])
        return list(order[max(0, at - distance) : at + distance + 1])


_ORDER = "order"


def keep_orders(store: Store) -> Callable[[Mapping[str, str], str], tuple[str, ...]]:
    """Give `in_order` with its results kept: to read Chinese aloud takes a large dictionary."""

    def kept(names: Mapping[str, str], language: str) -> tuple[str, ...]:
        key = digest(dict(names), language)
        known = store.get(_ORDER, key)
        if known is None:
            known = json.dumps(in_order(names, language)).encode()
            store.put(_ORDER, key, known)
        return tuple(json.loads(known))

    return kept
