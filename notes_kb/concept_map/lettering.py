"""Labels in lines, with the room that they take.

The reader's fonts are not known when a site is built. The widths here are those of wide
faces among the system fonts that `notes-kb.css` names, so that a label is never wider.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import hypot
from typing import NamedTuple

from wcwidth import wcwidth

from notes_kb.text.phrases import phrases_of, writing_of

SIZE = 13.0
"""The size of letters on a map, in its units; a unit is a twentieth of a ``rem``."""
LINE = 1.22
"""From one line to the next, in sizes."""
MOST_LINES = 4
LONGEST_LINE = 8.6
"""In sizes; a longer word is broken anywhere."""
LONGEST_LABEL = 120
"""Characters that are looked at; what does not fit into the lines ends in an ellipsis."""

SHORTEST_PART = 4
"""Letters of the shortest part into which a word with hyphens is broken, if it fits a line
whole: ``DeepSeek-R1`` and ``Pre-training`` stay together, ``self-consistency`` need not."""

_BLANKS = re.compile(r"[^\S\u00a0]+")
_WORD = re.compile(r"[^ ]* |[^ ]+")
_PART = re.compile(r"[^-/]*[-/]|[^-/]+")
_NARROW = frozenset("iljft.,:;'|!()[]/- ")
_BROAD = frozenset("mwMWGOQ@%—")


class Lettering(NamedTuple):
    """A label in lines."""

    lines: tuple[str, ...]
    radius: float
    """Of the smallest circle round the middle of the lines that holds them."""


def width(text: str) -> float:
    """Give an upper bound of a text's width, in sizes of its letters."""
    return sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    cells = wcwidth(character)
    if cells != 1:
        return 1.0 if cells > 1 else 0.0
    if character in _NARROW:
        return 0.4
    if character in _BROAD:
        return 0.95
    return 0.72 if character.isupper() else 0.6


def one_line(label: str, most: float) -> str:
    """Give a label, cut to a width in sizes."""
    label = " ".join(label[: 2 * LONGEST_LABEL].split())
    if width(label) <= most:
        return label
    while label and width(label) + 1 > most:
        label = label[:-1]
    return f"{label.rstrip()}…"


def letter(label: str, language: str) -> Lettering:
    """Break a label into the lines that need the smallest circle."""
    pieces = [
        part
        for piece in _pieces(label[:LONGEST_LABEL], language)
        for part in _at_most(piece, LONGEST_LINE)
    ]
    tried = [
        _in_circle(lines)
        for most in sorted({round(width("".join(run).strip()), 2) for run in _runs(pieces)})
        if most <= LONGEST_LINE and len(lines := _filled(pieces, most)) <= MOST_LINES
    ]
    if tried and len(label) <= LONGEST_LABEL:
        return min(tried, key=lambda one: one.radius)
    return _in_circle(_ellipsis(_filled(pieces, LONGEST_LINE)[:MOST_LINES], LONGEST_LINE))


def in_lines(label: str, language: str, most: float, lines: int) -> tuple[str, ...]:
    """Break a label into a number of lines at most, none wider than `most` sizes."""
    pieces = [part for p in _pieces(label[:LONGEST_LABEL], language) for part in _at_most(p, most)]
    filled = _filled(pieces, most)
    if len(filled) <= lines and len(label) <= LONGEST_LABEL:
        return filled
    return _ellipsis(filled[:lines], most)


def _pieces(label: str, language: str) -> Iterator[str]:
    """Yield the pieces of a label; a blank or hyphen stands at the end of its piece.

    A no-break space holds what stands beside it together.
    """
    label = _BLANKS.sub(" ", label).strip()
    for phrase in phrases_of(label, writing_of(label, language)):
        for word in _WORD.findall(phrase):
            parts = _PART.findall(word)
            short = min(len(part.rstrip("-/ ")) for part in parts) < SHORTEST_PART
            yield from [word] if short and width(word.strip()) <= LONGEST_LINE else parts


def _at_most(piece: str, most: float) -> Iterator[str]:
    """Break a piece that is longer than a line anywhere."""
    part = ""
    for character in piece:
        if part and width(part + character) > most:
            yield part
            part = ""
        part += character
    yield part


def _runs(pieces: list[str]) -> Iterator[list[str]]:
    """Yield every stretch of pieces that may stand on a line."""
    for start in range(len(pieces)):
        taken = 0.0
        for end in range(start, len(pieces)):
            taken += width(pieces[end])
            yield pieces[start : end + 1]
            if taken > LONGEST_LINE:
                break


def _filled(pieces: list[str], most: float) -> tuple[str, ...]:
    """Fill lines one after the other up to a width, or more where one piece is wider."""
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if line and width((line + piece).strip()) > most:
            lines.append(line.strip())
            line = ""
        line += piece
    return (*lines, line.strip())


def _ellipsis(lines: tuple[str, ...], most: float) -> tuple[str, ...]:
    """End the last line in an ellipsis, within a width."""
    *before, last = lines
    while last and width(last) + 1 > most:
        last = last[:-1]
    return (*before, f"{last.rstrip()}…")


def _in_circle(lines: tuple[str, ...]) -> Lettering:
    half = len(lines) * LINE / 2
    edges = (
        hypot(width(line) / 2, max(abs(at * LINE - half), abs((at + 1) * LINE - half)))
        for at, line in enumerate(lines)
    )
    return Lettering(lines, SIZE * max(edges))
