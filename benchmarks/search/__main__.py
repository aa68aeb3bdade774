"""``python -m benchmarks.search FOLDER``: the search beside its peers."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from benchmarks.search.engines import ENGINES, build_plain, build_sites, installed
from benchmarks.search.measure import measure
from benchmarks.search.node import measure_under_node
from benchmarks.search.outcome import Outcome
from benchmarks.search.queries import draw_queries
from benchmarks.search.query import Query
from benchmarks.search.record import outcome_record, worst
from benchmarks.search.score import Truth, scores_by_kind
from benchmarks.search.session import Chromium
from benchmarks.search.sites import BuildError, Site
from benchmarks.search.table import render_table

WORK = Path(__file__).with_name("work")
_SHOWN = sys.stderr.isatty()


def _engines(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(value.split(",")))
    for name in names:
        if name not in ENGINES:
            raise click.BadParameter(f"{name!r} is none of {', '.join(ENGINES)}")
        if name not in installed():
            raise click.BadParameter(f"{name!r} is not installed: pip install {name}")
    return names


@click.command()
@click.argument(
    "folder", default="docs", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--engines",
    default=",".join(installed()),
    show_default=True,
    callback=_engines,
    help="Which to compare, with commas between; by default those that are installed.",
)
@click.option("--queries", default=100, show_default=True, help="Queries in each set.")
@click.option("--budget", default=60.0, show_default=True, help="Seconds for one set and engine.")
@click.option("--builds", default=1, show_default=True, help="Builds each; the median counts.")
@click.option("--examples", default=0, show_default=True, help="Missed queries shown per set.")
@click.option("--node", is_flag=True, help="Ask ours alone, under Node: no browser, no peers.")
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Raw figures."
)
def main(
    folder: Path,
    engines: tuple[str, ...],
    queries: int,
    budget: float,
    builds: int,
    examples: int,
    node: bool,
    json_file: Path | None,
) -> None:
    r"""Compare the search of notes_kb with its peers on a FOLDER of Markdown.

    The folder is built once for each engine in a directory that is removed again. The same
    queries, drawn from its pages with a fixed seed, are asked in a real Chromium through
    each engine's own worker or script; then one table is printed. ✗ marks what falls
    short of the column "to reach".

    A file `questions.json` in the folder adds questions: [{"query": "…", "pages": ["x.md"]}].

    \b
    python -m benchmarks.search docs
    python -m benchmarks.search.corpus /tmp/notes --pages 2401
    python -m benchmarks.search /tmp/notes --engines ours,pagefind --examples 3

    \b
    Where one run of all would take too long, each engine can have its own:
    python -m benchmarks.search FOLDER --engines ours --json ours.json
    python -m benchmarks.search FOLDER --engines pagefind --json pagefind.json
    python -m benchmarks.search.join ours.json pagefind.json
    """
    WORK.mkdir(exist_ok=True)
    engines = ("ours",) if node else engines
    with tempfile.TemporaryDirectory(dir=WORK) as work:
        try:
            _progress(f"building {', '.join(engines)}")
            sites = tuple(build_sites(engines, folder, Path(work), builds))
            # A peer's site shows the folder's pages as they are; ours adds its own.
            peer = next((site for site in sites if site.engine != "ours"), None)
            pages = (peer or build_plain(folder, Path(work))).pages
        except BuildError as problem:
            raise click.ClickException(str(problem)) from problem
        drawn = draw_queries(pages, queries, folder / "questions.json")
        truths = {site.engine: Truth(pages, site.pages) for site in sites}
        if node:
            outcomes = [measure_under_node(site, drawn) for site in sites]
        else:
            outcomes = asyncio.run(_measure_all(sites, drawn, truths, budget))
        sets = {o.engine: scores_by_kind(o, truths[o.engine]) for o in outcomes}
    _progress("")
    click.echo(f"{folder.name}: {len(pages)} pages, {len(drawn)} queries\n")
    click.echo(render_table(outcomes, sets, len(pages)))
    for line in worst(sets["ours"], truths["ours"], examples) if "ours" in sets else ():
        click.echo(line)
    if json_file is not None:
        records = [
            outcome_record(o, sets[o.engine], truths[o.engine], len(pages)) for o in outcomes
        ]
        value = {
            "folder": folder.name,
            "pages": len(pages),
            "queries": [[q.kind, q.text, q.language] for q in drawn],
            "engines": records,
        }
        json_file.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


async def _measure_all(
    sites: Sequence[Site], queries: Sequence[Query], truths: Mapping[str, Truth], budget: float
) -> list[Outcome]:
    async with Chromium() as browser:
        return [
            await measure(
                browser,
                site,
                ENGINES[site.engine],
                queries,
                truths[site.engine],
                budget=budget,
                progress=_progress,
            )
            for site in sites
        ]


def _progress(text: str) -> None:
    """Say on a terminal what is going on, on one line."""
    if _SHOWN:
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)


if __name__ == "__main__":
    main()
