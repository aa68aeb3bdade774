"""SVG of a packed topic: its ties, and each label as a link in a circle.

Nothing here has a style of its own; `notes-kb.css` colours the classes in both schemes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape

from notes_kb.concept_map.lettering import LINE, SIZE, one_line
from notes_kb.concept_map.packing import Bubble, PackedTopic

UNIT = 20
"""Units of a drawing in a ``rem``, so that a map grows with the reader's letters."""
BEND = 0.14
"""How far the line between two circles bends, in parts of its length."""

LINK = "xlink:href"
"""The attribute that makes a link; the theme's instant navigation sets ``href`` of whatever has
one, which ends in an error where that is an element of SVG."""

Address = Callable[[str], str]
"""Gives the address of a concept's page; that of the whole topic for an empty name."""


def draw_topic(packed: PackedTopic, name: str, more: str, address: Address) -> str:
    """Draw a topic. `name` is what a screen reader calls it, `more` the count's link."""
    side = number(packed.side)
    tied = {concept.id: concept.ties for concept in packed.topic.concepts}
    drawn = "".join(
        [
            _ground(packed),
            *_ties(packed.bubbles, packed),
            *(_bubble(b, tied, more, address) for b in packed.bubbles),
        ]
    )
    return (
        f'<svg class="nk-map__drawing" role="group" aria-label="{escape(name)}" '
        f'viewBox="0 0 {side} {side}" width="{number(packed.side / UNIT)}em">{drawn}</svg>'
    )


def _ground(packed: PackedTopic) -> str:
    half = number(packed.side / 2)
    return f'<circle class="nk-map__ground" cx="{half}" cy="{half}" r="{half}"/>'


def _ties(bubbles: Iterable[Bubble], packed: PackedTopic) -> Iterator[str]:
    """Yield one path with the lines between all concepts of the topic that are tied."""
    places = {bubble.concept: bubble for bubble in bubbles if bubble.concept}
    lines = [
        line_between(places[concept.id], places[other])
        for concept in packed.topic.concepts
        if concept.id in places
        for other in concept.ties
        if other in places and concept.id < other
    ]
    if lines:
        yield f'<path class="nk-map__ties" d="{"".join(lines)}"/>'


def line_between(one: Bubble, other: Bubble) -> str:
    """Bend a line between the middles of two circles, which cover its ends."""
    across, down = other.x - one.x, other.y - one.y
    middle_x, middle_y = (one.x + other.x) / 2, (one.y + other.y) / 2
    bent = f"{number(middle_x - BEND * down)} {number(middle_y + BEND * across)}"
    return f"M{number(one.x)} {number(one.y)}Q{bent} {number(other.x)} {number(other.y)}"


def _bubble(bubble: Bubble, tied: Mapping[str, Sequence[str]], more: str, address: Address) -> str:
    count = not bubble.concept
    # What the script needs to show the ties that lead out of this drawing.
    ids = "" if count else f' data-id="{escape(bubble.concept)}"'
    if ties := " ".join(tied.get(bubble.concept, ())):
        ids += f' data-ties="{escape(ties)}"'
    name = more if count else one_line(bubble.label, 60)
    named = f' aria-label="{escape(name)}"' if count or bubble.lines != (bubble.label,) else ""
    kind = "nk-map__more" if count else "nk-concept"
    x, y = number(bubble.x), number(bubble.y)
    return (
        f'<a class="{kind}" {LINK}="{escape(address(bubble.concept))}"{ids}{named}>'
        f'<circle cx="{x}" cy="{y}" r="{number(bubble.radius)}"/>{_text(bubble)}</a>'
    )


def _text(bubble: Bubble) -> str:
    x = number(bubble.x)
    top = bubble.y - (len(bubble.lines) - 1) * SIZE * LINE / 2
    spans = "".join(
        f'<tspan x="{x}" y="{number(top + at * SIZE * LINE)}">{escape(line)}</tspan>'
        for at, line in enumerate(bubble.lines)
    )
    return f"<text>{spans}</text>"


def number(value: float) -> str:
    """Write a number with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
