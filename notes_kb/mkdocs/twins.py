"""Markdown twins of notes and concepts: what a reader sees, for programs that read Markdown."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

import yaml

from notes_kb.build.keys import digest
from notes_kb.domain.note import Note, Source
from notes_kb.languages.strings import strings
from notes_kb.loading.attributes import split_attributes
from notes_kb.mkdocs.placing import Placer, note_target, page_notices, page_url
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.pages.note_markdown import section_markdown
from notes_kb.pages.resolved_markdown import bracketed, resolve_markdown
from notes_kb.pages.tree_passes import MISSING
from notes_kb.text.brackets import escape_label
from notes_kb.translation.arrange import arrange

TWIN = "note-twin"
"""The step of the store that holds the twins of notes."""


def twin_uri(page: PlannedPage) -> str:
    """Give the path of a page's Markdown twin: ``notes/x/index.md`` or ``notes/x.md``."""
    return f"{posixpath.splitext(page.file.dest_uri)[0]}.md"


def twin(
    site: Site, page: PlannedPage, body_key: Callable[[PlannedPage], bytes]
) -> tuple[bytes, Callable[[], bytes]]:
    """Give a page of a note or a concept as Markdown: what is known of it, then its text.

    It stands beside the page, so that links lead from it as from the page. `body_key`
    digests all that a page's body shows, which is no less than what the twin shows.

    Returns:
        What stands for the text, and what makes it, in UTF-8.
    """
    if page.kind is Kind.NOTE:
        found = _NoteTwin(site, page, body_key(page))
        return found.key, found.data
    known, text = list(_known(site, page)), _concept_text(site, page)
    return digest(repr(known), text), partial(_encoded, known, text)


def _encoded(known: Iterable[tuple[str, object]], text: str) -> bytes:
    return (_front_matter(known) + text).encode()


def _concept_text(site: Site, page: PlannedPage) -> str:
    concept = site.kb.concepts[page.thing]
    article = concept.articles.get(page.language)
    parts = [f"# {concept.label(page.language)}", concept.definition.get(page.language, "")]
    if article:
        parts.append(
            resolve_markdown(article.markdown.strip(), _Addresses(site, page, article.path))
        )
    parts.append("\n".join(f"- {_source(source)}" for source in concept.sources))
    return "\n\n".join(filter(None, parts)) + "\n"


def use_twins(site: Site, keys: Iterable[bytes]) -> None:
    """Keep the twins of some keys for later builds, also those that nobody asked for."""
    site.renderer.store.use(TWIN, keys)


def new_note_twin(site: Site, page: PlannedPage, body: bytes) -> tuple[bytes, bytes] | None:
    """Write the twin of a note's page where the store does not hold it; give its key and text."""
    if page.kind is not Kind.NOTE or page.fallback_from:
        return None
    return _NoteTwin(site, page, body).missing()


def _known(site: Site, page: PlannedPage) -> Iterator[tuple[str, object]]:
    """Say of a page what its front matter says: where it is, and in which languages."""
    yield "title", page.title
    yield "url", page.canonical_url or ""
    yield "language", page.language
    others = site.plan.versions(page.path).values()
    yield (
        "translations",
        {
            other.language: other.canonical_url or other.url
            for other in others
            if other.language != page.language and not other.fallback_from
        },
    )


def _front_matter(values: Iterable[tuple[str, object]]) -> str:
    said = {key: value for key, value in values if value}
    written = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{written}---\n\n"


def _source(source: Source) -> str:
    return f"[{escape_label(source.title)}](<{source.url}>)" if source.url else source.title


