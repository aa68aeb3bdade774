"""Structure of a Markdown note that its Markdown does not say: speakers, and headings without #.

The same evidence decides as in a paste.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from string import ascii_uppercase

from notes_kb.domain.note import Block, BlockKind
from notes_kb.domain.span import Lines
from notes_kb.loading.clip_captions import join_captions
from notes_kb.loading.clip_headings import (
    BARRED,
    complete_series,
    find_bold_headings,
    find_counted_bold,
    is_no_heading,
    join_halves,
    join_languages,
    mark_outer,
    mark_outer_bold,
    read_bare_counts,
    read_glued_counts,
    read_lone_items,
)
from notes_kb.loading.clip_led_points import read_led_points
from notes_kb.loading.clip_levels import (
    is_link,
    level_counts,
    set_counts_inside,
    set_dotted_inside,
    set_levels_beside,
    set_links_inside,
)
from notes_kb.loading.clip_points import read_points
from notes_kb.loading.inline import BARS, parse_inline, undecorated, whole_emphasis
from notes_kb.loading.outline import FlatHeading
from notes_kb.loading.recap_blocks import Draft, Shape, single
from notes_kb.loading.recap_headings import find_headings
from notes_kb.loading.recap_lines import Line, stripped
from notes_kb.loading.recap_lone_numbers import join_lone_numbers
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.recap_turns import find_turns
from notes_kb.text.numbering import Numbering, parse_numbering

_SHAPES = {
    BlockKind.CODE: Shape.CODE,
    BlockKind.MATH: Shape.MATH,
    BlockKind.TABLE: Shape.TABLE,
    BlockKind.FIGURE: Shape.FIGURE,
    BlockKind.QUOTE: Shape.QUOTE,
    BlockKind.POINT: Shape.BULLET,
    BlockKind.HTML: Shape.RULE,
}

_ALPHABET = ascii_uppercase
_FEWEST_LETTERS = 9
"""Letters before J, from A on: two or three may be initials."""
_LETTER = re.compile(r"(?P<letter>[J-Z])[.．)）、][ ]{1,4}(?P<rest>\S.{0,2000})")
_RULE = re.compile(r"[*_ -]{3,}")
"""What a clipper makes of a line across the page."""

Part = FlatHeading | Block


def find_structure(
    parts: Sequence[Part],
    title: str,
    reasons: Reasons | None = None,
    *,
    clipped: bool = False,
    lone_items: Collection[int] = (),
) -> list[Part]:
    """Make turns and headings of the paragraphs that are such.

    Headings are looked for only where the note's Markdown names none, or comes from a page
    whose headings it does not know; a number on a line of its own gets its title everywhere.

    Args:
        parts: What the Markdown says, in the order of the file.
        title: The title of the note, or empty.
        reasons: Takes down why each line became what it is.
        clipped: Whether a program made the Markdown of a page.
        lone_items: The lines of ordered lists that have one item.
    """
    reasons = reasons or Reasons()
    parts = _with_all_letters(parts)
    if clipped:
        named = [part for part in parts if isinstance(part, FlatHeading)]
        alone = named[0] if len(named) == 1 and _is_underlined_link(named[0]) else None
        parts = [_as_text(part) if part is alone else _with_text(part) for part in parts]
        parts = join_captions(read_led_points(read_points(parts)))
    decided = find_turns([_draft(part) for part in parts], reasons, in_headings=clipped)
    if clipped:
        decided = read_lone_items(decided, lone_items)
        decided = mark_outer_bold([_with_one_emphasis(draft) for draft in decided])
        decided = join_languages(decided)
        decided = read_bare_counts(join_halves(decided))
    if not any(isinstance(part, FlatHeading) for part in parts):
        decided = mark_outer(read_glued_counts(decided)) if clipped else decided
        decided = find_headings(decided, title, reasons)
    elif not any(isinstance(part, FlatHeading) and part.id for part in parts):
        decided = complete_series(join_lone_numbers(decided))
        if clipped:
            decided = find_bold_headings(read_glued_counts(decided), reasons)
        else:
            decided = find_counted_bold(decided, reasons)
        decided = set_levels_beside(decided)
        if clipped:
            decided = set_dotted_inside(set_counts_inside(decided))
            decided = set_links_inside(decided)
    decided = level_counts(decided) if clipped else decided
    places = {(_is_figure(part), part.lines.first): part for part in parts}
    found: list[Part] = []
    for draft in decided:
        if draft.shape in {Shape.HASH, Shape.TURN}:
            part = places[False, draft.first]
            found.append(_part(part, _plain(draft) if clipped else draft))
        else:
            # What was joined, and is no heading after all, comes apart again.
            figure = draft.shape is Shape.FIGURE
            at = ((figure, line.number) for line in draft.lines)
            found += (places[place] for place in at if place in places)
    return found


def _with_all_letters(parts: Sequence[Part]) -> list[Part]:
    """Take off the letters of named headings that go on a series: J. behind I., up to Z.

    By itself such a letter is an initial more often than a number.
    """
    letters: dict[int, str] = {}
    """The letters of the headings of a section, in their order, by their level."""
    done: list[Part] = []
    for part in parts:
        done.append(part)
        if isinstance(part, Block):
            continue
        letters = {level: one for level, one in letters.items() if level <= part.level}
        match = _LETTER.fullmatch(part.text) if not part.ordinal else None
        above = letters.get(part.level, "")
        goes_on = len(above) >= _FEWEST_LETTERS and _ALPHABET.startswith(above)
        if match and goes_on and match["letter"] == _ALPHABET[len(above)]:
            prose = parse_inline(match["rest"], places=((part.lines.first, part.source),))
            done[-1] = replace(part, text=match["rest"], prose=prose, ordinal=match["letter"])
        letters[part.level] = above + (match["letter"] if match else part.ordinal or " ")
    return done


def _is_figure(part: Part) -> bool:
    return isinstance(part, Block) and part.kind is BlockKind.FIGURE


def _with_text(part: Part) -> Part:
    """Make a paragraph of a heading that heads nothing."""
    if isinstance(part, Block) or part.ordinal or not is_no_heading(part.text):
        return part
    if part.lines.last > part.lines.first + 1 or part.text.startswith(("#", "![")):
        return part
    return _as_text(part)


def _is_underlined_link(part: FlatHeading) -> bool:
    return is_link(part.text) and not part.source.lstrip().startswith("#")


def _as_text(part: FlatHeading) -> Block:
    kind = BlockKind.HTML if _RULE.fullmatch(part.text) else BlockKind.PARAGRAPH
    text = part.text if "![" in part.source else part.source.strip().lstrip("#").strip()
    return Block(kind=kind, text=text, lines=part.lines, prose=part.prose)


def _with_one_emphasis(draft: Draft) -> Draft:
    """See a line that is bold in several pieces as bold; one that heads nothing stays text."""
    barred = draft.text.lstrip("* ").startswith(tuple(BARS))
    if draft.shape is Shape.PLAIN and len(draft.lines) == 1:
        shown = draft.text.lstrip(f"{BARS} ")
        bold = whole_emphasis(shown) or _numbered_emphasis(shown)
        draft = single(replace(draft.lines[0], text=f"**{bold}**")) if bold else draft
    if draft.shape is Shape.BOLD and draft.text[0] in BARS:
        bare = draft.text.lstrip(f"{BARS} ")  # Perhaps a number.
        draft = single(replace(draft.lines[0], text=f"**{bare}**")) if bare else draft
    draft = replace(draft, series=BARRED) if barred and draft.shape is Shape.BOLD else draft
    if draft.shape is not Shape.BOLD or not is_no_heading(draft.text, counted=True):
        return draft
    return replace(draft, shape=Shape.PLAIN, text=draft.lines[0].raw)


def _plain(draft: Draft) -> Draft:
    """Take the decoration off a heading; a number may stand behind it."""
    text = undecorated(draft.text) if draft.shape is Shape.HASH else draft.text
    if text == draft.text:
        return draft
    numbering = draft.numbering or parse_numbering(text)
    if numbering is not None and numbering.rest and not draft.numbering:
        return replace(draft, text=numbering.rest, numbering=numbering)
    return replace(draft, text=text)


def _numbered_emphasis(text: str) -> str:
    """Give a line with a number that begins and ends bold, and is not in between."""
    if len(text) < 5 or not (text.startswith("**") and text.endswith("**")) or "`" in text:
        return ""
    bare = " ".join(text.replace("*", "").split())
    numbering = parse_numbering(bare)
    return bare if numbering is not None and numbering.rest else ""


def _draft(part: Part) -> Draft:
    """See a part of a note as the draft of a paste."""
    text = part.text if isinstance(part, Block) else part.source
    first = stripped(text.split("\n", 1)[0]) or "-"
    line = Line(number=part.lines.first, raw=first, indent=0, text=first, after_blank=True)
    lines: tuple[Line, ...] = (line,)
    if part.lines.last > part.lines.first:
        lines = (line, replace(line, number=part.lines.last, raw="", after_blank=False))
    if isinstance(part, FlatHeading):
        numbering = parse_numbering(first.lstrip("#").strip("*_ ")) if part.ordinal else None
        return Draft(
            shape=Shape.HASH, lines=lines, text=part.text, level=part.level, numbering=numbering
        )
    whole = part.lines.first == part.lines.last and "\n" not in text
    # What stands in a list or a footnote is neither a turn nor a heading.
    within = part.kind is BlockKind.PARAGRAPH and bool(part.depth or part.ordinal)
    if within or part.kind is not BlockKind.PARAGRAPH or not whole:
        shape = Shape.BULLET if within else _SHAPES.get(part.kind, Shape.PLAIN)
        marker = part.ordinal if part.kind is BlockKind.POINT and not part.depth else ""
        return Draft(shape=shape, lines=lines, text=text, marker=marker)
    draft = single(line)
    plain = draft.shape in {Shape.PLAIN, Shape.BOLD, Shape.NUMBERED}
    return draft if plain else Draft(shape=Shape.PLAIN, lines=(line,), text=first)


def _counted(heading: FlatHeading, number: Numbering) -> FlatHeading:
    """Take a number off a named heading, which its series alone tells."""
    prose = parse_inline(number.rest, places=((heading.lines.first, heading.source),))
    return replace(heading, text=number.rest, prose=prose, ordinal=number.ordinal)


def _turn(part: Part, draft: Draft, lines: Lines) -> Block:
    """Make a turn of a paragraph or of a heading, each row of it at its place in the file."""
    rows = draft.text.count("\n") + 1
    written = part.text.split("\n") if isinstance(part, Block) else []
    at = tuple(enumerate(written, part.lines.first))[-rows:]
    places = at if len(written) > 1 else ((draft.last, draft.lines[-1].raw),)
    turn = part if isinstance(part, Block) else _as_text(part)
    return replace(
        turn,
        kind=BlockKind.TURN,
        speaker=draft.marker,
        time=draft.time,
        text=draft.text,
        prose=parse_inline(draft.text, places=places),
        lines=lines,
    )


def _part(part: Part, draft: Draft) -> Part:
    lines = Lines(draft.first, max(draft.last, part.lines.last))
    if draft.shape is Shape.TURN:
        return _turn(part, draft, lines)
    if isinstance(part, FlatHeading) and lines == part.lines:
        counted = draft.numbering if draft.numbering and not part.ordinal else None
        part = _counted(part, counted) if counted and counted.rest else part
        return replace(part, level=draft.level)
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
