"""Cards of accounts, wherever they stand: a picture, a name, a line about it, a count.

So are cards of broadcasts that are to come, and buttons that lead nowhere in a clip. WeChat
puts such a card between two paragraphs as readily as behind the last. Its rows say together
that a platform wrote them, so that the text may go on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notes_kb.loading.rows import Row

RULE = "wechat-card"
"""The name in the ledger."""

_COUNTED = "篇原创内容"
_COUNT = re.compile(rf"[0-9]{{1,5}} ?{_COUNTED}")
_KIND = re.compile(r"公众号|服务号|订阅号")
_LEFT = re.compile(r"[，,]?")
"""What is left of the buttons."""
_LIVE = re.compile(r"(?:将在)?[0-9]{1,2}月[0-9]{1,2}日 ?[0-9]{1,2}:[0-9]{2} ?直播")
_CHANNEL = "视频号"
_BUTTON = re.compile(r"点击(?:小程序|卡片|图片).{0,12}(?:原文|报告|全文).{0,4}")
_DEAD = "]()"
"""How a link ends that lost its target."""
_CALL = re.compile(
    r"\W{0,4}(?:点击|长按)(?:上方|下方|上面|下面)?(?:蓝字|卡片|名片)?关注[，,！!]?.{0,24}"
)
"""The call to follow the account, which stands right below its card."""
_OTHERS = re.compile(
    r"[\W_]{0,6}(?:更多|往期|推荐|精彩|热门|历史|近期|相关|精选)"
    r"(?:阅读|推荐|回顾|文章|好文|热文|精选|内容|原创|精彩)[\W_]{0,6}"
)
"""What heads a list of other articles of an account."""
_LISTED, _FEWEST_LISTED = 10, 2
"""Titles of the longest list of them, and of the shortest."""
_LONGEST_TITLE = 100
_NAME, _ABOUT = 40, 200
"""Characters of the longest name, and of the longest line about it."""
_SHORT_NAME = 20
"""Characters of the longest name that is known by its place alone."""
_SENTENCE = re.compile("[，,。；;：:！!？?…]|原创内容|公众号")
"""What stands in a line of text, and in no name."""
_ANNOUNCES = ("：", ":")
_NO_TITLE = ("。", "；", "：", ":", "，")
_HOST = re.compile(r"https?://mp\.weixin\.qq\.com/", re.IGNORECASE)


def is_wechat(address: str) -> bool:
    """Tell the address of an article of WeChat."""
    return _HOST.match(address) is not None


def find_cards(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield the first row of each card and the one behind its last.

    A card that the text above it announces is one of those that the text is about: it stays,
    and so do those that follow it directly.
    """
    kept = -1
    for n, row in enumerate(rows):
        if _is_dead_button(row):
            yield n, n + 1
        elif _is_broadcast(rows, n):
            yield n - 3, n + 3
        if row.opaque or not _COUNT.fullmatch(row.text):
            continue
        start, end = _begin(rows, n), _end(rows, n)
        if start < 0 or end < 0:
            continue
        above = rows[start - 1] if start else None
        announced = above is not None and not above.opaque and above.text.endswith(_ANNOUNCES)
        if announced or kept == start:
            kept = end
        else:
            yield start, end


def _is_dead_button(row: Row) -> bool:
    """Tell a button to an app within WeChat, which leads nowhere elsewhere."""
    return _DEAD in row.raw and not row.opaque and _BUTTON.fullmatch(row.text) is not None


def _is_broadcast(rows: Sequence[Row], at: int) -> bool:
    """Tell the line with the hour, three rows below a picture: name, button, hour, title, kind."""
    if at < 3 or at + 2 >= len(rows) or not _LIVE.fullmatch(rows[at].text):
        return False
    picture, name, button = rows[at - 3 : at]
    return (
        picture.pictured
        and not picture.speaks
        and len(name.text) <= _NAME
        and _LEFT.fullmatch(button.text) is not None
        and len(rows[at + 1].text) <= _ABOUT
        and rows[at + 2].text == _CHANNEL
    )


def find_copied_cards(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield the same for cards in plain text, whose pictures a copy does not bring along.

    There the name begins the card: a short line that is no sentence.
    """
    kept = -1
    counts = [
        n for n, row in enumerate(rows)
        if _COUNTED in row.raw and not row.opaque and _COUNT.fullmatch(row.text)
    ]  # fmt: skip
    if counts and any(row.pictured or row.links for row in rows):
        return
    for n in counts:
        end = _end(rows, n)
        start = next((at for at in (n - 2, n - 1) if at > 0 and _is_name(rows[at])), -1)
        if end < 0 or start < 0 or rows[n - 1].opaque or len(rows[n - 1].text) > _ABOUT:
            continue
        if rows[start - 1].text.endswith(_ANNOUNCES) or kept == start:
            kept = end
        else:
            yield start, end


def _is_name(row: Row) -> bool:
    """Tell a line that may be the name of an account, alone in a plain text."""
    return (
        not row.opaque
        and row.speaks
        and len(row.text) <= _SHORT_NAME
        and not _SENTENCE.search(row.text)
    )


def _begin(rows: Sequence[Row], at: int) -> int:
    """Find the picture above the name, which a line about the account may follow; -1 for none."""
    for length in (1, 2):
        start = at - length - 1
        if start < 1:  # The title stands first.
            return -1
        name, about = rows[start + 1], rows[at - 1]
        if name.opaque or not name.speaks or len(name.text) > _NAME:
            continue
        if about.opaque or len(about.text) > _ABOUT:
            continue
        if rows[start].pictured and not rows[start].speaks:
            return start
    return -1


def _end(rows: Sequence[Row], at: int) -> int:
    """Find the row behind the kind of account and what is left of its buttons; -1 for none."""
    end = at + 1
    while end < len(rows) and end <= at + 2 and not rows[end].speaks and not rows[end].pictured:
        end += 1
    if end == len(rows) or not _KIND.fullmatch(rows[end].text):
        return -1
    end += 1
    while end < len(rows) and not rows[end].pictured and _LEFT.fullmatch(rows[end].text):
        end += 1
    if end < len(rows) and not rows[end].opaque and _CALL.fullmatch(rows[end].text):
        end += 1
    return end


def find_copied_list(rows: Sequence[Row]) -> int:
    """Find where the titles of other articles begin that stand above an account's tail.

    In plain text they are no links, so that only their place and the words above tell them.

    Args:
        rows: The rows above the tail.

    Returns:
        The place of the row that heads them; 0 where there is none.
    """
    for count, row in enumerate(reversed(rows[-_LISTED - 1 :])):
        if row.opaque or row.pictured or row.links or row.heading:
            return 0
        first = _OTHERS.match(row.text)
        if first and (first.end() == len(row.text) or "：" in first[0] or ":" in first[0]):
            titles = count + (first.end() < len(row.text))
            return len(rows) - count - 1 if titles >= _FEWEST_LISTED else 0
        if len(row.text) > _LONGEST_TITLE or row.text.endswith(_NO_TITLE):
            return 0
    return 0
