"""A calendar with a row for each thing that was published, and marks for what followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tools.diagrams.canvas import SMALL, Canvas, Frame
from tools.diagrams.nodes import Para
from tools.diagrams.palette import Tone
from tools.diagrams.text import Lang, T

_LINE = 26.0
"""Height of a row's line with the figures above its marks."""
_AXIS = 26.0
_ROOM = 14.0
"""Left free at both ends, so that figures centred on a mark stay on the sheet."""


@dataclass(frozen=True, slots=True)
class Event:
    """What followed on a day; the days since the row's publication are written above it."""

    day: date
    tone: Tone


@dataclass(frozen=True, slots=True)
class Published:
    """One row: what was published, on which day, and what followed, in order."""

    label: T
    day: date
    followed: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows on one calendar; to the right is later, on a linear scale between two days."""

    first: date
    last: date
    rows: Sequence[Published]
    ticks: Sequence[tuple[date, T]]

    def _label(self, row: Published) -> Para:
        return Para(row.label, css="ink")

    def _row_height(self, row: Published, wide: float, lang: Lang) -> float:
        return self._label(row).height(wide, lang) + _LINE + 8

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        return sum(self._row_height(row, wide, lang) for row in self.rows) + _AXIS

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        x0, y, x1, _ = frame
        days = (self.last - self.first).days
        bottom = y + self.height(x1 - x0, canvas.lang) - _AXIS

        def across(day: date) -> float:
            return x0 + _ROOM + (day - self.first).days / days * (x1 - x0 - 2 * _ROOM)

        for day, name in self.ticks:
            x = across(day)
            room = Frame(x0 - 2, bottom, x1 + 2, bottom + _AXIS)
            canvas.polyline([(x, bottom), (x, bottom + 5)], "line", stroke=1)
            text = name.of(canvas.lang)
            canvas.text(text, x, bottom + 19, room, size=SMALL, anchor="middle", css="muted")
        canvas.polyline([(x0, bottom), (x1, bottom)], "line", stroke=1.4)
        for row in self.rows:
            label = self._label(row)
            high = label.height(x1 - x0, canvas.lang)
            label.draw(canvas, Frame(x0, y, x1, y + high))
            xs = [across(day) for day in (row.day, *(e.day for e in row.followed))]
            self._marks(canvas, row, xs, Frame(x0, y + high, x1, y + high + _LINE))
            y += high + _LINE + 8

    def _marks(self, canvas: Canvas, row: Published, xs: Sequence[float], room: Frame) -> None:
        """Draw a row's line through its marks; `xs` begins with the day of publication."""
        level = room.y1 - 6
        canvas.polyline([(xs[0], level), (xs[-1], level)], "grid", stroke=3)
        canvas.dot(xs[0], level, "grey", 5)
        for x, event in zip(xs[1:], row.followed, strict=True):
            canvas.dot(x, level, event.tone, 5)
            days = str((event.day - row.day).days)
            canvas.text(days, x, level - 9, room, size=SMALL, bold=True, anchor="middle")
