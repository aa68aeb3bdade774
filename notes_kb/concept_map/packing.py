"""Places for the labels of a topic: circles packed into a circle, by the library `circlify`.

A label stands in a circle that holds all its lines, and circles do not overlap, so labels
do not either.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from circlify import circlify

from notes_kb.concept_map.lettering import Lettering, letter
from notes_kb.concept_map.values import MapConcept, MapTopic
from notes_kb.languages.strings import strings

PADDING = 5.0
"""Between a label and its circle."""
GAP = 1.5
"""Between two circles, on the side of each."""
SMALLEST = 24.0
"""The radius of a circle, at least; twice the target that a finger needs (WCAG 2.2, 2.5.8)."""
GROWTH = 9.0
"""By how much the circle of what is mentioned most grows."""
WIDEST = 384.0
"""Diameter of a packed topic: on a phone of 390 pixels its labels are 12 pixels high."""


class Bubble(NamedTuple):
    """A label at its place, its units those of `lettering.SIZE`."""

    concept: str
    """Empty for the count of what is left out."""
    label: str
    lines: tuple[str, ...]
    x: float
    y: float
    radius: float


class PackedTopic(NamedTuple):
    """A topic's labels in a square; the corner is at (0, 0)."""

    topic: MapTopic
    side: float
    bubbles: tuple[Bubble, ...]
    """In the order of the topic's concepts; the last may be the count of what is left out."""
    left_out: int


def pack_topic(topic: MapTopic, language: str, strongest: int) -> PackedTopic:
    """Give every label of a topic its place; as many as fit into `WIDEST` are named.

    `strongest` is how often the concept is mentioned that has the largest circle.
    """
    shown = topic.concepts
    while True:
        left_out = topic.left_out + len(topic.concepts) - len(shown)
        packed = _packed(topic, shown, left_out, language, strongest)
        if packed.side <= WIDEST or len(shown) <= 1:
            return packed
        fitting = int(len(shown) * (WIDEST / packed.side) ** 2)
        shown = shown[: max(1, min(fitting, len(shown) - 1))]


def _packed(
    topic: MapTopic, shown: Sequence[MapConcept], left_out: int, language: str, strongest: int
) -> PackedTopic:
    labels = [(one.id, one.label, one.mentions) for one in shown]
    if left_out:
        labels.append(("", strings(language)["map.more"].format(count=left_out), 0))
    lettered = [letter(label, language) for _, label, _ in labels]
    radii = tuple(
        _radius(of, mentions, strongest)
        for of, (_, _, mentions) in zip(lettered, labels, strict=True)
    )
    if not radii:
        return PackedTopic(topic, 0, (), left_out)
    places, whole = pack(tuple(radius + GAP for radius in radii))
    bubbles = tuple(
        Bubble(concept, label, of.lines, x, y, radius)
        for (concept, label, _), of, radius, (x, y) in zip(
            labels, lettered, radii, places, strict=True
        )
    )
    return PackedTopic(topic, 2 * whole, bubbles, left_out)


def _radius(lettering: Lettering, mentions: int, strongest: int) -> float:
    growth = GROWTH * sqrt(mentions / strongest) if strongest else 0
    return round(max(SMALLEST, lettering.radius + PADDING) + growth, 1)


@lru_cache(maxsize=256)
def pack(radii: tuple[float, ...]) -> tuple[tuple[tuple[float, float], ...], float]:
    """Pack circles into a circle; give their centres, and its radius.

    The centres are measured from the corner of the square round it. The library takes areas,
    and scales what it gives to a circle of radius 1; this scales it back.
    """
    areas = [{"id": at, "datum": radius * radius} for at, radius in enumerate(radii)]
    placed = {circle.ex["id"]: circle for circle in circlify(areas)}
    scale = max(radius / placed[at].r for at, radius in enumerate(radii))
    whole = round(scale, 1)
    places = tuple(
        (round(whole + scale * placed[at].x, 1), round(whole - scale * placed[at].y, 1))
        for at in range(len(radii))
    )
    return places, whole
