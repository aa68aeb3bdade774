"""Why each line of a paste became what it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from notes_kb.loading.recap_blocks import Draft
from notes_kb.loading.recap_evidence import BIAS, Candidate, signs_of


@dataclass(slots=True)
class Reasons:
    """Takes down decisions; by default nothing, because most parses are never explained."""

    wanted: bool = False
    by_line: dict[int, list[str]] = field(default_factory=dict)

    def say(self, draft: Draft, why: str) -> None:
        """Take down why something was decided about a draft."""
        if self.wanted:
            self.by_line.setdefault(draft.first, []).append(why)

    def weighed(self, candidate: Candidate, weight: float, accepted: bool) -> None:
        """Take down the evidence for and against a heading."""
        if not self.wanted:
            return
        signs = [f"{sign.name} ({sign.weight:+.1f})" for sign in signs_of(candidate)]
        verdict = "heading" if accepted else "no heading"
        if weight > 0 and not accepted:
            verdict = "no heading, because there are no others alike"
        self.say(
            candidate.draft,
            f"{verdict}, weight {weight:+.1f}: {', '.join(signs)}, any line ({BIAS:+.1f})",
        )
