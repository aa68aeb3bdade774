"""The body of each made page: templates filled with views of the knowledge base."""

from __future__ import annotations

from typing import Any

import jinja2
from markupsafe import Markup
from mkdocs.utils import get_relative_url

from notes_kb.languages.strings import strings
from notes_kb.mkdocs import listings
from notes_kb.mkdocs.blocks import BlockRenderer
from notes_kb.mkdocs.pages import SitePage
from notes_kb.mkdocs.site import Kind, Site


class Templates:
    """Fills the templates of a site; text is escaped, HTML must say that it is."""

    def __init__(self, site: Site, overrides: str | None, blocks: BlockRenderer) -> None:
        """Take the site, the theme's folder of overrides, and what renders single blocks.

        Templates in the folder come before the package's own.
        """
        loaders: list[jinja2.BaseLoader] = [jinja2.PackageLoader("notes_kb.mkdocs")]
        if overrides:
            loaders.insert(0, jinja2.FileSystemLoader(overrides))
        self.site = site
        self.blocks = blocks
        self.env = jinja2.Environment(
            loader=jinja2.ChoiceLoader(loaders),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )

    def fill(self, page: SitePage) -> str:
        """Give the HTML of a page's body, around what its Markdown rendered to."""
        template = self.env.get_template(f"notes_kb/{page.kind.value}.html")
        view = listings.VIEWS[page.kind](self.site, page)
        return template.render(**self._common(page), **view)

    def cards(self, page: SitePage) -> str:
        """Give the hover cards of the concepts that a page links to, hidden until used."""
        concepts = [self.site.kb.concepts[c] for c in page.linked if c in self.site.kb.concepts]
        if not concepts:
            return ""
        template = self.env.get_template("notes_kb/cards.html")
        return template.render(**self._common(page), concepts=concepts)

    def languages(self, page: SitePage) -> str:
        """Give the links to a page's other languages, for the switch to follow."""
        template = self.env.get_template("notes_kb/languages.html")
        return template.render(**self._common(page), versions=self.site.versions(page.path))

    def _common(self, page: SitePage) -> dict[str, Any]:
        words = strings(page.language)

        def t(key: str, **fields: object) -> str:
            return words[key].format(**fields) if fields else words[key]

        def counted(key: str, count: int) -> str:
            one = words.get(f"{key}.one") if count == 1 else None
            return one or words[key].format(count=count)

        def url(target: SitePage | None, anchor: str = "") -> str:
            if target is None:
                return "#"
            there = get_relative_url(target.file.url, page.file.url)
            return f"{there}#{anchor}" if anchor else there

        def thing(kind: str, name: str = "") -> SitePage | None:
            return self.site.page(Kind(kind), page.language, name)

        return {
            "t": t,
            "counted": counted,
            "url": url,
            "thing": thing,
            "block": self.blocks.on(page),
            "page": page,
            "body": Markup(page.content or ""),
            "site": self.site,
            "kb": self.site.kb,
            "names": self.site.languages.names,
        }
