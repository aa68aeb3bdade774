"""The tool that tells where a build's time goes finds its functions, and accounts for all of it."""

from __future__ import annotations

import importlib
from operator import attrgetter
from pathlib import Path

import pytest

from benchmarks.build.projects import MATERIAL, OURS, make_project
from benchmarks.build.search_cost import SearchCost, render_search
from benchmarks.build.stages import REST, STAGES, START, Clock, measure_stages, render_stages
from tests.site import TREE, draw

FUNCTIONS = [name for functions in STAGES.values() for name in functions]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_is_there(name: str) -> None:
    """Whoever renames one is told to name it anew in the table."""
    module, _, path = name.partition(":")
    assert callable(attrgetter(path)(importlib.import_module(module)))


def test_time_counts_for_the_inner_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stage spends inside another one is the other one's."""
    now = iter([1.0, 3.0, 6.0, 10.0, 15.0])
    monkeypatch.setattr("benchmarks.build.stages._processor", lambda: next(now))
    clock = Clock()
    inner = clock.wrap(lambda: None, "inner")
    clock.wrap(inner, "outer")()
    clock.switch(None)
    assert dict(clock.spent) == {REST: 1.0 + 5.0, "outer": 2.0 + 4.0, "inner": 3.0}


def test_a_build_is_taken_apart(tmp_path: Path) -> None:
    """Each stage of a cold build of a small site has its time, and the table shows it."""
    docs = draw(tmp_path / "site", TREE) / "docs"
    spent = measure_stages(make_project(OURS, docs, tmp_path / "project"))
    assert spent[START] > 0
    assert spent["render Markdown, the rest"] > 0
    assert spent["theme round the page"] > 0
    table = render_stages({"cold": spent})
    assert table.count("\n") == len(STAGES) + 6
    assert f"| all | {sum(spent.values()):.2f} |" in table


def test_what_the_search_adds_is_told_beside_material() -> None:
    """The parts are medians of the runs; a run in which Material's cost is lost in noise counts
    for nothing.
    """
    costs = {
        OURS: SearchCost(processor=[1.0, 2.0, 9.0], clock=[0.5, 0.5, 0.5]),
        MATERIAL: SearchCost(processor=[4.0, 4.0, -1.0], clock=[1.0, 2.0, 4.0]),
    }
    assert render_search(costs).splitlines()[2:] == [
        "| notes_kb | 2.00 | 0.50 |",
        "| Material + search + jieba | 4.00 | 2.00 |",
        "| ours of Material's | 0.38 | 0.25 |",
    ]


def test_a_project_can_do_without_the_search(tmp_path: Path) -> None:
    """The other plugins stay."""
    (tmp_path / "docs").mkdir()
    for engine, plugins in ((OURS, "plugins:\n- notes_kb\n"), (MATERIAL, "plugins: []\n")):
        project = make_project(engine, tmp_path / "docs", tmp_path / engine, search=False)
        assert plugins in (project.folder / "mkdocs.yml").read_text("utf-8")
