"""A diagram: one source, drawn once for each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.diagrams.canvas import TITLE, WIDE, WIDTH, Canvas, Frame
from tools.diagrams.columns import Stack, beside
from tools.diagrams.nodes import Gap, Node, Para
from tools.diagrams.text import LANGS, Lang, T

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
    wide: Sequence[Node] = ()
    """The same in a landscape, for windows of 900 pixels and more; empty where there is none."""

    def with_landscape(self) -> Diagram:
        """Give the diagram with its parts two in a row, where it has several and no landscape."""
        parts = beside(self.body)
        return self if self.wide or len(parts) == len(self.body) else replace(self, wide=parts)

    def stack(self, *, wide: bool = False) -> Stack:
        """Give the whole column: heading, drawing, source."""
        head = Para(self.title, TITLE, True, "start", "ink")
        parts: list[Node] = [head, Gap(8), *(self.wide if wide else self.body)]
        if self.source:
            parts += [Gap(10), Para(self.source)]
        return Stack(parts)

    def paint(self, lang: Lang, *, wide: bool = False) -> tuple[Canvas, float]:
        """Lay the drawing out in one language; the canvas knows where each text stands."""
        canvas = Canvas(lang, wide)
        across = WIDE if wide else WIDTH
        stack = self.stack(wide=wide)
        high = stack.height(across - 2 * MARGIN, lang)
        stack.draw(canvas, Frame(MARGIN, MARGIN - 2, across - MARGIN, MARGIN - 2 + high))
        return canvas, high + 2 * MARGIN

    def files(self, name: str) -> dict[str, str]:
        """Give the SVG files of a drawing of this name, in every language and shape."""
        return {
            f"{name}.{lang}{'.wide' if wide else ''}.svg": self.render(lang, wide=wide)
            for lang in LANGS
            for wide in ([False, True] if self.wide else [False])
        }

    def render(self, lang: Lang, *, wide: bool = False) -> str:
        """Give the SVG file in one language."""
        canvas, high = self.paint(lang, wide=wide)
        return canvas.document(high, self.id, self.title.of(lang), self.desc.of(lang))
