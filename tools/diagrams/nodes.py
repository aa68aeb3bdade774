"""What a drawing is made of: nodes that know their height and can draw themselves."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Stack:
    """Nodes one below the other."""

    items: Sequence[Node]
    gap: float = 0.0

    def height(self, wide: float, lang: Lang) -> float:
        """See Node."""
        return sum(i.height(wide, lang) for i in self.items) + self.gap * (len(self.items) - 1)

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
