"""``notes-kb report``: what readers get from the work tree that they did not get from a commit."""

from __future__ import annotations

import os
import posixpath
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import click

from notes_kb.build.store import Store
from notes_kb.cli.reading import (
    configuration,
    docs_folder,
    docs_option,
    layout_option,
    load,
    open_cache,
)
from notes_kb.cli.site_config import SiteConfig
from notes_kb.review.comparison import Comparison, KnowledgeState, compare
from notes_kb.review.comparison_text import (
    comparison_json,
    comparison_markdown,
    comparison_text,
)
from notes_kb.review.history import HistoryError, Repository, find_repository

_LAYOUTS: dict[str, Callable[[Comparison, str], str]] = {
    "text": comparison_text,
    "markdown": comparison_markdown,
    "json": comparison_json,
}


@click.command(name="report")
@click.option(
    "--base", required=True, metavar="REV", help="The commit, branch or tag to compare with."
)
@docs_option
@layout_option(*_LAYOUTS, told="For a terminal, for a comment on a pull request, or for programs.")
def command(base: str, docs: Path | None, layout: str) -> None:
    """Show what changes for readers between a commit and the files as they are.

    Notes, statements, links, concepts and mentions that are added, removed or changed;
    sections of translations that became stale or fresh; lost figures; words that the
    search finds now and did not before; findings that are new or gone.

    The commit is read from git into a temporary folder; the work tree is not touched.

    \b
    What a branch changes:
        notes-kb report --base main
    As a comment on a pull request:
        notes-kb report --base origin/main --format markdown > report.md

    Exits with 0, 1 where the commit cannot be read, 2 on wrong usage.
    """  # noqa: D301 - click reads the \b
    site = configuration()
    folder = docs_folder(site, docs)
    store = open_cache(site)
    after = KnowledgeState(*load(folder, site, store))
    try:
        repository = find_repository(folder)
        commit = repository.commit(base)
        with tempfile.TemporaryDirectory(prefix="notes-kb-") as temporary:
            before = _base(repository, commit, Path(temporary), site, docs, store)
            found = compare(before, after, site.ignore)
    except HistoryError as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(_LAYOUTS[layout](found, base).encode(), nl=False)


def _base(
    repository: Repository,
    commit: str,
    folder: Path,
    now: SiteConfig,
    docs: Path | None,
    store: Store,
) -> KnowledgeState:
    """Read a commit by its own configuration, written below an empty folder.

    A commit from before there was one is read by that of now.
    """
    here = repository.relative(now.folder)
    above = {here, *(parent.as_posix() for parent in PurePosixPath(here).parents)}

    def configures(path: str) -> bool:
        return path.endswith((".yml", ".yaml")) and (posixpath.dirname(path) or ".") in above

    repository.write(commit, configures, folder)
    site = configuration(folder / here)
    if not site.configured:
        inside = os.path.relpath(now.docs_dir, now.folder)
        site = replace(now, folder=folder / here, docs_dir=folder / here / inside)
    old_docs = folder / repository.relative(docs) if docs else site.docs_dir
    if not old_docs.resolve().is_relative_to(folder.resolve()):
        raise HistoryError(f"the docs folder of {commit} is outside of the repository")
    inside = old_docs.resolve().relative_to(folder.resolve()).as_posix()
    read = tuple(f"{inside}/{name}/".removeprefix("./") for name in site.folders.both)
    repository.write(commit, lambda path: path.startswith(read), folder)
    old_docs.mkdir(parents=True, exist_ok=True)
    return KnowledgeState(*load(old_docs, replace(site, outside_docs=()), store))
