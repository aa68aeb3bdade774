"""A line plot with bands, and its legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tools.diagrams.canvas import SMALL, Canvas, Frame
from tools.diagrams.nodes import Para
from tools.diagrams.palette import Tone
from tools.diagrams.text import Lang, T, width


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
