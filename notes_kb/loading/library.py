"""Reads a docs folder: files to notes and concepts."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from notes_kb.domain import kinds
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.folders import USUAL, Folders
from notes_kb.domain.language import LANGUAGE_CODE, Languages
from notes_kb.domain.note import Note
from notes_kb.languages import language_meant
from notes_kb.loading.astray import find_astray
from notes_kb.loading.concepts import parse_article, parse_concept
from notes_kb.loading.decode import MAX_BYTES, Decoded, decode, with_path
from notes_kb.loading.file_links import LinkGuard
from notes_kb.text.slug import slugify

_ORDINARY = frozenset({"index", "readme"})
"""Stems of pages that belong to the site's author."""


class NoteSource(NamedTuple):
    """A note's file: its bytes, and what its name says."""

    data: bytes
    path: str
    """Relative to the docs folder."""
    note_id: str
    language: str
    pasted: bool


NoteParser = Callable[[Iterable[NoteSource], Sequence[Concept]], Iterable[Note]]
"""Gives the notes of some files in their order; the concepts are those of the library.

The files are read one by one, as the parser asks for them.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything that was read, sorted by path."""

    languages: Languages
    notes: tuple[Note, ...] = ()
    concepts: tuple[Concept, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with files and concepts; a note's own findings are in the note."""
    paths: frozenset[str] = frozenset()
    """The files that became notes and concepts, relative to the docs folder."""
    folders: Folders = USUAL
    """Where they stand."""

    @property
    def languages_in_use(self) -> tuple[str, ...]:
        """The default language, and those that a note or an article is written in."""
        used = {note.language for note in self.notes}
        used |= {code for concept in self.concepts for code in concept.articles}
        codes = self.languages.codes
        return tuple(code for code in codes if code in used or code == self.languages.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A file of one of the two folders, its name taken apart."""

    path: str
    file: str
    id: str
    language: str
    """Empty where the name has no language suffix."""
    suffix: str


def load_library(
    docs_dir: Path,
    languages: Languages,
    parse: NoteParser | None = None,
    *,
    allowed: Iterable[Path] = (),
    folders: Folders = USUAL,
) -> Library:
    """Read all notes and concepts below a docs folder; content trouble is in the result.

    `parse` takes the place of `parse_notes`: one that remembers what it has parsed.
    `allowed` are paths outside of the folder that symbolic links in it may lead to.
    """
    findings: list[Diagnostic] = []
    guard = LinkGuard(docs_dir, tuple(allowed))
    concepts, concept_paths = _load_concepts(guard, folders.concepts, languages, findings)
    sources = _note_sources(guard, folders.notes, languages, findings)
    notes = tuple((parse or parse_notes)(sources, concepts))
    findings += find_astray(guard, folders.notes)
    findings += guard.findings()
    return Library(
        languages=languages,
        notes=notes,
        concepts=concepts,
        diagnostics=tuple(sorted(findings, key=lambda finding: finding.place)),
        paths=frozenset(note.path for note in notes) | concept_paths,
        folders=folders,
    )


def read_again(
    library: Library,
    docs_dir: Path,
    paths: Iterable[str],
    parse: NoteParser | None = None,
    *,
    allowed: Iterable[Path] = (),
) -> Library | None:
    """Give a library with the texts of some of its files as they are now.

    None where more than a text has changed: front matter, a title, a concept's record, or a
    file that became no note or concept. Then all of it is to be loaded.

    Args:
        library: What was loaded.
        docs_dir: The folder that it was loaded from.
        paths: Files of its notes and concepts.
        parse: As for `load_library`.
        allowed: As for `load_library`.
    """
    guard = LinkGuard(docs_dir, tuple(allowed))
    notes = {note.path: note for note in library.notes}
    concepts = {concept.id: concept for concept in library.concepts}
    for path in paths:
        file = docs_dir / path
        if guard.target(file) is None or not file.is_file():
            return None
        if path in notes:
            old = notes[path]
            source = NoteSource(_read(file), path, old.id, old.language, old.pasted)
            (note,) = (parse or parse_notes)([source], library.concepts)
            if _front(note) != _front(old) or not note.sections:
                return None
            notes[path] = note
        else:
            concept = _with_text(concepts.values(), path, decode(_read(file)), library.languages)
            if concept is None:
                return None
            concepts[concept.id] = concept
    return replace(library, notes=tuple(notes.values()), concepts=tuple(concepts.values()))


def _front(note: Note) -> tuple[object, ...]:
    """Give what is known of a note beside its text."""
    return (note.id, note.language, note.title, note.path, note.pasted, note.meta)


def _with_text(
    concepts: Iterable[Concept], path: str, decoded: Decoded, languages: Languages
) -> Concept | None:
    """Give the concept that a file belongs to, with its article read again."""
    for old in concepts:
        found = [code for code, article in old.articles.items() if article.path == path]
        if not found or decoded.refused:
            continue
        if path != old.path:
            article, _ = parse_article(decoded.text, path=path)
            return replace(old, articles={**old.articles, found[0]: article})
        new, _ = parse_concept(decoded.text, path=path, concept_id=old.id, languages=languages)
        if new is None or new.articles.keys() != set(found):
            return None
        new = replace(new, articles={**old.articles, **new.articles})
        return new if new == replace(old, articles=new.articles) else None
    return None


def load_concepts(
    docs_dir: Path, languages: Languages, folders: Folders = USUAL
) -> tuple[tuple[Concept, ...], tuple[Diagnostic, ...]]:
    """Read the concepts below a docs folder, sorted by path, and what is wrong with them."""
    findings: list[Diagnostic] = []
    guard = LinkGuard(docs_dir)
    concepts, _ = _load_concepts(guard, folders.concepts, languages, findings)
    findings += guard.findings()
    return concepts, tuple(sorted(findings, key=lambda finding: finding.place))


def load_note(
    file: Path,
    *,
    path: str,
    note_id: str,
    language: str,
    pasted: bool,
) -> Note:
    """Read one note.

    Raises:
        OSError: The file cannot be read.
    """
    return note_from_bytes(
        _read(file), path=path, note_id=note_id, language=language, pasted=pasted
    )


def note_from_bytes(data: bytes, *, path: str, note_id: str, language: str, pasted: bool) -> Note:
    """Parse the bytes of a note; a file that is no text gives a note that says so."""
    # A site without notes, or whose notes were parsed before, needs no parser.
    from notes_kb.loading.notes import parse_note  # noqa: PLC0415

    decoded = decode(data)
    note = parse_note(
        decoded.text,
        path=path,
        note_id=note_id,
        language=language,
        pasted=pasted,
        encoding=decoded.encoding,
    )
    found = (*with_path(decoded.diagnostics, path), *note.diagnostics)
    if not note.sections and all(one.severity is not Severity.ERROR for one in found):
        found = (*found, kinds.NOTE_EMPTY.at(path=path))
    return replace(note, diagnostics=found)


def parse_notes(sources: Iterable[NoteSource], _concepts: Sequence[Concept]) -> Iterator[Note]:
    """Parse notes one after another."""
    for source in sources:
        yield note_from_bytes(**source._asdict())


def _read(file: str | Path) -> bytes:
    """Read no more than it takes to see that a file is too long; a pipe would wait for ever."""
    if not stat.S_ISREG(os.stat(file).st_mode):
        raise OSError(0, "it is no ordinary file")
    with open(file, "rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _note_sources(
    guard: LinkGuard, folder: str, languages: Languages, findings: list[Diagnostic]
) -> Iterator[NoteSource]:
    taken: dict[tuple[str, str], str] = {}
    homes: dict[str, str] = {}
    for named in _files(guard, folder, (".md", ".txt"), languages, findings):
        language = named.language or languages.default
        # Translations stand beside each other: the same name elsewhere is another note's.
        home = homes.setdefault(named.id, named.path)
        first = taken.setdefault((named.id, language), named.path)
        if os.path.dirname(home) != os.path.dirname(named.path) or first != named.path:
            findings.append(_twin(named, first if first != named.path else home))
            continue
        try:
            data = _read(named.file)
        except OSError as error:
            findings.append(_unreadable(named.path, error))
            continue
        yield NoteSource(data, named.path, named.id, language, named.suffix == ".txt")


def _load_concepts(
    guard: LinkGuard, folder: str, languages: Languages, findings: list[Diagnostic]
) -> tuple[tuple[Concept, ...], frozenset[str]]:
    taken: dict[tuple[str, str], str] = {}
    concepts: dict[str, Concept] = {}
    articles: list[tuple[_Named, Decoded]] = []
    paths: set[str] = set()
    for named in _files(guard, folder, (".md",), languages, findings):
        if (first := taken.setdefault((named.id, named.language), named.path)) != named.path:
            findings.append(_twin(named, first))
            continue
        try:
            decoded = decode(_read(named.file))
        except OSError as error:
            findings.append(_unreadable(named.path, error))
            continue
        paths.add(named.path)
        findings += with_path(decoded.diagnostics, named.path)
        if decoded.refused:
            continue
        if named.language:
            articles.append((named, decoded))
            continue
        concept, found = parse_concept(
            decoded.text, path=named.path, concept_id=named.id, languages=languages
        )
        findings += found
        if concept is not None:
            concepts[named.id] = concept
    _attach_articles(concepts, articles, folder, languages, findings)
    return tuple(concepts.values()), frozenset(paths)


def _attach_articles(
    concepts: dict[str, Concept],
    articles: list[tuple[_Named, Decoded]],
    folder: str,
    languages: Languages,
    findings: list[Diagnostic],
) -> None:
    for named, decoded in articles:
        article, found = parse_article(decoded.text, path=named.path)
        findings += found
        concept = concepts.get(named.id)
        if concept is None:
            findings.append(
                kinds.ARTICLE_WITHOUT_CONCEPT.at(path=named.path, concept=named.id, folder=folder)
            )
            continue
        if named.language in concept.articles and named.language == languages.default:
            findings.append(
                kinds.DUPLICATE_ARTICLE.at(
                    path=named.path, first=concept.path, language=named.language
                )
            )
            continue
        concepts[named.id] = replace(
            concept, articles={**concept.articles, named.language: article}
        )


def _files(
    guard: LinkGuard,
    folder: str,
    suffixes: tuple[str, ...],
    languages: Languages,
    findings: list[Diagnostic],
) -> Iterator[_Named]:
    """Find the files that could be notes or concepts, in path order."""
    above = guard.folder / folder
    stems: list[tuple[str, str]] = []
    """Path and stem of each file that is taken as written in no language that its name tells."""
    for path, file in _walk(above, guard):
        stem, suffix = os.path.splitext(os.path.basename(file))
        if suffix.lower() not in suffixes or is_hidden(stem + suffix):
            continue
        if guard.target(file) is None:
            continue
        # Notes may stand in subfolders; both they and pastes have these suffixes.
        if ".txt" not in suffixes and os.path.dirname(file) != os.fspath(above):
            if stem.split(".")[0].lower() not in _ORDINARY:
                findings.append(
                    kinds.CONCEPT_IN_SUBFOLDER.at(path=path, folder=folder, name=stem + suffix)
                )
            continue
        named = _named(file, path, languages, findings)
        if named is not None:
            if not named.language:
                stems.append((path, stem))
            yield named
    for parent in dict.fromkeys(os.path.dirname(path) for path, _ in stems):
        own = [(path, stem) for path, stem in stems if os.path.dirname(path) == parent]
        findings += _languages_in_ids(own, languages)


def _walk(folder: Path, guard: LinkGuard) -> list[tuple[str, str]]:
    """List the files below a folder, sorted by path; links to folders are not followed.

    Each by its path relative to the docs folder, with slashes, and by the one to open it by.
    Strings, because path objects would take as long as reading the files does.
    """
    found: list[tuple[str, str]] = []
    if folder.is_symlink() and guard.target(folder) is None:
        return found
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if os.path.islink(os.path.join(parent, name)):
                guard.target(os.path.join(parent, name))
        above = Path(parent).relative_to(guard.folder).as_posix()
        found += [(f"{above}/{name}", os.path.join(parent, name)) for name in names]
    return sorted(found)


def is_hidden(name: str) -> bool:
    """Whether a file is hidden, or what an editor leaves beside the one that it writes."""
    return name.startswith((".", "~", "#")) or name.endswith(("~", ".swp", ".swo", ".bak", ".tmp"))


def _named(file: str, path: str, languages: Languages, findings: list[Diagnostic]) -> _Named | None:
    whole, suffix = os.path.splitext(os.path.basename(file))
    stem, _, ending = whole.rpartition(".")
    language = ""
    if stem and ending in languages.names:
        language = ending
    elif stem and (meant := language_meant(ending, languages.codes)):
        name = f"{stem}.{meant}{suffix}"
        findings.append(kinds.LANGUAGE_SPELT.at(path=path, code=ending, name=name))
        return None
    elif stem and LANGUAGE_CODE.fullmatch(ending):
        name = f"{stem}.{languages.default}{suffix}"
        findings.append(kinds.LANGUAGE_UNKNOWN.at(path=path, code=ending, name=name))
        return None
    else:
        stem = whole
    if stem.lower() in _ORDINARY:
        return None
    return _Named(
        path=path,
        file=file,
        id=slugify(stem) or "note",
        language=language,
        suffix=suffix.lower(),
    )


def _languages_in_ids(stems: list[tuple[str, str]], languages: Languages) -> Iterator[Diagnostic]:
    """Report names that end in a language behind the wrong mark, beside what they translate.

    ``talk_en.md`` beside ``talk.md`` or ``talk_zh.md`` was meant as a translation, and is read as
    a note of its own. Without such a file beside it, ``en`` may be a word of the name.
    """
    taken = [(path, stem, *_ending(stem, languages)) for path, stem in stems]
    beside = {stem: path for path, stem in stems}
    ends = Counter(before for _, _, before, _ in taken if before)
    for path, _, before, meant in taken:
        if not before or not (before in beside or ends[before] > 1):
            continue
        folder, suffix = os.path.dirname(path), os.path.splitext(path)[1]
        mark = "" if meant == languages.default and before not in beside else f".{meant}"
        name = f"{before}{mark}{suffix}"
        of = beside.get(before) or f"{folder}/{before}{suffix}"
        yield kinds.LANGUAGE_IN_ID.at(path=path, name=name, meant=meant, other=of)


def _ending(stem: str, languages: Languages) -> tuple[str, str]:
    """Give what stands before the language at a stem's end, and the code; empty without one."""
    at = max(stem.rfind("_"), stem.rfind("-"))
    meant = language_meant(stem[at + 1 :], languages.codes) if at > 0 else ""
    return (stem[:at], meant) if meant else ("", "")


def _twin(named: _Named, first: str) -> Diagnostic:
    return kinds.DUPLICATE_ID.at(path=named.path, first=first, id=named.id)


def _unreadable(path: str, error: OSError) -> Diagnostic:
    return kinds.FILE_UNREADABLE.at(path=path, reason=error.strerror or "it cannot be opened")
