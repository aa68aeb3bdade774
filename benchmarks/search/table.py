"""The figures of all engines side by side, in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.search.engines import ENGINES
from benchmarks.search.outcome import Outcome
from benchmarks.search.targets import ROWS, Row, Sets

MISSED = " ✗"


Figures = Mapping[str, Mapping[str, object]]
"""What `figures` gives: for the name of each row its value, its goal, whether it falls short."""


def render_table(outcomes: Sequence[Outcome], sets: Mapping[str, Sets], pages: int) -> str:
    """Draw the table; what falls short of DESIGN §8 in our column is marked."""
    columns = {o.engine: figures(o, sets[o.engine], pages) for o in outcomes}
    return "\n".join([*table_lines(columns), "", *_sizes(outcomes, sets)])


def table_lines(columns: Mapping[str, Figures]) -> Iterator[str]:
    """Draw the figures of some engines side by side."""
    yield f"| | {' | '.join(ENGINES[name].title for name in columns)} | to reach |"
    yield f"|---{'|---' * len(columns)}|---|"
    for row in ROWS:
        cells = [_cell(row, name, column.get(row.name, {})) for name, column in columns.items()]
        if any(cells):
            limit = next(iter(columns.values()))[row.name]["to_reach"]
            yield f"| {row.name} | {' | '.join(cells)} | {_limit(row, limit)} |"


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


def _cell(row: Row, engine: str, figure: Mapping[str, object]) -> str:
    value = figure.get("value")
    if value is None:
        return ""
    mark = MISSED if engine == "ours" and figure["missed"] else ""
    return f"{value:.{row.digits}f}{mark}"


def _limit(row: Row, limit: object) -> str:
    return "" if limit is None else f"{'>=' if row.at_least is not None else '<='} {limit:g}"


def _sizes(outcomes: Sequence[Outcome], sets: Mapping[str, Sets]) -> Iterator[str]:
    for outcome in outcomes:
        counts = ", ".join(f"{kind} {len(v)}" for kind, v in sets[outcome.engine].items())
        late = f"; {outcome.skipped} not asked, their sets took too long" if outcome.skipped else ""
        yield f"{ENGINES[outcome.engine].title}, queries: {counts}{late}."
