"""Several texts that are imported together: their ids, and the links among them.

A folder of an editor such as Obsidian, Logseq or Notion is a web of links by names or by
paths of files. Its notes get their ids before the first is written, so that each link can
name the note that it leads to.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

from notes_kb.domain.language import Languages
from notes_kb.importing.figures import find_picture, may_be_copied, picture_path
from notes_kb.importing.note_import import id_of_name, import_source, taken_apart
from notes_kb.importing.refusal import Refusal
from notes_kb.importing.sources import MAX_SOURCE
from notes_kb.importing.structure import letters
from notes_kb.loading.decode import decode
from notes_kb.loading.front_matter import parse_front_matter
from notes_kb.text.numbering import parse_numbering
from notes_kb.text.slug import MAX_SLUG, slugify

MARKDOWN = frozenset({".md", ".markdown"})
"""Suffixes of the files that are taken from a folder."""
MAX_FILES = 50_000
"""Files of a folder that are looked at."""
_HEAD = 16_384
"""Bytes of a file in which its other names are looked for."""
_NAMESPACE = "___"
"""What Logseq writes in the name of a file for a slash."""


def find_texts(folder: Path, *, left_out: Collection[Path] = ()) -> list[Path]:
    """Find the Markdown of a folder and those below it, in the order of their paths.

    Nothing hidden, no symbolic link, and nothing below the folders `left_out`.

    Raises:
        Refusal: There are too many files.
    """
    texts = [file for file in _walked(folder, left_out) if file.suffix.lower() in MARKDOWN]
    return sorted(texts, key=lambda file: file.relative_to(folder).parts)


def _walked(folder: Path, left_out: Collection[Path]) -> Iterator[Path]:
    resolved = {path.resolve() for path in left_out}
    count = 0
    for parent, folders, names in os.walk(folder):
        at = Path(parent)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (at / name).resolve() not in resolved
        )
        for name in names:
            count += 1
            if count > MAX_FILES:
                raise Refusal(f"it has more than {MAX_FILES:,} files; import its folders by turns")
            file = at / name
            if not name.startswith(".") and not file.is_symlink() and file.is_file():
                yield file


@dataclass(frozen=True, slots=True)
class Counts:
    """Links to other notes, each by the note that it is in and by what it names."""

    kept: set[tuple[Path, str]] = field(default_factory=set)
    lost: set[tuple[Path, str]] = field(default_factory=set)
    """Those that name no note; their text stays."""


@dataclass(frozen=True)
class Several:
    """The texts of one import."""

    files: Sequence[Path]
    languages: Languages
    folder: Path | None = None
    """What paths in links may begin from beside the folder of their note; None for nothing."""
    is_concept: Callable[[str], bool] = lambda _: False
    """Tells the names of the site's concepts."""
    is_note: Callable[[str], bool] = lambda _: False
    """Tells the ids of the notes that the site has already."""
    counts: Counts = field(default_factory=Counts)
    _linking: dict[Path, set[Path]] = field(default_factory=lambda: defaultdict(set))
    """The texts that link to a text."""
    _filled: dict[Path, bool] = field(default_factory=dict)
    _refused: set[Path] = field(default_factory=set)
    _headings: dict[Path, Mapping[str, str]] = field(default_factory=dict)

    def links_of(self, file: Path) -> FileLinks:
        """Give what the links of a file lead to."""
        return FileLinks(self, file)

    def pictures_of(self, file: Path) -> FolderPictures:
        """Give where the pictures of a file are looked for."""
        return FolderPictures(self, file)

    @cached_property
    def by_file_name(self) -> Mapping[str, Sequence[Path]]:
        """The files of the folder by their names in small letters, those highest up first."""
        found: dict[str, list[Path]] = defaultdict(list)
        for file in _walked(self.folder, ()) if self.folder else ():
            found[_key(file.name)].append(file)
        for files in found.values():
            files.sort(key=lambda file: (len(file.parts), file))
        return found

    @cached_property
    def ids(self) -> Mapping[Path, str]:
        """The id of each text; files that are one note in several languages share theirs.

        Where two notes of different folders would have one id, the later one has the name of
        its folder before it. A text of which nothing can be made has none.
        """
        notes: dict[tuple[Path, str], str] = {}
        taken: set[str] = set()
        ids: dict[Path, str] = {}
        for file in self.files:
            note = file.parent, taken_apart(file.name)[0]
            if note not in notes:
                notes[note] = _free_id(self._own_id(file), file, taken)
                taken.add(notes[note])
            ids[file] = notes[note]
        return ids

    def note_link(self, file: Path, found: Path) -> None:
        """Remember that a text links to another."""
        self._linking[found].add(file)

    def give_up(self, refused: Collection[Path]) -> list[Path]:
        """Hear which files gave no note after all; give those that link to them, to be made again.

        Where such a link stood, its text stands then.
        """
        self._refused.update(refused)
        linking = {file for gone in refused for file in self._linking.pop(gone, ())}
        self.counts.kept.difference_update([one for one in self.counts.kept if one[0] in linking])
        return [file for file in self.files if file in linking and file not in self._refused]

    def _gives_note(self, file: Path) -> bool:
        """Whether a file is taken, and holds more than front matter."""
        if not self.ids.get(file) or file in self._refused:
            return False
        if file not in self._filled:
            self._filled[file] = _holds_text(file)
        return self._filled[file]

    def _own_id(self, file: Path) -> str:
        if named := id_of_name(file.name):
            return named
        try:  # Its title names it.
            imported = import_source(_read(file), name=file.name, languages=self.languages)
        except (Refusal, OSError, RecursionError):
            return ""
        return imported.source.id

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Path]]:
        """The texts by their names, and by every end of their paths that begins with a folder."""
        found: dict[str, list[Path]] = defaultdict(list)
        for file in self.files:
            inner = file.relative_to(self.folder) if self.folder else Path(file.name)
            parts = inner.with_suffix("").parts
            stem = taken_apart(file.name)[0]
            names = {"/".join(parts[start:]) for start in range(len(parts))}
            names |= {stem, unquote(parts[-1]), parts[-1].replace(_NAMESPACE, "/")}
            for name in sorted(map(_key, names)):
                found[name].append(file)
        return found

    @cached_property
    def _by_path(self) -> Mapping[str, Path]:
        """The texts by their paths without steps back, as those of links are."""
        return {os.path.normpath(file): file for file in self.files}

    @cached_property
    def _by_alias(self) -> Mapping[str, Sequence[Path]]:
        """The texts by the titles and other names in their front matter."""
        found: dict[str, list[Path]] = defaultdict(list)
        for file in self.files:
            try:
                with file.open("rb") as stream:
                    head = decode(stream.read(_HEAD)).text
            except OSError:
                continue
            values = parse_front_matter(head, path="").values if head.startswith("---") else {}
            for name in {_key(name) for name in _titles(values)}:
                found[name].append(file)
        return found

    def find(self, name: str, seen_from: Path) -> Path | None:
        """Find the text of a name: in the same folder first, then the one that is highest up."""
        key = _key(name.removesuffix(".md"))
        found = self._by_name.get(key) or self._by_alias.get(key) or ()
        found = [file for file in found if self._gives_note(file)]
        return min(
            found,
            key=lambda file: (file.parent != seen_from.parent, len(file.parts), file),
            default=None,
        )

    def at(self, path: str, seen_from: Path) -> Path | None:
        """Find the text at a path that is relative to another's folder, or to the whole folder."""
        below = (seen_from.parent, *([self.folder] if self.folder else ()))
        for folder in below:
            file = self._by_path.get(os.path.normpath(folder / path.lstrip("/")))
            if file is not None and self._gives_note(file):
                return file
        return None

    def anchor(self, file: Path, heading: str) -> str:
        """Give the anchor that a heading of a text will have; empty where there is none."""
        if file not in self._headings:
            self._headings[file] = self._anchors(file)
        # Obsidian names a heading with those above it, and a block by its own mark.
        last = heading.rpartition("#")[2]
        numbered = parse_numbering(last)
        known = self._headings[file]
        found = known.get(letters(last)) or known.get(letters(numbered.rest) if numbered else "")
        return "" if last.startswith("^") else found or ""

    def _anchors(self, file: Path) -> Mapping[str, str]:
        try:
            imported = import_source(_read(file), name=file.name, languages=self.languages)
        except (Refusal, OSError, RecursionError):
            return {}
        found: dict[str, str] = {}
        for section in imported.note.walk():
            if section.heading:
                found.setdefault(letters(section.prose.text), section.id)
                found.setdefault(section.id, section.id)
        return found


