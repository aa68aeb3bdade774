"""Charts as nodes: bars, lines with bands, and time tables of a schedule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tools.diagrams.canvas import SMALL, Canvas, Frame
from tools.diagrams.nodes import Para
from tools.diagrams.palette import Tone
from tools.diagrams.text import Lang, T, width


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, its length, and what is written beside it."""

    label: T
    value: float
    shown: T
    tone: Tone = "blue"


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, each under its label, on one linear scale from zero."""

    bars: Sequence[Bar]

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        return sum(Para(b.label).height(wide, lang) + 26 for b in self.bars) - 6

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        x0, y, x1, _ = frame
        shown = max(width(b.shown.of(canvas.lang), SMALL, bold=True) for b in self.bars)
        scale = (x1 - x0 - shown - 8) / max(b.value for b in self.bars)
        for bar in self.bars:
            label = Para(bar.label, css="ink")
            high = label.height(x1 - x0, canvas.lang)
            label.draw(canvas, Frame(x0, y, x1, y + high))
            y += high
            end = x0 + max(bar.value * scale, 1.5)
            canvas.rect(Frame(x0, y, end, y + 16), bar.tone, radius=2)
            text = bar.shown.of(canvas.lang)
            room = Frame(end, y - 2, x1 + 1, y + 20)
            canvas.text(text, end + 6, y + 13, room, size=SMALL, bold=True)
            y += 26


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its name, its ends, where it is ticked, and whether it is logarithmic."""

    name: T
    low: float
    high: float
    ticks: Sequence[tuple[float, str]] = ()
    log: bool = False

    def place(self, value: float) -> float:
        """Map a value to 0..1 along the axis."""
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a plot, with an optional band (low and high for each point)."""

    name: T | None
    """None leaves the line out of the legend."""
    points: Sequence[tuple[float, float]]
    tone: Tone
    dash: str = ""
    band: Sequence[tuple[float, float]] = ()
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A line plot with its legend below; no text smaller than the rest of the drawing's."""

    x: Axis
    y: Axis
    series: Sequence[Series]
    high: float = 210.0

    def _margin(self) -> float:
        return max([width(text, SMALL) for _, text in self.y.ticks] or [8]) + 8

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        legend = sum(Para(s.name).height(wide - 34, lang) + 3 for s in self.series if s.name)
        names = Para(self.y.name).height(wide, lang) + Para(self.x.name).height(wide, lang)
        return names + 10 + self.high + 22 + 8 + legend

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        x0, y0, x1, _ = frame
        name = Para(self.y.name)
        top = y0 + name.height(x1 - x0, canvas.lang) + 10
        name.draw(canvas, Frame(x0, y0, x1, top))
        area = Frame(x0 + self._margin(), top, x1 - 14, top + self.high)
        self._axes(canvas, area, Frame(x0, top - 10, x1 + 8, top + self.high + 24))
        for series in self.series:
            self._line(canvas, area, series)
        y = area.y1 + 22
        name = Para(self.x.name, anchor="end")
        high = name.height(x1 - x0, canvas.lang)
        name.draw(canvas, Frame(x0, y, x1, y + high))
        self._legend(canvas, Frame(x0, y + high + 8, x1, frame.y1))

    def _axes(self, canvas: Canvas, area: Frame, room: Frame) -> None:
        x0, y0, x1, y1 = area
        for value, text in self.y.ticks:
            y = y1 - self.y.place(value) * (y1 - y0)
            canvas.polyline([(x0, y), (x1, y)], "grid", stroke=1)
            canvas.text(text, x0 - 6, y + 4.5, room, size=SMALL, anchor="end", css="muted")
        for value, text in self.x.ticks:
            x = x0 + self.x.place(value) * (x1 - x0)
            canvas.polyline([(x, y1), (x, y1 + 4)], "line", stroke=1)
            canvas.text(text, x, y1 + 18, room, size=SMALL, anchor="middle", css="muted")
        canvas.polyline([(x0, y0), (x0, y1), (x1, y1)], "line", stroke=1.4)

    def _line(self, canvas: Canvas, area: Frame, series: Series) -> None:
        def at(point: tuple[float, float]) -> tuple[float, float]:
            share = min(max(self.y.place(point[1]), 0.0), 1.0)
            across = self.x.place(point[0])
            return (
                area.x0 + across * (area.x1 - area.x0),
                area.y1 - share * (area.y1 - area.y0),
            )

        if series.band:
            xs = [x for x, _ in series.points]
            low = [at((x, b[0])) for x, b in zip(xs, series.band, strict=True)]
            high = [at((x, b[1])) for x, b in zip(xs, series.band, strict=True)]
            canvas.area(low + high[::-1], f"{series.tone}-dot", opacity=0.2)
        points = [at(p) for p in series.points]
        thin = 2.0 if series.name else 1.2
        canvas.polyline(points, f"{series.tone}-line", dash=series.dash, stroke=thin)
        if series.dots:
            for x, y in points:
                canvas.dot(x, y, series.tone)

    def _legend(self, canvas: Canvas, frame: Frame) -> None:
        y = frame.y0
        for series in self.series:
            if series.name is None:
                continue
            para = Para(series.name, css="ink")
            high = para.height(frame.x1 - frame.x0 - 34, canvas.lang)
            mid = y + 9
            line = [(frame.x0, mid), (frame.x0 + 26, mid)]
            canvas.polyline(line, f"{series.tone}-line", dash=series.dash, stroke=2.4)
            if series.dots:
                canvas.dot(frame.x0 + 13, mid, series.tone)
            para.draw(canvas, Frame(frame.x0 + 34, y, frame.x1, y + high))
            y += high + 3


@dataclass(frozen=True, slots=True)
class Slot:
    """One piece of work on one device."""

    start: float
    end: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Lanes:
    """A time table: one lane for each device, time to the right, on a given total length."""

    lanes: Sequence[tuple[T, Sequence[Slot]]]
    total: float
    lane: float = 20.0

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        return len(self.lanes) * (self.lane + 3) - 3

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        lang = canvas.lang
        margin = max(width(name.of(lang), SMALL) for name, _ in self.lanes) + 8
        scale = (frame.x1 - frame.x0 - margin) / self.total
        y = frame.y0
        for name, slots in self.lanes:
            room = Frame(frame.x0, y - 2, frame.x0 + margin, y + self.lane + 2)
            canvas.text(
                name.of(lang), frame.x0, y + self.lane / 2 + 5, room, size=SMALL, css="muted"
            )
            left = frame.x0 + margin
            canvas.rect(Frame(left, y, frame.x1, y + self.lane), "card", radius=0, stroke=0.8)
            for slot in slots:
                box = Frame(left + slot.start * scale, y, left + slot.end * scale, y + self.lane)
                canvas.rect(box, slot.tone, radius=1, stroke=0.9)
            y += self.lane + 3


@dataclass(frozen=True, slots=True)
class Key:
    """A legend of filled squares."""

    entries: Sequence[tuple[Tone, T]]

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        return sum(Para(t).height(wide - 24, lang) + 2 for _, t in self.entries)

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        y = frame.y0
        for tone, text in self.entries:
            para = Para(text, css="ink")
            high = para.height(frame.x1 - frame.x0 - 24, canvas.lang)
            canvas.rect(Frame(frame.x0, y + 2, frame.x0 + 15, y + 15), tone, radius=2)
            para.draw(canvas, Frame(frame.x0 + 24, y, frame.x1, y + high))
            y += high + 2
