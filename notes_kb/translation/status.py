"""How far each section of a translation has kept up with its original."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from notes_kb.domain.note import Note, Section
from notes_kb.translation.fingerprint import fingerprints


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
    return section_statuses(original, fingerprints(original), translation)


def section_statuses(
    original: Note, current: Mapping[str, str], translation: Note
) -> tuple[SectionStatus, ...]:
    """Give what `compare_sections` gives, from the original's fingerprints."""
    there = translation.section_by_id()
    ours = [s for s in original.walk() if s.id]
    known = {s.id for s in ours}
    states = [_compare(section, current[section.id], there.get(section.id)) for section in ours]
    extra = [
        SectionStatus(section=s.id, state=State.EXTRA, line=s.lines.first)
        for s in translation.walk()
        if s.id and s.id not in known
    ]
    return (*states, *extra)


def _compare(section: Section, now: str, translated: Section | None) -> SectionStatus:
    if translated is None:
        return SectionStatus(
            section=section.id, state=State.MISSING, current=now, line=section.lines.first
        )
    stamp = translated.fingerprint or ""
    state = State.UNKNOWN if not stamp else State.CURRENT if stamp == now else State.STALE
    return SectionStatus(
        section=section.id, state=state, current=now, recorded=stamp, line=translated.lines.first
    )
