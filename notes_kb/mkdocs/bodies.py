"""The body of each made page: templates filled with views of the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import jinja2
from markupsafe import Markup

from notes_kb.languages.strings import strings
from notes_kb.mkdocs.crumbs import crumbs
from notes_kb.mkdocs.labs import finding
from notes_kb.mkdocs.maps import with_maps
from notes_kb.mkdocs.pictures import sized
from notes_kb.mkdocs.placing import Placer, page_url, relative_url
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.reading import read_on, tested_statements
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.theming import CompiledTemplates
from notes_kb.mkdocs.views import VIEWS
from notes_kb.pages.heading_breaks import with_breaks


class Bodies:
    """Fills the templates of a site; text is escaped, HTML must say that it is."""

    def __init__(self, site: Site, overrides: str | None) -> None:
        """Take the site and the theme's folder of overrides, whose templates come first."""
        loaders: list[jinja2.BaseLoader] = [jinja2.PackageLoader("notes_kb.mkdocs")]
        if overrides:
            loaders.insert(0, jinja2.FileSystemLoader(overrides))
        self.site = site
        self.env = jinja2.Environment(
            loader=jinja2.ChoiceLoader(loaders),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,  # It asks for the time stamp of each file that a page includes.
        )
        self.env.bytecode_cache = CompiledTemplates(site.renderer.store, self.env)

    def compiled(self) -> Iterator[str]:
        """Compile the templates, or load them; yield the name of each."""
        for name in self.env.list_templates(filter_func=lambda one: one.startswith("notes_kb/")):
            with suppress(jinja2.TemplateError):  # A broken one is told of where it is used.
                self.env.get_template(name)
            yield name

    def body(self, page: PlannedPage) -> str:
        """Give the whole body of a made page, its cards and links to its languages included."""
        placer = Placer(self.site, page)
        view = VIEWS[page.kind](placer)
        html = self._fill(page.kind.value, page, {"body": "", **view})
        if page.kind is Kind.PAGE:
            html = with_maps(placer, html)
        return self._whole(page, html, placer.linked)

    def around(self, page: PlannedPage, html: str, linked: Iterable[str]) -> str:
        """Give an ordinary page's body: as the host rendered it, or as the head of a list."""
        placer = Placer(self.site, page)
        placer.linked.update(dict.fromkeys(linked))
        html = with_maps(placer, html)
        if page.kind is not Kind.PAGE:
            view = VIEWS[page.kind](placer)
            html = self._fill(page.kind.value, page, {**view, "body": Markup(html)})
        return self._whole(page, html, placer.linked)

    def _whole(self, page: PlannedPage, html: str, linked: Iterable[str]) -> str:
        """Put the routes before a page's own HTML, and where to read on behind it."""
        places = self.site.routes.places(page)
        bars = self._fill("route_bars", page, {"places": places}) if places else ""
        html = self._with_finding(page, html)
        view = {
            "places": places,
            "on": read_on(self.site, page),
            "tested": tested_statements(self.site, page),
        }
        end = self._fill("read_on", page, view)
        return self._typeset(page, f"{bars}{html}{end}") + self.extras(page, linked)

    def _with_finding(self, page: PlannedPage, html: str) -> str:
        """Put the way to a page that measures over its title, and what it found below."""
        answer, verdicts = finding(self.site, page)
        if not answer:
            return html
        title, closing, text = html.partition("</h1>")
        if not closing:
            title, text = "", html
        found = self._fill("finding", page, {"answer": answer, "verdicts": verdicts})
        return f"{self._fill('way', page, {})}{title}{closing}{found}{text}"

    def _typeset(self, page: PlannedPage, html: str) -> str:
        """Add what keeps a page from moving and its headings from breaking inside of words."""
        return with_breaks(sized(self.site, page, html), page.language)

    def borrowed(self, page: PlannedPage, html: str, linked: Iterable[str]) -> str:
        """Give the body of a page that shows the finished HTML of another one."""
        body = self._fill(page.kind.value, page, {"body": Markup(html)})
        return body + self.extras(page, linked)

    def extras(self, page: PlannedPage, linked: Iterable[str]) -> str:
        """Give the hover cards of the concepts that a page links to, and its languages."""
        known = self.site.kb.concepts
        concepts = [known[concept] for concept in linked if concept in known]
        cards = self._fill("cards", page, {"concepts": concepts}) if concepts else ""
        if len(self.site.languages.codes) < 2:
            return cards
        versions = self.site.plan.versions(page.path)
        return cards + self._fill("languages", page, {"versions": versions})

    def _fill(self, template: str, page: PlannedPage, view: dict[str, Any]) -> str:
        found = self.env.get_template(f"notes_kb/{template}.html")
        return found.render(**self._common(page), **view)

    def _common(self, page: PlannedPage) -> dict[str, Any]:
        words = strings(page.language)

        def t(key: str, **fields: object) -> str:
            return words[key].format(**fields) if fields else words[key]

        def counted(key: str, count: int) -> str:
            one = words.get(f"{key}.one") if count == 1 else None
            return one or words[key].format(count=count)

        def url(target: PlannedPage | None, anchor: str = "") -> str:
            return page_url(target, page, anchor)

        def thing(kind: str, name: str = "") -> PlannedPage | None:
            return self.site.page(Kind(kind), page.language, name)

        def shared_page(kind: str, name: str = "") -> PlannedPage | None:
            return self.site.page(Kind(kind), self.site.languages.default, name)

        def file(uri: str) -> str:
            return relative_url(uri, page)

        return {
            "file": file,
            "note_kind": Kind.NOTE,
            "shared_page": shared_page,
            "t": t,
            "counted": counted,
            "url": url,
            "address": lambda url: relative_url(url, page),
            "thing": thing,
            "way": lambda: crumbs(self.site, page),
            "page": page,
            "site": self.site,
            "kb": self.site.kb,
            "names": self.site.languages.names,
        }
