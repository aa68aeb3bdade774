"""How far each section of a translation has kept up with its original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from notes_kb.domain.note import Note
from notes_kb.translation.fingerprint import fingerprints, with_pictures, words_fingerprints


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


class SectionMark(NamedTuple):
    """What one section tells of its translation; enough to compare two notes."""

    id: str
    """The anchor."""
    line: int
    """The heading's line."""
    fingerprint: str
    """The hash of its source now."""
    stamp: str
    """The fingerprint of what it translates, as recorded; empty where there is none."""
    former: str = ""
    """Its hash as stamps once had it; empty where that is the same."""
    words: str = ""
    """The hash of its text below the heading, which tells a copy that nobody has translated."""


def section_marks(note: Note) -> tuple[SectionMark, ...]:
    """Give the marks of a note's sections that have an anchor, in their order."""
    now, former, words = fingerprints(note), with_pictures(note), words_fingerprints(note)
    return tuple(
        SectionMark(
            id=section.id,
            line=section.lines.first,
            fingerprint=now[section.id],
            stamp=section.fingerprint or "",
            former=former.get(section.id, ""),
            words=words[section.id],
        )
        for section in note.walk()
        if section.id
    )


def compare_sections(original: Note, translation: Note) -> tuple[SectionStatus, ...]:
    """Give the state of each section, in the original's order, extra ones last."""
    return compare_marks(section_marks(original), section_marks(translation))


def compare_marks(
    original: Sequence[SectionMark], translation: Sequence[SectionMark]
) -> tuple[SectionStatus, ...]:
    """Give what `compare_sections` gives, without the notes."""
    there = {mark.id: mark for mark in translation}
    known = {mark.id for mark in original}
    states = [_compare(mark, there.get(mark.id)) for mark in original]
    extra = [
        SectionStatus(section=mark.id, state=State.EXTRA, line=mark.line)
        for mark in translation
        if mark.id not in known
    ]
    return (*states, *extra)


def _compare(original: SectionMark, translated: SectionMark | None) -> SectionStatus:
    now = original.fingerprint
    if translated is None:
        return SectionStatus(
            section=original.id, state=State.MISSING, current=now, line=original.line
        )
    stamp = translated.stamp
    fresh = stamp in (now, original.former)
    state = State.UNKNOWN if not stamp else State.CURRENT if fresh else State.STALE
    return SectionStatus(
        section=original.id, state=state, current=now, recorded=stamp, line=translated.line
    )