@dataclass(slots=True)
class _Addresses:
    """Where the links of a file lead from the twin of a page."""

    site: Site
    page: PlannedPage
    path: str
    """The file."""
    lost: str = field(init=False)

    def __post_init__(self) -> None:
        """Look the words up."""
        self.lost = strings(self.page.language)["slot.lost"]

    def concept(self, name: str, text: str, *, escaped: bool = False) -> str:
        """Give ``[[name|text]]`` as a link to the concept's page, or its words."""
        found = self.site.kb.lexicon.names.resolve(name)
        if not found:
            note = note_target(self.site, self.path, f"[[{name}]]", self.page.language)
            if note is None:
                return text or name
            url = page_url(note.page, self.page, note.anchor)
            return f"[{escape_label(text or note.title)}]({bracketed(url)})"
        label = text or self.site.kb.concepts[found].label(self.page.language)
        return f"[{escape_label(label)}]({bracketed(self.concept_url(found))})"

    def concept_url(self, concept: str) -> str:
        """Give where a concept's page is."""
        return Placer(self.site, self.page).concept_url(concept)

    def html_address(self, written: str) -> str | None:
        """Do the same in HTML as in Markdown."""
        return self.address(written)

    def picture(self, alt: str, target: str, written: str) -> str | None:
        """Give the words of a picture that the source lost."""
        return f"*{alt or self.lost}*" if target == MISSING else None

    def attributes(self, written: str) -> str:
        """Leave attribute lists out, but for the verdict of an editor's note, as words."""
        _, found = split_attributes(written)
        word = found.values.get("verdict", "") if found else ""
        words = strings(self.page.language)
        told = words.get(f"verdict.{word}")
        return f" ({words['statements.verdict']}: {told})" if told else ""

    def address(self, written: str) -> str | None:
        """Give where a link leads; None where it leads nowhere."""
        return Placer(self.site, self.page).written_url(written, self.path)


@dataclass(slots=True)
class _NoteTwin:
    """The twin of a note; kept, since writing it takes the whole note."""

    site: Site
    page: PlannedPage
    body: bytes
    """Digest of all that the page's body shows."""
    key: bytes = field(init=False)
    """Digest of what the twin shows: the page's body, what is known, where links lead."""

    def __post_init__(self) -> None:
        """Digest what the twin shows."""
        note, original = self._notes()
        shown = {one.path: one for one in (note, original)}.values()
        links = tuple(tuple(self._links(one)) for one in shown)
        self.key = digest(self.body, repr(list(self._known(note))), links)

    def data(self) -> bytes:
        """Give the twin."""
        store = self.site.renderer.store
        known = store.get(TWIN, self.key)
        if known is None:
            known = self._write()
            store.put(TWIN, self.key, known)
        return known

    def missing(self) -> tuple[bytes, bytes] | None:
        """Give its key in the store and its text, where the store does not hold it."""
        if self.site.renderer.store.get(TWIN, self.key) is not None:
            return None
        return self.key, self._write()

    def _notes(self) -> tuple[Note, Note]:
        """Give the note in the page's language, and the original."""
        group = self.site.kb.groups[self.page.thing]
        return group.in_language(self.page.language), group.source

    def _write(self) -> bytes:
        note, original = self._notes()
        written = _front_matter(self._known(note)) + "\n\n".join(self._parts(note, original))
        return (written.rstrip() + "\n").encode("utf-8", "replace")

    def _links(self, note: Note) -> Iterator[tuple[str, object]]:
        addresses = _Addresses(self.site, self.page, note.path)
        rendering = self.site.renderings.get(note.path)
        for written in rendering.head.written if rendering else ():
            yield written, addresses.address(written)
        for name in self.site.kb.summaries[note.path].links:
            # Where a page stands is part of the body's digest: the site's own address will do.
            yield name, self.site.named(name, self.page.language) or addresses.concept(name, "")

    def _known(self, note: Note) -> Iterator[tuple[str, object]]:
        yield from _known(self.site, self.page)
        meta, source = note.meta, note.meta.source
        yield from (("date", meta.date), ("event", meta.event), ("summary", meta.summary))
        yield "tags", list(meta.tags)
        if source:
            said = {"title": source.title, "url": source.url, "author": source.author}
            yield "source", {key: value for key, value in said.items() if value}

    def _parts(self, note: Note, original: Note) -> Iterator[str]:
        """Yield the title and each section, the original's where a translation has none."""
        yield f"# {note.title}"
        notices = page_notices(self.site, self.page)
        lines = {one.path: one.shown_lines() for one in (note, original)}
        for part in arrange(note, original):
            heading, body = section_markdown(part.section, part.note, lines[part.note.path])
            addresses = _Addresses(self.site, self.page, part.note.path)
            notice = notices.get(part.section.id)
            if heading:
                yield resolve_markdown(heading, addresses)
            if notice:
                yield f"> {notice.text}"
            if body.strip():
                yield resolve_markdown(body.strip("\n"), addresses)
