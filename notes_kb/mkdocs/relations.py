"""Notes, concepts and the ordinary pages that measure them: which leads to which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.measurement import PageRelations, Tested
from notes_kb.domain.verdict import Verdict
from notes_kb.knowledge_base import KnowledgeBase, Statement
from notes_kb.loading.page_relations import has_relations, parse_page_relations
from notes_kb.loading.record import did_you_mean
from notes_kb.mkdocs.plan import Kind, Plan, PlannedPage, is_published

_K = TypeVar("_K")
_KNOWN = tuple(verdict.value for verdict in Verdict)


@dataclass(slots=True)
class Lab:
    """An ordinary page with relations, in all its languages."""

    path: str
    """What its languages share."""
    tests: list[Tested] = field(default_factory=list)
    concepts: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """By language."""
    pages: dict[str, PageRelations] = field(default_factory=dict)
    """What the page says in each language."""


@dataclass(slots=True)
class Relations:
    """What ordinary pages say of statements and concepts; read from their front matter."""

    labs: Mapping[str, Lab]
    """By the path that a page's languages share."""
    by_statement: Mapping[tuple[str, str], Sequence[str]]
    """The pages that measure a statement, by its note and anchor."""
    by_note: Mapping[str, Sequence[str]]
    """The pages that measure statements of a note."""
    by_concept: Mapping[str, Sequence[str]]
    """The pages that are about a concept."""
    findings: tuple[Diagnostic, ...] = ()

    def verdict(self, path: str, note: str, anchor: str) -> Verdict | None:
        """Give what a page says of a statement."""
        said = (t.verdict for t in self.labs[path].tests if (t.note, t.anchor) == (note, anchor))
        word = next(said, "")
        return Verdict(word) if word in _KNOWN else None


def read_relations(plan: Plan) -> Relations:
    """Read what the ordinary pages of a site say of its notes and concepts."""
    findings: list[Diagnostic] = []
    labs: dict[str, Lab] = {}
    for page in plan.ordinary():
        relations = _read(page, findings)
        if relations is None:
            continue
        lab = labs.setdefault(page.path, Lab(page.path))
        lab.pages[page.language] = relations
        if relations.answer:
            lab.answers[page.language] = relations.answer
        known = {(one.note, one.anchor) for one in lab.tests}
        for one in relations.tests:
            wrong = list(_wrong_test(plan.kb, one, page.file.src_uri))
            findings += wrong
            if not wrong and (one.note, one.anchor) not in known:
                lab.tests.append(one)
        findings += _take_concepts(plan.kb, lab, relations)
    return Relations(
        labs=labs,
        by_statement=_grouped((lab.path, (t.note, t.anchor)) for lab, t in _tests(labs)),
        by_note=_grouped((lab.path, t.note) for lab, t in _tests(labs)),
        by_concept=_grouped((lab.path, c) for lab in labs.values() for c in lab.concepts),
        findings=tuple(findings),
    )


def _tests(labs: Mapping[str, Lab]) -> Iterator[tuple[Lab, Tested]]:
    return ((lab, one) for lab in labs.values() for one in lab.tests)


def _grouped(pairs: Iterable[tuple[str, _K]]) -> dict[_K, list[str]]:
    found: dict[_K, dict[str, None]] = {}
    for path, key in pairs:
        found.setdefault(key, {})[path] = None
    return {key: list(paths) for key, paths in found.items()}


def _read(page: PlannedPage, findings: list[Diagnostic]) -> PageRelations | None:
    if page.file.generated_by is not None or not is_published(page.file):
        return None
    try:
        text = page.file.content_string
    except (OSError, ValueError):
        return None  # The host says so when it reads the page.
    if not has_relations(text):
        return None
    relations, found = parse_page_relations(text, path=page.file.src_uri)
    findings += found
    return relations


def _wrong_test(kb: KnowledgeBase, one: Tested, path: str) -> Iterator[Diagnostic]:
    if find_statement(kb, one.note, one.anchor) is None:
        notes = list(kb.groups)
        hint = did_you_mean(one.note, notes) if one.note not in kb.groups else ""
        yield kinds.STATEMENT_UNKNOWN.at(
            one.place, path=path, hint=hint, name=f"{one.note}#{one.anchor}"
        )
    if one.verdict and one.verdict not in _KNOWN:
        yield kinds.VERDICT_UNKNOWN.at(
            one.place,
            path=path,
            hint=did_you_mean(one.verdict, _KNOWN),
            name=one.verdict,
            known=", ".join(_KNOWN),
        )


def _take_concepts(kb: KnowledgeBase, lab: Lab, relations: PageRelations) -> Iterator[Diagnostic]:
    for name, place in relations.concepts:
        concept = kb.lexicon.names.resolve(name)
        if concept is None:
            found = kb.lexicon.names.suggest(name)
            hint = f"did you mean '{found[0]}'?" if found else ""
            yield kinds.PAGE_CONCEPT_UNKNOWN.at(place, path=relations.path, hint=hint, name=name)
        elif concept not in lab.concepts:
            lab.concepts.append(concept)


def find_statement(kb: KnowledgeBase, note: str, anchor: str) -> Statement | None:
    """Give a statement of a note's original; None where there is none."""
    group = kb.groups.get(note)
    if group is None:
        return None
    statements = kb.statements[group.source.path]
    return next((one for one in statements if one.anchor == anchor), None)


def page_of(plan: Plan, path: str, language: str) -> PlannedPage | None:
    """Give an ordinary page in a language."""
    found = plan.find(path, language)
    return found if found is not None and found.kind is not Kind.NOTE else None
