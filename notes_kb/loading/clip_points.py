"""Points of a clipped page that its Markdown does not name: a list that the page wrote as text.

A clipper writes one paragraph for each point. The mark or number at its head, and what stands
between two of them, tell points from headings.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeGuard

from notes_kb.domain.note import Block, BlockKind
from notes_kb.languages.numbering import Style
from notes_kb.loading.inline import parse_inline, whole_emphasis
from notes_kb.loading.outline import FlatHeading
from notes_kb.loading.recap_lines import BULLETS, fits
from notes_kb.loading.statements import statement_kind
from notes_kb.text.numbering import Numbering, parse_numbering

Part = FlatHeading | Block

_MARK = re.compile(
    rf"(?P<bold>\*\*)?(?P<mark>[{BULLETS}▲△◎※🔘🔹🔸🔺🔴🔵🟢🟠🟡]|-{{4,6}}(?!-))"
    r"\ufe0f?[ \t\u3000\u00a0]*"
    r"(?P<end>\*\*[ \t\u3000\u00a0]*)?(?=[^\s*])"
)
"""What pages write before the points of a list, beside the bullets of Markdown."""
_ALWAYS = "•"
"""A mark that stands before points alone; others stand before headings too."""
_SECOND = re.compile(
    r"(?:[•·◦▪‣⁃∙⋅・][ \t\u3000\u00a0]*|[●○■□►▶][ \t\u3000\u00a0]+)(?=[^\s•·◦▪●○■□‣⁃∙⋅・►▶])"
)
"""The mark that the page wrote within an item of its list; ○ and ● begin words as well."""
_FEWEST_MARKED = 3
"""Paragraphs that begin with one mark and are the points of lists."""
_POINT = 30
"""Columns from which what stands behind a mark is rather a point than a heading."""
_LONGEST_HEADING = 84
"""Columns of the longest heading."""
_FEWEST_NUMBERED = 3
"""Numbered paragraphs that are points although they are no sentences, or stand apart."""
_FEWEST = 2
"""Numbered sentences right below each other that are points."""
_MOST_BETWEEN = 24
"""Blocks between two numbered points at most."""
_EMPHASIS = re.compile(r"[*]{2,}")
_ENDS = tuple("。！？!?；;：:，,、….～~”’」』）)")
"""What ends a sentence, a part of one, or a line that leads to the next."""
_SENTENCE_ENDS = ("。", "；", ";", "！", "？", ".", "：", ":")
_LISTED = frozenset({Style.ARABIC, Style.HALF_BRACKET})
"""Numbers that Markdown's own lists have. Others stay where they are, behind a bullet."""
_COLONED = re.compile(r"(?P<n>[1-9][0-9]?)[：:](?=[^\s0-9/])")
"""A number that only items have before a colon: 1：… A time or an address looks different."""
_LINKED = re.compile(r"(?P<n>[1-9][0-9]?)(?=\[[^\[\]\n]{1,300}\]\([^()\s]{1,2000}\)$)")
"""The number of a reference, glued to the link that is all of it."""
_APART = re.compile(r"\*\*[^*]{1,8}\*\*[ \t\u3000\u00a0]*(?P<rest>[^*\s][^*]{0,20000})")
"""A number in bold, and a text that is not."""
_RUN_IN = re.compile(r"\*\*[^*\n]{3,200}\*\*[^*\n]{0,4}[^*\s]")
"""A title in bold, and right behind it the text that it heads."""
_TEXTS = 2
"""Blocks of text below each such paragraph, on average."""
_COUNTED = _LISTED | {Style.BRACKETS, Style.CIRCLED, Style.LETTER}
"""Numbers that count points also where something stands between."""
_OUTER = frozenset({Style.FORMAL, Style.HAN, Style.HAN_BRACKETS, Style.PADDED, Style.ROMAN})
"""Numbers that count headings more often than points."""


