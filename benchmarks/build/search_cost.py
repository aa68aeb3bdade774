"""What the search adds to a build, beside what Material's adds.

By the clock it is what a build takes longer with the search than without it, with all cores.
In seconds of processor ours is the sum of its stages, told apart by `stages`: text taken from
pages, pages cut and indexed, the index joined and written. The search's test of itself, which
Material has nothing like, counts by the clock alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.build.process import run_measured
from benchmarks.build.projects import MATERIAL, OURS, TITLES, Project, make_project
from benchmarks.build.stages import measure_stages

STAGES = ("take text for the search", "index each page", "join the index")


@dataclass(slots=True)
class SearchCost:
    """Seconds that the search of one engine adds to cold builds, run by run."""

    processor: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)


def measure_search(
    docs: Path, work: Path, runs: int, progress: Callable[[str], None]
) -> dict[str, SearchCost]:
    """Build a folder cold with and without the search, by turns, with both engines.

    Raises CommandError where a build fails.
    """
    pairs = {
        engine: [
            make_project(engine, docs, work / f"{engine}-{search}", search=search)
            for search in (True, False)
        ]
        for engine in (OURS, MATERIAL)
    }
    costs = {engine: SearchCost() for engine in pairs}
    for number in range(runs):
        for engine, (searched, plain) in pairs.items():
            progress(f"run {number + 1} of {runs}: {TITLES[engine]}")
            seconds, processor = (a - b for a, b in zip(_cold(searched), _cold(plain), strict=True))
            costs[engine].clock.append(seconds)
            if engine == OURS:
                searched.forget()
                spent = measure_stages(searched)
                processor = sum(spent.get(stage, 0.0) for stage in STAGES)
            costs[engine].processor.append(processor)
    return costs


def _cold(project: Project) -> tuple[float, float]:
    project.forget()
    cost = run_measured(project.build_command(), project.folder)
    return cost.seconds, cost.cpu


def render_search(costs: dict[str, SearchCost]) -> str:
    """Draw a table, with what part of Material's cost ours is."""
    lines = ["| what the search adds, s | processor | clock |", "|---|---:|---:|"]
    for engine, cost in costs.items():
        lines.append(
            f"| {TITLES[engine]} | {median(cost.processor):.2f} | {median(cost.clock):.2f} |"
        )
    ours, theirs = costs[OURS], costs[MATERIAL]
    parts = [
        median(a / b for a, b in zip(mine, other, strict=True) if b > 0)
        for mine, other in ((ours.processor, theirs.processor), (ours.clock, theirs.clock))
    ]
    return "\n".join([*lines, f"| ours of Material's | {parts[0]:.2f} | {parts[1]:.2f} |"])
