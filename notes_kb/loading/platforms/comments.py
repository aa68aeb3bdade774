"""Comments below an article of WeChat's: their count above, who and when, the end below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes_kb.loading.platforms.rule import COUNT
from notes_kb.loading.rows import Row

RULE = "wechat-comments"
"""The name in the ledger."""

_COUNTED = re.compile(r"(?:精选)?留言 ?[0-9]{1,5}")
"""What heads them."""
_END = re.compile(r"已无更多数据|no more data", re.IGNORECASE)
_POSTED = re.compile(
    r"(?:作者|author)?\D{0,8}(?:(?:[12][0-9]{3}年)?[0-9]{1,2}月[0-9]{1,2}日|昨天|前天"
    r"|[0-9]{1,2} ?(?:天|小时|分钟)前|(?:星期|周)[一二三四五六日])",
    re.IGNORECASE,
)
"""Where and when somebody wrote a comment."""
_LIKED = re.compile(rf"(?:赞|like) ?(?:{COUNT})?", re.IGNORECASE)
_BAR = re.compile(
    rf"写留言|(?:阅读|reads?|赞|在看|分享) ?(?:{COUNT})?|comment|公众号", re.IGNORECASE
)
"""What stands between the article and its comments."""
_LONGEST_BAR = 12
"""Rows of that."""
_NAME = 40
"""Characters of what may stand between two copies of the comments: a name, counters."""


def find_comments(rows: Sequence[Row]) -> int | None:
    """Find the row with which comments begin that reach the end of the text.

    A copy may hold them twice, with the bar of the page between. Rows between their count and
    their end are what anybody wrote, so both must be there, and a like below each day.
    """
    start = within = None
    for n, row in enumerate(rows):
        if row.opaque:
            start = within = None
        elif within is None and _COUNTED.fullmatch(row.text):
            within = n
            start = n if start is None else start
        elif within is not None and _END.fullmatch(row.text):
            if not _are_comments(rows[within:n]):
                start = None
            within = None
        elif within is None and start is not None and not _is_between(row):
            start = None
    return None if start is None or within is not None else _with_bar(rows, start)


def _are_comments(rows: Sequence[Row]) -> bool:
    days = [n for n, row in enumerate(rows) if _POSTED.fullmatch(row.text)]
    liked = sum(n + 1 < len(rows) and bool(_LIKED.fullmatch(rows[n + 1].text)) for n in days)
    return bool(days) and liked == len(days)


def _is_between(row: Row) -> bool:
    return not row.heading and len(row.text) <= _NAME and not row.text.endswith(("。", "！", "？"))


def _with_bar(rows: Sequence[Row], start: int) -> int:
    """Take the rows above that belong to the page, too."""
    first = start
    for n in range(start - 1, max(start - _LONGEST_BAR, 0), -1):
        if rows[n].opaque or (rows[n].speaks and not _BAR.fullmatch(rows[n].text)):
            break
        first = n if rows[n].speaks else first
    return first
