"""Why each line of a paste became what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from notes_kb.loading.recap_blocks import Draft
from notes_kb.loading.recap_company import Company
from notes_kb.loading.recap_evidence import BIAS, Candidate, signs_of

_LEAST_SHOWN = 5
"""In hundredths; what adds or takes less is not printed."""


@dataclass(slots=True)
class Reasons:
    """Takes down decisions; by default nothing, because most parses are never explained."""

    wanted: bool = False
    by_line: dict[int, list[str]] = field(default_factory=dict)

    def say(self, draft: Draft, why: str) -> None:
        """Take down why something was decided about a draft."""
        if self.wanted:
            self.by_line.setdefault(draft.first, []).append(why)

    def weighed(
        self, candidate: Candidate, weight: float, weighing: Weighing, accepted: bool
    ) -> None:
        """Take down the evidence for and against a heading."""
        if not self.wanted:
            return
        signs = [f"{sign.name} ({sign.weight:+.1f})" for sign in signs_of(candidate)]
        decision = "heading" if accepted else "no heading"
        if weight > 0 and not accepted:
            decision = "no heading, because it needs more here or there are no others alike"
        measures = [
            f"{name.replace('_', ' ')} {getattr(weighing.measured, name)} ({added / 100:+.1f})"
            for name, added in sorted(weighing.added.items(), key=lambda item: -abs(item[1]))
            if abs(added) >= _LEAST_SHOWN
        ]
        self.say(
            candidate.draft,
            f"{decision}, weight {weight:+.1f}: by itself {', '.join(signs)}, any line "
            f"({BIAS:+.1f}); among the lines of the text {', '.join(measures)}",
        )


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the trees make of a line among the others."""

    measured: Company
    weight: int
    """In hundredths."""
    added: Mapping[str, int]
    """What each measure adds to it."""
