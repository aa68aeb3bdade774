"""The card with which an account ends its articles: its name, and a line about it below.

Nothing but the name tells it from the last words of a text, so that it is found only where
something else has said whose the page is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes_kb.loading.inline import whole_emphasis
from notes_kb.loading.provenance import is_credit, is_whole_date
from notes_kb.loading.rows import Row

RULE = "wechat-own-card"
"""The name in the ledger."""

_SHORTEST = 3
"""Letters of the shortest name that is looked for."""
_MORE = 12
"""Letters that may stand behind the name on its row: its Latin spelling."""
_BEFORE = 4
"""Letters that may stand before one in bold type: the company that it belongs to."""
_ABOUT, _LINES = 60, 2
"""Characters of the longest line about the account, and the number of such lines."""
_SLOGAN, _SLOGANS = 24, 4
"""Characters of the longest slogan, and the number of lines where all are slogans."""
_MOST = 12
"""Rows that are looked at."""
_MARKED = ("- ", "* ", "+ ", ">", "|")
"""What an item, a quote or a row of a table begins with."""
_NO_NAME = re.compile(r"[。！？；：，!?;:,、]")
"""What stands in a sentence, and behind a label."""
_SAYS = re.compile(r"[^\W\d_]{4}")
"""What stands in each line about an account."""


def find_own_card(rows: Sequence[Row], account: str, *, below: bool) -> int | None:
    """Find the row with the name of the account below which only its card stands.

    A picture on the card, or a part of the page right below it, tells it from the last words of
    a text.

    Args:
        rows: What is left of the document, in order.
        account: The name of the account, or empty.
        below: Whether something was taken below.
    """
    name = _letters(account)
    if len(name) < _SHORTEST:
        return None
    lines = long = 0
    pictured = False
    for n in range(len(rows) - 1, max(0, len(rows) - _MOST), -1):
        row = rows[n]
        if row.opaque:
            return None
        if not row.speaks:
            pictured = pictured or row.pictured
            continue
        if _names(row, name):
            pictured = pictured or (rows[n - 1].pictured and not rows[n - 1].speaks)
            alone = rows[n - 1].last < row.number - 1
            return n if lines and alone and (pictured or below) else None
        lines += 1
        long += len(row.text) > _SLOGAN
        if not _is_about(row, name) or lines > (_LINES if long else _SLOGANS):
            return None
    return None


def _names(row: Row, name: str) -> bool:
    said = _letters(row.text)
    before, found, behind = said.partition(name)
    longest = _BEFORE if row.heading or whole_emphasis(row.raw.strip()) else 0
    alone = bool(found) and len(before) <= longest and len(behind) <= _MORE and behind.isascii()
    return alone and not _NO_NAME.search(row.text)


def _is_about(row: Row, name: str) -> bool:
    """Tell a line about an account from a day, a credit, a link, an item or a heading."""
    return (
        len(row.text) <= _ABOUT
        and _SAYS.search(row.text) is not None
        and name not in _letters(row.text)
        and not row.raw.lstrip().startswith(_MARKED)
        and not (row.heading or row.links or is_credit(row.text) or is_whole_date(row.text))
    )


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
