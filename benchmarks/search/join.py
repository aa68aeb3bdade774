"""``python -m benchmarks.search.join A.json B.json``: one table of several runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from benchmarks.search.engines import ENGINES
from benchmarks.search.table import table_lines


class JoinError(Exception):
    """Runs that cannot stand in one table; says what differs."""


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def main(files: tuple[Path, ...]) -> None:
    """Join FILES that `python -m benchmarks.search --json` wrote, of the same folder.

    The runs must have drawn the same queries; of an engine in several files the last counts.
    """
    try:
        click.echo("\n".join(joined([json.loads(path.read_text("utf-8")) for path in files])))
    except JoinError as problem:
        raise click.ClickException(str(problem)) from problem


def joined(runs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Draw one table of several runs; raises `JoinError` where they asked different queries."""
    first = runs[0]
    for run in runs[1:]:
        for key in ("folder", "pages", "queries"):
            if run[key] != first[key]:
                raise JoinError(f"the runs differ in their {key}: one table would compare nothing")
    found = {record["engine"]: record for run in runs for record in run["engines"]}
    records = [found[name] for name in ENGINES if name in found]
    yield f"{first['folder']}: {first['pages']} pages, {len(first['queries'])} queries"
    yield ""
    yield from table_lines({record["engine"]: record["figures"] for record in records})
    yield ""
    for record in records:
        if record["skipped"]:
            title = ENGINES[record["engine"]].title
            yield f"{title}: {record['skipped']} not asked, their sets took too long."


if __name__ == "__main__":
    main()
