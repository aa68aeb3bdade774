"""The texts of notes, articles and ordinary pages as exported Markdown."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from mkdocs.utils import get_relative_url

from notes_kb.domain.note import STATEMENTS, Block, Note, Prose, Section
from notes_kb.domain.span import Lines
from notes_kb.importing.exported import note_segments, note_source
from notes_kb.languages.strings import strings
from notes_kb.loading.attributes import split_attributes
from notes_kb.loading.export_marks import (
    AUTOMATIC,
    BEGIN,
    CELL,
    END,
    NAMED,
    PARENTHESIS,
    WORDED,
    digest,
    hide,
)
from notes_kb.loading.file_links import LinkGuard
from notes_kb.loading.markdown import parse_blocks
from notes_kb.loading.notes import parse_note
from notes_kb.mkdocs.placing import note_target, page_notices
from notes_kb.mkdocs.plan import Kind, PlannedPage, is_published
from notes_kb.mkdocs.site import Site
from notes_kb.pages.concept_references import reference_concepts
from notes_kb.pages.note_markdown import heading_line, reindent, section_markdown
from notes_kb.pages.resolved_markdown import bracketed, resolve_markdown
from notes_kb.pages.tree_passes import MISSING
from notes_kb.text.brackets import escape_label
from notes_kb.text.references import unescape
from notes_kb.translation.arrange import arrange
from notes_kb.translation.fingerprint import fingerprints, with_pictures

_REFERENCE = re.compile(r"\]\[([^\[\]\n]{1,200})\]")
_DEFINITION = re.compile(r" {0,3}\[([^\[\]\n^]{1,200})\]: *(?:<([^<>\n]{0,2000})>|(\S{1,2000}))")
_SPECIAL = re.compile(r"[\\`*_\[\]]")
_ENTITY = {"<": "&lt;", "&": "&amp;", "$": "&#36;", "~": "&#126;", "^": "&#94;", "|": "&#124;"}
_ENTITIES = str.maketrans(_ENTITY)
_UNSAFE = re.compile(r"[%?#\s<>]")
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_ONLY_ANCHOR = re.compile(r"\s*\{#([^\s{}]{1,200})\}\s*")
_NUMBERED = re.compile(r" {0,40}\d{1,9}\) ")
_PLAIN_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S.*[^#\s]\s*")


def export_path(page: PlannedPage) -> str:
    """Give the file of a page in an export: ``docs/en/notes/x.md``."""
    return f"docs/{page.language}/{page.path}.md"


def is_exported(site: Site, path: str) -> bool:
    """Whether a path from the docs folder is a file that is published as it is.

    Files behind links that lead out of the folder are none.
    """
    file = site.files.get_file_from_path(path)
    if file is None or file.is_documentation_page() or not is_published(file):
        return False
    docs = site.config.docs_dir
    if file.generated_by or not file.abs_src_path or file.src_dir != docs:
        return False
    guard = LinkGuard(Path(docs), tuple(map(Path, site.options.outside_docs)))
    return os.path.isfile(file.abs_src_path) and guard.target(file.abs_src_path) is not None


def escape_text(text: str) -> str:
    """Write plain text as Markdown, on one line."""
    line = " ".join(text.split())
    return _SPECIAL.sub(lambda m: f"\\{m[0]}", line.translate(_ENTITIES))


@dataclass(slots=True)
class ExportPage:
    """What is known of one exported page while it is written."""

    site: Site
    page: PlannedPage
    attribute_lists: bool
    """Whether anchors of headings are written as attribute lists; else as HTML."""
    linked: dict[str, str] = field(default_factory=dict)
    """The concepts behind the labels of references, in order of appearance."""
    renamed: dict[str, str] = field(default_factory=dict)
    """Links as their author wrote them, by what they became."""

    anchors: set[str] = field(default_factory=set)
    """Anchors of headings that were written as attribute lists."""
    kept: set[str] = field(default_factory=set)
    """Links that stay as they were written."""

    @property
    def links(self) -> dict[str, str]:
        """The links that have become others, by what they became, where that is certain."""
        return {new: old for new, old in self.renamed.items() if new not in self.kept}

    def to(self, target: PlannedPage | None, anchor: str = "") -> str:
        """Give the address of another page of the same language."""
        if target is None:
            return "#"
        path = self.relative(export_path(target))
        return f"{path}#{anchor}" if anchor else path

    def to_thing(self, kind: Kind, thing: str = "", anchor: str = "") -> str:
        """Give the address of the page of a note, topic or concept."""
        return self.to(self.site.page(kind, self.page.language, thing), anchor)

    def relative(self, path: str) -> str:
        """Give a path of the export as this page writes it."""
        found = posixpath.relpath(path, posixpath.dirname(export_path(self.page)))
        return _UNSAFE.sub(lambda m: f"%{ord(m[0]):02X}", found)

    def link(self, words: str, target: PlannedPage | None, anchor: str = "") -> str:
        """Write a link whose words are plain text."""
        return f"[{escape_text(words)}]({bracketed(self.to(target, anchor))})"

    def anchor(self, name: str) -> str:
        """Write an anchor for a heading that was made, with the blank before it."""
        return f" {{#{name}}}" if self.attribute_lists else f' <a id="{name}"></a>'

    def definitions(self) -> str:
        """Write where the references to concepts lead, with their cards as titles."""
        rows: dict[str, str] = {}
        for label, concept in self.linked.items():
            said = self.site.kb.concepts[concept].definition.get(self.page.language, "")
            title = " ".join(said.split()).replace('"', "\u201d").replace("\\", "")
            address = bracketed(self.to_thing(Kind.CONCEPT, concept))
            shown = f' "{title}"' if title else ""
            rows.setdefault(label.casefold(), f"[{label}]: {address}{shown}")
        return made("\n".join(rows.values())) if rows else ""

    def text(self, markdown: str, path: str, *, contributed: bool, linked: bool = True) -> str:
        """Resolve a text that stands in a file: its links, and the concepts that it names."""
        lines = markdown.split("\n")
        if linked:
            lines, found = reference_concepts(
                lines, self.site.kb.lexicon, excluded=self._excluded(path)
            )
            self.linked.update({f"{AUTOMATIC}{concept}": concept for concept in found})
        return resolve_markdown("\n".join(lines), _Addresses(self, path, contributed))

    def _excluded(self, path: str) -> frozenset[str]:
        if self.page.kind is Kind.CONCEPT:
            return frozenset({self.page.thing})
        if self.page.kind is Kind.NOTE:
            note = self.site.kb.groups[self.page.thing].in_language(self.page.language)
            found = map(self.site.kb.lexicon.names.resolve, note.meta.no_links)
            return frozenset(filter(None, found))
        return frozenset()


def with_heading_anchors(to: ExportPage, markdown: str) -> str:
    """Write the anchors that headings of an article or an ordinary page have, as the reader needs.

    Of other attributes of a heading nothing is changed.
    """
    lines = markdown.split("\n")
    for token in parse_blocks(markdown, {}):
        if token.type != "heading_open" or not token.map:
            continue
        at = token.map[0]
        bare, attributes = split_attributes(lines[at])
        if attributes is None or not attributes.id or attributes.classes or attributes.values:
            continue
        if to.attribute_lists:
            to.anchors.add(attributes.id)
            continue
        hashes, blank, words = bare.partition(" ") if bare.startswith("#") else ("", "", bare)
        lines[at] = f'{hashes}{blank}<a id="{attributes.id}"></a>{words}'
    return "\n".join(lines)


def made(text: str) -> str:
    """Put the marks of what is left out of an import round a text."""
    return f"{BEGIN}\n\n{text.strip()}\n\n{END}" if text.strip() else ""


@dataclass(slots=True)
class _Addresses:
    """Where the links of a file lead from an exported page."""

    to: ExportPage
    path: str
    contributed: bool

    def concept(self, name: str, text: str, *, escaped: bool) -> str | None:
        """Write ``[[name|text]]`` as a reference; on ordinary pages, unknown names stay."""
        site = self.to.site
        found = site.kb.lexicon.names.resolve(name)
        if not found:
            if not self.contributed:
                return None
            written = f"[[{name}|{text}]]" if text else f"[[{name}]]"
            if note := note_target(site, self.path, f"[[{name}]]", self.to.page.language):
                link = self.to.link(text or note.title, note.page, note.anchor)
                return f"*{link.replace('*', '')}*{hide(written)}"
            words = re.sub(r"[*\\]", "", text or name)
            return f"*{words}*{hide(written)}"
        label = f"{(CELL if escaped else WORDED) if text else NAMED}{name}"
        self.to.linked[label] = found
        own = site.kb.concepts[found].label(self.to.page.language) if found == name else name
        return f"[{escape_label(text or own)}][{label}]"

    def address(self, written: str) -> str | None:
        """Give where a link leads, as a path to a file of the export."""
        found = self._target(written)
        if found is None:
            return None
        parts = urlsplit(unescape(written))
        target = found if isinstance(found, str) else self._page(found)
        if "://" in target:
            address = f"{target}#{parts.fragment}" if parts.fragment else target
        else:
            address = urlunsplit(("", "", self.to.relative(target), parts.query, parts.fragment))
        if address == written:
            self.to.kept.add(written)
            return None
        self.to.renamed[address] = written
        return address

    def _target(self, written: str) -> PlannedPage | str | None:
        """Give the page that a link means, or the file of the export; None for any other."""
        parts = urlsplit(unescape(written))
        site = self.to.site
        if parts.scheme or parts.netloc:
            return None
        if not parts.path:  # A place on the page whose text the file is.
            own = site.plan.by_source.get(self.path)
            elsewhere = own is not None and own.path != self.to.page.path
            return own if elsewhere and parts.fragment else None
        found = site.target(posixpath.dirname(self.path), parts.path, self.to.page.language)
        if isinstance(found, PlannedPage):
            return found if is_published(found.file) else None
        if not is_exported(site, found):
            return None
        return f"docs/{self.to.page.language}/{found}"

    def _page(self, found: PlannedPage) -> str:
        """Give a page's file, or the address of one that was meant in another language."""
        if found.language != self.to.page.language and found.canonical_url:
            return found.canonical_url
        own = self.to.site.plan.find(found.path, self.to.page.language)
        return export_path(own or found)

    def html_address(self, written: str) -> str | None:
        """Give where a link in HTML leads, as a URL: hosts leave HTML as it is."""
        if not self.contributed:
            return None
        found = self._target(written)
        if found is None:
            return None
        parts, page = urlsplit(unescape(written)), self.to.page
        root = "" if page.language == self.to.site.languages.default else f"{page.language}/"
        if isinstance(found, str):
            url = root + found.split("/", 2)[2]
        else:
            own = self.to.site.plan.find(found.path, page.language)
            url = (own or found).url
        return urlunsplit(("", "", get_relative_url(url, page.url), parts.query, parts.fragment))

    def picture(self, alt: str, target: str, written: str) -> str | None:
        """Give words for a picture that is lost, and a link for one on another host."""
        if not self.contributed:
            return None
        words = strings(self.to.page.language)
        shown = re.sub(r"[*\\]", "", alt)
        if target == MISSING:
            return f"*{shown or words['slot.lost']}*{hide(written)}"
        if _REMOTE.match(target) and not self.to.site.options.remote_images:
            address = bracketed(target.replace("*", "%2A"))
            return f"*[{shown or words['slot.remote']}]({address})*{hide(written)}"
        return None

    def attributes(self, written: str) -> str:
        """Keep a note's attribute list out of sight; a heading's anchor is ours."""
        anchor = _ONLY_ANCHOR.fullmatch(written)
        if anchor and anchor[1] in self.to.anchors:
            return written
        blank = " " if written[:1].isspace() else ""
        return f"{blank}{hide(written.strip())}" if self.contributed else written


