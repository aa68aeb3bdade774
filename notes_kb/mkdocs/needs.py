"""What the body of each page depends on, as a digest: the edges of the dependency graph.

A body whose digest is that of an earlier build is the same, so it need not be made. Each
kind of page names what its template shows; a test compares incremental builds with clean
ones over random edits, so that a missing edge is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from notes_kb.build.keys import digest
from notes_kb.build.knowledge import content_key
from notes_kb.build.rendering import BLOCK_DIGEST
from notes_kb.concept_map.values import topic_of
from notes_kb.domain.concept import Concept
from notes_kb.domain.note import Note, NoteMeta, Source
from notes_kb.knowledge_base import FigurePlace
from notes_kb.mkdocs.borrowing import moved
from notes_kb.mkdocs.crumbs import crumbs
from notes_kb.mkdocs.labs import finding, lab_cards
from notes_kb.mkdocs.link_findings import flaw
from notes_kb.mkdocs.maps import EVERYTHING
from notes_kb.mkdocs.pictures import sizes_on
from notes_kb.mkdocs.placing import destination, note_target, page_url
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.reading import read_on, tested_statements
from notes_kb.mkdocs.routes import RouteSummary
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.statements import shares
from notes_kb.pages.wide_pictures import wide_name
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
        self._card: dict[str, bytes] = {}
        self._map: dict[str, bytes] = {}
        self._places: dict[str, tuple[object, ...]] = {}
        self._quoted: dict[str, bytes] = {}
        self._groups: dict[str, bytes] = {}
        self._onwards: dict[tuple[str, str], tuple[object, ...]] = {}
        self._resolved: dict[tuple[str, str, str], tuple[str | None, tuple[str, str] | None]] = {}

    def of(self, page: PlannedPage) -> bytes:
        """Digest everything that a page's body shows."""
        return digest(
            self._common,
            (page.path, page.language, page.kind.value, page.thing, page.fallback_from),
            (page.heading, page.url, page.made),
            self._versions(page.path),
            self._routes(page),
            self._onward(page),
            _KINDS[page.kind](self, page),
        )

    def of_ordinary(self, page: PlannedPage, key: bytes, urls: Iterable[str]) -> bytes:
        """Digest an ordinary page's body: its rendering, and where its links lead."""
        linked = self._linked(page.file.src_uri)
        urls = tuple(urls)
        sizes = tuple(sizes_on(self.site, page, url) for url in urls)
        shown = (key, urls, sizes, self._raw_pictures(page, page.file.src_uri))
        drawn = self.map(page.language) if self._asks_for_map(page, urls) else b""
        return digest(self.of(page), shown, tuple(self.face(c) for c in linked), drawn)

    def _asks_for_map(self, page: PlannedPage, urls: Iterable[str]) -> bool:
        """Whether a page may show the map: it links to the map's page."""
        there = self.site.page(Kind.MAP, page.language)
        address = page_url(there, page) if there else None
        return any(url.partition("#")[0] == address for url in urls)

    @cached_property
    def _common(self) -> bytes:
        """What every body depends on: the languages, and where concepts and lists stand.

        A page that is added or removed changes only what links to it.
        """
        plan = self.site.plan
        pages = tuple(
            (p.path, p.language, p.url, p.kind.value)
            for p in plan.pages.values()
            if p.kind not in _MANY
        )
        return digest(dict(plan.languages.names), plan.languages.codes, pages, plan.mapped)

    def _routes(self, page: PlannedPage) -> tuple[object, ...]:
        """Give what the bars of the routes over a page show."""
        found: list[object] = []
        for place in self.site.routes.places(page):
            beside = [(p.url, p.title) if p else None for p in (place.previous, place.following)]
            summary = place.route
            total = len(summary.members)
            found.append((summary.route.id, summary.title, place.number, total, tuple(beside)))
        return tuple(found)

    def _onward(self, page: PlannedPage) -> tuple[object, ...]:
        """Give what stands round a page: what it measures and found, and where to read on."""
        lab = page.kind is Kind.PAGE and page.path in self.site.relations.labs
        return (
            tuple((c.name, c.page.url) for c in crumbs(self.site, page)) if lab else (),
            finding(self.site, page),
            self._read_on(page),
            tuple(
                (
                    *(one.note.url, one.note.title, str(one.verdict)),
                    *(one.statement.note.language, one.statement.anchor),
                    *(one.statement.block.prose.text, one.statement.standing.number),
                )
                for one in tested_statements(self.site, page)
            ),
        )

    def _read_on(self, page: PlannedPage) -> tuple[object, ...]:
        """Give what a reader may go on to; the same on a note's own page and beside its original.

        The routes stand in `_routes`.
        """
        of_note = page.kind in {Kind.NOTE, Kind.PARALLEL}
        at = (page.thing, page.language) if of_note else None
        if at in self._onwards:
            return self._onwards[at]
        on = read_on(self.site, page)
        found = (
            tuple((one.url, one.title) for one in on.notes),
            tuple((one.page.url, one.page.title, one.answer) for one in on.labs),
            tuple(self.face(one.id) for one in on.concepts),
        )
        if at is not None:
            self._onwards[at] = found
        return found

    def _versions(self, path: str) -> tuple[object, ...]:
        """Give where a page stands in each language."""
        found = self._places.get(path)
        if found is None:
            versions = self.site.plan.versions(path).items()
            found = tuple((code, page.url, page.fallback_from) for code, page in versions)
            self._places[path] = found
        return found

    def _targets(self, page: PlannedPage, *paths: str) -> tuple[object, ...]:
        """Give where the links lead on a page that the authors of some files wrote.

        What is wrong with a link counts too, and of a picture the size, which the page states.
        """
        found: list[object] = []
        for path in paths:
            rendering = self.site.renderings.get(path)
            for written in rendering.head.written if rendering else ():
                url, wrong = self._target(path, written, page.language)
                sizes = self._sizes(url) if url else ()
                found.append((written, url, wrong, sizes))
            found.append(self._raw_pictures(page, path))
        return tuple(found)

    def _raw_pictures(self, page: PlannedPage, path: str) -> tuple[object, ...]:
        """Give the sizes of pictures in a file's raw HTML, seen from this page and its own.

        The Markdown twin asks where each is, too, which is nowhere without a file.
        """
        rendering = self.site.renderings.get(path)
        written = rendering.head.pictures if rendering else ()
        own = self.site.plan.by_source.get(path) if written else None
        seen_from = [page, *([own] if own else [])]
        return tuple(
            (
                self._target(path, src, page.language),
                *(sizes_on(self.site, one, src) for one in seen_from),
            )
            for src in written
        )

    def _sizes(self, url: str) -> tuple[object, ...]:
        """Give the size of the picture at an address, and of the wide one beside it."""
        wide = wide_name(url)
        return self.site.picture_size(url), self.site.picture_size(wide) if wide else None

    def _target(
        self, path: str, written: str, language: str
    ) -> tuple[str | None, tuple[str, str] | None]:
        """Give the address that a link means, and what is wrong with it."""
        at = (path, written, language)
        if at not in self._resolved:
            wrong = flaw(self.site, path, written, language)
            url = destination(self.site, path, written, language)
            if note := note_target(self.site, path, written, language):
                url = f"{url} {note.title}"  # The page shows the title too.
            self._resolved[at] = (url, (wrong.kind.name, wrong.told) if wrong else None)
        return self._resolved[at]

    @cached_property
    def _records(self) -> bytes:
        kb = self.site.kb
        records = tuple(self.record(concept) for concept in kb.concepts.values())
        return digest(records, plain(self.site.titles))

    @cached_property
    def _cards(self) -> bytes:
        return digest(tuple(self.card(group) for group in self.site.kb.groups.values()))

    @cached_property
    def _counts(self) -> bytes:
        """Digest how often each concept is mentioned."""
        return digest(tuple(len(found) for found in self.site.backlinks.values()))

    def map(self, language: str) -> bytes:
        """Digest the map of concepts in a language, with the cards of all that it shows."""
        if language not in self._map:
            topics = self.site.map_topics(language, EVERYTHING)
            shown = [c.id for topic in topics for c in topic.concepts]
            faces = self._faces_of([*(t.id for t in topics if t.id), *shown])
            self._map[language] = digest(topics, faces, self._topic_counts(language))
        return self._map[language]

    def _topic_counts(self, language: str) -> tuple[object, ...]:
        kb = self.site.kb
        counts = ([n for _, n in kb.groups_on_topic(t.id, language)] for t in kb.topics)
        return tuple((sum(found), len(found)) for found in counts)

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
            summary = self.site.kb.summaries[note.path]
            found = self._notes[note.path] = digest(
                (note.path, note.language, note.title, content_key(note)),
                (summary.concepts, _sorted(summary.mentioned), _sorted(summary.topics)),
                self._rendered(note.path),
            )
        return found

    def group(self, group: NoteGroup) -> bytes:
        """Digest a note in all its languages."""
        found = self._groups.get(group.id)
        if found is None:
            notes = tuple([self.note(note) for note in group.versions.values()])
            versions = self._versions(self.site.plan.path_of(Kind.NOTE, group.id))
            found = self._groups[group.id] = digest(group.original, notes, versions)
        return found

    def card(self, group: NoteGroup) -> bytes:
        """Digest what lists show of a note."""
        found = self._card.get(group.id)
        if found is None:
            versions = group.versions.items()
            found = self._card[group.id] = digest(
                (group.id, group.original),
                tuple([(code, note.title, _of_meta(note.meta)) for code, note in versions]),
                self._versions(self.site.plan.path_of(Kind.NOTE, group.id)),
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
            found.update(dict.fromkeys(rendering.head.linked if rendering else ()))
        return found

    def _faces_of(self, concepts: Iterable[str]) -> tuple[bytes, ...]:
        return tuple(self.face(concept) for concept in dict.fromkeys(concepts))

    # One function a kind of page

    def _note_page(self, page: PlannedPage) -> object:
        site = self.site
        group = site.kb.groups[page.thing]
        note = group.in_language(page.language)
        mentioned = site.kb.summaries[note.path].concepts
        linked = self._linked(note.path, group.source.path)
        return (
            self.group(group),
            self._faces_of([*mentioned, *linked]),
            self._targets(page, note.path, group.source.path),
            self._measured(page),
            tuple(self.card(site.kb.groups[n]) for n in site.kb.note_links.get(page.thing, ())),
        )

    def _measured(self, page: PlannedPage) -> tuple[object, ...]:
        """Give the pages that measure a note's statements, and which statement each does."""
        relations, plan = self.site.relations, self.site.plan
        found = []
        for path in relations.by_note.get(page.thing, ()):
            home = plan.find(path, page.language)
            tests = [t.anchor for t in relations.labs[path].tests if t.note == page.thing]
            found.append((home.url if home else "", home.title if home else "", tuple(tests)))
        return tuple(found)

    def _parallel_page(self, page: PlannedPage) -> object:
        group = self.site.kb.groups[page.thing]
        paths = [note.path for note in group.versions.values()]
        faces = self._faces_of(self._linked(*paths))
        return self.group(group), faces, self._targets(page, *paths)

    def _topic_page(self, page: PlannedPage) -> object:
        kb = self.site.kb
        concept = kb.concepts[page.thing]
        groups = [group for group, _ in kb.groups_on_topic(concept.id, page.language)]
        rows = tuple(self._topic_row(page, group) for group in groups)
        linked = self._linked(*(group.in_language(page.language).path for group in groups))
        narrower = tuple(c.id for c in kb.narrower(concept.id))
        faces = self._faces_of([*narrower, *linked])
        return self.record(concept), rows, narrower, faces, self.map(page.language)

    def topic_part(self, page: PlannedPage, group: NoteGroup) -> bytes:
        """Digest what a topic's page shows of one note."""
        place = (self._common, page.url, page.language, page.thing)
        return digest(place, self._topic_row(page, group))

    def _topic_row(self, page: PlannedPage, group: NoteGroup) -> tuple[object, ...]:
        """Give the same as a value, which a page of many notes digests at once."""
        note = group.in_language(page.language)
        summary, rendering = self.site.kb.summaries[note.path], self.site.renderings[note.path]
        blocks = rendering.head.blocks
        size = BLOCK_DIGEST
        return (
            (note.path, note.title, note.language, note.pasted),
            summary.outlines[page.thing],
            b"".join([blocks[n * size : (n + 1) * size] for n in summary.topics[page.thing]]),
            self._versions(self.site.plan.path_of(Kind.NOTE, group.id)),
            self._targets(page, note.path),
        )

    def _concept_page(self, page: PlannedPage) -> object:
        kb = self.site.kb
        concept = kb.concepts[page.thing]
        narrower = tuple(c.id for c in kb.narrower(concept.id))
        around = self.site.neighbours(concept.id)
        near = [
            topic_of(concept.id, kb.concepts),
            *around.broader,
            *around.narrower,
            *around.related,
            *around.together,
        ]
        paths = [article.path for article in concept.articles.values()]
        return (
            self.record(concept),
            tuple(self._rendered(path) for path in paths),
            topic_of(concept.id, kb.concepts),
            # By themselves: a concept may be linked, and no longer be narrower.
            (around.broader, around.narrower, around.related, around.together, narrower),
            self._faces_of([*near, *self._linked(*paths)]),
            self._mentions(concept.id),
            self._targets(page, *paths),
            tuple(self._figure(page, *one) for one in kb.figures(concept.id, page.language)),
        )

    def _mentions(self, concept: str) -> bytes:
        """Digest what mentions a concept, and where that stands; the same in every language."""
        found = self._quoted.get(concept)
        if found is None:
            backlinks = self.site.backlinks[concept]
            notes = tuple(backlinks.notes.counts)
            quotes = tuple(self._quotes[concept])
            others = tuple(
                (b.path, b.anchor, b.language, b.page_title, b.section, b.sentence, b.span.start)
                for b in backlinks.others
            )
            mentioning = [*notes, *(b.path for b in backlinks.others)]
            urls = tuple([self._urls.get(path, "") for path in mentioning])
            found = self._quoted[concept] = digest(notes, quotes, others, urls)
        return found

    @cached_property
    def _quotes(self) -> Mapping[str, list[str]]:
        """What is quoted of each concept, in the order of the notes.

        To go through the notes is several times as fast as to look into them by concept.
        """
        quotes: dict[str, list[str]] = {concept: [] for concept in self.site.kb.concepts}
        for summary in self.site.kb.summaries.values():
            for concept, quoted in summary.quotes.items():
                quotes[concept].append(quoted)
        return quotes

    @cached_property
    def _urls(self) -> Mapping[str, str]:
        """Where the page of each source file stands."""
        return {path: page.url for path, page in self.site.plan.by_source.items()}

    def _figure(self, page: PlannedPage, group: NoteGroup, figure: FigurePlace) -> object:
        """Give what a concept's page shows of a figure in a note."""
        note = group.in_language(page.language)
        blocks = self.site.renderings[note.path].head.blocks
        start = figure.number * BLOCK_DIGEST
        home = self.site.page(Kind.NOTE, page.language, group.id)
        return (
            *(blocks[start : start + BLOCK_DIGEST], figure.section, note.title, note.language),
            home.url if home else "",
            self._targets(page, note.path),
        )

    def _home_page(self, page: PlannedPage) -> object:
        kb = self.site.kb
        statements = sum(kb.summaries[g.source.path].statements for g in kb.groups.values())
        return (
            *(self._cards, self._records, self._counts, statements),
            self._topic_counts(page.language),
            (self.map(page.language), tuple(lab_cards(self.site, page.language))),
            self._routes_page(page),
            self._ordinary_page(page),
        )

    def _map_page(self, page: PlannedPage) -> object:
        return self.map(page.language)

    def _notes_page(self, page: PlannedPage) -> object:
        return self._cards, self._ordinary_page(page)

    def _topics_page(self, page: PlannedPage) -> object:
        return self._records, self._topic_counts(page.language), self._ordinary_page(page)

    def _concepts_page(self, page: PlannedPage) -> object:
        return self._records, self._counts, self._ordinary_page(page)

    def _translations_page(self, page: PlannedPage) -> object:
        states = {
            path: tuple(status.state.value for status in found)
            for path, found in self.site.kb.statuses.items()
        }
        return self._cards, states

    def _statements_page(self, page: PlannedPage) -> object:
        kb = self.site.kb
        rows = []
        for share in shares(self.site, page.language):
            summary = kb.summaries[share.note.path]
            whole = self.note(share.note) if share.judged else b""
            counted = (summary.statements, dict(summary.verdicts))
            rows.append((self.card(share.group), whole, counted, share.whole, share.judged))
        return tuple(rows), self._records

    def _routes_page(self, page: PlannedPage) -> object:
        summaries = self.site.routes.summaries[page.language].values()
        return tuple(self._route(summary) for summary in summaries)

    def _route_page(self, page: PlannedPage) -> object:
        known = self.site.routes.summaries[page.language]
        route = known[page.thing]
        names = [name for name, _ in route.route.prerequisites]
        before = tuple(self._route(known[name]) if name in known else name for name in names)
        resolve = self.site.kb.lexicon.names.resolve
        concepts = [found for name in names if (found := resolve(name))]
        return self._route(route), before, self._faces_of(concepts)

    @staticmethod
    def _route(summary: RouteSummary) -> tuple[object, ...]:
        members = (
            (m.page.url, m.page.title, m.page.kind.value, m.minutes) for m in summary.members
        )
        route = (summary.route.id, summary.page.url, summary.title, summary.lead)
        return (*route, tuple(members))

    def _ordinary_page(self, page: PlannedPage) -> object:
        """An ordinary page, or another language's page that stands in for it."""
        faces = self._faces_of(self._linked(page.shows))
        targets = self._targets(page, page.shows)
        rendering = self.site.renderings.get(page.shows)
        written = rendering.head.written if rendering else ()
        drawn = self.map(page.language) if any("map.md" in one for one in written) else b""
        return self._rendered(page.shows), faces, targets, self._moved(page), drawn

    def _moved(self, page: PlannedPage) -> tuple[object, ...]:
        """Give where the addresses in raw HTML lead that stands in for another language's."""
        rendering = self.site.renderings.get(page.shows)
        source = self.site.plan.by_source.get(page.shows)
        if not page.fallback_from or rendering is None or source is None:
            return ()
        return tuple(moved(self.site, one, source, page) for one in rendering.head.addresses)


def _of_meta(meta: NoteMeta) -> tuple[object, ...]:
    """Give front matter as a tuple, which is digested several times as fast."""
    return (*_META(meta), _SOURCE(meta.source) if meta.source else None)


_META = attrgetter(*(one.name for one in fields(NoteMeta) if one.name != "source"))
_SOURCE = attrgetter(*(one.name for one in fields(Source)))


def _sorted(values: Mapping[str, object]) -> tuple[object, ...]:
    """Give a mapping as what is digested fast: a tuple in the order of the keys."""
    return tuple(sorted(values.items()))


_MANY = frozenset({Kind.PAGE, Kind.NOTE, Kind.PARALLEL})
"""Kinds of which a site has many; only what links to such a page depends on where it stands."""

_KINDS: Mapping[Kind, Callable[[Needs, PlannedPage], object]] = {
    Kind.PAGE: Needs._ordinary_page,
    Kind.HOME: Needs._home_page,
    Kind.NOTES: Needs._notes_page,
    Kind.NOTE: Needs._note_page,
    Kind.PARALLEL: Needs._parallel_page,
    Kind.TOPICS: Needs._topics_page,
    Kind.TOPIC: Needs._topic_page,
    Kind.CONCEPTS: Needs._concepts_page,
    Kind.CONCEPT: Needs._concept_page,
    Kind.MAP: Needs._map_page,
    Kind.TRANSLATIONS: Needs._translations_page,
    Kind.STATEMENTS: Needs._statements_page,
    Kind.ROUTES: Needs._routes_page,
    Kind.ROUTE: Needs._route_page,
}
