"""Buttons and hints of a page's interface that came along as text, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notes_kb.loading.rows import Row

RULE = "page-button"
"""The name in the ledger."""

_PAIRS = (("enter fullscreen mode", "exit fullscreen mode"),)
"""Texts of buttons of which one stands right below the other, as DEV has them below code."""
_HINTS = frozenset({"press enter or click to view image in full size"})
"""What a page says to readers of screens above each picture, as Medium does."""
_GESTURE = re.compile(
    r"[\W_]{0,8}请?(?:[向往]?[上下左右]{1,2}|轻轻?)(?:滑动?|划动?|拖动)[\W_]{0,4}"
    r"(?:即可|可以|可)?(?:查看|阅读|浏览|参见|了解)"
    r"(?:更多|全部|完整|全文|详情|名单|内容|图片|大图|地图|课程|介绍|榜单|列表|法律声明|及二维码"
    r"|[\W_]){0,6}"
)
"""How to move a part of the page that a clip shows whole: 向上滑动查看名单."""
_BOOKING = re.compile(
    r"[\W_]{0,6}[^，。！？、：:]{0,12}(?:预订|预定|购买|抢购|订票|报名|领取|下单)"
    r"(?:戳|点|请戳|请点|链接|入口)[\W_]{0,6}[^。！？]{0,60}"
)
"""Where to book or buy, in front of a link that leads nowhere in a clip."""
_DEAD = "]()"
"""How a link ends that lost its target."""
_MAY_BE = re.compile(r"mode|click|[滑划拖]|\]\(\)", re.IGNORECASE)
"""What stands in the line of each of them."""
_MARKED = ("-", "+", "* ", "|", ">")
"""What a line begins with that is an item, a cell or a quote."""


def find_buttons(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows that are nothing but a button or a hint."""
    for n, row in enumerate(rows):
        if row.opaque or not _MAY_BE.search(row.raw) or not row.speaks:
            continue
        below = rows[n + 1] if n + 1 < len(rows) else None
        if below is not None and _is_pair(row, below):
            yield row
            yield below
        elif (
            _is_hint(row, below)
            or _is_gesture(row)
            or (_DEAD in row.raw and _BOOKING.fullmatch(row.text))
        ):
            yield row


def _is_pair(row: Row, below: Row) -> bool:
    return not below.opaque and (row.text.casefold(), below.text.casefold()) in _PAIRS


def _is_hint(row: Row, below: Row | None) -> bool:
    """Tell a hint above a picture; where that did not come along, the hint marks its place."""
    pictured = below is not None and below.pictured
    return pictured and _is_plain(row) and row.text.casefold() in _HINTS


def _is_gesture(row: Row) -> bool:
    return _is_plain(row) and _GESTURE.fullmatch(row.text) is not None


def _is_plain(row: Row) -> bool:
    return not row.links and not row.heading and not row.raw.lstrip().startswith(_MARKED)
