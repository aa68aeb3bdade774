"""Pictures of parsed parts: those within text, in HTML, by reference, and their captions.

It looks at what either parser gave, so that a paste and a Markdown note have the same
figures, and the parts are those of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from notes_kb.domain.note import PROSE, Block, BlockKind, LedgerEntry
from notes_kb.domain.span import Lines
from notes_kb.loading import clip_captions
from notes_kb.loading.attributes import attributes_at
from notes_kb.loading.figures import (
    OPENING,
    Figure,
    caption_word,
    explicit_figure_at,
    find_glued,
    is_caption,
    is_figure_note,
    is_titular_caption,
    link_definitions,
    names_origin,
    names_picture,
)
from notes_kb.loading.inline import parse_inline, whole_emphasis
from notes_kb.loading.outline import FlatHeading

Part = FlatHeading | Block
_Placed = tuple[int, Figure, tuple[str, ...]]
"""A picture, the offset in its text at which it begins, and the concepts that it shows."""

_GAP = 2
"""Lines from a figure to its caption at most: one blank line may be between."""
_MOST_BELOW = 3
"""Lines of a figure's text, a note's among them, above the line of its source."""
_FEWEST_SOURCES = 2
"""Lines in a copy that say where a picture was taken from, if nothing beside them tells."""
_SHORTEST_ALT = 4
"""Letters of the shortest text alternative that the line below may repeat."""
_BLANKS = " \t\n\u3000\u00a0\u200b"


def read_pictures(
    parts: Sequence[Part], lines: Sequence[str], *, pasted: bool, clipped: bool = False
) -> tuple[tuple[Part, ...], tuple[LedgerEntry, ...]]:
    """Give parts with a figure for each picture and captions joined to their figures.

    The second value claims the lines of the figures that were found here.

    Args:
        parts: What a parser found, in the order of the file.
        lines: The lines that it saw.
        pasted: Whether a block's text is all that the page shows of it, so that a
            picture which is a figure now has to leave the text.
        clipped: Whether a program made the Markdown of a page, where blank lines say nothing.
    """
    reader = _Reader(lines, pasted, clipped)
    found = [one for part in parts for one in reader.read(part)]
    joined = tuple(_joined(found, clipped=clipped))
    joined = tuple(_with_lost_pictures(joined)) if pasted else joined
    known = {id(part) for part in parts}
    claims = tuple(
        LedgerEntry(lines=part.lines, role=BlockKind.FIGURE)
        for part in joined
        if isinstance(part, Block) and part.kind is BlockKind.FIGURE and id(part) not in known
    )
    return joined, claims


class _Reader:
    def __init__(self, lines: Sequence[str], pasted: bool, clipped: bool) -> None:
        self._lines = lines
        self._pasted = pasted
        self._clipped = clipped

    @cached_property
    def _targets(self) -> Mapping[str, str]:
        return link_definitions(self._lines)

    def read(self, part: Part) -> Iterator[Part]:
        if not isinstance(part, Block):
            yield part
        elif part.kind is BlockKind.FIGURE:
            yield self._resolved(part)
        elif part.kind is BlockKind.HTML or (self._pasted and part.kind is BlockKind.CODE):
            yield from self._html(part)
        elif part.kind in PROSE and (OPENING.search(part.text) or find_glued(part.text)):
            yield from self._prose(part)
        else:
            yield part

    def _resolved(self, block: Block) -> Block:
        """Look the target of a reference up, where the figure is all that its line holds."""
        step = explicit_figure_at(block.text, 0) if block.target is None else None
        if step is None or not step[0].label:
            return block
        return replace(block, target=self._target(step[0]))

    def _target(self, figure: Figure) -> str | None:
        return self._targets.get(figure.label.casefold()) if figure.label else figure.target

    def _html(self, block: Block) -> Iterator[Block]:
        """Make figures of HTML that is nothing but pictures; in a paste it passes for code."""
        found, end = _pictures(block.text, 0)
        if found and end == len(block.text):
            yield from self._blocks(found, block)
        else:
            yield block

    def _prose(self, block: Block) -> Iterator[Block]:
        """Put figures before and behind the text at whose edges they stand."""
        text = block.text
        before, start = _pictures(text, 0)
        behind, end = _pictures_behind(text, start)
        if self._pasted and not behind:
            end = start + len(text[start:].removesuffix(find_glued(text[start:])))
            behind = ((end, Figure(), ()),) if end < len(text) else ()
        rest = text[start:end].strip()
        if not before and not behind:
            yield block
        elif not rest:
            yield from self._blocks((*before, *behind), block)
        elif before and not behind and self._captions(rest):
            *others, last = self._blocks(before, block)
            yield from others
            yield replace(
                last,
                text=last.text if rest in last.text else f"{last.text}\n{rest}",
                alt=_shown(rest.strip("*_ ")),
                lines=Lines(last.lines.first, block.lines.last),
            )
        else:
            yield from self._blocks(before, block)
            yield self._without(block, rest) if self._pasted else block
            yield from self._blocks(behind, block)

    def _captions(self, line: str) -> bool:
        """Tell a caption right below its picture; a clipper writes any of them so."""
        return is_caption(line) or (
            self._clipped and "\n" not in line and clip_captions.is_glued_caption(line)
        )

    def _without(self, block: Block, rest: str) -> Block:
        numbers = range(block.lines.first, block.lines.last + 1)
        places = tuple((n, self._lines[n - 1]) for n in numbers)
        return replace(block, text=rest, prose=parse_inline(rest, places=places))

    def _blocks(self, found: Sequence[_Placed], block: Block) -> Iterator[Block]:
        rows = block.text.split("\n")
        for offset, figure, concepts in found:
            row = block.text.count("\n", 0, offset)
            line = block.lines.first + row
            yield Block(
                kind=BlockKind.FIGURE,
                text=rows[row].strip(),
                lines=Lines(line, line),
                depth=block.depth,
                alt=figure.alt,
                target=self._target(figure),
                concepts=concepts,
            )


def text_between_pictures(text: str) -> tuple[int, int]:
    """Find where a text begins behind the pictures before it, and where those behind it begin."""
    start = _pictures(text, 0)[1]
    return start, _pictures_behind(text, start)[1]


def _pictures(text: str, at: int) -> tuple[tuple[_Placed, ...], int]:
    """Read the pictures that stand at an offset one behind the other, and where they end."""
    found: list[_Placed] = []
    while (step := explicit_figure_at(text, at)) is not None:
        begin, at = at, step[1]
        concepts: tuple[str, ...] = ()
        if (said := attributes_at(text, at)) is not None:
            concepts, at = tuple(said[0].values.get("concepts", "").split()), said[1]
        found.append((begin, step[0], concepts))
        while at < len(text) and text[at] in _BLANKS:
            at += 1
    return tuple(found), at


def _pictures_behind(text: str, at: int) -> tuple[tuple[_Placed, ...], int]:
    """Read the pictures that end a text, and where they begin."""
    while (opening := OPENING.search(text, at)) is not None:
        found, end = _pictures(text, opening.start())
        if found and end == len(text):
            return found, opening.start()
        at = max(end, opening.end())
    return (), len(text)


# Captions


def _joined(parts: Sequence[Part], *, clipped: bool) -> Iterator[Part]:
    """Join each caption to the figure that it stands below, or above where its kind does.

    Many texts set the captions of tables above them, and those of figures below. What a figure
    was taken from may stand below one with a caption.
    """
    gap = clip_captions.GAP if clipped else _GAP
    above = _words_above(parts, gap)
    held: Part | None = None
    captioned = False
    for n, part in enumerate(parts):
        near = held is not None and part.lines.first - held.lines.last <= gap
        if (
            held is not None
            and near
            and (
                _is_captioned(held, part, above, captioned=captioned)
                or (_is_captioned_figure(held) and _is_note(parts, n))
                or (clipped and _repeats(held, part))
            )
        ):
            held, captioned = _with_caption(held, part), True
            continue
        if held is not None:
            yield held
        held, captioned = part, False
    if held is not None:
        yield held


def _is_captioned(held: Part, part: Part, above: frozenset[str], *, captioned: bool) -> bool:
    """Tell whether two neighbours are a figure and its caption."""
    if not isinstance(held, Block) or not isinstance(part, Block) or held.depth != part.depth:
        return False
    if held.kind is BlockKind.FIGURE and "\n" in held.text:
        return held.text.count("\n") <= _MOST_BELOW and _tells_source(part)
    if held.kind is BlockKind.FIGURE and _caption(part):
        return caption_word(part.text) not in above
    stands_above = _caption(held) and caption_word(held.text) in above and not captioned
    return stands_above and part.kind is BlockKind.FIGURE


def _is_captioned_figure(part: Part) -> bool:
    return isinstance(part, Block) and part.kind is BlockKind.FIGURE and "\n" in part.text


def _repeats(figure: Part, below: Part) -> bool:
    """Tell a caption that pages write both beside a picture and into it."""
    if not isinstance(figure, Block) or not isinstance(below, Block):
        return False
    alt = _letters(figure.alt)
    return (
        figure.kind is BlockKind.FIGURE
        and "\n" not in figure.text
        and figure.depth == below.depth
        and below.kind is BlockKind.PARAGRAPH
        and len(alt) >= _SHORTEST_ALT
        and alt == _letters(below.prose.text)
    )


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _caption(block: Block) -> bool:
    # An underlined one has a second line in the file.
    one_row = "\n" not in block.text
    return block.kind is BlockKind.PARAGRAPH and one_row and is_caption(block.text)


def _is_note(parts: Sequence[Part], n: int) -> bool:
    """Tell a note above the line of a source; another note may be between."""
    notes = parts[n : n + _MOST_BELOW - 1]
    for below, part in enumerate(notes, n + 1):
        if not isinstance(part, Block) or part.kind is not BlockKind.PARAGRAPH:
            return False
        if not all(map(is_figure_note, part.text.split("\n"))) or below == len(parts):
            return False
        source = parts[below]
        if isinstance(source, Block) and _tells_source(source):
            return True
    return False


def _tells_source(block: Block) -> bool:
    """Tell the lines below a figure with a caption: what it was taken from, notes above that."""
    *notes, source = block.text.split("\n")
    return (
        block.kind is BlockKind.PARAGRAPH
        and names_origin(source)
        and all(is_figure_note(note) for note in notes)
    )


def _words_above(parts: Sequence[Part], gap: int) -> frozenset[str]:
    """Find the words whose captions have a figure only below them more often than only above."""
    lead: Counter[str] = Counter()
    for n, part in enumerate(parts):
        if isinstance(part, Block) and _caption(part) and is_titular_caption(part.text):
            before, behind = (_is_figure(parts, n + step, part, gap) for step in (-1, 1))
            lead[caption_word(part.text)] += behind - before
    return frozenset(word for word, more in lead.items() if more > 0)


def _is_figure(parts: Sequence[Part], n: int, beside: Block, gap: int) -> bool:
    part = parts[n] if 0 <= n < len(parts) else None
    if not isinstance(part, Block) or part.kind is not BlockKind.FIGURE:
        return False
    first, last = sorted((part.lines, beside.lines))
    return last.first - first.last <= gap


def _with_lost_pictures(parts: Sequence[Part]) -> Iterator[Part]:
    """Make figures of the captions and credits in a copy whose pictures did not come along.

    What a figure was taken from joins its caption, which stood above the picture. A caption
    beside a table or another figure belongs to that.
    """
    held: Part | None = None
    lost = False
    sources = sum(isinstance(part, Block) and names_origin(part.text) for part in parts)
    for n, part in enumerate(parts):
        if lost and isinstance(held, Block) and _says_more(held, parts, n):
            joined = _with_caption(held, part)
            held = replace(joined, alt=f"{held.alt} · {_shown(part.text)}")
            continue
        if held is not None:
            yield held
        lost = _lost_picture(parts, n, sourced=sources >= _FEWEST_SOURCES)
        held = _as_lost(part) if lost else part
    if held is not None:
        yield held


def _says_more(held: Block, parts: Sequence[Part], n: int) -> bool:
    """Tell what a picture that did not come along was taken from, or a note above that."""
    part = parts[n]
    if not isinstance(part, Block) or part.depth:
        return False
    rows = held.text.split("\n")
    if any(map(names_origin, rows)) or len(rows) > _MOST_BELOW:
        return False
    near = part.lines.first - held.lines.last <= _GAP
    return near and (_tells_source(part) or _is_note(parts, n))


def _lost_picture(parts: Sequence[Part], n: int, *, sourced: bool) -> bool:
    """Tell what stood beside a picture; one source alone (not `sourced`) may be the text's."""
    part = parts[n]
    if not isinstance(part, Block) or part.depth or part.kind is not BlockKind.PARAGRAPH:
        return False
    if part.lines.last > part.lines.first or not names_picture(part.text, sourced=sourced):
        return False
    beside = [parts[m] for m in (n - 1, n + 1) if 0 <= m < len(parts)]
    shown = {BlockKind.TABLE, BlockKind.FIGURE}
    return not any(isinstance(one, Block) and one.kind in shown for one in beside)


def _as_lost(caption: Part) -> Part:
    assert isinstance(caption, Block)
    return replace(caption, kind=BlockKind.FIGURE, alt=_shown(caption.text.strip("*_ ")))


def _with_caption(held: Part, part: Part) -> Block:
    """Make one figure of two neighbours, the caption in the place of the text alternative."""
    assert isinstance(held, Block)
    assert isinstance(part, Block)
    figure, caption = (held, part) if held.kind is BlockKind.FIGURE else (part, held)
    said = [figure.alt] if "\n" in figure.text else []
    shown = _shown(caption.text)
    return replace(
        figure,
        text=f"{held.text}\n{part.text}",
        lines=Lines(held.lines.first, part.lines.last),
        alt=" · ".join([*said, shown] if figure is held else [shown, *said]),
    )


def _shown(caption: str) -> str:
    rows = (whole_emphasis(row) or row for row in caption.split("\n"))
    return " ".join(parse_inline("\n".join(rows)).text.split())
