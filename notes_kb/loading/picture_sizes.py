"""The size of a picture, read from the first bytes of its file.

`imagesize` reads the heads of bitmaps, the turn of a photograph included. Drawings are read
here, since a drawing may state its size in several ways or only its proportions.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

MOST_BYTES = 1 << 20
"""Bytes of a bitmap that are read: its size may stand behind a profile or a thumbnail."""
DRAWING_BYTES = 1 << 16
"""Bytes of a drawing in which its first element must stand."""
STEP = 1 << 12
"""Bytes of a drawing that are parsed at once."""
LARGEST = 1 << 16
"""Pixels of a side above which a size is taken to be a mistake."""

BITMAPS = (".png", ".apng", ".jpg", ".jpeg", ".jfif", ".gif", ".webp", ".avif", ".bmp")
"""Suffixes of the bitmaps that browsers show."""
DRAWING = ".svg"
PICTURES = (*BITMAPS, DRAWING)
"""Suffixes of the pictures whose size is read."""

_LENGTH = re.compile(r"\s{0,9}([0-9]{0,9}(?:\.[0-9]{0,9})?)(px|in|cm|mm|q|pt|pc)?\s{0,9}", re.I)
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
    "pt": 96 / 72,
    "pc": 16.0,
}
"""CSS pixels of each unit (CSS Values and Units 3, 6.2)."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """How large a picture is shown where nothing else says so."""

    width: int
    """In CSS pixels."""
    height: int
    fluid: bool = False
    """Whether only the proportions count: a drawing without a size of its own."""


def read_picture_size(file: BinaryIO, name: str) -> PictureSize | None:
    """Read the size of a picture from its file, which has this name; None where it has none."""
    suffix = name[name.rfind(".") :].lower()
    if suffix == DRAWING:
        return _drawing_size(file.read(DRAWING_BYTES))
    if suffix not in BITMAPS:
        return None
    data = file.read(MOST_BYTES)
    if data[:1] == b"P":  # Netpbm, which no browser shows; its numbers may have any length.
        return None
    import imagesize  # noqa: PLC0415 - it loads what fetches pages from the web

    return _checked(*imagesize.get(BytesIO(data)))


def _checked(width: float, height: float, *, fluid: bool = False) -> PictureSize | None:
    if not (0 < width <= LARGEST and 0 < height <= LARGEST):
        return None
    return PictureSize(max(1, round(width)), max(1, round(height)), fluid)


def _drawing_size(data: bytes) -> PictureSize | None:
    root = _first_element(data)
    if root is None or root.tag not in {"svg", "{http://www.w3.org/2000/svg}svg"}:
        return None
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    if width and height:
        return _checked(width, height)
    across, down = _view_box(root.get("viewBox"))
    if not (across and down):
        return None
    if width:
        return _checked(width, width * down / across)
    if height:
        return _checked(height * across / down, height)
    return _checked(across, down, fluid=True)


def _first_element(data: bytes) -> Element | None:
    """Parse up to the first start tag; None where that is no XML."""
    parser: XMLPullParser[Any] = XMLPullParser(("start",))
    try:
        for start in range(0, len(data), STEP):
            parser.feed(data[start : start + STEP])
            events: list[Any] = list(parser.read_events())
            if events:
                element: Element = events[0][1]
                return element
    except (ParseError, ValueError, LookupError):  # Also an encoding that nobody knows.
        return None
    return None


def _pixels(length: str | None) -> float:
    """Give a length of CSS in pixels; 0 where it depends on what is round the picture."""
    found = _LENGTH.fullmatch(length or "")
    if not found or not found[1].strip("."):
        return 0.0
    return float(found[1]) * _PIXELS[(found[2] or "").lower()]


def _view_box(value: str | None) -> tuple[float, float]:
    """Give the width and height of a view box; zeros where it is none."""
    numbers = (value or "")[:200].replace(",", " ").split()
    try:
        _, _, width, height = map(float, numbers)
    except ValueError:
        return 0.0, 0.0
    return (width, height) if math.isfinite(width * height) and width > 0 < height else (0.0, 0.0)
