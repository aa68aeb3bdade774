"""Forms that two records claim, with nothing to decide between them."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject, finding_at
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.text.fold import form_key


def check_shared_forms(subject: Subject) -> Iterator[Diagnostic]:
    """Report, at each record, a form that another one has too where neither has context."""
    owners: dict[str, dict[str, tuple[str | int, ...]]] = {}
    for concept in subject.library.concepts:
        for key, form in _written(concept):
            owners.setdefault(form_key(form), {}).setdefault(concept.id, key)
    for claimed in owners.values():
        if len(claimed) > 1 and not any(subject.concepts[c].context for c in claimed):
            for concept_id, key in claimed.items():
                others = [other for other in sorted(claimed) if other != concept_id]
                yield from _report(subject.concepts[concept_id], key, others, subject)


def _report(
    concept: Concept, key: tuple[str | int, ...], others: list[str], subject: Subject
) -> Iterator[Diagnostic]:
    form = _form(concept, key)
    rivals = [o for o in others if not _told_by_case(concept, subject.concepts[o], form)]
    if rivals:
        yield finding_at(
            concept.places.get(key),
            path=concept.path,
            kind="concept-form-shared",
            severity=Severity.WARNING,
            message=f"'{form}' also names {' and '.join(repr(o) for o in rivals)}",
            hint="give the records 'context' words that tell them apart, or drop it from one",
        )


def _told_by_case(one: Concept, other: Concept, form: str) -> bool:
    """Tell whether both spell the form in their own way and insist on it."""
    key = form_key(form)
    spellings = [{f for f in c.case_sensitive if form_key(f) == key} or None for c in (one, other)]
    return all(spellings) and not set.intersection(*filter(None, spellings))


def _written(concept: Concept) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for language, label in concept.labels.items():
        yield ("labels", language), label
    for language, aliases in concept.aliases.items():
        for n, alias in enumerate(aliases):
            yield ("aliases", language, n), alias


def _form(concept: Concept, key: tuple[str | int, ...]) -> str:
    return next(form for written, form in _written(concept) if written == key)
