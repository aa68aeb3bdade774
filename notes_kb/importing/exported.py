"""An export of a site, possibly edited since, to the folder of notes and concepts it was.

Everything that is needed stands in the pages: see `notes_kb.loading.export_marks`.
"""

from __future__ import annotations

import json
import posixpath
import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from notes_kb.domain.folders import USUAL, Folders, wrong_folder
from notes_kb.domain.language import LANGUAGE_CODE
from notes_kb.importing.refusal import Refusal
from notes_kb.loading.attributes import split_attributes
from notes_kb.loading.concepts import CONCEPT_KEYS
from notes_kb.loading.decode import MAX_BYTES, decode
from notes_kb.loading.export_marks import (
    AUTOMATIC,
    BEGIN,
    CELL,
    DECLARATIONS,
    END,
    FORMAT_VERSION,
    KEY,
    MANIFEST,
    NAMED,
    PARENTHESIS,
    SOURCES,
    WORDED,
    digest,
    hide,
    unhide,
)
from notes_kb.loading.file_links import LinkGuard
from notes_kb.loading.front_matter import FrontMatter, parse_front_matter
from notes_kb.loading.link_targets import read_target
from notes_kb.loading.markdown import block_parser
from notes_kb.loading.note_meta import NOTE_KEYS

_TOKEN = re.compile(
    r"`+"
    rf"|\[((?:[^\[\]\\\n]|\\.){{1,600}})\]\[({AUTOMATIC}|{NAMED}|{WORDED}|{CELL})([^\[\]\n]{{1,200}})\]"
    r"|\]\("
)
_RUN = re.compile("`+")
_STATEMENT = re.compile(r'<a id="[a-z0-9-]{1,200}--[0-9]{1,6}"></a>')
_HEADING_ID = re.compile(r'( {0,3}#{1,6} |)<a id="([^"<>\s]{1,200})"></a>(?=\S)')
_HEADING_LIST = re.compile(r"[ \t]{1,9}\{#([^\s{}]{1,200})\}[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]\n]{1,200}\]: *(?:<([^<>\n]{0,2000})>|(\S{1,2000}))")
_MARKER = re.compile(r"( {0,80}\d{1,9})\.")
_ESCAPED = re.compile(r"\\([\\\[\]])")


@dataclass(slots=True)
class Restored:
    """What an export becomes."""

    files: dict[str, bytes] = field(default_factory=dict)
    """By paths from the docs folder."""
    notes: int = 0
    """Files of notes, in all languages."""
    concepts: int = 0
    remarks: list[str] = field(default_factory=list)
    """What somebody should look at, a sentence each."""
    folders: Folders = USUAL
    """Those of its notes and concepts."""


def is_export(folder: Path) -> bool:
    """Whether a folder says that it is an export."""
    return (folder / MANIFEST).is_file()


def restore_export(folder: Path) -> Restored:
    """Read an export.

    Raises:
        Refusal: The folder is no export, or one of another version.
        OSError: A file cannot be read.
    """
    manifest = _manifest(folder)
    languages = list(manifest["languages"])
    restored = Restored(folders=manifest["folders"])
    for language in languages:
        docs = folder / "docs" / language
        walked = LinkGuard(docs).walk() if docs.is_dir() else ()
        names = (Path(parent, name) for parent, _, files in walked for name in files)
        for name in sorted(path.relative_to(docs).as_posix() for path in names):
            place = _Place(folder, name, language, languages[0], manifest)
            _take(restored, place, manifest["files"])
    for name in DECLARATIONS:
        kept = folder / SOURCES / name
        if kept.is_file() and not kept.is_symlink():
            restored.files[name] = kept.read_bytes()
    return restored


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise Refusal(f"it is no export: {MANIFEST} is missing or cannot be read") from None
    version = said.get("format_version") if isinstance(said, dict) else None
    if version != FORMAT_VERSION:
        raise Refusal(f"it is an export of format {version}; this version reads {FORMAT_VERSION}")
    languages, files = said.get("languages"), said.get("files")
    known = isinstance(languages, dict) and all(map(LANGUAGE_CODE.fullmatch, languages))
    if not languages or not known or not isinstance(files, dict):
        raise Refusal(f"{MANIFEST} names no languages or no files")
    return {
        "languages": languages,
        "files": files,
        "layout": said.get("layout"),
        "folders": _folders(said.get("folders")),
    }