def read_points(parts: Sequence[Part]) -> list[Part]:
    """Give the parts of a clip with points as such, in the order of the file."""
    parts = [_without_second_mark(part) for part in parts]
    return _with_numbered_points(_with_marked_points(parts))


def read_mark(line: str) -> tuple[str, str] | None:
    """Read the mark of a point and what stands behind it; the mark may be bold, alone or not."""
    match = _MARK.match(line)
    if match is None or (match["end"] and not match["bold"]):
        return None
    opening = "**" if match["bold"] and not match["end"] else ""
    return match["mark"], f"{opening}{line[match.end() :]}"


def points_among(rows: Sequence[str]) -> frozenset[int]:
    """Find the rows of one paragraph that are points of a list: marked alike, or counting on."""
    if len(rows) < _FEWEST_NUMBERED:
        return frozenset()
    marks: dict[str, list[int]] = {}
    counted: list[int] = []
    last = 0
    for n, row in enumerate(rows):
        text = row.strip()
        marked = read_mark(text)
        number = _number_before(text) if text else None
        if marked is not None:
            marks.setdefault(marked[0], []).append(n)
        elif number is not None and number.style in _COUNTED:
            value = number.numbers[-1]
            if not counted or value == last + 1:
                counted.append(n)
                last = value
    runs = (run for run in (counted, *marks.values()) if len(run) >= _FEWEST_NUMBERED)
    return frozenset(n for run in runs if len(run) * 2 >= len(rows) for n in run)


def as_point(block: Block) -> Block:
    """Make a point of a block that begins with a mark or number."""
    marked = read_mark(block.text)
    if marked is not None:
        return make_point(block, marked[1])
    number = _number_before(block.text)
    return _numbered_point(block, number, 0) if number is not None else block


def is_line(part: Part) -> TypeGuard[Block]:
    """Tell a paragraph of one line that stands in no list."""
    return (
        isinstance(part, Block)
        and part.kind is BlockKind.PARAGRAPH
        and part.lines.first == part.lines.last
        and not part.depth
        and not part.ordinal
    )


# Marks


def _with_marked_points(parts: Sequence[Part]) -> list[Part]:
    """Make points of the paragraphs that begin with a mark of lists that Markdown has not.

    Headings are decorated with such marks too, so most of the lines are long or end as
    sentences do, and some follow each other; two are enough where both begin in bold.
    """
    marked = {n: part for n, part in enumerate(parts) if _may_be_marked(part)}
    written = {n: text[0] for n, part in marked.items() if (text := read_mark(part.text))}
    marks = Counter(written.values())
    long = Counter(written[n] for n, part in marked.items() if is_told(part.text))
    runs = Counter(written[n] for n in marked if n - 1 in marked)
    bold = Counter(written[n] for n, part in marked.items() if part.text.startswith("**"))
    points = {
        mark
        for mark, count in marks.items()
        if _are_marked_points(
            mark, count, long=long[mark], runs=runs[mark], bold=bold[mark] == count
        )
    }
    return [
        make_point(marked[n], (read_mark(marked[n].text) or ("", ""))[1])
        if n in marked and written[n] in points
        else part
        for n, part in enumerate(parts)
    ]


def _are_marked_points(mark: str, count: int, *, long: int, runs: int, bold: bool) -> bool:
    """Tell points by how many lines have a mark, are long and follow such a line, and all bold."""
    if mark == _ALWAYS and count >= _FEWEST and long == count:
        return True
    if not runs or (mark.startswith("-") and runs * 2 < count):
        return False  # Hyphens also stand before who is quoted.
    many = count >= _FEWEST_MARKED and long * 2 >= count
    return many or (count >= _FEWEST and long == count and bold)


def second_mark(text: str) -> str:
    """Give the mark with its blank that a page wrote within an item of its list; empty if none."""
    match = _SECOND.match(text)
    return match[0] if match else ""