@dataclass(frozen=True, slots=True)
class FileLinks:
    """What the links of one text lead to; see `dialects.Links`."""

    several: Several
    file: Path

    def named(self, name: str, heading: str) -> str | None:
        """Give what ``[[name#heading]]`` is to name; None where its text stays."""
        if not name:
            anchor = self.several.anchor(self.file, heading)
            return f"#{anchor}" if anchor else None
        found = None if self.several.is_concept(name) else self.several.find(name, self.file)
        if found is None and (self.several.is_concept(name) or self.several.is_note(name)):
            return f"{name}#{heading}" if heading else name
        return self._counted(found, name, heading)

    def addressed(self, path: str, heading: str) -> str | None:
        """Give the same for a link to a file of Markdown; None where it stays as it is."""
        return self._counted(self.several.at(path, self.file), path, heading)

    def _counted(self, found: Path | None, name: str, heading: str) -> str | None:
        counts = self.several.counts
        if found is None:
            counts.lost.add((self.file, name))
            return None
        counts.kept.add((self.file, name))
        self.several.note_link(self.file, found)
        anchor = self.several.anchor(found, heading) if heading else ""
        return f"{self.several.ids[found]}#{anchor}" if anchor else self.several.ids[found]


def _titles(values: Mapping[str, object]) -> Iterator[str]:
    """Yield the names that front matter gives a text."""
    for key in ("title", "aliases", "alias"):
        value = values.get(key)
        names = value if isinstance(value, list) else [value]
        yield from (name for name in names if isinstance(name, str) and name.strip())


