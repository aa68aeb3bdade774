"""Lists of other pages of the same site below an article, and directories of them.

Links say it: all rows of such a list lead to the site that the text comes from, and a label
above names them. A list of references has another label, or leads elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes_kb.loading.platforms.sites import host_of
from notes_kb.loading.rows import LONGEST, Row

RULE = "related-pages"
"""The name in the ledger."""

_LABEL = re.compile(
    r"\W{0,6}.{0,12}?(?:推荐|延伸|相关|关联|拓展|扩展|进一步|往期|往年|历史|热门|精选|精彩|重点|更多|好文|旧文"
    r"|前文|近期|文章)(?:阅读|文章|内容|好文|推荐|精选|回顾|课堂|链接|新读|热文|导航){1,2}.{0,8}?\W{0,4}"
    r"|\W{0,4}(?:也许你?还?想看|其他人都在看|你可能(?:还|也)(?:喜欢|想看)).{0,8}"
    r"|\W{0,4}(?:related (?:articles?|posts?|reading|stories|content|topics)"
    r"|you (?:may|might) also (?:like|enjoy)|read next|recommended (?:reading|articles|posts)"
    r"|more (?:articles|posts|stories).{0,24})\W{0,4}"
    r"|\W{0,4}(?:あわせて読みたい|関連(?:記事|リンク)|おすすめ(?:の)?記事|こちらの記事も.{0,12}"
    r"|最新記事.{0,6}|人気(?:の)?記事)\W{0,4}",
    re.IGNORECASE,
)
"""What names a list of other articles."""
_FEWEST = 2
"""Rows of the shortest list."""
_LINKS, _MANY = 4, 8
"""Links of a row of a directory, and of one that needs no others beside it."""
_ROWS = 80
"""Rows among which the label of a list is looked for."""
_HEADING = 16
"""Characters of the longest name of a part of a directory."""
_SENTENCE = re.compile("[，,。；;：:！!？?]")
_END = re.compile(r"\W{0,4}(?:完|全文完|the end|end)\W{0,4}", re.IGNORECASE)
"""What may end the text below such a list."""
_DATED = re.compile(r" ?[（(][^（）()]{0,12}[0-9][^（）()]{0,12}[）)]")
_NAMES = re.compile(r"[^｜|丨，。！？：:]{1,20}(?:[｜|丨][^｜|丨。！？：:]{1,22}){5,80}")
"""A row of a directory in a copy, which has no links: names between bars."""
_FEWEST_COPIED = 3
_TARGET = re.compile(r"\]\((https?://[^\s()/]{3,80})")


def find_related(rows: Sequence[Row], address: str) -> int | None:
    """Find the row with which other pages begin that reach the end of the text.

    Args:
        rows: The rows that are left.
        address: Where the text comes from; empty where nobody knows.
    """
    own = host_of(address)
    starts = (_list(rows, own) if own else None, _directory(rows, own))
    return next((start for start in starts if start is not None), None)


def _list(rows: Sequence[Row], own: str) -> int | None:
    count = 0
    for n in range(len(rows) - 1, max(0, len(rows) - _ROWS), -1):
        row = rows[n]
        if row.opaque:
            return None
        if row.defines or (not row.speaks and not row.links):
            continue
        if not count and _END.fullmatch(row.text):
            continue
        if row.links and all(host_of(link.target) == own for link in row.links):
            if row.linked or not row.speaks or _is_dated(row):
                count += row.speaks
                continue
            return None
        if row.links or count < _FEWEST:
            return None
        return n if _LABEL.fullmatch(row.text) else None
    return None


def _is_dated(row: Row) -> bool:
    """Tell a link behind which brackets say when the page appeared."""
    link = row.links[0]
    behind = row.text[len(link.text) :] if row.text.startswith(link.text) else ""
    return len(row.links) == 1 and _DATED.fullmatch(behind) is not None


def _directory(rows: Sequence[Row], own: str) -> int | None:
    """Find the first of several parts, each a short name above a row of links or names."""
    enough: int | None = None
    parts = copies = 0
    n = len(rows) - 1
    while n > 1:
        row = rows[n]
        if not row.speaks and not row.opaque:
            n -= 1
            continue
        links = _count_links(row, own)
        copied = not links and not row.opaque and _NAMES.fullmatch(row.text) is not None
        named = _is_name(rows[n - 1])
        alone = links >= _MANY and not parts
        if (links < _LINKS and not copied) or not (named or alone):
            break
        parts, copies = parts + 1, copies + copied
        n -= named
        if alone or parts >= (_FEWEST_COPIED if copies else _FEWEST):
            enough = n
        n -= 1
    return enough


def _is_name(row: Row) -> bool:
    short = not row.opaque and row.speaks and len(row.text) <= _HEADING
    return short and not row.links and not _SENTENCE.search(row.text)


def _count_links(row: Row, own: str) -> int:
    """Count the links of a row that is nothing else; a row that is too long is counted raw."""
    if row.opaque:
        hosts = _TARGET.findall(row.raw) if len(row.raw) > LONGEST else []
        return len(hosts) if own and all(host_of(host) == own for host in hosts) else 0
    shown = sum(len(link.text) for link in row.links)
    linked = shown * 10 >= sum(c.isalnum() for c in row.text) * 8  # Bars stand between them.
    same = own and linked and all(host_of(link.target) == own for link in row.links)
    return len(row.links) if same else 0