def _without_second_mark(part: Part) -> Part:
    if isinstance(part, FlatHeading) or part.kind is not BlockKind.POINT:
        return part
    mark = second_mark(part.text)
    return (
        make_point(part, part.text[len(mark) :], ordinal=part.ordinal, depth=part.depth)
        if mark
        else part
    )


def _may_be_marked(part: Part) -> TypeGuard[Block]:
    marked = read_mark(part.text) if is_line(part) else None
    if marked is None or part.text.rstrip("*_ ").endswith(marked[0]):
        return False
    return _may_be_statement(part.text)


def _may_be_statement(text: str) -> bool:
    """Tell what is no heading: a line that is not bold from end to end, or is a statement."""
    bold = whole_emphasis(text)
    return not bold or bold.endswith(("。", "；", "."))


def is_told(text: str) -> bool:
    """Tell what is rather a point than a heading: it is long, or ends as a part of speech does."""
    return not fits(text, _POINT) or text.rstrip("*_ ").endswith(_ENDS)


def make_point(block: Block, text: str, *, ordinal: str = "", depth: int = 0) -> Block:
    """Make a point of a paragraph, with the text behind its mark or number."""
    places = tuple(enumerate(block.text.split("\n"), block.lines.first))
    prose = parse_inline(text, places=places)
    kind = statement_kind(text, BlockKind.POINT)
    return replace(block, kind=kind, text=text, prose=prose, ordinal=ordinal, depth=depth)


# Numbers


@dataclass(slots=True)
class _Run:
    """Paragraphs that count from one in one way."""

    style: Style
    bold: bool
    """Whether they look like headings: bold from end to end, and no sentences."""
    found: dict[int, Numbering] = field(default_factory=dict)
    """By their places among the parts."""
    within: bool = False
    """Whether another run is open around it."""
    text: str = ""
    """Its last paragraph."""

    @property
    def last(self) -> int:
        """The place of the last one."""
        return next(reversed(self.found))

    def goes_on(self, n: int, number: int) -> bool:
        """Tell whether a number is the next one, or the last one by mistake again.

        One that stands within the last paragraph may be missing.
        """
        last = self.found[self.last].numbers[-1]
        within = number == last + 2 and _holds_number(self.text, last + 1)
        return n - self.last <= _MOST_BETWEEN + 1 and (number in {last, last + 1} or within)


def _with_numbered_points(parts: Sequence[Part]) -> list[Part]:
    """Make points of paragraphs that count from one: 1、 2、 3、 or （1） （2） （3）

    Headings count too, but have a text between them, and do not end as sentences do. So what
    stands right below each other are points; where something stands between some of them,
    all must end as a sentence does, or be longer than a heading, and most must be longer.
    """
    read = list(parts)
    for run in _runs(parts):
        if not _are_points(parts, run):
            continue
        depth = _depth(read, run)
        for n, number in run.found.items():
            block = parts[n]
            if isinstance(block, Block):
                read[n] = _numbered_point(block, number, depth)
    return read


def _runs(parts: Sequence[Part]) -> Iterator[_Run]:
    """Find what counts from one, each run after those around it."""
    open_runs: list[_Run] = []
    runs: list[_Run] = []
    for n, part in enumerate(parts):
        number = _number_before(part.text) if is_line(part) else None
        if number is None:
            continue
        bold = not _may_be_statement(part.text)
        kinds = [(run.style, run.bold) for run in open_runs]
        at = kinds.index((number.style, bold)) if (number.style, bold) in kinds else None
        if at is not None and open_runs[at].goes_on(n, number.numbers[-1]):
            open_runs[at].found[n] = number
            open_runs[at].text = part.text
            del open_runs[at + 1 :]
            continue
        if at is not None:
            del open_runs[at:]
        if number.numbers[-1] == 1:
            run = _Run(number.style, bold, {n: number}, bool(open_runs), part.text)
            open_runs.append(run)
            runs.append(run)
    yield from runs


