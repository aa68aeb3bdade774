"""Notes and concepts as a command reads them: by ``mkdocs.yml``, with the cache that builds use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from notes_kb.build.keys import code_version
from notes_kb.build.knowledge import Knowledge
from notes_kb.build.store import MemoryStore, Store, open_store
from notes_kb.cli.site_config import SiteConfig, find_site, read_site_config
from notes_kb.domain.language import Languages
from notes_kb.knowledge_base import KnowledgeBase, build
from notes_kb.loading.library import Library, load_library
from notes_kb.report.terminal import render_diagnostic

_Command = TypeVar("_Command", bound=Callable[..., Any])

docs_option = click.option(
    "--docs",
    type=click.Path(path_type=Path, file_okay=False),
    help="The docs folder; by default that of mkdocs.yml, else ./docs.",
)


def layout_option(*layouts: str, told: str) -> Callable[[_Command], _Command]:
    """Declare ``--format``, one of some layouts, of which the first is the default."""
    return click.option(
        "--format",
        "layout",
        type=click.Choice(layouts),
        default=layouts[0],
        show_default=True,
        help=told,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read, and by which configuration."""

    site: SiteConfig
    docs: Path
    library: Library
    kb: KnowledgeBase
    store: Store
    """Open, since notes are read from it when they are asked for."""


def configuration(folder: Path | None = None) -> SiteConfig:
    """Read a site's configuration for a command that would do harm with a wrong one.

    Without a folder it is the site that one works in.

    Raises:
        click.ClickException: It cannot be read.
    """
    site = read_site_config(find_site() if folder is None else folder)
    if site.findings:
        told = [render_diagnostic(one, root=site.docs_dir.as_posix()) for one in site.findings]
        raise click.ClickException("\n".join(told))
    return site


def docs_folder(site: SiteConfig, docs: Path | None) -> Path:
    """Give the docs folder that was asked for, else the site's.

    Raises:
        click.BadParameter: There is none.
    """
    folder = docs or site.docs_dir
    if not folder.is_dir():
        missing = f"there is no folder '{folder}'"
        if not site.configured and docs is None:
            missing += f" and {NO_SITE}; run this in the folder of your site"
        raise click.BadParameter(missing, param_hint="--docs")
    return folder


NO_SITE = "no mkdocs.yml here or in a folder above"


def docs_to_write(site: SiteConfig, docs: Path | None, option: str) -> Path:
    """Give the docs folder that new files go to: one that was asked for, else the site's.

    Raises:
        click.UsageError: There is no site, so that they would be where nobody looks for them.
    """
    if docs is None and not site.configured and not site.docs_dir.is_dir():
        raise click.UsageError(
            f"there is {NO_SITE}, so no site to write to: run this in the folder of your site, "
            f"begin one with 'notes-kb new site', or name the folder with {option}"
        )
    return docs or site.docs_dir


def read_knowledge(docs: Path | None) -> Reading:
    """Read the site that one works in; what a former build or check knows is not parsed."""
    site = configuration()
    folder = docs_folder(site, docs)
    store = open_cache(site)
    library, kb = load(folder, site, store)
    return Reading(site=site, docs=folder, library=library, kb=kb, store=store)


def open_cache(site: SiteConfig) -> Store:
    """Open the cache that builds use, beside the configuration; without one nothing is kept."""
    if not site.configured:
        return MemoryStore()
    return open_store(site.folder / ".cache" / "notes_kb", version=code_version())


def load(
    docs: Path, site: SiteConfig, store: Store, languages: Languages | None = None
) -> tuple[Library, KnowledgeBase]:
    """Read the notes and concepts of a docs folder through a cache, and save it.

    `languages` stand in for those of the site's configuration.
    """
    knowledge = Knowledge(store, warn=lambda problem: click.echo(problem, err=True))
    library = load_library(
        docs,
        languages or site.languages,
        knowledge.notes,
        allowed=site.outside_docs,
        folders=site.folders,
    )
    kb = build(library, *knowledge.facts(library))
    store.commit()
    for problem in store.problems:
        click.echo(problem, err=True)
    return library, kb


def paths_below(paths: Iterable[Path], docs: Path) -> tuple[str, ...]:
    """Give paths relative to the docs folder; they may also be written so.

    Raises:
        click.BadParameter: One does not exist, or is not in the folder.
    """
    wanted = []
    for path in paths:
        file = path if path.exists() else docs / path
        if not file.exists():
            raise click.BadParameter(f"there is no file or folder '{path}'", param_hint="PATHS")
        if not file.resolve().is_relative_to(docs.resolve()):
            raise click.BadParameter(f"'{path}' is not below '{docs}'", param_hint="PATHS")
        wanted.append(file.resolve().relative_to(docs.resolve()).as_posix())
    return tuple(wanted)
