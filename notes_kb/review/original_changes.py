"""What an original has changed since its translation was stamped, section by section."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff

from notes_kb.domain.note import Note, Section
from notes_kb.loading.library import note_from_bytes
from notes_kb.review.history import FileState, Repository
from notes_kb.review.tables import counted
from notes_kb.translation.fingerprint import fingerprints, own_lines, with_pictures
from notes_kb.translation.status import SectionStatus, State, compare_sections

FORMAT_VERSION = 1

_HUNK = re.compile(r"^@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")


@dataclass(frozen=True, slots=True, kw_only=True)
class OldText:
    """A section of the original as the translator saw it."""

    state: FileState
    """The latest commit that left the section so."""
    lines: tuple[str, ...]
    first_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    """A section of a translation that is stale, missing or extra."""

    status: SectionStatus
    now: tuple[str, ...] = ()
    """The original's lines as they are; empty where it lacks the section."""
    first_line: int = 0
    old: OldText | None = None
    """None where no known state of the original has the stamp."""

    def diff(self, path: str) -> list[str]:
        """Give a unified diff of the two states, with the line numbers of the whole file."""
        if self.old is None:
            return []
        names = f"{path} ({self.old.state.commit}, {self.old.state.day})", path
        rows = unified_diff(self.old.lines, self.now, *names, lineterm="")
        return [self._placed(row) for row in rows]

    def _placed(self, row: str) -> str:
        """Count the lines of a hunk's head from the beginning of the file."""
        found = _HUNK.match(row)
        if not found or self.old is None:
            return row
        before = int(found[1]) + self.old.first_line - 1
        after = int(found[3]) + self.first_line - 1
        return f"@@ -{before}{found[2] or ''} +{after}{found[4] or ''} @@"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationChanges:
    """What the translator of one note has to look at."""

    original: Note
    translation: Note
    changes: tuple[SectionChange, ...]
    """In the original's order, extra sections last."""


def find_changes(
    original: Note, translation: Note, old_texts: Callable[[frozenset[str]], Mapping[str, OldText]]
) -> TranslationChanges:
    """Compare a translation with its original.

    `old_texts` gives sections of former states of the original by their fingerprints;
    it is asked once, and only where a section is stale.
    """
    states = {State.STALE, State.MISSING, State.EXTRA}
    told = [one for one in compare_sections(original, translation) if one.state in states]
    stamps = frozenset(one.recorded for one in told if one.state is State.STALE)
    old = old_texts(stamps) if stamps else {}
    sections = original.section_by_id()
    lines = original.text.split("\n")
    return TranslationChanges(
        original=original,
        translation=translation,
        changes=tuple(
            _change(one, sections.get(one.section), lines, old.get(one.recorded)) for one in told
        ),
    )


def _change(
    status: SectionStatus, section: Section | None, lines: list[str], old: OldText | None
) -> SectionChange:
    if section is None:
        return SectionChange(status=status)
    now, first = _text(section, lines), section.lines.first
    return SectionChange(status=status, now=now, first_line=first, old=old)


def _text(section: Section, lines: list[str]) -> tuple[str, ...]:
    """Give the lines of a section, without subsections and blank lines at its end."""
    found = own_lines(section, lines)
    while found and not found[-1].strip():
        found.pop()
    return tuple(found)


def old_texts_in(
    repository: Repository, path: str, original: Note
) -> Callable[[frozenset[str]], Mapping[str, OldText]]:
    """Make the function that looks for former sections of a note in git history.

    States are read from the latest to the oldest, each content once, until every stamp
    is found. A section may have had another anchor then: its text decides.
    """

    def find(stamps: frozenset[str]) -> Mapping[str, OldText]:
        states = list({state.blob: state for state in reversed(repository.states(path))}.values())
        found: dict[str, OldText] = {}
        for state in reversed(states):
            if stamps <= found.keys():
                break
            (data,) = repository.contents([state.blob])
            for stamp, old in _sections_of(data, state, original).items():
                if stamp in stamps:
                    found.setdefault(stamp, old)
        return found

    return find


def _sections_of(data: bytes, state: FileState, original: Note) -> Mapping[str, OldText]:
    """Give the sections of a state of a note by their fingerprints."""
    note = note_from_bytes(
        data,
        path=original.path,
        note_id=original.id,
        language=original.language,
        pasted=original.pasted,
    )
    lines = note.text.split("\n")
    prints, former = fingerprints(note), with_pictures(note)
    found: dict[str, OldText] = {}
    for section in note.walk():
        old = OldText(state=state, lines=_text(section, lines), first_line=section.lines.first)
        found[prints[section.id]] = found[former.get(section.id, prints[section.id])] = old
    return found


def render_changes(found: TranslationChanges, root: str, *, why_none: str = "") -> str:
    """Write what changed for people; ends with a line break.

    `root` is the docs folder as it is to stand before paths. `why_none` says why the old
    text of a section is not known.
    """
    original, translation = (f"{root}/{n.path}" for n in (found.original, found.translation))
    if not found.changes:
        return f"{translation}: nothing has changed in {original} since its stamps\n"
    out: list[str] = []
    for change in found.changes:
        out += [*_told(change, original, translation, why_none), ""]
    stale = sum(one.status.state is State.STALE for one in found.changes)
    missing = sum(one.status.state is State.MISSING for one in found.changes)
    extra = len(found.changes) - stale - missing
    counts = {"stale": stale, "not translated": missing, "without an original": extra}
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return "\n".join([*out, f"{counted(len(found.changes), 'section')}: {told}"]) + "\n"


def _told(change: SectionChange, original: str, translation: str, why_none: str) -> Iterator[str]:
    """Yield the lines about one section."""
    status = change.status
    if status.state is State.EXTRA:
        yield f"{translation}:{status.line}: section '{status.section}' is not in {original}"
        return
    if status.state is State.MISSING:
        yield f"{original}:{change.first_line}: section '{status.section}' is not translated:"
        yield from _indented(change.now)
        return
    stamp = f"section '{status.section}' (from={status.recorded}, now {status.current})"
    if change.old is None:
        reason = why_none or f"no state of {original} in git history has this fingerprint"
        yield f"{translation}:{status.line}: {stamp}: {reason}; the original as it is now:"
        yield from _indented(change.now)
        return
    yield f"{translation}:{status.line}: {stamp}:"
    yield from change.diff(original)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"    {line}".rstrip() for line in lines)


def changes_json(all_found: Iterable[TranslationChanges]) -> str:
    """Write the changes for programs; ends with a line break."""
    rows = [
        {
            "original": found.original.path,
            "translation": found.translation.path,
            "section": change.status.section,
            "state": str(change.status.state),
            "stamp": change.status.recorded,
            "current": change.status.current,
            "line": change.status.line,
            "commit": change.old.state.commit if change.old else None,
            "old": list(change.old.lines) if change.old else None,
            "now": list(change.now),
        }
        for found in all_found
        for change in found.changes
    ]
    report = {"format_version": FORMAT_VERSION, "sections": rows}
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
