"""``python -m benchmarks.search.scale``: the search of a hundred thousand pages.

Pages are made and indexed by workers, which hand back frozen parts; those are merged from a
folder, as a build merges them from its cache. Then our engine is asked under Node.
"""

from __future__ import annotations

import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from benchmarks.search.corpus.documents import TERMS, frequent_words
from benchmarks.search.node import Node
from benchmarks.search.score import quantile
from notes_kb.search.documents import Document
from notes_kb.search.part import Part, PartRef, index_page
from notes_kb.search.publishing import SearchSite

BATCH = 1_000
"""Pages that a worker indexes at once, and that share a file of frozen parts."""
POOL = 1_000_000
"""Words, drawn by their frequency in Chinese, of which each page holds a stretch."""
LANGUAGES = {"zh": "简体中文"}


@cache
def _pool() -> list[str]:
    known, weights = frequent_words()
    return random.Random(1).choices([*known, *TERMS], cum_weights=[*weights, *_beyond(weights[-1])],
                                    k=POOL)  # fmt: skip


def _beyond(total: int) -> Iterator[int]:
    """Weigh the English terms as three in a hundred words."""
    step = total * 3 // 97 // len(TERMS)
    yield from range(total + step, total + step * (len(TERMS) + 1), step)


def page(number: int, size: int) -> list[Document]:
    """Make up a page: a title and about `size` characters."""
    chance = random.Random(number)
    pool, at = _pool(), chance.randrange(POOL - size)
    text = "".join(pool[at : at + size])[:size]
    title = "".join(chance.choices(pool, k=4))
    return [Document(url=f"{number:06}/", title=title, language="zh", text=text)]


def index_batch(first: int, *, folder: Path, pages: int, size: int) -> list[tuple[int, int, bytes]]:
    """Index some pages into one file; give where each part begins, its size, and its key."""
    found, at = [], 0
    with (folder / f"{first}.parts").open("wb") as file:
        for number in range(first, min(pages, first + BATCH)):
            part = index_page(page(number, size))
            frozen = part.to_bytes()
            file.write(frozen)
            found.append((at, len(frozen), part.ref().key))
            at += len(frozen)
    return found


def _load(path: Path, at: int, size: int) -> Part:
    with path.open("rb") as file:
        file.seek(at)
        return Part.from_bytes(file.read(size))


def _refs(folder: Path, batches: Sequence[Sequence[tuple[int, int, bytes]]]) -> Iterator[PartRef]:
    for batch, rows in enumerate(batches):
        for n, (at, size, key) in enumerate(rows):
            first = batch * BATCH
            load = partial(_load, folder / f"{first}.parts", at, size)
            yield PartRef(url=f"{first + n:06}/", language="zh", key=key, load=load)


@dataclass(frozen=True, slots=True)
class Query:
    """A query of one set."""

    kind: str
    text: str
    page: int | None
    """The page that it is drawn from; None for words, which stand on any number of pages."""


def draw(pages: int, size: int, count: int) -> Iterator[Query]:
    """Draw titles, stretches of text, and words as frequent as in texts."""
    chance = random.Random(7)
    words = [word for word in _pool()[:10_000] if len(word) > 1]
    for _ in range(count):
        number = chance.randrange(pages)
        (document,) = page(number, size)
        at = chance.randrange(max(1, size - 6))
        yield Query("title", document.title, number)
        yield Query("six characters", document.text[at : at + 6].strip(), number)
        yield Query("a word", chance.choice(words), None)
        yield Query("two words", " ".join(chance.sample(words, k=2)), None)


HEAD = "queries|found|KB, p50|p95|requests, p50|most|round trips, most|ms, p50|p95".split("|")


