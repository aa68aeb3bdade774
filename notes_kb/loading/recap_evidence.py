"""What speaks for a line of a paste being a heading, and what against it.

A heading of a copied page is a line like any other. It shows by how it stands: alone
between blank lines, short, without an end, with text below, and not the only one of its
kind. Each of these is a `Sign` with a weight, in one table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import pairwise

from notes_kb.domain.note import BlockKind
from notes_kb.languages import LANGUAGES
from notes_kb.languages.numbering import Style, counted_word, states_count
from notes_kb.languages.scripts import has_wide
from notes_kb.loading.figures import is_caption
from notes_kb.loading.platforms.contents import is_contents_name
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_lines import display_width
from notes_kb.loading.statements import statement_kind
from notes_kb.text.numbering import Numbering, parse_numbering

LONGEST = 100
"""Columns of the longest line that is weighed."""
_INSIDE = 1.0
"""The weight that a line needs between two numbered headings, where captions and labels of
paragraphs stand too."""
_ELSEWHERE = -0.2
"""The weight that it needs elsewhere: where most headings of other sources are found again."""
_WIDE = 60
"""Columns from which few headings are wider, but for those of a counted series."""
_PROSE = 50
"""Columns from which a line is a paragraph of text rather than a short line."""
_REACH = 8
"""Drafts below a line that count as its text."""
_SEEN = 400
"""Characters of a neighbour that are compared with a line."""
_SEVERAL = 2
"""Headings with a number that make a text numbered."""
_CHAPTERS = frozenset(
    {Style.PART, Style.CHAPTER, Style.CLAUSE, Style.FORMAL, Style.HAN, Style.HAN_BRACKETS}
    | {Style.PADDED, Style.DOTTED_2, Style.DOTTED_3, Style.DOTTED_4}
)
"""Numbers that divide a text; the others count items too."""
_NEAR = 3
"""Drafts below a heading among which a numbering inside it begins."""
_ALIKE = 3
"""Lines with a label that make a series."""
_VERSE = 4
"""Short lines in a row that are no headings."""
_STACK = 5
"""Headings that stand directly above one another at most, the outermost first."""
_LONG_TEXT = 120
"""Columns of a paragraph that no verse has."""
_ENDS = tuple("。；;，,、…:：")
_SENTENCE_ENDS = tuple("。！？；.!?;")
_BRACKETS = ("（([【「", "）)]】」")
_OPENING = "“\"'《「【（(["
_PAIR = re.compile(r"[^\s:：]{1,8}[:：] ?\S")
_LABEL = re.compile(r"[^\s:：]{1,5} ?：\s?\S")
_URL = re.compile(r"https?://|www\.|[\w-]\.(?:com|org|net|cn|io)\b")
_CAPTION = re.compile("|".join(text for one in LANGUAGES for text in one.headings.captions))
_ACCOUNT = re.compile(r"(?<![\w.])@[\w-]{2}|\b(?:photo|image|ins) ?@", re.IGNORECASE)
_MARKS = re.compile(r"[=<>{}\\^_$;*/@~]|\|{1,2}|\(\)|--")
_COLUMNS = re.compile(r"\S(?:\t|[ \u00a0]{3})")
"""What parts the cells of a program's output."""
_WORDS_ALONE = re.compile(r"[^\W\d_]{1,20}(?: [^\W\d_]{1,20}){0,5}")
_MOST_AGAIN = 15
"""Times that a heading comes again at most; a button comes oftener."""
_REFRAIN = 2
"""Lines that come again in turns."""
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'-]{0,30}")


class Beside(StrEnum):
    """What stands beside a line."""

    EDGE = "the edge of the text"
    PROSE = "a paragraph"
    SHORT = "a short line"
    LINES = "lines without blank ones between them"
    LIST = "a list"
    CODE = "code"
    FIGURE = "a figure"
    HEADING = "a heading"
    OTHER = "a table, a quote or a rule"


_KINDS = {
    Shape.CODE: Beside.CODE,
    Shape.MATH: Beside.CODE,
    Shape.FIGURE: Beside.FIGURE,
    Shape.TABLE: Beside.OTHER,
    Shape.RULE: Beside.OTHER,
    Shape.QUOTE: Beside.OTHER,
    Shape.BULLET: Beside.LIST,
    Shape.HASH: Beside.HEADING,
}


