"""``python -m benchmarks.build``: how long a site takes to build, beside its peers."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from benchmarks.build import figures as f
from benchmarks.build.corpus import write_notes
from benchmarks.build.counts import CountError, count_work, render_counts
from benchmarks.build.edits import EditError
from benchmarks.build.figures import Corpus
from benchmarks.build.measure import measure_corpus
from benchmarks.build.process import CommandError, run_measured
from benchmarks.build.projects import MATERIAL, OURS, ZENSICAL, Project, make_project
from benchmarks.build.scale import ClusterError, measure_scaling
from benchmarks.build.search_cost import measure_search, render_search
from benchmarks.build.stages import render_stages, stages_of_builds
from benchmarks.build.table import render_corpus, render_targets
from benchmarks.build.targets import FOLDER, MANY, PAIRS, SERVED

WORK = Path(__file__).with_name("work")
PAIRED_FILES = 800
SERVED_FILES = 1_000
_SHOWN = sys.stderr.isatty()
_ALL = (FOLDER, "500", "1000", "2000", PAIRS, SERVED, MANY)
_STEPS = tuple(f.STEPS)
_FOLDER_TYPE = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def main() -> None:
    """Measure builds: `run` prints the tables, the others do one thing each."""
    # Ended from outside, leave as with an exception: what was started is ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _names(known: tuple[str, ...]) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Read names with commas between, each of them known."""

    def read(_: click.Context, __: click.Parameter, value: str) -> list[str]:
        names = [name.strip() for name in value.split(",") if name.strip()]
        for name in names:
            if name not in known and not (name.isdigit() and "500" in known):
                raise click.BadParameter(f"{name!r} is none of {', '.join(known)}")
        return names

    return read


@main.command()
@click.option("--folder", type=_FOLDER_TYPE, default="docs", show_default=True)
@click.option(
    "--corpora",
    default=",".join(_ALL),
    show_default=True,
    callback=_names(_ALL),
    help="What to build: the folder, any number of files of generated notes, and the others.",
)
@click.option("--steps", default=",".join(_STEPS), show_default=True, callback=_names(_STEPS))
@click.option("--runs", default=3, show_default=True, help="Runs of each step; the median counts.")
@click.option("--zensical", type=click.Path(path_type=Path), help="The command of Zensical.")
@click.option(
    "--peers",
    default=FOLDER,
    show_default=True,
    callback=_names(_ALL),
    help="Corpora that the peers build too; Material takes hours over many notes.",
)
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path))
def run(
    folder: Path,
    corpora: list[str],
    steps: list[str],
    runs: int,
    zensical: Path | None,
    peers: list[str],
    json_file: Path | None,
) -> None:
    r"""Build a FOLDER and generated notes, cold, unchanged and edited, and print the tables.

    Each corpus is copied for each engine into a folder that is removed again. Times are
    medians, in seconds by the clock, with the seconds of processor in brackets. The last
    table holds what is to be reached; ✗ marks what falls short of it.

    \b
    python -m benchmarks.build run --corpora folder --folder ../hello-algo/docs
    python -m benchmarks.build run --corpora 500,2000 --steps cold,edit --runs 1
    """
    if zensical is not None and not zensical.is_file():
        raise click.BadParameter(f"there is no {zensical}", param_hint="--zensical")
    zensical = zensical and zensical.absolute()  # It is called in another folder.
    WORK.mkdir(exist_ok=True)
    found: dict[str, Corpus] = {}
    for name in corpora:
        engines = tuple(_engines(name in peers, zensical))
        with tempfile.TemporaryDirectory(dir=WORK) as work, _stopping():
            corpus = _measure(
                name, Path(work), folder, engines, frozenset(steps), runs=runs, zensical=zensical
            )
        found[name] = corpus
        _progress("")
        click.echo(render_corpus(corpus))
    click.echo(render_targets(found))
    if json_file is not None:
        values = [_record(corpus) for corpus in found.values()]
        json_file.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _engines(with_peers: bool, zensical: Path | None) -> Iterator[str]:
    yield OURS
    if with_peers:
        yield MATERIAL
    # Zensical is fast enough to stand beside everything.
    if zensical is not None:
        yield ZENSICAL


def _measure(
    name: str,
    work: Path,
    folder: Path,
    engines: Sequence[str],
    steps: frozenset[str],
    *,
    runs: int,
    zensical: Path | None,
) -> Corpus:
    """Make one corpus and take its figures."""
    docs, title, options = _corpus(name, work, folder)
    corpus = Corpus(name, title)
    projects = [
        make_project(engine, docs, work / engine, options=options, zensical=zensical)
        for engine in engines
    ]
    if name == SERVED:
        _measure_serving(corpus, projects, runs)
        return corpus
    # Ten thousand notes take long, and the machine's unrest weighs little then.
    runs = 1 if name == MANY else runs
    kept = steps & {f.COLD, f.UNCHANGED, f.EDIT} if name == MANY else steps
    measure_corpus(corpus, projects, runs=runs, steps=kept, progress=_progress)
    return corpus


def _corpus(name: str, work: Path, folder: Path) -> tuple[Path, str, dict[str, object]]:
    """Give a corpus's folder of Markdown, its title, and our plugin's options for it."""
    if name == FOLDER:
        return folder, f"{folder.resolve().name}: {len(list(folder.rglob('*.md')))} files", {}
    docs = work / "docs"
    if name == MANY:
        write_notes(docs, 10_000, english=False)
        return docs, "10,000 notes in one language", {"languages": {"zh": "简体中文"}}
    sizes = {PAIRS: PAIRED_FILES, SERVED: SERVED_FILES}
    files = sizes[name] if name in sizes else int(name)
    write_notes(docs, files)
    stamp(docs, work)
    return docs, f"{files} files of notes in two languages", {}


