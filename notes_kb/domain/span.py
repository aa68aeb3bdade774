"""Places in a text."""

from __future__ import annotations

from dataclasses import dataclass

from notes_kb.domain.slots import set_by_slots


@set_by_slots
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of a string, in code points, because Python counts those.

    Offsets never travel to the browser, which counts UTF-16 units.
    """

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end


@set_by_slots
@dataclass(frozen=True, slots=True, order=True)
class Lines:
    """A range of source lines, both ends included, the first line of a file being 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file: line and column, both from 1, columns in code points."""

    line: int
    column: int = 1


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding on a stretch of one line points, with the line for showing it."""

    line: int
    """From 1."""
    column: int
    """From 1, in code points."""
    end_column: int = 0
    """The column behind its last character; 0 where unknown."""
    source: str = ""
    """The line itself."""
