"""How the headings of a paste nest.

Hashes and numbers say it themselves. Headings without them show it by what stands between
them: one that follows another directly is inside it, the last section of a text is inside
no other. The signs are weighed in two tables, and the best sequence of levels for the whole
document is taken (Viterbi's algorithm; its time is linear in the number of headings).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from notes_kb.languages.scripts import has_wide
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_evidence import LABELLED, closing_names

_BOLD_RANK = 50
"""Lines without a number stand inside every numbering."""
_BOLD = ("**", "__")
_SKIPPED = 2
"""Numbers that may be missing from a run."""
_OUTERMOST = 2
"""The level of a paste's outermost headings; 1 is its title."""
_DEPTH = 3
"""Levels of headings that have neither hash nor number."""
_SHORT = 3
"""Drafts of a body that may be an introduction to the sections inside."""
_LONG = 12
"""Drafts from which a body is long."""

STANDS: Mapping[str, tuple[float, ...]] = {
    "": (0.0, 0.4, -0.4),
    "another follows directly": (1.9, -1.2, -0.6),
    "one paragraph follows": (-0.6, 0.6, 0.0),
    "two or three paragraphs follow": (0.6, 0.6, -1.1),
    "much text follows": (0.6, -0.2, -0.4),
    "it is the last heading": (1.2, -0.4, -0.8),
    "it closes a text": (1.4, -0.6, -0.8),
    "it shares letters with the title": (0.3, 0.0, -0.3),
    "it counts with a word": (0.0, 0.5, -0.5),
    "it is in another script than the text": (0.2, 0.6, -0.8),
    "it has a number": (-0.2, 0.3, -0.1),
}
"""For each sign of a heading, what it adds to the three levels, the outermost first. Both
tables were fitted by a structured perceptron on one half of a sample of real articles."""

MOVES: Mapping[str, tuple[float, float, float]] = {
    "": (-2.0, 0.8, 0.5),
    "the one above has nothing else below it": (1.7, -0.7, -1.0),
    "the one above has one paragraph": (2.0, -0.7, -1.3),
    "the one above has two or three paragraphs": (0.6, -0.1, -0.6),
    "the one above has much text": (-0.4, 0.2, 0.1),
    "the text above ends with a colon": (1.4, -1.1, -0.2),
    "the one above closes a text": (0.3, -0.3, 0.0),
    "it closes a text": (0.3, 0.3, -0.6),
    "another follows directly": (0.5, 0.0, -0.5),
    "both begin alike": (-0.5, 0.9, -0.4),
    "both end alike": (0.2, 0.4, -0.6),
    "only the one above shares letters with the title": (0.3, 0.1, -0.4),
    "only this one shares letters with the title": (-0.3, -0.2, 0.5),
    "the one above shares letters with the title": (-0.2, -0.4, 0.6),
    "it counts with a word": (-0.2, 0.4, -0.2),
    "it goes on counting": (-9.0, 2.0, -0.5),
    "it begins to count": (0.6, -0.9, 0.3),
    "counting has ended": (0.5, -1.3, 0.8),
    "the script changes to the text's own": (-1.3, 0.8, 0.5),
    "the script changes to another": (0.9, 0.2, -1.0),
    "both are in another script": (-0.5, 0.8, -0.3),
    "its number is of the same kind": (-9.0, 2.9, -1.0),
    "a numbering begins at one": (1.5, -0.8, -0.7),
    "a numbering comes back": (-0.3, -1.3, 1.6),
    "another numbering begins at one": (2.0, -1.2, -0.7),
    "another numbering comes back": (-0.5, -1.0, 1.5),
    "the numbering has ended": (0.9, -1.1, 0.3),
}
"""For each sign of two headings in a row, what it adds to going inside, staying, going out."""


def set_levels(drafts: Sequence[Draft], title: str) -> list[Draft]:
    """Give each heading its level: 2 for the outermost, one more for each one around it."""
    at = [n for n, draft in enumerate(drafts) if draft.shape is Shape.HASH]
    headings = [drafts[n] for n in at]
    by_number = len({d.level for d in headings if d.level}) > 1 or all(
        d.numbering or d.marker in _BOLD for d in headings
    )
    levels = _by_number(headings) if by_number else _best_levels(_traits(drafts, at, title))
    given = iter(levels)
    return [
        replace(d, level=min(next(given) + _OUTERMOST, 6)) if d.shape is Shape.HASH else d
        for d in drafts
    ]


# Headings without numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trait:
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
    """The kind of its number, 0 for none."""
    number: int

    @property
    def closes(self) -> bool:
        """Whether its name is that of a section that ends a text."""
        return self.text.casefold().strip(" *~-#") in closing_names()

    @property
    def direct(self) -> bool:
        """Whether another heading follows directly."""
        return self.body == 0 and not self.last


