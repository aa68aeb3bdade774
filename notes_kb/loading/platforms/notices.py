"""Legal notices behind a text: a name that is a heading, and nothing but clauses below it."""

from __future__ import annotations

import re
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
        return None
    return first
