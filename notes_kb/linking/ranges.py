"""Many ranges of one text, asked often."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from notes_kb.domain.span import Span


class Ranges:
    """A set of ranges that answers in logarithmic time, overlapping ones included."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Take the ranges in any order; empty ones count for nothing."""
        ordered = sorted(span for span in spans if span.start < span.end)
        self._starts = [span.start for span in ordered]
        self._reach: list[int] = []
        for span in ordered:
            self._reach.append(max(span.end, self._reach[-1] if self._reach else 0))

    def touch(self, span: Span) -> bool:
        """Tell whether a span shares a character with any of the ranges."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reach[before - 1] > span.start

    def cover(self, span: Span) -> bool:
        """Tell whether a span lies within one of the ranges."""
        before = bisect_right(self._starts, span.start)
        return before > 0 and self._reach[before - 1] >= span.end
