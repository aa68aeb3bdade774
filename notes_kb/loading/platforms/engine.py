"""Finds the platform parts at both ends of a paste."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes_kb.domain.note import LedgerEntry
from notes_kb.domain.span import Lines
from notes_kb.loading.ledger import DROPPED
from notes_kb.loading.platforms.contents import RULE as CONTENTS
from notes_kb.loading.platforms.contents import find_contents
from notes_kb.loading.platforms.packs import RULES
from notes_kb.loading.platforms.rule import COUNT, Place, Rule, find_cue
from notes_kb.loading.recap_lines import is_blank, stripped

_NAME = 40
"""Characters of the longest unknown line within a part."""
_TOP = 40
"""Lines among which a renderer's directive is looked for."""
_LONGEST = 300
"""Rows of the longest part."""
_LEAD = 5
"""Rows between the strong line that stands furthest in and a line that opens the part."""
_COUNTER = re.compile(COUNT)
_ROUNDS = 8
"""Parts that may follow each other at one end."""

_Row = tuple[int, str]
"""A line's number and its text without the blanks around it."""


def find_boilerplate(lines: Sequence[tuple[int, str]]) -> tuple[LedgerEntry, ...]:
    """Find the heads and tails that known platforms put round an article.

    Args:
        lines: The numbered lines of the document, in order.
    """
    rows = [(number, stripped(raw)) for number, raw in lines if not is_blank(raw)]
    dropped: list[LedgerEntry] = []
    for _ in range(_ROUNDS):
        if (tail := _find_tail(rows)) is None:
            break
        start, rule = tail
        dropped.append(_entry(rows[start:], rule.name))
        rows = rows[:start]
    for _ in range(_ROUNDS):
        if (head := _find_head(rows)) is None:
            break
        start, end, rule = head
        dropped.append(_entry(rows[start:end], rule.name))
        rows = rows[:start] + rows[end:]
    directives = _find_directives(rows)
    marked = {entry.lines.first for entry in directives}
    rows = [row for row in rows if row[0] not in marked]
    dropped += directives
    if (contents := find_contents(rows)) is not None:
        dropped.append(_entry(rows[slice(*contents)], CONTENTS))
    return tuple(sorted(dropped, key=lambda entry: entry.lines))


def _entry(rows: Sequence[_Row], rule: str) -> LedgerEntry:
    return LedgerEntry(lines=Lines(rows[0][0], rows[-1][0]), role=DROPPED, rule=rule)


def _find_tail(rows: Sequence[_Row]) -> tuple[int, Rule] | None:
    """Find the longest part that ends with the document."""
    best: tuple[int, Rule] | None = None
    upward = rows[: -_LONGEST - 1 : -1]
    for rule in RULES:
        if rule.place is Place.TAIL and (length := _reach(upward, rule)):
            start = len(rows) - length
            if best is None or start < best[0]:
                best = (start, rule)
    return best


def _find_head(rows: Sequence[_Row]) -> tuple[int, int, Rule] | None:
    """Find a part that begins with the document, or behind its title and its author's name."""
    for start in (0, 1, 2):
        for rule in RULES:
            if rule.place is Place.HEAD and (
                length := _reach(rows[start : start + _LONGEST], rule, named=start == 1)
            ):
                return start, start + length, rule
    return None


def _reach(rows: Sequence[_Row], rule: Rule, *, named: bool = False) -> int:
    """Count the leading rows that are the part; 0 where it is not there.

    The outermost row is a known one, or the author's name behind the title (`named`).
    The innermost is strong, or one that opens the part and adjoins a strong one, each
    such line once, because beyond it the article begins.
    """
    seen: set[tuple[int, int]] = set()
    opened: set[int] = set()
    length = edge = unknown = strangers = 0
    for n, (_, text) in enumerate(rows):
        kind, cue = _classify(rule, text)
        if kind == _UNKNOWN:
            unknown += 1
            strangers = n + 1
            if (not n and not named) or len(text) > _NAME or unknown > rule.free:
                break
            continue
        if kind == _INNER:
            continue
        seen.add((kind, cue))
        if kind == _STRONG:
            edge = n + 1
            opened.clear()
        elif (
            (strangers <= edge or rule.place is Place.HEAD)
            and n - edge < _LEAD
            and _opens(rule, text, opened)
        ):
            edge = n + 1
        else:
            continue
        if sum(k == _STRONG for k, _ in seen) >= rule.need_strong and len(seen) >= rule.need:
            length = edge
    return length


_UNKNOWN, _INNER, _WEAK, _STRONG = range(4)


def _classify(rule: Rule, text: str) -> tuple[int, int]:
    """Tell what a row is to a rule, and by which of its patterns."""
    for kind, patterns in ((_STRONG, rule.strong), (_WEAK, rule.weak)):
        if (cue := find_cue(patterns, text)) >= 0:
            return kind, cue
    inner = _COUNTER.fullmatch(text) or find_cue(rule.inner, text) >= 0
    return (_INNER if inner else _UNKNOWN), -1


def _opens(rule: Rule, text: str, opened: set[int]) -> bool:
    """Tell whether a row may open the part, and remember that it did."""
    cue = find_cue(rule.opening, text)
    if cue < 0 or cue in opened:
        return False
    opened.add(cue)
    return True


def _find_directives(rows: Sequence[_Row]) -> list[LedgerEntry]:
    return [
        _entry([row], rule.name)
        for row in rows[:_TOP]
        for rule in RULES
        if rule.place is Place.TOP and find_cue(rule.strong, row[1]) >= 0
    ]
