"""Single blocks of notes as HTML, for pages that show them outside of their note."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from markdown import Markdown
from markdown.extensions import Extension
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_relative_url

from notes_kb.domain.note import Block, Note
from notes_kb.languages.strings import strings
from notes_kb.markup import explicit_links
from notes_kb.markup.bounds import BoundedBrackets
from notes_kb.markup.compose import compose_block
from notes_kb.markup.detach import detacher
from notes_kb.markup.explicit_links import ExplicitLinks
from notes_kb.markup.figures import FigureSlots
from notes_kb.markup.linked_page import LinkedPage, Linking
from notes_kb.markup.links import RelativeLinks
from notes_kb.markup.sanitise import sanitise
from notes_kb.mkdocs.config import NotesKbConfig
from notes_kb.mkdocs.pages import SitePage
from notes_kb.mkdocs.rendering import NOTES_FOLDER, concept_link, find_target
from notes_kb.mkdocs.site import Site

_LINKING = re.compile(r"[\[<]")
"""What a link, a picture or a concept takes in Markdown."""


class BlockRenderer:
    """Renders blocks with one converter a language: making one costs more than a block."""

    def __init__(self, config: MkDocsConfig, options: NotesKbConfig, site: Site) -> None:
        """Take the site's Markdown extensions, without what belongs to whole pages."""
        self.site, self.options = site, options
        self._named = [name for name in config.markdown_extensions if isinstance(name, str)]
        self._settings = config.mdx_configs or {}
        self._converters: dict[str, Markdown] = {}
        self._linking = Linking(
            lexicon=site.kb.lexicon,
            names=site.names,
            href=lambda concept: concept_link(concept, NOTES_FOLDER),
            label=lambda concept: site.kb.concepts[concept].label(self._language),
        )
        self._language = site.languages.default
        self._page: SitePage | None = None
        self._plain: dict[str, Markup] = {}
        """Blocks of one path that hold no link: they are the same on every page of it."""

    def on(self, page: SitePage) -> Callable[[Block, Note], Markup]:
        """Give a function from a block and its note to the HTML that stands on a page."""
        detachers: dict[str, Callable[[str], str]] = {}
        if page.language not in self._converters:
            self._converters[page.language] = self._converter(page.language)
        converter = self._converters[page.language]

        def render(block: Block, note: Note) -> Markup:
            if note.path not in detachers:
                detachers[note.path] = detacher(note)
            if self._page is None or self._page.path != page.path:
                self._plain.clear()
            self._page, self._language, self._linking.page = page, note.language, LinkedPage()
            markdown = compose_block(block, detachers[note.path])
            known = self._plain.get(markdown)
            if known is not None:
                return known
            html = Markup(sanitise(converter.reset().convert(markdown))[0])
            if not _LINKING.search(markdown):
                self._plain[markdown] = html
            return html

        return render

    def _converter(self, language: str) -> Markdown:
        words = strings(language)
        slots = FigureSlots(
            lost=words["slot.lost"],
            remote=words["slot.remote"],
            remote_images=self.options.remote_images,
        )
        added = [
            BoundedBrackets(),
            slots,
            RelativeLinks(self._resolve),
            _ExplicitOnly(self._linking),
        ]
        return Markdown(extensions=[*self._named, *added], extension_configs=self._settings)

    def _resolve(self, written: str) -> str:
        """Give the URL of what a note's path means, from the page at hand."""
        if self._page is None:
            return written
        found = find_target(self.site, self._page, written, self.options.layout)
        url = unquote(found.file.url) if isinstance(found, SitePage) else found
        return get_relative_url(url, unquote(self._page.file.url))


class _ExplicitOnly(Extension):
    """``[[…]]`` alone: automatic links belong to the note's own page."""

    def __init__(self, linking: Linking) -> None:
        super().__init__()
        self.linking = linking

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        pattern = ExplicitLinks(md, self.linking)
        md.inlinePatterns.register(pattern, "notes-kb-explicit", explicit_links.PRIORITY)
