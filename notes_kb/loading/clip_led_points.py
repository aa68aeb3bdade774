"""Points of a clipped page without mark or number: what a line that ends with a colon leads to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from notes_kb.domain.note import Block
from notes_kb.loading.clip_points import Part, is_line, is_told, make_point

_LED = re.compile(
    r"\*\*(?:(?P<inside>[^*\n]{1,60})[:：]\*\*|(?P<before>[^*\n]{1,60})\*\*[ ]?[:：])[ ]?(?=\S)"
)
"""What is said of something whose name stands in bold before a colon."""
_FEWEST = 3
"""Points right below each other."""
_LONGER = 1.5
"""How much longer the last one may be, unless it begins as another; a text that sums up is."""


def read_led_points(parts: Sequence[Part]) -> list[Part]:
    """Make points of what stands right below a line that ends with a colon, three at least.

    Their ends tell them (each ``；``, the last one perhaps ``。``), or their heads: each says
    something of another thing whose name stands in bold before a colon. What comes again in
    the clip is the name of a field or of who speaks.
    """
    names = Counter(_led_name(part.text) for part in parts if is_line(part))
    read = list(parts)
    for n, part in enumerate(parts):
        if not part.text.rstrip("*_ ").endswith((":", "：")):
            continue
        for find in (_parallel_below, _named_below):
            below = find(parts, n + 1, names)
            if len(below) >= _FEWEST:
                read[n + 1 : n + 1 + len(below)] = [
                    make_point(block, block.text) for block in below
                ]
                break
    return read


def _lines_below(parts: Sequence[Part], first: int) -> Iterator[Block]:
    for n in range(first, len(parts)):
        part = parts[n]
        if not is_line(part) or part.text.rstrip("*_ ").endswith((":", "：")):
            return
        yield part


def _parallel_below(parts: Sequence[Part], first: int, _names: Counter[str]) -> list[Block]:
    below: list[Block] = []
    for block in _lines_below(parts, first):
        text = block.text.rstrip("*_ ")
        if text.endswith(("；", ";")):
            below.append(block)
            continue
        longest = max((len(other.text) for other in below), default=0)
        begun = any(other.text[:1] == text[:1] for other in below)
        alike = (begun or len(text) <= longest * _LONGER) and text.endswith(("。", "."))
        return [*below, block] if alike and len(below) >= _FEWEST - 1 else below
    return below


def _named_below(parts: Sequence[Part], first: int, names: Counter[str]) -> list[Block]:
    below: list[Block] = []
    for block in _lines_below(parts, first):
        name = _led_name(block.text)
        if not name or names[name] > 1:
            break
        below.append(block)
    told = sum(is_told(block.text) for block in below)
    return below if told * 2 >= len(below) else []


def _led_name(text: str) -> str:
    match = _LED.match(text)
    return (match["inside"] or match["before"]).strip() if match else ""
