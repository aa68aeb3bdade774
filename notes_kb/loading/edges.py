"""The edges of a text: what a platform put round it, and what it says of its origin.

The same for pastes and for Markdown. It runs before the parsers, which then see the
lines that it took as blank ones, so that line numbers stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from notes_kb.domain.note import LedgerEntry, NoteMeta
from notes_kb.domain.span import Lines
from notes_kb.loading.ledger import DROPPED
from notes_kb.loading.platforms import Part, find_parts
from notes_kb.loading.provenance import find_credits
from notes_kb.loading.rows import Row, read_rows


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
    rows = read_rows(list(enumerate(lines, 1))[body_line - 1 :])
    parts, left = find_parts(rows)
    dropped = [entry for part in parts for entry in _entries(part)]
    credits, meta = find_credits(left, [row for part in parts if part.source for row in part.rows])
    taken = tuple(sorted(dropped, key=lambda entry: entry.lines))
    return Edges(taken=taken, credits=credits, meta=meta)


def _entries(part: Part) -> Iterator[LedgerEntry]:
    """Give the runs of a part's lines; definitions of links among them stay."""
    run: list[Row] = []
    for row in [*part.rows, None]:
        if row is not None and not row.defines:
            run.append(row)
        elif run:
            lines = Lines(run[0].number, run[-1].number)
            yield LedgerEntry(lines=lines, role=DROPPED, rule=part.rule)
            run = []


def without(lines: Sequence[str], taken: Iterable[LedgerEntry]) -> list[str]:
    """Give the lines with the taken ones empty."""
    left = list(lines)
    for entry in taken:
        for number in range(entry.lines.first, entry.lines.last + 1):
            left[number - 1] = ""
    return left
