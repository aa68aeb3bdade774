"""HTML that was rendered once, placed on the pages that show it: links become URLs."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from markupsafe import Markup, escape
from mkdocs.utils import get_relative_url

from notes_kb.build.rendering import Rendering
from notes_kb.domain.note import Note
from notes_kb.languages.strings import strings
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.pages.explicit_links import CLASS, NOTE_CLASS
from notes_kb.pages.rendered import SLOT, Chunk, Link, TocEntry, fill_slots
from notes_kb.pages.statement_marks import CITE
from notes_kb.text.references import unescape
from notes_kb.translation.arrange import arrange
from notes_kb.translation.status import State


class Notice(NamedTuple):
    """What a reader must know about a section, shown under its heading."""

    state: str
    """``stale`` or ``fallback``; it becomes the class ``nk-notice--<state>``."""
    text: str
    language: str = ""
    """The language the section stands in, where that is not the page's."""
    link: str = ""
    """Where the link at the end leads; empty for none."""
    link_text: str = ""

    def html(self, language: str) -> str:
        """Write the notice, which is in the page's language."""
        link = f' <a href="{escape(self.link)}">{escape(self.link_text)}</a>' if self.link else ""
        return (
            f'<p class="nk-notice nk-notice--{self.state}" lang="{escape(language)}">'
            f"{escape(self.text)}{link}</p>"
        )


def relative_url(url: str, page: PlannedPage) -> str:
    """Give a URL of the site as a page writes it."""
    here = page.url
    below = url.startswith(here[:-1])
    if below or not here.endswith("/") or not (_is_plain(here) and _is_plain(url)):
        return get_relative_url(url, here)
    # From all pages of a folder a URL beyond the page's own looks the same.
    there = _relative(url, here[: here.rfind("/", 0, -1) + 1])
    return f".{there}" if there in {".", "./"} else f"../{there}"


@lru_cache(maxsize=4096)
def _is_plain(url: str) -> bool:
    """Tell whether a URL has no empty part, and none that begins with a dot."""
    return url[:1] not in {".", "/"} and "/." not in url and "//" not in url


_relative = lru_cache(maxsize=4096)(get_relative_url)


def page_url(target: PlannedPage | None, page: PlannedPage, anchor: str = "") -> str:
    """Give the URL of one page on another."""
    if target is None:
        return "#"
    there = relative_url(target.url, page)
    return f"{there}#{anchor}" if anchor else there


_CONCEPT_LINK = re.compile(f'<a class="{CLASS}" href="{SLOT.pattern}">([^<]*+)</a>')


_NOTE_LINK = re.compile(f'<a class="{NOTE_CLASS}" href="{SLOT.pattern}">([^<]*+)</a>')
_NOTE_NAME = re.compile(r"\[\[([^\[\]|]{1,200})(\|?)\]\]")


class Placer:
    """Places HTML on one page."""

    def __init__(self, site: Site, page: PlannedPage) -> None:
        """Take the page that shows the HTML."""
        self.site, self.page = site, page
        self.linked: dict[str, None] = {}
        """The concepts that were linked, in order of appearance."""

    def html(
        self, html: str, rendering: Rendering, path: str, *, used: set[str] | None = None
    ) -> Markup:
        """Fill the slots of a piece of a file's rendering.

        `used` are concepts that the section of the page has linked already; an automatic
        link to one of them becomes plain text, and the others are added.
        """
        links = rendering.facts.links

        def once(found: re.Match[str]) -> str:
            link = links[int(found[1])]
            assert used is not None
            if link.concept in used and not link.explicit:
                return found[2]
            used.add(link.concept)
            return found[0]

        def note(found: re.Match[str]) -> str:
            meant = note_target(self.site, path, links[int(found[1])].written, self.page.language)
            if meant is None:
                return found[2]  # The checks have told that there is no such note.
            return found[0] if meant.named else found[0].replace(found[2], escape(meant.title))

        html = html if used is None else _CONCEPT_LINK.sub(once, html)
        html = _NOTE_LINK.sub(note, html)
        return Markup(fill_slots(html, lambda number: self.url(links[number], path)))

    def url(self, link: Link, path: str) -> str:
        """Give the URL of a link that stands in a file."""
        if link.concept:
            self.linked[link.concept] = None
            return self.concept_url(link.concept)
        return self.written_url(link.written, path) or link.written

    def concept_url(self, concept: str) -> str:
        """Give the URL of a concept's page."""
        target = self.site.plan.page(Kind.CONCEPT, self.page.language, concept)
        return page_url(target, self.page)

    def resolves(self, link: Link, path: str) -> bool:
        """Whether a link leads to a page or file."""
        return bool(link.concept) or self.written_url(link.written, path) is not None

    def written_url(self, written: str, path: str) -> str | None:
        """Resolve what an author wrote; None where it leads nowhere."""
        url = destination(self.site, path, written, self.page.language)
        if _NOTE_NAME.fullmatch(written):
            meant = note_target(self.site, path, written, self.page.language)
            if meant and meant.page is self.page and meant.anchor:
                return f"#{meant.anchor}"
            return page_url(meant.page, self.page, meant.anchor) if meant else None
        parts = urlsplit(unescape(written))
        if not parts.path:
            if url is None or url == self.page.url or not parts.fragment:
                return written
            return f"{relative_url(url, self.page)}#{parts.fragment}"
        if url is None:
            return None
        return urlunsplit(("", "", relative_url(url, self.page), parts.query, parts.fragment))


class NoteTarget(NamedTuple):
    """What ``[[note]]`` means on a page."""

    page: PlannedPage
    anchor: str
    title: str
    named: bool
    """Whether its author wrote other words for it."""


