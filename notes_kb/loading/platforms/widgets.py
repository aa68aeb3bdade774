"""Cards of mini programmes and of channels, and lost videos, anywhere in an article of WeChat.

A card of a mini programme has its name with the commas of three lost buttons behind it, a
title, pictures and what it is; a card of a channel has its name and its likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notes_kb.loading.rows import Row

RULE = "wechat-widget"
"""The name in the ledger."""

_PROGRAMME = re.compile(r"[^，。！？：]{1,40} ?， ?， ?，(?: ?[^，。！？]{0,40})?")
_WHOLE = re.compile(
    r"[^，。！？：]{1,40} ， [^，。]{0,30} ， [^，。]{0,30} ， .{2,80} 小程序"
)  # fmt: skip
"""A card of a mini programme on one line."""
_KIND = "小程序"
_ROWS = 5
"""Rows of such a card below its name, of which one is its title."""
_TITLE, _NAME = 80, 30
"""Characters of the longest title, and of the longest name."""
_SALE = re.compile(
    r"(?=.{2,70}$)(?=.*(?:点击|戳|扫码|长按|下方|下图|购买方式))"
    r"(?=.*(?:购买|选购|抢购|报名|下单|预订|订购|领取|购票)).*"
)
"""What asks to buy right above such a card."""
_ANNOUNCES = ("：", ":")

_LIKES = re.compile(r"[，,] ?赞 ?[0-9]{0,8}")
_COUNT = re.compile(r"[0-9]{1,8}")
_SENTENCE = re.compile("[，,。；;：:！!？?…]")
_LABEL = re.compile(r"\W{0,4}(?:热点|热门|精彩|更多)?(?:视频号?)(?:推荐|推薦|精选)(?:内容)?\W{0,6}")
"""What heads a card of a channel."""
_WATCH = re.compile(
    r"\W{0,4}(?:点赞|点击|欢迎|快来)?[，、]?关注.{0,20}视频号[，,！!]?(?:观看更多.{0,10})?|观看更多精彩.{0,8}"
)
"""The call to follow the channel right below it, on one line or two."""
_LONGEST_CALL = 3
_NO_VIDEO = re.compile(r"视频加载失败[，,]请刷新页面再试。?(?: ?刷新)?")
_RELOAD = re.compile("刷新")
_INLINE = re.compile(r"data(?::|%3A)image(?:/|%2F)", re.IGNORECASE)
"""The beginning of a picture that is written out in its address."""


def find_widgets(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield the first row of each card and the one behind its last.

    A mini programme that the text above it announces is one that the text is about; it stays,
    unless that line asks to buy.
    """
    taken = 0
    for n, row in enumerate(rows):
        if row.opaque or n < taken:
            continue
        found = _programme(rows, n, taken) or _channel(rows, n, taken) or _lost_video(rows, n)
        if found is not None:
            yield found
            taken = found[1]


def _programme(rows: Sequence[Row], at: int, first: int) -> tuple[int, int] | None:
    if "，" not in rows[at].raw:
        return None
    if _WHOLE.fullmatch(rows[at].text):
        end = at + 1
    elif not _PROGRAMME.fullmatch(rows[at].text) or not (end := _end_of_programme(rows, at)):
        return None
    start = at - (at > first and _is_picture(rows[at - 1]))
    above = rows[start - 1] if start > max(first, 1) else None
    if above is None or above.opaque:
        return start, end
    if _SALE.fullmatch(above.text):
        return start - 1, end
    return None if above.text.endswith(_ANNOUNCES) else (start, end)


def _end_of_programme(rows: Sequence[Row], at: int) -> int:
    """Find the row behind the one that says what the card is; 0 for none."""
    titles = 0
    for n, row in enumerate(rows[at + 1 : at + 1 + _ROWS], at + 1):
        if row.opaque:
            return 0
        if row.text == _KIND:
            return n + 1
        titles += row.speaks
        if titles > 1 or len(row.text) > _TITLE:
            return 0
    return 0


def _channel(rows: Sequence[Row], at: int, first: int) -> tuple[int, int] | None:
    name = rows[at - 1] if at > max(first, 1) else None
    if name is None or name.opaque or not _LIKES.fullmatch(rows[at].text):
        return None
    if not name.speaks or len(name.text) > _NAME or _SENTENCE.search(name.text):
        return None
    start, end = at - 1, at + 1
    if start > max(first, 1) and _says(rows[start - 1], _LABEL):
        start -= 1
    if start > max(first, 1) and _says(rows[start - 1], _WATCH):
        start -= 1
    counted = any(c.isdigit() for c in rows[at].text)
    if not counted and end < len(rows) and _says(rows[end], _COUNT):
        end += 1
    for row in rows[end : end + _LONGEST_CALL]:
        if row.speaks and not _says(row, _WATCH):
            break
        end += row.speaks
    return start, end


def _lost_video(rows: Sequence[Row], at: int) -> tuple[int, int] | None:
    """Find what the player shows that finds no video, its picture of the button included."""
    if not _says(rows[at], _NO_VIDEO):
        return None
    end = at + 1
    if end < len(rows) and _is_picture(rows[end]) and _INLINE.search(rows[end].raw):
        end += 1
    if end < len(rows) and _says(rows[end], _RELOAD):
        end += 1
    return at, end


def _says(row: Row, pattern: re.Pattern[str]) -> bool:
    return not row.opaque and pattern.fullmatch(row.text) is not None


def _is_picture(row: Row) -> bool:
    return row.pictured and not row.speaks
