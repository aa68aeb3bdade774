"""Renames a note or a concept: its files, and everything that names it.

All changes are worked out before anything is written. Only the characters that name the old
id are replaced; code is left alone, except where it is code by its indentation only, since
extensions nest text in the same way. A translation that was up to date stays so: where the
original's text changes, the stamp follows.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from notes_kb.domain import kinds
from notes_kb.domain.note import Note
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.loading.bounded_yaml import Path as KeyPath
from notes_kb.loading.decode import decode
from notes_kb.loading.file_links import LinkGuard
from notes_kb.loading.front_matter import FrontMatter, parse_front_matter
from notes_kb.loading.library import CONCEPTS, NOTES, Library, is_hidden, note_from_bytes
from notes_kb.loading.link_targets import read_target
from notes_kb.review.coverage import Thing
from notes_kb.review.tables import counted
from notes_kb.text.fold import form_key
from notes_kb.text.slug import slugify
from notes_kb.translation.fingerprint import fingerprints
from notes_kb.translation.status import State

GOLDEN = "search.yml"
"""The owner's golden queries, which name pages."""

_LINE_END = re.compile(r"(\r\n|\n|\r)")
_FENCE = re.compile(r"^[\s>]{0,40}(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`{1,9}+)(?!`)[^`]{0,500}(?<!`)\1(?!`)")
_EXPLICIT = re.compile(r"\[\[([^\[\]|\n\\]{1,200})(?=\\?\||\]\])")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]{0,9}<?([^\s<>]{1,2000})")
_ATTRIBUTE = re.compile(r"""(?<=\s)(href|src)=["']([^"'\s<>]{1,2000})""")
_TOPIC = re.compile(r"(?<=[\s{])topic=[\"']?([^\s{}\"']{1,200})(?=[\"']?[^{}\n]{0,400}\}\s*$)")
_REFERENCES = {CONCEPTS: ("broader", "related"), NOTES: ("no_links",)}
"""Keys of front matter that name concepts, by folder."""


