"""Runs of one engine each stand in one table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("opencc")

from click.testing import CliRunner

from benchmarks.search.join import main
from benchmarks.search.outcome import Answer, Costs, Outcome
from benchmarks.search.query import Query
from benchmarks.search.table import figures, render_table


def _outcome(engine: str, milliseconds: float, skipped: int = 0) -> Outcome:
    query = Query("hostile", "*", "zh", lambda _: False)
    return Outcome(engine, 1.0, 1, (Answer(query, (), milliseconds),), Costs(), skipped)


def _write(path: Path, outcome: Outcome, queries: object = (("hostile", "*", "zh"),)) -> str:
    record = {"engine": outcome.engine, "skipped": outcome.skipped}
    record["figures"] = figures(outcome, {}, 10)
    run = {"folder": "docs", "pages": 10, "queries": queries, "engines": [record]}
    path.write_text(json.dumps(run), "utf-8")
    return str(path)


def test_one_table_of_several_runs(tmp_path: Path) -> None:
    """Ours first, whatever the order of files; the same cells as one run of all would give."""
    outcomes = [_outcome("ours", 500.0), _outcome("pagefind", 2_000.0, skipped=3)]
    files = [_write(tmp_path / f"{o.engine}.json", o) for o in reversed(outcomes)]
    done = CliRunner().invoke(main, files)
    assert done.exit_code == 0, done.output
    table = render_table(outcomes, {"ours": {}, "pagefind": {}}, 10).split("\n\n")[0]
    assert done.output.split("\n\n")[1] == table
    assert "| hostile, worst, s | 0.50 ✗ | 2.00 | <= 0.1 |" in table
    assert "Pagefind: 3 not asked" in done.output


def test_runs_that_asked_different_queries_are_refused(tmp_path: Path) -> None:
    """Their figures stand side by side in no table."""
    first = _write(tmp_path / "a.json", _outcome("ours", 1.0))
    second = _write(tmp_path / "b.json", _outcome("pagefind", 1.0), [["hostile", "**", "zh"]])
    done = CliRunner().invoke(main, [first, second])
    assert done.exit_code == 1
    assert "differ in their queries" in done.output
