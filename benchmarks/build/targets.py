"""What the build is to reach, one row a target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.build import figures as f
from benchmarks.build.figures import Corpus, Figures
from benchmarks.build.projects import MATERIAL, OURS

FOLDER, PAIRS, MANY, SERVED = "folder", "pairs", "many", "served"
"""Short names of the corpora that are no row of sizes."""
Measure = Callable[[Figures], float | None]


@dataclass(frozen=True, slots=True)
class Target:
    """One row: a figure, and the most that it may be."""

    name: str
    unit: str
    measure: Measure
    """Gives None where what it needs was not measured."""
    limit: Measure
    """Gives the most that the figure may be; it may depend on what was measured."""
    digits: int = 1


def _of(name: str, take: Callable[[Corpus], float | None]) -> Measure:
    """Measure one corpus, where it is there."""
    return lambda figures: take(figures[name]) if name in figures else None


def _ratio(above: Measure, below: Measure) -> Measure:
    def measure(figures: Figures) -> float | None:
        top, bottom = above(figures), below(figures)
        return None if top is None or not bottom else top / bottom

    return measure


def _seconds(name: str, step: str, engine: str = OURS) -> Measure:
    return _of(name, lambda corpus: corpus.seconds(engine, step))


def _per_page(name: str) -> Measure:
    def take(corpus: Corpus) -> float | None:
        seconds = corpus.seconds_per_page(OURS, f.COLD)
        return None if seconds is None else seconds * 1_000

    return _of(name, take)


def _megabytes(name: str) -> Measure:
    def take(corpus: Corpus) -> float | None:
        found = corpus.memory(OURS, f.COLD)
        return None if found is None else found / 1e6

    return _of(name, take)


def _share_of_cold(name: str, share: float, more: float) -> Measure:
    def limit(figures: Figures) -> float | None:
        cold = _seconds(name, f.COLD)(figures)
        return None if cold is None else share * cold + more

    return limit


def _at_most(value: float) -> Measure:
    return lambda _: value


TARGETS = (
    Target(
        "a folder of ordinary pages, cold, against Material + search + jieba",
        "",
        _ratio(_seconds(FOLDER, f.COLD), _seconds(FOLDER, f.COLD, MATERIAL)),
        _at_most(0.5),
        digits=2,
    ),
    Target(
        "the same, nothing changed (0.05 of cold + 1 s)",
        "s",
        _seconds(FOLDER, f.UNCHANGED),
        _share_of_cold(FOLDER, 0.05, 1.0),
    ),
    *(
        Target(f"{size} files of notes, cold, a page", "ms", _per_page(size), _at_most(8.0))
        for size in ("500", "1000", "2000")
    ),
    Target(
        "2000 files against 500, cold",
        "",
        _ratio(_seconds("2000", f.COLD), _seconds("500", f.COLD)),
        _at_most(4.4),
    ),
    Target("2000 files, one edit", "s", _seconds("2000", f.EDIT), _at_most(3.0)),
    Target(
        f"1000 files, {f.STEPS[f.SERVE]}", "s", _seconds(SERVED, f.SERVE), _at_most(1.0), digits=2
    ),
    Target("2000 files, `check`, cold", "s", _seconds("2000", f.CHECK_COLD), _at_most(5.0)),
    Target("2000 files, `check`, warm", "s", _seconds("2000", f.CHECK_WARM), _at_most(1.0)),
    Target("2000 files, memory, cold", "MB", _megabytes("2000"), _at_most(400.0), digits=0),
    Target("10,000 notes in one language, cold", "s", _seconds(MANY, f.COLD), _at_most(300.0)),
    Target("the same, memory", "MB", _megabytes(MANY), _at_most(2_000.0), digits=0),
    Target("800 files in two languages, cold, a page", "ms", _per_page(PAIRS), _at_most(8.0)),
    Target(
        "the same, nothing changed (0.05 of cold + 1 s)",
        "s",
        _seconds(PAIRS, f.UNCHANGED),
        _share_of_cold(PAIRS, 0.05, 1.0),
    ),
    Target(
        "the same, one edit, as a share of cold",
        "",
        _ratio(_seconds(PAIRS, f.EDIT), _seconds(PAIRS, f.COLD)),
        _at_most(0.1),
        digits=2,
    ),
)
