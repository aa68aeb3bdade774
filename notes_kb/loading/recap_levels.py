"""How the headings of a paste nest.

Hashes and numbers say it themselves. Headings without them show it by what stands between
them: one that follows another directly is inside it, the last section of a text is inside
no other. The signs are weighed (`recap_nesting`), and the best sequence of levels for the
whole document is taken: of all that end at one level, only the best goes on, as in
Viterbi's algorithm. Its time is linear in the number of headings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_evidence import bare_name, closing_names, is_body_name
from notes_kb.loading.recap_nesting import (
    DEPTH,
    MOST_LEFT_OUT,
    WEIGHTS,
    Tables,
    Trait,
    find_traits,
    moves,
    places,
    series_around,
    stands,
)
from notes_kb.loading.recap_sources import names_sources

_OUTER_BOLD_RANK, _BOLD_RANK = 49, 50
"""Lines without a number stand inside every numbering."""
_BOLD_RANKS = frozenset({_OUTER_BOLD_RANK, _BOLD_RANK})
OUTER_BOLD = "outer bold"
"""The series of the bold lines of a clip that hold the others, as a bar before them says."""
_BOLD = ("**", "__")
_OUTERMOST = 2
"""The level of a paste's outermost headings; 1 is its title."""


def set_levels(drafts: Sequence[Draft], title: str) -> list[Draft]:
    """Give each heading its level: 2 for the outermost, one more for each one around it.

    The name of the list of sources is outermost, whatever stands above it. So is the one over
    all of a text but its abstract; everything below it stands inside, but for what closes a text.
    """
    at = [n for n, draft in enumerate(drafts) if draft.shape is Shape.HASH]
    unnamed = not any(drafts[n].level for n in at)
    sources = [n for n in at if not drafts[n].level and names_sources(drafts[n].text)]
    bodies = [n for n in at if unnamed and is_body_name(drafts[n].text)]
    apart = sources if len(sources) == 1 else []
    at = [n for n in at if n not in apart]
    levels = _levels(drafts, at, title) | dict.fromkeys(apart, 0)
    if len(bodies) == 1:
        body = bodies[0]
        below = _levels(drafts, [n for n in at if n > body], title)
        for n, level in below.items():
            closes = level == 0 and bare_name(drafts[n].text) in closing_names()
            levels[n] = level if closes else levels[body] + 1 + level
    return [
        replace(draft, level=min(levels[n] + _OUTERMOST, 6)) if n in levels else draft
        for n, draft in enumerate(drafts)
    ]


def _levels(drafts: Sequence[Draft], at: Sequence[int], title: str) -> dict[int, int]:
    """Nest headings, the outermost at 0."""
    headings = [drafts[n] for n in at]
    told = len({d.level for d in headings if d.level}) > 1 or all(
        d.numbering or d.marker in _BOLD for d in headings
    )
    levels = by_number(headings) if told else best_levels(find_traits(drafts, at, title))
    return dict(zip(at, levels, strict=True))


# Headings without numbers


@dataclass(frozen=True, slots=True)
class _Path:
    """The best levels so far that end at one level."""

    weight: float
    level: int
    before: _Path | None
    stood: dict[int, int]
    """For each kind of number and series, the level of the last heading that had it."""


