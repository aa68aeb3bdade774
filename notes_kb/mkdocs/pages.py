"""The host's page objects: made pages, and ordinary pages rendered by our step.

Another plugin's pages are left alone. An ordinary page stays the host's own object; only
its `render` is ours, which gives what the host's gives with concepts linked.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import nest_toc_tokens
from markdown.treeprocessors import Treeprocessor
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages as host
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from notes_kb.build.rendering import Job, Rendering
from notes_kb.languages.strings import strings
from notes_kb.linking.lexicon import Lexicon
from notes_kb.mkdocs.chrome import View
from notes_kb.mkdocs.extensions import draws_formulas
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.pages.concept_links import ConceptLinks
from notes_kb.pages.explicit_links import Linking, PageMention
from notes_kb.pages.formulas import render_formulas, unread_findings
from notes_kb.pages.render import DECLARATION
from notes_kb.pages.rendered import Link, TocEntry, fill_slots
from notes_kb.pages.sections import SectionText
from notes_kb.search.sections import PageSection

WIDE = frozenset({Kind.HOME, Kind.TOPICS, Kind.MAP, Kind.TRANSLATIONS})
"""Pages without headings of their own to navigate by, so that the text may be wider."""


REPEATING = frozenset(
    {Kind.HOME, Kind.NOTES, Kind.PARALLEL, Kind.TOPICS, Kind.TOPIC, Kind.CONCEPTS}
    | {Kind.MAP, Kind.TRANSLATIONS, Kind.STATEMENTS, Kind.ROUTES, Kind.ROUTE}
)
"""Made pages that list what others say, or repeat it."""


class TranslatedPage(Page):
    """An ordinary page in another language than the default one."""

    planned: PlannedPage

    @property
    def is_homepage(self) -> bool:
        """Whether this is the home page of its language."""
        return self.planned.path == "index"


_PLAIN_URL = re.compile(r"[A-Za-z0-9_%./-]*")


def _joins_plainly(url: str) -> bool:
    """Tell a URL that joining leaves as it is: no scheme, no empty part, none of dots."""
    return (
        _PLAIN_URL.fullmatch(url) is not None
        and not url.startswith((".", "/"))
        and "//" not in url
        and "/." not in url
    )


@lru_cache(maxsize=8)
def _site_address(base: str) -> tuple[str, str] | None:
    """Give what stands before a page's URL in its whole address, and in that from the host's root.

    None where that cannot be told without joining.
    """
    whole = base if base.endswith("/") else f"{base}/"
    path = urlsplit(whole).path
    plain = urljoin(whole, "x/y") == f"{whole}x/y" and urlsplit(f"{whole}x/y").path == f"{path}x/y"
    return (whole, path) if plain else None


def _lists_tags(config: MkDocsConfig) -> bool:
    """Whether the theme's plugin for tags is there; without it they would be shown twice."""
    return any(".plugins.tags." in type(plugin).__module__ for plugin in config.plugins.values())