# Notes


def note_text(to: ExportPage, sections: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield the parts of a note's text, its own and those that it lacks.

    Args:
        to: The note's page.
        sections: Filled with what a heading says besides its words, by its anchor.
    """
    site, page = to.site, to.page
    group = site.kb.groups[page.thing]
    note, original = group.in_language(page.language), group.source
    notices = page_notices(site, page)
    own = _section_lines(to, note, sections)
    theirs: Mapping[str, str] | None = None
    for part in arrange(note, original):
        notice = notices.get(part.section.id)
        if part.note is note:
            yield own[part.section.id]
            if notice:
                yield made(f"> {escape_text(notice.text)}")
            continue
        if theirs is None:
            theirs = _section_lines(to, original, {})
        quoted = f"> {escape_text(notice.text)}\n\n" if notice else ""
        yield made(quoted + inline_references(theirs[part.section.id], original, to))


def _section_lines(
    to: ExportPage, note: Note, sections: dict[str, dict[str, str]]
) -> Mapping[str, str]:
    """Give the text of each section of a note, by its anchor."""
    write = _pasted if note.pasted else _written
    lines, owns = write(to, note, sections)
    resolved = to.text("\n".join(lines), note.path, contributed=True).split("\n")
    found = {}
    for name, (first, last) in owns.items():
        own = resolved[first:last]
        if to.attribute_lists and not note.pasted:
            own = reindent([_with_plain_marker(line) for line in own])
        found[name] = "\n".join(own).strip("\n")
    return found


def _with_plain_marker(line: str) -> str:
    """Keep that an item was ``1)``, which Python-Markdown does not know."""
    return f"{line} {hide(PARENTHESIS)}" if _NUMBERED.match(line) else line


Owns = Mapping[str, tuple[int, int]]
"""The lines, from 0 and up to the last exclusively, of each section without its subsections."""


def _pasted(
    to: ExportPage, note: Note, sections: dict[str, dict[str, str]]
) -> tuple[list[str], Owns]:
    """Write a paste's sections."""
    source, out, owns = note.shown_lines(), list[str](), {}
    marks = {
        id(block): f'<a id="{anchor}"></a>'
        for section in note.walk()
        for anchor, block in section.statements()
    }
    for section in note.walk():
        heading, body = section_markdown(section, note, source, marks)
        first = len(out)
        if heading:
            out += [_with_anchor(to, heading, section), ""]
        out += [*body.split("\n"), ""]
        owns[section.id] = first, len(out)
    return out, owns


