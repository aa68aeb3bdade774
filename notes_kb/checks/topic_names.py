"""``topic=`` on headings and points that names no topic."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject, finding_at, locate
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.note import Note
from notes_kb.domain.span import Lines
from notes_kb.linking.topics import explicit_topic


def check_topic_names(subject: Subject) -> Iterator[Diagnostic]:
    """Report each ``topic=`` that names no concept, or one that is no topic."""
    for note in subject.library.notes:
        for name, lines in _written_topics(note):
            if explicit_topic(name, subject.concepts, subject.names) is None:
                yield _report(subject, note, name, lines)


def _written_topics(note: Note) -> Iterator[tuple[str, Lines]]:
    for section in note.walk():
        if section.topic:
            yield section.topic, Lines(section.lines.first, section.lines.first)
        for block in section.blocks:
            if block.topic:
                yield block.topic, block.lines


def _report(subject: Subject, note: Note, name: str, lines: Lines) -> Diagnostic:
    concept = subject.names.resolve(name)
    place = locate(note, lines, f"topic={name}")
    topics = sorted(c.id for c in subject.library.concepts if c.topic is not None)
    if concept is not None:
        message = f"'{name}' is a concept but no topic"
        hint = f"write one of {', '.join(topics)}, or give its record 'topic: <number>'"
    else:
        message = f"unknown topic '{name}'"
        hint = subject.suggest(name) or f"write one of {', '.join(topics) or '(there are none)'}"
    return finding_at(
        place,
        path=note.path,
        kind="topic-unknown",
        severity=Severity.ERROR,
        message=message,
        hint=hint,
    )
