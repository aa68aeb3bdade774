"""Blocks of a clipped page that its Markdown does not name: captions, and points of lists.

A clipper writes the caption of a picture as a paragraph below it, and a list whose marks the
page wrote as text as one paragraph a point. What stands beside them tells them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

from notes_kb.domain.note import Block, BlockKind
from notes_kb.domain.span import Lines
from notes_kb.languages.numbering import Style
from notes_kb.loading.figures import is_caption, is_figure_note, names_source
from notes_kb.loading.inline import parse_inline, whole_emphasis
from notes_kb.loading.outline import FlatHeading
from notes_kb.loading.provenance import is_credit
from notes_kb.loading.recap_headings import is_call
from notes_kb.loading.recap_lines import BULLETS, display_width
from notes_kb.loading.rows import Row
from notes_kb.loading.statements import statement_kind
from notes_kb.text.numbering import Numbering, parse_numbering

Part = FlatHeading | Block

_MARK = re.compile(
    rf"(?P<bold>\*\*)?(?P<mark>[{BULLETS}▲△◎※])\ufe0f?[ \t\u3000\u00a0]*"
    r"(?P<end>\*\*[ \t\u3000\u00a0]*)?(?=[^\s*])"
)
"""What pages write before the points of a list, beside the bullets of Markdown."""
_FEWEST_POINTS = 3
"""Paragraphs that begin with one mark and are the points of lists."""
_FEWEST_APART = 5
"""The same for numbers between which something else stands."""
_MOST_BETWEEN = 8
"""Blocks between two of these at most."""
_LONGEST_HEADING = 84
"""Columns of the longest heading."""
_POINT = 30
"""Columns from which what stands behind a mark is rather a point than a heading."""
_LONGEST_CAPTION = 64
_SHORTEST_CAPTION = 4
"""Columns of a caption that no word tells."""
GAP = 4
"""Lines from a figure to what a clipper writes below or above it, at most."""
_ENDS = tuple("。！？!?；;：:，,、….～~”’」』）)")
"""What ends a sentence, a part of one, or a line that leads to the next; no caption does."""
_SENTENCE_ENDS = ("。", "；", ";", "！", "？", ".")
_LABEL = re.compile(r"[^:：]{1,12}(?:[0-9][:：]|[:：] ?https?://)")
"""What counts paragraphs with a word, or names an address: Step 1: …, Site: https://…"""
_LABELLED = re.compile(r"([^:：]{2,12})[:：]")
_COMES_BACK = 2
"""Times that a label stands before a colon which is no caption's."""
_FEWEST_OTHERS = 8
"""Other paragraphs that all end as sentences do, beside which a single caption is told."""
_ALIKE = 3
"""Letters at their ends that captions have in common which end as sentences do."""
_CONTRAST = 3
"""How many times as often lines below pictures end so, at least."""


def read_clip_blocks(parts: Sequence[Part]) -> list[Part]:
    """Give the parts of a clip with points and captions as such, in the order of the file."""
    return _with_captions(_with_numbered_points(_with_points(parts)))


# Points


def _with_points(parts: Sequence[Part]) -> list[Part]:
    """Make points of the paragraphs that begin with a mark of lists that Markdown has not.

    Headings are decorated with such marks too, so most of the lines are long or end as
    sentences do, and some follow each other.
    """
    marked = {n: part for n, part in enumerate(parts) if _may_be_point(part)}
    written = {n: text[0] for n, part in marked.items() if (text := read_mark(part.text))}
    marks = Counter(written.values())
    long = Counter(written[n] for n, part in marked.items() if _is_told(part.text))
    runs = Counter(written[n] for n in marked if n - 1 in marked)
    points = {
        mark
        for mark, count in marks.items()
        if count >= _FEWEST_POINTS and long[mark] * 2 >= count and runs[mark]
    }
    return [
        _point(marked[n]) if n in marked and written[n] in points else part
        for n, part in enumerate(parts)
    ]


def _with_numbered_points(parts: Sequence[Part]) -> list[Part]:
    """Make points of paragraphs right below each other that count from one: 1、 2、 3、

    Headings count too, but have a text between them, and do not end as sentences do. Where
    something stands between some of them, most must be longer than a heading.
    """
    read = list(parts)
    run: list[tuple[int, Numbering]] = []
    for n in range(len(parts) + 1):
        part = parts[n] if n < len(parts) else None
        number = _number_before(part) if part is not None else None
        if number is not None and number.numbers[-1] == len(run) + 1:
            run.append((n, number))
            continue
        if number is None and run and n - run[-1][0] <= _MOST_BETWEEN and isinstance(part, Block):
            continue  # Perhaps a picture, a list or a second paragraph of an item.
        if _is_list(parts, [at for at, _ in run]):
            for at, found in run:
                read[at] = _numbered_point(parts[at], found)
        run = [(n, number)] if number is not None and number.numbers[-1] == 1 else []
    return read


def _number_before(part: Part) -> Numbering | None:
    if not _is_line(part) or not part.text[:1].isdigit():
        return None
    number = parse_numbering(part.text)
    return number if number and number.rest and number.style is Style.ARABIC else None


def _is_list(parts: Sequence[Part], run: Sequence[int]) -> bool:
    sentences = sum(parts[n].text.rstrip("*_ ").endswith(_SENTENCE_ENDS) for n in run)
    if len(run) < _FEWEST_POINTS or sentences * 2 <= len(run):
        return False
    if run[-1] - run[0] == len(run) - 1:
        return True
    # With texts between them they may be headings, which are questions sometimes.
    long = sum(display_width(parts[n].text) > _LONGEST_HEADING for n in run)
    return len(run) >= _FEWEST_APART and long * 2 > len(run)


