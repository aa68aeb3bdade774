"""A time table of work on devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.diagrams.canvas import SMALL, Canvas, Frame
from tools.diagrams.palette import Tone
from tools.diagrams.text import Lang, T, width


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
