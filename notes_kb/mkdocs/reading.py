"""Where a reader goes on from a page: in a route, to a note, a concept, a lab."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from notes_kb.domain.concept import Concept
from notes_kb.domain.verdict import Verdict
from notes_kb.knowledge_base import Statement
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.relations import find_statement
from notes_kb.mkdocs.routes import Place
from notes_kb.mkdocs.site import Site

MOST = 4
"""Notes, concepts and labs that a page leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedStatement:
    """A statement that a lab measures, and what came out."""

    statement: Statement
    note: PlannedPage
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabLink:
    """A lab, as other pages lead to it."""

    page: PlannedPage
    answer: str
    """What came out, in one sentence; empty where the lab says none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOn:
    """What stands at the end of a page."""

    routes: Sequence[Place]
    notes: Sequence[PlannedPage]
    concepts: Sequence[Concept]
    labs: Sequence[LabLink]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.routes or self.notes or self.concepts or self.labs)


def read_on(site: Site, page: PlannedPage) -> ReadOn:
    """Give where a reader goes on; the same kinds of things on every page."""
    notes, concepts, labs = _near(site, page)
    routes = [place for place in site.routes.places(page) if place.following]
    pages = (site.page(Kind.NOTE, page.language, note) for note in _first(notes))
    return ReadOn(
        routes=routes,
        notes=[one for one in pages if one],
        concepts=[site.kb.concepts[one] for one in _first(concepts)],
        labs=lab_links(site, _first(labs), page.language),
    )


def _first(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))[:MOST]


def _near(site: Site, page: PlannedPage) -> tuple[list[str], list[str], list[str]]:
    """Give the ids of notes and concepts, and the paths of labs, nearest first."""
    kb, relations = site.kb, site.relations
    match page.kind:
        case Kind.NOTE | Kind.PARALLEL:
            summary = kb.summaries[kb.groups[page.thing].in_language(page.language).path]
            often = sorted(summary.concepts, key=lambda c: (-summary.mentioned.get(c, 0), c))
            labs = list(relations.by_note.get(page.thing, ()))
            return list(site.related.get(page.thing, ())), often, labs
        case Kind.CONCEPT | Kind.TOPIC:
            concept = kb.concepts[page.thing]
            narrower = [one.id for one in kb.narrower(concept.id)]
            near = [c for c in (*concept.related, *narrower, *concept.broader) if c in kb.concepts]
            return (
                _mentioning(site, concept.id),
                near,
                list(relations.by_concept.get(concept.id, ())),
            )
        case _:
            lab = relations.labs.get(page.path)
            if lab is None:
                return [], [], []
            beside = Counter(
                path
                for concept in lab.concepts
                for path in relations.by_concept.get(concept, ())
                if path != lab.path
            )
            return (
                [one.note for one in lab.tests],
                lab.concepts,
                [p for p, _ in beside.most_common()],
            )


def _mentioning(site: Site, concept: str) -> list[str]:
    """Give the notes that mention a concept, those first that do so most often."""
    if concept not in site.mentioning:
        counts: dict[str, int] = {}
        note_of = site.note_of
        for path, count in site.kb.backlinks[concept].counts.items():
            note = note_of.get(path)
            if note is not None and count > counts.get(note, 0):
                counts[note] = count
        site.mentioning[concept] = [note for note, _ in Counter(counts).most_common(MOST)]
    return site.mentioning[concept]


def lab_links(site: Site, paths: Iterable[str], language: str) -> list[LabLink]:
    """Give labs as a language's pages lead to them."""
    links = []
    for path in paths:
        page = site.plan.find(path, language)
        if page is not None:
            answers = site.relations.labs[path].answers
            links.append(LabLink(page=page, answer=answers.get(language, "")))
    return links


def tested_statements(site: Site, page: PlannedPage) -> list[TestedStatement]:
    """Give the statements that a lab's page measures, as its language has them."""
    lab = site.relations.labs.get(page.path)
    found = []
    for one in lab.tests if lab else ():
        group = site.kb.groups[one.note]
        listed = site.kb.statements[group.in_language(page.language).path]
        statement = next((s for s in listed if s.anchor == one.anchor), None)
        statement = statement or find_statement(site.kb, one.note, one.anchor)
        home = site.page(Kind.NOTE, page.language, one.note)
        if statement and home:
            verdict = site.relations.verdict(page.path, one.note, one.anchor)
            found.append(TestedStatement(statement=statement, note=home, verdict=verdict))
    return found