def _written(
    to: ExportPage, note: Note, sections: dict[str, dict[str, str]]
) -> tuple[list[str], Owns]:
    """Write a Markdown note's sections: its lines, with anchors."""
    lines, owns = note.shown_lines(), _owns(note)
    for section in note.walk():
        for anchor, block in section.statements():
            _mark_statement(lines, block, anchor)
        if section.heading:
            _mark_heading(to, lines, section, sections.setdefault(section.id, {}))
    return lines, owns


def _owns(note: Note) -> Owns:
    """Give the lines of each section; those between two blocks belong to the first."""
    sections = list(note.walk())
    starts = [section.lines.first - 1 for section in sections]
    ends = [*starts[1:], note.text.count("\n") + 1]
    return {
        section.id: (start, end) for section, start, end in zip(sections, starts, ends, strict=True)
    }


def _mark_statement(lines: list[str], block: Block, anchor: str) -> None:
    at = block.lines.last - 1
    line = lines[at]
    if block.kind not in STATEMENTS or line.rstrip().endswith(("$$", "```", "~~~", "-->")):
        return
    bare, attributes = split_attributes(line)
    if attributes is not None and not bare.strip():
        return  # The list has a line to itself.
    blank = " " if bare.endswith("\\") else ""
    lines[at] = f'{bare.rstrip()}{blank}<a id="{anchor}"></a>{line[len(bare) :] and " "}' + (
        line[len(bare) :].strip()
    )


