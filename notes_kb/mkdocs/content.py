"""How the pages get their bodies: made ones from the knowledge base, ordinary ones rendered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from notes_kb.build.keys import digest
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.languages.strings import strings
from notes_kb.mkdocs.borrowing import borrowed, borrows
from notes_kb.mkdocs.extensions import is_pure
from notes_kb.mkdocs.finishing import Pending
from notes_kb.mkdocs.link_findings import link_findings
from notes_kb.mkdocs.maps import NEIGHBOURS
from notes_kb.mkdocs.needs import plain
from notes_kb.mkdocs.pages import (
    MadePage,
    Ordinary,
    Resolved,
    first_line,
    map_hides,
    render_by_host,
    render_ordinary,
    resolve_ordinary,
    set_toc,
)
from notes_kb.mkdocs.placing import note_toc
from notes_kb.mkdocs.plan import Kind, PlannedPage, is_published
from notes_kb.mkdocs.search import page_documents
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.statements import shares
from notes_kb.pages.explicit_links import PageMention
from notes_kb.pages.rendered import TocEntry, fill_slots
from notes_kb.search.documents import Document
from notes_kb.search.sections import PageSection
from notes_kb.translation.parallel import align

if TYPE_CHECKING:
    from notes_kb.mkdocs.plugin import NotesKbPlugin

PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown")
"""Events by which another plugin may change a page's Markdown before it is rendered."""

_ID = re.compile(r'id="(?<=\sid=")([^"<>]*)"')
_TAG = re.compile(r"<[a-z][a-z0-9]*\b")


def others_hooks(config: MkDocsConfig, *events: str) -> bool:
    """Whether another plugin, or a hook of the site's, takes part in some events."""
    return any(
        not type(getattr(method, "__self__", None)).__module__.startswith("notes_kb.")
        for event in events
        for method in config.plugins.events[event]
    )


def render_ahead(site: Site, config: MkDocsConfig) -> None:
    """Render the ordinary pages together, where nothing can change their text any more."""
    if not is_pure(config.markdown_extensions) or others_hooks(config, *PAGE_EVENTS):
        return
    texts = {}
    for planned in site.plan.ordinary():
        if not is_published(planned.file):
            continue
        page = planned.page
        page.read_source(config)
        texts[planned.file.src_uri] = (page.markdown or "", first_line(page))
    site.render_ordinary(texts)
    for planned in site.plan.ordinary():
        rendering = site.renderings.get(planned.file.src_uri)
        if rendering is not None:
            planned.page._title_from_render = rendering.facts.title
            site.mentions.add(planned, rendering.facts.mentions, planned.title)
    site.ahead = True


def render_page(
    plugin: NotesKbPlugin, planned: PlannedPage, config: MkDocsConfig, files: Files
) -> None:
    """Render an ordinary page; the host calls this as the page's own `render`."""
    site, page = plugin.site, planned.page
    if planned.kind is Kind.HOME:
        page.meta.setdefault("hide", map_hides(config))
    if plugin.finishing is not None and is_published(planned.file):
        _put_off(plugin, planned, resolve_ordinary(site, planned, config, files))
        return
    if is_pure(config.markdown_extensions):
        found = render_ordinary(site, planned, config, files)
        if not site.ahead:
            rendering = site.renderings[page.file.src_uri]
            site.mentions.add(planned, rendering.facts.mentions, planned.title)
    else:
        found = render_by_host(site, planned, site.kb.lexicon, config, files)
    page.content = plugin.bodies.around(planned, page.content or "", found.linked)
    plugin.search.add_page(page.url, _ordinary_documents(plugin, planned, found))


def _ordinary_documents(
    plugin: NotesKbPlugin, planned: PlannedPage, found: Ordinary
) -> list[Document]:
    if not plugin.theme_search.active:
        return []
    return page_documents(plugin.site, planned, found.sections, by_anchor(found.mentions))


def _put_off(plugin: NotesKbPlugin, planned: PlannedPage, resolved: Resolved) -> None:
    """Leave an ordinary page's body to be made with all others, if it is to be made at all."""
    finishing, page = plugin.finishing, planned.page
    assert finishing is not None
    rendering = resolved.rendering

    def make() -> Sequence[Diagnostic]:
        html = fill_slots(rendering.page.html, resolved.urls.__getitem__)
        page.content = plugin.bodies.around(planned, html, resolved.linked)
        return ()

    def documents() -> Sequence[Document]:
        found = Ordinary(resolved.linked, rendering.page.sections, rendering.facts.mentions)
        return _ordinary_documents(plugin, planned, found)

    def key() -> bytes:
        own = finishing.needs.of_ordinary(planned, rendering.key, resolved.urls)
        return digest(own, str(page.title), plain(page.meta))

    finishing.add(Pending(planned, key, make, documents))


def by_anchor(mentions: Iterable[PageMention]) -> Mapping[str, list[str]]:
    """Give the concepts that a page mentions by the anchors above them."""
    found: dict[str, list[str]] = {}
    for mention in mentions:
        found.setdefault(mention.anchor, []).append(mention.concept)
    return found


def _mentioned(site: Site, planned: PlannedPage) -> Mapping[str, list[str]]:
    """Give the concepts that a made page's own text mentions, by section."""
    if planned.kind is Kind.NOTE:
        note = site.kb.groups[planned.thing].in_language(planned.language)
        found: dict[str, list[str]] = {}
        for statement in site.kb.statements[note.path]:
            found.setdefault(statement.section.id, []).extend(statement.concepts)
        return found
    own = own_file(site, planned)
    return by_anchor(site.renderings[own[0]].facts.mentions) if own else {}


