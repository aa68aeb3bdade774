"""The figures of all engines side by side, in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.search.engines import ENGINES
from benchmarks.search.outcome import Outcome
from benchmarks.search.targets import ROWS, Row, Sets

MISSED = " ✗"


def render_table(outcomes: Sequence[Outcome], sets: Mapping[str, Sets], pages: int) -> str:
    """Draw the table; what falls short of DESIGN §8 in our column is marked."""
    titles = [ENGINES[outcome.engine].title for outcome in outcomes]
    lines = [f"| | {' | '.join(titles)} | to reach |", f"|---{'|---' * len(titles)}|---|"]
    for row in ROWS:
        cells = [_cell(row, outcome, sets[outcome.engine], pages) for outcome in outcomes]
        if any(cells):
            lines.append(f"| {row.name} | {' | '.join(cells)} | {_limit(row, pages)} |")
    return "\n".join([*lines, "", *_sizes(outcomes, sets)])


def figures(outcome: Outcome, sets: Sets, pages: int) -> dict[str, dict[str, object]]:
    """Give the same figures as values, with what they were to reach."""
    out: dict[str, dict[str, object]] = {}
    for row in ROWS:
        value = row.measure(outcome, sets)
        out[row.name] = {
            "value": None if math.isnan(value) else value,
            "to_reach": row.limit(pages),
            "missed": row.misses(value, pages),
        }
    return out


def _cell(row: Row, outcome: Outcome, sets: Sets, pages: int) -> str:
    value = row.measure(outcome, sets)
    if math.isnan(value):
        return ""
    mark = MISSED if outcome.engine == "ours" and row.misses(value, pages) else ""
    return f"{value:.{row.digits}f}{mark}"


def _limit(row: Row, pages: int) -> str:
    limit = row.limit(pages)
    if limit is None:
        return ""
    return f"{'>=' if row.at_least is not None else '<='} {limit:g}"


def _sizes(outcomes: Sequence[Outcome], sets: Mapping[str, Sets]) -> Iterator[str]:
    for outcome in outcomes:
        counts = ", ".join(f"{kind} {len(v)}" for kind, v in sets[outcome.engine].items())
        late = f"; {outcome.skipped} not asked, their sets took too long" if outcome.skipped else ""
        yield f"{ENGINES[outcome.engine].title}, queries: {counts}{late}."
