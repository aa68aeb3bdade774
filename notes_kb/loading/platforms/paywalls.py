"""What note.com shows instead of what is to be paid for, up to the end, and the author's line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes_kb.loading.platforms.note_foot import count_toasts
from notes_kb.loading.platforms.sites import host_of
from notes_kb.loading.rows import Row

RULE = "note-paywall"
BYLINE = "note-byline"
"""The names in the ledger."""

_HOST = "note.com"
_WALL = "ここから先は"
_LEFT_OUT = re.compile(r"[0-9,]{1,9} ?字(?: ?/ ?[0-9,]{1,5} ?(?:画像|ファイル|動画)){0,3}")
"""How much is behind the wall."""
_LONGEST = 24
"""Rows of the longest wall: its price, what else holds the article, the author's thanks."""
_HEAD = 6
"""Rows among which the author's line stands: the title and pictures may be above it."""
_ACCOUNT = re.compile(r"https?://note\.com/(?P<name>[\w-]{1,40})/?$")
_PAGE = re.compile(r"https?://note\.com/(?P<name>[\w-]{1,40})/")
"""The address of an article, which names its account."""
_PRICE = re.compile(r"割引あり|[¥￥] ?[0-9,]{1,9}|[0-9,]{1,9} ?円")
"""What stands beside the author: a price, or that it is reduced."""


def find_paywall(rows: Sequence[Row]) -> int | None:
    """Find the row with which the page says that one has to pay, and what."""
    first = max(1, len(rows) - _LONGEST)
    for n, row in enumerate(rows[first:-1], first):
        if row.opaque or row.text != _WALL:
            continue
        if not rows[n + 1].opaque and _LEFT_OUT.fullmatch(rows[n + 1].text):
            return n
    return None


def find_account(rows: Sequence[Row], address: str) -> tuple[int, int]:
    """Find the line that is a link to the author's page, and the price above it.

    Returns:
        The first row, and the one behind the last; the same where there is none.
    """
    page = _PAGE.match(address)
    if host_of(address) != _HOST or page is None:
        return 0, 0
    for n, row in enumerate(rows[:_HEAD]):
        if row.opaque or not row.linked or len(row.links) != 1:
            continue
        account = _ACCOUNT.match(row.links[0].target)
        if account and account["name"] == page["name"] and not row.pictured:
            priced = n > 0 and not rows[n - 1].opaque and _PRICE.fullmatch(rows[n - 1].text)
            return n - (bool(priced) or count_toasts(rows[:n])), n + 1
    return 0, 0