def make_page(plugin: NotesKbPlugin, page: MadePage) -> None:
    """Make the body of a made page."""
    site, planned = plugin.site, page.planned
    source = site.plan.by_source.get(planned.shows) if planned.fallback_from else None
    if source is not None and not planned.heading:
        page._title_from_render = source.title
    if borrows(site, planned):
        page.content = ""  # Until the page that it shows is finished: `borrow_finished`.
        set_toc(page, ())
        return
    if plugin.finishing is not None and is_published(planned.file):
        set_toc(page, ())
        key = partial(plugin.finishing.needs.of, planned)
        make, documents = partial(_make_body, plugin, page), partial(_documents, plugin, planned)
        plugin.finishing.add(Pending(planned, key, make, documents))
        return
    site.findings += _make_body(plugin, page)
    if plugin.theme_search.active:
        plugin.search.add_page(page.url, _documents(plugin, planned))


def _make_body(plugin: NotesKbPlugin, page: MadePage) -> Sequence[Diagnostic]:
    """Make the body of a made page; give what was found on the way."""
    site, planned = plugin.site, page.planned
    page.content = plugin.bodies.body(planned)
    page.present_anchor_ids = _ids(page.content)
    set_toc(page, _toc(site, planned))
    own = own_file(site, planned)
    return list(link_findings(site, planned, *own)) if own else []


def _ids(html: str) -> set[str]:
    """Give all ids of a page, the first of each tag; most tags have none."""
    ids = set()
    last = -1
    for found in _ID.finditer(html):
        tag = html.rfind("<", 0, found.start())
        if tag > last and _TAG.match(html, tag) and html.find(">", tag, found.start()) < 0:
            last = tag
            ids.add(found[1])
    return ids


def _documents(plugin: NotesKbPlugin, planned: PlannedPage) -> Sequence[Document]:
    """Give what of a made page is searched."""
    if not plugin.theme_search.active:
        return ()
    site = plugin.site
    return page_documents(site, planned, _sections(site, planned), _mentioned(site, planned))


def borrow_finished(plugin: NotesKbPlugin) -> None:
    """Give pages their bodies that show what the host, or another plugin, has rendered."""
    site, plan = plugin.site, plugin.site.plan
    late = [page for page in plan.pages.values() if borrows(site, page)]
    for planned in late:
        source = plan.by_source.get(planned.shows)
        if source is None or source.page.content is None:
            continue
        found = borrowed(site, source, planned)
        page = planned.page
        page.content = plugin.bodies.borrowed(planned, found.html, found.linked)
        page.toc = source.page.toc
        page.present_anchor_ids = _ids(page.content)


def own_file(site: Site, planned: PlannedPage) -> tuple[str, str] | None:
    """Give the contributed file that a page shows in its own language, and its text."""
    if planned.fallback_from:
        return None
    if planned.kind is Kind.NOTE:
        note = site.kb.groups[planned.thing].in_language(planned.language)
        return (note.path, note.text) if note.path in site.renderings else None
    if planned.kind is Kind.CONCEPT:
        article = site.kb.concepts[planned.thing].articles.get(planned.language)
        if article and article.path in site.renderings:
            return article.path, "\n" * (article.first_line - 1) + article.markdown
    return None


def _toc(site: Site, planned: PlannedPage) -> Iterator[TocEntry]:
    if planned.kind is Kind.NOTE:
        yield from note_toc(site, planned)
    elif planned.kind is Kind.TOPIC:
        for group, _ in site.kb.groups_on_topic(planned.thing, planned.language):
            title = group.in_language(planned.language).title
            yield TocEntry(level=2, id=group.id, name=_text(title))
    elif planned.kind is Kind.PARALLEL:
        for row in align(site.kb.groups[planned.thing]):
            heads = row.headings
            if heads:
                section = heads.get(planned.language) or next(iter(heads.values()))
                level = max(section.level, 2)
                yield TocEntry(level=level, id=row.anchor, name=_text(section.prose.text))
    elif planned.kind is Kind.STATEMENTS:
        for share in shares(site, planned.language):
            yield TocEntry(level=2, id=share.group.id, name=_text(share.note.title))
    else:
        path = _shown_file(site, planned)
        if path in site.renderings:
            for _, entries in site.renderings[path].facts.toc:
                yield from entries
    if planned.kind is Kind.CONCEPT:
        words = strings(planned.language)
        yield TocEntry(level=2, id=NEIGHBOURS, name=_text(words["concept.around"]))
        yield TocEntry(level=2, id="__nk-mentions", name=_text(words["concept.mentions"]))


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shown_file(site: Site, planned: PlannedPage) -> str:
    if planned.kind is Kind.CONCEPT:
        articles = site.kb.concepts[planned.thing].articles
        article = articles.get(planned.language) or next(iter(articles.values()), None)
        return article.path if article else ""
    return planned.shows if planned.fallback_from and planned.kind is Kind.PAGE else ""


def _sections(site: Site, planned: PlannedPage) -> tuple[PageSection, ...]:
    own = own_file(site, planned)
    return site.renderings[own[0]].page.sections if own else ()


def name_originals(site: Site) -> None:
    """Let each fallback page name the page that it shows as the original."""
    for planned in site.plan.pages.values():
        source = site.plan.by_source.get(planned.shows)
        if planned.kind is Kind.NOTE or not planned.fallback_from or source is None:
            continue
        planned.page.canonical_url = source.page.canonical_url
        planned.page.edit_url = source.page.edit_url
