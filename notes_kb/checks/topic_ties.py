"""Points that are about several topics equally, and topics that share a place."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject, finding_at, locate
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic, Severity


def check_topic_ties(subject: Subject) -> Iterator[Diagnostic]:
    """Report each point that has no topic because its concepts vote for several."""
    for note in subject.library.notes:
        for tie in subject.topics[note.path].ties:
            yield finding_at(
                locate(note, tie.block.lines, tie.block.prose.text[:8]),
                path=note.path,
                kind="topic-tied",
                severity=Severity.NOTE,
                message=f"this belongs equally to {' and '.join(repr(t) for t in tie.topics)}",
                hint=f"end it with {{topic={tie.topics[0]}}}",
            )


def check_topic_places(subject: Subject) -> Iterator[Diagnostic]:
    """Report topics that claim the same place in the navigation."""
    first: dict[int, Concept] = {}
    for concept in subject.library.concepts:
        if concept.topic is None:
            continue
        other = first.setdefault(concept.topic, concept)
        if other is not concept:
            yield finding_at(
                concept.places.get(("topic",)),
                path=concept.path,
                kind="topic-place-shared",
                severity=Severity.WARNING,
                message=f"'{other.id}' is topic {concept.topic} already",
                hint=f"write 'topic: {1 + max(_numbers(subject))}'",
            )


def _numbers(subject: Subject) -> Iterator[int]:
    return (c.topic for c in subject.library.concepts if c.topic is not None)
