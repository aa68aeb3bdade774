"""Forms in notes that could name several concepts."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject, finding_at, locate
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.note import Note
from notes_kb.linking.mentions import Undecided


def check_undecided(subject: Subject) -> Iterator[Diagnostic]:
    """Report each form once a section's worth of text that nothing decides."""
    for note in subject.library.notes:
        for one in subject.mentions[note.path].undecided:
            yield _report(note, one)


def _report(note: Note, one: Undecided) -> Diagnostic:
    first, *others = one.ambiguity.candidates
    names = ", ".join(f"'{candidate}'" for candidate in (first, *others))
    return finding_at(
        locate(note, one.lines, one.form),
        path=note.path,
        kind="concept-ambiguous",
        severity=Severity.WARNING,
        message=f"'{one.form}' may mean {names} and is not linked",
        hint=f"write [[{first}|{one.form}]], or give the records 'context' words",
    )
