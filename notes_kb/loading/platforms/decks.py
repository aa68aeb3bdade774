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
_DECK = re.compile(r"\s{0,8}\]\(https?://speakerdeck\.com/[^()\s]{1,400}(?: .{0,400})?\)")
"""The last line of a link to a deck, which a clipper writes on three."""
_COUNTER = re.compile(COUNT)
_FEWEST = 2
"""Decks of the shortest list."""


def find_decks(rows: Sequence[Row], address: str) -> Iterator[tuple[int, int]]:
    """Yield the lists, as the first row and the one behind the last: each heading, and its decks.

    Behind its last deck stand only an account and counters; what else does is text.
    """
    if host_of(address) != _HOST:
        return
    headings = [n for n, row in enumerate(rows) if row.heading and not row.opaque]
    for start, behind in zip(headings, [*headings[1:], len(rows)], strict=False):
        decks = [n for n in range(start, behind) if _DECK.fullmatch(rows[n].raw.rstrip())]
        if len(decks) < _FEWEST or not _LABEL.fullmatch(rows[start].text):
            continue
        end = decks[-1] + 1
        while end < behind and (rows[end].linked or _COUNTER.fullmatch(rows[end].text)):
            end += 1
        yield start, end
