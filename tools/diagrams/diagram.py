"""A diagram: one source, drawn once for each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.diagrams.canvas import TITLE, WIDTH, Canvas, Frame
from tools.diagrams.columns import Stack
from tools.diagrams.nodes import Gap, Node, Para
from tools.diagrams.text import Lang, T

MARGIN = 14.0


@dataclass(frozen=True, slots=True)
class Figure:
    """The lost figure of the recap that a diagram stands in for."""

    section: int
    """Number of the recap's top section, from 1."""
    lines: tuple[int, ...]
    """Lines of the seed paste on which the lost pictures stood."""
    after: T
    """What the statement before the gap is about, in our words."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """One drawing with its text alternative and its sources."""

    id: str
    title: T
    desc: T
    """The same information in words: what a reader gets who does not see the drawing."""
    body: Sequence[Node]
    source: T | None = None
    """Where the facts and figures come from; printed under the drawing."""
    figure: Figure | None = None
    also: tuple[str, ...] = ()
    """Concept ids that the drawing illustrates."""

    def stack(self) -> Stack:
        """Give the whole column: heading, drawing, source."""
        head = Para(self.title, TITLE, True, "start", "ink")
        parts: list[Node] = [head, Gap(8), *self.body]
        if self.source:
            parts += [Gap(10), Para(self.source)]
        return Stack(parts)

    def paint(self, lang: Lang) -> tuple[Canvas, float]:
        """Lay the drawing out in one language; the canvas knows where each text stands."""
        canvas = Canvas(lang)
        inner = WIDTH - 2 * MARGIN
        high = self.stack().height(inner, lang)
        self.stack().draw(canvas, Frame(MARGIN, MARGIN - 2, WIDTH - MARGIN, MARGIN - 2 + high))
        return canvas, high + 2 * MARGIN

    def render(self, lang: Lang) -> str:
        """Give the SVG file in one language."""
        canvas, high = self.paint(lang)
        return canvas.document(high, self.id, self.title.of(lang), self.desc.of(lang))
