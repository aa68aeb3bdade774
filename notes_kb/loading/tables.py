"""Tables: what a reader sees of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from notes_kb.domain.note import Prose
from notes_kb.loading.inline import parse_inline

_RULE = re.compile(r"[\s|:+-]+")


def is_rule(row: str) -> bool:
    """Tell the line of marks below the heads of a table, or above a table without heads."""
    return row.startswith("|") and row.count("|") > 1 and "-" in row and not row.strip("|-: \t")


def table_prose(
    rows: Sequence[tuple[int, str]], references: Mapping[str, object] | None = None
) -> Prose:
    """Take the markup off a table's cells.

    Bars stand between cells and between rows, so that no phrase is read across two cells.

    Args:
        rows: The numbered source lines of the table.
        references: Link reference definitions of the document.
    """
    kept = [(n, raw) for n, raw in rows if not _RULE.fullmatch(raw)]
    text = " |\n".join(raw.strip().strip("|").strip().replace("\t", " | ") for _, raw in kept)
    return parse_inline(text, places=kept, references=references)