def note_target(site: Site, path: str, written: str, language: str) -> NoteTarget | None:
    """Give the note that ``[[name]]`` or ``[[name|]]`` in a file means in a language."""
    found = _NOTE_NAME.fullmatch(written)
    if found is None:
        return None
    own = site.plan.by_source.get(path)
    own_id = own.thing if own is not None and own.kind is Kind.NOTE else ""
    meant = site.kb.find_note(found[1], own_id)
    page = site.plan.page(Kind.NOTE, language, meant[0]) if meant else None
    if page is None or meant is None:
        return None
    title = site.kb.groups[meant[0]].in_language(language).title
    section = site.kb.groups[meant[0]].in_language(language).section_by_id().get(meant[1])
    shown = section.prose.text if section and section.heading else title
    return NoteTarget(page, meant[1], shown, bool(found[2]))


def destination(site: Site, path: str, written: str, language: str) -> str | None:
    """Give the URL, from the site's root, that a link in a file means in a language.

    None where it leads nowhere. A link without a path means the page whose text the file is.
    """
    if note := note_target(site, path, written, language):
        return note.page.url
    parts = urlsplit(unescape(written))
    if not parts.path:
        own = site.plan.by_source.get(path)
        home = site.plan.find(own.path, language) if own else None
        return home.url if home else None
    found = site.target(posixpath.dirname(path), parts.path, language)
    return found.url if isinstance(found, PlannedPage) else site.asset_url(found)


class NotePart(NamedTuple):
    """A section of a note's page: the chunk, where it comes from, and its notice."""

    chunk: Chunk
    note: Note
    notice: Notice | None


def note_parts(site: Site, page: PlannedPage) -> list[NotePart]:
    """Arrange a note's sections: its own, and the original's where a translation has none."""
    group = site.kb.groups[page.thing]
    note = group.in_language(page.language)
    notices = page_notices(site, page)
    chunks = {
        one.path: {c.section: c for c in site.rendering_of(one).page.chunks}
        for one in {id(n): n for n in (note, group.source)}.values()
        if one.path in site.renderings
    }
    parts = []
    for part in arrange(note, group.source):
        chunk = chunks[part.note.path].get(part.section.id)
        if chunk is not None:
            parts.append(NotePart(chunk, part.note, notices.get(part.section.id)))
    return parts


def note_body(placer: Placer) -> Markup:
    """Give the HTML of a note's page below its head."""
    site, page = placer.site, placer.page
    note = site.kb.groups[page.thing].in_language(page.language)
    out = [_placed(placer, part, page.language) for part in note_parts(site, page)]
    rendering = site.rendering_of(note)
    out.append(placer.html(rendering.page.footnotes, rendering, note.path))
    whole = "".join(out)
    if page.thing in site.relations.by_note:
        whole = _CITE.sub(lambda found: _measured(site, page, found[1]) + found[0], whole)
    return Markup(whole)


_CITE = re.compile(f'<a aria-label="[^"<>]*+" class="{CITE}" href="#([a-z0-9-]++)">')


def _measured(site: Site, page: PlannedPage, anchor: str) -> str:
    """Give the links from a statement to the pages that measure it."""
    found = site.relations.by_statement.get((page.thing, anchor), ())
    pages = (site.plan.find(path, page.language) for path in found)
    words = strings(page.language)["lab.measured"]
    link = Markup('<a class="nk-measured" href="{}" title="{}">{} →</a>')
    return "".join(link.format(page_url(p, page), p.title, words) for p in pages if p)


def _placed(placer: Placer, part: NotePart, language: str) -> str:
    rendering = placer.site.rendering_of(part.note)
    heading = placer.html(part.chunk.heading, rendering, part.note.path)
    body = placer.html(part.chunk.body, rendering, part.note.path)
    notice = part.notice.html(language) if part.notice else ""
    if part.notice and part.notice.language:
        lang = escape(part.notice.language)
        return f'<div class="nk-fallback" lang="{lang}">{heading}{notice}{body}</div>\n'
    return f"{heading}{notice}{body}"


def note_toc(site: Site, page: PlannedPage) -> list[TocEntry]:
    """Give the headings of a note's page in their order."""
    group = site.kb.groups[page.thing]
    note = group.in_language(page.language)
    entries = {
        one.path: dict(site.rendering_of(one).facts.toc)
        for one in (note, group.source)
        if one.path in site.renderings
    }
    return [
        entry
        for part in arrange(note, group.source)
        for entry in entries[part.note.path].get(part.section.id, ())
    ]


def page_notices(site: Site, page: PlannedPage) -> dict[str, Notice]:
    """Give the notices of a translation: sections that it lacks, and stale ones."""
    group = site.kb.groups[page.thing]
    note = group.in_language(page.language)
    if note is group.source:
        return {}
    notices = {
        part.section.id: fallback_notice(site, page, group.original)
        for part in arrange(note, group.source)
        if part.note is not note
    }
    original = site.plan.page(Kind.NOTE, group.original, group.id)
    words = strings(page.language)
    for status in site.kb.statuses[note.path]:
        if status.state is State.STALE:
            notices[status.section] = Notice(
                state="stale",
                text=words["notice.stale"],
                link=page_url(original, page, status.section),
                link_text=words["notice.stale.link"],
            )
    return notices


def fallback_notice(site: Site, page: PlannedPage, language: str) -> Notice:
    """Say that something stands in another language."""
    name = site.languages.names.get(language, language)
    text = strings(page.language)["notice.fallback"].format(language=name)
    return Notice(state="fallback", text=text, language=language)
