"""Tables whose cells span several rows or columns, as tables in which each cell is one."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from itertools import islice

from bs4.element import Tag

from notes_kb.importing.markup import HEADINGS, new_tag

_LONGEST_AGAIN = 200
"""Characters of a cell that is written again in each row that it spans."""
_MOST_AGAIN = 20
"""Elements and texts of such a cell."""
_MOST_COLUMNS = 200
_MOST_ADDED = 20_000
"""Cells, and elements and texts in them, that are added to one table."""


@dataclass(slots=True)
class _Hanging:
    """A cell that goes on in the rows below."""

    cell: Tag
    rows: int
    """How many more rows it spans."""


@dataclass(slots=True)
class _Held:
    """What a table holds itself, not in a table within it."""

    table: Tag
    parts: list[Tag] = field(default_factory=list)
    rows: int = 0
    cells: int = 0
    blocks: int = 0
    headed: bool = False
    """Whether it has a head of columns."""
    divided: bool = False
    """Whether it holds sections or further tables."""

    @property
    def is_layout(self) -> bool:
        """Whether it only sets a page's parts beside each other, or below."""
        if self.table.get("role") in {"presentation", "none"}:
            return True
        framed = self.cells == 1 or self.blocks > self.cells
        alone = self.rows == self.cells and framed
        return not self.headed and (self.divided or alone)


def unfold_layout(root: Tag) -> None:
    """Make plain elements of tables that only set a page's parts beside each other, in place."""
    if root.find("table") is None:
        return
    nearest: dict[int, _Held | None] = {id(root): None}
    tables: list[_Held] = []
    for tag in root.find_all(True):
        around = nearest.get(id(tag.parent))
        nearest[id(tag)] = around
        if around is not None:
            _count(around, tag)
        if tag.name == "table":
            tables.append(_Held(tag))
            nearest[id(tag)] = tables[-1]
    for held in tables:
        for part in [held.table, *held.parts] if held.is_layout else ():
            part.name = "div"


def _count(held: _Held, tag: Tag) -> None:
    if tag.name in _TABLE_PARTS:
        held.parts.append(tag)
    held.rows += tag.name == "tr"
    held.cells += tag.name == "td"
    held.blocks += tag.name in _TEXT_BLOCKS
    held.headed = held.headed or tag.name in {"th", "thead", "caption"}
    held.divided = held.divided or tag.name in {*HEADINGS, "table"}


_TABLE_PARTS = frozenset({"tbody", "tr", "td", "tfoot"})
_TEXT_BLOCKS = frozenset({"p", "pre", "ul", "ol"})


def fill_spans(table: Tag) -> None:
    """Add the cells that others stand for, in place.

    A value stands again in each row that it spans, so that every row says all of it; across
    columns it stands once, and blanks follow. No row has more cells than the first one, or
    Markdown would leave them out.
    """
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    if any(_span(cell, name) > 1 for row in rows for cell in _cells(row) for name in _SPANS):
        _fill(rows)
    widths = [len(_cells(row)) for row in rows]
    if rows and max(widths) > widths[0]:
        for _ in range(min(max(widths), _MOST_COLUMNS) - widths[0]):
            rows[0].append(new_tag(_cells(rows[0])[-1].name if widths[0] else "td"))


_SPANS = ("rowspan", "colspan")


def _fill(rows: list[Tag]) -> None:
    hanging: dict[int, _Hanging] = {}
    left = _MOST_ADDED
    for row in rows:
        cells = iter(_cells(row))
        line: list[Tag] = []
        following = next(cells, None)
        while (following is not None or any(n >= len(line) for n in hanging)) and left > 0:
            column = len(line)
            if column in hanging:
                line.append(_again(hanging, column))
                left -= 1 + sum(1 for _ in line[-1].descendants)
            elif following is None:
                line.append(new_tag("td"))
                left -= 1
            else:
                width = min(_span(following, "colspan"), _MOST_COLUMNS - column, left)
                line += [following, *(new_tag(following.name) for _ in range(width - 1))]
                left -= max(width - 1, 0)
                if (more := _span(following, "rowspan") - 1) > 0:
                    for place in range(column, len(line)):
                        hanging.setdefault(place, _Hanging(line[place], more))
                following = next(cells, None)
        line += [following, *cells] if following is not None else []
        _write(row, line)


def _write(row: Tag, line: list[Tag]) -> None:
    for cell in line:
        for name in _SPANS:
            cell.attrs.pop(name, None)
    for child in list(row.children):  # The blanks between the cells too.
        child.extract()
    row.extend(line)


def _again(hanging: dict[int, _Hanging], column: int) -> Tag:
    """Give a cell for one that spans this row: its value, or a blank for a long one."""
    above = hanging[column]
    above.rows -= 1
    if above.rows < 1:
        del hanging[column]
    cell = above.cell
    if not _is_short(cell) or cell.find(["img", "table", "ul", "ol", "pre"]) is not None:
        return new_tag(cell.name)
    return copy.copy(cell)


def _is_short(cell: Tag) -> bool:
    elements = sum(1 for _ in islice(cell.descendants, _MOST_AGAIN + 1))
    return elements <= _MOST_AGAIN and len(cell.get_text()) <= _LONGEST_AGAIN


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _span(cell: Tag, name: str) -> int:
    written = str(cell.get(name) or "")
    return (
        max(int(written), 1) if written.isascii() and written.isdigit() and len(written) < 6 else 1
    )
