"""How far each section of a translation has kept up with its original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.note import Note, Section
from notes_kb.translation.fingerprint import fingerprint
from notes_kb.translation.pairing import NoteGroup


class State(StrEnum):
    """What is known of one section of a translation."""

    CURRENT = "current"
    """Its stamp is the original's fingerprint."""
    STALE = "stale"
    """The original has changed since the stamp was set."""
    UNKNOWN = "unknown"
    """It has no stamp."""
    MISSING = "missing"
    """The original has the section, the translation does not."""
    EXTRA = "extra"
    """The translation has a section that the original lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionStatus:
    """The state of one section of one translation."""

    section: str
    """The anchor."""
    state: State
    current: str = ""
    """The original's fingerprint now; empty for an extra section."""
    recorded: str = ""
    """The stamp in the translation; empty where there is none."""
    line: int = 0
    """The heading's line in the translation, or in the original for a missing section."""


def compare_sections(original: Note, translation: Note) -> tuple[SectionStatus, ...]:
    """Give the state of each section, in the original's order, extra ones last."""
    there = {s.id: s for s in translation.walk()}
    ours = [s for s in original.walk() if s.id]
    known = {s.id for s in ours}
    states = [_compare(original, section, there.get(section.id)) for section in ours]
    extra = [
        SectionStatus(section=s.id, state=State.EXTRA, line=s.lines.first)
        for s in translation.walk()
        if s.id and s.id not in known
    ]
    return (*states, *extra)


def _compare(original: Note, section: Section, translated: Section | None) -> SectionStatus:
    now = fingerprint(original, section)
    if translated is None:
        return SectionStatus(
            section=section.id, state=State.MISSING, current=now, line=section.lines.first
        )
    stamp = translated.fingerprint or ""
    state = State.UNKNOWN if not stamp else State.CURRENT if stamp == now else State.STALE
    return SectionStatus(
        section=section.id, state=state, current=now, recorded=stamp, line=translated.lines.first
    )


def check_group(group: NoteGroup) -> Iterator[Diagnostic]:
    """Report the stale, missing and extra sections of every translation of a note."""
    for code, note in group.versions.items():
        if code == group.original:
            continue
        for status in compare_sections(group.source, note):
            finding = _FINDINGS.get(status.state)
            if finding:
                kind, severity, message, hint = finding
                yield Diagnostic(
                    kind=kind,
                    severity=severity,
                    message=message.format(section=status.section, original=group.source.path),
                    path=note.path,
                    line=0 if status.state is State.MISSING else status.line,
                    hint=hint.format(current=status.current, section=status.section),
                )


_FINDINGS = {
    State.STALE: (
        "translation-stale",
        Severity.WARNING,
        "section '{section}' was translated from an older state of {original}",
        "bring it up to date, then write from={current} on its heading",
    ),
    State.MISSING: (
        "translation-missing-section",
        Severity.NOTE,
        "section '{section}' of {original} is not translated",
        "add a heading with {{#{section}}}; until then the original stands in its place",
    ),
    State.EXTRA: (
        "translation-extra-section",
        Severity.WARNING,
        "section '{section}' has no counterpart in {original}",
        "give both headings the same anchor, for example {{#{section}}}",
    ),
}
