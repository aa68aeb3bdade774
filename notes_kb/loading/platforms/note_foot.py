"""The foot of a page of note.com: support, tags, magazines, comments and campaigns.

Authors write some of it in their own words (thanks, comments, names of magazines), so the
page's own rows around them tell it, not a vocabulary. It is read from the end upwards, one
piece after the other, on pages of note.com only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from notes_kb.loading.platforms.sites import host_of
from notes_kb.loading.rows import Row

RULE = "note-foot"
"""The name in the ledger."""

_HOST = "note.com"
_SUPPORT = re.compile(
    r"(?:いいなと思ったら|高評価して)応援しよう！|この記事が気に入ったらサポートをしてみませんか？"
)
"""The page's heading above the author's thanks."""
_COMMENTS = re.compile(r"(?:購入者の)?コメント")
_LABELS = re.compile(
    r"[0-9]{1,6}番目のスキ！|この記事が参加している募集|購入済"
    r"|この記事が気に入ったらチップで応援してみませんか？"
    r"|ありがとう(?:ございます)?！励みになります！.{0,20}"
    r"|抽選でnoteポイント 最大[0-9]{1,3}%還元.{0,20}|PayPay決済で 追加チャンス！.{0,20}"
)
"""What only the page says."""
_PRICE = re.compile(r"¥ ?[0-9,]{1,9}〜?")
_MEMBERS = re.compile(r"[0-9,]{1,7}名が参加中")
_DETAILED = re.compile(r".{1,400}このメンバーシップの詳細")
_ARTICLES = re.compile(r"[0-9,]{1,7}本")
_COUNT = re.compile(r"[0-9]{1,5}")
_CAMPAIGN = re.compile(r"https?://note\.com/(?:topic/|info/n/)")
_TAG = re.compile(r"https?://note\.com/hashtag/")
_ACCOUNT = re.compile(r"https?://note\.com/[\w-]{1,40}/?$")
_CLOSED_TAG = re.compile(r"\s{0,8}\]\(https?://note\.com/hashtag/[^()\s]{1,400}\)")
_OPENED_TAG = re.compile(r"\s{0,8}[-*] \[")
"""A clipper's link over three lines: the mark of the item, the tag, the address."""
_THANKS, _LONGEST_THANKS = 3, 160
"""Rows and characters of what the author writes below the heading."""
_LONGEST = 300
"""Rows of the longest foot."""


def find_foot(rows: Sequence[Row], address: str) -> int | None:
    """Find the row with which the foot of a page of note.com begins."""
    if host_of(address) != _HOST:
        return None
    least = max(1, len(rows) - _LONGEST)
    end, told = len(rows), False
    while end > least:
        length, sure = _piece(rows[:end])
        if not length:
            break
        end, told = end - length, told or sure
    return end if told and end < len(rows) else None


def count_toasts(rows: Sequence[Row]) -> int:
    """Count the last rows that say how one thanks for a like, above an author's name."""
    return int(bool(rows) and _is_toast(rows[-1]))


def _is_toast(row: Row) -> bool:
    plain = not row.opaque and not row.heading and not row.links
    return plain and (row.text.startswith("ありがとう") or _LABELS.fullmatch(row.text) is not None)


def _piece(rows: Sequence[Row]) -> tuple[int, bool]:
    """Count the last rows that are one piece of the foot, and tell whether only the page has it."""
    if rows[-1].opaque:
        return 0, False
    for count, sure in _PIECES:
        if length := count(rows):
            return length, sure
    return 0, False


def _count_label(rows: Sequence[Row]) -> int:
    plain = not rows[-1].heading and not rows[-1].raw.lstrip().startswith((">", "- "))
    return int(plain and _LABELS.fullmatch(rows[-1].text) is not None)


def _count_campaign(rows: Sequence[Row]) -> int:
    row = rows[-1]
    linked = any(_CAMPAIGN.match(link.target) for link in row.links)
    return int(row.pictured and not row.speaks and linked)


def _count_support(rows: Sequence[Row]) -> int:
    """Count the heading and the few words below it, in which no other is."""
    for length, row in enumerate(reversed(rows[-_THANKS - 1 :]), 1):
        if row.heading:
            return length if _SUPPORT.fullmatch(row.text) else 0
        if row.opaque or len(row.text) > _LONGEST_THANKS:
            return 0
    return 0


def _count_comments(rows: Sequence[Row]) -> int:
    """Count the heading and the comments below it; the first is by somebody with an account."""
    for length, row in enumerate(reversed(rows[-_LONGEST:]), 1):
        if not row.heading:
            continue
        if row.opaque or not _COMMENTS.fullmatch(row.text):
            return 0
        below = [one for one in rows[len(rows) - length + 1 :] if not _COUNT.fullmatch(one.text)]
        return length if not below or _is_account(below[0]) else 0
    return 0


def _is_account(row: Row) -> bool:
    return row.linked and len(row.links) == 1 and _ACCOUNT.match(row.links[0].target) is not None


def _count_magazine(rows: Sequence[Row]) -> int:
    """Count a picture, the name of a magazine below it, and how many articles it has."""
    if len(rows) < _CARD or not _ARTICLES.fullmatch(rows[-1].text):
        return 0
    picture, name = rows[-3], rows[-2]
    return _CARD * (name.heading and picture.pictured and not picture.speaks)


def _count_tag(rows: Sequence[Row]) -> int:
    row = rows[-1]
    if row.linked and all(_TAG.match(link.target) for link in row.links):
        return 1
    lines = [row.raw for row in rows[-_CARD:]]
    apart = len(lines) == _CARD and _OPENED_TAG.fullmatch(lines[0].rstrip())
    return _CARD * bool(apart and _CLOSED_TAG.fullmatch(lines[2].rstrip()))


def _count_price(rows: Sequence[Row]) -> int:
    return int(not rows[-1].heading and _PRICE.fullmatch(rows[-1].text) is not None)


def _count_membership(rows: Sequence[Row]) -> int:
    """Count what a membership says of itself, and how many have joined."""
    length = _MEMBERSHIP if _MEMBERS.fullmatch(rows[-1].text) else 1
    about = rows[-length] if len(rows) >= length else rows[-1]
    own = any(link.target.startswith(f"https://{_HOST}/") for link in about.links)
    return length * bool(own and _DETAILED.fullmatch(about.text) and not about.heading)


_CARD, _MEMBERSHIP = 3, 2
_PIECES: tuple[tuple[Callable[[Sequence[Row]], int], bool], ...] = (
    (_count_label, True),
    (_count_campaign, True),
    (_count_magazine, False),
    (_count_tag, False),
    (_count_membership, True),
    (_count_support, True),
    (_count_comments, True),
    (_count_price, False),
)
"""The pieces, and whether one of them is enough."""
