"""What the body of each page depends on, as a digest: the edges of the dependency graph.

A body whose digest is that of an earlier build is the same, so it need not be made. Each
kind of page names what its template shows; a test compares incremental builds with clean
ones over random edits, so that a missing edge is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from notes_kb.build.keys import digest
from notes_kb.domain.concept import Concept
from notes_kb.domain.note import Note
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.translation.pairing import NoteGroup


def plain(value: object) -> Any:
    """Give a value as what can be digested: dates as text, functions and objects by name."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [plain(item) for item in value]
        return tuple(sorted(items, key=repr) if isinstance(value, set | frozenset) else items)
    if value is None or isinstance(value, bool | int | float | bytes):
        return value
    if isinstance(value, str):
        return str.__str__(value) if type(value) is str else str(value.encode(), "utf-8")
    if isinstance(value, date):
        return value.isoformat()
    name = getattr(value, "__qualname__", "") or type(value).__qualname__
    return (getattr(value, "__module__", ""), name)


class Needs:
    """Digests of the parts of one site, and of what each page takes from them."""

    def __init__(self, site: Site) -> None:
        """Take a site all of whose texts have been rendered."""
        self.site = site
        self._faces: dict[str, bytes] = {}
        self._notes: dict[str, bytes] = {}
        self._cards: dict[str, bytes] = {}

    def of(self, page: PlannedPage) -> bytes:
        """Digest everything that a page's body shows."""
        return digest(
            self._common,
            (page.path, page.language, page.kind.value, page.thing, page.fallback_from),
            (page.heading, page.url, page.made),
            _KINDS[page.kind](self, page),
        )

    def of_ordinary(self, page: PlannedPage, key: bytes, urls: Iterable[str]) -> bytes:
        """Digest an ordinary page's body: its rendering, and where its links lead."""
        linked = self._linked(page.file.src_uri)
        shown = (key, tuple(urls), tuple(self.face(c) for c in linked))
        return digest(self.of(page), shown)

    @cached_property
    def _common(self) -> bytes:
        """What every body depends on: the languages, and what links can lead to."""
        plan, files = self.site.plan, self.site.files
        pages = tuple(
            (p.path, p.language, p.url, p.fallback_from, p.kind.value) for p in plan.pages.values()
        )
        assets = tuple(sorted((file.src_uri, file.url) for file in files))
        return digest(dict(plan.languages.names), plan.languages.codes, pages, assets)

    @cached_property
    def everything(self) -> bytes:
        """Digest the whole knowledge base, for the pages that list it."""
        kb = self.site.kb
        return digest(
            tuple(self.group(group) for group in kb.groups.values()),
            tuple(self.record(concept) for concept in kb.concepts.values()),
            tuple(len(found) for found in self.site.backlinks.values()),
            plain(self.site.titles),
        )

    def face(self, concept: str) -> bytes:
        """Digest what other pages show of a concept: its names and definition."""
        found = self._faces.get(concept)
        if found is None:
            record = self.site.kb.concepts.get(concept)
            face = (dict(record.labels), dict(record.definition)) if record else None
            found = self._faces[concept] = digest(concept, face)
        return found

    def record(self, concept: Concept) -> bytes:
        """Digest all that a concept's record says."""
        return digest(concept)

    def note(self, note: Note) -> bytes:
        """Digest a note and what was found in it."""
        found = self._notes.get(note.path)
        if found is None:
            statements = self.site.kb.statements[note.path]
            found = self._notes[note.path] = digest(
                (note.path, note.text, note.language, note.title),
                tuple((s.anchor, s.topic, s.concepts) for s in statements),
                self._rendered(note.path),
            )
        return found

    def group(self, group: NoteGroup) -> bytes:
        """Digest a note in all its languages."""
        return digest(group.original, tuple(self.note(note) for note in group.versions.values()))

    def card(self, group: NoteGroup) -> bytes:
        """Digest what lists show of a note."""
        found = self._cards.get(group.id)
        if found is None:
            versions = group.versions.items()
            found = self._cards[group.id] = digest(
                group.id, tuple((code, note.title, note.meta) for code, note in versions)
            )
        return found

    def _rendered(self, path: str) -> bytes:
        rendering = self.site.renderings.get(path)
        return rendering.key if rendering else b""

    def _linked(self, *paths: str) -> dict[str, None]:
        """Give the concepts that some files link to."""
        found: dict[str, None] = {}
        for path in paths:
            rendering = self.site.renderings.get(path)
            for _, concepts in rendering.facts.linked if rendering else ():
                found.update(dict.fromkeys(concepts))
        return found

    def _faces_of(self, concepts: Iterable[str]) -> tuple[bytes, ...]:
        return tuple(self.face(concept) for concept in dict.fromkeys(concepts))

    # One function a kind of page

    def _note_page(self, page: PlannedPage) -> object:
        site = self.site
        group = site.kb.groups[page.thing]
        note = group.in_language(page.language)
        mentioned = (c for s in site.kb.statements[note.path] for c in s.concepts)
        linked = self._linked(note.path, group.source.path)
        related = (site.kb.groups[n] for n in site.related.get(page.thing, ()))
        return (
            self.group(group),
            self._faces_of([*mentioned, *linked]),
            tuple(self.card(other) for other in related),
        )

    def _parallel_page(self, page: PlannedPage) -> object:
        group = self.site.kb.groups[page.thing]
        paths = [note.path for note in group.versions.values()]
        return self.group(group), self._faces_of(self._linked(*paths))

    def _topic_page(self, page: PlannedPage) -> object:
        kb = self.site.kb
        concept = kb.concepts[page.thing]
        rows = []
        for group, statements in kb.on_topic(page.thing, page.language):
            note = group.in_language(page.language)
            anchors = tuple(s.anchor for s in statements)
            rows.append((self.note(note), anchors, self._faces_of(self._linked(note.path))))
        narrower = [c.id for c in kb.narrower(concept.id)]
        return self.record(concept), tuple(rows), self._faces_of(narrower)

    def _concept_page(self, page: PlannedPage) -> object:
        kb = self.site.kb
        concept = kb.concepts[page.thing]
        near = [*concept.broader, *concept.related, *(c.id for c in kb.narrower(concept.id))]
        paths = [article.path for article in concept.articles.values()]
        quotes = tuple(
            (b.path, b.anchor, b.language, b.page_title, b.section, b.sentence, b.span.start)
            for b in self.site.backlinks[concept.id]
        )
        return (
            self.record(concept),
            tuple(self._rendered(path) for path in paths),
            self._faces_of([*near, *self._linked(*paths)]),
            quotes,
        )

    def _list_page(self, page: PlannedPage) -> object:
        return self.everything

    def _ordinary_page(self, page: PlannedPage) -> object:
        """An ordinary page, or another language's page that stands in for it."""
        return self._rendered(page.shows), self._faces_of(self._linked(page.shows))


_KINDS: Mapping[Kind, Callable[[Needs, PlannedPage], object]] = {
    Kind.PAGE: Needs._ordinary_page,
    Kind.HOME: Needs._list_page,
    Kind.NOTES: Needs._list_page,
    Kind.NOTE: Needs._note_page,
    Kind.PARALLEL: Needs._parallel_page,
    Kind.TOPICS: Needs._list_page,
    Kind.TOPIC: Needs._topic_page,
    Kind.CONCEPTS: Needs._list_page,
    Kind.CONCEPT: Needs._concept_page,
    Kind.TRANSLATIONS: Needs._list_page,
}
