"""The sections of a page: a translation's own, and the original's where it has none."""

from __future__ import annotations

from dataclasses import dataclass

from notes_kb.domain.note import Note, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSection:
    """One section of a page, in the language that it stands in."""

    note: Note
    section: Section


def arrange(note: Note, original: Note) -> tuple[PlacedSection, ...]:
    """Put a translation's sections in order, the original's where it has none.

    A missing section follows the section that it follows in the original.
    """
    own = {section.id for section in note.walk()}
    followers: dict[str, list[PlacedSection]] = {}
    previous = ""
    for section in original.walk() if note is not original else ():
        if section.id in own:
            previous = section.id
        elif section.id:
            followers.setdefault(previous, []).append(PlacedSection(note=original, section=section))
    parts = [] if "" in own else followers.get("", [])
    for section in note.walk():
        parts += [PlacedSection(note=note, section=section), *followers.get(section.id, ())]
    return tuple(parts)
