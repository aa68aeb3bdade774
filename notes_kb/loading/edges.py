"""The edges of a text: what a platform put round it, and what it says of its origin.

The same for pastes and for Markdown. It runs before the parsers, which then see the
lines that it took as blank ones, so that line numbers stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from notes_kb.domain.note import LedgerEntry, NoteMeta
from notes_kb.loading.platforms import find_boilerplate
from notes_kb.loading.provenance import find_credits


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What was found at the head and the tail of a text."""

    taken: tuple[LedgerEntry, ...] = ()
    """Lines that are no part of the text: the parsers must not see them."""
    credits: tuple[LedgerEntry, ...] = ()
    """Lines that say where the text comes from, and stay in it."""
    meta: NoteMeta = field(default_factory=NoteMeta)
    """What they say of the note."""


def find_edges(lines: Sequence[str], *, body_line: int) -> Edges:
    """Find what is no part of the text itself at both of its ends.

    Args:
        lines: All lines of the file, front matter included.
        body_line: The first line of the body, from 1.
    """
    numbered = list(enumerate(lines, 1))[body_line - 1 :]
    dropped = find_boilerplate(numbered)
    gone = frozenset(_numbers(dropped))
    kept = [(n, raw) for n, raw in numbered if n not in gone]
    credits, meta = find_credits(kept, [raw for n, raw in numbered if n in gone])
    return Edges(taken=dropped, credits=credits, meta=meta)


def without(lines: Sequence[str], taken: Iterable[LedgerEntry]) -> list[str]:
    """Give the lines with the taken ones empty."""
    left = list(lines)
    for number in _numbers(taken):
        left[number - 1] = ""
    return left


def _numbers(entries: Iterable[LedgerEntry]) -> Iterator[int]:
    for entry in entries:
        yield from range(entry.lines.first, entry.lines.last + 1)
