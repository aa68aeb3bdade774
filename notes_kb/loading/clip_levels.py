"""How the headings of a clipped page nest, where its Markdown does not say it or says it wrongly.

Named headings have levels; those that were found beside them get theirs from their numbers and
their neighbours. A page's editor often has one size for headings that stand inside each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from notes_kb.languages.numbering import Style
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_levels import by_number
from notes_kb.loading.recap_sources import names_sources
from notes_kb.text.numbering import Numbering

_OUTERMOST, _DEEPEST = 2, 6
_SERIES = 3
"""Links of the shortest list of links."""
_FEWEST = 2
"""Headings that make a kind."""
_COUNT = Style.ARABIC
_LINK = re.compile(r"\[[^\[\]]{1,200}\]\([^()\s]{1,2000}(?: \"[^\"]{0,400}\")?\)")


def is_link(text: str) -> bool:
    """Tell a heading that is nothing but a link."""
    return _LINK.fullmatch(text) is not None


def set_levels_beside(drafts: Sequence[Draft]) -> list[Draft]:
    """Give headings that were found levels between those that Markdown names.

    They stand inside the heading above, each kind of number inside the one before, unless
    they go on with the numbers of named headings, or are what directly precedes these. The
    list of sources stands inside none.
    """
    at = [n for n, draft in enumerate(drafts) if draft.shape is Shape.HASH]
    named = {n: drafts[n].level for n in at if drafts[n].level}
    if len(named) == len(at) or not named:
        return list(drafts)
    series = _levels_of_series(drafts, at, named)
    outside = _outside(drafts, at, named)
    depths = dict(zip(at, by_number([drafts[n] for n in at]), strict=True))
    levels: dict[int, int] = {}
    last, base, shift = _OUTERMOST - 1, 0, 0
    outermost = min(named.values())
    for n in at:
        if n in named:
            last, base = named[n] + shift, depths[n]
            levels[n] = last
        elif names_sources(drafts[n].text) and not drafts[n].numbering:
            levels[n] = last = outermost
            base = depths[n]
        elif n in series:
            levels[n] = last = series[n] + shift
            base = depths[n]
        elif n in outside:
            levels[n] = max(_OUTERMOST, outside[n] - 1)
            shift = max(shift, levels[n] + 1 - outside[n])
            last, base = levels[n], depths[n]
        else:
            levels[n] = last + max(1, depths[n] - base)
    return [
        replace(draft, level=min(levels[n], _DEEPEST)) if n in levels else draft
        for n, draft in enumerate(drafts)
    ]


def _levels_of_series(
    drafts: Sequence[Draft], at: Sequence[int], named: Mapping[int, int]
) -> dict[int, int]:
    """Find the headings that count on from a named one, or up to one, and give its level."""
    levels: dict[int, int] = {}
    for order in (at, at[::-1]):
        last: dict[int, tuple[Numbering, int]] = {}
        for n in order:
            number = drafts[n].numbering
            if number is None:
                continue
            before = last.get(number.style)
            step = number.numbers[-1] - before[0].numbers[-1] if before else 0
            alike = before is not None and before[0].numbers[:-1] == number.numbers[:-1]
            if n in named:
                last[number.style] = (number, named[n])
            elif before and alike and step == (1 if order is at else -1):
                levels.setdefault(n, before[1])
                last[number.style] = (number, before[1])
            else:
                last.pop(number.style, None)
    return levels


def _outside(
    drafts: Sequence[Draft], at: Sequence[int], named: Mapping[int, int]
) -> dict[int, int]:
    """Find the headings around named ones: all of one kind, where these follow them directly.

    Where Markdown names no outermost heading, they are such if they begin before the named.
    Gives for each the level of the named headings inside.
    """
    if at[0] not in named and (level := min(named.values())) > _OUTERMOST:
        return {n: level for n in at if n not in named}
    pairs = [(a, b) for a, b in pairwise(at) if b == a + 1]
    inner = Counter(named[b] for a, b in pairs if a not in named and b in named)
    back = sum(a in named and b not in named for a, b in pairs)
    if inner.total() < _FEWEST or inner.total() <= back:
        return {}
    before = Counter(_style(drafts[a]) for a, b in pairs if a not in named and b in named)
    level = min(inner, key=lambda one: (-inner[one], one))
    return {
        n: level
        for n in at
        if n not in named and (drafts[n].numbering is None or before[_style(drafts[n])])
    }


def _style(draft: Draft) -> Style | None:
    return draft.numbering.style if draft.numbering else None


def level_counts(drafts: Sequence[Draft]) -> list[Draft]:
    """Give headings that count, 1 and 2 and 3, one level: that of the first, if it is deeper.

    It stands right below a heading that holds them all, and so alone was put inside it. What
    stands inside one of them moves with it.
    """
    moved = list(drafts)
    run: list[int] = []
    counted = [n for n, d in enumerate(drafts) if d.shape is Shape.HASH and _style(d) is _COUNT]
    for n in (*counted, len(drafts)):
        number = drafts[n].numbering if n < len(drafts) else None
        if number is not None and number.numbers[0] == len(run) + 1:
            run.append(n)
            continue
        levels = {drafts[at].level for at in run[1:]}
        if len(levels) == 1 and drafts[run[0]].level == levels.pop() + 1:
            for inner in (inner for at in run[1:] for inner in _inside(drafts, at)):
                moved[inner] = replace(drafts[inner], level=min(drafts[inner].level + 1, _DEEPEST))
        run = [n] if number is not None and number.numbers[0] == 1 else []
    return moved


def _inside(drafts: Sequence[Draft], at: int) -> Iterator[int]:
    """Yield a heading and those inside it."""
    yield at
    for n in range(at + 1, len(drafts)):
        if drafts[n].shape is not Shape.HASH:
            continue
        if drafts[n].level <= drafts[at].level:
            return
        yield n


def set_counts_inside(drafts: Sequence[Draft]) -> list[Draft]:
    """Put numbers that begin again between two that count on inside the first: 一 1 2 二 1 2.

    A page's editor often has one size for both.
    """
    moved = list(drafts)
    for row in _rows(drafts):
        inside = _styles_inside(drafts, row)
        seen: set[Style | None] = set()
        for n in row:
            style = _style(drafts[n])
            seen.add(style)
            shift = _shift(style, inside, seen)
            for inner in _inside(drafts, n) if shift else ():
                level = min(drafts[inner].level + shift, _DEEPEST)
                moved[inner] = replace(drafts[inner], level=level)
    return moved


def _rows(drafts: Sequence[Draft]) -> Iterator[list[int]]:
    """Yield the headings of one level that stand in one section."""
    open_rows: list[list[int]] = []
    for n, draft in enumerate(drafts):
        if draft.shape is not Shape.HASH or not draft.level:
            continue
        while open_rows and drafts[open_rows[-1][0]].level > draft.level:
            yield open_rows.pop()
        if open_rows and drafts[open_rows[-1][0]].level == draft.level:
            open_rows[-1].append(n)
        else:
            open_rows.append([n])
    yield from open_rows


def _styles_inside(drafts: Sequence[Draft], row: Sequence[int]) -> dict[Style, Style]:
    """Find the kinds of numbers that begin at one between two of another kind that count on."""
    votes: Counter[tuple[Style, Style]] = Counter()
    last: dict[Style, int] = {}
    begun: dict[Style, set[Style]] = {}
    for n in row:
        number = drafts[n].numbering
        if number is None or len(number.numbers) > 1:
            continue
        style, value = number.style, number.numbers[0]
        if value == last.get(style, 0) + 1 > 1:
            votes.update((inner, style) for inner in begun[style])
        if value == 1:
            for others in begun.values():
                others.add(style)
        begun[style] = set()
        last[style] = value
    around: dict[Style, set[Style]] = {}
    for (inner, outer), count in votes.items():
        if inner is not outer and count > votes[outer, inner]:
            around.setdefault(inner, set()).add(outer)
    # Right around one is what most others are around too.
    return {
        inner: max(outers, key=lambda outer: (len(around.get(outer, ())), outer))
        for inner, outers in around.items()
    }


def _shift(
    style: Style | None, inside: Mapping[Style, Style], seen: Collection[Style | None]
) -> int:
    """Count the kinds of numbers around one, of which each has been seen."""
    shift = 0
    while style is not None and shift < len(inside):
        style = inside.get(style)
        if style is None or style not in seen:
            break
        shift += 1
    return shift


def set_dotted_inside(drafts: Sequence[Draft]) -> list[Draft]:
    """Put headings inside the one whose number they extend, 2.1 inside 2, of the same level.

    A page's editor often has one size for all. Where one level holds both, the numbers say
    how they nest; what Markdown puts inside a heading moves with it.
    """
    around: list[tuple[int, int, tuple[int, ...]]] = []
    moved: dict[int, int] = {}
    for n, draft in enumerate(drafts):
        if draft.shape is not Shape.HASH or not draft.level:
            continue
        numbers = draft.numbering.numbers if draft.numbering else ()
        while around and not _holds(around[-1], draft.level, numbers):
            around.pop()
        level = draft.level
        if around:
            named, given, _ = around[-1]
            level = given + max(1, draft.level - named)
        if level != draft.level:
            moved[n] = min(level, _DEEPEST)
        around.append((draft.level, level, numbers))
    return [replace(d, level=moved[n]) if n in moved else d for n, d in enumerate(drafts)]


def _holds(outer: tuple[int, int, tuple[int, ...]], level: int, numbers: tuple[int, ...]) -> bool:
    """Tell whether a heading, by its named level and number, is inside another."""
    named, _, others = outer
    return named < level or (named == level and len(numbers) > 1 and numbers[:-1] == others)


def set_links_inside(drafts: Sequence[Draft]) -> list[Draft]:
    """Put headings that are links inside the ones above that are none, of the same level.

    A newsletter sets the names of its columns and the titles that it links to in one size.
    Most of its headings are links then, and a link follows most of the others directly.
    """
    at = [n for n, draft in enumerate(drafts) if draft.shape is Shape.HASH]
    moved = list(drafts)
    for level in {drafts[n].level for n in at}:
        alike = [n for n in at if drafts[n].level == level]
        links = {n for n in alike if is_link(drafts[n].text)}
        columns = [n for n in alike if n not in links]
        led = sum(n + 1 in links for n in columns)
        if len(links) < _SERIES or led < _FEWEST or led * 2 < len(columns) or alike[0] in links:
            continue
        for n in links:
            for inner in _inside(drafts, n):
                moved[inner] = replace(drafts[inner], level=min(drafts[inner].level + 1, _DEEPEST))
    return moved
