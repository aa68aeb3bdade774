"""The tables of pastes as Markdown's: bars between cells, a rule below the first row."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RULE = re.compile(r"[ \t|:+-]*-[ \t|:+-]*")
_BAR = re.compile(r"(?<!\\)\|")


def pipe_table(rows: Sequence[str]) -> list[str]:
    """Write rows whose cells are parted by bars or tabs; short rows are filled up.

    Args:
        rows: The lines of the table as they stand in the paste.
    """
    cells = [_cells(row) for row in rows if row.strip() and not _RULE.fullmatch(row)]
    width = max((len(row) for row in cells), default=1)
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in cells]
    return [*lines[:1], "|" + " --- |" * width, *lines[1:]]


def _cells(row: str) -> list[str]:
    row = row.strip(" \u3000\u00a0\r\n")
    if not row.startswith("|") and "\t" in row:
        return [" ".join(cell.split()).replace("|", "\\|") for cell in row.split("\t")]
    bare = row.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [" ".join(cell.split()) for cell in _BAR.split(bare)]
