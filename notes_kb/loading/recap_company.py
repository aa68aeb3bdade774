"""How a line stands among the lines of its document: a second look at what may be a heading.

The signs of a line by itself (`recap_evidence`) leave much open: `Setup` is a heading in one
text and a caption in the next. What decides is the company. Headings of a text are alike in
width, in how they end and in what stands around them; their words come back in the text
below rather than above; and they stand at some distance from each other. All this is
measured in whole numbers, from the weights of all lines that may be headings, and judged by
the trees in `recap_trees`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, pairwise

from notes_kb.loading.recap_evidence import Beside, Candidate, Document

_FAR = 99
"""Drafts beyond which distances are not told apart."""
_COLUMNS = 400
"""Columns from which the widths of drafts are not told apart."""
_LOOKED_AT = 800
"""Characters of a draft that are searched for a heading's words."""
_BELOW, _ABOVE = 8, 4
"""Drafts of the text below and above that are searched."""
_CERTAIN = 6.0
"""The weight of what is a heading by its number or bold type."""
_PRIOR = 0.3
"""The chance that is given to a line that has no other like it."""
_BUCKET, _BUCKETS = 12, 5
"""Columns of one class of widths, and the last class."""
_MARKS = frozenset("/\\_=<>{}[]|$;")
_ENDS = ("。.", "：:", "，,、;；", "？?", "！!", '）)」』】]”"')
_NUMBERS = {kind: n for n, kind in enumerate(Beside)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A line that may be a heading, measured against its document."""

    weight: int
    """Tenths of the weight that its own signs give it."""
    end: int
    """How it ends: 1 full stop, 2 colon, 3 comma, 4 question, 5 exclamation, 6 bracket or
    quotation mark, 7 digit, 8 Latin letter, 9 other letter, 10 another sign."""
    start: int
    """How it begins: 1 digit, 2 capital, 3 small letter, 4 letter without case, 5 a sign."""
    width: int
    """Columns."""
    width_beside: int
    """Its width as a percentage of the middle one of the likely headings."""
    code_marks: int
    """How many of its characters are marks that code is full of."""
    times: int
    """How often the document holds the same short line; 0 for one that ends as text does."""
    below: int
    """What stands below it, as `Beside` counts."""
    width_above: int
    """Columns of what stands above it; -1 at the edge."""
    alike: int
    """How likely lines that begin, end and measure like it are headings, in thousandths."""
    placed_alike: int
    """How likely lines between the same neighbours are headings, in thousandths."""
    next_gap: int
    """Drafts to the next line that may be a heading."""
    text_above: int
    """Columns of text since the last likely heading."""
    recurs_below: int
    """Percentage of its pairs of letters that the text below holds."""
    recurs_above: int
    recurs_rather_below: int
    """The difference of these two."""
    recurs_next: int
    """Percentage of its pairs of letters that the next draft holds."""
    code_share: int
    """Percentage of the document's drafts that are code."""
    rows_share: int
    """Percentage of the document's drafts that are lines without blank ones between."""


MEASURES = tuple(field.name for field in fields(Company))


def measure_company(document: Document, weights: Mapping[int, float]) -> dict[int, Company]:
    """Measure the lines that may be headings against each other.

    Args:
        document: The paste.
        weights: For each of its drafts that may be a heading, the weight of its own signs.
    """
    return _Measuring(document, weights).all()


class _Measuring:
    """What is counted once over a document; everything is linear in its length."""

    def __init__(self, document: Document, weights: Mapping[int, float]) -> None:
        self._document, self._weights = document, weights
        known = dict.fromkeys(document.known, _CERTAIN)
        self._at = sorted({**known, **weights})
        self._chances = {n: _chance(weights.get(n, _CERTAIN)) for n in self._at}
        strong = [n for n in self._at if weights.get(n, _CERTAIN) > 0]
        widths = sorted(document.widths[n] for n in strong or self._at)
        self._middle = widths[len(widths) // 2] if widths else 1
        self._strong = strong
        self._columns = [0, *accumulate(min(width, _COLUMNS) for width in document.widths)]
        self._texts = [draft.text[:_LOOKED_AT].lower() for draft in document.drafts]
        self._alike = _Shares({n: self._pattern(n) for n in self._at}, self._chances)
        self._placed = _Shares({n: self._place(n) for n in self._at}, self._chances)
        kinds, count = Counter(document.kinds), max(1, len(document.kinds))
        self._code = 100 * kinds[Beside.CODE] // count
        self._rows = 100 * kinds[Beside.LINES] // count

    def all(self) -> dict[int, Company]:
        count = len(self._document.drafts)
        found: dict[int, Company] = {}
        last_strong = -1
        below = self._strong_below()
        for k, n in enumerate(self._at, 1):
            if n in self._weights:
                gap = min(self._at[k] - n, _FAR) if k < len(self._at) else _FAR
                end = min(below[n], count)
                found[n] = self._company(n, gap, last_strong + 1, end)
            if self._weights.get(n, _CERTAIN) > 0:
                last_strong = n
        return found

    def _strong_below(self) -> dict[int, int]:
        """For each line, the next likely heading below it."""
        below: dict[int, int] = {}
        nearest = len(self._document.drafts)
        strong = set(self._strong)
        for n in reversed(self._at):
            below[n] = nearest
            if n in strong:
                nearest = n
        return below

    def _company(self, n: int, gap: int, text_from: int, text_to: int) -> Company:
        document = self._document
        candidate = Candidate(document, n)
        bare, text = document.bare[n], document.drafts[n].text
        below = " ".join(self._texts[n + 1 : min(text_to, n + 1 + _BELOW)])
        above = " ".join(self._texts[max(0, n - _ABOVE) : n])
        inside, outside = _recurring(bare, below), _recurring(bare, above)
        return Company(
            weight=round(10 * self._weights[n]),
            end=end_class(bare),
            start=start_class(text),
            width=document.widths[n],
            width_beside=min(999, 100 * document.widths[n] // (self._middle + 1)),
            code_marks=sum(mark in _MARKS for mark in bare),
            times=document.texts[text],
            below=_NUMBERS[candidate.beside(1)],
            width_above=min(_COLUMNS, document.widths[n - 1]) if n else -1,
            alike=self._alike.without(n),
            placed_alike=self._placed.without(n),
            next_gap=gap,
            text_above=self._columns[n] - self._columns[text_from],
            recurs_below=inside,
            recurs_above=outside,
            recurs_rather_below=inside - outside,
            recurs_next=round(100 * candidate.shared(1)),
            code_share=self._code,
            rows_share=self._rows,
        )

    def _pattern(self, n: int) -> tuple[int, int, int]:
        document = self._document
        width = min(_BUCKETS, document.widths[n] // _BUCKET)
        return end_class(document.bare[n]), start_class(document.drafts[n].text), width

    def _place(self, n: int) -> tuple[Beside, Beside]:
        candidate = Candidate(self._document, n)
        return candidate.beside(-1), candidate.beside(1)


class _Shares:
    """How many lines of each class are headings, by their chances."""

    def __init__(self, classes: Mapping[int, object], chances: Mapping[int, float]) -> None:
        self._classes, self._chances = classes, chances
        self._counts = Counter(classes.values())
        self._sums: Counter[object] = Counter()
        for n, own in classes.items():
            self._sums[own] += chances[n]  # type: ignore[assignment]

    def without(self, n: int) -> int:
        """Give the share among the others of a line's class, in thousandths."""
        own = self._classes[n]
        others = self._sums[own] - self._chances[n] + _PRIOR
        return round(1000 * others / self._counts[own])


def _chance(weight: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))


def _recurring(text: str, other: str) -> int:
    """Give the percentage of a text's pairs of letters that another holds."""
    pairs = {a + b for a, b in pairwise(text.lower()) if a.isalnum() and b.isalnum()}
    return 100 * sum(pair in other for pair in pairs) // len(pairs) if pairs else 0


def end_class(text: str) -> int:
    """Number the ways in which a line ends, as `Company.end` says."""
    last = text.rstrip("*_ ")[-1:]
    if not last:
        return 0
    for n, ends in enumerate(_ENDS, 1):
        if last in ends:
            return n
    if last.isdigit():
        return len(_ENDS) + 1
    if last.isalpha():
        return len(_ENDS) + (2 if last.isascii() else 3)
    return len(_ENDS) + 4


def start_class(text: str) -> int:
    """Number the ways in which a line begins, as `Company.start` says."""
    first = text[:1]
    if first.isdigit():
        return 1
    if first.isascii() and first.isalpha():
        return 2 if first.isupper() else 3
    return 4 if first.isalpha() else 5 if first else 0


Tree = tuple[str, int, "Tree | int", "Tree | int"]
"""A measure, the highest number that goes left, and what is there on either side."""


def judge(company: Company, trees: Sequence[Tree], base: int) -> tuple[int, dict[str, int]]:
    """Give the weight of a line in hundredths, and how much each measure adds to it.

    What a tree adds is put down to the measure that it asks first.
    """
    by_measure: dict[str, int] = {}
    for tree in trees:
        node: Tree | int = tree
        while not isinstance(node, int):
            node = node[2] if getattr(company, node[0]) <= node[1] else node[3]
        by_measure[tree[0]] = by_measure.get(tree[0], 0) + node
    return base + sum(by_measure.values()), by_measure
