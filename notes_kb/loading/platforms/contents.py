"""A table of contents that a platform printed above the text: its lines come again below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import islice

from notes_kb.languages import LANGUAGES
from notes_kb.loading.rows import Row

RULE = "contents-list"
"""The name in the ledger."""

_HEAD = 60
"""Rows among which the label stands: a summary may be above it."""
_FEWEST = 2
"""Entries of the shortest table."""


def find_contents(rows: Sequence[Row]) -> tuple[int, int] | None:
    """Find the label and the entries below it, each of which is a line of the text again.

    Gives the first row and the one behind the last; the text itself repeats every
    entry, so nothing is lost with the table. Where the first entry comes again, the
    text begins.
    """
    for start, row in enumerate(rows[:_HEAD]):
        if not is_contents_name(row.text):
            continue
        left = Counter(_letters(row.text) for row in rows[start + 1 :])
        first = ""
        end = start + 1
        if end < len(rows) and _letters(rows[end].text) in _buttons():
            end += 1
        begins = end
        while end < len(rows):
            entry = _letters(rows[end].text)
            if not entry or entry == first or left[entry] < 2:
                break
            first = first or entry
            left[entry] -= 1
            end += 1
        if end - begins >= _FEWEST:
            return start, end
    return None


def is_contents_name(text: str) -> bool:
    """Tell the label of a table of contents."""
    letters = (c for c in text.casefold() if c.isalnum())
    first = next(letters, "")
    if first not in _initials():  # That is so for most lines, and every line is asked.
        return False
    return first + "".join(islice(letters, _longest_name())) in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(_letters(word) for one in LANGUAGES for word in one.headings.contents)


@cache
def _initials() -> frozenset[str]:
    return frozenset(name[:1] for name in _names())


@cache
def _buttons() -> frozenset[str]:
    return frozenset(_letters(word) for one in LANGUAGES for word in one.headings.contents_buttons)


@cache
def _longest_name() -> int:
    return max(map(len, _names()))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
