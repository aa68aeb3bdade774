"""``broader`` and ``related`` of a concept that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject, finding_at
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic, Severity


def check_relations(subject: Subject) -> Iterator[Diagnostic]:
    """Report each relation to a concept that does not exist, or to itself."""
    for concept in subject.library.concepts:
        for key, names in (("broader", concept.broader), ("related", concept.related)):
            for n, name in enumerate(names):
                if name == concept.id:
                    yield _itself(concept, key, n)
                elif name not in subject.concepts:
                    yield _dangling(subject, concept, key, n, name)


def _dangling(subject: Subject, concept: Concept, key: str, n: int, name: str) -> Diagnostic:
    return finding_at(
        concept.places.get((key, n)),
        path=concept.path,
        kind="concept-unknown",
        severity=Severity.ERROR,
        message=f"'{key}[{n}]' names '{name}', which is no concept's id",
        hint=subject.suggest(name) or f"add concepts/{name}.md, or remove it",
    )


def _itself(concept: Concept, key: str, n: int) -> Diagnostic:
    return finding_at(
        concept.places.get((key, n)),
        path=concept.path,
        kind="concept-self",
        severity=Severity.WARNING,
        message=f"'{key}[{n}]' names the concept itself",
        hint="remove it",
    )
