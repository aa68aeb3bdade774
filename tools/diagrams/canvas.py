"""The sheet that drawings put shapes and text on; it remembers what text went where."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Literal, NamedTuple

from tools.diagrams.palette import STYLE, Tone
from tools.diagrams.text import Lang, width

WIDTH = 360
"""User units across: one unit is one pixel on a phone 360 pixels wide."""
WIDE = 720
"""User units across of the variant for wide windows."""
SMALL, BODY, TITLE = 13.0, 14.0, 16.0
LEADING = 1.34
Anchor = Literal["start", "middle", "end"]


class Frame(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float


class Placed(NamedTuple):
    """A line of text with the rectangle that it fills and the one it must stay in."""

    text: str
    size: float
    frame: Frame
    room: Frame


def num(value: float) -> str:
    """Write a coordinate with at most one decimal, so that bytes do not depend on the machine."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


@dataclass(slots=True)
class Canvas:
    """Collects the elements of one drawing in one language."""

    lang: Lang
    wide: bool = False
    parts: list[str] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)

    def rect(self, frame: Frame, css: str, *, radius: float = 6, stroke: float = 1.4) -> None:
        """Draw a rectangle."""
        x0, y0, x1, y1 = frame
        self.parts.append(
            f'<rect class="{css}" x="{num(x0)}" y="{num(y0)}" width="{num(x1 - x0)}" '
            f'height="{num(y1 - y0)}" rx="{num(radius)}" stroke-width="{num(stroke)}"/>'
        )

    def path(self, d: str, css: str, *, stroke: float = 1.6, dash: str = "") -> None:
        """Draw an open path."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path class="{css}" d="{d}" fill="none" stroke-width="{num(stroke)}"{dashes} '
            'stroke-linejoin="round"/>'
        )

    def area(self, points: list[tuple[float, float]], css: str, *, opacity: float = 1) -> None:
        """Fill a polygon."""
        d = " ".join(f"{num(x)},{num(y)}" for x, y in points)
        faint = f' opacity="{num(opacity)}"' if opacity < 1 else ""
        self.parts.append(f'<polygon class="{css}" points="{d}" stroke="none"{faint}/>')

    def polyline(
        self, points: list[tuple[float, float]], css: str, *, stroke: float = 2, dash: str = ""
    ) -> None:
        """Draw a line through points."""
        self.path(
            "M" + " ".join(f"{num(x)} {num(y)}" for x, y in points), css, stroke=stroke, dash=dash
        )

    def dot(self, x: float, y: float, tone: Tone, radius: float = 3) -> None:
        """Draw a point of a series."""
        self.parts.append(
            f'<circle class="{tone}-dot" cx="{num(x)}" cy="{num(y)}" r="{num(radius)}"/>'
        )

    def arrow(self, points: list[tuple[float, float]], *, both: bool = False) -> None:
        """Draw a line with a head at its end, or at both ends."""
        self.polyline(points, "line", stroke=1.6)
        self._head(points[-2], points[-1])
        if both:
            self._head(points[1], points[0])

    def _head(self, tail: tuple[float, float], tip: tuple[float, float]) -> None:
        dx, dy = tip[0] - tail[0], tip[1] - tail[1]
        length = max((dx * dx + dy * dy) ** 0.5, 0.001)
        ux, uy = dx / length, dy / length
        back = (tip[0] - 8 * ux, tip[1] - 8 * uy)
        left = (back[0] - 4.5 * uy, back[1] + 4.5 * ux)
        right = (back[0] + 4.5 * uy, back[1] - 4.5 * ux)
        self.area([tip, left, right], "head")

    def text(  # noqa: PLR0913 - a label is told by exactly these
        self,
        text: str,
        x: float,
        y: float,
        room: Frame,
        *,
        size: float = BODY,
        bold: bool = False,
        mono: bool = False,
        anchor: Anchor = "start",
        css: str = "ink",
    ) -> None:
        """Set one line with its baseline at y; the room is what it may not leave."""
        if not text:
            return
        wide = len(text) * size * 0.62 if mono else width(text, size, bold=bold)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        frame = Frame(left, y - 0.82 * size, left + wide, y + 0.22 * size)
        self.placed.append(Placed(text, size, frame, room))
        classes = css + (" b" if bold else "") + (" m" if mono else "")
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        space = ' xml:space="preserve"' if mono else ""
        self.parts.append(
            f'<text class="{classes}" x="{num(x)}" y="{num(y)}" font-size="{num(size)}"'
            f"{where}{space}>{escape(text, quote=False)}</text>"
        )

    def document(self, height: float, name: str, title: str, desc: str) -> str:
        """Wrap what was drawn into a complete SVG file, with its text alternative."""
        lang = "zh-CN" if self.lang == "zh" else "en"
        across = WIDE if self.wide else WIDTH
        zoom = 1 if self.wide else 420 / WIDTH
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" lang="{lang}" xml:lang="{lang}" role="img" '
            f'aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
            f'viewBox="0 0 {across} {num(height)}" '
            f'width="{num(across * zoom)}" height="{num(height * zoom)}">\n'
            f'<title id="{name}-title">{escape(title, quote=False)}</title>\n'
            f'<desc id="{name}-desc">{escape(desc, quote=False)}</desc>\n'
            f"<style>{STYLE}</style>\n"
            f'<rect class="card" x="0.5" y="0.5" width="{across - 1}" '
            f'height="{num(height - 1)}" rx="10"/>\n' + "\n".join(self.parts) + "\n</svg>\n"
        )