def _traits(drafts: Sequence[Draft], at: Sequence[int], title: str) -> list[_Trait]:
    words = [match["word"] if (match := LABELLED.match(drafts[n].text)) else "" for n in at]
    times = Counter(words)
    pairs = _pairs(title)
    wide = sum(has_wide(drafts[n].text) for n in at) * 2 > len(at)
    traits: list[_Trait] = []
    for k, n in enumerate(at):
        draft = drafts[n]
        end = at[k + 1] if k + 1 < len(at) else len(drafts)
        body = end - n - 1
        number = draft.numbering
        traits.append(
            _Trait(
                text=draft.text,
                body=body,
                last=k + 1 == len(at),
                colon=0 < body <= _SHORT and drafts[end - 1].text.endswith(("：", ":")),
                titled=bool(pairs & _pairs(draft.text)),
                foreign=wide and draft.text.isascii(),
                label=words[k] if times[words[k]] > 1 else "",
                style=int(number.style) if number else 0,
                number=number.numbers[-1] if number else 0,
            )
        )
    return traits


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum()}


def _stands(trait: _Trait) -> Iterator[str]:
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


def _moves(above: _Trait, here: _Trait) -> Iterator[str]:
    yield ""
    if above.direct:
        yield "the one above has nothing else below it"
    if above.body == 1:
        yield "the one above has one paragraph"
    if 1 < above.body <= _SHORT:
        yield "the one above has two or three paragraphs"
    if above.body > _LONG:
        yield "the one above has much text"
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


def _likeness(above: _Trait, here: _Trait) -> Iterator[str]:
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


def _counting(above: _Trait, here: _Trait) -> Iterator[str]:
    if here.label:
        yield "it counts with a word"
        yield "it goes on counting" if above.label == here.label else "it begins to count"
    if above.label and above.label != here.label:
        yield "counting has ended"
    if above.style and not here.style:
        yield "the numbering has ended"
    if not here.style:
        return
    if above.style == here.style:
        yield "its number is of the same kind"
    else:
        which = "another numbering" if above.style else "a numbering"
        yield f"{which} {'begins at one' if here.number == 1 else 'comes back'}"


def _scripts(above: _Trait, here: _Trait) -> Iterator[str]:
    if here.foreign and above.foreign:
        yield "both are in another script"
    elif here.foreign:
        yield "the script changes to another"
    elif above.foreign:
        yield "the script changes to the text's own"


def _best_levels(traits: Sequence[_Trait]) -> list[int]:
    """Give the sequence of levels with the most weight; a level is left out nowhere."""
    if not traits:
        return []
    best = [{0: (0.0, 0)}]
    for above, here in pairwise(traits):
        stands = [sum(STANDS[sign][level] for sign in _stands(here)) for level in range(_DEPTH)]
        signs = [MOVES[sign] for sign in _moves(above, here)]
        inside, stay, out = (sum(column) for column in zip(*signs, strict=True))
        row: dict[int, tuple[float, int]] = {}
        for before, (weight, _) in best[-1].items():
            for level in range(min(before + 2, _DEPTH)):
                move = inside if level > before else stay if level == before else out
                total = weight + stands[level] + move
                if level not in row or total > row[level][0]:
                    row[level] = (total, before)
        best.append(row)
    level = max(best[-1], key=lambda n: (best[-1][n][0], -n))
    levels = [level]
    for row in reversed(best[1:]):
        level = row[level][1]
        levels.append(level)
    return levels[::-1]


# Headings with numbers or hashes


def _by_number(headings: Sequence[Draft]) -> list[int]:
    """Nest headings by their numbers and hashes alone."""
    kinds = [_kind(draft) for draft in headings]
    inside = _Nesting(headings)
    levels: list[int] = []
    stack: list[int] = []
    for kind in kinds:
        while stack and not inside(kind, stack[-1]):
            stack.pop()
        stack.append(kind)
        levels.append(len(stack) - 1)
    return levels


def _kind(draft: Draft) -> int:
    """Number the kinds of headings, the ones that usually stand outside first."""
    if draft.level:
        return draft.level - 100
    return int(draft.numbering.style) if draft.numbering else _BOLD_RANK


class _Nesting:
    """Which kind stands inside which, by what the document itself does.

    A numbering that begins again at one while another counts on stands inside it.
    """

    def __init__(self, headings: Sequence[Draft]) -> None:
        self._inside: dict[tuple[int, int], int] = {}
        last: dict[int, int] = {}
        seen: dict[int, set[int]] = {}
        for heading in headings:
            kind = _kind(heading)
            number = heading.numbering.numbers[-1] if heading.numbering else 0
            if number > 1 and follows(last.get(kind, 0), number):
                for other in seen.get(kind, ()):
                    self._inside[other, kind] = self._inside.get((other, kind), 0) + 1
            seen[kind] = set()
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
    return 0 < after - before <= _SKIPPED + 1
