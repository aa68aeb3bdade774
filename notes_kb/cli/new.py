"""``notes-kb new``: a note or a concept to fill in, or a whole site."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path, PurePath, PurePosixPath

import click

from notes_kb.cli.files import write_new
from notes_kb.cli.reading import configuration, docs_to_write
from notes_kb.cli.site_config import SiteConfig
from notes_kb.domain.language import Languages
from notes_kb.domain.note import Note
from notes_kb.importing.note_import import write_note
from notes_kb.languages import own_names
from notes_kb.languages.scaffolds import (
    article_scaffold,
    concept_scaffold,
    note_scaffold,
    translation_advice,
)
from notes_kb.languages.scaffolds.site_scaffold import site_scaffold
from notes_kb.loading.library import load_note, note_from_bytes
from notes_kb.report.schemas import render_schema
from notes_kb.text.slug import slugify
from notes_kb.translation.copied import translation_to_fill
from notes_kb.translation.pairing import pair_notes
from notes_kb.translation.stamp import stamp
from notes_kb.translation.status import State


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
    A note in the site's default language:
        notes-kb new note 2026-03-compiler-day
    A translation of one that is there: its text, to be replaced line by line:
        notes-kb new note 2026-03-compiler-day --language en
    A concept, with a name and a definition to write in each language:
        notes-kb new concept auto-scheduler
    The article of one that is there, in another language:
        notes-kb new concept auto-scheduler --language en
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
    site = configuration()  # A file by the wrong languages would have the wrong name.
    codes = site.languages.codes
    language = language or site.languages.default
    if language not in codes:
        raise click.BadParameter(
            f"the site's languages are {', '.join(codes)}", param_hint="--language"
        )
    folder = docs_to_write(site, docs, "--docs")
    begin = _new_note if what == "note" else _new_concept
    file, text = begin(folder, site, identity, language)
    _write(folder, {file: text.encode()}, force=force)
    path = (folder / file).as_posix()
    click.echo(f"{path}: written; fill it in, then run: notes-kb check {path}")


def _new_note(docs: Path, site: SiteConfig, note_id: str, language: str) -> tuple[str, str]:
    """Give the file and the text of a note: a translation where it is there in another language."""
    ending = "" if language == site.languages.default else f".{language}"
    file = f"{site.folders.notes}/{note_id}{ending}.md"
    others = [n for n in _versions(docs, site, note_id) if n.language != language]
    if not others:
        return file, note_scaffold(note_id.replace("-", " "), language)
    (group,) = pair_notes(others, site.languages)
    original = group.source
    if original.pasted:  # A paste has no headings to take over until it is written as a note.
        original = write_note(original, original.path).note
    # Without a word, the version in the site's default language counts as the original.
    named = language == site.languages.default and not original.meta.original
    advice = translation_advice(language, note_id)
    file = f"{PurePosixPath(original.path).parent}/{note_id}{ending}.md"
    return file, translation_to_fill(original, advice, named=named)


def _versions(docs: Path, site: SiteConfig, note_id: str) -> list[Note]:
    """Read a note in the languages in which it is there."""
    found = []
    for code in site.languages.codes:
        endings = (f".{code}", "") if code == site.languages.default else (f".{code}",)
        names = [f"{note_id}{ending}{suffix}" for ending in endings for suffix in (".md", ".txt")]
        folder = docs / site.folders.notes
        path = next((p for name in names for p in sorted(folder.rglob(name)) if p.is_file()), None)
        if path is not None:
            relative = path.relative_to(docs).as_posix()
            pasted = path.suffix == ".txt"
            found.append(
                load_note(path, path=relative, note_id=note_id, language=code, pasted=pasted)
            )
    return found


def _new_concept(docs: Path, site: SiteConfig, concept: str, language: str) -> tuple[str, str]:
    """Give the file and the text of a concept: its article where the record is there."""
    file = f"{site.folders.concepts}/{concept}.md"
    if language != site.languages.default and (docs / file).is_file():
        return f"{site.folders.concepts}/{concept}.{language}.md", article_scaffold(language)
    return file, concept_scaffold(concept.replace("-", " "), site.languages.codes, language)


def _new_site(folder: Path, language: str, name: str, *, force: bool) -> None:
    """Write a site, and say what comes next."""
    if language not in _SITE_LANGUAGES:
        known = " or ".join(_SITE_LANGUAGES)
        raise click.BadParameter(f"a new site begins in {known}", param_hint="--language")
    codes = (language, *(code for code in _SITE_LANGUAGES if code != language))
    title = name or folder.resolve().name.replace("-", " ")
    requirement = _requirement()
    languages = Languages(own_names(*codes))
    found = site_scaffold(title, languages.names, requirement or _UNKNOWN_REQUIREMENT)
    found |= dict(_stamped(found, languages))
    found |= {f".vscode/schemas/{one}.json": render_schema(one).encode() for one in _SCHEMAS}
    _write(folder, found, force=force)
    click.echo(f"{folder.as_posix()}: {len(found)} files written; next:")
    click.echo(f"  cd {shlex.quote(folder.as_posix())}")
    click.echo("  mkdocs serve")
    if not requirement:
        click.echo("Before you publish it, write in requirements.txt where notes-kb comes from.")


def _stamped(found: Mapping[str, bytes], languages: Languages) -> Iterator[tuple[str, bytes]]:
    """Yield the translations among the notes of a new site as `notes-kb stamp` leaves them."""
    notes = []
    for path, data in found.items():
        if path.startswith("docs/notes/"):
            note_id, _, language = PurePath(path).stem.partition(".")
            code = language or languages.default
            notes.append(
                note_from_bytes(data, path=path, note_id=note_id, language=code, pasted=False)
            )
    for group in pair_notes(notes, languages):
        for note in group.versions.values():
            if note is not group.source:
                yield note.path, stamp(group.source, note, {State.UNKNOWN})[0].encode()


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


_SCHEMAS = ("concept", "note", "routes")
"""What the editors' settings of a new site refer to."""

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