class MadePage(TranslatedPage):
    """A page whose body we make; front matter of contributors never gets here."""

    def __init__(
        self,
        planned: PlannedPage,
        config: MkDocsConfig,
        make: Callable[[MadePage], None],
    ) -> None:
        """Take the planned page, and the function that sets the body."""
        # The theme writes titles into HTML as they are, so what contributors wrote
        # must be escaped before; `escape` marks it, so that nothing escapes it twice.
        self.planned = planned
        self._anchors: set[str] | None = None
        super().__init__(escape(planned.heading) or None, planned.file, config)
        self._make = make
        self.find_anchors: Callable[[], set[str]] | None = None
        """Gives the page's anchors, where they are not set."""
        self.links_to_anchors = {}

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """The anchors of the page, which the host asks for where another page links to one."""
        if self._anchors is None and self.find_anchors is not None:
            self._anchors = self.find_anchors()
        return self._anchors

    @present_anchor_ids.setter
    def present_anchor_ids(self, anchors: set[str] | None) -> None:
        self._anchors = anchors

    def _set_canonical_url(self, base: str | None) -> None:
        """Do what the host does: to join and split addresses takes it 20 us for each page."""
        found = _site_address(base) if base and _joins_plainly(self.url) else None
        if found is None:
            super()._set_canonical_url(base)
            return
        self.canonical_url, self.abs_url = f"{found[0]}{self.url}", f"{found[1]}{self.url}"

    def read_source(self, config: MkDocsConfig) -> None:
        """There is no source to read: the front matter is what the plan says."""
        self.markdown = ""
        self.meta = {}
        if self.planned.heading:
            self.meta["title"] = self.title
        description = self.planned.description or self.planned.abstract
        if description:
            self.meta["description"] = escape(description)
        if self.planned.tags and _lists_tags(config):
            self.meta["tags"] = [str(escape(tag)) for tag in self.planned.tags]
        if self.planned.date is not None:
            self.meta["date"] = self.planned.date
        if self.planned.fallback_from or self.planned.kind in REPEATING or not description:
            # Feeds of other plugins leave drafts out; neither the host nor a theme does.
            self.meta["draft"] = True
        if self.planned.kind in {Kind.HOME, Kind.MAP}:
            self.meta["hide"] = map_hides(config)
        elif self.planned.kind is Kind.PARALLEL and _has_tabs(config):
            self.meta["hide"] = ["navigation"]
        elif self.planned.kind in WIDE and not self.planned.fallback_from:
            self.meta["hide"] = ["toc"]

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Have the body made."""
        self._make(self)


def map_hides(config: MkDocsConfig) -> list[str]:
    """Give what the home page and the map go without, so that the map has room.

    The sidebar stays where it is the only menu.
    """
    return ["navigation", "toc"] if _has_tabs(config) else ["toc"]


def _has_tabs(config: MkDocsConfig) -> bool:
    """Whether there is a menu beside the sidebar."""
    return "navigation.tabs" in (config.theme.get("features") or ())


def set_toc(page: Page, entries: Iterable[TocEntry]) -> None:
    """Give a page its table of contents."""
    tokens: list[Any] = [
        {"level": e.level, "id": e.id, "name": e.name, "children": []} for e in entries
    ]
    page.toc = get_toc(nest_toc_tokens(tokens))


# Ordinary pages


class _RawAnchors(host._RawHTMLPreprocessor):
    """Finds anchors in raw HTML as the host does, and ends no build where its parser gives up.

    That is at declarations such as ``<![>``, also in code.
    """

    def run(self, lines: list[str]) -> list[str]:
        """Look through the text; give it as it is."""
        try:
            return super().run(lines)
        except AssertionError:
            super().run([DECLARATION.sub("&lt;", line) for line in lines])
            return lines


def observe(md: Markdown) -> Callable[[], tuple[set[str], str | None]]:
    """Watch a converter as the host does: the anchors of a page and its title."""
    nothing: Any = None
    raw = _RawAnchors()
    raw._register(md)
    anchors = host._ExtractAnchorsTreeprocessor(nothing, nothing, nothing)
    anchors._register(md)
    title = host._ExtractTitleTreeprocessor()
    title._register(md)

    def seen() -> tuple[set[str], str | None]:
        found = anchors.present_anchor_ids | raw.present_anchor_ids
        return {anchor for anchor in found if anchor}, title.title  # `<a id>` has none.

    return seen


class Ordinary(NamedTuple):
    """What was found on an ordinary page."""

    linked: tuple[str, ...]
    sections: tuple[PageSection, ...]
    mentions: tuple[PageMention, ...]


class Resolved(NamedTuple):
    """An ordinary page's rendering, and where its links lead."""

    rendering: Rendering
    urls: list[str]
    linked: tuple[str, ...]


def resolve_ordinary(
    site: Site, planned: PlannedPage, config: MkDocsConfig, files: Files
) -> Resolved:
    """Render an ordinary page, and set what the host's `render` sets beside the content."""
    page = planned.page
    rendering = site.renderings.get(page.file.src_uri)
    assert page.markdown is not None
    source = site.ordinary_source(planned, page.markdown, first_line(page))
    if rendering is None or rendering.source != source:
        (rendering,) = site.renderer.render([Job(source=source)])
        site.renderings[page.file.src_uri] = rendering
    facts = rendering.facts
    resolver = _Resolver(site, planned, config, files)
    urls = [resolver.url(link) for link in facts.links]
    set_toc(page, (entry for _, entries in facts.toc for entry in entries))
    page._title_from_render = facts.title or _home_title(planned)
    page.present_anchor_ids = set(facts.anchors)
    page.links_to_anchors = resolver.links_to_anchors
    site.findings += facts.findings
    linked = dict.fromkeys(concept for _, found in facts.linked for concept in found)
    return Resolved(rendering, urls, tuple(linked))


def render_ordinary(
    site: Site, planned: PlannedPage, config: MkDocsConfig, files: Files
) -> Ordinary:
    """Render an ordinary page, and set what the host's `render` sets."""
    rendering, urls, linked = resolve_ordinary(site, planned, config, files)
    planned.page.content = fill_slots(rendering.page.html, urls.__getitem__)
    return Ordinary(linked, rendering.page.sections, rendering.facts.mentions)


def _home_title(planned: PlannedPage) -> str | None:
    """Give the title of a home page whose text has none, which the host calls Home."""
    return strings(planned.language)["home"] if planned.path == "index" else None


def first_line(page: Page) -> int:
    """Give the line of a page's file on which its Markdown begins."""
    if page.markdown is None or page.file.generated_by is not None:
        return 1
    return max(1, page.file.content_string.count("\n") - page.markdown.count("\n") + 1)


class _Resolver:
    """Turns the links of an ordinary page into URLs as the host does, and has it warn."""

    def __init__(
        self, site: Site, planned: PlannedPage, config: MkDocsConfig, files: Files
    ) -> None:
        self.site, self.planned = site, planned
        self._host = host._RelativePathTreeprocessor(planned.file, files, config)

    @property
    def links_to_anchors(self) -> dict[File, dict[str, str]]:
        """What the host checks when all pages are rendered."""
        return self._host.links_to_anchors

    def url(self, link: Link) -> str:
        if link.concept:
            return self._host.path_to_url(concept_path(self.site, self.planned, link.concept))
        return self._host.path_to_url(in_language(self.site, self.planned, link.written))


def concept_path(site: Site, planned: PlannedPage, concept: str) -> str:
    """Give the path of a concept's page as the author of a page would write it."""
    target = site.page(Kind.CONCEPT, planned.language, concept)
    folder = posixpath.dirname(planned.file.src_uri) or "."
    return quote(posixpath.relpath(target.file.src_uri, folder)) if target else ""


def in_language(site: Site, planned: PlannedPage, written: str) -> str:
    """Point a link at the page of the reader's language; any other link stays as it is."""
    if len(site.languages.codes) < 2:
        return written
    try:
        parts = urlsplit(written)
    except ValueError:
        return written
    local = not (parts.scheme or parts.netloc or parts.path.startswith("/"))
    if not local or not parts.path.endswith(".md"):
        return written
    folder = posixpath.dirname(planned.file.src_uri)
    found = site.target(folder, parts.path, planned.language)
    named = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if not isinstance(found, PlannedPage) or found.file.src_uri == named:
        return written
    path = quote(posixpath.relpath(found.file.src_uri, folder or "."))
    return urlunsplit(("", "", path, parts.query, parts.fragment))


# Ordinary pages of sites whose extensions are not known to be pure


def render_by_host(
    site: Site, planned: PlannedPage, lexicon: Lexicon, config: MkDocsConfig, files: Files
) -> Ordinary:
    """Let the host render an ordinary page, with our extensions beside the site's."""
    page = planned.page
    text = SectionText(code=site.options.search_code)
    links = _concept_links(site, planned, lexicon)
    added = [text, _Languages(site, planned), _Snippets(site), *([links] if links else [])]
    extended = View(config, {"markdown_extensions": [*config.markdown_extensions, *added]})
    Page.render(page, extended, files)  # type: ignore[arg-type]
    page._title_from_render = page._title_from_render or _home_title(planned)
    if draws_formulas(site.options.formulas, config.extra_javascript):
        page.content, unread = render_formulas(page.content or "")
        where = (page.file.src_uri, page.markdown or "", first_line(page))
        site.findings += unread_findings(unread, *where)
    if links is not None:
        site.findings += links.diagnostics
        site.mentions.add(planned, links.mentions, planned.title)
    if links is None:
        return Ordinary((), tuple(text.sections), ())
    return Ordinary(links.linked, tuple(text.sections), links.mentions)


def _concept_links(site: Site, planned: PlannedPage, lexicon: Lexicon) -> ConceptLinks | None:
    if not site.options.link_pages:
        return None
    concepts: Mapping[str, Any] = site.kb.concepts
    linking = Linking(
        lexicon=lexicon,
        href=lambda concept: concept_path(site, planned, concept),
        label=lambda concept: concepts[concept].label(planned.language),
        path=planned.file.src_uri,
        first_line=first_line(planned.page),
    )
    return ConceptLinks(linking)


class _Languages(Extension):
    """Points relative links at the page of the reader's language."""

    def __init__(self, site: Site, planned: PlannedPage) -> None:
        super().__init__()
        self.site, self.planned = site, planned

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        # Right before the host turns file paths into URLs (0).
        md.treeprocessors.register(_Links(md, self), "notes-kb-languages", 1)


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, languages: _Languages) -> None:
        super().__init__(md)
        self.languages = languages

    def run(self, root: Any) -> None:
        for element in root.iter("a"):
            written = element.get("href")
            if written and "\x02" not in written:
                languages = self.languages
                element.set("href", in_language(languages.site, languages.planned, written))


class _Snippets(Extension):
    """Keeps snippets from reading through links that lead out of the folder they are in."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site = site

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        if "snippet" not in md.preprocessors:
            return
        snippets: Any = md.preprocessors["snippet"]
        find = snippets.get_snippet_path

        def find_inside(path: str) -> str | None:
            found = find(path)
            if found is None:
                return None
            return found if self.site.may_read(found, _folders(snippets.base_path, found)) else None

        snippets.get_snippet_path = find_inside


def _folders(bases: Iterable[str], found: str) -> list[str]:
    """Give the folders in which a snippet may end: those that the owner names, or that of a
    single file that the owner names.
    """
    file = os.path.abspath(found)
    if any(os.path.abspath(base) == file for base in bases):
        return [os.path.dirname(file)]
    return [base for base in bases if os.path.isdir(base)]
