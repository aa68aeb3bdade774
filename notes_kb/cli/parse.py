"""``notes-kb parse``: one file to sections, ledger and findings."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from notes_kb.cli.parse_view import Linked, as_explanation, as_json, as_text
from notes_kb.cli.site_config import find_site, read_site_config
from notes_kb.domain.language import LANGUAGE_CODE
from notes_kb.domain.note import Note
from notes_kb.languages import guess_language
from notes_kb.linking.lexicon import build_lexicon
from notes_kb.linking.mentions import find_note_mentions
from notes_kb.linking.topics import assign_topics
from notes_kb.loading.decode import MAX_BYTES
from notes_kb.loading.library import load_concepts, note_from_bytes
from notes_kb.loading.notes import parse_note
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.report.terminal import render_diagnostic
from notes_kb.text.slug import slugify


@click.command(name="parse")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="An outline for people, or JSON for programs.",
)  # fmt: skip
@click.option(
    "--as", "kind", type=click.Choice(["paste", "note"]),
    help="Pasted text or Markdown; by default .md is a note and anything else a paste.",
)  # fmt: skip
@click.option(
    "--language",
    help="Language code of the text; by default that of the file's name, else a guess.",
)
@click.option("--explain", is_flag=True, help="Say of each line what it became, and why.")
@click.option(
    "--docs", type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Docs folder whose concepts name the topics; ./docs where it has concepts.",
)  # fmt: skip
def command(
    file: Path,
    layout: str,
    kind: str | None,
    language: str | None,
    explain: bool,
    docs: Path | None,
) -> None:
    """Show what becomes of each line of a pasted recap or a note.

    \b
    The outline of a recap, with what was dropped and why:
        notes-kb parse talk.txt
    The same for a program, from standard input:
        pbpaste | notes-kb parse - --format json

    \b
    Why a line is a heading, or why it is none:
        notes-kb parse talk.txt --explain

    Exits with 0, whatever it finds, and with 1 where the file cannot be read.
    """  # noqa: D301 - click takes the escape as "do not wrap"
    if language is not None and not LANGUAGE_CODE.fullmatch(language):
        raise click.BadParameter(
            f"'{language}' is no language code; write zh or en", param_hint="--language"
        )
    data = _read(file)
    stem, named = _name(file)
    note = note_from_bytes(
        data,
        path=file.as_posix() if str(file) != "-" else "<stdin>",
        note_id=slugify(stem) or "note",
        language=language or named,
        pasted=file.suffix.lower() != ".md" if kind is None else kind == "paste",
    )
    if not (language or named):
        note = _with_language(note)
    if explain:
        click.echo(as_explanation(note, _reasons(note)).encode())
        return
    render = as_json if layout == "json" else as_text
    click.echo(render(note, _linked(note, docs)).encode())


def _reasons(note: Note) -> Reasons:
    """Parse the note again, with every decision taken down."""
    reasons = Reasons(wanted=True)
    parse_note(
        note.text,
        path=note.path,
        note_id=note.id,
        language=note.language,
        pasted=note.pasted,
        encoding=note.encoding,
        reasons=reasons,
    )
    return reasons


def _read(file: Path) -> bytes:
    """Read no more than it takes to see that the input is too long."""
    if str(file) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise click.ClickException(f"{file} cannot be read: {reason}") from None


def _name(file: Path) -> tuple[str, str]:
    """Take the name apart: stem and language, empty where it names none."""
    if str(file) == "-":
        return "note", ""
    stem, _, ending = file.stem.rpartition(".")
    return (stem, ending) if stem and LANGUAGE_CODE.fullmatch(ending) else (file.stem, "")


def _with_language(note: Note) -> Note:
    return replace(note, language=guess_language(note.text, otherwise="en"))


def _linked(note: Note, docs: Path | None) -> Linked:
    """Find topics and concepts, where there are concepts to find."""
    site = read_site_config(find_site())
    for finding in site.findings:
        click.echo(render_diagnostic(finding, root=site.docs_dir.as_posix()), err=True)
    docs = docs or site.docs_dir
    if not (docs / site.folders.concepts).is_dir():
        return Linked()
    concepts, _ = load_concepts(docs, site.languages, site.folders)
    known = {concept.id: concept for concept in concepts}
    lexicon = build_lexicon(concepts)
    mentions = find_note_mentions(note, lexicon)
    return Linked(mentions, assign_topics(note, mentions, known, lexicon.names))