def _ask(site: Path, queries: Sequence[Query]) -> Iterator[str]:
    """Ask each from a cold start, then warm; give the rows of a table."""
    yield f"| {' | '.join(HEAD)} |"
    yield f"|---|{'---:|' * (len(HEAD) - 1)}"
    heap, ready = 0, 0
    with Node(site).running() as node:
        ordered = sorted(queries, key=lambda query: query.kind)
        for kind, group in groupby(ordered, key=lambda query: query.kind):
            asked = list(group)
            cold = [node.ask(query.text, "zh", cold=True) for query in asked]
            warm = [node.ask(query.text, "zh", again=True).get("again", 0.0) for query in asked]
            heap = max([heap, *(said["heap"] for said in cold)])
            ready = max([ready, *(said["ready"]["bytes"] for said in cold)])
            yield f"| {' | '.join([kind, *_figures(asked, cold, warm)])} |"
    yield f"\nready: {ready / 1e3:.1f} KB beside the engine; JS heap, most: {heap / 1e6:.1f} MB"


def _figures(
    asked: Sequence[Query], cold: Sequence[dict[str, Any]], warm: Sequence[float]
) -> Iterator[str]:
    found = [
        any(place.startswith(f"{query.page:06}/") for place in said["places"])
        for query, said in zip(asked, cold, strict=True)
        if query.page is not None
    ]
    yield f"{sum(found)} of {len(found)}" if found else "-"
    spent = [said["spent"] for said in cold]
    size = [one["bytes"] / 1e3 for one in spent]
    yield from (f"{quantile(size, share):.0f}" for share in (0.5, 0.95))
    requests = [one["requests"] for one in spent]
    yield from (f"{quantile(requests, share):.0f}" for share in (0.5, 1.0))
    yield f"{max(one['rounds'] for one in spent)}"
    yield from (f"{quantile(warm, share):.1f}" for share in (0.5, 0.95))


def _sizes(folder: Path) -> Iterator[str]:
    kinds: dict[str, list[int]] = {}
    for path in folder.rglob("*.bin"):
        kind = path.name[: 2 if path.name[1] == "d" else 1]
        kinds.setdefault(kind, []).append(path.stat().st_size)
    total = sum(sum(sizes) for sizes in kinds.values())
    yield f"index: {total / 1e6:.1f} MB"
    for kind, sizes in sorted(kinds.items()):
        whole, most = sum(sizes) / 1e6, max(sizes) / 1e3
        yield f"  {kind}: {len(sizes)} files, {whole:.2f} MB, largest {most:.1f} KB"


@click.command()
@click.option("--pages", default=100_000, show_default=True)
@click.option("--size", default=60, show_default=True, help="Characters of a page.")
@click.option("--workers", default=2, show_default=True)
@click.option("--queries", default=25, show_default=True, help="Queries in each of four sets.")
@click.option("--work", type=click.Path(file_okay=False, path_type=Path), help="Kept if named.")
def main(pages: int, size: int, workers: int, queries: int, work: Path | None) -> None:
    """Index made-up pages in workers, merge the parts, and ask the index under Node."""
    folder = work or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    try:
        make = partial(index_batch, folder=folder, pages=pages, size=size)
        with ProcessPoolExecutor(workers) as pool:
            batches = list(pool.map(make, range(0, pages, BATCH)))
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        click.echo(
            f"{pages} pages of {size} characters: made and indexed in "
            f"{children.ru_utime + children.ru_stime:.0f} s of processor by {workers} workers, the "
            f"largest {children.ru_maxrss / 1e3:.0f} MB"
        )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        began = time.process_time()
        search = SearchSite(LANGUAGES)
        for ref in _refs(folder, batches):
            search.add_part(ref.url, ref)
        search.write(folder / "site")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        click.echo(
            f"merged and written in {time.process_time() - began:.0f} s of processor; memory "
            f"{most:.0f} MB at most, {before:.0f} MB before"
        )
        for line in _sizes(folder / "site/search/notes-kb"):
            click.echo(line)
        sys.stdout.flush()
        for line in _ask(folder / "site", list(draw(pages, size, queries))):
            click.echo(line)
    finally:
        if work is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
