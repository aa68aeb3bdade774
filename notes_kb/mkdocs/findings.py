"""Everything that is wrong with a site, found without making its pages: what `check` tells."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from notes_kb.checks import reported
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.mkdocs.config import unheard_of
from notes_kb.mkdocs.content import own_file
from notes_kb.mkdocs.link_findings import link_findings
from notes_kb.mkdocs.plugin import NotesKbPlugin
from notes_kb.mkdocs.site import Site


class SiteError(Exception):
    """The site cannot be planned; the message says why, in one line."""


def site_findings(config_file: Path) -> tuple[Diagnostic, ...] | None:
    """Give the findings of a build, sorted by place; None where the plugin is not in use.

    What is known only from finished pages is left to the build: ordinary pages whose text
    other plugins change, and whether the search answers.

    Raises:
        SiteError: The configuration cannot be used, or a plugin refuses it.
    """
    with planned_site(config_file, only_finds=True) as plugin:
        if plugin is None:
            return None
        site = plugin.site
        found = set(_of_pages(site))
        if site.render_missed():
            found = set(_of_pages(site))
        return reported({*site.findings, *found}, unheard_of(plugin.config))


@contextmanager
def planned_site(config_file: Path, *, only_finds: bool = False) -> Iterator[NotesKbPlugin | None]:
    """Plan a site as a build does, with every plugin and hook of its configuration.

    Its texts are rendered, or taken from the cache; where the caller `only_finds`, texts in
    which rendering would find nothing are left out. No page is made and nothing is written but
    the cache. Gives None where the plugin is not in use.

    Raises:
        SiteError: The configuration cannot be used, or a plugin refuses it.
    """
    said = _Errors(logging.ERROR)
    log = logging.getLogger("mkdocs")
    log.addHandler(said)
    plugins: list[NotesKbPlugin] = []
    try:
        config = load_config(str(config_file))
        plugins = [p for p in config.plugins.values() if isinstance(p, NotesKbPlugin)]
        if plugins:
            plugins[0].writes = False
            plugins[0].only_finds = only_finds
            _plan(config, plugins[0])
    except (MkDocsException, OSError) as problem:
        raise SiteError("; ".join(said.texts) or " ".join(str(problem).split())) from problem
    finally:
        log.removeHandler(said)
        for plugin in plugins:  # The host gives the same plugin to later builds of this process.
            plugin.writes = True
            plugin.only_finds = False
            plugin.end()
    yield plugins[0] if plugins else None
    for plugin in plugins:
        plugin.site.renderer.store.commit()
        plugin.site.renderer.store.close()


class _Errors(logging.Handler):
    """Keeps what the host says of a configuration before it ends with "Aborted"."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(" ".join(record.getMessage().split()))


def _plan(config: MkDocsConfig, plugin: NotesKbPlugin) -> None:
    """Run the events of a build up to the point at which all texts are rendered."""
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = get_files(config)
    files.add_files_from_theme(config.theme.get_env(), config)
    files = config.plugins.on_files(files, config=config)
    nav = get_navigation(files, config)
    config.plugins.on_nav(nav, config=config, files=files)


def _of_pages(site: Site) -> Iterator[Diagnostic]:
    """Give what a build would find while it makes the pages."""
    for planned in site.plan.pages.values():
        if not planned.made:
            rendering = site.renderings.get(planned.file.src_uri)
            yield from rendering.facts.findings if rendering else ()
        elif own := own_file(site, planned):
            yield from link_findings(site, planned, *own)
