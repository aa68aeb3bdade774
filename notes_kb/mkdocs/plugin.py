"""The plugin: hooks as outlines, the work in the modules beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import jinja2
from click.core import ParameterSource
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from notes_kb.build.collection import Collection
from notes_kb.build.executor import ExecutorError
from notes_kb.build.keys import code_version
from notes_kb.build.knowledge import Knowledge
from notes_kb.build.rendering import Renderer, Setting
from notes_kb.build.store import Store, open_store
from notes_kb.checks import reported, run_checks
from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Severity
from notes_kb.domain.language import Languages
from notes_kb.knowledge_base import build
from notes_kb.loading.file_links import LinkGuard
from notes_kb.loading.library import Library, load_library
from notes_kb.loading.told_languages import told_languages
from notes_kb.mkdocs import assets, content, error_page
from notes_kb.mkdocs.bodies import Bodies
from notes_kb.mkdocs.chrome import Chrome
from notes_kb.mkdocs.config import NotesKbConfig, folders_of, unheard_of
from notes_kb.mkdocs.docs_walk import DocsWalk
from notes_kb.mkdocs.exports import exports
from notes_kb.mkdocs.extensions import draws_formulas, for_contributed
from notes_kb.mkdocs.files import (
    GOLDEN,
    edits_expected,
    languages_in_use,
    plan_fallbacks,
    plan_ordinary_pages,
    publish,
    refused_links,
    remove_sources,
)
from notes_kb.mkdocs.finishing import MAIN, TEMPLATE, Finishing, others
from notes_kb.mkdocs.head import rewrite_head
from notes_kb.mkdocs.kept_files import KeptFiles, Stamp, write_page
from notes_kb.mkdocs.layouts import LAYOUTS
from notes_kb.mkdocs.machine_faults import sentence, taken_port
from notes_kb.mkdocs.made_pages import plan_made_pages
from notes_kb.mkdocs.nav import Navigations
from notes_kb.mkdocs.needs import Needs
from notes_kb.mkdocs.pages import MadePage, TranslatedPage, observe
from notes_kb.mkdocs.pictures import finished
from notes_kb.mkdocs.plan import Kind, Plan, PlannedPage, keep_orders
from notes_kb.mkdocs.policy import Policies, configured_sources, mermaid_address, serving
from notes_kb.mkdocs.previews import Built, Known, Previews
from notes_kb.mkdocs.redirects import redirect_pages
from notes_kb.mkdocs.reloads import Reloads
from notes_kb.mkdocs.routes import load_routes
from notes_kb.mkdocs.search import ThemeSearch, Writing, read_headings
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.sitemap import sitemap_entries
from notes_kb.mkdocs.theming import CompiledTemplates, compile_theme, theme_environment
from notes_kb.pages.render import Recipe, words_in
from notes_kb.report.terminal import render_diagnostic
from notes_kb.search.golden import Golden, load_golden
from notes_kb.search.node import FOLDER
from notes_kb.search.publishing import SearchSite

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("notes_kb")

FIRST, LAST = 100, -100
"""Priorities of hooks that must see a page before, or after, every other plugin."""

FINISHED = -1000
"""The priority of hooks that must see what even those plugins left that run last (-100)."""


class NotesKbPlugin(BasePlugin[NotesKbConfig]):  # type: ignore[no-untyped-call]
    """Turns ``docs/notes`` and ``docs/concepts`` into a bilingual knowledge base."""

    site: Site
    chrome: Chrome
    search: SearchSite
    theme_search: ThemeSearch
    links: LinkGuard
    writing: Writing
    bodies: Bodies
    navigations: Navigations

    policies: Policies | None = None
    """None where the site switches its policy off."""

    finishing: Finishing | None = None
    """The step that finishes pages; None where another plugin takes part in making them."""

    _allowed: frozenset[str] = frozenset()
    """What the policy allows on the finished page that the host writes at the moment."""

    _templates_left = 0
    """Templates of the theme and the site that the host has not written yet."""

    kept: KeptFiles
    """What the last build wrote."""

    built: Built | None = None
    """What the last build left to show edits with while the site is served."""

    serving = False
    _listens = False
    """Whether the address to serve at was free before the first build."""
    writes = True
    """Whether this build writes a site; `check` only plans one."""
    only_finds = False
    """Whether only findings are asked for, so that harmless texts need not be rendered."""
    dirty = False

    def __init__(self) -> None:
        """Begin as the host makes its plugins."""
        super().__init__()
        self._collection = Collection()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Stay from one build of ``serve`` to the next, and know that it is one."""
        self.serving = command == "serve"
        self.dirty = dirty

    @event_priority(FIRST)
    def _refuse(self, config: MkDocsConfig) -> None:
        """End the build where another plugin lays out the languages, before it begins."""
        for name, other in config.plugins.items():
            if type(other).__module__.startswith("mkdocs_static_i18n"):
                raise ConfigurationError(_TWO_MASTERS.format(name=name))
        if self.serving and not self._listens:
            if said := taken_port(*config.dev_addr):
                raise Abort(f"Error: {said}")
            self._listens = True

    @event_priority(LAST)
    def _take_part(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take part in the theme."""
        config.theme.dirs.insert(0 if not config.theme.custom_dir else 1, str(assets.TEMPLATES))
        self.search = SearchSite({}, propose_url=self.config.propose_url)
        self.theme_search = ThemeSearch(self.search, code=self.config.search_code)
        assets.use_own_fonts(config)
        always = configured_sources(config)
        assets.add_to_pages(config)
        instant = "navigation.instant" in (config.theme.get("features") or ())
        wanted = self.config.content_security_policy
        mermaid = mermaid_address(config) if wanted else ""
        self.policies = Policies(mermaid, shared=instant, always=always) if wanted else None
        return config

    on_config = CombinedEvent(_refuse, _take_part)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Serve the theme's search; keep the site's files; guard the host's walk."""
        self._collection.begin()
        self.theme_search.take_over(config)
        self.kept = KeptFiles(Path(config.site_dir))
        if self.writes and not self.dirty:
            self.kept.set_aside()
        allowed = tuple(Path(path) for path in self.config.outside_docs)
        self.links = LinkGuard(Path(config.docs_dir), allowed)
        DocsWalk(self.links).begin()

    def on_build_error(self, error: Exception) -> None:
        """Leave nothing aside; say what the machine did in a sentence instead of a traceback."""
        self.end()
        if self.finishing is not None:
            self.finishing.reveal()
        if self.writes and hasattr(self, "kept"):
            self.kept.remove()
        said = sentence(error)
        if said is not None:
            raise Abort(f"Error: {said}") from error

    @event_priority(LAST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the notes and concepts, and plan every page in every language."""
        DocsWalk.end()
        store = self._store(config)
        knowledge = Knowledge(
            store,
            self.config.executor,
            warn=log.info,
            judging=self.only_finds,
            expecting=edits_expected(files, store.written()),
        )
        try:
            library, languages = self._library(files, config, knowledge)
            facts, summaries = knowledge.facts(library)
            kb = build(library, facts, summaries)
        except ExecutorError as problem:
            raise PluginError(str(problem)) from problem
        routes, wrong_routes = load_routes(self.links, languages)
        mapped = self.config.concept_map and bool(kb.concepts)
        plan = Plan(languages, kb, routes, mapped=mapped, in_order=keep_orders(store))
        found = [
            *run_checks(library, kb),
            *wrong_routes,
            *remove_sources(files, library),
            *refused_links(self.links, files, config),
            *assets.third_parties(config),
        ]
        self._known = Known(library, knowledge, facts, summaries)
        self.site = Site(
            config=config,
            options=self.config,
            plan=plan,
            files=files,
            renderer=self._renderer(config, plan, store),
            findings=found,
        )
        if self.only_finds:
            self.site.spare(knowledge.harmless(library.notes))
        self.chrome = Chrome(config, self.config, plan)
        self.site.titles = self.chrome.titles
        self.search.languages = languages.names
        self.search.golden = self._golden(config)
        folder = Path(config.site_dir)
        self.writing = Writing(self.theme_search, self.site, folder, tested=not self.serving)
        self.bodies = Bodies(self.site, config.theme.custom_dir)
        plan_ordinary_pages(files, config, plan, self.site.layout, drafts=self.serving)
        plan_fallbacks(config, plan)
        for page in plan_made_pages(config, plan):
            plan.add(page)
        self.site.findings += self.site.routes.findings()
        self.site.findings += self.site.relations.findings
        self._hand_over(files, config)
        assets.add_files(files, config)
        return files

    @event_priority(LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Localise the navigation, and render every text that does not wait for other plugins."""
        for planned in self.site.plan.ordinary():
            if planned.file.page is None:  # The host makes the pages of drafts only later.
                Page(None, planned.file, config)
        self.navigations = Navigations(nav, config.nav, self.site.plan, self.chrome.strings)
        self.writing.sections = self.navigations.sections()
        content.name_originals(self.site)
        try:
            self.site.render_contributed()
            content.render_ahead(self.site, config)
        except ExecutorError as problem:
            raise PluginError(str(problem)) from problem
        self.site.add_article_mentions()
        self.finishing = self._open_finishing(config)
        return nav

    @event_priority(LAST)
    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Have an ordinary page rendered by our step."""
        planned = self.site.plan.of(page)
        if planned is not None and not planned.made:
            page.render = partial(content.render_page, self, planned)  # type: ignore[method-assign]
        return page

    @event_priority(LAST)
    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Tell what was found, now that every page is rendered."""
        self._templates_left = len(config.theme.static_templates) + len(config.extra_templates)
        content.borrow_finished(self)
        if self.finishing is not None:
            env.bytecode_cache = CompiledTemplates(self.site.renderer.store, env)
            self.kept.place_folder(FOLDER)
            self.finishing.run(env, config, files)
            log.debug("%d pages made, others known", self.finishing.made)
            if self.theme_search.active and self.knows_all_pages(files):
                self.writing.begin()
            if self.serving:
                self.built = Built(env, config, files, self._known)
        self._report()
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Show the theme the configuration and navigation of the page's language."""
        planned = self.site.plan.of(page)
        if self.finishing is not None and page.meta.get("template") == TEMPLATE:
            context["notes_kb_finished"] = self._finished(page)  # type: ignore[typeddict-unknown-key]
            return context
        if planned is not None:
            context["config"] = self.chrome.config_for(planned)  # type: ignore[typeddict-item]
            context["nav"] = self.navigations.around(planned)
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the site map its entries, and the error page the menu of languages."""
        plan = self.site.plan
        context["notes_kb"] = plan  # type: ignore[typeddict-unknown-key]
        entries = partial(sitemap_entries, plan)
        context["notes_kb_sitemap"] = entries  # type: ignore[typeddict-unknown-key]
        if template_name == error_page.NAME:
            context["config"] = self.chrome.config_for_no_page()  # type: ignore[typeddict-item]
        return context

    @event_priority(FIRST)
    def _describe(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say in the head which other languages the page exists in, and where the search is."""
        if self._is_finished(page):
            return output
        return self.describe(output, page)

    def describe(self, output: str, page: Page) -> str:
        """Give a page its head's links to other languages, its pictures theirs, and our search."""
        planned = self.site.plan.of(page)
        if planned is None:
            return self.theme_search.rewrite(output, self.site.languages.default)
        output = finished(self.site, planned, rewrite_head(output, self.site, planned))
        return self.theme_search.rewrite(output, planned.language)

    @event_priority(FINISHED)
    def _secure(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Add the policy, from what the page holds after every other plugin."""
        if self._is_finished(page):
            assert self.finishing is not None
            self.know(page, self._allowed)
            return output
        if self.policies is None:
            return output
        return self.secure(output, page)

    on_post_page = CombinedEvent(_describe, _secure)

    @event_priority(FIRST)
    def _find_search(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Say where the search is on pages that are no pages to the host: the error page."""
        if not template_name.endswith(".html"):
            return output_content
        if template_name == error_page.NAME:
            searchable = self.theme_search.active
            output_content = error_page.error_page(output_content, self.site, searchable=searchable)
        return self.theme_search.rewrite(output_content, self.site.languages.default)

    @event_priority(FINISHED)
    def _secure_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Add the policy to such a page; behind the last one come the site's own pages."""
        self._templates_left -= 1
        if self.finishing is not None and self._templates_left == 0:
            self.finishing.settle()
        if self.policies is None or not template_name.endswith(".html"):
            return output_content
        return self.policies.secure(template_name, output_content)

    on_post_template = CombinedEvent(_find_search, _secure_template)

    @event_priority(-FINISHED)
    def _before_others(self, *, config: MkDocsConfig) -> None:
        """Write what programs read, and remember the pages as the host wrote them."""
        if self.finishing is not None:
            self.finishing.reveal()
        key = self.finishing.body_key if self.finishing else Needs(self.site).of
        for one in exports(self.site, key):
            if not (one.key and self.kept.put_back(one.uri, one.key)):
                self.kept.place(one.uri, one.data(), one.key)
        if self.site.share_cards:
            for uri, picture in self.site.share_cards.files():
                self.kept.place(uri, picture)
        for uri, html in redirect_pages(self.site):
            secured = self.policies.secure(uri, html) if self.policies else html
            self.kept.place(uri, secured.encode())
        self.kept.remove()
        if self.policies and others(config, ("post_build",)):
            self.policies.before_others(Path(config.site_dir))

    def _write(self, *, config: MkDocsConfig) -> None:
        """Write the search."""
        if self.theme_search.active:
            self.site.findings = self.writing.finish()
            self._report()

    @event_priority(FINISHED)
    def _finish(self, *, config: MkDocsConfig) -> None:
        """Write the policy of the whole site, from every HTML file as it is now."""
        if self.policies:
            self.policies.finish(Path(config.site_dir))
        store = self.site.renderer.store
        self.kept.record(store)
        store.commit()
        store.prune()
        if not self.serving:  # What is edited is made with it: `previews`.
            store.close()
        self.end()

    on_post_build = CombinedEvent(_before_others, _write, _finish)

    @event_priority(LAST)
    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Show edits at once; let the policy allow the script of live reload."""
        app = server.get_app()
        reloads = Reloads(app) if app is not None else None
        Previews.install(self, server, config, reloads)
        if reloads is not None:
            server.set_app(serving(reloads))
        return server

    # What the hooks share

    def end(self) -> None:
        """Leave the process as it was before the build."""
        self._collection.end()

    def know(self, page: Page, needed: frozenset[str]) -> None:
        """Hear that a finished page is in its place, and what its policy allows."""
        del page.meta["template"]
        if self.policies:
            contributed = self.is_contributed(self.site.plan.of(page))
            self.policies.know(page.file.dest_uri, needed, contributed=contributed)

    def secure(self, html: str, page: Page) -> str:
        """Put its policy into a page, as it is about to be written."""
        assert self.policies is not None
        planned = self.site.plan.of(page)
        body = page.content or "" if _shows_contributed(planned) else ""
        contributed = self.is_contributed(planned)
        return self.policies.secure(page.file.dest_uri, html, contributed=contributed, body=body)

    def is_contributed(self, planned: PlannedPage | None) -> bool:
        """Whether a page shows what contributors wrote, who may load nothing from elsewhere."""
        return _shows_contributed(planned) and not self.config.remote_images

    def _finished(self, page: Page) -> str:
        """Give a page's HTML; empty where its file is in its place already."""
        assert self.finishing is not None
        uri, name = page.file.dest_uri, page.file.src_uri
        key = self.finishing.key(name)
        known = self.kept.put_back(uri, key, name)
        if known is not None:
            self._allowed = known.needed
            return ""
        html, self._allowed = self.finishing.html(name)
        self.kept.expect(uri, key, self._allowed)
        return html

    def write_early(self, page: Page, html: str) -> Stamp | None:
        """Write a finished page's file before the host asks for it, on all cores at once.

        None where that is left to the host: it alone knows which pages a `--dirty` build writes,
        leaves out an empty page, and says what is wrong with a disk.
        """
        if self.dirty or not self.writes or not html.strip():
            return None
        with suppress(OSError):
            return write_page(page.file.abs_dest_path, html)
        return None

    def _is_finished(self, page: Page) -> bool:
        return self.finishing is not None and page.meta.get("template") == TEMPLATE

    def _open_finishing(self, config: MkDocsConfig) -> Finishing | None:
        """Finish the pages ourselves, where nothing else can change them."""
        strangers = others(config)
        if strangers:
            log.debug("pages are made anew: %s may change them", ", ".join(strangers))
        search = self.theme_search
        known = (search.active or search.absent) and self.site.ahead
        return Finishing(self, Needs(self.site)) if known and not strangers else None

    def _library(
        self, files: Files, config: MkDocsConfig, knowledge: Knowledge
    ) -> tuple[Library, Languages]:
        languages = self._languages(config)
        library = load_library(
            Path(config.docs_dir),
            languages,
            knowledge.notes,
            allowed=self.links.allowed,
            folders=folders_of(self.config),
        )
        if not self.serving:
            library = _without_drafts(library)
        layout = LAYOUTS[self.config.layout](languages)
        in_use = languages_in_use(files, library, languages, layout, drafts=self.serving)
        return library, in_use

    def _store(self, config: MkDocsConfig) -> Store:
        """Open the cache beside the site's configuration; ``--clean`` begins it anew."""
        if self.serving and hasattr(self, "site"):
            self.site.renderer.store.close()
        folder = Path(config.config_file_path or ".").parent / ".cache" / "notes_kb"
        store = open_store(folder, version=code_version(), ignore=_asked_to_clean())
        for problem in store.problems:
            log.info("%s", problem)  # The site is the same without a cache, also to --strict.
        return store

    def _languages(self, config: MkDocsConfig) -> Languages:
        if self.config.languages:
            return Languages(self.config.languages)
        theme = config.theme
        told = told_languages(theme.get("language") or theme.get("locale"), Path(config.docs_dir))
        log.debug("no languages are named; %s comes first", told.default)
        return told

    def _renderer(self, config: MkDocsConfig, plan: Plan, store: Store) -> Renderer:
        named = [name for name in config.markdown_extensions if isinstance(name, str)]
        configs = config.mdx_configs or {}
        allowed = self.config.note_extensions
        note_extensions, note_configs, left_out = for_contributed(named, configs, allowed)
        if left_out and (plan.kb.groups or plan.kb.concepts):
            log.info(_WITHOUT_EXTENSIONS, ", ".join(left_out))
        recipe = Recipe(
            extensions=tuple(named),
            configs=configs,
            note_extensions=note_extensions,
            note_configs=note_configs,
            remote_images=self.config.remote_images,
            search_code=self.config.search_code,
            formulas=draws_formulas(self.config.formulas, config.extra_javascript),
        )
        words = {code: words_in(code) for code in plan.languages.codes}
        return Renderer(
            Setting(recipe=recipe, concepts=plan.kb.concepts, words=words, observe=observe),
            plan.kb.lexicon,
            store,
            self.config.executor,
            warn=log.info,
            meanwhile=() if self.only_finds else self._prepare(config, store),
        )

    def _prepare(self, config: MkDocsConfig, store: Store) -> Iterator[object]:
        """Do what later steps need, a little at a time, while other processes render."""
        env = theme_environment(config.theme.get_env(), store, ())
        yield from compile_theme(env, MAIN, *sorted(config.theme.static_templates))
        yield from self.bodies.compiled()
        if self.theme_search.active:
            pages = (planned.file.page for planned in self.site.plan.ordinary())
            yield from read_headings(page.markdown or "" for page in pages if page)

    def _hand_over(self, files: Files, config: MkDocsConfig) -> None:
        """Give the host its page objects: for made pages, and for pages in other languages."""
        for planned in self.site.plan.pages.values():
            if planned.made:
                publish(files, planned)
                MadePage(planned, config, partial(content.make_page, self))
            elif planned.language != self.site.languages.default:
                TranslatedPage(None, planned.file, config).planned = planned

    def knows_all_pages(self, files: Files) -> bool:
        """Whether no page is left that the search hears of as the host writes it."""
        known = self.search.known
        written = InclusionLevel.is_in_serve if self.serving else InclusionLevel.is_included
        pages = files.documentation_pages(inclusion=written)
        # To a file, the address of the home page is a dot; to its page it is empty.
        return all(file.url.removeprefix("./") in known for file in pages)

    def _golden(self, config: MkDocsConfig) -> tuple[Golden, ...]:
        try:
            return load_golden(Path(config.docs_dir) / GOLDEN)
        except ValueError as problem:
            raise PluginError(str(problem)) from problem

    def _report(self) -> None:
        """Print every finding once; errors and warnings count under ``--strict``."""
        for diagnostic in reported(self.site.findings, unheard_of(self.config)):
            log.log(_LEVELS[diagnostic.severity], "%s", render_diagnostic(diagnostic))


def _shows_contributed(planned: PlannedPage | None) -> bool:
    return planned is not None and planned.made and planned.kind is not Kind.PAGE


def _without_drafts(library: Library) -> Library:
    """Leave out the notes that are not to be published yet, and say so of each."""
    drafts = [note.path for note in library.notes if note.meta.draft]
    return replace(
        library,
        notes=tuple(note for note in library.notes if not note.meta.draft),
        diagnostics=(*library.diagnostics, *(kinds.NOTE_DRAFT.at(path=path) for path in drafts)),
    )


def _asked_to_clean() -> bool:
    """Whether the command line says ``--clean``, which is the host's default otherwise."""
    context = click.get_current_context(silent=True)
    source = context.get_parameter_source("clean") if context else None
    return bool(source is ParameterSource.COMMANDLINE and context and context.params.get("clean"))


_TWO_MASTERS = (
    "notes_kb and mkdocs-static-i18n both lay out the site's languages. Remove {name!r} from "
    "`plugins` (notes_kb builds the languages of its option `languages`), or remove notes_kb."
)

_WITHOUT_EXTENSIONS = (
    "notes and concepts are rendered without %s, which may read files or run code; "
    "'note_extensions' allows an extension to contributors"
)

_LEVELS = {Severity.ERROR: 40, Severity.WARNING: 30, Severity.NOTE: 10}
