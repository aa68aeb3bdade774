"""What is done to the Markdown of each page while the host renders it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from markdown import Markdown
from markdown.extensions import Extension

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.languages.strings import strings
from notes_kb.markup.bounds import BoundedBrackets
from notes_kb.markup.concept_links import ConceptLinks
from notes_kb.markup.documents import DocumentExtension, PageSection
from notes_kb.markup.editor_notes import EditorNotes
from notes_kb.markup.figures import FigureSlots
from notes_kb.markup.links import RelativeLinks
from notes_kb.markup.marks import StatementAnchors
from notes_kb.markup.sanitise import sanitise
from notes_kb.markup.section_marks import SectionMark, SectionMarks
from notes_kb.mkdocs.config import NotesKbConfig
from notes_kb.mkdocs.files import split_language
from notes_kb.mkdocs.pages import MadePage, SitePage
from notes_kb.mkdocs.site import Kind, Site, path_of
from notes_kb.translation.arrange import arrange
from notes_kb.translation.status import State, compare_sections

CONTRIBUTED = frozenset({Kind.NOTE, Kind.TOPIC, Kind.CONCEPT})
"""Pages whose text comes from contributors, so that their HTML is cleaned."""

NOTES_FOLDER = posixpath.dirname(path_of(Kind.NOTE))
"""The folder that the paths of notes are relative to."""


class PageExtension(Extension):
    """Adds to each new Markdown converter what its page needs.

    The host makes one converter a page and takes extensions from the
    configuration, which knows no pages; `begin` says which page comes next.
    """

    def __init__(self, options: NotesKbConfig) -> None:
        """Take the plugin's options."""
        super().__init__()
        self.options = options
        self.site: Site | None = None
        self.page: SitePage | None = None
        self.links: ConceptLinks | None = None
        self.documents: DocumentExtension | None = None
        self.foreign: frozenset[str] = frozenset()
        """Anchors of the sections that stand in another language than the page's."""

    def begin(self, site: Site, page: SitePage | None) -> None:
        """Prepare for rendering a page; None for one that is not ours."""
        self.site, self.page = site, page
        self.links = self.documents = None
        self.foreign = frozenset()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Add the page's extensions."""
        if self.site and self.page:
            for extension in self._extensions(self.site, self.page):
                extension.extendMarkdown(md)

    def _extensions(self, site: Site, page: SitePage) -> Iterator[Extension]:
        words = strings(page.language)
        yield RelativeLinks(lambda path: _resolve(site, page, path, self.options.layout))
        if page.kind in CONTRIBUTED:
            yield BoundedBrackets()
            yield FigureSlots(
                lost=words["slot.lost"],
                remote=words["slot.remote"],
                remote_images=self.options.remote_images,
            )
            yield EditorNotes()
        if page.kind is Kind.NOTE:
            yield StatementAnchors(words["note.cite"])
        marks = section_marks(site, page)
        self.foreign = frozenset(anchor for anchor, mark in marks.items() if mark.language)
        yield SectionMarks(marks)
        if page.kind in CONTRIBUTED or self.options.link_pages:
            self.links = _concept_links(site, page)
            yield self.links
        self.documents = DocumentExtension(code=self.options.search_code)
        yield self.documents

    @property
    def sections(self) -> tuple[PageSection, ...]:
        """The sections of the page rendered last, as plain text."""
        return tuple(self.documents.sections) if self.documents else ()

    def finish(self, html: str) -> tuple[str, tuple[Diagnostic, ...]]:
        """Clean the rendered HTML; give it and what was found on the way."""
        page = self.page
        found: list[Diagnostic] = []
        if page is None:
            return html, ()
        if self.links is not None and self.site:
            page.linked = self.links.linked
            self.site.add_mentions(page, self.links.mentions)
            if page.kind in {Kind.PAGE, Kind.HOME} and not page.fallback_from:
                found += self.links.diagnostics
        if isinstance(page, MadePage) and page.refused:
            found.append(_refused(page))
        if page.kind in CONTRIBUTED:
            html, removed = sanitise(html)
            if removed and not page.fallback_from and page.kind is not Kind.TOPIC:
                found.append(_unsafe(page, removed))
        return html, tuple(found)


