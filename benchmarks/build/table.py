"""The figures of all engines side by side, and what was to be reached, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from benchmarks.build.figures import COLD, STEPS, Corpus, Figures
from benchmarks.build.projects import TITLES
from benchmarks.build.targets import TARGETS, Target

MISSED = " ✗"


def render_corpus(corpus: Corpus) -> str:
    """Draw the figures of one folder: times as ``clock (processor)``, in seconds."""
    engines = [name for name in TITLES if any(name == engine for engine, _ in corpus.costs)]
    lines = [f"{corpus.title}\n", *_row("", [TITLES[name] for name in engines])]
    lines.append("|---" * (len(engines) + 1) + "|")
    for name, cell in _rows():
        cells = [cell(corpus, engine) for engine in engines]
        if any(cells):
            lines += _row(name, cells)
    return "\n".join(lines) + "\n"


def render_targets(figures: Figures) -> str:
    """Draw what was to be reached, as far as it was measured; what falls short is marked."""
    lines = [*_row("work", ["measured", "to reach"]), "|---|---|---|"]
    for target in TARGETS:
        value = target.measure(figures)
        if value is not None:
            limit = target.limit(figures)
            missed = MISSED if limit is not None and value > limit else ""
            cells = [f"{_number(target, value)}{missed}", _number(target, limit)]
            lines += _row(target.name, cells)
    return "\n".join(lines) + "\n"


Cell = Callable[[Corpus, str], str]


def _rows() -> Iterator[tuple[str, Cell]]:
    for step, title in STEPS.items():
        yield f"{title}, s", _time_cell(step)
    yield "a page, cold, ms", _page_cell
    yield "memory, cold: largest process / all, MB", _memory_cell
    yield "pages written", lambda corpus, engine: _pages(corpus, engine, 0)
    yield "KB of HTML a page", lambda corpus, engine: _pages(corpus, engine, 1)


def _time_cell(step: str) -> Cell:
    def cell(corpus: Corpus, engine: str) -> str:
        seconds, cpu = corpus.seconds(engine, step), corpus.cpu(engine, step)
        return "" if seconds is None or cpu is None else f"{seconds:.2f} ({cpu:.2f})"

    return cell


def _page_cell(corpus: Corpus, engine: str) -> str:
    seconds = corpus.seconds_per_page(engine, COLD)
    return "" if seconds is None else f"{seconds * 1_000:.1f}"


def _memory_cell(corpus: Corpus, engine: str) -> str:
    costs = corpus.costs.get((engine, COLD))
    if not costs:
        return ""
    return f"{max(c.peak for c in costs) / 1e6:.0f} / {max(c.total for c in costs) / 1e6:.0f}"


def _pages(corpus: Corpus, engine: str, which: int) -> str:
    pages, size = corpus.pages.get(engine, (0, 0))
    if not pages:
        return ""
    return f"{size / pages / 1_000:.1f}" if which else str(pages)


def _number(target: Target, value: float | None) -> str:
    return "" if value is None else f"{value:.{target.digits}f} {target.unit}".rstrip()


def _row(name: str, cells: Sequence[str]) -> list[str]:
    return [f"| {name} | {' | '.join(cells)} |"]
