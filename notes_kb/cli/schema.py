"""``notes-kb schema``: JSON Schemas of what authors write and of what a site publishes."""

from __future__ import annotations

import click

from notes_kb.report.schemas import SCHEMAS, render_schema


@click.command(name="schema")
@click.argument("name", type=click.Choice(sorted(SCHEMAS)))
def command(name: str) -> None:
    """Print a JSON Schema: of front matter, of routes.yml, or of statements.json.

    \b
    An editor with a YAML language server completes and validates by it:
        notes-kb schema concept > concept.schema.json
        notes-kb schema note > note.schema.json
    """  # noqa: D301 - click reads the \b
    click.echo(render_schema(name).encode(), nl=False)
