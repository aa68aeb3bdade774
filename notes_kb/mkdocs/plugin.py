"""The plugin: hooks as outlines, the work in the modules beside it."""

from __future__ import annotations

from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

from notes_kb.checks import run_checks
from notes_kb.domain.diagnostic import Severity
from notes_kb.domain.language import Languages
from notes_kb.knowledge_base import build
from notes_kb.loading.library import load_library
from notes_kb.mkdocs import assets
from notes_kb.mkdocs.blocks import BlockRenderer
from notes_kb.mkdocs.chrome import Chrome
from notes_kb.mkdocs.config import NotesKbConfig
from notes_kb.mkdocs.content import Templates
from notes_kb.mkdocs.csp import allowed_scripts, headers_file, with_policy
from notes_kb.mkdocs.exports import exports
from notes_kb.mkdocs.files import (
    add_made_pages,
    languages_in_use,
    place_ordinary_pages,
    remove_sources,
)
from notes_kb.mkdocs.head import rewrite_head
from notes_kb.mkdocs.indexing import concept_entries, load_golden, page_documents
from notes_kb.mkdocs.nav import around
from notes_kb.mkdocs.pages import SitePage
from notes_kb.mkdocs.rendering import PageExtension
from notes_kb.mkdocs.search import SearchSite
from notes_kb.mkdocs.site import Kind, Site
from notes_kb.report.terminal import render_diagnostic
from notes_kb.search.selftest import Golden

log = get_plugin_logger("notes_kb")


class NotesKbPlugin(BasePlugin[NotesKbConfig]):  # type: ignore[no-untyped-call]
    """Turns ``docs/notes`` and ``docs/concepts`` into a bilingual knowledge base."""

    site: Site
    chrome: Chrome
    search: SearchSite
    templates: Templates
    markup: PageExtension

    serving = False
    scripts: frozenset[str] = frozenset()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Stay from one build of ``serve`` to the next, and know that it is one."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take part in the theme and in the rendering of Markdown."""
        self.markup = PageExtension(self.config)
        config.markdown_extensions.append(self.markup)  # type: ignore[arg-type]
        config.theme.dirs.insert(0 if not config.theme.custom_dir else 1, str(assets.TEMPLATES))
        self.search = SearchSite({}, propose_url=self.config.propose_url)
        self.search.take_over(config)
        assets.use_own_fonts(config)
        assets.add_to_pages(config)
        return config

    @event_priority(-50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the notes and concepts, and lay out every page in every language."""
        self.scripts = frozenset()
        languages = Languages(self.config.languages)
        library = load_library(Path(config.docs_dir), languages)
        languages = languages_in_use(files, library, languages, self.config.layout)
        kb = build(library)
        self.site = Site(languages, kb)
        self.site.diagnostics += run_checks(library, kb)
        self.search.languages = languages.names
        self.search.golden = self._golden(config)
        self.chrome = Chrome(config, self.config, self.site)
        self.site.titles = self.chrome.titles
        self.site.diagnostics += remove_sources(files, library.paths)
        place_ordinary_pages(files, config, self.site, self.config.layout)
        add_made_pages(files, config, self.site)
        assets.add_files(files, config)
        return files

    @event_priority(-50)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Build the navigation of every language; the default one is the host's."""
        self.chrome.build_navigations(config.nav)
        return self.chrome.navigations[self.site.languages.default]

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Tell the Markdown extension which page comes next."""
        self.markup.begin(self.site, page if isinstance(page, SitePage) else None)
        return page

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Clean what contributors wrote."""
        clean, found = self.markup.finish(html)
        self.site.diagnostics += found
        if isinstance(page, SitePage) and self.search.active:
            sections, foreign = self.markup.sections, self.markup.foreign
            self.search.add_page(page_documents(self.site, page, sections, foreign))
        return clean

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Fill the templates of the made pages, now that every page is rendered."""
        blocks = BlockRenderer(config, self.config, self.site)
        self.templates = Templates(self.site, config.theme.custom_dir, blocks)
        # The languages of a page one after another, since they show the same blocks.
        for page in sorted(self.site.pages.values(), key=lambda page: page.path):
            if page.kind is not Kind.PAGE or page.fallback_from:
                page.content = self.templates.fill(page)
            page.content = f"{page.content}{self.templates.cards(page)}"
            if len(self.site.languages.codes) > 1:
                page.content += self.templates.languages(page)
        self._report()
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Show the theme the configuration and navigation of the page's language."""
        if isinstance(page, SitePage):
            context["config"] = self.chrome.config_for(page)  # type: ignore[typeddict-item]
            context["nav"] = around(self.chrome.navigations[page.language], self.site, page)
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the site map what it needs to tell languages apart."""
        context["notes_kb"] = self.site  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say in the head which other languages the page exists in."""
        if isinstance(page, SitePage):
            output = rewrite_head(output, self.site, page)
            output = self.search.rewrite(output, page.language)
        return self._secured(output)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Secure the pages that are no pages to the host, such as the error page."""
        if not template_name.endswith(".html"):
            return output_content
        default = self.site.languages.default
        return self._secured(self.search.rewrite(output_content, default))

    def _secured(self, html: str) -> str:
        """Add the policy; live reload puts its own script in later, so not while serving."""
        if self.serving or not self.config.content_security_policy:
            return html
        self.scripts |= allowed_scripts(html)
        return with_policy(html)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what programs read."""
        for uri, text in exports(self.site):
            write_file(text.encode(), str(Path(config.site_dir) / uri))
        self.search.entries = concept_entries(self.site)
        self.search.write(Path(config.site_dir))
        if not self.serving:
            self.site.diagnostics = self.search.self_test(Path(config.site_dir))
            self._report()
        if self.scripts:
            write_file(headers_file(self.scripts).encode(), str(Path(config.site_dir) / "_headers"))

    def _golden(self, config: MkDocsConfig) -> tuple[Golden, ...]:
        try:
            return load_golden(Path(config.docs_dir))
        except ValueError as problem:
            raise PluginError(str(problem)) from problem

    def _report(self) -> None:
        """Print every finding once; errors and warnings count under ``--strict``."""
        for diagnostic in sorted(set(self.site.diagnostics), key=lambda d: d.place):
            log.log(_LEVELS[diagnostic.severity], "%s", render_diagnostic(diagnostic))


_LEVELS = {Severity.ERROR: 40, Severity.WARNING: 30, Severity.NOTE: 10}
