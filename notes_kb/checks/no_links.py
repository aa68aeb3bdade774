"""``no_links`` of a note that names no concept."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject, finding_at, locate
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.note import Note
from notes_kb.domain.span import Lines


def check_no_links(subject: Subject) -> Iterator[Diagnostic]:
    """Report each name in ``no_links`` that stands for nothing."""
    for note in subject.library.notes:
        for name in note.meta.no_links:
            if subject.names.resolve(name) is None:
                yield finding_at(
                    locate(note, _front_matter_from(note, "no_links"), name),
                    path=note.path,
                    kind="concept-unknown",
                    severity=Severity.WARNING,
                    message=f"'no_links' names '{name}', which is no concept",
                    hint=subject.suggest(name) or "remove it",
                )


def _front_matter_from(note: Note, key: str) -> Lines:
    """Give the lines from a top-level key to the end of the front matter."""
    first, lines = 1, note.text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith((f"{key}:", f"{key} :")):
            first = number
        elif number > 1 and line.rstrip() in {"---", "..."}:
            return Lines(first, number)
    return Lines(first, len(lines))
