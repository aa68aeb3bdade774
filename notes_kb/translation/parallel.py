"""Original and translations, block beside block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from notes_kb.domain.note import Block, Section
from notes_kb.translation.pairing import NoteGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block of the original, or a heading, and what stands for it in each language."""

    anchor: str = ""
    """The section's anchor on a heading's row; empty on others."""
    headings: Mapping[str, Section]
    """The headings by language, on a heading's row."""
    blocks: Mapping[str, Block]
    """The blocks by language, on a block's row."""


def align(group: NoteGroup) -> Iterator[Row]:
    """Yield the rows of a note in all its languages, in the original's order.

    Sections pair by anchor, the blocks of a section by their kinds in sequence
    (the longest matching runs). What only a translation has stands where it has it.
    """
    sections = {code: note.section_by_id() for code, note in group.versions.items()}
    seen: set[str] = set()
    for note in (group.source, *group.versions.values()):
        for section in note.walk():
            if section.id in seen:
                continue
            seen.add(section.id)
            there = {c: found[section.id] for c, found in sections.items() if section.id in found}
            if section.heading:
                yield Row(anchor=section.id, headings=there, blocks={})
            yield from _rows(there, group.original)


def _rows(there: Mapping[str, Section], original: str) -> Iterator[Row]:
    pivot = original if original in there else next(iter(there))
    rows: list[dict[str, Block]] = [{pivot: block} for block in there[pivot].blocks]
    for code, section in there.items():
        if code != pivot:
            rows = _merge(rows, there[pivot].blocks, code, section.blocks, pivot)
    for row in rows:
        yield Row(headings={}, blocks=row)


def _merge(
    rows: list[dict[str, Block]],
    ours: Sequence[Block],
    code: str,
    theirs: Sequence[Block],
    pivot: str,
) -> list[dict[str, Block]]:
    """Add one language's blocks to the rows; a block without a partner gets a row of its own."""
    partner, alone = _pairs(ours, theirs)
    merged: list[dict[str, Block]] = [{code: theirs[j]} for j in alone.get(-1, ())]
    place = -1
    for row in rows:
        merged.append(row)
        if pivot not in row:
            continue
        place += 1
        if place in partner:
            row[code] = theirs[partner[place]]
        merged += [{code: theirs[j]} for j in alone.get(place, ())]
    return merged


def _pairs(
    ours: Sequence[Block], theirs: Sequence[Block]
) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Pair two lists of blocks by kind and depth.

    Gives the partner in `theirs` for indices of `ours`, and the indices of `theirs` without
    one by the index of `ours` that they follow (-1 where they come first).
    """
    a = [(b.kind, b.depth) for b in ours]
    b = [(b.kind, b.depth) for b in theirs]
    partner: dict[int, int] = {}
    alone: dict[int, list[int]] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        paired = min(i2 - i1, j2 - j1) if tag in {"equal", "replace"} else 0
        partner.update((i1 + k, j1 + k) for k in range(paired))
        alone.setdefault(i1 + paired - 1, []).extend(range(j1 + paired, j2))
    return partner, alone
