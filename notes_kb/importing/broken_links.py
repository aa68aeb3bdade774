"""Links and pictures that a clipper broke over paragraphs, as one line again.

A page may make a link of a whole card: a picture, a title and a text. Clippers write ``[``, the
paragraphs of the card and ``](address)``, which Markdown shows as brackets; the words of a
picture are broken in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TEXT = re.compile(r"[^\[\]()^]{0,300}")
"""What stands behind the opening bracket on its line."""
_CLOSES = re.compile(
    r"(?P<text>[^\[\]]{0,300})\]\((?P<target>https?://[^\s()<>]{1,2000})"
    r"(?:[ ]\"[^\"\n]{0,500}\")?\)(?P<rest>.{0,2000})"
)
_PICTURE = re.compile(r"[ \t]{0,9}!\[[^\[\]\n]{0,300}\]\([^()\n]{1,2000}\)[ \t]{0,9}")
_HEADING = re.compile(r"(#{1,6})[ \t]{1,9}(?=\S)")
_NO_TEXT = re.compile(
    r"[ \t]{0,9}(?:[>#|`~$<]|[-*+][ \t]|\d{1,3}[.)][ \t]|-{2,}[ \t]*$|={2,}[ \t]*$)|[ ]{4}|\t"
)
"""Lines that are no part of a card: a list, a table, code, a quote, HTML, an underline."""
_MARK = re.compile(r"[ \t]{0,9}(?:[-*+>|]|\d{1,3}[.)])[ \t]{0,9}")
"""What stands before a bracket that opens no card: an item would lose it."""
_WORD = re.compile(r"\w")
_MOST_LINES = 30
"""Lines of one card."""


def join_links(lines: list[str], outside: Sequence[int]) -> None:
    """Join such links in place; as many lines as before stay, those behind the first empty.

    The first text with a word in it becomes the link, pictures stand above it, and the other
    texts behind it.

    Args:
        lines: The lines of the text.
        outside: The numbers, from 0, of those that stand outside code.
    """
    shown = frozenset(outside)
    for at in outside:
        # What the last one left behind its end may open the next.
        start = lines[at].rfind("[")
        if start < 0 or not _opens(lines[at], start):
            continue
        end = _end(lines, at, shown)
        closes = _CLOSES.fullmatch(lines[end]) if end is not None else None
        if end is not None and closes is not None:
            _join(lines, at, end, start, closes)


def _end(lines: Sequence[str], at: int, shown: frozenset[int]) -> int | None:
    """Find the line that closes a link, with a blank one between: without, Markdown reads it."""
    blank = False
    for n in range(at + 1, min(at + _MOST_LINES, len(lines))):
        line = lines[n]
        if n not in shown:
            return None
        if not line.strip():
            blank = True
        elif _CLOSES.fullmatch(line):
            return n if blank else None
        elif not (_PICTURE.fullmatch(line) or _HEADING.match(line) or _is_text(line)):
            return None
    return None


def _opens(line: str, start: int) -> bool:
    """Tell a bracket that may open a card: not in code, not escaped, not that of an item."""
    before = line[:start]
    within = before.endswith("\\") or before.count("`") % 2 or _MARK.fullmatch(before)
    return not within and _TEXT.fullmatch(line, start + 1) is not None


def _is_text(line: str) -> bool:
    return "[" not in line and not _NO_TEXT.match(line)


def _join(lines: list[str], at: int, end: int, start: int, closes: re.Match[str]) -> None:
    picture = lines[at][:start].endswith("!")
    before = lines[at][: start - picture].strip()
    inner = [lines[at][start + 1 :], *lines[at + 1 : end], closes["text"]]
    pictures = [row.strip() for row in inner if _PICTURE.fullmatch(row)]
    texts = [row.strip() for row in inner if row.strip() and not _PICTURE.fullmatch(row)]
    headings = [match[1] for row in texts if (match := _HEADING.match(row))]
    if headings and len(texts) > 1:
        return  # A text below would become part of the heading.
    heading = "".join(headings)
    texts = [_HEADING.sub("", row) for row in texts]
    named = next((n for n, row in enumerate(texts) if _WORD.search(row)), None)
    if named is None:
        return
    if picture:
        texts = [f"![{' '.join(texts)}]({closes['target']})"]
    else:
        texts[named] = f"[{texts[named]}]({closes['target']})"
    written = " ".join(texts)
    line = f"{heading} {written}" if heading and not before else written
    rest = closes["rest"].strip()
    new = [*([before] if before else []), *pictures, line]
    room = end - at + 1
    spread = [piece for row in new for piece in (row, "")]
    tail = [rest] if rest else [""]
    if len(spread) + len(tail) > room:
        return
    lines[at : end + 1] = [*spread, *[""] * (room - len(spread) - len(tail)), *tail]