def _folders(said: object) -> Folders:
    """Read the folders that a manifest names; those of an older one have the usual names."""
    match said:
        case [str(notes), str(concepts)] if notes != concepts:
            wrong = wrong_folder(notes) or wrong_folder(concepts)
            return USUAL if wrong else Folders(notes=notes, concepts=concepts)
    return USUAL


@dataclass(frozen=True, slots=True)
class _Place:
    """One file of an export."""

    folder: Path
    name: str
    """From its language's folder."""
    language: str
    default: str
    manifest: Mapping[str, Any]

    @property
    def path(self) -> Path:
        return self.folder / "docs" / self.language / self.name

    @property
    def kind(self) -> str:
        """The folder that it stands in."""
        return self.name.split("/")[0]

    def own_name(self) -> str:
        """Give where a page of this place belongs in a docs folder."""
        stem = self.name.removesuffix(".md")
        if self.language == self.default:
            return self.name
        if self.manifest["layout"] == "folder" and self.kind not in self.manifest["folders"].both:
            return f"{self.language}/{self.name}"
        return f"{stem}.{self.language}.md"


def _take(restored: Restored, place: _Place, written: Mapping[str, object]) -> None:
    data = place.path.read_bytes()
    if not place.name.endswith(".md") or len(data) > MAX_BYTES:
        known = restored.files.setdefault(place.name, data)
        if known != data:
            restored.remarks.append(
                f"docs/{place.language}/{place.name} differs from the one in the default"
                " language's folder, which was taken"
            )
        return
    front = parse_front_matter(decode(data).text, path=place.name)
    own = front.values.get(KEY)
    said = own if isinstance(own, dict) else {}
    if said.get("made") or said.get("fallback"):
        return
    name = _safe(said.get("file"), place)
    if "note" in said:
        restored.notes += 1
        paste = place.folder / SOURCES / name
        page = f"docs/{place.language}/{place.name}"
        if said.get("paste") and paste.is_file() and not paste.is_symlink():
            if written.get(page) == digest(data):
                restored.files[name] = paste.read_bytes()
                return
            restored.remarks.append(f"{page} was edited, so that the paste behind it is left out")
        name = f"{name.removesuffix('.txt')}.md" if name.endswith(".txt") else name
        restored.files[name] = _note(front, said).encode()
    elif "concept" in said:
        record = "labels" in front.values
        restored.concepts += record
        restored.files[name] = _concept(front, said, record=record).encode()
    else:
        head = "\n".join(_owner_lines(front.lines))
        body = _body(front.body, said)
        restored.files[name] = (f"{head}\n\n{body}" if head else body).encode()


def _safe(named: object, place: _Place) -> str:
    """Give the file that a page says it was, as long as that is one of its kind."""
    if not isinstance(named, str) or "\\" in named or posixpath.normpath(named) != named:
        return place.own_name()
    kind = place.kind
    below = named.startswith(f"{kind}/") and kind in place.manifest["folders"].both
    return named if below and named.endswith((".md", ".txt")) else place.own_name()


def _owner_lines(lines: Sequence[str]) -> list[str]:
    """Give the lines of front matter without our key; none where nothing is left."""
    kept, ours = list[str](), False
    for line in lines:
        ours = line.startswith(f"{KEY}:") or (ours and line.startswith((" ", "- ")))
        kept += [] if ours else [line]
    return kept if len(kept) > 2 else []


def note_source(page: str) -> str:
    """Give a note's source from its exported page."""
    front = parse_front_matter(page, path="")
    return _note(front, _mapping(front.values.get(KEY)))