@dataclass(slots=True)
class Document:
    """The drafts of a paste, with what is counted over all of them."""

    drafts: Sequence[Draft]
    title: str
    known: frozenset[int] = frozenset()
    """The drafts that are headings by their number or bold type."""
    numbers: Mapping[int, Numbering] = field(default_factory=dict)
    """The numbers of those that have one."""
    above: list[Numbering | None] = field(default_factory=list)
    """For each draft, the number of the nearest heading above that has one."""
    below: list[Numbering | None] = field(default_factory=list)
    """The same for the nearest below."""
    lengths: list[int] = field(default_factory=list)
    """For each draft, how many numbers count on from the nearest below, if that is a first one."""
    begun: Counter[Style] = field(default_factory=Counter)
    """How many numberings of each kind begin at one."""
    bare: list[str] = field(default_factory=list)
    """For each draft, its text without emphasis and number."""
    widths: list[int] = field(default_factory=list)
    """Columns, for each draft."""
    alone: list[bool] = field(default_factory=list)
    """For each draft, whether blank lines stand on both sides."""
    kinds: list[Beside] = field(default_factory=list)
    texts: Counter[str] = field(default_factory=Counter)
    """How often each short line occurs."""
    heads: Counter[str] = field(default_factory=Counter)
    """How many short lines begin alike."""
    labelled: int = 0
    """How many short lines begin with a label and a colon."""
    labels: Counter[str] = field(default_factory=Counter)
    """How many lines that stand alone count with the same word."""
    refrain: frozenset[str] = frozenset()
    """The short lines that come again in turns, as the same sections of several parts do."""
    wide: bool = False
    """Whether the text is written in Han or kana."""

    def __post_init__(self) -> None:
        """Measure every draft once."""
        drafts = self.drafts
        self.bare = [bare_text(d) for d in drafts]
        self.widths = [display_width(text[:_SEEN]) for text in self.bare]
        below = [*(d.lines[0].after_blank for d in drafts[1:]), True]
        self.alone = [
            d.lines[0].after_blank and blank and len(d.lines) == 1
            for d, blank in zip(drafts, below, strict=False)
        ]
        self.kinds = [self._kind(n) for n in range(len(drafts))]
        short = [n for n, kind in enumerate(self.kinds) if kind is Beside.SHORT]
        self.texts = Counter(drafts[n].text for n in short)
        self.heads = Counter(self.bare[n][:2] for n in short)
        self.labelled = sum(1 for n in short if _LABEL.match(self.bare[n]))
        counted = (counted_word(self.bare[n]) for n, lone in enumerate(self.alone) if lone)
        self.labels = Counter(word for word in counted if word)
        self.refrain = _refrain([drafts[n].text for n in short])
        self.wide = sum(1 for t in self.bare if has_wide(t[:40])) * 3 > len(drafts)
        order = range(len(drafts))
        self.above = self._nearest(order)
        self.below = self._nearest(order[::-1])[::-1]
        self.lengths = self._series_below()
        self.begun = Counter(n.style for n in self.numbers.values() if n.numbers == (1,))

    def _nearest(self, order: Iterable[int]) -> list[Numbering | None]:
        """Give the last number that was passed before each draft, in an order of drafts."""
        nearest: list[Numbering | None] = []
        passed: Numbering | None = None
        for n in order:
            nearest.append(passed)
            passed = self.numbers.get(n, passed)
        return nearest

    def _series_below(self) -> list[int]:
        """Give, for each draft, the length of the series that begins below it, or 0."""
        lengths: list[int] = []
        counted: dict[Style, tuple[int, int]] = {}
        below = 0
        for n in range(len(self.drafts) - 1, -1, -1):
            lengths.append(below)
            number = self.numbers.get(n)
            if number is None:
                continue
            later, length = counted.get(number.style, (0, 0))
            length = length + 1 if later == number.numbers[-1] + 1 else 1
            counted[number.style] = number.numbers[-1], length
            below = length if number.numbers[-1] == 1 else 0
        return lengths[::-1]

    @property
    def is_numbered(self) -> bool:
        """Whether several headings carry numbers."""
        return len(self.numbers) >= _SEVERAL

    def _kind(self, n: int) -> Beside:
        draft = self.drafts[n]
        if n in self.known:
            return Beside.HEADING
        if draft.shape in _KINDS:
            return _KINDS[draft.shape]
        if draft.shape is Shape.TURN:
            return Beside.PROSE
        if not self.alone[n]:
            return Beside.LINES
        is_long = self.widths[n] > _PROSE or draft.text.endswith((*_ENDS, "."))
        return Beside.PROSE if is_long else Beside.SHORT

    @property
    def has_chapters(self) -> bool:
        """Whether the headings are numbered as chapters are, not as items."""
        chapters = sum(number.style in _CHAPTERS for number in self.numbers.values())
        return self.is_numbered and chapters * 2 >= len(self.numbers)

    @property
    def is_ordered(self) -> bool:
        """Whether headings carry numbers on two levels."""
        return len({number.style for number in self.numbers.values()}) > 1

    def threshold(self, n: int) -> float:
        """Give the weight that a heading needs in the end (`recap_company.judge`)."""
        inside = self.above[n] is not None and self.below[n] is not None
        heads = inside and _heads_numbering(Candidate(self, n))
        return _INSIDE if inside and not heads else _ELSEWHERE

    def is_verse(self, n: int) -> bool:
        """Tell a line within a run of short lines: verse, names or catchwords."""
        first = last = n
        while first and n - first < _VERSE and self.kinds[first - 1] is Beside.SHORT:
            first -= 1
        end = len(self.kinds) - 1
        while last < end and last - n < _VERSE and self.kinds[last + 1] is Beside.SHORT:
            last += 1
        length = last - first + 1
        return length >= _VERSE and not (length <= _STACK and self._heads_text(last))

    def _heads_text(self, n: int) -> bool:
        """Tell a line with a long paragraph right below it."""
        below = n + 1
        return (
            below < len(self.kinds)
            and self.kinds[below] is Beside.PROSE
            and self.widths[below] > _LONG_TEXT
        )

    def is_candidate(self, n: int) -> bool:
        """Tell whether a line may be a heading without a number at all."""
        draft = self.drafts[n]
        text = draft.text.rstrip("*_ ")
        return (
            (draft.shape is Shape.PLAIN or _counts_sections(draft))
            and self.alone[n]
            and self.widths[n] <= LONGEST
            and any(map(str.isalpha, text))
            and (not text.endswith(_ENDS) or _opens_text(text))
            and not is_contents_name(text)
            and (
                self.texts[draft.text] < 2
                or draft.text in self.refrain
                or self.bare[n].casefold() in section_names()
            )
            and (not self.is_verse(n) or self.bare[n].casefold() in section_names())
            and statement_kind(draft.text, BlockKind.PARAGRAPH) is BlockKind.PARAGRAPH
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line where it stands."""

    document: Document
    at: int
    """Which draft it is."""

    @property
    def draft(self) -> Draft:
        """The line's draft."""
        return self.document.drafts[self.at]

    @property
    def text(self) -> str:
        """Without emphasis and number."""
        return self.document.bare[self.at]

    def beside(self, offset: int) -> Beside:
        """Say what stands so many drafts away."""
        at = self.at + offset
        return self.document.kinds[at] if 0 <= at < len(self.document.kinds) else Beside.EDGE

    def neighbour(self, offset: int) -> str:
        """Give the text that stands so many drafts away; empty beyond the edge."""
        at = self.at + offset
        return self.document.drafts[at].text if 0 <= at < len(self.document.drafts) else ""

    def width(self) -> int:
        """Give the columns of the line."""
        return self.document.widths[self.at]

    def shared(self, offset: int) -> float:
        """Give the share of the line's pairs of characters that a neighbour holds too."""
        own = _pairs(self.text.lower())
        other = self.neighbour(offset)[:_SEEN].lower()
        return sum(pair in other for pair in own) / len(own) if own else 0.0

    def number(self, offset: int) -> Numbering | None:
        """Give the number of the heading that stands so many drafts away."""
        return self.document.numbers.get(self.at + offset)

    @property
    def above(self) -> Numbering | None:
        """The number of the nearest heading above that has one."""
        return self.document.above[self.at]

    @property
    def below(self) -> Numbering | None:
        """The number of the nearest heading below that has one."""
        return self.document.below[self.at]

    def body(self) -> int:
        """Count the columns of text below, up to the next short line."""
        total = 0
        for n in range(self.at + 1, min(self.at + 1 + _REACH, len(self.document.kinds))):
            if self.document.kinds[n] in {Beside.SHORT, Beside.HEADING}:
                break
            total += self.document.widths[n]
        return total


def _refrain(texts: Sequence[str]) -> frozenset[str]:
    """Find the lines of nothing but words that come again in turns: Usage, Limits, Usage, Limits.

    One line that comes again is a caption, a credit or a button.
    """
    times = Counter(texts)
    again = [
        text for text in texts if 1 < times[text] <= _MOST_AGAIN and _WORDS_ALONE.fullmatch(text)
    ]
    turns = Counter(above for above, below in pairwise(again) if above != below)
    found = frozenset(text for text in turns if times[text] <= 2 * turns[text])
    return found if len(found) >= _REFRAIN else frozenset()


def _counts_sections(draft: Draft) -> bool:
    """Tell a numbered line that no list item is.

    Of 416 single lines with the number of an item in real articles, three were headings.
    """
    numbering = draft.numbering
    return draft.shape is Shape.NUMBERED and numbering is not None and numbering.style in _CHAPTERS


def bare_text(draft: Draft) -> str:
    """Give a line's text without emphasis and number."""
    text = draft.text.strip("*_ ") or draft.text
    numbering = draft.numbering or parse_numbering(text)
    return numbering.rest if numbering is not None and numbering.rest else text


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum()}


