"""The figures of the table, with what DESIGN §8 wants each to reach."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.search.outcome import Outcome
from benchmarks.search.score import (
    Score,
    hit,
    leading,
    lost_again,
    middle,
    mrr,
    precision,
    quantile,
    recall,
    zero,
)

Sets = Mapping[str, list[Score]]
Measure = Callable[[Outcome, Sets], float]
SIZES = (1_000, 5_000)
"""Pages up to which the first and the second of three figures hold."""
KB, MB = 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    measure: Measure
    at_least: float | None = None
    at_most: tuple[float, ...] = ()
    """One figure, or one for each size of site."""
    digits: int = 3

    def limit(self, pages: int) -> float | None:
        """What a site of so many pages is to reach, if anything."""
        if self.at_least is not None:
            return self.at_least
        if not self.at_most:
            return None
        step = sum(pages > size for size in SIZES)
        return self.at_most[min(step, len(self.at_most) - 1)]

    def misses(self, value: float, pages: int) -> bool:
        """Tell whether a figure, rounded as it is shown, falls short."""
        limit = self.limit(pages)
        if limit is None or math.isnan(value):
            return False
        shown = round(value, self.digits)
        return shown < limit if self.at_least is not None else shown > limit


def _of(kind: str, judge: Callable[[Sequence[Score]], float]) -> Measure:
    return lambda _, sets: judge(sets.get(kind, []))


def _everything(judge: Callable[[Sequence[Score]], float]) -> Measure:
    return lambda _, sets: judge([s for k, v in sets.items() if k != "hostile" for s in v])


def _latency(share: float) -> Measure:
    return lambda outcome, _: quantile(
        [a.milliseconds for a in outcome.answers if a.query.kind != "hostile"], share
    )


def _again(share: float) -> Measure:
    return lambda outcome, _: quantile(
        [a.again for a in outcome.answers if a.again is not None], share
    )


def _worst_hostile(outcome: Outcome, _: Sets) -> float:
    return max(a.milliseconds / 1000 for a in outcome.answers if a.query.kind == "hostile")


def _errors(outcome: Outcome, _: Sets) -> float:
    return float(sum(bool(a.error) for a in outcome.answers))


ROWS = (
    Row("whole headings, MRR@10", _of("headings", mrr), at_least=0.99),
    Row("whole headings, hit@10", _of("headings", hit)),
    Row("substrings, recall@100", _of("substrings", recall), at_least=0.995),
    Row("substrings, precision@10", _of("substrings", precision), at_least=0.98),
    Row("the same with its spaces, recall@100", _of("spaced", recall)),
    Row("the same with its spaces, right pages first", _of("spaced", leading)),
    Row("the same with its spaces, precision@10", _of("spaced", precision)),
    Row("as you type, target in first 10", _of("prefixes", hit), at_least=0.945),
    Row("as you type, lost again of 100", _of("prefixes", lost_again), at_most=(0,), digits=1),
    Row("Traditional, MRR@10", _of("traditional", mrr), at_least=0.99),
    Row("pinyin, hit@10", _of("pinyin", hit), at_least=0.97),
    Row("initials, hit@10", _of("initials", hit)),
    Row("across languages, hit@10", _of("cross-language", hit), at_least=0.95),
    Row("English typo, hit@10", _of("typos", hit), at_least=0.98),
    Row("English word form, hit@10", _of("forms", hit), at_least=0.94),
    Row("several words, recall@100", _of("several", recall), at_least=0.98),
    Row("several words, right pages first", _of("several", leading), at_least=0.97),
    Row("several words, precision@10", _of("several", precision)),
    Row("questions, MRR@10", _of("questions", mrr), at_least=0.76),
    Row("zero results, all sets", _everything(zero)),
    Row("hostile, worst, s", _worst_hostile, at_most=(0.1,), digits=2),
    Row("errors and timeouts", _errors, at_most=(0,), digits=0),
    Row("query with what it fetches, p50, ms", _latency(0.5), digits=1),
    Row("query with what it fetches, p95, ms", _latency(0.95), digits=1),
    Row("query with what it fetches, max, ms", _latency(1.0), digits=1),
    Row("warm query, p50, ms", _again(0.5), at_most=(12,), digits=1),
    Row("warm query, p95, ms", _again(0.95), at_most=(50,), digits=1),
    Row("warm query, max, ms", _again(1.0), digits=1),
    Row("KB before it is opened", lambda o, _: o.costs.before / KB, at_most=(5,), digits=1),
    Row("KB until ready", lambda o, _: middle(o.costs.ready) / KB, at_most=(64,), digits=1),
    Row(
        "KB with first results",
        lambda o, _: middle(o.costs.first) / KB,
        at_most=(150, 180, 200),
        digits=1,
    ),
    Row(
        "the same, most of the cold starts",
        lambda o, _: max(o.costs.first, default=0) / KB,
        digits=1,
    ),
    Row("requests until ready", lambda o, _: middle(o.costs.ready_requests), digits=0),
    Row(
        "requests with first results",
        lambda o, _: middle(o.costs.first_requests),
        at_most=(12,),
        digits=0,
    ),
    Row(
        "requests, most of the cold starts",
        lambda o, _: max(o.costs.first_requests, default=0),
        digits=0,
    ),
    Row("slow line: ready, ms", lambda o, _: middle(o.costs.ready_ms), at_most=(250,), digits=0),
    Row("slow line: results, ms", lambda o, _: middle(o.costs.first_ms), at_most=(500,), digits=0),
    Row("JS memory when ready, MB", lambda o, _: o.costs.heap_ready / MB, at_most=(10,), digits=1),
    Row("JS memory after all, MB", lambda o, _: o.costs.heap_after / MB, at_most=(40,), digits=1),
    Row(
        "index on disk, gzipped, MB", lambda o, _: o.index_bytes / MB, at_most=(5, 16, 19), digits=2
    ),
    Row("whole build, s", lambda o, _: o.build_seconds, digits=1),
)
