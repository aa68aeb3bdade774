"""Bars, grids of cells, and a legend of tones."""

from __future__ import annotations

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
class Cells:
    """A grid of small squares, some of them in a tone: experts, tiles, devices."""

    tones: Sequence[Tone]
    columns: int
    size: float = 15.0

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        rows = -(-len(self.tones) // self.columns)
        return rows * (self.size + 4) - 4

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        pitch = (frame.x1 - frame.x0 + 4) / self.columns
        for n, tone in enumerate(self.tones):
            x = frame.x0 + (n % self.columns) * pitch
            y = frame.y0 + (n // self.columns) * (self.size + 4)
            canvas.rect(Frame(x, y, x + pitch - 4, y + self.size), tone, radius=2, stroke=1.2)


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
