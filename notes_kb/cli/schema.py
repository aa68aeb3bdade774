"""``notes-kb schema``: what front matter may hold, for editors."""

from __future__ import annotations

import click

from notes_kb.report.schemas import SCHEMAS, render_schema


@click.command(name="schema")
@click.argument("name", type=click.Choice(sorted(SCHEMAS)))
def command(name: str) -> None:
    """Print the JSON Schema of a concept's record or a note's front matter.

    \b
    An editor with a YAML language server completes and validates by it:
        notes-kb schema concept > concept.schema.json
        notes-kb schema note > note.schema.json
    """  # noqa: D301 - click reads the \b
    click.echo(render_schema(name).encode(), nl=False)