def _numbered_point(part: Part, number: Numbering) -> Part:
    if not isinstance(part, Block):
        return part
    prose = parse_inline(number.rest, places=((part.lines.first, part.text),))
    ordinal = f"{number.ordinal}."
    kind = statement_kind(number.rest, BlockKind.POINT)
    return replace(part, kind=kind, text=number.rest, prose=prose, ordinal=ordinal)


def _may_be_point(part: Part) -> TypeGuard[Block]:
    marked = read_mark(part.text) if _is_line(part) else None
    if marked is None or part.text.rstrip("*_ ").endswith(marked[0]):
        return False
    # A line that is bold from end to end may be a heading, unless it is a statement.
    bold = whole_emphasis(part.text)
    return not bold or bold.endswith(("。", "；", "."))


def read_mark(line: str) -> tuple[str, str] | None:
    """Read the mark of a point and what stands behind it; the mark may be bold, alone or not."""
    match = _MARK.match(line)
    if match is None or (match["end"] and not match["bold"]):
        return None
    opening = "**" if match["bold"] and not match["end"] else ""
    return match["mark"], f"{opening}{line[match.end() :]}"


def _is_told(text: str) -> bool:
    return display_width(text) > _POINT or text.rstrip("*_ ").endswith(_ENDS)


def _point(block: Block) -> Block:
    text = (read_mark(block.text) or ("", block.text))[1]
    places = ((block.lines.first, block.text),)
    prose = parse_inline(text, places=places)
    return replace(block, kind=statement_kind(text, BlockKind.POINT), text=text, prose=prose)


# Captions


def _with_captions(parts: Sequence[Part]) -> list[Part]:
    """Join short lines to the pictures above them, where nothing but their place tells them.

    Captions that begin with a word for figures are told elsewhere, as in any note.
    """
    captions = _captions(parts)
    joined: list[Part] = []
    for n, part in enumerate(parts):
        held = joined[-1] if joined else None
        if n in captions and isinstance(held, Block) and isinstance(part, Block):
            joined[-1] = replace(
                held,
                text=f"{held.text}\n{part.text}",
                lines=Lines(held.lines.first, part.lines.last),
                alt=" ".join(part.prose.text.split()),
            )
        else:
            joined.append(part)
    return joined


def _captions(parts: Sequence[Part]) -> frozenset[int]:
    """Find the short lines below pictures that end as no sentence does.

    That is so of many more of the lines below pictures than of the others: a page may have
    a paragraph for each half of a sentence.
    """
    below = [n for n, part in enumerate(parts) if n and _stands_below(parts[n - 1], part)]
    labels = Counter(match[1] for p in parts if _is_line(p) and (match := _LABELLED.match(p.text)))
    found = [
        n
        for n in below
        if may_caption(parts[n].text)
        and not _begins_run(parts, n)
        and ((match := _LABELLED.match(parts[n].text)) is None or labels[match[1]] < _COMES_BACK)
    ]
    taken, placed = set(found), set(below)
    found += _alike(parts, [n for n in below if n not in taken])
    others = [part.text for n, part in enumerate(parts) if n not in placed and _is_line(part)]
    loose = sum(map(may_caption, others))
    if len(found) == 1 and (loose or len(others) < _FEWEST_OTHERS):
        return frozenset()
    contrast = len(found) * len(others) >= _CONTRAST * loose * len(below)
    return frozenset(n for n in found if contrast)


def _alike(parts: Sequence[Part], below: Sequence[int]) -> list[int]:
    """Find the sentences below pictures that end with the same letters: …, film still."""
    short = [n for n in below if may_caption(parts[n].text.rstrip("*_ ").removesuffix("。"))]
    ends = Counter(parts[n].text.rstrip("*_ ")[-_ALIKE:] for n in short)
    return [n for n in short if ends[parts[n].text.rstrip("*_ ")[-_ALIKE:]] > 1]


def _stands_below(held: Part, part: Part) -> bool:
    """Tell a line right below a picture that says nothing by itself."""
    return (
        isinstance(held, Block)
        and held.kind is BlockKind.FIGURE
        and not held.alt
        and _is_line(part)
        and held.depth == part.depth
        and part.lines.first - held.lines.last <= GAP
    )


def may_caption(written: str) -> bool:
    """Tell a short line that ends as no sentence does, and is no number, credit or call."""
    text = written.strip("*_ ")
    if names_source(text):
        return display_width(text) <= 2 * _LONGEST_CAPTION
    return (
        written[:2] not in {"**", "__"}
        and _SHORTEST_CAPTION <= display_width(text) <= _LONGEST_CAPTION
        and not text.endswith(_ENDS)
        and any(map(str.isalpha, text))
        and parse_numbering(text) is None
        and _LABEL.match(text) is None
        and not (is_caption(text) or is_figure_note(text) or is_credit(text) or is_call(text))
        and not Row(1, written).linked
    )


def _begins_run(parts: Sequence[Part], n: int) -> bool:
    """Tell the first of several short lines: verse, names, or a list without marks."""
    below = parts[n + 1] if n + 1 < len(parts) else None
    return below is not None and _is_line(below) and may_caption(below.text)


def _is_line(part: Part) -> TypeGuard[Block]:
    """Tell a paragraph of one line that stands in no list."""
    return (
        isinstance(part, Block)
        and part.kind is BlockKind.PARAGRAPH
        and part.lines.first == part.lines.last
        and not part.depth
        and not part.ordinal
    )
