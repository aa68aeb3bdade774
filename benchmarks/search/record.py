"""The raw figures as JSON, and the queries that went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.search.outcome import Outcome
from benchmarks.search.score import Score, Truth
from benchmarks.search.table import figures
from benchmarks.search.targets import Sets


def outcome_record(outcome: Outcome, sets: Sets, truth: Truth, pages: int) -> dict[str, object]:
    """Give everything that was measured of one engine, as JSON values."""
    costs = outcome.costs
    return {
        "engine": outcome.engine,
        "skipped": outcome.skipped,
        "figures": figures(outcome, sets, pages),
        "bytes": {"before": costs.before, "ready": costs.ready, "first": costs.first},
        "slow_line_ms": {"ready": costs.ready_ms, "first": costs.first_ms},
        "answers": [_answer_record(score, truth) for scores in sets.values() for score in scores],
    }


def worst(sets: Sets, truth: Truth, count: int) -> Iterator[str]:
    """Say for each set which queries fell shortest: what was wanted, and what came."""
    for kind, scores in sets.items():
        if kind == "hostile":
            bad = [s for s in scores if s.answer.error or s.answer.milliseconds > 100]
        else:
            bad = [s for s in scores if _is_bad(s)]
        bad.sort(key=lambda s: (s.answer.error == "", s.rank > 0, s.recall, s.precision))
        for score in bad[:count]:
            yield _sentence(kind, score, truth)


def _is_bad(score: Score) -> bool:
    kind = score.answer.query.kind
    if score.answer.error or not score.rank:
        return True
    if kind in ("substrings", "spaced", "several"):
        return score.recall < 1 or score.precision < 1
    return score.rank > 1 and kind in ("headings", "traditional")


def _sentence(kind: str, score: Score, truth: Truth) -> str:
    answer = score.answer
    wanted = sorted(truth.wanted(answer.query))
    figures = f"rank {score.rank}, recall {score.recall:.2f}, precision {score.precision:.2f}"
    return (
        f"{kind}: {answer.query.text[:60]!r} [{answer.query.language}] {figures}"
        f"{', ' + answer.error if answer.error else ''}, {answer.milliseconds:.0f} ms\n"
        f"    wanted {_some(wanted)}\n    got    {_some(answer.places)}"
    )


def _some(places: Sequence[str]) -> str:
    return f"{len(places)}: {' '.join(place or '/' for place in places[:6])}"


def _answer_record(score: Score, truth: Truth) -> dict[str, object]:
    answer = score.answer
    return {
        "set": answer.query.kind,
        "query": answer.query.text,
        "language": answer.query.language,
        "wanted": sorted(truth.wanted(answer.query))[:20],
        "got": list(answer.places[:20]),
        "rank": score.rank,
        "recall": score.recall,
        "precision": score.precision,
        "ms": answer.milliseconds,
        "error": answer.error,
    }
