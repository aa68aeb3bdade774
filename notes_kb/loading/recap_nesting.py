"""What speaks for a heading of a paste being inside another, and what against it.

A heading shows its level by what stands between it and its neighbours, and by the headings
before it that are of its kind: one of a series stands where the series stands. The signs
are weighed in three tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from notes_kb.languages.numbering import counted_word
from notes_kb.languages.scripts import has_wide
from notes_kb.loading.recap_blocks import Draft
from notes_kb.loading.recap_decorated import BARS, is_decoration
from notes_kb.loading.recap_evidence import bare_name, outer_names
from notes_kb.text.numbering import Numbering

DEPTH = 3
"""Levels of headings that have neither hash nor number."""
_LABEL = re.compile(r"[^\s:：]{1,12} ?[:：]")
_SHORT = 3
"""Drafts of a body that may be an introduction to the sections inside."""
_LONG = 12
"""Drafts from which a body is long."""
_ROW = 3
"""Headings decorated alike that come after each other."""
_SEVERAL = 2
_FEW = 6
_MANY = 15
"""Headings of a text that has few, or many."""

STANDS: Mapping[str, tuple[float, ...]] = {
    "": (0.04, 0.1, -0.04),
    "another follows directly": (0.71, -0.16, -0.45),
    "one paragraph follows": (-0.02, 0.03, 0.1),
    "two or three paragraphs follow": (0.05, 0.08, 0.07),
    "much text follows": (0.01, -0.03, 0.01),
    "it is the last heading": (0.09, -0.03, -0.06),
    "it closes a text": (1.1, -0.3, -0.8),
    "it shares letters with the title": (0.05, -0.02, -0.03),
    "it counts with a word": (-0.6, 0.5, 0.0),
    "it is in another script than the text": (0.04, 0.01, -0.05),
    "it has a number": (0.12, 0.02, -0.14),
    "the text has few headings": (0.04, 0.0, -0.05),
    "the text has many headings": (-0.04, 0.0, 0.04),
    "no heading follows another directly": (0.07, -0.03, -0.04),
}
"""For each sign of a heading, what it adds to the three levels, the outermost first. The
three tables were fitted by a structured perceptron on one half of a sample of real articles."""

MOVES: Mapping[str, tuple[float, float, float]] = {
    "": (-0.58, 0.0, -0.12),
    "the one above has nothing else below it": (0.44, -0.17, -0.27),
    "the one above has one paragraph": (0.25, -0.08, -0.17),
    "the one above has two or three paragraphs": (0.04, -0.05, -0.09),
    "the one above has much text": (0.0, -0.04, -0.06),
    # Set by hand: hardly an article of the sample decorates its headings.
    "it is decorated otherwise than the one directly above": (2.4, -1.2, -1.2),
    "a bar sets it below a heading without one": (3.0, -1.5, -1.5),
    "a numbering begins below a bar": (2.5, -1.5, -1.0),
    "it holds headings with bars": (-3.0, 0.0, 2.0),
    "the text above ends with a colon": (1.51, -1.32, -0.09),
    "the one above closes a text": (0.14, -0.1, -0.04),
    "it closes a text": (-0.6, 0.2, 0.0),
    "another follows directly": (0.47, -0.3, -0.27),
    "both begin alike": (0.06, 0.02, -0.17),
    "both end alike": (0.11, 0.1, -0.21),
    "only the one above shares letters with the title": (0.08, 0.08, -0.06),
    "only this one shares letters with the title": (-0.1, -0.02, 0.02),
    "the one above shares letters with the title": (0.07, -0.01, 0.03),
    "it counts with a word": (-0.2, 0.1, 0.1),
    "it goes on counting": (-8.86, 1.84, -0.38),
    "it begins to count": (0.36, -0.72, 0.36),
    "counting has ended": (0.6, -0.9, 0.4),
    "the script changes to the text's own": (-1.05, 0.42, 0.64),
    "the script changes to another": (0.2, -0.03, -0.07),
    "both are in another script": (-0.28, 0.59, -0.31),
    "its number is of the same kind": (-7.76, 1.28, -0.62),
    "a numbering begins at one": (0.93, -0.26, -0.67),
    "a numbering comes back": (-0.9, -0.41, 1.31),
    "another numbering begins at one": (1.77, -0.86, -0.91),
    "another numbering comes back": (-0.49, -0.35, 0.84),
    "the numbering has ended": (0.16, -0.23, 0.17),
    "a numbering has ended that several headings without one hold": (-0.5, -1.0, 1.5),
    "a numbering begins at one again": (-0.25, 0.26, 0.0),
    "a numbering begins directly below": (-0.46, 0.36, 0.1),
    "no number comes below it": (-0.05, 0.04, 0.01),
    "a numbering begins below it": (0.2, 0.04, -0.24),
    "numbers count on below it": (-0.32, 0.29, 0.13),
}
"""For each sign of two headings in a row, what it adds to going inside, staying, going out."""


PLACES: Mapping[str, float] = {
    "where its series stands": 4.0,
    "elsewhere than its series": -4.0,
    "outside a series that counts on around it": -6.0,
    "no further out than the numbering that begins again below it": -2.5,
    "where a series of its kind stood": 0.1,
    "elsewhere than a series of its kind": -0.1,
    "right inside the number that it extends": 0.04,
    "elsewhere than inside the number that it extends": -0.04,
    "where the last without a number stood": -0.15,
}
"""For each place that the headings before offer, what it adds to standing there."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The three tables of weights."""

    stands: Mapping[str, tuple[float, ...]]
    moves: Mapping[str, tuple[float, ...]]
    places: Mapping[str, float]


