"""A parsed source to the text of a note, read again to see that it says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from notes_kb.domain.note import Note
from notes_kb.importing.house import Changes, house_markdown
from notes_kb.importing.structure import Part, first_difference
from notes_kb.loading.notes import parse_note

_MOST_GUARDED = 40
"""Blocks that are escaped one after the other before the difference is reported instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseNote:
    """A note in the house format."""

    text: str
    note: Note
    """The text as the loader reads it."""
    difference: tuple[Part | None, Part | None] | None = None
    """The first part of the source, and of the note, that are not the same; None for none."""


def write_note(source: Note, *, path: str, targets: Mapping[int, str | None]) -> HouseNote:
    """Write a source in the house format, so that the loader reads the same from it.

    A block that is read as something else is escaped and everything is written again; what
    then still differs is told.

    Args:
        source: The source as the loader reads it.
        path: Where the note will stand, relative to the docs folder.
        targets: New targets of figures by the numbers of their blocks.
    """
    changes = Changes(targets=targets)
    for _ in range(_MOST_GUARDED):
        text = house_markdown(source, changes)
        note = parse_note(
            text, path=path, note_id=source.id, language=source.language, pasted=False
        )
        difference = first_difference(source, note)
        ours = difference[0] if difference else None
        if not source.pasted or ours is None or ours.number < 0 or ours.number in changes.guarded:
            break
        changes = replace(changes, guarded=changes.guarded | {ours.number})
    return HouseNote(text=text, note=note, difference=difference)
