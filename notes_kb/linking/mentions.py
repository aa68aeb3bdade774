"""What a note mentions, block by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from notes_kb.domain.mention import Ambiguity, Mention
from notes_kb.domain.note import PROSE, Block, BlockKind, Note, Prose, Section
from notes_kb.domain.span import Lines, Span
from notes_kb.linking.lexicon import Lexicon
from notes_kb.linking.matcher import Found, decide, find_context, find_occurrences
from notes_kb.linking.resolve import Names

MENTIONING = PROSE | {BlockKind.TABLE}
"""Kinds of blocks in which concepts are mentioned, where the loader gives visible text."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """An ambiguous form, where it stands."""

    ambiguity: Ambiguity
    form: str
    lines: Lines
    """The lines of its block."""


@dataclass(frozen=True, slots=True)
class NoteMentions:
    """The mentions in a note's headings and blocks; small, because it holds none of their text."""

    headings: Mapping[str, tuple[Mention, ...]] = field(default_factory=dict)
    """By the section's anchor; headings that mention nothing are left out."""
    blocks: Mapping[int, tuple[Mention, ...]] = field(default_factory=dict)
    """By `Block.number`; blocks that mention nothing are left out."""
    undecided: tuple[Undecided, ...] = ()
    """Forms that could name several concepts, in the order of the note."""

    def of(self, block: Block) -> tuple[Mention, ...]:
        """Give the mentions in a block's prose, in order."""
        return self.blocks.get(block.number, ())

    def of_heading(self, section: Section) -> tuple[Mention, ...]:
        """Give the mentions in a section's heading, in order."""
        return self.headings.get(section.id, ())

    def of_section(self, section: Section) -> tuple[Mention, ...]:
        """Give the mentions in a heading and its own blocks, subsections left out."""
        return (
            *self.of_heading(section),
            *(mention for block in section.blocks for mention in self.of(block)),
        )


def find_note_mentions(note: Note, lexicon: Lexicon) -> NoteMentions:
    """Find what each heading and block of a note mentions, explicit links included.

    Blocks opted out with ``{.no-link}`` and concepts of the note's ``no_links`` have
    explicit mentions only.
    """
    names = lexicon.names
    without = {meant for name in note.meta.no_links if (meant := names.resolve(name))}
    headings: dict[str, tuple[Mention, ...]] = {}
    blocks: dict[int, tuple[Mention, ...]] = {}
    undecided: list[Undecided] = []
    for section in note.walk():
        supported = _supported(section, lexicon)

        def find(prose: Prose, lines: Lines, *, opted_out: bool = False) -> tuple[Mention, ...]:
            here = _find(prose, lexicon, names, supported, opted_out)  # noqa: B023 - used at once
            undecided.extend(
                Undecided(one, prose.text[one.span.start : one.span.end], lines)
                for one in here.ambiguities
            )
            return tuple(m for m in here.mentions if m.explicit or m.concept not in without)

        heading_line = Lines(section.lines.first, section.lines.first)
        if found := find(section.prose, heading_line):
            headings[section.id] = found
        for block in section.blocks:
            if block.kind not in MENTIONING:
                continue
            if found := find(block.prose, block.lines, opted_out=block.no_link):
                blocks[block.number] = found
    return NoteMentions(headings, blocks, tuple(undecided))


def section_text(section: Section) -> str:
    """Give what a reader sees of a section, subsections left out."""
    return "\n".join([section.prose.text, *(block.prose.text for block in section.blocks)])


def _supported(section: Section, lexicon: Lexicon) -> Callable[[], frozenset[str]]:
    """Look for context words once a section, and only where something is ambiguous."""
    return cache(lambda: find_context(section_text(section), lexicon))


def _find(
    prose: Prose,
    lexicon: Lexicon,
    names: Names,
    supported: Callable[[], frozenset[str]],
    opted_out: bool,
) -> Found:
    explicit = [
        Mention(span=link.span, concept=concept, explicit=True)
        for link in prose.links
        if (concept := names.resolve(link.concept))
    ]
    if opted_out or not prose.text:
        return Found(tuple(sorted(explicit)))
    taken: Sequence[Span] = [*prose.inert, *(mention.span for mention in explicit)]
    found = decide(find_occurrences(prose.text, lexicon, taken), supported)
    if not explicit:
        return found
    return Found(tuple(sorted([*explicit, *found.mentions])), found.ambiguities)