def _key(name: str) -> str:
    return normalize("NFC", name.strip()).casefold()


def _free_id(own: str, file: Path, taken: Collection[str]) -> str:
    """Give an id that is not taken: with more and more folders before it, at last a number."""
    found, parts = own, list(file.parent.parts)
    while found in taken and parts:
        above = slugify(parts.pop())
        found = f"{above}-{found}"[:MAX_SLUG].strip("-") if above else found
    count = 1
    while found in taken and own:
        count += 1
        found = f"{own[: MAX_SLUG - 6]}-{count}"
    return found


def _holds_text(file: Path) -> bool:
    try:
        text = decode(_read(file)).text
    except OSError:
        return False
    return bool(parse_front_matter(text, path="").body.strip())


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MAX_SOURCE + 1)


@dataclass(frozen=True, slots=True)
class FolderPictures:
    """The pictures of a folder that is imported as a whole."""

    several: Several
    file: Path
    """The text that shows them."""

    def find(self, target: str) -> Path | None:
        """Find a picture at its path, or by its name, as Obsidian does; None for none.

        A path may begin at the folder of the text or at the whole folder, and lead anywhere in it.
        """
        folder = self.several.folder
        if folder is None:
            return find_picture(target, self.file.parent)
        inner = target.lstrip("/") if not target.startswith("//") else target
        at_path = find_picture(inner, self.file.parent, folder) or find_picture(inner, folder)
        path = picture_path(inner)
        if at_path or path is None:
            return at_path
        named = self.several.by_file_name.get(_key(path.name), ())
        return next(filter(may_be_copied, named), None)
