"""The smallest nodes: running text, a box, an arrow, a gap; and what a node is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tools.diagrams.canvas import BODY, LEADING, SMALL, Anchor, Canvas, Frame
from tools.diagrams.palette import Tone
from tools.diagrams.text import Lang, T, wrap

PAD = 9.0


class Node(Protocol):
    """Anything that can be laid out in a column."""

    def height(self, wide: float, lang: Lang) -> float:
        """Say how high it gets in a column of this width."""
        ...

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """Draw it into a frame at least that high."""
        ...


def _lines(text: T | None, wide: float, lang: Lang, size: float, bold: bool) -> list[str]:
    return wrap(text.of(lang), wide, size, bold=bold) if text else []


@dataclass(frozen=True, slots=True)
class Para:
    """Running text without a frame."""

    text: T
    size: float = SMALL
    bold: bool = False
    anchor: Anchor = "start"
    css: str = "muted"

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        return len(_lines(self.text, wide, lang, self.size, self.bold)) * self.size * LEADING

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        x0, y0, x1, _ = frame
        x = {"start": x0, "middle": (x0 + x1) / 2, "end": x1}[self.anchor]
        y = y0 + self.size
        for line in _lines(self.text, x1 - x0, canvas.lang, self.size, self.bold):
            canvas.text(
                line, x, y, frame, size=self.size, bold=self.bold, anchor=self.anchor, css=self.css
            )
            y += self.size * LEADING


@dataclass(frozen=True, slots=True)
class Box:
    """A titled box with an optional smaller text below the title."""

    title: T
    note: T | None = None
    tone: Tone = "grey"
    anchor: Anchor = "middle"

    def _paras(self) -> list[Para]:
        head = Para(self.title, BODY, True, self.anchor, "ink")
        return [head, Para(self.note, SMALL, False, self.anchor, "ink")] if self.note else [head]

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        inner = wide - 2 * PAD
        return sum(p.height(inner, lang) for p in self._paras()) + 2 * PAD - 3

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        x0, y0, x1, y1 = frame
        canvas.rect(frame, self.tone)
        spare = (y1 - y0) - self.height(x1 - x0, canvas.lang)
        y = y0 + PAD - 1.5 + spare / 2
        for para in self._paras():
            high = para.height(x1 - x0 - 2 * PAD, canvas.lang)
            para.draw(canvas, Frame(x0 + PAD, y, x1 - PAD, y + high))
            y += high


@dataclass(frozen=True, slots=True)
class Arrow:
    """A downward arrow between two nodes of a stack, with an optional label beside it."""

    label: T | None = None
    both: bool = False

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        lines = _lines(self.label, wide / 2 - 14, lang, SMALL, False)
        return max(24.0, len(lines) * SMALL * LEADING + 8)

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        x0, y0, x1, y1 = frame
        mid = (x0 + x1) / 2
        canvas.arrow([(mid, y0 + 2), (mid, y1 - 2)], both=self.both)
        if self.label:
            high = Para(self.label).height(x1 - mid - 14, canvas.lang)
            top = (y0 + y1 - high) / 2
            Para(self.label).draw(canvas, Frame(mid + 12, top, x1, top + high))


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space."""

    size: float = 8.0

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        return self.size

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
