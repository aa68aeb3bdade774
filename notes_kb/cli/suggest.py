"""``notes-kb suggest``: terms that the glossary lacks, and forms that are not linked."""

from __future__ import annotations

from pathlib import Path

import click

from notes_kb.cli.reading import docs_option, layout_option, read_knowledge
from notes_kb.review.suggestions import render_suggestions, suggestions_json
from notes_kb.review.terms import Term, find_terms
from notes_kb.review.unlinked import find_unlinked, find_unused_aliases
from notes_kb.text.fold import form_key

_SEARCHED = 500
"""Terms among which one is looked for whose record is asked for."""


@click.command(name="suggest")
@click.argument("term", required=False)
@docs_option
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@layout_option("text", "json", told="For people, or for programs, with a record for each term.")
def command(term: str | None, docs: Path | None, limit: int, layout: str) -> None:
    """Find terms that the glossary lacks, and forms that are not linked.

    Terms stand often in notes and articles, are made of words that say something, and
    are named by no concept; the likeliest come first, with where they stand. Then come
    forms of concepts that are not linked, with the reason, and aliases that no text
    uses. With TERM, a record for it
    is printed, to be filled in.

    \b
    What could be explained:
        notes-kb suggest
    Begin the record of one of them:
        notes-kb suggest 专家并行 > docs/concepts/expert-parallelism.md

    Exits with 0, 1 where TERM is none of the terms that are found, 2 on wrong usage.
    """  # noqa: D301 - click reads the \b
    read = read_knowledge(docs)
    languages = read.site.languages

    def record(one: Term) -> str:
        return one.record(languages.codes, languages.default)

    if term is not None:
        wanted = form_key(term)
        found = find_terms(read.kb, _SEARCHED)
        one = next((t for t in found if wanted in {form_key(n) for n in t.names.values()}), None)
        if one is None:
            raise click.ClickException(f"'{term}' is none of the terms that no concept names")
        click.echo(record(one).encode(), nl=False)
        return
    terms, unlinked = find_terms(read.kb, limit), find_unlinked(read.kb)[:limit]
    unused = find_unused_aliases(read.kb)
    if layout == "json":
        click.echo(suggestions_json(terms, unlinked, unused, record).encode(), nl=False)
    else:
        root = read.docs.as_posix()
        click.echo(render_suggestions(terms, unlinked, unused, root), nl=False)