class RenameRefusedError(Exception):
    """The renaming cannot be done whole; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """What is renamed."""

    thing: Thing
    old: str
    new: str

    @property
    def folder(self) -> str:
        """The folder of its files within the docs folder."""
        return NOTES if self.thing is Thing.NOTE else CONCEPTS

    @property
    def pages(self) -> tuple[str, ...]:
        """The folders of its pages in the site."""
        return (NOTES,) if self.thing is Thing.NOTE else (CONCEPTS, "topics")


@dataclass(slots=True, kw_only=True)
class FileChanges:
    """What is to be written to a docs folder."""

    moves: dict[str, str] = field(default_factory=dict)
    """Old paths to new ones, relative to the docs folder."""
    texts: dict[str, str] = field(default_factory=dict)
    """The new texts of files that change, by their old paths."""
    references: dict[str, int] = field(default_factory=dict)
    """How many references change in each file, by old path."""
    stamps: dict[str, int] = field(default_factory=dict)
    """How many stamps follow in each translation, by old path."""

    def files(self, docs: Path) -> Mapping[str, bytes | None]:
        """Give the bytes of every file that changes, by its path; None for one that goes."""
        changed: dict[str, bytes | None] = dict.fromkeys(self.moves)
        for path in (*self.moves, *self.texts):
            text = self.texts.get(path)
            data = (docs / path).read_bytes() if text is None else text.encode()
            changed[self.moves.get(path, path)] = data
        return changed


def plan_rename(
    docs: Path, config: Path | None, library: Library, kb: KnowledgeBase, rename: Rename
) -> FileChanges:
    """Work out what a renaming changes.

    Args:
        docs: The docs folder.
        config: ``mkdocs.yml``, whose navigation may name pages; None where there is none.
        library: What was read from the docs folder.
        kb: What `notes_kb.knowledge_base.build` made of it.
        rename: The thing with its old and its new id.

    Raises:
        RenameRefusedError: It cannot be done whole.
    """
    _refuse_wrong_ids(library, kb, rename)
    moves = _moves(docs, kb, rename)
    plan = FileChanges(moves=moves)
    editor = _Editor(kb, rename, moves)
    for path, edited in _edited_files(docs, editor, moves):
        plan.texts[path], plan.references[path] = edited
    for path, file in _others(docs, config):
        text = file.read_text("utf-8")
        edited = editor.addresses(text)
        if edited[1]:
            plan.texts[path], plan.references[path] = edited
    _write_former_id(docs, kb, rename, plan)
    follow_stamps(docs, kb, plan)
    return plan


def _refuse_wrong_ids(library: Library, kb: KnowledgeBase, rename: Rename) -> None:
    thing, old, new = rename.thing, rename.old, rename.new
    things: Mapping[str, object] = kb.groups if thing is Thing.NOTE else kb.concepts
    if old not in things:
        raise RenameRefusedError(f"there is no {thing} '{old}'")
    if slugify(new) != new or new in ("index", "readme"):
        better = slugify(new)
        hint = f"; write it as {better}" if better not in ("", "index", "readme") else ""
        raise RenameRefusedError(f"'{new}' is no id{hint}")
    if new == old:
        raise RenameRefusedError("the two ids are the same")
    if new in things:
        raise RenameRefusedError(f"there is a {thing} '{new}' already")
    meant = kb.lexicon.names.resolve(new)
    if thing is Thing.CONCEPT and meant not in (None, old):
        raise RenameRefusedError(f"'{new}' is a name of the concept '{meant}', so links would move")
    links = {name.partition("#")[0].strip() for one in kb.summaries.values() for name in one.links}
    if thing is Thing.CONCEPT and new in kb.groups and new in links:
        raise RenameRefusedError(f"[[{new}]] means the note '{new}', so links would move")
    if thing is Thing.NOTE and meant is not None and old in links:
        raise RenameRefusedError(f"[[{new}]] would mean the concept '{meant}', not the note")
    told = f"id '{old}'"
    if any(d.kind == kinds.DUPLICATE_ID.name and told in d.message for d in library.diagnostics):
        raise RenameRefusedError(f"two files have the id '{old}'; rename one of them first")


def _moves(docs: Path, kb: KnowledgeBase, rename: Rename) -> dict[str, str]:
    """Give the new name of each file, its language and suffix kept."""
    if rename.thing is Thing.NOTE:
        paths = [note.path for note in kb.groups[rename.old].versions.values()]
    else:
        concept = kb.concepts[rename.old]
        paths = [concept.path, *(article.path for article in concept.articles.values())]
    moves = {}
    for path in dict.fromkeys(paths):
        folder, name = posixpath.split(path)
        new = posixpath.join(folder, rename.new + name[len(_stem(name, kb)) :])
        if os.path.lexists(docs / new):
            raise RenameRefusedError(f"there is a file {new} already")
        moves[path] = new
    return moves


def _stem(name: str, kb: KnowledgeBase) -> str:
    """Take suffix and language off a file's name."""
    stem = posixpath.splitext(name)[0]
    base, dot, code = stem.rpartition(".")
    return base if dot and base and code in kb.languages.names else stem


