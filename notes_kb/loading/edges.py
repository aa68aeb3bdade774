"""The edges of a text: what a platform put round it, and what it says of its origin.

The same for pastes and for Markdown. It runs before the parsers, which then see the
lines that it took as blank ones, so that line numbers stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from notes_kb.domain.note import LedgerEntry, NoteMeta
from notes_kb.domain.span import Lines
from notes_kb.loading.ledger import DROPPED, META
from notes_kb.loading.platforms.engine import find_parts, find_suspects
from notes_kb.loading.platforms.sites import ACCOUNTS
from notes_kb.loading.provenance import (
    ANALYST,
    CREDIT_HEADING,
    Facts,
    find_credit_headings,
    find_credits,
    find_introduction,
    find_licensed,
    find_tail_author,
    find_tool_rows,
    gather,
    read_source,
)
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
    suspects: tuple[tuple[int, str], ...] = ()
    """Lines that stay though they look like a platform's, with the rule that knows them."""
    title: int = 0
    """The line above what a tool says of the page, which is its title; 0 for none."""


def find_edges(
    lines: Sequence[str],
    *,
    body_line: int,
    title: str = "",
    clipped: bool = False,
    tools_write: bool = True,
    address: str = "",
) -> Edges:
    """Find what is no part of the text itself at both of its ends.

    Args:
        lines: All lines of the file, front matter included.
        body_line: The first line of the body, from 1.
        title: The title that stands in the front matter, so that no line need be it.
        clipped: Whether a tool wrote that; then the page may show its title again.
        tools_write: Whether lines are looked for that tools write as metadata.
        address: Where the front matter says that the text comes from, or empty.
    """
    rows = read_rows(list(enumerate(lines, 1))[body_line - 1 :])
    tools = find_tool_rows(rows) if tools_write else {}
    address = next((facts["url"] for facts in tools.values() if "url" in facts), address)
    shown = title if clipped else ""
    copied = any(facts.get("host") == ACCOUNTS for facts in tools.values())
    own = [row for row in rows if row.number not in tools]
    account = next((facts["title"] for facts in tools.values() if "title" in facts), "")
    parts, left = find_parts(
        own, address, shown, of_account=copied, account=account, byline=max(tools, default=0)
    )
    licensed = find_licensed(left)
    credits = find_credits([row for row in left if row.number not in licensed], titled=bool(title))
    if tools or clipped:
        credits = {**find_tail_author(left), **credits}
    said = [read_source(row) for part in parts if part.source for row in part.rows]
    bylines = [part.said for part in parts]
    people = [*credits.values(), *licensed.values()]
    labels = [*map(_author, people), *(part.labelled for part in parts)]
    introduced = [find_introduction(left)] if tools or clipped else []
    facts = [*labels, *tools.values(), *people, *said, *bylines, *introduced]
    runs = _Runs(rows)
    taken = [entry for part in parts for entry in runs.of(part.rows, DROPPED, part.rule)]
    taken += runs.of([row for row in rows if row.number in tools], META)
    taken += runs.of([row for row in left if row.number in licensed], DROPPED, ANALYST)
    headings = find_credit_headings(left, credits.keys() | licensed.keys())
    taken += runs.of([row for row in left if row.number in headings], DROPPED, CREDIT_HEADING)
    titled = len(rows) > 1 and rows[0].number not in tools and rows[1].number in tools
    return Edges(
        title=rows[0].number if titled else 0,
        taken=tuple(sorted(taken, key=lambda entry: entry.lines)),
        credits=tuple(runs.of([row for row in left if row.number in credits], META)),
        suspects=tuple(
            (row.number, rule)
            for row, rule in find_suspects([row for row in left if row.speaks], parts)
            if row.number not in credits
        ),
        meta=gather(facts),
    )


def _author(facts: Facts) -> Facts:
    """Give the author that a label names: a clipper takes what the page shows, an account too."""
    return {"author": facts["author"]} if "author" in facts else {}


class _Runs:
    """Joins rows that follow each other in a text, whatever blank lines are between them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._places = {row.number: place for place, row in enumerate(rows)}

    def of(self, rows: Iterable[Row], role: str, rule: str = "") -> Iterator[LedgerEntry]:
        run: list[Row] = []
        for row in rows:
            if run and self._places[row.number] != self._places[run[-1].number] + 1:
                yield _entry(run, role, rule)
                run = []
            run.append(row)
        if run:
            yield _entry(run, role, rule)


def _entry(rows: Sequence[Row], role: str, rule: str) -> LedgerEntry:
    return LedgerEntry(lines=Lines(rows[0].number, rows[-1].last), role=role, rule=rule)


def stand_inside(taken: Iterable[LedgerEntry], blocks: Iterable[Lines]) -> bool:
    """Tell whether a line of metadata was taken out of the middle of a block.

    Code, formulas and comments go on over blank lines, so only the parsers know their ends.
    """
    numbers = [entry.lines.first for entry in taken if entry.role == META]
    return bool(numbers) and any(
        lines.first < number < lines.last for lines in blocks for number in numbers
    )


def without(lines: Sequence[str], taken: Iterable[LedgerEntry]) -> list[str]:
    """Give the lines with the taken ones empty."""
    left = list(lines)
    for entry in taken:
        for number in range(entry.lines.first, entry.lines.last + 1):
            left[number - 1] = ""
    return left
