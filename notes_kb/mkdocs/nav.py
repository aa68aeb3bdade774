"""Navigation in each language: the site's own, and the knowledge base where it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from notes_kb.languages.strings import strings
from notes_kb.mkdocs.plan import Kind, Plan, PlannedPage
from notes_kb.text.references import unescape

NEIGHBOURS = 3
"""Notes or concepts on either side of the current one in the sidebar."""

WITH_NEIGHBOURS = frozenset({Kind.NOTE, Kind.PARALLEL, Kind.CONCEPT, Kind.NOTES, Kind.STATEMENTS})
"""Pages with notes or concepts beside them that the site's navigation does not name."""

SECTIONS = (Kind.TOPICS, Kind.NOTES, Kind.CONCEPTS)
"""The knowledge base's own sections, in their order."""


class Navigations:
    """The navigation of each language, from the one that the host and other plugins made."""

    def __init__(
        self,
        nav: Navigation,
        configured: object,
        plan: Plan,
        strings_of: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Take the incoming navigation, and the site's translations of its titles.

        `configured` is the site's `nav`, which may name our pages by a title of the
        owner's; the host passes such titles on only to pages that it makes itself.
        """
        self.plan = plan
        self.incoming = nav
        _name_made_pages(plan, configured, strings_of)
        self.by_language = {
            code: self._localised(code, strings_of.get(code, {}))
            for code in plan.languages.codes
            if code != plan.languages.default
        }
        self._complete_default(nav, strings_of.get(plan.languages.default, {}))
        self.by_language[plan.languages.default] = nav
        for code, navigation in self.by_language.items():
            if code != plan.languages.default:
                _link_neighbours(navigation.pages)
            for kind in (Kind.NOTE, Kind.CONCEPT):
                self._link_in_order(kind, code, {id(page) for page in navigation.pages})

    def _link_in_order(self, kind: Kind, code: str, named: Set[int]) -> None:
        """Join the notes, or the concepts, one after the other, but for those that `nav` names."""
        found = (self.plan.page(kind, code, thing) for thing in self.plan.order(kind, code))
        pages = [one.page for one in found if one is not None]
        _link_neighbours([page for page in pages if id(page) not in named])

    def _complete_default(self, nav: Navigation, translated: Mapping[str, str]) -> None:
        """Put what is ours into the incoming navigation; everything else stays as it is."""
        code = self.plan.languages.default
        before = len(nav.pages)
        reader = _Reader(self.plan, code, translated)
        items = [*reader.default(nav.items), *self._missing(nav.items, code)]
        nav.items[:] = self._with_home(items, code)
        nav.pages[:] = list(_pages(nav.items))
        _set_parents(nav.items, None)
        if len(nav.pages) != before or any(self.plan.of(page) for page in nav.pages):
            _link_neighbours(nav.pages)
        home = self.plan.page(Kind.HOME, code) or self.plan.find("index", code)
        nav.homepage = nav.homepage or (home.page if home else None)

    def _localised(self, code: str, translated: Mapping[str, str]) -> Navigation:
        items = list(_Reader(self.plan, code, translated).items(self.incoming.items))
        items = self._with_home([*items, *self._missing(self.incoming.items, code)], code)
        _set_parents(items, None)
        navigation = Navigation(items, list(_pages(items)))
        home = self.plan.find("index", code)
        navigation.homepage = home.page if home else navigation.homepage
        return navigation

    def _missing(self, items: Sequence[StructureItem], code: str) -> list[StructureItem]:
        """Give our sections where the navigation names no page of ours."""
        plan = self.plan
        named = {found.kind for page in _pages(items) if (found := plan.of(page))}
        if (not plan.kb.groups and not plan.kb.concepts) or named.intersection(SECTIONS):
            return []
        return [item for kind in SECTIONS if (item := section_of(plan, kind, code))]

    def _with_home(self, items: list[StructureItem], code: str) -> list[StructureItem]:
        """Put a home page that we make in front, where the navigation has none."""
        home = self.plan.page(Kind.HOME, code)
        if home is None or not home.made or home.page in _pages(items):
            return items
        return [home.page, *items]

    def sections(self) -> Mapping[str, Mapping[str, str]]:
        """Map the path of each page in a section of the navigation to the section's titles.

        The titles are by language, each as its own navigation writes it.
        """
        found: dict[str, dict[str, str]] = {}
        for code, navigation in self.by_language.items():
            for item in navigation.items:
                if isinstance(item, Section):
                    for page in _pages([item]):
                        planned = self.plan.of(page)
                        if planned is not None:
                            found.setdefault(planned.path, {})[code] = unescape(str(item.title))
        return found

    def around(self, page: PlannedPage) -> Navigation:
        """Give a page's navigation, with a note's or concept's neighbours beside it."""
        navigation = self.by_language[page.language]
        index, shown = self.beside(page)
        if index is None:
            return navigation
        replaced = [_with_neighbours(item, index, shown) for item in navigation.items]
        view = Navigation(replaced, navigation.pages)
        view.homepage = navigation.homepage
        return view

    def beside(self, page: PlannedPage) -> tuple[PlannedPage | None, list[PlannedPage]]:
        """Give the index page that a page's navigation opens, and what it shows behind that.

        None and nothing where the page has the navigation of its language as it is. Beside
        lists of what all notes say stand the newest notes.
        """
        concept = page.kind is Kind.CONCEPT
        index = self.plan.page(Kind.CONCEPTS if concept else Kind.NOTES, page.language)
        if page.kind not in WITH_NEIGHBOURS or index is None:
            return None, []
        kind = Kind.CONCEPT if concept else Kind.NOTE
        near = self.plan.neighbours(kind, page.thing, page.language, NEIGHBOURS)
        return index, [p for t in near if (p := self.plan.page(kind, page.language, t))]


def section_of(plan: Plan, kind: Kind, code: str) -> Section | None:
    """Give one of the knowledge base's own sections."""
    index = plan.page(kind, code)
    if index is None:
        return None
    pages = [index]
    if kind is Kind.TOPICS:
        topics = (plan.page(Kind.TOPIC, code, concept.id) for concept in plan.kb.topics)
        pages += [topic for topic in topics if topic]
    named = index.made and index.page.title != index.heading
    title = str(index.page.title) if named else strings(code)[kind.value]
    return Section(title, [page.page for page in pages])


def _name_made_pages(
    plan: Plan, configured: object, strings_of: Mapping[str, Mapping[str, str]]
) -> None:
    """Give the pages that we make the titles by which the site's `nav` names them."""
    for source, given in _given_titles(configured):
        named = plan.by_file.get(source)
        if named is None or not named.made or named.fallback_from:
            continue
        for code, version in plan.versions(named.path).items():
            title = given if version is named else strings_of.get(code, {}).get(given)
            if title and version.made:
                version.page.title = title


def _given_titles(configured: object) -> Iterator[tuple[str, str]]:
    """Yield the files that a site's `nav` names with a title, and the titles."""
    if isinstance(configured, Mapping):
        for title, named in configured.items():
            if isinstance(named, str):
                yield named, str(title)
            else:
                yield from _given_titles(named)
    elif isinstance(configured, list):
        for item in configured:
            yield from _given_titles(item)


class _Reader:
    """Reads the incoming navigation in one language."""

    def __init__(self, plan: Plan, language: str, translated: Mapping[str, str]) -> None:
        self.plan, self.language, self.translated = plan, language, translated

    def default(self, items: Iterable[StructureItem]) -> Iterator[StructureItem]:
        """Yield the items of the default language: the same, but for pages of another language."""
        for item in items:
            if isinstance(item, Page):
                yield self._leaf(item)
                continue
            if isinstance(item, Section):
                item.children[:] = list(self.default(item.children))
            yield item

    def items(self, items: Iterable[StructureItem]) -> Iterator[StructureItem]:
        """Yield copies of the items, each page in this language."""
        for item in items:
            if isinstance(item, Section):
                yield self._section(item)
            elif isinstance(item, Page):
                yield self._leaf(item)
            elif isinstance(item, Link):
                title = self.translated.get(item.title or "", item.title or "")
                yield Link(title, item.url)
            else:
                yield item

    def _section(self, section: Section) -> StructureItem:
        children = list(self.items(section.children))
        if isinstance(section, Page):
            # A plugin made one thing of a section and its index page: here they are two.
            index = self._leaf(section)
            children = [index, *(child for child in children if child is not index)]
        title = str(section.title or "")
        return Section(self.translated.get(title, title), children)

    def _leaf(self, page: Page) -> StructureItem:
        planned = self.plan.of(page)
        if planned is None:
            return page
        found = self.plan.find(planned.path, self.language) or planned
        if found.kind in SECTIONS and found.made:
            return section_of(self.plan, found.kind, self.language) or found.page
        given = page.__dict__.get("title")  # Only a title from the navigation is set by now.
        if given is not None and found is not planned and not found.heading:
            translated = self.translated.get(str(given))
            if translated is not None:
                found.page.title = translated
            elif found.fallback_from:
                found.page.title = given
        return found.page


def _pages(items: Iterable[StructureItem]) -> Iterator[Page]:
    for item in items:
        if isinstance(item, Page):
            yield item
        if isinstance(item, Section):
            yield from _pages(item.children)


def _link_neighbours(pages: Sequence[Page]) -> None:
    before: list[Any] = [None, *pages]
    after: list[Any] = [*pages[1:], None]
    for previous, page, following in zip(before, pages, after, strict=False):
        page.previous_page, page.next_page = previous, following


def _set_parents(items: Iterable[StructureItem], parent: Any) -> None:
    for item in items:
        item.parent = parent
        if isinstance(item, Section):
            _set_parents(item.children, item)


def _with_neighbours(
    item: StructureItem, index: PlannedPage, neighbours: list[PlannedPage]
) -> StructureItem:
    """Copy the item that holds the index page, with the neighbours behind it."""
    if isinstance(item, Section) and index.page in item.children:
        section = Section(item.title or "", [index.page, *(page.page for page in neighbours)])
        section.active = True
        return section
    if isinstance(item, Section) and not isinstance(item, Page):
        children = [_with_neighbours(child, index, neighbours) for child in item.children]
        if any(new is not old for new, old in zip(children, item.children, strict=True)):
            section = Section(item.title or "", children)
            section.active = True
            return section
    return item
