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

_OPENS = re.compile(r"<table\b", re.IGNORECASE)
"""One with blanks before it may stand in the item of a list, and stays there."""
_EDGE = re.compile(r"<(?P<close>/?)table\b[^<>]{0,4000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,20000}>")
_MOST_LINES = 2_000
"""Lines of one table."""
_MOST_CHARACTERS = 1_500_000
"""Characters that are looked at for tables in one text."""
_MOST_TABLES = 200
"""Tables of one text that are tried."""
_LEFT = re.compile(
    r"\$[^$\n<]{1,200}\$|<code\b[^<]{0,4000}\||\bhref=(?![\"']?(?:https?:|mailto:))",
    re.IGNORECASE,
)
"""What a cell of Markdown would change: formulas, code with bars, links within a site."""


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
    tried = at = 0
    left = _MOST_CHARACTERS
    while at < len(lines):
        opens = at in shown and tried < _MOST_TABLES and left > 0 and _OPENS.match(lines[at])
        if not opens:
            written.append(lines[at])
            numbers.append(at + 1)
            at += 1
            continue
        tried += 1
        html, behind, end = _table(lines, at, left)
        left -= sum(map(len, lines[at:end]))
        rows = _rows(html) if html else []
        new = ["", *rows, "", *([behind] if behind else [])] if rows else lines[at:end]
        written += new
        if rows:
            numbers += [at + 1] * (len(new) - 1) + [end]
        else:
            numbers += range(at + 1, end + 1)
        at = end
    lines[:] = written
    return numbers


def _table(lines: Sequence[str], at: int, left: int) -> tuple[str, str, int]:
    """Find the table that begins on a line: it, what follows on its last line, the next line.

    Where it does not end, there is none, and the next line is the one below its first.
    """
    depth = 0
    for n in range(at, min(at + _MOST_LINES, len(lines))):
        left -= len(lines[n])
        if left < 0:
            break
        for edge in _EDGE.finditer(lines[n]):
            depth += -1 if edge["close"] else 1
            if not depth:
                html = "\n".join([*lines[at:n], lines[n][: edge.end()]])
                return html, lines[n][edge.end() :].strip(), n + 1
    return "", "", at + 1


def _rows(html: str) -> list[str]:
    """Give the lines of Markdown for a table; none where some of its text would be lost."""
    # Imported here: most texts hold no such table, and the parser of HTML takes long to load.
    from notes_kb.importing.page import fragment_markdown  # noqa: PLC0415

    if _LEFT.search(html):
        return []
    try:
        text = fragment_markdown(html)
    except Refusal:
        return []
    before = Counter(letters(unescape(_TAG.sub("", html))))
    rows_of_code = "<pre" in html.lower() and "| --- |" in text
    lost = before - Counter(letters(text))
    if not text or "<table" in text.lower() or rows_of_code or lost:
        return []
    return text.split("\n")
