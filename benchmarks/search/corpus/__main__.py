"""``python -m benchmarks.search.corpus OUT --pages N``."""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.search.corpus.notes import write_corpus

DOCS = Path(__file__).parents[3] / "docs"


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--pages", default=465, show_default=True, help="Pages to write, both languages.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same bytes.")
@click.option(
    "--source",
    default=DOCS,
    show_default="the project's docs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder whose notes and concepts are recombined.",
)
def main(out: Path, pages: int, seed: int, source: Path) -> None:
    """Write a folder of notes, recombined from the project's own paragraphs, into OUT.

    Every second note has an English translation with the same anchors; the concepts are
    copied, so that their labels link and expand queries. Headings are varied, so that
    most of them name one page.
    """
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty: name a folder that is not there yet")
    written = write_corpus(out, source, pages=pages, seed=seed)
    click.echo(f"{out}: {written} pages")


if __name__ == "__main__":
    main()
