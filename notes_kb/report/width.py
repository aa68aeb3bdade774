"""Columns of a terminal that text takes up."""

from __future__ import annotations

import unicodedata

TAB = 4
"""Columns of a tab in a source line that is shown."""


def printable(line: str) -> str:
    """Make a source line fit to be shown: no tab, no control or invisible character."""
    return "".join(" " * TAB if c == "\t" else c if c.isprintable() else "\ufffd" for c in line)


def columns(text: str) -> int:
    """Count the columns of a text on a terminal: two for a wide East Asian character."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
