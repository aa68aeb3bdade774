"""The tables say what was measured, and mark what falls short."""

from __future__ import annotations

from benchmarks.build import figures as f
from benchmarks.build.figures import Corpus
from benchmarks.build.process import Cost
from benchmarks.build.projects import MATERIAL, OURS
from benchmarks.build.scale import Scaled, render_scaling
from benchmarks.build.table import render_corpus, render_targets


def _cost(seconds: float, *, megabytes: int = 100) -> Cost:
    size = megabytes * 1_000_000
    return Cost(seconds=seconds, cpu=seconds / 2, peak=size, total=2 * size)


def _folder() -> Corpus:
    corpus = Corpus("folder", "docs: 4 files")
    for seconds in (30.0, 10.0, 12.0):
        corpus.add(OURS, f.COLD, _cost(seconds))
    corpus.add(MATERIAL, f.COLD, _cost(20.0))
    corpus.add(OURS, f.UNCHANGED, _cost(1.6))
    corpus.pages = {OURS: (4, 8_000), MATERIAL: (5, 9_000)}
    return corpus


def test_a_corpus_shows_medians_with_the_processor_in_brackets() -> None:
    """Engines stand side by side; a step that nobody took has no row."""
    assert (
        render_corpus(_folder())
        == """\
docs: 4 files

|  | notes_kb | Material + search + jieba |
|---|---|---|
| cold build, s | 12.00 (6.00) | 20.00 (10.00) |
| nothing changed, s | 1.60 (0.80) |  |
| a page, cold, ms | 3000.0 | 4000.0 |
| memory, cold: largest process / all, MB | 100 / 200 | 100 / 200 |
| pages written | 4 | 5 |
| KB of HTML a page | 2.0 | 1.8 |
"""
    )


def test_targets_are_marked_where_they_are_missed() -> None:
    """A ratio to a peer, and a limit that follows from what was measured."""
    assert (
        render_targets({"folder": _folder()})
        == """\
| work | measured | to reach |
|---|---|---|
| a folder of ordinary pages, cold, against Material + search + jieba | 0.60 ✗ | 0.50 |
| the same, nothing changed (0.05 of cold + 1 s) | 1.6 s | 1.6 s |
"""
    )


def test_targets_of_notes_need_their_sizes() -> None:
    """Growth is shown where both sizes are there; memory counts all processes."""
    sizes = {}
    for name, seconds, megabytes in (("500", 5.0, 100), ("2000", 30.0, 150)):
        corpus = sizes[name] = Corpus(name, name)
        corpus.add(OURS, f.COLD, _cost(seconds, megabytes=megabytes))
        corpus.pages = {OURS: (1_000, 1)}
    assert (
        render_targets(sizes)
        == """\
| work | measured | to reach |
|---|---|---|
| 500 files of notes, cold, a page | 5.0 ms | 8.0 ms |
| 2000 files of notes, cold, a page | 30.0 ms ✗ | 8.0 ms |
| 2000 files against 500, cold | 6.0 ✗ | 4.4 |
| 2000 files, memory, cold | 300 MB | 400 MB |
"""
    )


def test_scaling_compares_time_and_bytes_with_the_first_executor() -> None:
    """The cluster's processor time counts, and other bytes are marked."""
    rows = [
        Scaled("serial", (_cost(10.0),), (0.0,), "a"),
        Scaled("processes", (_cost(6.0),), (0.0,), "a"),
        Scaled("dask:2", (_cost(5.0),), (4.0,), "b"),
    ]
    assert (
        render_scaling(rows)
        == """\
| executor | s | against the first | processor, s | same bytes |
|---|---|---|---|---|
| serial | 10.00 | 1.00 | 5.00 | yes |
| processes | 6.00 | 0.60 | 3.00 | yes |
| dask:2 | 5.00 | 0.50 | 6.50 | no ✗ |"""
    )
