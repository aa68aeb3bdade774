"""Third pass over a paste: lists nest, wrapped lines join, labels speak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Block, BlockKind, Prose
from notes_kb.domain.span import Lines, Place
from notes_kb.loading.figures import is_caption
from notes_kb.loading.inline import parse_inline
from notes_kb.loading.outline import FlatHeading
from notes_kb.loading.recap_blocks import Draft, Shape, hangs
from notes_kb.loading.recap_lines import Line
from notes_kb.loading.statements import statement_kind
from notes_kb.loading.tables import table_prose

_WRAPPED = 56
"""Columns from which a line without an end may go on in the next."""
_VERBATIM = {
    Shape.CODE: BlockKind.CODE,
    Shape.MATH: BlockKind.MATH,
    Shape.TABLE: BlockKind.TABLE,
    Shape.RULE: BlockKind.PARAGRAPH,
}
_LONGEST_STRAY = 4
"""Characters of a scrap."""
_MOST_STRAYS = 20
"""Scraps that are reported one by one; a file with more of them is no recap."""
_INNER_GLYPHS = {"○": 1, "◦": 1, "o": 1, "□": 1, "▪": 2, "■": 2}


@dataclass(slots=True)
class Flow:
    """Turns drafts into headings and blocks."""

    parts: list[FlatHeading | Block] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    _strays: int = 0
    _indents: list[tuple[int, int]] = field(default_factory=list)
    """The indents and glyph ranks of the open list levels."""

    def take(self, drafts: Sequence[Draft]) -> None:
        """Read all drafts in order."""
        at = 0
        while at < len(drafts):
            at += self._step(drafts, at)

    def _step(self, drafts: Sequence[Draft], at: int) -> int:
        draft = drafts[at]
        if draft.shape is Shape.HASH:
            self._indents.clear()
            self.parts.append(_heading(draft))
            return 1
        if draft.shape is Shape.FIGURE:
            return self._figure(drafts, at)
        if draft.shape in _VERBATIM:
            self.parts.append(_verbatim(draft))
            return 1
        group = [draft, *self._continuation(drafts, at)]
        if draft.shape in {Shape.BULLET, Shape.NUMBERED}:
            self._point(group)
        elif draft.shape is Shape.TURN:
            self._add(group, BlockKind.TURN, speaker=draft.marker, time=draft.time)
        elif draft.shape is Shape.QUOTE:
            self._add(group, BlockKind.QUOTE)
        else:
            self._paragraph(group)
        return len(group)

    def _continuation(self, drafts: Sequence[Draft], at: int) -> Iterator[Draft]:
        """Find the lines that go on with the statement that begins at a draft."""
        head = drafts[at]
        if head.shape is not Shape.QUOTE and is_stray(head.text):
            return
        for n in range(at + 1, len(drafts)):
            if not _goes_on(head, drafts[n - 1], drafts[n]):
                return
            yield drafts[n]

    def _point(self, group: Sequence[Draft]) -> None:
        head = group[0]
        depth = self._depth(head)
        kind = statement_kind(head.text, BlockKind.POINT)
        ordinal = head.marker if head.shape is Shape.NUMBERED else ""
        self._add(group, kind, depth=depth, ordinal=ordinal)

    def _depth(self, draft: Draft) -> int:
        level = (draft.indent, _INNER_GLYPHS.get(draft.marker, 0))
        while self._indents and self._indents[-1] > level:
            self._indents.pop()
        if not self._indents or self._indents[-1] < level:
            self._indents.append(level)
        return len(self._indents) - 1

    def _paragraph(self, group: Sequence[Draft]) -> None:
        head = group[0]
        if head.indent == 0 and head.lines[0].after_blank:
            self._indents.clear()
        if is_stray(head.text):
            self._strays += 1
            if self._strays <= _MOST_STRAYS:
                self.findings.append(_stray(head.lines[0]))
            self._add(group, BlockKind.PARAGRAPH)
            return
        self._add(group, statement_kind(head.text, BlockKind.PARAGRAPH))

    def _add(
        self,
        group: Sequence[Draft],
        kind: BlockKind,
        *,
        depth: int = 0,
        ordinal: str = "",
        speaker: str = "",
        time: str = "",
    ) -> None:
        text = "\n".join(draft.text for draft in group)
        places = tuple((d.lines[-1].number, d.lines[-1].raw) for d in group)
        self.parts.append(
            Block(
                kind=kind,
                text=text,
                lines=_lines(group),
                prose=parse_inline(text, places=places),
                depth=depth,
                ordinal=ordinal,
                speaker=speaker,
                time=time,
            )
        )

    def _figure(self, drafts: Sequence[Draft], at: int) -> int:
        draft = drafts[at]
        group, caption = [draft], draft.caption
        if not caption and at + 1 < len(drafts):
            below = drafts[at + 1]
            near = below.first == draft.last + 1 and below.shape is Shape.PLAIN
            if near and is_caption(below.text):
                group, caption = [draft, below], below.text
        text = "\n".join(line.text for d in group for line in d.lines)
        for n, figure in enumerate(draft.figures):
            final = n == len(draft.figures) - 1
            self.parts.append(
                Block(
                    kind=BlockKind.FIGURE,
                    text=text if final else draft.text,
                    lines=_lines(group if final else [draft]),
                    alt=(caption if final else "") or figure.alt,
                    target=figure.target,
                )
            )
        return len(group)


def is_stray(text: str) -> bool:
    """Tell whether a line is a scrap: one or two letters or digits, or none at all."""
    if len(text) > _LONGEST_STRAY:
        return False
    letters = [c for c in text if c.isalnum()]
    if any(not c.isascii() for c in letters):
        return len(letters) == 1 and len(text) <= 2
    return len(letters) <= 2 and len(text) <= _LONGEST_STRAY


def _stray(line: Line) -> Diagnostic:
    column = line.raw.find(line.text) + 1
    place = Place(
        line=line.number, column=column, end_column=column + len(line.text), source=line.raw
    )
    return kinds.STRAY_TEXT.at(place, text=line.text)


def _heading(draft: Draft) -> FlatHeading:
    numbering = draft.numbering
    line = draft.lines[0]
    return FlatHeading(
        level=draft.level,
        text=draft.text,
        lines=_lines([draft]),
        prose=parse_inline(draft.text, places=((line.number, line.raw),)),
        ordinal=numbering.ordinal if numbering and numbering.rest else "",
        source=line.raw,
    )


def _verbatim(draft: Draft) -> Block:
    prose = Prose(text="")
    if draft.shape is Shape.TABLE:
        prose = table_prose([(line.number, line.raw) for line in draft.lines])
    kind = _VERBATIM[draft.shape]
    return Block(kind=kind, text=draft.text, lines=_lines([draft]), prose=prose)


def _lines(group: Sequence[Draft]) -> Lines:
    return Lines(group[0].first, group[-1].last)


def _goes_on(head: Draft, above: Draft, draft: Draft) -> bool:
    """Tell whether a draft is the next line of the statement that `head` began."""
    line = draft.lines[0]
    if head.shape is Shape.QUOTE:
        return draft.shape is Shape.QUOTE and not line.after_blank
    if line.after_blank or is_stray(draft.text):
        return False
    if draft.shape is not Shape.PLAIN or _is_labelled(draft.text):
        return False
    return _is_hung(head, draft) or _is_wrapped(above.lines[-1], line)


def _is_labelled(text: str) -> bool:
    return statement_kind(text, BlockKind.PARAGRAPH) is not BlockKind.PARAGRAPH


def _is_hung(head: Draft, draft: Draft) -> bool:
    return head.shape in {Shape.BULLET, Shape.NUMBERED} and hangs(draft, head)


def _is_wrapped(above: Line, line: Line) -> bool:
    """A long line that ends in the middle of a sentence, as mail and PDF readers cut it."""
    if above.ends or above.text[-1] in ":：、":
        return False
    return above.width >= _WRAPPED or (above.width >= 40 and line.text[0].islower())
