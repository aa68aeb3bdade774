"""The topic of each statement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from notes_kb.domain.concept import Concept
from notes_kb.domain.mention import Mention
from notes_kb.domain.note import STATEMENTS, Block, BlockKind, Note, Section
from notes_kb.languages import LANGUAGES
from notes_kb.linking.mentions import NoteMentions
from notes_kb.linking.resolve import Names

_QUORUM = 2
"""One of so many statements of a section must vote for the topic of the others."""
_QUORUM_NAMED = 3
"""The same where the section's heading votes for the topic too."""

_LABEL = re.compile(r"[*_（(]{0,3}([^:：\n]{1,20}?)[ *_]{0,3}[:：]")


@dataclass(frozen=True, slots=True)
class Tie:
    """A block that is about several topics equally, and so has none."""

    block: int
    """`Block.number`."""
    topics: tuple[str, ...]
    """In the order of the topics."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a note's blocks."""

    topics: Mapping[int, str] = field(default_factory=dict)
    """By `Block.number`; blocks without a topic are left out."""
    ties: tuple[Tie, ...] = ()
    """What nothing decided, in the order of the note."""

    def of(self, block: Block) -> str | None:
        """Give a block's topic."""
        return self.topics.get(block.number)


def assign_topics(
    note: Note,
    mentions: NoteMentions,
    concepts: Mapping[str, Concept],
    names: Names | None = None,
) -> Topics:
    """Give each block of a note its topic.

    The first of these that says something decides: ``{topic=…}`` on the block; the
    same on its heading or the nearest one above; the votes of the distinct concepts
    that it mentions, each for every topic among itself and its broader ones; for an
    answer, the topic of its question; the votes of its section, where half of the
    section's statements vote for its topic, or a third and its heading, because a topic
    that one statement names says nothing about the others. What stands before the first
    heading is no section, and what names a source is no statement.
    Where a block's votes tie, the section's topic decides if it is among the tied, else
    the tie is reported and the block has no topic.
    A ``topic=`` that names no topic says nothing.
    """
    topic_of = _Explicit(concepts, names)
    topics: dict[int, str] = {}
    ties: list[Tie] = []
    for section, above in _with_explicit(note.sections, None, topic_of):
        fallback = _section_topic(section, mentions, concepts)
        asked: str | None = None
        for block in section.blocks:
            explicit = topic_of(block.topic) or above
            leaders = () if explicit else _leaders(mentions.of(block), concepts)
            if len(leaders) > 1 and fallback not in leaders:
                ties.append(Tie(block.number, leaders))
                continue
            own = leaders[0] if len(leaders) == 1 else None
            inherited = asked if block.kind is BlockKind.ANSWER else None
            topic = explicit or own or inherited or (fallback if _states(block) else None)
            if block.kind is BlockKind.QUESTION:
                asked = topic
            if topic:
                topics[block.number] = topic
    return Topics(topics, tuple(ties))


def _states(block: Block) -> bool:
    """Tell a statement from a line that names where something was taken from."""
    label = _LABEL.match(block.text)
    return label is None or label[1].casefold() not in _source_labels()


@cache
def _source_labels() -> frozenset[str]:
    return frozenset(word for one in LANGUAGES for word in one.labels.sources)


def _section_topic(
    section: Section, mentions: NoteMentions, concepts: Mapping[str, Concept]
) -> str | None:
    """Give the one topic with the most votes, where enough of the statements vote for it."""
    if not section.level:
        return None
    leaders = _leaders(mentions.of_section(section), concepts)
    if len(leaders) != 1:
        return None
    blocks = (block for block in section.blocks if block.kind in STATEMENTS)
    statements = [block for block in blocks if _states(block)]
    voting = sum(leaders[0] in _leaders(mentions.of(block), concepts) for block in statements)
    named = leaders[0] in _leaders(mentions.of_heading(section), concepts)
    enough = voting * (_QUORUM_NAMED if named else _QUORUM) >= len(statements)
    return leaders[0] if enough else None


def explicit_topic(name: str | None, concepts: Mapping[str, Concept], names: Names) -> str | None:
    """Give the topic that a ``topic=`` names, or None where it names none."""
    return _Explicit(concepts, names)(name)


class _Explicit:
    """Resolves ``topic=``; names are gathered only if something else than an id is written."""

    def __init__(self, concepts: Mapping[str, Concept], names: Names | None) -> None:
        self._concepts, self._names = concepts, names

    def __call__(self, name: str | None) -> str | None:
        if not name:
            return None
        found: str | None = name
        if name not in self._concepts:
            self._names = self._names or Names(self._concepts.values())
            found = self._names.resolve(name)
        return found if found and self._concepts[found].topic is not None else None


def broader_ancestors(concept_id: str, concepts: Mapping[str, Concept]) -> tuple[str, ...]:
    """Give a concept and all that are broader, each once, nearest first; cycles end the walk."""
    order = {concept_id: None} if concept_id in concepts else {}
    queue = list(order)
    for current in queue:
        for broader in concepts[current].broader:
            if broader in concepts and broader not in order:
                order[broader] = None
                queue.append(broader)
    return tuple(order)


def _with_explicit(
    sections: Iterable[Section], above: str | None, topic_of: _Explicit
) -> Iterator[tuple[Section, str | None]]:
    """Yield every section with the topic that the nearest heading with one names."""
    for section in sections:
        here = topic_of(section.topic) or above
        yield section, here
        yield from _with_explicit(section.sections, here, topic_of)


def _leaders(mentions: Sequence[Mention], concepts: Mapping[str, Concept]) -> tuple[str, ...]:
    """Give the topics with the most votes, in the order of the topics."""
    if not mentions:
        return ()
    votes: Counter[str] = Counter()
    for concept in {mention.concept for mention in mentions}:
        for ancestor in broader_ancestors(concept, concepts):
            if concepts[ancestor].topic is not None:
                votes[ancestor] += 1
    most = max(votes.values(), default=0)
    leaders = [topic for topic, count in votes.items() if count == most]
    return tuple(sorted(leaders, key=lambda topic: (concepts[topic].topic or 0, topic)))
