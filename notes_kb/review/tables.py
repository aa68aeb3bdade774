"""Rows of text in aligned columns, for terminals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from notes_kb.report.terminal import columns, printable


def counted(count: int, noun: str, plural: str = "") -> str:
    """Give a number with its noun: ``1 note``, ``2 notes``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def align(rows: Iterable[Sequence[str]]) -> list[str]:
    """Write rows of cells as lines whose columns begin one below the other.

    Wide characters count as two. Whatever a cell holds, it stays on its line.
    """
    cells = [[printable(" ".join(cell.split())) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]