def _refused(page: MadePage) -> Diagnostic:
    return Diagnostic(
        kind="html-unreadable",
        severity=Severity.WARNING,
        message=f"raw HTML that cannot be read is shown as text: {page.refused[:80]!r}",
        path=page.file.src_uri,
        hint="write < as &lt; where it opens no tag",
    )


def _unsafe(page: SitePage, removed: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(
        kind="html-removed",
        severity=Severity.WARNING,
        message=f"HTML that pages may not hold was taken out: {', '.join(removed)}",
        path=page.file.src_uri,
        hint="write it in Markdown",
    )


def _concept_links(site: Site, page: SitePage) -> ConceptLinks:
    excluded = {page.thing} if page.kind is Kind.CONCEPT else set()
    if page.kind is Kind.NOTE:
        named = site.kb.groups[page.thing].in_language(page.language).meta.no_links
        excluded |= {found for name in named if (found := site.names.resolve(name))}
    folder = posixpath.dirname(_base(page)) or "."
    return ConceptLinks(
        lexicon=site.kb.lexicon,
        names=site.names,
        href=lambda concept: concept_link(concept, folder),
        label=lambda concept: site.kb.concepts[concept].label(page.content_language),
        excluded=excluded,
        path=page.file.src_uri,
        first_line=_first_line(page),
    )


def _first_line(page: SitePage) -> int:
    """The line of an ordinary page's file on which its Markdown begins."""
    if page.kind is not Kind.PAGE or page.markdown is None:
        return 1
    return page.file.content_string.count("\n") - page.markdown.count("\n") + 1


def concept_link(concept: str, folder: str) -> str:
    """Give the path of a concept's page as an author in a folder would write it."""
    return posixpath.relpath(f"{path_of(Kind.CONCEPT, concept)}.md", folder)


def _base(page: SitePage) -> str:
    """The path that a page's links are relative to: some pages show what notes say."""
    return path_of(Kind.NOTE) if page.kind in {Kind.TOPIC, Kind.PARALLEL} else page.path


def find_target(site: Site, page: SitePage, written: str, layout: str) -> SitePage | str:
    """Give the page that a path means, in the reader's language, or the asset's path."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(_base(page)), written))
    if target.endswith((".md", ".txt")):
        path, language = split_language(target, layout, site.languages)
        named = target != f"{path}.md" and language != site.languages.default
        found = site.find(path, language if named else page.language)
        if found:
            return found
    return target


def _resolve(site: Site, page: SitePage, written: str, layout: str) -> str:
    """Point a path at the file that the host knows its page or asset by."""
    found = find_target(site, page, written, layout)
    target = found.file.src_uri if isinstance(found, SitePage) else found
    return posixpath.relpath(target, posixpath.dirname(page.file.src_uri) or ".")


def section_marks(site: Site, page: SitePage) -> Mapping[str, SectionMark]:
    """Give the notices under the headings of a note's or topic's page."""
    if page.kind is Kind.NOTE:
        return _note_marks(site, page)
    if page.kind is Kind.TOPIC:
        return {
            group.id: _fallback(site, page, group.in_language(page.language).language)
            for group, _ in site.kb.on_topic(page.thing, page.language)
            if page.language not in group.versions
        }
    return {}


def _note_marks(site: Site, page: SitePage) -> dict[str, SectionMark]:
    group = site.kb.groups[page.thing]
    note = group.in_language(page.language)
    if note is group.source:
        return {}
    marks = {
        part.section.id: _fallback(site, page, group.original)
        for part in arrange(note, group.source)
        if part.note is not note
    }
    original = site.page(Kind.NOTE, group.original, group.id)
    url = original.file.url_relative_to(page.file) if original else ""
    words = strings(page.language)
    for status in compare_sections(group.source, note):
        if status.state is State.STALE:
            marks[status.section] = SectionMark(
                state="stale",
                text=words["notice.stale"],
                notice_language=page.language,
                link=f"{url}#{status.section}",
                link_text=words["notice.stale.link"],
            )
    return marks


def _fallback(site: Site, page: SitePage, language: str) -> SectionMark:
    return SectionMark(
        state="fallback",
        text=strings(page.language)["notice.fallback"].format(
            language=site.languages.names.get(language, language)
        ),
        notice_language=page.language,
        language=language,
    )
