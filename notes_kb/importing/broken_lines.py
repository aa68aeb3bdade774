"""Lines that a converter broke wherever the type of a page changes, joined again.

Some converters end a line behind each piece of bold type, each link and each piece of another
colour, and set two blanks at the end of every line, empty ones too. In Markdown each of these
breaks would show. Where all lines of a text end so, a break says nothing by itself; behind the
end of a sentence it stays, since the page may have broken the line there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from string import whitespace

from notes_kb.text.numbering import parse_numbering

_BREAK = "  "
_UNSEEN = f"{whitespace}\xa0\u2003\u3000\u200b\u200c\u200d\u2060\ufeff"
_BOLD = "**"
_PAIRED = frozenset("*_`")
"""Marks of type that would be read as one where two of them touch."""
_FEWEST_LINES = 8
"""Lines from which a text tells how its converter ends them."""
_FEWEST_EMPTY = 3
"""Empty lines that have to show the same."""
_MOST_JOINED = 4_000
"""Characters of a line to which no other is joined."""
_OPENS_BLOCK = re.compile(
    r"[ \t]{0,9}(?:[#>|<]|```|~~~|!\[|[-*+][ \t]|[-*_=]{3}"
    r"|[(（]?[0-9]{1,3}(?:[)）.、：]|\\\.)|[①-⑳•·●▪◦■►]|[A-Za-z][.)、．]"
    r"|\[[^\[\]\n]{1,200}\]:|(?!https?:)[^\W\d_]{1,8}[:：])"
)
"""What begins a heading, a table, a picture, an item, a definition or a field."""
_CLOSED = re.compile(r"[ \t]{0,9}(?:[#|<]|```|~~~|[-*_=]{3,}\s*$)")
"""A line that goes on in no other: a heading, a row of a table, HTML, a rule."""
_PICTURE_LAST = re.compile(r"!\[[^\[\]\n]{0,400}\]\([^()\n]{0,2000}\)\s{0,9}$")
_MARKED = re.compile(r"[ \t]{0,9}[\W_]")
"""A row that begins with type, a link, a blank or a mark, as lines of a page seldom do."""
_RULE = re.compile(r"\s{0,9}:?-{2,40}:?\s{0,9}(?:\|\s{0,9}:?-{2,40}:?\s{0,9}){1,40}")
_LONE_MARK = re.compile(r"(?P<mark>[ \t]{0,9}(?:[-*+]|[0-9]{1,3}[.)]))[ \t]{1,9}")
_ENDS = tuple("。！？；!?;.…")
_CLOSING = frozenset(')）]】》”"')
_FEWEST_LISTED = 4
"""Rows from which a paragraph may be a list that the page broke itself."""
_LONGEST_VERSE = 16
_SHORTEST_LISTED = 3
"""Characters of the rows of one, on average; pieces of a word in changing colours are shorter."""
_INSIDE = tuple("，。、；：！？）」』”’》】")
"""Marks that no line begins with."""
_TYPE = " *_`~\u200b\u200d\ufeff"
"""What stands round a piece of text and is no letter of it."""


def join_broken(lines: list[str], outside: Sequence[int]) -> None:
    """Join such lines in place; as many lines as before stay, the last of a paragraph empty.

    Args:
        lines: The lines of the text.
        outside: The numbers, from 0, of those that stand outside code.
    """
    if not _breaks_everywhere([lines[at] for at in outside]):
        return
    shown = frozenset(outside)
    for n in outside:
        if not lines[n].strip(_UNSEEN):
            lines[n] = ""  # A blank of a page's own parts paragraphs there, and here it must too.
    at = 0
    while at < len(lines):
        end = at
        while end in shown and lines[end].strip():
            end += 1
        if end > at + 1:
            joined = _joined(lines[at:end])
            lines[at:end] = [*joined, *[""] * (end - at - len(joined))]
        at = end + 1


def _breaks_everywhere(lines: Sequence[str]) -> bool:
    """Tell whether lines end with two blanks as a matter of course, and empty ones are blanks."""
    said = [line.endswith(_BREAK) for line in lines if line.strip()]
    empty = [line.endswith(_BREAK) for line in lines[:-1] if not line.strip()]
    return (
        len(said) >= _FEWEST_LINES
        and len(empty) >= _FEWEST_EMPTY
        and sum(said) * 20 >= len(said) * 19
        and sum(empty) * 10 >= len(empty) * 9
    )


def _joined(rows: Sequence[str]) -> list[str]:
    """Join the rows of one paragraph where they were one line."""
    if _is_listing(rows) or _is_verse(rows) or any(_is_laid_out(row) for row in rows):
        return list(rows)
    joined = [rows[0]]
    for row in rows[1:]:
        above = joined[-1]
        if mark := _LONE_MARK.fullmatch(above):
            joined[-1] = f"{mark['mark']} {row.lstrip()}"
        elif _goes_on(above, row):
            joined[-1] = _side_by_side(above.removesuffix(_BREAK), row)
        else:
            joined.append(row)
    return joined


def _is_laid_out(row: str) -> bool:
    """Tell HTML, indented code and the rule of a table without bars at its edges."""
    return "</" in row or row.startswith(("    ", "\t")) or _RULE.fullmatch(row) is not None


def _is_verse(rows: Sequence[str]) -> bool:
    """Tell short rows of one length, with a mark at the end or without."""
    lengths = [len(row.strip()) for row in rows]
    return (
        len(rows) >= _FEWEST_LISTED
        and min(lengths) > _SHORTEST_LISTED
        and max(lengths) <= min(_LONGEST_VERSE, min(lengths) + 2)
    )


def _is_listing(rows: Sequence[str]) -> bool:
    """Tell rows that the page itself shows below each other: none ends or begins inside a line."""
    bare = [row.rstrip() for row in rows]
    return (
        len(bare) >= _FEWEST_LISTED
        and sum(map(len, bare)) >= len(bare) * _SHORTEST_LISTED
        and all(row[-1].isalnum() or row[-1] in _CLOSING for row in bare)
        and not any(_MARKED.match(row) for row in bare[1:] if not _OPENS_BLOCK.match(row))
    )


def _goes_on(above: str, below: str) -> bool:
    """Tell whether a row was broken, and goes on in the one below it."""
    if not above.endswith(_BREAK) or len(above) > _MOST_JOINED:
        return False
    if _OPENS_BLOCK.match(below) or _CLOSED.match(above):
        return False
    first = below.lstrip()[:1]
    if parse_numbering(below.strip()) or unicodedata.category(first) == "So":
        return False
    if above.rstrip()[-1:].isdigit() and first.isdigit():
        return False  # Nobody can tell one number from two.
    linked = below.lstrip().startswith("[") and above.rstrip().endswith(")")
    if linked or _PICTURE_LAST.search(above[-_MOST_JOINED:]):
        return False
    return below.lstrip().startswith(_INSIDE) or not above.rstrip(_TYPE).endswith(_ENDS)


def _side_by_side(left: str, right: str) -> str:
    """Set two pieces of a line beside each other, with one blank where a side has one."""
    apart = left[-1:].isspace() or right[:1].isspace()
    left, right = left.rstrip(), right.lstrip()
    if left.endswith(_BOLD) and right.startswith(_BOLD) and left.count(_BOLD) % 2 == 0:
        left, right = left.removesuffix(_BOLD), right.removeprefix(_BOLD)
    ends = left[-1:], right[:1]
    words = all(end.isascii() and end.isalnum() for end in ends)
    apart = apart or words or (ends[0] == ends[1] and ends[0] in _PAIRED)
    apart = apart or (left[-1:].isalnum() and right.startswith(("http://", "https://")))
    return f"{left}{' ' if apart else ''}{right}"