def _mark_heading(to: ExportPage, lines: list[str], section: Section, said: dict[str, str]) -> None:
    """Give a heading its anchor, and keep what else it said."""
    at = section.lines.first - 1
    written = lines[at]
    bare, attributes = split_attributes(written)
    if attributes:
        said.update({k: v for k, v in attributes.values.items() if k in {"topic", "from"}})
    below = at + 1 < len(lines) and not bare.lstrip().startswith("#")
    underlined = below and re.fullmatch(r" {0,3}(?:=+|-+)\s*", lines[at + 1])
    if _PLAIN_HEADING.fullmatch(bare) or (underlined and section.lines.last > at + 1):
        lines[at] = _with_anchor(to, bare.strip(), section)
        return
    said.clear()
    said["written"] = written
    plain = heading_line(written, section).removesuffix(f" {{#{section.id}}}")
    words = plain.partition(" ")[2]
    lines[at] = _with_anchor(to, f"{'#' * max(section.level, 1)} {words}", section)
    if bare.strip("#*_ ").rstrip(".") == section.ordinal != section.heading:
        title = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), at)
        if title > at:
            said["written"] += f"\n\n{lines[title]}"
            lines[title] = ""


def _with_anchor(to: ExportPage, heading: str, section: Section) -> str:
    if to.attribute_lists:
        to.anchors.add(section.id)
        return f"{heading} {{#{section.id}}}"
    if not heading.startswith("#"):
        return f'<a id="{section.id}"></a>{heading}'
    hashes, _, words = heading.partition(" ")
    return f'{hashes} <a id="{section.id}"></a>{words}'


