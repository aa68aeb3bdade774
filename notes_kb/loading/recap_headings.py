"""Second pass over a paste: which lines are headings, and how they nest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from notes_kb.domain.note import BlockKind
from notes_kb.languages.numbering import Style
from notes_kb.loading.recap_blocks import Draft, Shape, hangs
from notes_kb.loading.recap_lines import display_width
from notes_kb.loading.statements import statement_kind
from notes_kb.text.numbering import Numbering, parse_numbering

_LONGEST = 84
"""Columns of the longest heading that is told by its numbering or bold type alone."""
_STRONG = frozenset({Style.PART, Style.CHAPTER, Style.CLAUSE, Style.FORMAL, Style.HAN, Style.ROMAN})
"""Numberings that lists rarely carry."""
_DOTTED = frozenset({Style.DOTTED_2, Style.DOTTED_3, Style.DOTTED_4})
_LIST_STYLES = frozenset(
    {Style.HAN, Style.HAN_BRACKETS, Style.ARABIC, Style.HALF_BRACKET, Style.BRACKETS,
     Style.CIRCLED, Style.FORMAL, Style.LETTER, Style.ROMAN}
)  # fmt: skip
"""Numberings that may be the marker of a list item."""
_SKIPPED = 2
"""Numbers that may be missing from a run."""
_BOLD_RANK = 50
"""Bold lines without a number stand inside every numbering."""


def find_headings(drafts: Sequence[Draft]) -> list[Draft]:
    """Turn drafts into headings (`Shape.HASH` with their level), list items and text."""
    heading = _numbered_headings(drafts) | _bold_headings(drafts)
    decided = [_decided(draft, n in heading) for n, draft in enumerate(drafts)]
    return _levelled(decided)


def _decided(draft: Draft, heading: bool) -> Draft:
    if draft.shape is Shape.HASH or heading:
        numbering = parse_numbering(draft.text.strip("*_ "))
        if numbering is not None and not numbering.rest:
            numbering = None
        bare = numbering.rest if numbering else draft.text
        return replace(draft, shape=Shape.HASH, numbering=numbering, text=_unbold(bare))
    if draft.shape is Shape.BOLD:
        return replace(draft, shape=Shape.PLAIN, text=draft.lines[0].text)
    numbering = draft.numbering
    if draft.shape is Shape.NUMBERED and numbering is not None:
        if numbering.style not in _LIST_STYLES:
            return replace(draft, shape=Shape.PLAIN, numbering=None)
        return replace(draft, text=numbering.rest, marker=numbering.written)
    return draft


def _unbold(text: str) -> str:
    for mark in ("**", "__"):
        if text.startswith(mark) and text.endswith(mark) and len(text) > 4:
            inner = text[2:-2]
            return inner if mark not in inner else text
    return text


# Which numbered lines are headings


def _numbered_headings(drafts: Sequence[Draft]) -> set[int]:
    """Judge every run of a numbering as a whole: all of it are headings, or none."""
    headings: set[int] = set()
    for run in _runs(drafts):
        if _is_heading_run(drafts, run):
            headings.update(run)
    return headings


def _runs(drafts: Sequence[Draft]) -> list[list[int]]:
    """Find the lines that count on from each other: 一、 二、 三、 or 1.1 1.2."""
    open_runs: dict[Style, list[int]] = {}
    runs: list[list[int]] = []
    bullet_indent: int | None = None
    for n, draft in enumerate(drafts):
        numbering = _candidate(draft)
        if draft.shape is Shape.BULLET:
            bullet_indent = (
                draft.indent if bullet_indent is None else min(bullet_indent, draft.indent)
            )
        elif draft.shape in {Shape.PLAIN, Shape.HASH} and draft.indent == 0:
            bullet_indent = None
        if numbering is None or (bullet_indent is not None and draft.indent > bullet_indent):
            continue
        if draft.indent == 0:
            bullet_indent = None
        run = open_runs.get(numbering.style)
        before = _candidate(drafts[run[-1]]) if run else None
        if run and before and _counts_on(before, numbering):
            run.append(n)
        else:
            open_runs[numbering.style] = [n]
            runs.append(open_runs[numbering.style])
    return runs


def _candidate(draft: Draft) -> Numbering | None:
    if draft.shape is Shape.NUMBERED:
        return draft.numbering
    if draft.shape is Shape.BOLD:
        numbering = parse_numbering(draft.text)
        return numbering if numbering is not None and numbering.rest else None
    return None


def _counts_on(before: Numbering, after: Numbering) -> bool:
    if before.numbers[:-1] != after.numbers[:-1]:
        return after.numbers > before.numbers and after.numbers[-1] == 1
    return _follows(before.numbers[-1], after.numbers[-1])


def _follows(before: int, after: int) -> bool:
    """Tell whether a number continues another; people skip one now and then."""
    return 0 < after - before <= _SKIPPED + 1


def _is_heading_run(drafts: Sequence[Draft], run: Sequence[int]) -> bool:
    first = _candidate(drafts[run[0]])
    if first is None:
        return False
    short = sum(1 for n in run if _is_short(drafts[n]))
    if short * 2 < len(run) or (first.style in _DOTTED and first.numbers[-1] > 1):
        return False
    filled = sum(1 for a, b in pairwise(run) if _has_content(drafts, a, b))
    last = _has_content(drafts, run[-1], len(drafts))
    if len(run) == 1:
        strong = (
            first.style in _STRONG or first.style in _DOTTED or drafts[run[0]].shape is Shape.BOLD
        )
        return last and (strong or (first.numbers[-1] == 1 and drafts[run[0]].lines[0].after_blank))
    gaps = len(run) - 1
    if first.style in _STRONG or first.style in _DOTTED:
        return filled * 3 >= gaps
    return filled * 2 >= gaps and filled + last > gaps // 2


def _has_content(drafts: Sequence[Draft], start: int, end: int) -> bool:
    """Tell whether a numbered line has a text of its own below it.

    Lines that hang under its first word are the rest of the item.
    """
    head = drafts[start]
    for n in range(start + 1, end):
        draft = drafts[n]
        if draft.shape is not Shape.PLAIN or draft.lines[0].after_blank or not hangs(draft, head):
            return True
    return False


def _is_short(draft: Draft) -> bool:
    text = draft.text
    return display_width(text) <= _LONGEST and not text.endswith(("。", "；", ";", "，", ",", "……"))


def _bold_headings(drafts: Sequence[Draft]) -> set[int]:
    """Bold lines with something else below them; two in a row are a list of catchwords."""
    return {
        n
        for n, draft in enumerate(drafts[:-1])
        if draft.shape is Shape.BOLD
        and _is_short(draft)
        and drafts[n + 1].shape is not Shape.BOLD
        and statement_kind(draft.lines[0].text, BlockKind.PARAGRAPH) is BlockKind.PARAGRAPH
        and draft.text[-1] not in ":："
    }


# How headings nest


def _levelled(drafts: list[Draft]) -> list[Draft]:
    """Give each heading its level: 2 for the outermost, one more for each one around it."""
    kinds = [_kind(d) for d in drafts if d.shape is Shape.HASH]
    inside = _Nesting([d for d in drafts if d.shape is Shape.HASH])
    levels: list[int] = []
    stack: list[int] = []
    for kind in kinds:
        while stack and not inside(kind, stack[-1]):
            stack.pop()
        stack.append(kind)
        levels.append(min(len(stack) + 1, 6))
    given = iter(levels)
    return [replace(d, level=next(given)) if d.shape is Shape.HASH else d for d in drafts]


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
            if number > 1 and _follows(last.get(kind, 0), number):
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