def best_levels(
    traits: Sequence[Trait], tables: Tables = WEIGHTS, fixed: Sequence[int | None] = ()
) -> list[int]:
    """Give the sequence of levels with the most weight; a level is left out nowhere.

    Args:
        traits: What is known of each heading, in order.
        tables: The weights; others than our own where weights are fitted.
        fixed: Levels that the sequence must have, one for each heading; None is open.
    """
    if not traits:
        return []
    paths = [_Path(0.0, 0, None, dict.fromkeys(traits[0].kinds, 0))]
    for at, (above, here) in enumerate(pairwise(traits), 1):
        own = [sum(tables.stands[sign][level] for sign in stands(here)) for level in range(DEPTH)]
        signs = [tables.moves[sign] for sign in moves(above, here)]
        inside, stay, out = (sum(column) for column in zip(*signs, strict=True))
        wanted = fixed[at] if fixed else None
        best: dict[int, tuple[float, _Path]] = {}
        for path in paths:
            for level in range(min(path.level + 2, DEPTH)):
                if wanted is not None and level != wanted:
                    continue
                move = inside if level > path.level else stay if level == path.level else out
                place = sum(tables.places[sign] for sign in places(here, level, path.stood))
                total = path.weight + own[level] + move + place
                if level not in best or total > best[level][0]:
                    best[level] = (total, path)
        paths = [
            _Path(total, level, path, path.stood | dict.fromkeys(here.kinds, level))
            for level, (total, path) in sorted(best.items())
        ]
        if not paths:
            return []
    last: _Path | None = max(paths, key=lambda path: (path.weight, -path.level))
    levels: list[int] = []
    while last is not None:
        levels.append(last.level)
        last = last.before
    return levels[::-1]


# Headings with numbers or hashes


def by_number(headings: Sequence[Draft]) -> list[int]:
    """Nest headings by their numbers and hashes alone.

    A hash between two numbers that count on is of another text, as of a prompt that is quoted.
    """
    kinds = [_kind(draft) for draft in headings]
    for n in _closing(headings):
        kinds[n] = min(kinds)
    inside = _Nesting(headings)
    around = series_around([None if d.level else d.numbering for d in headings])
    levels: list[int] = []
    stack: list[int] = []
    held: tuple[int, ...] = ()
    for kind, series in zip(kinds, around, strict=True):
        if kind in held and kind in stack:
            del stack[stack.index(kind) :]
        while stack and stack[-1] not in series and not inside(kind, stack[-1]):
            stack.pop()
        held = series
        stack.append(kind)
        levels.append(len(stack) - 1)
    return levels


def _closing(headings: Sequence[Draft]) -> list[int]:
    """Find the headings without a number whose names close a text, each once in it."""
    names = [bare_name(draft.text) for draft in headings]
    times = Counter(names)
    return [
        n
        for n, (draft, name) in enumerate(zip(headings, names, strict=True))
        if name in closing_names() and times[name] == 1 and not draft.numbering and not draft.level
    ]


def _kind(draft: Draft) -> int:
    """Number the kinds of headings, the ones that usually stand outside first."""
    if draft.level:
        return draft.level - 100
    if draft.numbering:
        return int(draft.numbering.style)
    return _OUTER_BOLD_RANK if draft.series == OUTER_BOLD else _BOLD_RANK


class _Nesting:
    """Which kind stands inside which, by what the document itself does.

    A numbering that begins again at one while another counts on stands inside it.
    """

    def __init__(self, headings: Sequence[Draft]) -> None:
        self._inside: dict[tuple[int, int], int] = {}
        last: dict[int, int] = {}
        seen: dict[int, set[int]] = {}
        above = 0
        for heading in headings:
            kind = _kind(heading)
            number = heading.numbering.numbers[-1] if heading.numbering else 0
            if number > 1 and follows(last.get(kind, 0), number):
                for other in seen.get(kind, ()):
                    self._inside[other, kind] = self._inside.get((other, kind), 0) + 1
            seen[kind] = set()
            if number == 1 and kind in last and above in _BOLD_RANKS:
                self._inside[kind, above] = self._inside.get((kind, above), 0) + 1
            above = kind
            if number == 1:
                for others in seen.values():
                    others.add(kind)
                seen[kind] = set()
            last[kind] = number

    def __call__(self, inner: int, outer: int) -> bool:
        there = self._inside.get((inner, outer), 0)
        back = self._inside.get((outer, inner), 0)
        return there > back if there != back else inner > outer


def follows(before: int, after: int) -> bool:
    """Tell whether a number continues another; people skip one now and then."""
    return 0 < after - before <= MOST_LEFT_OUT + 1
