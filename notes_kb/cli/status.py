"""``notes-kb status``: how far each note and concept is translated."""

from __future__ import annotations

from pathlib import Path

import click

from notes_kb.cli.reading import docs_option, layout_option, read_knowledge
from notes_kb.review.coverage import UNFINISHED, coverage_json, find_coverage, render_coverage


@click.command(name="status")
@click.argument("ids", nargs=-1, metavar="[ID]…")
@docs_option
@click.option(
    "--language",
    help="Only this language, even if nothing is translated into it yet; by default every "
    "language that something is written in.",
)
@click.option("--all", "everything", is_flag=True, help="List the concepts that lack nothing too.")
@layout_option("text", "json", told="For people or for programs.")
def command(
    ids: tuple[str, ...], docs: Path | None, language: str | None, everything: bool, layout: str
) -> None:
    """Show how far each note and concept is translated.

    One row for each note and language: missing, stale (the original has changed since
    the stamp), incomplete (sections are missing), unknown (sections have no stamp) or
    fresh; the share of the sections that are translated; and which sections need work.
    Of a concept, its label, definition and article count.

    \b
    The whole site:
        notes-kb status
    One note, for a script:
        notes-kb status 2025-02-ccf-deepseek --format json

    Exits with 0 where nothing is left to translate, 1 where something is missing, stale
    or incomplete, 2 on wrong usage.
    """  # noqa: D301 - click reads the \b
    read = read_knowledge(docs)
    if language and language not in read.site.languages.names:
        known = ", ".join(read.site.languages.codes)
        raise click.BadParameter(f"the site's languages are {known}", param_hint="--language")
    unknown = set(ids) - {*read.kb.groups, *read.kb.concepts}
    if unknown:
        raise click.BadParameter(f"there is no note or concept '{min(unknown)}'", param_hint="ID")
    languages = (language,) if language else read.library.languages_in_use
    found = [one for one in find_coverage(read.kb, languages) if not ids or one.id in ids]
    if layout == "json":
        click.echo(coverage_json(found).encode(), nl=False)
    else:
        click.echo(render_coverage(found, everything=everything or bool(ids)), nl=False)
    if any(one.standing in UNFINISHED for one in found):
        raise SystemExit(1)
