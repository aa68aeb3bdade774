"""``notes-kb export``: the site as plain Markdown, for other tools."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from notes_kb.cli.export_folder import NotOursError, check_folder, replace_folder
from notes_kb.cli.reading import NO_SITE
from notes_kb.cli.site_config import CONFIG, find_site


@click.command(name="export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "target",
    type=click.Choice(["markdown", "zensical"]),
    default="markdown",
    show_default=True,
    help="Plain Markdown for any reader, or a project for Zensical.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option(
    "--force", is_flag=True, help="Write over a former export in which files have changed."
)
def command(folder: Path, target: str, dry_run: bool, force: bool) -> None:
    """Write the site of mkdocs.yml as plain Markdown that needs nothing of this project.

    Every page becomes a Markdown file in FOLDER, each language in a folder of its own. Links
    are resolved, concept links among them, and carry the definition as their title. Anchors
    stay what they are, and so do addresses. Pictures come along.
    `notes-kb import FOLDER` makes notes and concepts of it again.

    \b
    For Zensical, one configuration a language:
        notes-kb export ../my-notes --to zensical
        cd ../my-notes && zensical build && zensical build -f zensical.en.toml
    For any other reader of Markdown:
        notes-kb export ../my-notes

    Only an empty folder or a former export is written to, and only as a whole. Exits with 0,
    1 where the site or the folder cannot be used, 2 on wrong usage.
    """  # noqa: D301 - click reads the \b
    # The host and its theme take longer to import than this help takes to print.
    from notes_kb.mkdocs.export import SiteError, Target, export_site  # noqa: PLC0415

    config = find_site() / CONFIG
    if not config.exists():
        raise click.ClickException(f"there is {NO_SITE}")
    docs = config.resolve().parent
    if docs.is_relative_to(folder.resolve()):
        raise click.ClickException(f"{folder} holds the site itself; choose another folder")
    try:
        check_folder(folder, force=force)
        export = export_site(config, Target(target), _tell if sys.stderr.isatty() else _quiet)
        if not dry_run:
            replace_folder(folder, export.files)
    except (SiteError, NotOursError) as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise click.ClickException(f"{error.filename or folder}: {reason}") from None
    size = sum(map(len, export.files.values()))
    did = "would be written" if dry_run else "written"
    click.echo(f"{folder.as_posix()}: {did}, {len(export.files)} files, {size / 1e6:.1f} MB")
    pages = ", ".join(f"{code} {count}" for code, count in export.pages.items())
    click.echo(f"  pages: {pages}; notes {export.notes}, concepts {export.concepts}")
    click.echo(f"  pictures and other files: {export.assets} in each language")


def _quiet(_done: int, _pages: int) -> None:
    """Say nothing: the output is read by a program or kept in a log."""


def _tell(done: int, pages: int) -> None:
    """Show on a terminal how far the export is, on one line."""
    if done == pages or not done % 20:
        end = "\n" if done == pages else ""
        sys.stderr.write(f"\r{done} of {pages} pages{end}")
        sys.stderr.flush()
