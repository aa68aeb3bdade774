"""Legal notices round a text.

Behind it: a name that is a heading, and nothing but clauses below it. At either end: a paragraph
that says what the text may be used for, and who answers for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from notes_kb.loading.rows import Row

RULE = "legal-notice"
"""The name in the ledger."""

_LONGEST = 45
"""Rows of the longest notice."""
_NAME = re.compile(
    r"[【\[]?(?:法律声明|免责声明|重要声明|特别声明|legal (?:disclaimer|notice)|disclaimer)"
    r"[】\]]?[:：]?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"法律声明|免责|重要声明|特别声明|disclaimer|legal notice", re.IGNORECASE)
"""What a text that is itself about such notices says."""
_CLAUSE = re.compile(
    r"声明|不构成|不承担|不代表|责任|投资建议|版权|转载|法律|许可|授权|侵权|保证|准确性|完整性"
    r"|无需通知|订阅者|本(?:公众号|订阅号|资料|报告|页面)"
    r"|liab|copyright|advice|warrant|reproduc|permission",
    re.IGNORECASE,
)
"""What stands in each clause."""
_CORE = re.compile(
    r"不构成|不承担|版权|侵权|不代表|liab|copyright|warrant|not constitute", re.IGNORECASE
)
"""What a notice is for."""
_LIMITS = re.compile(
    r"(?:仅|只)(?:供|限|面向|提供|用于|做)[^。；;]{0,24}(?:学习|研究|参考|交流|测试|教育|教学|自查|安全|技术)"
    r"|(?:切勿|请勿|勿|不得|禁止|严禁)[^。；;]{0,24}(?:非法|违法|用于|用作|利用|其他用途|其它用途|入侵|破坏)"
    r"|for educational purposes only",
    re.IGNORECASE,
)
"""What the reader may do with it, or may not."""
_BURDEN = re.compile(
    r"(?:一切|任何|所有|由此|因此|造成|产生)[^。]{0,40}(?:责任|后果|损失)"
    r"[^。]{0,30}(?:负责|承担|自负|无关)|后果自负|责任自负|概不负责"
    r"|不(?:为此)?承担[^。]{0,12}责任|由使用者承担|后果(?:请)?自行承担|与[^。]{1,30}无关"
    r"|not (?:responsible|liable)",
    re.IGNORECASE,
)
"""Who answers for that."""
_ITSELF = re.compile(
    r"本(?:文|号|篇|次|公众号|订阅号|项目|工具)|该(?:文章|公众号)|此文|文章|文中|公众号|工具"
    r"|this (?:article|post|tool)",
    re.IGNORECASE,
)
"""What it speaks of: the text, or who publishes it."""
_OWN_WORDS = re.compile(r"我(?!们|国|司)|[”」] ?[—，,]|\bI\b")
"""What somebody says in a text of his own, or about such a notice."""
_ITEM = re.compile(r"[ \t]{0,9}(?:[-*+|]|[0-9]{1,3}[.)、])\s?(?!\*)")
"""What an item or a row of a table begins with."""
_CREDITED = re.compile("(?:作者|来源|原文)[:：]")
"""What says where the text comes from beside it: a person has to take that apart."""
_INFRINGED = re.compile(
    r"[^。！]{0,12}如有?(?:侵权|侵犯)[^。！]{0,40}(?:告知|联系|删除).{0,40}"
    r"|该文章仅供[^。]{0,24}。?|.{0,24}(?:所有|任何)?渗透都?需获取授权.{0,12}"
)
"""What follows such a paragraph on a row of its own."""
_LONGEST_NOTICE = 700
_ABOVE = 4
"""Rows that may stand between the title and such a paragraph."""
_CALLED = re.compile(r"\W{0,6}(?:免责(?:声明|申明)|声明|申明|阅读须知|重要声明|郑重声明)\W{0,6}")
"""What stands above such a paragraph."""
_LABEL = 40
"""Characters of what may stand between the clauses: their names."""
_MOST_LABELS = 4
_ENDS = ("。", "！", "？", ".", "!", "?")


def find_notice(rows: Sequence[Row]) -> int | None:
    """Find the row with which a legal notice begins that reaches the end of the text.

    A text that speaks of such notices before it keeps them: they may be its examples.
    """
    first: int | None = None
    labels = clauses = 0
    core = False
    for n in range(len(rows) - 1, max(len(rows) // 2, len(rows) - _LONGEST) - 1, -1):
        row = rows[n]
        if row.opaque:
            break
        if _NAME.fullmatch(row.text):
            bare = not clauses and not labels  # A page may unfold its clauses when asked.
            first = n if (clauses and core) or bare else first
        elif not row.speaks:
            continue
        elif _CLAUSE.search(row.text) and len(row.text) > _LABEL:
            clauses += 1
            core = core or _CORE.search(row.text) is not None
        elif len(row.text) > _LABEL or row.text.endswith(_ENDS) or labels == _MOST_LABELS:
            break
        else:
            labels += 1
    if first is None or any(_NAMED.search(row.text) for row in rows[:first]):
        return _find_disclaimer(rows)
    return first


def _find_disclaimer(rows: Sequence[Row]) -> int | None:
    """Find the first of the paragraphs at the end that say who answers for the text.

    A text that speaks of such notices keeps them, and at least half of the rows are its own.
    """
    first = None
    for n in range(len(rows) - 1, 0, -1):
        if _goes_on(rows[n]):
            first = n if is_disclaimer(rows[n]) else first
        elif rows[n].speaks and not _CALLED.fullmatch(rows[n].text):
            break
    if first is None or first <= len(rows) // 2 or not _stands_apart(rows, first):
        return None
    first = _with_label(rows, first)
    about = any(_NAMED.search(row.text) and not _CALLED.fullmatch(row.text) for row in rows[:first])
    return None if about else first


def find_head_notice(rows: Sequence[Row]) -> tuple[int, int] | None:
    """Find the notices below the title, with nothing but short lines above: first and end.

    They stand apart from the text below, and are no third of all.
    """
    if rows and _NAMED.search(rows[0].text):
        return None
    above = 0
    for n, row in enumerate(rows):
        if is_disclaimer(row):
            end = n + 1
            while end < len(rows) and (not rows[end].speaks or _goes_on(rows[end])):
                end += 1
            while not rows[end - 1].speaks:
                end -= 1
            beside = end < len(rows) and rows[end].number == rows[end - 1].last + 1
            beside = beside and rows[end].speaks and not rows[end].heading
            if beside or not _stands_apart(rows, n) or len(rows) < 3 * (end - n):
                return None
            return _with_label(rows, n), end
        title = n == 0 and (row.heading or not row.text.endswith(_ENDS))
        above += row.speaks and not title
        if row.opaque or above > _ABOVE or (len(row.text) > _LABEL and not title):
            return None
    return None


def _stands_apart(rows: Sequence[Row], n: int) -> bool:
    """Tell whether a row begins its paragraph, or goes on from another notice."""
    above = rows[n - 1] if n else None
    near = above is not None and above.last == rows[n].number - 1 and above.speaks
    return not near or above is None or above.heading or _CALLED.fullmatch(above.text) is not None


def _goes_on(row: Row) -> bool:
    return is_disclaimer(row) or (not row.opaque and _INFRINGED.fullmatch(row.text) is not None)


def is_disclaimer(row: Row) -> bool:
    """Tell a paragraph that says what the text may be used for, and who answers for it."""
    if row.opaque or not _LABEL // 2 < len(row.text) <= _LONGEST_NOTICE:
        return False
    heads = row.heading and not row.text.endswith(_ENDS)
    if heads or row.raw.startswith("<") or _ITEM.match(row.raw):
        return False
    text = unicodedata.normalize("NFKC", row.text)
    if _CREDITED.search(text) or _OWN_WORDS.search(text):
        return False
    return all(said.search(text) is not None for said in (_LIMITS, _BURDEN, _ITSELF))


def _with_label(rows: Sequence[Row], n: int) -> int:
    above = rows[n - 1] if n > 1 else None
    return n - 1 if above is not None and _CALLED.fullmatch(above.text) else n
