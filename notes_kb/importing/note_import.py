"""A source to a note in the house format, with what is to be said about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.language import LANGUAGE_CODE, Languages
from notes_kb.domain.note import Note
from notes_kb.importing.dialects import NOWHERE, Links
from notes_kb.importing.figures import Figures, Moves, Pictures, place_figures
from notes_kb.importing.house import Changes, house_markdown
from notes_kb.importing.page_anchors import lead_back
from notes_kb.importing.refusal import EmptyError, Refusal
from notes_kb.importing.sources import Readable, SourceKind, read_source
from notes_kb.importing.structure import Part, find_suspect, first_difference
from notes_kb.languages import guess_language
from notes_kb.loading.decode import MAX_BYTES
from notes_kb.loading.figures import link_definitions
from notes_kb.loading.ledger import DROPPED
from notes_kb.loading.notes import REFUSED_RULE, parse_note
from notes_kb.text.slug import slugify

_MOST_GUARDED = 40
"""Blocks that are escaped one after the other before the difference is reported instead."""
_MOST_READ_AGAIN = 1_000_000
"""Characters that are read again for it: a long note gets fewer turns."""
_MOST_SETTLING = 4
"""Times that a note is written again; a second time is seldom needed."""
_FEWEST_LETTERS = 24
"""Letters from which a text tells its language."""
_LOOKED_AT = 200_000
"""Characters of a text that are looked at for its language."""
_LONGEST_ID = 48
"""Characters of an id that is made from a title."""
_NAMELESS = frozenset(
    "clip clipboard copy default document download export index new note notes page paste readme "
    "stdin text tmp temp untitled".split()
)
"""Names of files that say nothing."""
_RECORDING = re.compile(r"\.(?:mp3|mp4|m4a|m4v|wav|ogg|webm|mkv|mov|avi)$", re.IGNORECASE)
"""What stands before the suffix of subtitles: the name of the recording's file."""
_EXPORT_ID = re.compile(r"[ _-][0-9a-f]{32}$")
"""What Notion puts behind a page's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the one who imports has said."""

    note_id: str = ""
    language: str = ""
    kind: SourceKind | None = None
    in_place: bool = False
    """Whether the source is a note of the site already, to be brought into the house format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A note that is ready to be written."""

    name: str
    """The name of its file: ``talk.md``, ``talk.en.md``."""
    text: str
    source: Note
    """The source as the loader reads it."""
    note: Note
    """The written text as the loader reads it."""
    readable: Readable
    figures: Figures = field(default_factory=Figures)
    difference: tuple[Part | None, Part | None] | None = None
    """The first part of the source, and of the note, that are not the same; None for none."""

    @property
    def kept(self) -> int:
        """Lines of the source that hold something and stand in the note."""
        return sum(count for role, count in self._lines() if role not in {DROPPED, "blank"})

    def dropped(self) -> dict[str, int]:
        """Count the lines that each rule dropped, in the order of the file."""
        counts: Counter[str] = Counter(rule for _, rule in self.readable.dropped)
        for entry in self.source.ledger:
            if entry.rule:
                counts[entry.rule] += entry.lines.last - entry.lines.first + 1
        return dict(counts)

    def _lines(self) -> Iterator[tuple[str, int]]:
        for entry in self.source.ledger:
            yield entry.role, entry.lines.last - entry.lines.first + 1

    def findings(self) -> tuple[Diagnostic, ...]:
        """Give what the loader says about the source's encoding and text, at the source's lines."""
        line = self.readable.line
        found = (replace(one, line=line(one.line)) for one in self.source.diagnostics)
        return (*self.readable.diagnostics, *found)


def import_source(
    data: bytes,
    *,
    name: str,
    languages: Languages,
    wishes: Wishes | None = None,
    links: Links = NOWHERE,
    pictures: Pictures | None = None,
) -> Imported:
    """Make a note of a source; nothing is written, and no other file is read but pictures.

    Args:
        data: The bytes of the source.
        name: Its file name; empty where it has none.
        languages: The site's languages.
        wishes: What is to be done otherwise than it would be.
        links: What its links to other texts lead to.
        pictures: Where pictures of a relative address are looked for; None for nowhere.

    Raises:
        Refusal: Nothing can be made of it.
    """
    wishes = wishes or Wishes()
    kept = None if wishes.in_place else links
    readable = read_source(data, name, kind=wishes.kind, links=kept)
    stem, named = taken_apart(name)
    language = wishes.language or named
    language = language or _told_language(readable.text, languages)
    remarks = list(readable.remarks)
    if language not in languages.names:
        remarks.append(
            f"the text is in '{language}', which is no language of the site;"
            f" it was taken for '{languages.default}'"
        )
        language = languages.default
    source = parse_note(
        readable.text,
        path=f"{stem or 'paste'}.txt",
        note_id="note",
        language=language,
        pasted=readable.pasted,
        encoding=readable.encoding,
    )
    _see_that_something_is_left(source)
    own = name if readable.kind in {SourceKind.PASTE, SourceKind.NOTE, SourceKind.DOCX} else ""
    note_id = wishes.note_id or id_of_name(own) or _id_of_title(source)
    source = replace(source, id=note_id)
    figures = Figures()
    if not wishes.in_place:
        figures = place_figures(
            source, pictures=pictures, embedded=readable.pictures, address=readable.address
        )
    ending = "" if language == languages.default else f".{language}"
    file = f"{note_id}{ending}.md"
    imported = write_note(source, f"notes/{file}", figures.targets)
    return replace(
        imported,
        name=file,
        readable=replace(readable, remarks=tuple(remarks)),
        figures=figures,
    )