WEIGHTS = Tables(STANDS, MOVES, PLACES)

MOST_LEFT_OUT = 2
"""Numbers that may be missing from a series."""

UNNUMBERED = 0
"""The kind of a heading without a number, where levels are kept by kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """What is known of one heading."""

    text: str
    body: int
    """Drafts below it, up to the next heading."""
    last: bool
    colon: bool
    """Whether the text below ends by announcing something."""
    titled: bool
    """Whether it shares letters with the title."""
    foreign: bool
    """Whether it is in another script than the text."""
    label: str
    """The word that it counts with, where others count with it too."""
    style: int
    """The kind of its number, or `UNNUMBERED`."""
    series: int
    """Which series of lines that are decorated alike it is one of, below 0; 0 for none."""
    barred: bool
    """Whether a bar stands before it, as before others, the first of them below a plain one."""
    outside: bool
    """Whether it is plain and holds such."""
    number: int
    counts_on: bool
    """Whether its number follows the last of its kind."""
    kind_again: bool
    """Whether its kind of numbers has been begun before."""
    held: bool
    """Whether numbers of its kind stand inside several headings without one."""
    parts: int
    """The kind of the numbers that begin again right below it, if it has none itself."""
    extends: int
    """The kind of the number above that it extends, as 2.1 extends 2; `UNNUMBERED` for none."""
    among: int
    """How many headings the text has."""
    among_direct: int
    """How many of them are followed directly by another."""
    around: tuple[int, ...]
    """The kinds of the numbers, and the series, that go on from above it to below it."""
    to_come: str
    """What the next number below it does: count on, begin at one, or end; empty with a number."""

    @property
    def kinds(self) -> tuple[int, ...]:
        """Under which kinds its level is kept."""
        return (self.style, self.series) if self.series else (self.style,)

    @property
    def closes(self) -> bool:
        """Whether it belongs to no other by its name, as a section that ends a text."""
        return bare_name(self.text) in outer_names()

    @property
    def direct(self) -> bool:
        """Whether another heading follows directly."""
        return self.body == 0 and not self.last


def find_traits(drafts: Sequence[Draft], at: Sequence[int], title: str) -> list[Trait]:
    """Measure the headings of a paste.

    Args:
        drafts: The body of the paste.
        at: Which of the drafts are headings.
        title: The title of the paste, or empty.
    """
    words = [counted_word(drafts[n].text) for n in at]
    times = Counter(words)
    pairs = _pairs(title)
    wide = sum(has_wide(drafts[n].text) for n in at) * 2 > len(at)
    numbers = [drafts[n].numbering for n in at]
    series = _series([drafts[n] for n in at])
    coming = _to_come(numbers)
    holders = _holders(numbers)
    barred = _barred([drafts[n] for n in at], at)
    outside = _outside([drafts[n] for n in at], barred, at)
    around = [
        (*kinds, *decorated)
        for kinds, decorated in zip(
            series_around(numbers), _decorated_around(series, numbers, outside), strict=True
        )
    ]
    direct = sum(below - above == 1 for above, below in pairwise(at))
    last: dict[int, Numbering] = {}
    traits: list[Trait] = []
    for k, n in enumerate(at):
        draft = drafts[n]
        end = at[k + 1] if k + 1 < len(at) else len(drafts)
        body = end - n - 1
        number = draft.numbering
        before = last.get(number.style) if number else None
        traits.append(
            Trait(
                text=draft.text,
                body=body,
                last=k + 1 == len(at),
                colon=0 < body <= _SHORT and drafts[end - 1].text.endswith(("：", ":")),
                titled=bool(pairs & _pairs(draft.text)),
                foreign=wide and draft.text.isascii(),
                label=words[k] if times[words[k]] > 1 else "",
                style=int(number.style) if number else 0,
                series=series[k],
                barred=barred[k],
                outside=outside[k],
                number=number.numbers[-1] if number else 0,
                counts_on=bool(before and number and before.numbers < number.numbers),
                kind_again=before is not None,
                held=number is not None and holders[int(number.style)] >= _SEVERAL,
                parts=UNNUMBERED if number or series[k] else _begun_again(numbers, k, last),
                extends=_extended(number, last) if number else UNNUMBERED,
                among=len(at),
                among_direct=direct,
                around=around[k],
                to_come=coming[k],
            )
        )
        if number:
            last[number.style] = number
    return traits


def series_around(numbers: Sequence[Numbering | None]) -> list[tuple[int, ...]]:
    """Find, for each heading, the kinds of the series that go on below it.

    What stands between 5.2.2 and 5.2.3 is a part of 5.2.2, and between 5.2 and 5.3 of 5.2.
    """
    found: list[set[int]] = [set() for _ in numbers]
    last: dict[int, tuple[int, Numbering]] = {}
    for k, number in enumerate(numbers):
        if number is None:
            continue
        kind = int(number.style)
        before = last.get(kind)
        if before is not None and _goes_on(before[1], number):
            for inner in range(before[0] + 1, k):
                found[inner].add(kind)
        last[kind] = (k, number)
    return [tuple(sorted(kinds)) for kinds in found]


def _series(headings: Sequence[Draft]) -> list[int]:
    """Count the series of headings that are decorated alike, from -1 down; 0 for the others."""
    marks = list(dict.fromkeys(draft.series for draft in headings if draft.series))
    return [-1 - marks.index(draft.series) if draft.series else 0 for draft in headings]


def _barred(headings: Sequence[Draft], at: Sequence[int]) -> list[bool]:
    """Tell the decorated headings that stand inside the plain one above their first.

    A bar is of an inner heading. What decorates headings otherwise is so where several come
    after each other, with a short introduction at most below the plain heading.
    """
    inside: set[str] = set()
    seen: set[str] = set()
    plain = False
    for k, draft in enumerate(headings):
        mark = draft.series
        if (
            mark
            and mark not in seen
            and (plain if mark in BARS else k and _introduces(headings, at, k))
        ):
            inside.add(mark)
        seen.add(mark)
        plain = plain or not (mark in BARS or draft.numbering)
    return [draft.series in inside for draft in headings]


def _introduces(headings: Sequence[Draft], at: Sequence[int], first: int) -> bool:
    """Tell a plain heading right above the first of several that are decorated alike."""
    above, mark = headings[first - 1], headings[first].series
    row = [draft.series for draft in headings[first : first + _ROW]]
    return (
        is_decoration(mark)
        and not (above.series or above.numbering)
        and at[first] - at[first - 1] <= _SHORT + 1
        and len(row) == _ROW
        and set(row) == {mark}
    )


def _outside(headings: Sequence[Draft], barred: Sequence[bool], at: Sequence[int]) -> list[bool]:
    """Tell the plain headings that hold decorated ones: all with a label, where the first has one.

    Where it has none, those directly above a decorated one, those behind the last, and the one
    that introduces a row of them.
    """
    if True not in barred:
        return [False] * len(headings)
    first = barred.index(True)
    last = len(barred) - 1 - barred[::-1].index(True)
    plain = [not (bar or draft.numbering) for bar, draft in zip(barred, headings, strict=True)]
    above = [draft.text for draft in headings[:first] if not draft.numbering]
    if above and _LABEL.match(above[-1]):
        return [
            own and _LABEL.match(draft.text) is not None
            for own, draft in zip(plain, headings, strict=True)
        ]
    bars = headings[last].series in BARS
    found = set(range(last + 1, len(plain) if bars else last + 2))
    found |= {k for k, (n, below) in enumerate(pairwise(at)) if barred[k + 1] and below == n + 1}
    found |= set() if bars else {first - 1}
    return [own and k in found for k, own in enumerate(plain)]


def _decorated_around(
    series: Sequence[int], numbers: Sequence[Numbering | None], outside: Sequence[bool]
) -> list[tuple[int, ...]]:
    """Find, for each plain heading, the series of which one stands above it and the next below."""
    found: list[tuple[int, ...]] = [()] * len(series)
    last = 0
    for k, own in enumerate(series):
        if own and own == series[last]:
            for inner in range(last + 1, k):
                plain = numbers[inner] is None and not outside[inner]
                found[inner] = (own,) if plain else ()
        last = k if own else last
    return found


def _goes_on(before: Numbering, after: Numbering) -> bool:
    step = after.numbers[-1] - before.numbers[-1]
    return before.numbers[:-1] == after.numbers[:-1] and 0 < step <= MOST_LEFT_OUT + 1


def _holders(numbers: Sequence[Numbering | None]) -> Counter[int]:
    """Count, for each kind of number, the headings without one right above its first."""
    return Counter(
        int(below.style)
        for above, below in pairwise(numbers)
        if above is None and below is not None and below.numbers == (1,)
    )


def _begun_again(
    numbers: Sequence[Numbering | None], at: int, last: Mapping[int, Numbering]
) -> int:
    """Give the kind of the next number, if that is a first one and its kind has been counted."""
    below = numbers[at + 1] if at + 1 < len(numbers) else None
    first = below is not None and below.numbers == (1,)
    return int(below.style) if below is not None and first and below.style in last else UNNUMBERED


def _extended(number: Numbering, last: Mapping[int, Numbering]) -> int:
    """Give the kind of the last number that this one extends by one part."""
    outer = number.numbers[:-1]
    if not outer:
        return UNNUMBERED
    return next((style for style, above in last.items() if above.numbers == outer), UNNUMBERED)


def _to_come(numbers: Sequence[Numbering | None]) -> list[str]:
    """Say for each heading without a number what the next number below it does."""
    passed: list[Numbering | None] = []
    above: Numbering | None = None
    for number in numbers:
        passed.append(above)
        above = number or above
    said: list[str] = []
    below: Numbering | None = None
    for number, above in zip(reversed(numbers), reversed(passed), strict=True):
        if number or not (above or below):
            said.append("")
        elif below is None:
            said.append("no number comes below it")
        elif below.numbers[-1] == 1:
            said.append("a numbering begins below it")
        else:
            said.append("numbers count on below it")
        below = number or below
    return said[::-1]


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum()}


def stands(trait: Trait) -> Iterator[str]:
    """Name the signs of a heading by itself, as `STANDS` weighs them."""
    yield ""
    if trait.direct:
        yield "another follows directly"
    if trait.body == 1:
        yield "one paragraph follows"
    if 1 < trait.body <= _SHORT:
        yield "two or three paragraphs follow"
    if trait.body > _LONG:
        yield "much text follows"
    if trait.last:
        yield "it is the last heading"
    if trait.closes:
        yield "it closes a text"
    if trait.titled:
        yield "it shares letters with the title"
    if trait.label:
        yield "it counts with a word"
    if trait.foreign:
        yield "it is in another script than the text"
    if trait.style:
        yield "it has a number"
    yield from _company(trait)


def _company(trait: Trait) -> Iterator[str]:
    if trait.among <= _FEW:
        yield "the text has few headings"
    if trait.among > _MANY:
        yield "the text has many headings"
    if not trait.among_direct:
        yield "no heading follows another directly"


def moves(above: Trait, here: Trait) -> Iterator[str]:
    """Name the signs of two headings in a row, as `MOVES` weighs them."""
    yield ""
    if above.direct:
        yield "the one above has nothing else below it"
    if above.direct and above.series and here.series not in {0, above.series}:
        yield "it is decorated otherwise than the one directly above"
    if above.body == 1:
        yield "the one above has one paragraph"
    if 1 < above.body <= _SHORT:
        yield "the one above has two or three paragraphs"
    if above.body > _LONG:
        yield "the one above has much text"
    if here.barred and not (above.barred or above.style):
        yield "a bar sets it below a heading without one"
    if above.barred and here.style and here.number == 1:
        yield "a numbering begins below a bar"
    if here.outside:
        yield "it holds headings with bars"
    if above.colon:
        yield "the text above ends with a colon"
    if above.closes:
        yield "the one above closes a text"
    if here.closes:
        yield "it closes a text"
    if here.direct:
        yield "another follows directly"
    yield from _likeness(above, here)
    yield from _counting(above, here)
    yield from _scripts(above, here)


def places(here: Trait, level: int, stood: Mapping[int, int]) -> Iterator[str]:
    """Say how a level fits the headings before.

    Args:
        here: The heading.
        level: The level, from 0.
        stood: For each kind of number, the level of the last heading that had it.
    """
    same = stood.get(here.series or here.style)
    for style in here.around:
        if style in stood and level <= min(stood[style], DEPTH - 2):
            yield "outside a series that counts on around it"
    if here.parts and level >= stood.get(here.parts, DEPTH):
        yield "no further out than the numbering that begins again below it"
    if here.series:
        if same is not None:
            yield "where its series stands" if same == level else "elsewhere than its series"
        return
    if not here.style:
        if same == level:
            yield "where the last without a number stood"
        return
    if same is not None and here.counts_on:
        yield "where its series stands" if same == level else "elsewhere than its series"
    elif same is not None:
        there = same == level
        yield f"{'where' if there else 'elsewhere than'} a series of its kind{' stood' * there}"
    if (outer := stood.get(here.extends)) is not None and here.extends:
        there = level == outer + 1
        yield f"{'right' if there else 'elsewhere than'} inside the number that it extends"


def _likeness(above: Trait, here: Trait) -> Iterator[str]:
    if above.text[:2] == here.text[:2]:
        yield "both begin alike"
    if above.text[-2:] == here.text[-2:]:
        yield "both end alike"
    if above.titled:
        yield "the one above shares letters with the title"
    if above.titled and not here.titled:
        yield "only the one above shares letters with the title"
    if here.titled and not above.titled:
        yield "only this one shares letters with the title"


def _counting(above: Trait, here: Trait) -> Iterator[str]:
    if here.label:
        yield "it counts with a word"
        yield "it goes on counting" if above.label == here.label else "it begins to count"
    if above.label and above.label != here.label:
        yield "counting has ended"
    if above.style and not here.style:
        yield "the numbering has ended"
        if above.held and not here.series:
            yield "a numbering has ended that several headings without one hold"
    if not here.style:
        if here.to_come:
            yield here.to_come
        return
    if above.style == here.style:
        yield "its number is of the same kind"
    else:
        which = "another numbering" if above.style else "a numbering"
        if here.number == 1 and here.kind_again:
            yield "a numbering begins at one again"
        if here.number == 1 and above.direct:
            yield "a numbering begins directly below"
        yield f"{which} {'begins at one' if here.number == 1 else 'comes back'}"


def _scripts(above: Trait, here: Trait) -> Iterator[str]:
    if here.foreign and above.foreign:
        yield "both are in another script"
    elif here.foreign:
        yield "the script changes to another"
    elif above.foreign:
        yield "the script changes to the text's own"
