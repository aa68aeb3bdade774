"""List indentation as Python-Markdown wants it.

CommonMark nests a list item by the width of its parent's marker (two spaces
behind ``-``); Python-Markdown wants four spaces a level and a blank line before
the first item. Authors write the former, so notes are re-indented on their way
to the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TAB = 4
"""Spaces a level that Python-Markdown counts."""

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( {1,4}|$)")
_PARENTHESIS = re.compile(r"^(\d{1,9})\)")
_FENCE = re.compile(r" *(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$")


@dataclass(frozen=True, slots=True)
class _Item:
    """An open list item."""

    marker: int
    """Column of its marker."""
    content: int
    """Column of its text."""


def reindent(lines: list[str]) -> list[str]:
    """Re-indent the lists among the lines; everything else stays as it is.

    Lines inside fenced code keep their indentation relative to the item they
    belong to. Tabs count to the next multiple of four columns.
    """
    out: list[str] = []
    open_items: list[_Item] = []
    fence = ""
    blank = True
    loose = True  # Whether a blank line has come since the last item began.
    in_item = False  # Whether the line before began an item.
    for raw in lines:
        line = _expand(raw)
        if not line.strip():
            out.append("")
            blank = loose = True
            in_item = False
            continue
        indent = len(line) - len(line.lstrip(" "))
        if fence:
            fence = "" if _closes(line, fence) else fence
            out.append(_shifted(line, indent, open_items))
            continue
        item = None if _RULE.match(line) else _ITEM.match(line)
        lazy = not blank and not item
        while open_items and indent < open_items[-1].content and not lazy:
            if item and indent >= open_items[-1].marker and _sibling(indent, open_items):
                break
            open_items.pop()
        if item and (open_items or indent < TAB):
            _open(item, open_items)
            if not blank and not in_item and loose:
                out.append("")
            out.append(" " * TAB * (len(open_items) - 1) + _with_known_marker(line.lstrip(" ")))
        else:
            out.append(_shifted(line, indent, open_items))
        opened = _FENCE.match(line[open_items[-1].content :] if item and open_items else line)
        fence = opened.group(1) if opened else ""
        blank = False
        in_item = item is not None
        loose = loose and not in_item
    return out


def _sibling(indent: int, open_items: list[_Item]) -> bool:
    """Whether an item at this column continues the innermost list."""
    return indent < open_items[-1].content and (
        len(open_items) == 1 or indent >= open_items[-2].content
    )


def _open(item: re.Match[str], open_items: list[_Item]) -> None:
    column = len(item.group(1))
    if open_items and column < open_items[-1].content:
        open_items.pop()
    width = len(item.group(2)) + max(1, len(item.group(3)))
    open_items.append(_Item(column, column + width))


def _with_known_marker(item: str) -> str:
    """Write ``1)`` as ``1.``: Python-Markdown knows no other marker."""
    return _PARENTHESIS.sub(r"\1.", item, count=1)


def _shifted(line: str, indent: int, open_items: list[_Item]) -> str:
    """Move a line that belongs to the innermost item to that item's new column."""
    if not open_items:
        return line
    inside = max(0, indent - open_items[-1].content)
    return " " * (TAB * len(open_items) + inside) + line.lstrip(" ")


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return bare.startswith(fence) and not bare.strip(fence[0])


def _expand(line: str) -> str:
    head = len(line) - len(line.lstrip(" \t"))
    return line[:head].expandtabs(TAB) + line[head:] if "\t" in line[:head] else line
