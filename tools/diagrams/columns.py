"""Nodes that place other nodes: below each other, beside each other, in a frame, in a loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.diagrams.canvas import SMALL, Canvas, Frame
from tools.diagrams.nodes import PAD, Gap, Node, Para
from tools.diagrams.palette import Tone
from tools.diagrams.text import Lang, T


@dataclass(frozen=True, slots=True)
class Stack:
    """Nodes one below the other."""

    items: Sequence[Node]
    gap: float = 0.0

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        gaps = self.gap * max(len(self.items) - 1, 0)
        return sum(i.height(wide, lang) for i in self.items) + gaps

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        y = frame.y0
        for item in self.items:
            high = item.height(frame.x1 - frame.x0, canvas.lang)
            item.draw(canvas, Frame(frame.x0, y, frame.x1, y + high))
            y += high + self.gap


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes side by side, all as high as the highest; arrows between them if asked."""

    items: Sequence[Node]
    gap: float = 8.0
    arrows: bool = False
    shares: Sequence[float] = ()

    def _widths(self, wide: float) -> list[float]:
        shares = self.shares or [1.0] * len(self.items)
        room = wide - self.gap * (len(self.items) - 1)
        return [room * share / sum(shares) for share in shares]

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        return max(i.height(w, lang) for i, w in zip(self.items, self._widths(wide), strict=True))

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        x = frame.x0
        mid = (frame.y0 + frame.y1) / 2
        for n, (item, wide) in enumerate(
            zip(self.items, self._widths(frame.x1 - frame.x0), strict=True)
        ):
            if n and self.arrows:
                canvas.arrow([(x - self.gap + 1, mid), (x - 1, mid)])
            item.draw(canvas, Frame(x, frame.y0, x + wide, frame.y1))
            x += wide + self.gap


@dataclass(frozen=True, slots=True)
class Columns:
    """A flow that goes on at the top of the next column where one column ends.

    The arrow between two columns leaves the last node of one, and enters the first of the next.
    """

    columns: Sequence[Sequence[Node]]
    gap: float = 44.0

    def _width(self, wide: float) -> float:
        return (wide - self.gap * (len(self.columns) - 1)) / len(self.columns)

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        return max(Stack(items).height(self._width(wide), lang) for items in self.columns)

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        wide = self._width(frame.x1 - frame.x0)
        x, left_at = frame.x0, 0.0
        for n, items in enumerate(self.columns):
            high = Stack(items).height(wide, canvas.lang)
            Stack(items).draw(canvas, Frame(x, frame.y0, x + wide, frame.y0 + high))
            if n:
                mid, enters = x - self.gap / 2, frame.y0 + items[0].height(wide, canvas.lang) / 2
                start, end = x - self.gap + 1, x - 1
                canvas.arrow([(start, left_at), (mid, left_at), (mid, enters), (end, enters)])
            left_at = frame.y0 + high - items[-1].height(wide, canvas.lang) / 2
            x += wide + self.gap


@dataclass(frozen=True, slots=True)
class Group:
    """A dashed frame with a heading round a node."""

    title: T
    child: Node
    tone: Tone = "grey"

    def _head(self) -> Para:
        return Para(self.title, SMALL, True, "start", "ink")

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        inner = wide - 2 * PAD
        return self._head().height(inner, lang) + self.child.height(inner, lang) + 2 * PAD + 4

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        x0, y0, x1, y1 = frame
        right, bottom = f"{x1 - x0:.1f}", f"{y1 - y0:.1f}"
        d = f"M{x0:.1f} {y0:.1f}h{right}v{bottom}h-{right}z"
        canvas.path(d, f"{self.tone}-line", stroke=1.2, dash="5 3")
        high = self._head().height(x1 - x0 - 2 * PAD, canvas.lang)
        self._head().draw(canvas, Frame(x0 + PAD, y0 + PAD - 3, x1 - PAD, y0 + PAD - 3 + high))
        self.child.draw(canvas, Frame(x0 + PAD, y0 + PAD + high + 2, x1 - PAD, y1 - PAD))


@dataclass(frozen=True, slots=True)
class Loop:
    """A stack whose end leads back to its beginning, by a line along the right edge."""

    items: Sequence[Node]
    label: T

    _MARGIN = 26.0

    def _stack(self) -> Stack:
        return Stack(self.items)

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        inner = wide - self._MARGIN
        return self._stack().height(inner, lang) + Para(self.label).height(inner, lang) + 10

    def draw(self, canvas: Canvas, frame: Frame) -> None:
        """See Node."""
        x0, y0, x1, _ = frame
        inner = x1 - self._MARGIN
        lang = canvas.lang
        high = self._stack().height(inner - x0, lang)
        self._stack().draw(canvas, Frame(x0, y0, inner, y0 + high))
        first = self.items[0].height(inner - x0, lang)
        last = self.items[-1].height(inner - x0, lang)
        top, bottom = y0 + first / 2, y0 + high - last / 2
        canvas.arrow([(inner, bottom), (x1 - 4, bottom), (x1 - 4, top), (inner + 1, top)])
        tall = Para(self.label).height(inner - x0, lang)
        Para(self.label, anchor="end").draw(
            canvas, Frame(x0, y0 + high + 6, inner, y0 + high + 6 + tall)
        )


def beside(body: Sequence[Node], gap: float = 28.0) -> list[Node]:
    """Put the parts of a body, which wide gaps part, beside each other, two or three in a row."""
    parts: list[list[Node]] = [[]]
    for node in body:
        if isinstance(node, Gap) and node.size >= _PARTING:
            parts.append([])
        else:
            parts[-1].append(node)
    stacks = [Stack(part) for part in parts if part]
    across = 3 if len(stacks) % 3 == 0 else 2
    found: list[Node] = []
    for first in range(0, len(stacks), across):
        row = stacks[first : first + across]
        found += [Gap(12), Row([*row, *[Stack([])] * (across - len(row))], gap)]
    return found[1:]


_PARTING = 6.0
"""The size from which on a gap parts what stands above from what stands below."""