def stamp(docs: Path, work: Path) -> None:
    """Record in the translations what they translate, as their authors would."""
    command = [str(Path(sys.executable).with_name("notes-kb")), "stamp", "--docs", str(docs)]
    run_measured(command, work)


def _measure_serving(corpus: Corpus, projects: list[Project], edits: int) -> None:
    from benchmarks.build.serve import measure_edits  # noqa: PLC0415 - needs Playwright

    for project in projects:
        _progress(f"{corpus.title}: {project.engine}, {f.STEPS[f.SERVE]}")
        for cost in measure_edits(project, edits):
            corpus.add(project.engine, f.SERVE, cost)


def _record(corpus: Corpus) -> dict[str, object]:
    """Give everything that was measured of one corpus as JSON values."""
    return {
        "name": corpus.name,
        "title": corpus.title,
        "pages": {engine: list(pages) for engine, pages in corpus.pages.items()},
        "costs": [
            {"engine": engine, "step": step, "runs": [asdict(cost) for cost in costs]}
            for (engine, step), costs in corpus.costs.items()
        ],
    }


@main.command("corpus")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--files", default=500, show_default=True)
@click.option("--one-language", is_flag=True, help="Chinese only: a note is one file.")
@click.option("--seed", default=1, show_default=True)
def corpus_command(out: Path, files: int, one_language: bool, seed: int) -> None:
    """Write the docs folder of generated notes to OUT, which must not hold notes yet."""
    try:
        count = write_notes(out, files, english=not one_language, seed=seed)
    except (FileExistsError, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{count} notes")


@main.command("serve")
@click.argument("folder", type=_FOLDER_TYPE, required=False)
@click.option("--files", default=SERVED_FILES, show_default=True, help="Made without FOLDER.")
@click.option("--edits", default=5, show_default=True, help="Edits; the median counts.")
def serve_command(folder: Path | None, files: int, edits: int) -> None:
    """Serve a FOLDER, or generated notes, and time edits until the browser shows them."""
    WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as work, _stopping():
        docs = folder or Path(work) / "docs"
        if folder is None:
            write_notes(docs, files)
        corpus = Corpus(SERVED, f"{len(list(docs.rglob('*.md')))} files")
        _measure_serving(corpus, [make_project(OURS, docs, Path(work) / OURS)], edits)
    click.echo(render_corpus(corpus))


@main.command("count")
@click.argument("folder", default="docs", type=_FOLDER_TYPE)
@click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sources", default=20, show_default=True, help="Sources shown, the worst first.")
def count_command(folder: Path, config: Path | None, sources: int) -> None:
    """Count how often a build of FOLDER parses, scans, renders and cleans each text.

    Exits with 1 where a text goes through a step more than once in a language.
    `--config` names the `mkdocs.yml` of the folder, whose Markdown extensions then count.
    """
    WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as work:
        try:
            counts = count_work(folder, Path(work), config)
        except CountError as problem:
            raise click.ClickException(str(problem)) from problem
    click.echo(render_counts(counts, sources))
    if counts.repeated():
        raise SystemExit(1)


@main.command("stages")
@click.argument("folder", default="docs", type=_FOLDER_TYPE)
@click.option("--runs", default=1, show_default=True, help="Runs of each build; the median counts.")
def stages_command(folder: Path, runs: int) -> None:
    """Tell where the processor time of builds of FOLDER goes: cold, unchanged, one edit."""
    WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as work, _stopping():
        project = make_project(OURS, folder, Path(work) / "project")
        click.echo(render_stages(stages_of_builds(project, runs)))


@main.command("search")
@click.argument("folder", default="docs", type=_FOLDER_TYPE)
@click.option("--runs", default=3, show_default=True, help="Runs of each build; the median counts.")
def search_command(folder: Path, runs: int) -> None:
    """Tell what the search adds to a cold build of FOLDER, beside Material's with jieba."""
    WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as work, _stopping():
        click.echo(render_search(measure_search(folder, Path(work), runs, _progress)))


@main.command("scale")
@click.argument("folder", type=_FOLDER_TYPE, required=False)
@click.option("--files", default=500, show_default=True, help="Notes to make without FOLDER.")
@click.option(
    "--executor",
    "executors",
    default="serial,processes,dask:1,dask:2",
    show_default=True,
    help="`serial`, `processes`, `dask:N` for a cluster of N workers here, or a tcp:// address.",
)
@click.option("--runs", default=1, show_default=True)
def scale_command(folder: Path | None, files: int, executors: str, runs: int) -> None:
    """Build cold with each executor and compare time, processor and the bytes written."""
    WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as work:
        docs = folder or Path(work) / "docs"
        if folder is None:
            write_notes(docs, files)
        project = make_project(OURS, docs, Path(work) / "project")
        names = [name.strip() for name in executors.split(",")]
        with _stopping():
            click.echo(measure_scaling(project, names, runs, _progress))


@contextmanager
def _stopping() -> Iterator[None]:
    """Stop with what a command said, where one fails."""
    try:
        yield
    except (CommandError, ClusterError, EditError) as problem:
        raise click.ClickException(str(problem)) from problem


def _progress(text: str) -> None:
    """Say what goes on: on one line of a terminal, else each on a line of its own."""
    if _SHOWN:
        columns = os.get_terminal_size(2).columns
        click.echo(f"\r\x1b[K{text[: columns - 1]}", nl=False, err=True)
    elif text:
        click.echo(text, err=True)


if __name__ == "__main__":
    main()