def keep_sources(page: str, note: Note, sections: dict[str, dict[str, str]]) -> None:
    """Keep the source of the sections that would not come back from a page as they were.

    Lists that Python-Markdown reads otherwise than CommonMark are such, and lines that look
    like what an export writes. They are few: the source doubles their length.

    Args:
        page: The note's page, front matter included.
        note: The note.
        sections: What headings say besides their words; the sources are added.
    """
    again = parse_note(
        note_source(page), path=note.path, note_id=note.id, language=note.language, pasted=False
    )
    theirs = {section.id: section for section in again.walk()}
    ours = {section.id: section for section in note.walk()}
    same_order = list(theirs) == list(ours)
    hashes, others = _hashes(note), _hashes(again)
    exported = note_segments(page)
    lines, owns = note.shown_lines(), _owns(note)
    for name, section in ours.items():
        found = theirs.get(name)
        same = found is not None and hashes[name] == others[name]
        if same and same_order and found and _said(section) == _said(found):
            continue
        source = "\n".join(lines[slice(*owns[name])]).strip("\n")
        said = {"source": source, "digest": digest(exported.get(name, "").encode())}
        sections.setdefault(name, {}).update(said)


def _hashes(note: Note) -> dict[str, str]:
    """Hash each section with the files of its pictures."""
    return {**fingerprints(note), **with_pictures(note)}


def _said(section: Section) -> object:
    """Give what a section says, but for where."""
    return (
        section.level,
        section.heading,
        section.ordinal,
        section.topic,
        section.fingerprint,
        [
            replace(block, lines=Lines(1, 1), prose=Prose(text=block.prose.text), number=0)
            for block in section.blocks
        ],
    )


# Pieces of a note on other pages


def inline_references(text: str, note: Note, to: ExportPage) -> str:
    """Write a note's own references as links, since their definitions stay behind.

    Marks of footnotes go.
    """
    known: dict[str, str] = {}
    for line in note.text.split("\n"):
        if found := _DEFINITION.match(line):
            known[found[1].casefold()] = found[2] or found[3] or ""
    addresses = _Addresses(to, note.path, contributed=True)

    def once(found: re.Match[str]) -> str:
        written = known.get(found[1].casefold())
        if written is None or found[1] in to.linked:
            return found[0]
        return f"]({bracketed(addresses.address(written) or written)})"

    return re.sub(r"\[\^[^\[\]\n]{1,60}\](?!:)", "", _REFERENCE.sub(once, text))


def block_text(to: ExportPage, block: Block, note: Note) -> str:
    """Give one block of a note as Markdown for another page, on one line where it is prose."""
    if block.kind in STATEMENTS or block.kind.value in {"quote"}:
        text = " ".join(line.strip() for line in block.text.split("\n"))
        speaker = f"**{escape_text(block.label)}**: " if block.speaker else ""
        resolved = to.text(text, note.path, contributed=True)
        return speaker + inline_references(resolved, note, to)
    resolved = to.text(block.text, note.path, contributed=True, linked=False)
    return inline_references(resolved, note, to)


def joined(parts: Iterable[str]) -> str:
    """Put the parts of a page one below the other."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
