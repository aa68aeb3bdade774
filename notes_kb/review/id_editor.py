"""Replaces what names the id of a note or concept in texts, and nothing else.

Fenced code and code spans are left alone; indented text is not, since extensions nest text in
the same way.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from notes_kb.domain.folders import Folders
from notes_kb.domain.span import Position
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.loading.bounded_yaml import Path as KeyPath
from notes_kb.loading.bounded_yaml import parse_yaml
from notes_kb.loading.front_matter import FrontMatter, parse_front_matter
from notes_kb.loading.link_targets import read_target
from notes_kb.loading.page_relations import OURS
from notes_kb.loading.routes import FILE as ROUTES
from notes_kb.review.coverage import Thing
from notes_kb.text.fold import form_key

LINE_END = re.compile(r"(\r\n|\n|\r)")
_FENCE = re.compile(r"^[\s>]{0,40}(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`{1,9}+)(?!`)[^`]{0,500}(?<!`)\1(?!`)")
_EXPLICIT = re.compile(r"\[\[([^\[\]|\n\\]{1,200})(?=\\?\||\]\])")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]{0,9}<?([^\s<>]{1,2000})")
_ATTRIBUTE = re.compile(r"""(?<=\s)(href|src)=["']([^"'\s<>]{1,2000})""")
_TOPIC = re.compile(r"(?<=[\s{])topic=[\"']?([^\s{}\"']{1,200})(?=[\"']?[^{}\n]{0,400}\}\s*$)")
_FIGURE = re.compile(r"(?<=[\s{])concepts=([\"']?)([^{}\"'\n]{1,400})\1(?=[^{}\n]{0,400}\}\s*$)")
"""The concepts that a figure shows."""
_NAME = re.compile(r"[^\s]+")
_OF_CONCEPTS = ("broader", "related")
_OF_NOTES = ("no_links",)
"""Keys of front matter that name concepts."""


class RenameRefusedError(Exception):
    """The renaming cannot be done whole; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """What is renamed."""

    thing: Thing
    old: str
    new: str

    def folder(self, folders: Folders) -> str:
        """Give the folder of its files within the docs folder."""
        return folders.notes if self.thing is Thing.NOTE else folders.concepts

    def pages(self, folders: Folders) -> tuple[str, ...]:
        """Give the folders of its pages in the site."""
        return (folders.notes,) if self.thing is Thing.NOTE else (folders.concepts, "topics")


def stem_of(name: str, kb: KnowledgeBase) -> str:
    """Take suffix and language off a file's name."""
    stem = posixpath.splitext(name)[0]
    base, dot, code = stem.rpartition(".")
    return base if dot and base and code in kb.languages.names else stem


class IdEditor:
    """Replaces what names the old id in texts."""

    def __init__(self, kb: KnowledgeBase, rename: Rename, moves: Mapping[str, str]) -> None:
        """Take the renaming, and the files that move."""
        self.rename = rename
        self._names = kb.lexicon.names
        self._find_note = kb.find_note
        codes = "|".join(re.escape(code) for code in kb.languages.codes)
        stems = {stem_of(posixpath.basename(path), kb) for path in moves}
        self._stems = frozenset({rename.old, *stems})
        known = "|".join(re.escape(stem) for stem in sorted(self._stems))
        self._folders = kb.folders
        pages = "|".join(map(re.escape, rename.pages(kb.folders)))
        # Notes may stand in subfolders.
        below = r"(?:[^/\s]{1,200}/){0,9}?" if rename.thing is Thing.NOTE else ""
        self._page = re.compile(
            rf"(?:(?:{codes})/)?(?:{pages})/{below}(?:{known})(?:\.(?:{codes}))?(?:/parallel)?"
            rf"(?:\.(?:{codes}))?\.(?:md|txt)"
        )
        self._address = re.compile(
            rf"(?<![\w.-])((?:(?:{codes})/)?(?:{pages})/{below})(?:{known})"
            rf"(?=(?:\.(?:{codes}))?(?:\.(?:md|txt|html)|/)(?![\w-])|/parallel/)"
        )

    def text(self, text: str, path: str) -> tuple[str, int]:
        """Edit a Markdown file or a paste; give it with the number of references."""
        parts = LINE_END.split(text)
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

    def routes(self, text: str) -> tuple[str, int]:
        """Edit the file of routes: the pages on them, and concepts to know before."""
        parts = LINE_END.split(text)
        lines = parts[::2]
        read = parse_yaml("\n".join(lines))
        known = read.value if isinstance(read.value, dict) else {}
        count = 0
        if self.rename.thing is Thing.CONCEPT and self.rename.old not in known:
            keys = [key for key in read.positions if key[1:2] == ("prerequisites",)]
            named = [key for key in keys if _value(known, key) == self.rename.old]
            count = self._keys(lines, read.positions, named, ROUTES)
        parts[::2] = lines
        text, found = self.addresses("".join(parts))
        return text, count + found

    def _front(self, lines: list[str], front: FrontMatter, path: str) -> int:
        """Edit the keys of front matter that name concepts or notes; items of lists one by one."""
        of_folder = {self._folders.concepts: _OF_CONCEPTS, self._folders.notes: _OF_NOTES}
        keys = of_folder.get(path.partition("/")[0], ())
        named = [key for key in front.positions if self._names_old(front, key, keys)]
        return self._keys(lines, front.positions, named, path)

    def _names_old(self, front: FrontMatter, key: KeyPath, keys: tuple[str, ...]) -> bool:
        """Tell whether a key or item holds the old id, or a statement of the note that has it."""
        value = _value(front.values, key)
        if not isinstance(value, str):
            return False
        if self.rename.thing is Thing.NOTE:
            statement = key[:2] == (OURS, "tests") and key[-1:] == ("statement",)
            return statement and value.strip().partition("#")[0] == self.rename.old
        concept = key[0] in keys or key[:2] == (OURS, "concepts")
        return concept and value.strip() == self.rename.old

    def _keys(
        self,
        lines: list[str],
        positions: Mapping[KeyPath, Position],
        named: Sequence[KeyPath],
        path: str,
    ) -> int:
        """Replace the old id behind some positions of YAML, from the end."""
        for key in sorted(named, key=lambda key: positions[key], reverse=True):
            at = positions[key]
            line = lines[at.line - 1]
            start = line.find(self.rename.old, at.column - 1)
            if start < 0:
                raise RenameRefusedError(
                    f"{path}:{at.line}: '{key[0]}' names '{self.rename.old}' "
                    "in a way that cannot be rewritten; write it on one line"
                )
            end = start + len(self.rename.old)
            lines[at.line - 1] = f"{line[:start]}{self.rename.new}{line[end:]}"
        return len(named)

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
        names = self._note_names(line)
        if self.rename.thing is Thing.CONCEPT:
            names = self._concept_names(line, in_note=path.startswith(f"{self._folders.notes}/"))
        for start, end in names:
            yield start, end, self.rename.new
        for start, target in _targets(line):
            new = self._moved(target, path)
            if not new and "://" not in target:
                new, _ = self.addresses(target)
            if new and new != target:
                yield start, start + len(target), new

    def _note_names(self, line: str) -> Iterator[tuple[int, int]]:
        for found in _EXPLICIT.finditer(line):
            name = found[1].partition("#")[0]
            if self._names_note(found[1], name):
                yield found.start(1), found.start(1) + len(name)

    def _concept_names(self, line: str, *, in_note: bool) -> Iterator[tuple[int, int]]:
        for found in _EXPLICIT.finditer(line):
            if self._named(found[1]):
                yield found.span(1)
        for found in _FIGURE.finditer(line) if "concepts=" in line else ():
            for name in _NAME.finditer(line, *found.span(2)):
                if name[0] == self.rename.old:
                    yield name.span()
        for found in _TOPIC.finditer(line) if in_note else ():
            if found[1] == self.rename.old:
                yield found.span(1)

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


def _value(values: object, key: KeyPath) -> object:
    for part in key:
        values = values[part] if isinstance(values, dict | list) else None  # type: ignore[index]
    return values


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
