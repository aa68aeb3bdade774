"""A note: one recap of one event in one language, parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.slots import set_by_slots
from notes_kb.domain.span import Lines, Span


class BlockKind(StrEnum):
    """What a block of a section is."""

    POINT = "point"
    """A list item: the smallest statement that can be cited."""
    SUMMARY = "summary"
    """A point or paragraph that sums its section up (总结：…, Key takeaway: …)."""
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    MATH = "math"
    QUESTION = "question"
    ANSWER = "answer"
    TURN = "turn"
    """What one speaker of an interview or a round table says."""
    FIGURE = "figure"
    HTML = "html"


PROSE = frozenset(
    {
        BlockKind.POINT,
        BlockKind.SUMMARY,
        BlockKind.PARAGRAPH,
        BlockKind.QUOTE,
        BlockKind.QUESTION,
        BlockKind.ANSWER,
        BlockKind.TURN,
    }
)
"""Kinds whose text is running text, in which concepts are mentioned."""

STATEMENTS = PROSE - {BlockKind.QUOTE}
"""Kinds that get an anchor of their own and stand on topic pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplicitLink:
    """A ``[[concept]]`` or ``[[concept|text]]`` that the author wrote."""

    concept: str
    """The id as written, not yet resolved."""
    span: Span
    """Where its visible text stands in `Prose.text`."""
    line: int = 0
    """The line of the file it stands on."""
    column: int = 0
    """The column of its first ``[``, from 1."""


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """What a reader sees of a block: inline markup taken off, offsets in code points."""

    text: str
    inert: tuple[Span, ...] = ()
    """Ranges in which nothing is mentioned: code, math, raw HTML, URLs."""
    links: tuple[ExplicitLink, ...] = ()


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a section, in the order of the file."""

    kind: BlockKind
    text: str
    """Running text as inline Markdown without its marker; code, table, math and HTML verbatim."""
    lines: Lines
    """Where it stands in the file, from 1."""
    prose: Prose = Prose(text="")
    """The visible text; empty for code, math, figures and HTML."""
    depth: int = 0
    """Nesting of a list item, 0 for the outermost."""
    ordinal: str = ""
    """The number of an ordered item as written (``1.``, ``①``); empty for a bullet."""
    speaker: str = ""
    """Who speaks in a turn, as plain text; `text` and `prose` are without that label."""
    time: str = ""
    """When a turn is said in the recording, as a transcript tells it: 00:12, 1:02:03."""
    topic: str | None = None
    """From ``{topic=…}`` at the end of the block; not yet resolved."""
    verdict: str | None = None
    """From ``{verdict=…}`` at the end of the block, as it is written."""
    no_link: bool = False
    """Whether the author opted the block out of linking with ``{.no-link}``."""
    alt: str = ""
    """A figure's text alternative or caption."""
    target: str | None = None
    """A figure's path or URL; None where the source lost it."""
    concepts: tuple[str, ...] = ()
    """Of a figure, from ``{concepts="…"}`` behind it; not yet resolved."""
    number: int = field(default=0, compare=False)
    """Its place among the blocks of its note, from 0, in the order of the file."""

    @property
    def label(self) -> str:
        """What stands before a turn: who speaks, and in brackets when; empty elsewhere."""
        return f"{self.speaker} ({self.time})" if self.time else self.speaker


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading-delimited part of a note."""

    id: str
    """The anchor, the same in every language; unique in the note; empty before any heading."""
    level: int
    """1 to 6; 0 for what stands before the first heading."""
    heading: str
    """The heading as inline Markdown without numbering and attributes; empty before any."""
    lines: Lines
    """From the heading to the last line of the last subsection."""
    prose: Prose = Prose(text="")
    """What a reader sees of the heading."""
    ordinal: str = ""
    """The numbering that was taken off the heading, without its punctuation: ``一``, ``1.1``."""
    topic: str | None = None
    """From ``topic=…`` on the heading itself; not yet resolved."""
    fingerprint: str | None = None
    """From ``from=…``: the original's fingerprint when this was translated."""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in the order of the file."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def statements(self) -> Iterator[tuple[str, Block]]:
        """Give each statement of this section, without its subsections, its anchor.

        ``moe--2`` is the second statement of ``moe``: a slug has no double hyphen,
        so a statement's anchor is never a section's.
        """
        found = (block for block in self.blocks if block.kind in STATEMENTS)
        for number, block in enumerate(found, 1):
            yield f"{self.id or 'start'}--{number}", block


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """What became of a run of source lines."""

    lines: Lines
    role: str
    """``blank``, ``title``, ``meta``, ``heading``, a block kind, or ``dropped``."""
    rule: str = ""
    """The name of the rule that dropped the lines; empty for kept ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a note or a concept's facts come from."""

    title: str
    url: str = ""
    author: str = ""
    license: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMeta:
    """The documented keys of a note's front matter."""

    title: str = ""
    date: str = ""
    """ISO 8601, as written."""
    updated: str = ""
    """When its text was last changed; ISO 8601."""
    checked: str = ""
    """When somebody last held it against its sources; ISO 8601."""
    event: str = ""
    summary: str = ""
    """One or two sentences for lists and feeds."""
    source: Source | None = None
    tags: tuple[str, ...] = ()
    no_links: tuple[str, ...] = ()
    original: str = ""
    """The language the note was first written in; empty for the default rule."""
    former_ids: tuple[str, ...] = ()
    """Ids that the note had before, from whose addresses readers are led here."""
    draft: bool = False
    """Whether only `serve` shows the note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One recap of one event in one language."""

    id: str
    language: str
    title: str
    """From the front matter, else the recap's title line, else the file's stem."""
    path: str
    """Relative to the docs folder, with forward slashes."""
    text: str
    """The decoded source with LF line ends: what `lines` count in."""
    pasted: bool = False
    """Whether it was parsed as a paste (``.txt``) rather than as Markdown."""
    encoding: str = "utf-8"
    meta: NoteMeta = NoteMeta()
    sections: tuple[Section, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=(), repr=False)

    def walk(self) -> Iterator[Section]:
        """Yield every section at every depth, in the order of the file."""
        for section in self.sections:
            yield from section.walk()

    def shown_lines(self) -> list[str]:
        """Give the lines of the text, empty where a line is no part of what readers see.

        That is what a rule dropped, what became metadata without being a block too, and a
        title that stands below a quote or a picture.
        """
        lines = self.text.split("\n")
        blocks = [block for section in self.walk() for block in section.blocks]
        held = {n for b in blocks for n in range(b.lines.first, b.lines.last + 1)}
        for entry in self.ledger:
            below = entry.role == "title" and any(
                section.lines.first < entry.lines.first <= section.lines.last
                for section in self.sections
            )
            if entry.rule or entry.role == "meta" or below:
                for number in range(entry.lines.first, entry.lines.last + 1):
                    if entry.rule or number not in held:
                        lines[number - 1] = ""
        return lines

    def section_by_id(self) -> Mapping[str, Section]:
        """Map each anchor to its section."""
        return {section.id: section for section in self.walk()}
