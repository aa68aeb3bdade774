"""Tables that Markdown holds as HTML, as tables of Markdown.

Clippers write those that Markdown cannot say, and some write all of them so, with the styles of
the page: nobody could edit that, and no concept is found in it. A table is written anew only
where nothing of its text is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape

from notes_kb.importing.refusal import Refusal
from notes_kb.importing.structure import letters

_OPENS = re.compile(r" {0,3}<table\b", re.IGNORECASE)
_EDGE = re.compile(r"<(?P<close>/?)table\b[^<>]{0,4000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,20000}>")
_MOST_LINES = 2_000
"""Lines of one table."""
_MOST_CHARACTERS = 500_000
_MOST_TABLES = 200
"""Tables of one text that are written anew."""


def write_tables(lines: list[str], outside: Sequence[int]) -> list[int]:
    """Write Markdown's tables for those of HTML, in place, each between blank lines.

    Args:
        lines: The lines of the text.
        outside: The numbers, from 0, of those that stand outside code.

    Returns:
        For each line that there is now, the number from 1 of the line that it comes from.
    """
    shown = frozenset(outside)
    written: list[str] = []
    numbers: list[int] = []
    tables = at = 0
    while at < len(lines):
        table = None
        if at in shown and tables < _MOST_TABLES and _OPENS.match(lines[at]):
            table = _table(lines, at)
        if table is None:
            written.append(lines[at])
            numbers.append(at + 1)
            at += 1
            continue
        rows, behind, end = table
        tables += 1
        new = ["", *rows, "", *([behind] if behind else [])]
        written += new
        numbers += [at + 1] * (len(new) - 1) + [end]
        at = end
    lines[:] = written
    return numbers


def _table(lines: Sequence[str], at: int) -> tuple[list[str], str, int] | None:
    """Read the table that begins on a line: its rows, what follows it on its last, the next."""
    depth = characters = 0
    for n in range(at, min(at + _MOST_LINES, len(lines))):
        characters += len(lines[n])
        if characters > _MOST_CHARACTERS:
            return None
        for edge in _EDGE.finditer(lines[n]):
            depth += -1 if edge["close"] else 1
            if not depth:
                inside = "\n".join([*lines[at:n], lines[n][: edge.end()]])
                rows = _rows(inside)
                return (rows, lines[n][edge.end() :].strip(), n + 1) if rows else None
    return None


def _rows(html: str) -> list[str]:
    """Give the lines of Markdown for a table; none where some of its text would be lost."""
    # Imported here: most texts hold no such table, and the parser of HTML takes long to load.
    from notes_kb.importing.page import fragment_markdown  # noqa: PLC0415

    try:
        text = fragment_markdown(html)
    except Refusal:
        return []
    before = Counter(letters(unescape(_TAG.sub("", html))))
    if not text or "<table" in text.lower() or before - Counter(letters(text)):
        return []
    return text.split("\n")