@cache
def _openers() -> tuple[str, ...]:
    return tuple(word for one in LANGUAGES for word in one.sentences.openers)


@cache
def small_words() -> frozenset[str]:
    """Give the words that nearly every sentence holds."""
    return frozenset(word for one in LANGUAGES for word in one.sentences.small_words)


@cache
def section_names() -> frozenset[str]:
    """Give the usual headings of opening and closing sections, and of the body."""
    return outer_names() | _opening_names()


@cache
def closing_names() -> frozenset[str]:
    """Give the usual headings of sections that belong to no other section."""
    return frozenset(
        word for one in LANGUAGES for word in (*one.headings.closing, *one.headings.sources)
    )


@cache
def _body_names() -> frozenset[str]:
    return frozenset(word for one in LANGUAGES for word in one.headings.body)


@cache
def outer_names() -> frozenset[str]:
    """Give the usual headings of sections that belong to no other: the closing ones, the body."""
    return closing_names() | _body_names()


@cache
def _credits() -> tuple[str, ...]:
    return tuple(word for one in LANGUAGES for word in one.headings.no_headings)


@cache
def _pointers() -> tuple[str, ...]:
    return tuple(word for one in LANGUAGES for word in one.headings.announces_figure)


def _holds(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _is_between(low: int, high: int) -> Callable[[Candidate], object]:
    return lambda c: low < c.width() <= high


def _is_titled(c: Candidate) -> bool:
    """English headings set every word of weight with a capital."""
    words = [w for w in _LATIN_WORD.findall(c.text) if w.lower() not in small_words()]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _is_counted(c: Candidate) -> object:
    word = counted_word(c.text)
    return word and c.document.labels[word] > 1


def _is_pointed_at(c: Candidate) -> bool:
    return c.beside(-1) is Beside.PROSE and _holds(c.neighbour(-1)[-160:].lower(), _pointers())


def _is_foreign(c: Candidate) -> bool:
    return c.document.wide and c.text.isascii()


def _is_among_short(c: Candidate) -> bool:
    above = c.beside(-1) is Beside.SHORT and c.beside(-2) is Beside.SHORT
    return above or (c.beside(1) is Beside.SHORT and c.beside(2) is Beside.SHORT)


def _goes_on(c: Candidate) -> bool:
    return c.text.lower().startswith(_openers())


def _is_labelled(c: Candidate) -> bool:
    return c.document.labelled >= _ALIKE and _LABEL.match(c.text) is not None


def _is_between_code_and_text(c: Candidate) -> bool:
    return c.beside(-1) is Beside.CODE and c.beside(1) is Beside.PROSE


def _begins_below(c: Candidate) -> bool:
    """Leave out a first line: what would hold all sections is an account's name, no section."""
    number = c.number(1)
    return number is not None and number.numbers[-1] == 1 and c.beside(-1) is not Beside.EDGE


def _begins_again(c: Candidate) -> bool:
    below = c.below
    return c.above is not None and below is not None and below.numbers[-1] == 1


def _heads_numbering(c: Candidate) -> bool:
    """Tell a line that something must head: a numbering begins below, as others did before."""
    for offset in range(1, _NEAR + 1):
        if (number := c.number(offset)) is not None:
            return number.numbers == (1,) and c.document.begun[number.style] > 1
        if c.beside(offset) is Beside.HEADING:
            return False
    return False


def _goes_on_counting(c: Candidate) -> bool:
    above, below = c.above, c.below
    if above is None or below is None or above.style is not below.style:
        return False
    return 0 < below.numbers[-1] - above.numbers[-1] <= 2


def _states_length(c: Candidate) -> bool:
    length = c.document.lengths[c.at]
    return length > 1 and states_count(c.text, length)


def _is_inside_chapters(c: Candidate) -> bool:
    return c.document.has_chapters and c.above is not None and c.below is not None


def bare_name(text: str) -> str:
    """Give a heading in small letters, without emphasis, brackets, or the colon behind it."""
    return text.casefold().strip(" *_~-#:：【】[]")


def is_body_name(text: str) -> bool:
    """Tell the heading over all of a text but its abstract, in one language or in two."""
    name = bare_name(text)
    return name in _body_names() or (
        " " in name and all(word in _body_names() for word in name.split())
    )


def is_section_name(text: str) -> bool:
    """Tell the usual heading of an opening or closing section."""
    return text.casefold().strip(" *~-#") in section_names()


@cache
def _opening_names() -> frozenset[str]:
    return frozenset(word for one in LANGUAGES for word in one.headings.opening)


def _opens_text(text: str) -> bool:
    """Tell the usual heading of an opening section, with a colon too: Preface:.

    Names of closing sections announce links where a colon follows them.
    """
    return bare_name(text) in _opening_names()


def opens_or_closes(text: str) -> bool:
    """Tell the heading of an opening section, a colon behind it or not, or of a closing one."""
    return is_section_name(text) or _opens_text(text)


@dataclass(frozen=True, slots=True)
class Sign:
    """Something about a line that speaks for a heading (weight above 0) or against it."""

    name: str
    weight: float
    holds: Callable[[Candidate], object]


SIGNS = (
    Sign("is very short", 1.0, _is_between(0, 8)),
    Sign("is short", 0.6, _is_between(8, 16)),
    Sign("is rather long", -0.8, _is_between(32, 60)),
    Sign("is long", -2.2, lambda c: c.width() > _WIDE and not _is_counted(c)),
    Sign("is the name of a usual section", 1.5, lambda c: opens_or_closes(c.text)),
    Sign("counts with the same word as others", 1.2, _is_counted),
    Sign("is set with capitals", 0.6, _is_titled),
    Sign("ends as the title does", 0.7, lambda c: c.text[-3:] == c.document.title[-3:] != c.text),
    Sign("is one foreign word", 1.7, lambda c: _is_foreign(c) and " " not in c.text),
    Sign("has a paragraph below", 0.4, lambda c: c.beside(1) is Beside.PROSE),
    Sign("has a list below", 1.1, lambda c: c.beside(1) is Beside.LIST),
    Sign("has much text below", 0.5, lambda c: c.body() > 300),
    Sign("names what the text below speaks of", 0.9, lambda c: c.shared(1) > 0.3),
    Sign("has code above", 0.4, lambda c: c.beside(-1) is Beside.CODE),
    Sign("has a list above", 0.5, lambda c: c.beside(-1) is Beside.LIST),
    Sign("has a table or verse above", 0.8, lambda c: c.beside(-1) is Beside.LINES),
    Sign(
        "has the end of a sentence above", 0.4,
        lambda c: c.neighbour(-1).endswith(_SENTENCE_ENDS),
    ),
    Sign("is a caption", -3.1, lambda c: is_caption(c.draft.text)),
    Sign("is indented", -3.6, lambda c: c.draft.indent > 1),
    Sign(
        "stands in brackets", -1.8,
        lambda c: c.text[0] in _BRACKETS[0] and c.text[-1] in _BRACKETS[1],
    ),
    Sign("ends with a quotation mark", -1.6, lambda c: c.text.endswith(("”", '"', "」", "』"))),
    Sign("begins as a sentence that goes on", -1.5, _goes_on),
    Sign("begins with a small letter", -0.8, lambda c: c.text.isascii() and c.text[0].islower()),
    Sign(
        "begins with a symbol", -1.4,
        lambda c: not c.text[0].isalnum() and c.text[0] not in _OPENING,
    ),
    Sign("ends as captions do", -2.0, lambda c: _CAPTION.search(c.text)),
    Sign("names an account", -1.5, lambda c: _ACCOUNT.search(c.text)),
    Sign("has a word of captions and credits", -2.0, lambda c: _holds(c.text.lower(), _credits())),
    Sign("holds an address", -1.2, lambda c: _URL.search(c.text)),
    Sign("holds several marks of code", -0.8, lambda c: len(_MARKS.findall(c.text)) > 1),
    Sign("stands in columns", -2.0, lambda c: _COLUMNS.search(c.text)),
    Sign("holds a comma", -0.9, lambda c: "，" in c.text or "," in c.text),
    Sign("holds several commas", -0.6, lambda c: sum(mark in "，,、" for mark in c.text) > 1),
    Sign(
        "holds a question that goes on", -1.3,
        lambda c: any(mark in c.text[:-1] for mark in "？?"),
    ),
    Sign("gives a label its value", -0.5, lambda c: _PAIR.match(c.text)),
    Sign("begins as several others do", -0.3, lambda c: c.document.heads[c.text[:2]] > 2),
    Sign("is in another script than the text", -2.0, _is_foreign),
    Sign("stands first", -1.6, lambda c: c.beside(-1) is Beside.EDGE),
    Sign("has nothing below", -1.9, lambda c: c.beside(1) is Beside.EDGE),
    Sign("stands near the end", -0.7, lambda c: c.at > len(c.document.drafts) - 4),
    Sign("has a figure above", -1.7, lambda c: c.beside(-1) is Beside.FIGURE),
    Sign("has a colon above", -1.1, lambda c: c.neighbour(-1).endswith(("：", ":"))),
    Sign("is pointed at by the text above, as a figure is", -1.7, _is_pointed_at),
    Sign("repeats the text above", -0.4, lambda c: c.shared(-1) > 0.8),
    Sign("takes up the text above", -0.4, lambda c: c.shared(-1) > 0.3),
    Sign("takes up the text before", -0.5, lambda c: c.shared(-2) > 0.5),
    Sign("stands among short lines", -0.5, _is_among_short),
    Sign("stands in a text with numbered headings", -0.6, lambda c: c.document.is_numbered),
    Sign("stands in a text with numbers as chapters have", 0.0, lambda c: c.document.has_chapters),
    Sign("stands in a text with two kinds of numbers", -0.7, lambda c: c.document.is_ordered),
    Sign("stands between two numbers as chapters have", -0.3, _is_inside_chapters),
    Sign("has a numbering directly below", 0.5, _begins_below),
    Sign("says how many numbers come below", 1.5, _states_length),
    Sign("stands just above a numbering, one of several alike", 1.6, _heads_numbering),
    Sign("has a numbering below that begins again", 0.4, _begins_again),
    Sign("stands between two numbers that count on", -0.6, _goes_on_counting),
    Sign("stands before all numbers", 0.3, lambda c: c.above is None and c.below is not None),
    Sign("stands behind all numbers", 0.0, lambda c: c.below is None and c.above is not None),
    Sign("begins with a label, as others do", 0.7, _is_labelled),
    Sign("stands between code and text", 0.2, _is_between_code_and_text),
)  # fmt: skip
"""The evidence. The weights were fitted by logistic regression on one half of a sample of
real articles and checked on the other half; see the decision "evidence and decision"."""

BIAS = -0.2
"""The weight of a line that shows no sign."""


def weigh(candidate: Candidate) -> float:
    """Give the sum of the weights of all signs that a line shows by itself."""
    return BIAS + sum(sign.weight for sign in SIGNS if sign.holds(candidate))


def signs_of(candidate: Candidate) -> tuple[Sign, ...]:
    """Give the signs that a line shows, the heaviest first."""
    shown = [sign for sign in SIGNS if sign.holds(candidate)]
    return tuple(sorted(shown, key=lambda sign: -abs(sign.weight)))
