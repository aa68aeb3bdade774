"""What must be the same in a paste and in the note that is written from it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from notes_kb.domain.note import Block, BlockKind, Note, Section
from notes_kb.loading.figures import says_nothing


@dataclass(frozen=True, slots=True)
class Part:
    """A heading or a block, as far as two readings of one text are compared."""

    what: str
    """``heading`` or the kind of the block."""
    level: int = 0
    ordinal: str = ""
    text: str = ""
    """The letters of a heading or of a figure's alternative; those of a turn's label."""
    line: int = 0
    """The line of the file that it begins on; not compared."""
    number: int = -1
    """The number of the block; -1 for a heading. Not compared."""
    shown: str = ""
    """The letters that readers see of a block; compared only by `find_suspect`."""

    def matches(self, other: Part) -> bool:
        """Tell whether both say the same; a figure may say more, which stood beside it."""
        same = (self.what, self.level, self.ordinal) == (other.what, other.level, other.ordinal)
        if same and self.what == BlockKind.FIGURE:
            return other.text.startswith(self.text)
        return same and self.text == other.text


def parts(note: Note) -> Iterator[Part]:
    """Yield headings and blocks in the order of the file; a quote of nothing is none."""
    for section in note.walk():
        if section.heading:
            yield _heading(section)
        for block in section.blocks:
            if block.kind is not BlockKind.QUOTE or block.text.strip():
                yield _block(block)


def _heading(section: Section) -> Part:
    return Part(
        "heading",
        level=section.level,
        ordinal=section.ordinal,
        text=letters(section.prose.text),
        line=section.lines.first,
    )


def _block(block: Block) -> Part:
    shown = block.label
    if block.kind is BlockKind.FIGURE:
        shown = "" if says_nothing(block.alt) else block.alt
    text = letters(shown)
    seen = letters(block.prose.text)
    return Part(block.kind, text=text, line=block.lines.first, number=block.number, shown=seen)


def letters(text: str) -> str:
    """Give the letters and digits of a text, which no way of writing it changes."""
    return "".join(c for c in text if c.isalnum())


def first_difference(ours: Note, theirs: Note) -> tuple[Part | None, Part | None] | None:
    """Find the first part in which two readings differ; None where they are the same."""
    left, right = list(parts(ours)), list(parts(theirs))
    for one, other in zip(left, right, strict=False):
        if not one.matches(other):
            return one, other
    if len(left) > len(right):
        return left[len(right)], None
    if len(right) > len(left):
        return None, right[len(left)]
    return None


def find_suspect(ours: Note, theirs: Note, cleared: Container[int]) -> int | None:
    """Find the first block that may be why two readings differ: it is not read, or otherwise.

    `cleared` are numbers of blocks that it is not.
    """
    right = list(parts(theirs))
    for place, one in enumerate(parts(ours)):
        other = right[place] if place < len(right) else None
        same = other is not None and one.matches(other) and one.shown == other.shown
        if not same and one.number >= 0 and one.number not in cleared:
            return one.number
    return None
