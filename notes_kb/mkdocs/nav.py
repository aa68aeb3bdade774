"""Navigation in each language; its size does not grow with the number of notes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from notes_kb.languages.strings import strings
from notes_kb.mkdocs.pages import SitePage
from notes_kb.mkdocs.site import Kind, Site

NEIGHBOURS = 3
"""Notes or concepts on either side of the current one in the sidebar."""


def build_navigation(
    configured: Sequence[Any] | None,
    site: Site,
    language: str,
    translated: Mapping[str, str],
    layout_path: Any,
) -> Navigation:
    """Build a language's navigation from the site's ``nav``, or from what there is.

    `translated` maps titles of the configuration to the language; `layout_path`
    splits a configured file into path and language.
    """
    reader = _Reader(site, language, translated, layout_path)
    items = list(reader.read(configured or ()))
    if not configured:
        items = [*_knowledge(site, language), *_others(site, language)]
    elif not any(isinstance(p, SitePage) and p.kind is not Kind.PAGE for p in _pages(items)):
        items = [*_knowledge(site, language), *items]
    pages = list(_pages(items))
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        page.previous_page, page.next_page = before, after
    _set_parents(items, None)
    navigation = Navigation(items, list[Page](pages))
    navigation.homepage = site.page(Kind.HOME, language) or navigation.homepage
    return navigation


class _Reader:
    """Reads the site's ``nav`` in one language."""

    def __init__(
        self, site: Site, language: str, translated: Mapping[str, str], layout_path: Any
    ) -> None:
        self.site, self.language = site, language
        self.translated, self.layout_path = translated, layout_path

    def read(self, entries: Sequence[Any]) -> Iterator[StructureItem]:
        for entry in entries:
            if isinstance(entry, str):
                yield self._leaf(None, entry)
            elif isinstance(entry, Mapping):
                for title, value in entry.items():
                    yield self._titled(str(title), value)

    def _titled(self, title: str, value: Any) -> StructureItem:
        if isinstance(value, str):
            return self._leaf(title, value)
        shown = self.translated.get(title, title)
        return Section(shown, list(self.read(value or [])))

    def _leaf(self, title: str | None, target: str) -> StructureItem:
        path, _ = self.layout_path(target)
        page = self.site.find(path, self.language)
        if page is None:
            return Link(self.translated.get(title or "", title or target), target)
        if title and (title in self.translated or self.language == self.site.languages.default):
            page.title = self.translated.get(title, title)
        return page


def _knowledge(site: Site, language: str) -> Iterator[StructureItem]:
    """Home, topics, notes and concepts: in front where the site's ``nav`` names none of them."""
    words = strings(language)
    home = site.page(Kind.HOME, language)
    if home:
        home.title = words["home"]
        yield home
    if site.kb.topics:
        index = site.page(Kind.TOPICS, language)
        topics = [site.page(Kind.TOPIC, language, c.id) for c in site.kb.topics]
        yield Section(words["topics"], [page for page in (index, *topics) if page])
    for kind in (Kind.NOTES, Kind.CONCEPTS):
        page = site.page(kind, language)
        if page:
            yield Section(words[kind.value], [page])


def _others(site: Site, language: str) -> Iterator[StructureItem]:
    """The owner's pages by folder."""
    yield from _folders(list(site.of_kind(Kind.PAGE, language)), "", language)


def _folders(pages: list[SitePage], folder: str, language: str) -> Iterator[StructureItem]:
    """Nest ordinary pages by folder, index pages first, then by path."""
    prefix = f"{folder}/" if folder else ""
    below: dict[str, list[SitePage]] = {}
    for page in sorted(pages, key=lambda p: (posixpath.basename(p.path) != "index", p.path)):
        rest = page.path.removeprefix(prefix)
        first, slash, _ = rest.partition("/")
        if slash:
            below.setdefault(first, []).append(page)
        else:
            yield page
    for name, inside in below.items():
        title = name.replace("-", " ").replace("_", " ").capitalize()
        yield Section(title, list(_folders(inside, prefix + name, language)))


def _pages(items: Sequence[StructureItem]) -> Iterator[SitePage]:
    for item in items:
        if isinstance(item, SitePage):
            yield item
        elif isinstance(item, Section):
            yield from _pages(item.children)


def _set_parents(items: Sequence[StructureItem], parent: Section | None) -> None:
    for item in items:
        item.parent = parent
        if isinstance(item, Section):
            _set_parents(item.children, item)


def around(navigation: Navigation, site: Site, page: SitePage) -> Navigation:
    """Give the navigation with a note's or concept's neighbours beside it."""
    thing_kind = Kind.CONCEPT if page.kind is Kind.CONCEPT else Kind.NOTE
    index_kind = Kind.CONCEPTS if page.kind is Kind.CONCEPT else Kind.NOTES
    index = site.page(index_kind, page.language)
    if page.kind not in {Kind.NOTE, Kind.PARALLEL, Kind.CONCEPT} or index is None:
        return navigation
    near = site.neighbours(thing_kind, page.thing, NEIGHBOURS)
    shown = [p for p in (site.page(thing_kind, page.language, t) for t in near) if p]
    replaced = [_with_neighbours(item, index, shown) for item in navigation.items]
    view = Navigation(replaced, navigation.pages)
    view.homepage = navigation.homepage
    return view


def _with_neighbours(
    item: StructureItem, index: SitePage, neighbours: list[SitePage]
) -> StructureItem:
    """Copy the item that holds the index page, with the neighbours behind it."""
    held = item.children if isinstance(item, Section) else [item]
    if index not in held:
        return item
    section = Section(item.title or "", [index, *neighbours])
    section.active = True
    return section