def note_segments(page: str) -> Mapping[str, str]:
    """Give the exported text of each section of a note's page, by its anchor."""
    front = parse_front_matter(page, path="")
    said = _mapping(front.values.get(KEY))
    lines = _own_lines(front.body, titled=said.get("untitled") is not True)
    return {name: "\n".join(lines[a:b]).strip("\n") for name, a, b in _segments(lines)}


def _note(front: FrontMatter, said: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in front.values.items() if key in NOTE_KEYS}
    if said.get("untitled") is True:
        kept.pop("title", None)  # It stands in the text.
        return _front(kept) + _body(front.body, said)
    return _front(kept) + _body(front.body, said, titled=True)


def _concept(front: FrontMatter, said: Mapping[str, Any], *, record: bool) -> str:
    kept = {key: value for key, value in front.values.items() if key in CONCEPT_KEYS}
    return _front(kept if record else {}) + _body(front.body, said, titled=True)


def _front(values: Mapping[str, object]) -> str:
    if not values:
        return ""
    written = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{written}---\n\n"


def _body(body: str, said: Mapping[str, Any], *, titled: bool = False) -> str:
    """Give a page's text as its author wrote it; nothing where only made parts stand there."""
    lines = _own_lines(body, titled=titled)
    verbatim = _verbatim_lines("\n".join(lines))
    sections = _mapping(said.get("sections"))
    links = {k: v for k, v in _mapping(said.get("links")).items() if isinstance(v, str)}
    writer = _Writer(sections=sections, links=links)
    parts = []
    for name, first, end in _segments(lines):
        known = _mapping(sections.get(name))
        source, text = known.get("source"), "\n".join(lines[first:end]).strip("\n")
        if isinstance(source, str) and known.get("digest") == digest(text.encode()):
            parts.append(source)
            continue
        found = [
            lines[number] if number in verbatim else writer.line(lines[number])
            for number in range(first, end)
        ]
        parts.append("\n".join(found).strip("\n"))
    text = "\n\n".join(filter(None, parts))
    return f"{text}\n" if text else ""


def _own_lines(body: str, *, titled: bool) -> list[str]:
    """Give the lines that the author wrote, as they were exported."""
    lines = _without_made(body)
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if titled and first is not None and lines[first].startswith("# "):
        del lines[: first + 1]
    return lines


