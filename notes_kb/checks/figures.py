"""Figures that a note's source lost."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject, finding_at
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.note import Block, BlockKind, Note
from notes_kb.domain.span import Place


def check_figures(subject: Subject) -> Iterator[Diagnostic]:
    """Count the figures that are missing, note by note."""
    for note in subject.library.notes:
        lost = list(lost_figures(note))
        if lost:
            figures = "1 figure is" if len(lost) == 1 else f"{len(lost)} figures are"
            yield finding_at(
                Place(line=lost[0].lines.first, column=0),
                path=note.path,
                kind="figure-missing",
                severity=Severity.NOTE,
                message=f"{figures} missing, the first of them here",
                hint="put the picture into docs/ and write its path in place of 'missing'",
            )


def lost_figures(note: Note) -> Iterator[Block]:
    """Yield the figures of a note without a target."""
    for section in note.walk():
        for block in section.blocks:
            if block.kind is BlockKind.FIGURE and block.target is None:
                yield block
