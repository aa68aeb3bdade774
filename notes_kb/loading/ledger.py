"""What became of each line of a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from notes_kb.domain.note import LedgerEntry
from notes_kb.domain.span import Lines

BLANK = "blank"
TITLE = "title"
META = "meta"
HEADING = "heading"
DROPPED = "dropped"
SILENT_RULE = "clipper-blank"
"""The rule that drops the lines of a clip that part sections without a word."""


def source_lines(text: str) -> list[str]:
    """Split a text at LF; what stands behind the last LF is a line only if it is not empty."""
    lines = text.split("\n")
    return lines[:-1] if not lines[-1] else lines


def build_ledger(
    count: int, claims: Iterable[LedgerEntry], blank: Sequence[bool]
) -> tuple[LedgerEntry, ...]:
    """Lay claims over the lines of a source so that each line stands in exactly one entry.

    Args:
        count: Lines of the source.
        claims: Entries that may overlap; the first to claim a line keeps it.
        blank: For each line, whether nothing visible stands on it.

    Raises:
        ValueError: A line that is not blank was claimed by nobody: the parser lost it.
    """
    owners: list[LedgerEntry | None] = [None] * count
    for claim in claims:
        for line in range(claim.lines.first, claim.lines.last + 1):
            if owners[line - 1] is None:
                owners[line - 1] = claim
    entries: list[LedgerEntry] = []
    previous: LedgerEntry | None = None
    for number, owner in enumerate(owners, 1):
        if owner is None and not blank[number - 1]:
            raise ValueError(f"line {number} was lost")
        if entries and owner is previous:
            entries[-1] = _entry(entries[-1].lines.first, number, owner)
        else:
            entries.append(_entry(number, number, owner))
        previous = owner
    return tuple(entries)


def _entry(first: int, last: int, claim: LedgerEntry | None) -> LedgerEntry:
    role, rule = (claim.role, claim.rule) if claim else (BLANK, "")
    return LedgerEntry(lines=Lines(first, last), role=role, rule=rule)
