"""Where the blocks of a paste stand in Markdown's lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from notes_kb.domain.note import Block, BlockKind

TAB = 4
"""Columns a level, as Python-Markdown counts."""

_COUNTED = re.compile(r"([0-9]{1,9})[.．、)]?")
"""A number that Markdown can give by itself; ``(1)`` and ``①`` stay as they were written."""
_LABELLED = frozenset({BlockKind.SUMMARY, BlockKind.QUESTION, BlockKind.ANSWER})


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and its place."""

    block: Block
    indent: int = 0
    """Columns before every line of it."""
    marker: str = ""
    """``-`` or ``3.``; empty for what is no item."""
    literal: bool = False
    """Whether its own number is written behind the bullet."""
    tight: bool = False
    """Whether no blank line parts it from the block before."""


def place_blocks(blocks: Sequence[Block], source: Sequence[str]) -> Iterator[Placed]:
    """Give every block of a section its place.

    Items nest by four columns a level. What stands between an item and one that is
    nested in it must stand in the item too, or the nested one would become code.
    """
    listed = [is_item(block, source) for block in blocks]
    inner = _inner_depths(blocks, listed)
    orderly = _orderly(blocks, listed, inner)
    for n, block in enumerate(blocks):
        after_item = n > 0 and listed[n - 1]
        if not listed[n]:
            yield Placed(block, indent=TAB * inner[n])
            continue
        number = _number(block.ordinal)
        placed = Placed(block, indent=TAB * block.depth, marker="-", tight=after_item)
        if n in orderly:
            # CommonMark lets no list but one that begins with 1 follow a text directly.
            begins = n == 0 or n - 1 not in orderly or blocks[n - 1].depth != block.depth
            tight = after_item and (number == 1 or not begins)
            yield replace(placed, marker=f"{number}.", tight=tight)
        else:
            yield replace(placed, literal=bool(block.ordinal))


def is_item(block: Block, source: Sequence[str]) -> bool:
    """Tell whether a block of a paste is a list item, by what stands before its text."""
    if block.kind is BlockKind.POINT or block.ordinal:
        return True
    if block.kind not in _LABELLED:
        return False
    line = source[block.lines.first - 1]
    before = line[: max(line.find(block.text.split("\n", 1)[0]), 0)]
    return bool(before.strip("\u200b\ufeff \t\u3000\u00a0"))


def _inner_depths(blocks: Sequence[Block], listed: Sequence[bool]) -> list[int]:
    """For what is no item, give the levels of lists that must stay open around it."""
    depths = [0] * len(blocks)
    following = 0
    for n in range(len(blocks) - 1, -1, -1):
        if listed[n]:
            following = blocks[n].depth
        else:
            depths[n] = following
    for n, is_listed in enumerate(listed):
        if is_listed:
            break
        depths[n] = 0
    return depths


def _orderly(blocks: Sequence[Block], listed: Sequence[bool], inner: Sequence[int]) -> set[int]:
    """Find the items whose numbers Markdown counts by itself.

    A renderer numbers a list on from its first item, and makes one list of neighbours of
    both sorts; so a list is numbered only if all of it is, without a gap.
    """
    found: set[int] = set()
    for run in _runs(blocks, listed, inner):
        numbers = [_number(blocks[n].ordinal) for n in run]
        first = numbers[0]
        if first is not None and numbers == list(range(first, first + len(run))):
            found.update(run)
    return found


def _runs(
    blocks: Sequence[Block], listed: Sequence[bool], inner: Sequence[int]
) -> Iterator[list[int]]:
    """Yield the items of each list, by their places among the blocks."""
    open_lists: list[list[int]] = []
    for n, block in enumerate(blocks):
        depth = block.depth if listed[n] else inner[n] - 1
        while len(open_lists) > depth + 1:
            yield open_lists.pop()
        if not listed[n]:
            continue
        while len(open_lists) <= depth:
            open_lists.append([])
        open_lists[depth].append(n)
    yield from (run for run in open_lists if run)


def _number(ordinal: str) -> int | None:
    # Full-width digits are digits; ① is none, though normalisation would make it one.
    plain = "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in ordinal)
    match = _COUNTED.fullmatch(plain.strip())
    return int(match[1]) if match else None
