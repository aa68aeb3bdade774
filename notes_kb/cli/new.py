"""``notes-kb new``: a note or a concept to fill in, or a whole site."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path

import click

from notes_kb.cli.files import write_new
from notes_kb.cli.site_config import read_site_config
from notes_kb.languages import own_names
from notes_kb.languages.scaffolds import concept_scaffold, note_scaffold
from notes_kb.languages.scaffolds.site_scaffold import site_scaffold
from notes_kb.loading.library import CONCEPTS, NOTES
from notes_kb.report.terminal import render_diagnostic
from notes_kb.text.slug import slugify


@click.command(name="new")
@click.argument("what", type=click.Choice(["note", "concept", "site"]))
@click.argument("identity", metavar="ID|FOLDER")
@click.option(
    "--language",
    help="Language code of the note and the comments; the site's default if left out, and for a "
    "new site that of your terminal.",
)
@click.option("--name", default="", help="The name of a new site; by default that of its folder.")
@click.option(
    "--docs", type=click.Path(path_type=Path, file_okay=False),
    help="The docs folder; told by mkdocs.yml where left out, else ./docs.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(
    what: str, identity: str, language: str | None, name: str, docs: Path | None, force: bool
) -> None:
    """Begin a note or a concept, with comments that say what goes where, or a whole site.

    \b
    A note in the site's default language, and its translation:
        notes-kb new note 2026-03-compiler-day
        notes-kb new note 2026-03-compiler-day --language en
    A concept, with a name and a definition to write in each language:
        notes-kb new concept auto-scheduler
    A site with a note, two concepts, checks and publishing, in a folder of its own:
        notes-kb new site compiler-notes

    Exits with 0, 1 where the file is there already, 2 on wrong usage.
    """  # noqa: D301 - click reads the \b
    if what == "site":
        _new_site(Path(identity), language or _own_language(), name, force=force)
        return
    if name:
        raise click.UsageError("--name is for a new site; a note's title stands in its file")
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
    title = identity.replace("-", " ")
    folder = docs or site.docs_dir
    if what == "note":
        ending = "" if language == site.languages.default else f".{language}"
        file, text = f"{NOTES}/{identity}{ending}.md", note_scaffold(title, language)
    else:
        file, text = f"{CONCEPTS}/{identity}.md", concept_scaffold(title, codes, language)
    _write(folder, {file: text.encode()}, force=force)
    path = (folder / file).as_posix()
    click.echo(f"{path}: written; fill it in, then run: notes-kb check {path}")


def _new_site(folder: Path, language: str, name: str, *, force: bool) -> None:
    """Write a site, and say what comes next."""
    if language not in _SITE_LANGUAGES:
        known = " or ".join(_SITE_LANGUAGES)
        raise click.BadParameter(f"a new site begins in {known}", param_hint="--language")
    codes = (language, *(code for code in _SITE_LANGUAGES if code != language))
    title = name or folder.resolve().name.replace("-", " ")
    requirement = _requirement()
    found = site_scaffold(title, own_names(*codes), requirement or _UNKNOWN_REQUIREMENT)
    _write(folder, found, force=force)
    click.echo(f"{folder.as_posix()}: {len(found)} files written; next:")
    click.echo(f"  cd {shlex.quote(folder.as_posix())}")
    click.echo("  mkdocs serve")
    if not requirement:
        click.echo("Before you publish it, write in requirements.txt where notes-kb comes from.")


_UNKNOWN_REQUIREMENT = """\
# notes-kb is on no package index yet, and whoever took its name there could run code of theirs.
# So write where yours comes from, for example:
# notes-kb @ git+https://git.example.org/you/notes_kb@v0.1"""
"""What stands in the file until its owner writes the line."""


def _requirement() -> str:
    """Give the line by which pip installs the same notes-kb elsewhere; empty where there is none.

    Where a package was installed from is recorded with it (PEP 610).
    """
    recorded = distribution("notes-kb").read_text("direct_url.json")
    origin = json.loads(recorded) if recorded else {}
    vcs = origin.get("vcs_info")
    if not vcs:  # A folder or file of this machine; the index does not have it.
        return ""
    return f"notes-kb @ {vcs['vcs']}+{origin['url']}@{vcs['commit_id']}"


_SITE_LANGUAGES = ("en", "zh")
"""Languages in which there is an example."""


def _own_language() -> str:
    """Give the language of the terminal, as far as a site can begin in it."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable, ""):
            code = value.split("_", 1)[0].split(".", 1)[0].lower()
            return code if code in _SITE_LANGUAGES else _SITE_LANGUAGES[0]
    return _SITE_LANGUAGES[0]


def _write(folder: Path, found: Mapping[str, bytes], *, force: bool) -> None:
    """Write files below a folder, all or none."""
    try:
        write_new(folder, found, force=force)
    except FileExistsError as error:
        raise click.ClickException(f"{error.filename} is there already") from None
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        first = folder / next(iter(found)) if len(found) == 1 else folder
        raise click.ClickException(f"{first} cannot be written: {reason}") from None
