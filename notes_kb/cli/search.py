"""``notes-kb search``: the site's own search engine, from the shell."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import click

from notes_kb.cli.site_config import find_site
from notes_kb.search.node import Ask, NodeError, ask

_MARK = re.compile(r"</?(?:mark|code)>")


@click.command()
@click.argument("query")
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the site was built into; by default that of the site that you are in.",
)
@click.option("--language", default="", help="The reader's language; its pages come first.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def command(query: str, site: Path | None, language: str, limit: int, form: str) -> None:
    """Ask the index of a built site, with the JavaScript that readers run.

    Ends with 0 where something was found, 1 where nothing was or the engine fails.
    """
    folder = site or find_site() / "site"
    if not folder.is_dir():
        raise click.ClickException(
            f"there is no folder '{folder.as_posix()}': run 'mkdocs build' first, or name the "
            "folder of a built site with --site"
        )
    try:
        (answer,) = ask(folder, [Ask(query, language, limit)])
    except NodeError as error:
        raise click.ClickException(str(error)) from error
    if message := answer.get("error"):
        raise click.ClickException(str(message))
    click.echo(
        json.dumps(answer, ensure_ascii=False, indent=2) if form == "json" else _text(answer)
    )
    if not answer["results"]:
        raise SystemExit(1)


def _text(answer: dict[str, Any]) -> str:
    lines = []
    for result in answer["results"]:
        lines.append(f"{result['title']}  [{result['language']}]  {result['url'] or './'}")
        for section in result["sections"]:
            anchor = f"#{section['anchor']}" if section["anchor"] else ""
            why = f"  ({section['why']})" if section["why"] else ""
            lines.append(f"  {_plain(section['heading'])}  {anchor}{why}")
            if section["text"]:
                lines.append(f"    {_plain(section['text'])}")
    found = answer["total"]
    lines.append(f"{found} page{'' if found == 1 else 's'}, {answer['ms']:.0f} ms")
    return "\n".join(lines)


def _plain(source: str) -> str:
    return html.unescape(_MARK.sub("", source).replace("<br>", "\n    "))
