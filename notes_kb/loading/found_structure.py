"""Structure of a Markdown note that its Markdown does not say: speakers, and headings without #.

The same evidence decides as in a paste.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from notes_kb.domain.note import Block, BlockKind
from notes_kb.domain.span import Lines
from notes_kb.loading.inline import parse_inline
from notes_kb.loading.outline import FlatHeading
from notes_kb.loading.recap_blocks import Draft, Shape, single
from notes_kb.loading.recap_headings import find_headings
from notes_kb.loading.recap_lines import Line, stripped
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.recap_turns import find_turns

_SHAPES = {
    BlockKind.CODE: Shape.CODE,
    BlockKind.MATH: Shape.MATH,
    BlockKind.TABLE: Shape.TABLE,
    BlockKind.FIGURE: Shape.FIGURE,
    BlockKind.QUOTE: Shape.QUOTE,
    BlockKind.POINT: Shape.BULLET,
    BlockKind.HTML: Shape.RULE,
}

Part = FlatHeading | Block


def find_structure(parts: Sequence[Part], title: str, reasons: Reasons | None = None) -> list[Part]:
    """Make turns and headings of the paragraphs that are such.

    Headings are looked for only where the note's Markdown names none.

    Args:
        parts: What the Markdown says, in the order of the file.
        title: The title of the note, or empty.
        reasons: Takes down why each line became what it is.
    """
    reasons = reasons or Reasons()
    drafts = [_draft(part) for part in parts]
    decided = find_turns(drafts, reasons)
    if not any(isinstance(part, FlatHeading) for part in parts):
        decided = find_headings(decided, title, reasons)
    by_line = {part.lines.first: part for part in parts}
    found: list[Part] = []
    for draft in decided:
        found.append(_part(by_line[draft.first], draft))
    return found


def _draft(part: Part) -> Draft:
    """See a part of a note as the draft of a paste."""
    text = part.text if isinstance(part, Block) else part.source
    first = stripped(text.split("\n", 1)[0]) or "-"
    line = Line(number=part.lines.first, raw=first, indent=0, text=first, after_blank=True)
    if isinstance(part, FlatHeading):
        return Draft(shape=Shape.HASH, lines=(line,), text=part.text, level=part.level)
    whole = part.lines.first == part.lines.last and "\n" not in text
    # What stands in a list or a footnote is neither a turn nor a heading.
    within = part.kind is BlockKind.PARAGRAPH and bool(part.depth or part.ordinal)
    if within or part.kind is not BlockKind.PARAGRAPH or not whole:
        shape = Shape.BULLET if within else _SHAPES.get(part.kind, Shape.PLAIN)
        if part.lines.last == part.lines.first:
            return Draft(shape=shape, lines=(line,), text=text)
        end = replace(line, number=part.lines.last, raw="", after_blank=False)
        return Draft(shape=shape, lines=(line, end), text=text)
    draft = single(line)
    plain = draft.shape in {Shape.PLAIN, Shape.BOLD, Shape.NUMBERED}
    return draft if plain else Draft(shape=Shape.PLAIN, lines=(line,), text=first)


def _part(part: Part, draft: Draft) -> Part:
    if isinstance(part, FlatHeading):
        return part
    lines = Lines(draft.first, max(draft.last, part.lines.last))
    if draft.shape is Shape.TURN:
        places = ((draft.last, draft.lines[-1].raw),)
        text = draft.text
        prose = parse_inline(text, places=places)
        return replace(
            part, kind=BlockKind.TURN, speaker=draft.marker, text=text, prose=prose, lines=lines
        )
    if draft.shape is Shape.HASH:
        line = draft.lines[-1]
        return FlatHeading(
            level=draft.level,
            text=draft.text,
            lines=lines,
            prose=parse_inline(draft.text, places=((line.number, line.raw),)),
            ordinal=draft.numbering.ordinal if draft.numbering and draft.numbering.rest else "",
            topic=part.topic,
            source=draft.lines[0].raw,
        )
    return part