def _segments(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Cut lines at the headings that have an anchor: (anchor, first line, line behind)."""
    verbatim = _verbatim_lines("\n".join(lines))
    name, start = "", 0
    for number, line in enumerate(lines):
        found = None if number in verbatim else _heading_name(line)
        if found is not None:
            yield name, start, number
            name, start = found, number
    yield name, start, len(lines)


def _heading_name(line: str) -> str | None:
    found = _HEADING_LIST.search(line)
    html = None if found else _HEADING_ID.match(line)
    return found[1] if found else html and html[2]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _without_made(body: str) -> list[str]:
    """Leave out what stands between the marks, with the blank lines behind it."""
    lines, verbatim = body.split("\n"), _verbatim_lines(body)
    marks = [n for n, line in enumerate(lines) if line in (BEGIN, END) and n not in verbatim]
    ends = [n for n in marks if lines[n] == END]
    out: list[str] = []
    at = 0
    while at < len(lines):
        closing = bisect(ends, at)
        if lines[at] != BEGIN or closing == len(ends) or at in verbatim:
            out.append(lines[at])
            at += 1
            continue
        at = ends[closing] + 1
        while at < len(lines) and not lines[at].strip():
            at += 1
    return out


def _verbatim_lines(text: str) -> set[int]:
    """Give the numbers, from 0, of the lines that are code."""
    tokens = block_parser().parse(text, {})
    found = [token.map for token in tokens if token.map and token.type in _VERBATIM]
    return {number for first, end in found for number in range(first, end)}


_VERBATIM = frozenset({"fence", "code_block"})


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the lines of one page as they were."""

    sections: Mapping[str, Any]
    links: Mapping[str, str]

    def line(self, line: str) -> str:
        """Give one line that is no code."""
        marked = line.endswith(hide(PARENTHESIS))
        if marked:
            line = _MARKER.sub(r"\1)", line.removesuffix(hide(PARENTHESIS)).rstrip(), count=1)
        line = _STATEMENT.sub("", line)
        heading = self._heading(line)
        if heading is not None:
            return heading
        definition = _DEFINITION.match(line)
        if definition:
            address = definition[1] or definition[2] or ""
            if address in self.links:
                line = line.replace(address, self.links[address], 1)
        return self._restored(line)

    def _restored(self, line: str) -> str:
        # What a comment keeps is as its author wrote it; only the rest is rewritten.
        out, at = list[str](), 0
        for start, end, kept in _comments(line):
            out += [*self._pieces(line[at:start]), unhide(kept)]
            at = end
        return "".join([*out, *self._pieces(line[at:])])

    def _heading(self, line: str) -> str | None:
        """Give a heading with everything that it said; None for any other line."""
        found = _HEADING_LIST.search(line)
        if found:
            name, bare = found[1], line[: found.start()]
        elif html := _HEADING_ID.match(line):
            name, bare = html[2], html[1] + line[html.end() :]
        else:
            return None
        bare = self._restored(bare)
        said = _mapping(self.sections.get(name))
        written = said.get("written")
        if isinstance(written, str) and _same_words(written, bare):
            return written
        values = [f"{key}={said[key]}" for key in ("topic", "from") if said.get(key)]
        return f"{bare} {{{' '.join([f'#{name}', *values])}}}"

    def _pieces(self, line: str) -> Iterator[str]:
        """Yield a line with its references as ``[[…]]`` and its links as they were written."""
        at = 0
        while found := _TOKEN.search(line, at):
            yield line[at : found.start()]
            at = found.end()
            if found[0][0] == "`":
                end = _code_end(line, at, len(found[0]))
                yield line[found.start() : end]
                at = end
            elif found[2]:
                yield _reference(found[1], found[2], found[3])
            else:
                target = read_target(line, at - 1)
                written = self.links.get(target.target) if target and target.target else None
                if target is None or written is None:
                    yield found[0]
                    continue
                start = line.index(target.target, at)
                behind = start + len(target.target)
                at = behind + line.startswith(">", behind)
                yield f"](<{written}>" if re.search(r"[\s()]", written) else f"]({written}"
        yield line[at:]


_OPENING, _CLOSING = "<!-- notes: ", " -->"


def _comments(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield the comments of an export, with the emphasised words before that stand for one."""
    at = 0
    while (opening := line.find(_OPENING, at)) >= 0:
        closing = line.find(_CLOSING, opening + len(_OPENING))
        if closing < 0:
            return
        shown = line.rfind("*", at, opening - 1) if line[at:opening].endswith("*") else -1
        yield (
            shown if shown >= 0 else opening,
            closing + len(_CLOSING),
            line[opening + len(_OPENING) : closing],
        )
        at = closing + len(_CLOSING)


def _code_end(line: str, start: int, length: int) -> int:
    """Give the end of a code span, or of its opening where nothing closes it."""
    for closing in _RUN.finditer(line, start, start + 2_000):
        if len(closing[0]) == length:
            return closing.end()
    return start


def _reference(words: str, kind: str, name: str) -> str:
    """Give what the author wrote for a reference to a concept."""
    if kind == AUTOMATIC:
        return words
    if kind == NAMED:
        return f"[[{name}]]"
    bar = "\\|" if kind == CELL else "|"
    shown = _ESCAPED.sub(r"\1", words)
    return f"[[{name}{bar}{shown}]]"


def _same_words(written: str, bare: str) -> bool:
    """Whether a heading still says what it said when it was exported."""
    shown = "".join(split_attributes(line)[0] for line in written.split("\n"))
    return "".join(filter(str.isalnum, shown)) == "".join(filter(str.isalnum, bare))
