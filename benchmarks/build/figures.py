"""What was measured: costs by corpus, engine and step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median

from benchmarks.build.process import Cost

COLD, UNCHANGED, EDIT, ALIAS = "cold", "unchanged", "edit", "alias"
CHECK_COLD, CHECK_WARM, SERVE = "check cold", "check warm", "serve"
STEPS: Mapping[str, str] = {
    COLD: "cold build",
    UNCHANGED: "nothing changed",
    EDIT: "one edit of a text",
    ALIAS: "one new alias of a concept",
    CHECK_COLD: "`check`, cold",
    CHECK_WARM: "`check`, warm",
    SERVE: "from saving to the page in the browser",
}
"""The steps in the order of the table, each with its name there."""


@dataclass(slots=True)
class Corpus:
    """The figures of one folder of Markdown."""

    name: str
    """A short name that rows refer to, such as `2000`."""
    title: str
    costs: dict[tuple[str, str], list[Cost]] = field(default_factory=dict)
    """Costs of each run, by engine and step."""
    pages: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Pages written and their bytes, by engine."""

    def add(self, engine: str, step: str, cost: Cost) -> None:
        """Keep the cost of one more run."""
        self.costs.setdefault((engine, step), []).append(cost)

    def seconds(self, engine: str, step: str) -> float | None:
        """Give the median time by the clock; None where it was not measured."""
        return self._median(engine, step, lambda cost: cost.seconds)

    def cpu(self, engine: str, step: str) -> float | None:
        """Give the median of the processor's seconds; None where it was not measured."""
        return self._median(engine, step, lambda cost: cost.cpu)

    def memory(self, engine: str, step: str) -> float | None:
        """Give the median of the bytes of all processes; None where it was not measured."""
        return self._median(engine, step, lambda cost: float(cost.total))

    def seconds_per_page(self, engine: str, step: str) -> float | None:
        """Give the median time by the clock for each page written."""
        seconds, (pages, _) = self.seconds(engine, step), self.pages.get(engine, (0, 0))
        return None if seconds is None or not pages else seconds / pages

    def _median(self, engine: str, step: str, take: Callable[[Cost], float]) -> float | None:
        found = [take(cost) for cost in self.costs.get((engine, step), ())]
        return median(found) if found else None


Figures = Mapping[str, Corpus]
"""Corpora by their short names."""
