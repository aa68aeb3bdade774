"""Lists of other decks on a page of Speaker Deck, above the transcript of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notes_kb.loading.platforms.rule import COUNT
from notes_kb.loading.platforms.sites import host_of
from notes_kb.loading.rows import Row

RULE = "other-decks"
"""The name in the ledger."""

_HOST = "speakerdeck.com"
_LABEL = re.compile(r"(?:more decks by|other decks in|see all by) .{1,60}|featured", re.IGNORECASE)
_DECK = re.compile(
    r"\s{0,8}(?:\[[^\[\]]{1,300})?\]"
    r"\(https?://speakerdeck\.com/[^()\s/]{1,100}/[^()\s]{1,400}(?: .{0,400})?\)"
)
"""A link to a deck, or the last line of one, which a clipper writes on three."""
_COUNTER = re.compile(COUNT)
_FEWEST = 2
"""Decks of the shortest list."""


def find_decks(rows: Sequence[Row], address: str) -> Iterator[tuple[int, int]]:
    """Yield the lists, as the first row and the one behind the last: each heading, and its decks.

    Between and behind decks stand only accounts, pictures and counters; what else does is text,
    and ends the list.
    """
    if host_of(address) != _HOST:
        return
    headings = [n for n, row in enumerate(rows) if row.heading and not row.opaque]
    for start, behind in zip(headings, [*headings[1:], len(rows)], strict=False):
        if not _LABEL.fullmatch(rows[start].text):
            continue
        length, decks = _count_list(rows[start + 1 : behind])
        if decks >= _FEWEST:
            yield start, start + 1 + length


def _count_list(rows: Sequence[Row]) -> tuple[int, int]:
    """Count the leading rows that are a list of decks, and the decks."""
    length = decks = 0
    opened = False
    for n, row in enumerate(rows):
        if _DECK.fullmatch(row.raw.rstrip()):
            decks += 1
            opened = False
        elif row.raw.lstrip().startswith("[") and not row.linked:
            opened = True  # A clipper's link over several lines.
            continue
        elif not opened and row.speaks and not row.linked and not _COUNTER.fullmatch(row.text):
            break
        length = length if opened else n + 1
    return length, decks
