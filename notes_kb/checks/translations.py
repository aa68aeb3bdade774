"""Translations that have not kept up with their originals."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.translation.pairing import pair_notes
from notes_kb.translation.status import check_group


def check_translations(subject: Subject) -> Iterator[Diagnostic]:
    """Report what `notes_kb.translation.status` finds in every note."""
    for group in pair_notes(subject.library.notes, subject.library.languages):
        yield from check_group(group)
