"""Banners of accounts: a moving picture above the text, and the account's mark below it.

WeChat's editors put the same animation above each article of an account. It stands first,
before any word, and no caption speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes_kb.loading.platforms.cards import is_wechat
from notes_kb.loading.rows import Row

RULE = "wechat-banner"
"""The name in the ledger."""

_MOVING = re.compile(r"/mmbiz_gif/|%2Fmmbiz_gif%2F|wx_fmt(?:=|%3D)gif", re.IGNORECASE)
_CAPTION = re.compile(
    r"[（(]?(?:图|©|▲|△|▼|动图|来源|供图|摄影|视频|photo|source|credit)", re.IGNORECASE
)
"""How a line begins that speaks of the picture above it."""
_MARK = 8
"""Characters of the longest name that an account writes as its mark."""
_ALIKE = 2
"""Characters with which it begins as the account's own name does."""
_TEXT = 40
"""Characters of the shortest text that follows the mark."""


def count_banner(rows: Sequence[Row], address: str, account: str) -> int:
    """Count the rows below the title that are a banner, and the account's mark below it.

    Args:
        rows: The rows below the title.
        address: Where the text comes from.
        account: The name of the account, or empty.
    """
    if len(rows) < 2 or not is_wechat(address) or not _is_banner(rows[0]):
        return 0
    mark, text = rows[1], rows[2] if len(rows) > 2 else None
    if not mark.opaque and _CAPTION.match(mark.text):
        return 0
    named = (
        not mark.opaque
        and mark.speaks
        and len(mark.text) <= _MARK
        and len(account) > _ALIKE
        and mark.text.startswith(account[:_ALIKE])
    )
    followed = text is not None and not text.opaque and len(text.text) >= _TEXT
    return 2 if named and followed else 1


def _is_banner(row: Row) -> bool:
    alone = not row.opaque and row.pictured and not row.speaks and row.raw.count("](") == 1
    return alone and _MOVING.search(row.raw) is not None
