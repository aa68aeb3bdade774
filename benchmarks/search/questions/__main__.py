"""``python -m benchmarks.search.questions SITE``: how many questions a built site answers."""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.search.questions import ask_all, load_questions, share_within


@click.command()
@click.argument("site", default="site", type=click.Path(exists=True, path_type=Path))
def main(site: Path) -> None:
    """Ask the built SITE of docs/ the questions of docs.yml, and show those that miss."""
    asked = ask_all(site, list(load_questions()))
    for one in asked:
        if not 0 < one.rank <= 3:
            wanted, got = " ".join(one.question.urls), " ".join(one.urls[:4])
            click.echo(f"{one.question.text}\n    wanted {wanted}\n    got    {got}")
    shares = ", ".join(f"hit@{most} {share_within(asked, most):.3f}" for most in (1, 3, 10))
    click.echo(f"{len(asked)} questions: {shares}")


if __name__ == "__main__":
    main()
