"""Finds the platform parts at both ends of a paste."""

from __future__ import annotations

from collections.abc import Sequence

from notes_kb.domain.note import LedgerEntry
from notes_kb.domain.span import Lines
from notes_kb.loading.boilerplate.packs import RULES
from notes_kb.loading.boilerplate.rule import Place, Rule, find_cue
from notes_kb.loading.ledger import DROPPED
from notes_kb.loading.recap_lines import is_blank

_NAME = 40
"""Characters of the longest unknown line within a part."""
_TOP = 40
"""Lines among which a renderer's directive is looked for."""
_ROUNDS = 8
"""Parts that may follow each other at one end."""

_Row = tuple[int, str]
"""A line's number and its text without the blanks around it."""


def find_boilerplate(lines: Sequence[tuple[int, str]]) -> tuple[LedgerEntry, ...]:
    """Find the heads and tails that known platforms put round an article.

    Args:
        lines: The numbered lines of the document, in order.
    """
    rows = [(number, raw.strip()) for number, raw in lines if not is_blank(raw)]
    dropped: list[LedgerEntry] = []
    for _ in range(_ROUNDS):
        if (tail := _find_tail(rows)) is None:
            break
        start, rule = tail
        dropped.append(_entry(rows[start:], rule))
        rows = rows[:start]
    for _ in range(_ROUNDS):
        if (head := _find_head(rows)) is None:
            break
        start, end, rule = head
        dropped.append(_entry(rows[start:end], rule))
        rows = rows[:start] + rows[end:]
    dropped += _find_directives(rows)
    return tuple(sorted(dropped, key=lambda entry: entry.lines))


def _entry(rows: Sequence[_Row], rule: Rule) -> LedgerEntry:
    return LedgerEntry(lines=Lines(rows[0][0], rows[-1][0]), role=DROPPED, rule=rule.name)


def _find_tail(rows: Sequence[_Row]) -> tuple[int, Rule] | None:
    """Find the longest part that ends with the document."""
    found = (
        [
            (length, -n, rule)
            for n, rule in enumerate(RULES)
            if rule.place is Place.TAIL and (length := _reach(rows[::-1], rule))
        ]
        if rows
        else []
    )
    if not found:
        return None
    length, _, rule = max(found, key=lambda entry: entry[:2])
    return len(rows) - length, rule


def _find_head(rows: Sequence[_Row]) -> tuple[int, int, Rule] | None:
    """Find a part that begins with the document or behind its title."""
    for start in (0, 1, 2):
        for rule in RULES:
            if rule.place is Place.HEAD and (length := _reach(rows[start : start + 80], rule)):
                return start, start + length, rule
    return None


def _reach(rows: Sequence[_Row], rule: Rule) -> int:
    """Count the leading rows that are the part; 0 where it is not there."""
    strong: set[int] = set()
    weak: set[int] = set()
    length = unknown = 0
    for n, (_, text) in enumerate(rows):
        if (cue := find_cue(rule.strong, text)) >= 0:
            strong.add(cue)
        elif (cue := find_cue(rule.weak, text)) >= 0:
            weak.add(cue)
        elif len(text) <= _NAME and unknown < rule.free:
            unknown += 1
            continue
        else:
            break
        if len(strong) >= rule.need_strong and len(strong) + len(weak) >= rule.need:
            length = n + 1
    return length


def _find_directives(rows: Sequence[_Row]) -> list[LedgerEntry]:
    return [
        _entry([row], rule)
        for row in rows[:_TOP]
        for rule in RULES
        if rule.place is Place.TOP and find_cue(rule.strong, row[1]) >= 0
    ]