def _number_before(text: str) -> Numbering | None:
    """Read the number of a paragraph that may be a point: it heads nothing."""
    match = _EMPHASIS.match(text)
    number = _read_number(text[match.end() if match else 0 :])
    if number is None or not number.rest.strip("*_ ") or number.style not in _COUNTED | _OUTER:
        return None
    return number


def _read_number(text: str) -> Numbering | None:
    """Read a number as lists have it, or one before a colon or a link."""
    number = parse_numbering(text)
    match = None if number else _COLONED.match(text) or _LINKED.match(text)
    if match is None:
        return number
    return Numbering(
        style=Style.HALF_BRACKET,
        written=match[0],
        ordinal=match["n"],
        numbers=(int(match["n"]),),
        rest=text[match.end() :].strip(),
    )


def _holds_number(text: str, number: int) -> bool:
    """Tell a number that begins a sentence within a text: …。3：…"""
    return any(f"{end}{number}{mark}" in text for end in "。；;" for mark in "：:、.．）)")


def _are_points(parts: Sequence[Part], run: _Run) -> bool:
    at = list(run.found)
    texts = [parts[n].text.rstrip("*_ ") for n in at]
    ended = [text.endswith(_SENTENCE_ENDS) or bool(_LINKED.match(text)) for text in texts]
    if at[-1] - at[0] == len(at) - 1:
        return len(at) >= _FEWEST_NUMBERED or (len(at) >= _FEWEST and all(ended))
    if run.bold or run.style not in _COUNTED or _head_texts(parts, at):
        return False
    if len(at) >= _FEWEST_NUMBERED and all(_APART.fullmatch(parts[n].text) for n in at):
        told = sum(end or _is_long(text) for end, text in zip(ended, texts, strict=True))
        return told * 2 > len(at)
    long = [*map(_is_long, texts)]
    if run.style is Style.CIRCLED and len(at) >= _FEWEST and all(ended) and all(long):
        return True
    all_told = all(map(operator.or_, ended, long))
    return len(at) >= _FEWEST_NUMBERED and all_told and sum(long) * 2 > len(at)


def _head_texts(parts: Sequence[Part], at: Sequence[int]) -> bool:
    """Tell paragraphs that begin with their titles in bold, and go on in those below them.

    As points they would hold their first paragraphs alone.
    """
    below = [sum(map(_is_text, parts[n + 1 : after])) for n, after in pairwise(at)]
    titled = sum(_RUN_IN.match(parts[n].text) is not None for n in at)
    return all(below) and sum(below) >= _TEXTS * len(below) and titled * 2 > len(at)


def _is_text(part: Part) -> bool:
    return isinstance(part, Block) and part.kind is not BlockKind.FIGURE


def _is_long(text: str) -> bool:
    return not fits(text, _LONGEST_HEADING)


def _depth(read: Sequence[Part], run: _Run) -> int:
    """Give the level of a run: inside the point right above it that another run counts."""
    above = read[next(iter(run.found)) - 1] if run.within else None
    inside = isinstance(above, Block) and above.kind is BlockKind.POINT
    return above.depth + 1 if inside and isinstance(above, Block) else 0


def _numbered_point(block: Block, number: Numbering, depth: int) -> Block:
    if number.style not in _LISTED:
        return make_point(block, block.text, depth=depth)
    text = behind_number(block.text)
    return make_point(block, text, ordinal=f"{number.ordinal}.", depth=depth)


def behind_number(line: str) -> str:
    """Give what stands behind the number of a point, with the emphasis that begins before it."""
    match = _EMPHASIS.match(line)
    opening = match[0] if match else ""
    number = _read_number(line[len(opening) :])
    rest = number.rest if number else line
    # The number may be all that the emphasis holds.
    closed = _EMPHASIS.match(rest) if opening else None
    return rest[closed.end() :].lstrip() if closed else f"{opening}{rest}"