def _others(docs: Path, config: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield the files of settings that may name pages: their paths from the docs folder."""
    golden = docs / GOLDEN
    for file in (golden, config):
        if file is not None and file.is_file():
            yield posixpath.normpath(os.path.relpath(file, docs).replace(os.sep, "/")), file


# Texts


def _edited_files(
    docs: Path, editor: _Editor, moves: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield each text of the docs folder that names the old id, edited, with how often."""
    guard = LinkGuard(docs)
    for parent, _, names in guard.walk():
        for name in sorted(names):
            if not name.lower().endswith((".md", ".txt")) or is_hidden(name):
                continue
            file = Path(parent, name)
            path = file.relative_to(docs).as_posix()
            data = file.read_bytes()
            edited = _edited(path, data, editor)
            if not edited and path not in moves:
                continue
            if file.resolve() != docs.resolve() / path:
                raise RenameRefusedError(f"{path} is a link, and what it leads to is not changed")
            if edited:
                yield path, edited


def _edited(path: str, data: bytes, editor: _Editor) -> tuple[str, int] | None:
    """Give a text with the new id in place of the old one; None where it does not change."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, count = editor.text(decode(data).text, path)
        if count:
            raise RenameRefusedError(
                f"{path} names '{editor.rename.old}' and is no UTF-8; save it as UTF-8 first"
            ) from None
        return None
    edited, count = editor.text(text, path)
    return (edited, count) if count else None


class _Editor:
    """Replaces what names the old id in texts."""

    def __init__(self, kb: KnowledgeBase, rename: Rename, moves: Mapping[str, str]) -> None:
        """Take the renaming, and the files that move."""
        self.rename = rename
        self._names = kb.lexicon.names
        self._find_note = kb.find_note
        codes = "|".join(re.escape(code) for code in kb.languages.codes)
        stems = {_stem(posixpath.basename(path), kb) for path in moves}
        self._stems = frozenset({rename.old, *stems})
        known = "|".join(re.escape(stem) for stem in sorted(self._stems))
        pages = "|".join(rename.pages)
        self._page = re.compile(
            rf"(?:(?:{codes})/)?(?:{pages})/(?:{known})(?:\.(?:{codes}))?(?:/parallel)?"
            rf"(?:\.(?:{codes}))?\.(?:md|txt)"
        )
        self._address = re.compile(
            rf"(?<![\w.-])((?:(?:{codes})/)?(?:{pages})/)(?:{known})"
            rf"(?=(?:\.(?:{codes}))?(?:\.(?:md|txt|html)|/)(?![\w-])|/parallel/)"
        )

    def text(self, text: str, path: str) -> tuple[str, int]:
        """Edit a Markdown file or a paste; give it with the number of references."""
        parts = _LINE_END.split(text)
        lines, ends = parts[::2], [*parts[1::2], ""]
        front = parse_front_matter("\n".join(lines).removeprefix("\ufeff"), path=path)
        count = self._front(lines, front, path)
        for number in _live(lines, front.body_line):
            lines[number], found = self._line(lines[number], path)
            count += found
        return "".join(f"{line}{end}" for line, end in zip(lines, ends, strict=True)), count

    def addresses(self, text: str) -> tuple[str, int]:
        """Edit a text of settings that names pages by their files or addresses."""
        return self._address.subn(lambda found: f"{found[1]}{self.rename.new}", text)

    def _front(self, lines: list[str], front: FrontMatter, path: str) -> int:
        """Edit the keys of front matter that name concepts; the items of lists one by one."""
        keys = _REFERENCES.get(posixpath.dirname(path), ())
        if self.rename.thing is not Thing.CONCEPT:
            return 0
        places = [key for key in front.positions if key[0] in keys and self._is_old(front, key)]
        for key in sorted(places, key=lambda key: front.positions[key], reverse=True):
            at = front.positions[key]
            line = lines[at.line - 1]
            start = line.find(self.rename.old, at.column - 1)
            if start < 0:
                raise RenameRefusedError(
                    f"{path}:{at.line}: '{key[0]}' names '{self.rename.old}' "
                    "in a way that cannot be rewritten; write it on one line"
                )
            end = start + len(self.rename.old)
            lines[at.line - 1] = f"{line[:start]}{self.rename.new}{line[end:]}"
        return len(places)

    def _is_old(self, front: FrontMatter, key: KeyPath) -> bool:
        value: object = front.values
        for part in key:
            value = value[part] if isinstance(value, dict | list) else None  # type: ignore[index]
        return isinstance(value, str) and value.strip() == self.rename.old

    def _line(self, line: str, path: str) -> tuple[str, int]:
        """Edit one line outside of code; replacing from the end keeps earlier places true."""
        spans = [found.span() for found in _CODE_SPAN.finditer(line)] if "`" in line else []
        places = [
            place
            for place in self._places(line, path)
            if not any(start <= place[0] < end for start, end in spans)
        ]
        for start, end, new in sorted(places, reverse=True):
            line = f"{line[:start]}{new}{line[end:]}"
        return line, len(places)

    def _places(self, line: str, path: str) -> Iterator[tuple[int, int, str]]:
        """Yield what is to be replaced: start, end, and the new text."""
        if self.rename.thing is Thing.NOTE:
            for found in _EXPLICIT.finditer(line):
                name = found[1].partition("#")[0]
                if self._names_note(found[1], name):
                    yield found.start(1), found.start(1) + len(name), self.rename.new
        else:
            for found in _EXPLICIT.finditer(line):
                if self._named(found[1]):
                    yield found.start(1), found.end(1), self.rename.new
            for found in _TOPIC.finditer(line) if path.startswith(f"{NOTES}/") else ():
                if found[1] == self.rename.old:
                    yield found.start(1), found.end(1), self.rename.new
        for start, target in _targets(line):
            new = self._moved(target, path)
            if not new and "://" not in target:
                new, _ = self.addresses(target)
            if new and new != target:
                yield start, start + len(target), new

    def _named(self, written: str) -> bool:
        """Tell whether a name in ``[[…]]`` is the old id, not one of the concept's forms."""
        name = written.strip()
        if name == self.rename.old:
            return True
        by_id = name.casefold() == self.rename.old and form_key(name) != form_key(self.rename.old)
        return by_id and self._names.resolve(name) == self.rename.old

    def _names_note(self, written: str, name: str) -> bool:
        """Tell whether ``[[name#section]]`` names the note by its id; a concept's name does not."""
        if name.strip().casefold() != self.rename.old or self._names.resolve(written):
            return False
        meant = self._find_note(written)
        return meant is not None and meant[0] == self.rename.old

    def _moved(self, target: str, path: str) -> str:
        """Give the target of a link anew; empty where it leads elsewhere."""
        written, mark, rest = target, "", ""
        for sign in "?#":
            if sign in written:
                written, _, behind = written.partition(sign)
                mark, rest = sign, f"{behind}{mark}{rest}"
        folder = "" if written.startswith("/") else posixpath.dirname(path)
        at = posixpath.normpath(posixpath.join(folder, unquote(written).lstrip("/")))
        if not self._page.fullmatch(at):
            return ""
        parts = written.split("/")
        step = -2 if unquote(parts[-1]).startswith("parallel.") else -1
        if len(parts) < -step:
            return ""
        old = next(stem for stem in self._stems if _begins(unquote(parts[step]), stem))
        parts[step] = self.rename.new + unquote(parts[step])[len(old) :]
        return "/".join(parts) + (mark + rest if mark else "")


def _begins(name: str, stem: str) -> bool:
    return name == stem or name.startswith(f"{stem}.")


def _targets(line: str) -> Iterator[tuple[int, str]]:
    """Yield the targets of a line's links, of definitions of such, and of raw HTML."""
    at = line.find("](")
    while at >= 0:
        found = read_target(line, at + 1)
        if found and found.target:
            yield line.index(found.target, at + 1), found.target
        at = line.find("](", at + 2)
    if defined := _DEFINITION.match(line):
        yield defined.start(1), defined[1]
    for attribute in _ATTRIBUTE.finditer(line) if "=" in line else ():
        yield attribute.start(2), attribute[2]


def _live(lines: Sequence[str], body_line: int) -> Iterator[int]:
    """Yield the indices of the lines of the body outside of fenced code.

    A fence that nothing closes is text.
    """
    opening, fence = 0, ""
    waiting: list[int] = []
    for number in range(body_line - 1, len(lines)):
        found = _FENCE.match(lines[number])
        if not fence and not found:
            yield number
        elif not fence and found:
            opening, fence, waiting = number, found[1], [number]
        else:
            waiting.append(number)
            bare = lines[number].strip(" \t>")
            if bare and set(bare) == {fence[0]} and len(bare) >= len(fence):
                fence = ""
    if fence:
        yield opening
        yield from (n for n in waiting if n != opening)


# What follows


def _write_former_id(docs: Path, kb: KnowledgeBase, rename: Rename, plan: FileChanges) -> None:
    """Write the old id into the record, or the original note, so that its address leads on."""
    if rename.thing is Thing.NOTE:
        path = kb.groups[rename.old].source.path
    else:
        path = kb.concepts[rename.old].path
    plan.texts[path] = with_former_id(_text_of(docs, path, plan), rename.old, path)
    plan.references.setdefault(path, 0)


def _text_of(docs: Path, path: str, plan: FileChanges) -> str:
    """Give a file's text as far as it is changed."""
    if path in plan.texts:
        return plan.texts[path]
    try:
        return (docs / path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise RenameRefusedError(f"{path} is no UTF-8; save it as UTF-8 first") from None


def with_former_id(text: str, old: str, path: str) -> str:
    """Add an id to ``former_ids``; front matter is made where there is none.

    Raises:
        RenameRefusedError: The key stands there in a form that cannot be added to.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    end = next(iter(_LINE_END.findall(text[:10_000])), "\n")
    parts = _LINE_END.split(text)
    lines = parts[::2]
    front = parse_front_matter("\n".join(lines), path=path)
    if not front.lines:
        return f"{mark}---{end}former_ids: [{old}]{end}---{end}{text}"
    if front.lines[0].rstrip() != "---":
        raise RenameRefusedError(f"{path}: write its front matter as YAML, between '---', first")
    known = front.values.get("former_ids")
    at = front.positions.get(("former_ids",))
    if known is None and at is None:
        place = 2 * (len(front.lines) - 1)
        parts[place:place] = [f"former_ids: [{old}]", end]
    else:
        line = lines[at.line - 1] if at else ""
        written = re.fullmatch(r"(former_ids:\s{0,9}\[)(.*\].*)", line)
        if not written or not isinstance(known, list):
            raise RenameRefusedError(f"{path}: write 'former_ids' as a list on one line first")
        comma = ", " if known else ""
        parts[2 * ((at.line if at else 1) - 1)] = f"{written[1]}{old}{comma}{written[2]}"
    return mark + "".join(parts)


def follow_stamps(docs: Path, kb: KnowledgeBase, plan: FileChanges) -> None:
    """Keep anchors of notes whose texts change, and stamp anew what was up to date.

    For changes of names and spelling, which need no new translation.
    """
    for group in kb.groups.values():
        source = group.source
        for note in group.versions.values():
            if note.path in plan.texts:
                _keep_anchors(note, plan)
        if source.path not in plan.texts:
            continue
        before = fingerprints(source)
        after = fingerprints(_parsed(source, plan.texts[source.path]))
        for note in group.versions.values():
            current = {
                status.section: status
                for status in kb.statuses.get(note.path, ())
                if status.state is State.CURRENT
                and before[status.section] != after.get(status.section)
            }
            if current:
                text = _text_of(docs, note.path, plan)
                pairs = {s.line: (before[name], after[name]) for name, s in current.items()}
                plan.texts[note.path] = _restamped(text, pairs)
                plan.stamps[note.path] = len(pairs)


def _restamped(text: str, pairs: Mapping[int, tuple[str, str]]) -> str:
    """Replace the stamps on some lines."""
    parts = _LINE_END.split(text)
    for line, (old, new) in pairs.items():
        at = 2 * (line - 1)
        parts[at] = parts[at].replace(f"from={old}", f"from={new}")
    return "".join(parts)


def _keep_anchors(note: Note, plan: FileChanges) -> None:
    """Write the anchor of a heading out where it came from the topic that is renamed."""
    text = plan.texts[note.path]
    after = _parsed(note, text)
    shift = after.text.count("\n") - note.text.count("\n")
    there = list(after.walk())
    parts = _LINE_END.split(text)
    for old, new in zip(note.walk(), there, strict=False):
        if old.id != new.id and old.lines.first + shift == new.lines.first:
            at = 2 * (new.lines.first - 1)
            parts[at] = re.sub(r"\{:?[ ]?(?=[^{}\n]{0,400}\}\s*$)", f"{{#{old.id} ", parts[at])
    plan.texts[note.path] = "".join(parts)


def _parsed(note: Note, text: str) -> Note:
    return note_from_bytes(
        text.encode(),
        path=note.path,
        note_id=note.id,
        language=note.language,
        pasted=note.pasted,
    )


def render_plan(plan: FileChanges, root: str) -> str:
    """Say what a renaming writes, a line for each file; ends with a line break."""
    lines = []
    for path in sorted({*plan.moves, *plan.texts}):
        done = [f"renamed to {posixpath.basename(plan.moves[path])}"] if path in plan.moves else []
        references, stamps = plan.references.get(path, 0), plan.stamps.get(path, 0)
        done += [counted(references, "reference")] if references else []
        done += [counted(stamps, "stamp")] if stamps else []
        shown = posixpath.normpath(posixpath.join(root, path))
        lines.append(f"{shown}: {', '.join(done) or 'former id written'}")
    return "\n".join(lines) + "\n"
