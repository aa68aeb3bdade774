"""Concepts that lack something in one of the site's languages, or altogether."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject, finding_at
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic, Severity


def check_languages(subject: Subject) -> Iterator[Diagnostic]:
    """Report labels and definitions that are missing in a language that the site is written in."""
    for concept in subject.library.concepts:
        for language in subject.library.languages_in_use:
            if language not in concept.labels:
                yield _missing(concept, "labels", language, "label")
            if language not in concept.definition:
                yield _missing(concept, "definition", language, "definition")


def check_sources(subject: Subject) -> Iterator[Diagnostic]:
    """Report concepts that name no source."""
    for concept in subject.library.concepts:
        if not concept.sources:
            yield finding_at(
                None,
                path=concept.path,
                kind="concept-unsourced",
                severity=Severity.NOTE,
                message=f"'{concept.id}' names no source",
                hint="add 'sources: [{title: …, url: https://…}]'",
            )


def _missing(concept: Concept, key: str, language: str, what: str) -> Diagnostic:
    return finding_at(
        concept.places.get((key,)),
        path=concept.path,
        kind=f"concept-{what}-missing",
        severity=Severity.WARNING,
        message=f"'{concept.id}' has no {what} in '{language}'",
        hint=f"add '{language}: …' to '{key}'",
    )