def write_note(
    source: Note, path: str, targets: Mapping[str, str | None] | None = None
) -> Imported:
    """Write a source, as the loader has read it, so that the loader reads the same from the note.

    A block that is read as something else is marked as text, then escaped, and everything is
    written again; what then still differs is told.
    """
    moves = Moves(targets or {}, link_definitions(source.text.split("\n")) if targets else {})
    changes = Changes(moves=moves)
    rounds = min(_MOST_GUARDED, 2 + _MOST_READ_AGAIN // (len(source.text) + 1))
    for _ in range(rounds):
        text = house_markdown(source, changes)
        note = parse_note(
            text, path=path, note_id=source.id, language=source.language, pasted=False
        )
        if first_difference(source, note) is None:
            break
        suspect = find_suspect(source, note, changes.escaped | changes.in_vain)
        if suspect is None:
            break
        if suspect in changes.guarded and not source.pasted:
            # Its lines stand as they are: no mark helps, and it goes again.
            changes = replace(
                changes,
                guarded=changes.guarded - {suspect},
                in_vain=changes.in_vain | {suspect},
            )
            continue
        if suspect in changes.guarded:
            changes = replace(changes, escaped=changes.escaped | {suspect})
        changes = replace(changes, guarded=changes.guarded | {suspect})
    text, note = _settled(text, note, path)
    if (led := lead_back(text, note)) != text:
        text, note = _settled(led, _read(led, note, path), path)
    difference = first_difference(source, note)
    if len(text.encode()) > MAX_BYTES:
        raise Refusal(f"the note would be longer than {MAX_BYTES:,} bytes; split it")
    readable = Readable(text=source.text, pasted=source.pasted, kind=SourceKind.PASTE)
    return Imported(
        name=PurePath(path).name,
        text=text,
        source=source,
        note=note,
        readable=readable,
        difference=difference,
    )


def _settled(text: str, note: Note, path: str) -> tuple[str, Note]:
    """Write a note again until nothing changes: importing it later must not change it."""
    for _ in range(_MOST_SETTLING):
        again = house_markdown(note)
        if again == text:
            break
        text, note = again, _read(again, note, path)
    return text, note


def _read(text: str, note: Note, path: str) -> Note:
    return parse_note(text, path=path, note_id=note.id, language=note.language, pasted=False)


def _see_that_something_is_left(source: Note) -> None:
    """Refuse what the loader refused, and what it dropped as a whole."""
    rules = list(dict.fromkeys(entry.rule for entry in source.ledger if entry.rule))
    if REFUSED_RULE in rules:
        raise Refusal(source.diagnostics[-1].message)
    if any(section.heading or section.blocks for section in source.walk()):
        return
    if rules:
        raise EmptyError(f"nothing is left of it: {', '.join(rules)} dropped the rest")
    raise EmptyError("it holds no text")


def _told_language(text: str, languages: Languages) -> str:
    """Tell the language by the letters; the site's default where there are hardly any."""
    if sum(1 for c in text[:_LOOKED_AT] if c.isalpha()) < _FEWEST_LETTERS:
        return languages.default
    return guess_language(text[:_LOOKED_AT], otherwise="en")


def taken_apart(name: str) -> tuple[str, str]:
    """Give a file's name without suffix and language, and the language, empty for none."""
    bare = _RECORDING.sub("", PurePath(name).stem) if name not in {"", "-"} else ""
    stem, _, ending = bare.rpartition(".")
    return (stem, ending) if stem and LANGUAGE_CODE.fullmatch(ending) else (bare, "")


def id_of_name(name: str) -> str:
    """Make an id of a file's name; empty where that says nothing."""
    return slugify(_named(taken_apart(name)[0]))


def _named(stem: str) -> str:
    """Give a stem that says something; empty for ``untitled`` and the like."""
    bare = _EXPORT_ID.sub("", stem)
    words = [word for word in re.split(r"[\W\d_]+", bare.casefold()) if word]
    return (
        "" if all(word in _NAMELESS for word in words) and not re.search(r"\d{4}", bare) else bare
    )


def _id_of_title(source: Note) -> str:
    """Make an id of the title, cut behind a word, the month before it where it is known."""
    date = f"{source.meta.date[:7]}-" if source.meta.date else ""
    words = slugify(source.title).split("-")
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(date) + len(longer) > _LONGEST_ID:
            break
        slug = longer
    return f"{date}{slug or 'note'}"
