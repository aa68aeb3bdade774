"""Notes that are translations of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from notes_kb.domain.language import Languages
from notes_kb.domain.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGroup:
    """One recap in all the languages it exists in."""

    id: str
    original: str
    """The code of the language it was written in."""
    versions: Mapping[str, Note]
    """Language code to note, in the order of the site's languages; never empty."""

    @property
    def source(self) -> Note:
        """The original itself."""
        return self.versions[self.original]

    def in_language(self, code: str) -> Note:
        """The version in a language, else the original."""
        return self.versions.get(code, self.source)


def pair_notes(notes: Iterable[Note], languages: Languages) -> tuple[NoteGroup, ...]:
    """Group notes by id, newest first, then by id.

    The original is the language that some version's front matter names and that
    exists, else the site's default language, else the only or first one there is.
    """
    by_id: dict[str, dict[str, Note]] = {}
    for note in notes:
        by_id.setdefault(note.id, {})[note.language] = note
    groups = [_group(note_id, versions, languages) for note_id, versions in by_id.items()]
    groups.sort(key=lambda g: g.id)
    groups.sort(key=lambda g: g.source.meta.date, reverse=True)
    return tuple(groups)


def _group(note_id: str, versions: Mapping[str, Note], languages: Languages) -> NoteGroup:
    ordered = {code: versions[code] for code in languages.codes if code in versions}
    named = [n.meta.original for n in ordered.values() if n.meta.original in ordered]
    fallback = languages.default if languages.default in ordered else next(iter(ordered))
    return NoteGroup(id=note_id, original=named[0] if named else fallback, versions=ordered)
