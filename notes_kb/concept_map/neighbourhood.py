"""SVG of what is round a concept: two columns below it, joined to it by a stem.

The height is bounded whatever a concept is tied to; what is left out is a count, which links
to the list on the concept's page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from notes_kb.concept_map.drawing import LINK, UNIT, Address, number
from notes_kb.concept_map.lettering import LINE, SIZE, in_lines, one_line, width
from notes_kb.languages.strings import strings

WIDTH = 360.0
MIDDLE = WIDTH / 2
STEM = 12.0
"""From the middle to a column."""
COLUMN = MIDDLE - STEM
INSET = 9.0
"""From the edge of a box to its label."""
HEADING = 22.0
BETWEEN = 7.0
"""Between two boxes."""
MOST = 4
"""Concepts of one relation."""
HEIGHT = 430.0
"""A neighbourhood is never higher: eight boxes of two lines in a column, and what is above."""

RELATIONS = ("broader", "narrower", "related", "together")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """The concepts of one relation, with their labels in the page's language."""

    kind: str
    """One of `RELATIONS`; it becomes a class."""
    name: str
    """As the page calls it."""
    concepts: tuple[tuple[str, str], ...]
    """Ids and labels."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A label in a box at its place, or the name of a relation."""

    concept: str
    lines: tuple[str, ...]
    label: str
    left: float
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def draw_neighbourhood(
    label: str, relations: Iterable[Relation], language: str, name: str, address: Address
) -> str:
    """Draw a concept and what is round it; empty where nothing is.

    `name` is what a screen reader calls the drawing; `address` gives that of the whole list
    for an empty id.
    """
    relations = [relation for relation in relations if relation.concepts]
    if not relations:
        return ""
    top = _box("", label, language, 0, 0)
    taken = width(max(top.lines, key=width)) * SIZE + 2 * INSET
    at = top.height + BETWEEN
    drawn: list[str] = []
    stems = ["", ""]
    heights = [at, at]
    last = at
    for relation in relations:
        column = 0 if heights[0] <= heights[1] else 1
        boxes = list(_boxes(relation, column, heights[column] + HEADING, language))
        drawn.append(_relation(relation, boxes, column, heights[column], address))
        stems[relation.kind in _LOOSE] += "".join(_branch(box, column) for box in boxes)
        last = max(last, boxes[-1].middle)
        heights[column] = boxes[-1].top + boxes[-1].height + BETWEEN
    height = max(heights)
    stem = f"M{number(MIDDLE)} {number(top.height)}V{number(last)}"
    own = _rectangle(MIDDLE - taken / 2, top, taken) + _text(top, MIDDLE, "middle")
    return (
        f'<svg class="nk-near" role="group" aria-label="{escape(name)}" '
        f'viewBox="0 0 {number(WIDTH)} {number(height)}" width="{number(WIDTH / UNIT)}em">'
        f'<path class="nk-near__stem" d="{stem}{stems[0]}"/>'
        + (f'<path class="nk-near__stem nk-near__loose" d="{stems[1]}"/>' if stems[1] else "")
        + f'<g class="nk-near__own">{own}</g>{"".join(drawn)}</svg>'
    )


_LOOSE = {"related", "together"}
"""Relations without a direction, whose branches are dotted."""


def _boxes(relation: Relation, column: int, top: float, language: str) -> Iterator[_Box]:
    shown: Sequence[tuple[str, str]] = relation.concepts
    left_out = len(shown) - MOST
    if left_out > 0:
        more = strings(language)["map.more"].format(count=left_out + 1)
        shown = [*shown[: MOST - 1], ("", more)]
    for concept, label in shown:
        box = _box(concept, label, language, column * (COLUMN + 2 * STEM), top)
        yield box
        top += box.height + BETWEEN


def _box(concept: str, label: str, language: str, left: float, top: float) -> _Box:
    lines = in_lines(label, language, (COLUMN - 2 * INSET) / SIZE, 2)
    return _Box(concept, lines, label, left, top, round(len(lines) * SIZE * LINE + 10, 1))


def _branch(box: _Box, column: int) -> str:
    return f"M{number(MIDDLE)} {number(box.middle)}h{number(STEM if column else -STEM)}"


def _relation(
    relation: Relation, boxes: Iterable[_Box], column: int, top: float, address: Address
) -> str:
    x = MIDDLE + STEM if column else COLUMN
    anchor = "start" if column else "end"
    heading = (
        f'<text class="nk-near__name" x="{number(x)}" y="{number(top + HEADING * 0.62)}" '
        f'text-anchor="{anchor}">{escape(one_line(relation.name, COLUMN / SIZE))}</text>'
    )
    links = "".join(_link(box, relation, column, x, address) for box in boxes)
    return f'<g role="group" aria-label="{escape(relation.name)}">{heading}{links}</g>'


def _link(box: _Box, relation: Relation, column: int, x: float, address: Address) -> str:
    taken = min(COLUMN, width(max(box.lines, key=width)) * SIZE + 2 * INSET)
    kind = "nk-concept" if box.concept else "nk-map__more"
    name = box.label if box.concept else f"{relation.name} {box.label}"
    named = f' aria-label="{escape(one_line(name, 60))}"' if box.lines != (name,) else ""
    left = x if column else x - taken
    # In the middle, since the reader's letters may be narrower than what was reckoned with.
    text = _text(box, left + taken / 2, "middle")
    return (
        f'<a class="{kind}" {LINK}="{escape(address(box.concept))}"{named}>'
        f"{_rectangle(left, box, taken)}{text}</a>"
    )


def _rectangle(left: float, box: _Box, taken: float) -> str:
    return (
        f'<rect x="{number(left)}" y="{number(box.top)}" width="{number(taken)}" '
        f'height="{number(box.height)}" rx="6"/>'
    )


def _text(box: _Box, x: float, anchor: str) -> str:
    first = box.middle - (len(box.lines) - 1) * SIZE * LINE / 2
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(first + at * SIZE * LINE)}">{escape(line)}</tspan>'
        for at, line in enumerate(box.lines)
    )
    return f'<text text-anchor="{anchor}">{spans}</text>'
