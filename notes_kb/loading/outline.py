"""Nests a flat run of headings and blocks into sections with anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Block, BlockKind, Prose, Section
from notes_kb.domain.slots import set_by_slots
from notes_kb.domain.span import Lines, Place
from notes_kb.text.slug import slugify

_HASHES = re.compile(r"^ {0,3}#{1,6}[ \t]+")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)")

NO_SLUG = "section"
"""The anchor of a heading without a letter or digit."""


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class FlatHeading:
    """A heading as a parser found it, before sections are nested."""

    level: int
    text: str
    """Inline Markdown without numbering and attributes."""
    lines: Lines
    prose: Prose
    ordinal: str = ""
    id: str = ""
    """The explicit anchor; empty for one that is derived."""
    topic: str | None = None
    fingerprint: str | None = None
    source: str = ""
    """The line of the file, for findings."""


@dataclass(slots=True)
class _Open:
    heading: FlatHeading | None
    id: str
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def build_sections(
    parts: Sequence[FlatHeading | Block],
) -> tuple[tuple[Section, ...], tuple[Diagnostic, ...]]:
    """Nest blocks under headings by level, and give every section its anchor."""
    headings = [part for part in parts if isinstance(part, FlatHeading)]
    ids, findings = _assign_ids(headings)
    root = _Open(None, "")
    stack = [root]
    ids_left = iter(ids)
    numbers = count()
    for part in parts:
        if isinstance(part, Block):
            stack[-1].blocks.append(replace(part, number=next(numbers)))
            continue
        while (heading := stack[-1].heading) is not None and heading.level >= part.level:
            _close(stack)
        stack.append(_Open(part, next(ids_left)))
    while len(stack) > 1:
        _close(stack)
    return _with_preface(root), tuple(findings)


def _close(stack: list[_Open]) -> None:
    done = stack.pop()
    heading = done.heading
    if heading is None:
        raise ValueError("the root stays open")
    lasts = [heading.lines.last]
    lasts += [block.lines.last for block in done.blocks]
    lasts += [section.lines.last for section in done.sections]
    stack[-1].sections.append(
        Section(
            id=done.id,
            level=heading.level,
            heading=heading.text,
            lines=Lines(heading.lines.first, max(lasts)),
            prose=heading.prose,
            ordinal=heading.ordinal,
            topic=heading.topic,
            fingerprint=heading.fingerprint,
            blocks=tuple(done.blocks),
            sections=tuple(done.sections),
        )
    )


def _with_preface(root: _Open) -> tuple[Section, ...]:
    """What stands before the first heading is a section without heading."""
    if not root.blocks:
        return tuple(root.sections)
    lines = Lines(root.blocks[0].lines.first, root.blocks[-1].lines.last)
    preface = Section(id="", level=0, heading="", lines=lines, blocks=tuple(root.blocks))
    return (preface, *root.sections)


def _assign_ids(headings: Iterable[FlatHeading]) -> tuple[list[str], list[Diagnostic]]:
    """Give anchors in the order of the file; explicit ones are reserved first."""
    headings = list(headings)
    reserved = {h.id for h in headings if h.id}
    taken: set[str] = set()
    counts: dict[str, int] = {}
    ids: list[str] = []
    findings: list[Diagnostic] = []
    for heading in headings:
        wish = heading.id or heading.topic or slugify(heading.prose.text) or NO_SLUG
        given = wish
        while given in taken or (given in reserved and not heading.id):
            counts[wish] = counts.get(wish, 1) + 1
            given = f"{wish}-{counts[wish]}"
        if given != wish:
            findings.append(_duplicate(heading, wish, given))
        taken.add(given)
        ids.append(given)
    return ids, findings


def _duplicate(heading: FlatHeading, wish: str, given: str) -> Diagnostic:
    column = max(heading.source.find(f"#{wish}") + 1, 1) if heading.id else 1
    place = Place(
        line=heading.lines.first,
        column=column,
        end_column=column + len(wish) + 1 if heading.id else 0,
        source=heading.source,
    )
    return kinds.DUPLICATE_ANCHOR.at(place, anchor=wish, given=given)


def without_heading_marks(block: Block, rows: Sequence[str]) -> list[str]:
    """Give the lines of a block without what makes a heading of them in Markdown."""
    lines = list(rows)
    rule = block.kind is BlockKind.HTML and not any(map(str.isalnum, block.text))
    if rule or block.kind in {BlockKind.PARAGRAPH, BlockKind.FIGURE, BlockKind.TURN}:
        lines[0] = _HASHES.sub("", lines[0])
        if len(lines) > 1 and _UNDERLINE.fullmatch(lines[-1].rstrip()):
            lines[-1] = ""
    if block.kind is BlockKind.FIGURE and lines != list(rows):
        lines[0] = lines[0].strip("* ")
    return lines
