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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from notes_kb.domain import kinds
from notes_kb.domain.note import Note
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.loading.decode import decode
from notes_kb.loading.file_links import LinkGuard
from notes_kb.loading.front_matter import parse_front_matter
from notes_kb.loading.library import Library, is_hidden, note_from_bytes
from notes_kb.loading.routes import FILE as ROUTES
from notes_kb.review.coverage import Thing
from notes_kb.review.id_editor import LINE_END, IdEditor, Rename, RenameRefusedError, stem_of
from notes_kb.review.tables import counted
from notes_kb.text.slug import slugify
from notes_kb.translation.fingerprint import fingerprints
from notes_kb.translation.status import State

GOLDEN = "search.yml"
"""The owner's golden queries, which name pages."""


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
    editor = IdEditor(kb, rename, moves)
    for path, edited in _edited_files(docs, editor, moves):
        plan.texts[path], plan.references[path] = edited
    for path, file in _others(docs, config):
        text = file.read_bytes().decode("utf-8")
        edited = editor.routes(text) if path == ROUTES else editor.addresses(text)
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
        new = posixpath.join(folder, rename.new + name[len(stem_of(name, kb)) :])
        if os.path.lexists(docs / new):
            raise RenameRefusedError(f"there is a file {new} already")
        moves[path] = new
    return moves


def _others(docs: Path, config: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield the files of settings that may name pages: their paths from the docs folder."""
    golden = docs / GOLDEN
    for file in (golden, docs / ROUTES, config):
        if file is not None and file.is_file():
            yield posixpath.normpath(os.path.relpath(file, docs).replace(os.sep, "/")), file


# Texts


def _edited_files(
    docs: Path, editor: IdEditor, moves: Mapping[str, str]
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


def _edited(path: str, data: bytes, editor: IdEditor) -> tuple[str, int] | None:
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
    end = next(iter(LINE_END.findall(text[:10_000])), "\n")
    parts = LINE_END.split(text)
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
                pairs = {s.line: (s.recorded, after[name]) for name, s in current.items()}
                plan.texts[note.path] = _restamped(text, pairs)
                plan.stamps[note.path] = len(pairs)


def _restamped(text: str, pairs: Mapping[int, tuple[str, str]]) -> str:
    """Replace the stamps on some lines."""
    parts = LINE_END.split(text)
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
    parts = LINE_END.split(text)
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
