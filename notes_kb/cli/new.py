"""``notes-kb new``: a note or a concept to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from notes_kb.cli.files import write_new
from notes_kb.cli.site_config import read_site_config
from notes_kb.languages.scaffolds import concept_scaffold, note_scaffold
from notes_kb.loading.library import CONCEPTS, NOTES
from notes_kb.report.terminal import render_diagnostic
from notes_kb.text.slug import slugify


@click.command(name="new")
@click.argument("what", type=click.Choice(["note", "concept"]))
@click.argument("identity", metavar="ID")
@click.option(
    "--language", help="Language code of the note and the comments; the site's default if left out."
)
@click.option(
    "--docs", type=click.Path(path_type=Path, file_okay=False),
    help="The docs folder; told by mkdocs.yml where left out, else ./docs.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(what: str, identity: str, language: str | None, docs: Path | None, force: bool) -> None:
    """Begin a note or a concept, with comments that say what goes where.

    \b
    A note in the site's default language, and its translation:
        notes-kb new note 2026-03-compiler-day
        notes-kb new note 2026-03-compiler-day --language en
    A concept, with a name and a definition to write in each language:
        notes-kb new concept auto-scheduler

    Exits with 0, 1 where the file is there already, 2 on wrong usage.
    """  # noqa: D301 - click reads the \b
    if slugify(identity) != identity:
        better = slugify(identity) or "2026-03-compiler-day"
        raise click.BadParameter(f"'{identity}' is no id; write it as {better}", param_hint="ID")
    site = read_site_config(Path())
    if site.findings:  # A file by the wrong languages would have the wrong name.
        told = [render_diagnostic(one, root=site.docs_dir.as_posix()) for one in site.findings]
        raise click.ClickException("\n".join(told))
    codes = site.languages.codes
    language = language or site.languages.default
    if language not in codes:
        raise click.BadParameter(
            f"the site's languages are {', '.join(codes)}", param_hint="--language"
        )
    name = identity.replace("-", " ")
    folder = docs or site.docs_dir
    if what == "note":
        ending = "" if language == site.languages.default else f".{language}"
        file, text = f"{NOTES}/{identity}{ending}.md", note_scaffold(name, language)
    else:
        file, text = f"{CONCEPTS}/{identity}.md", concept_scaffold(name, codes, language)
    try:
        write_new(folder, {file: text.encode()}, force=force)
    except FileExistsError as error:
        raise click.ClickException(f"{error.filename} is there already") from None
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise click.ClickException(f"{folder / file} cannot be written: {reason}") from None
    path = (folder / file).as_posix()
    click.echo(f"{path}: written; fill it in, then run: notes-kb check {path}")
