"""The assembly: everything that pages, search and checks need, from what was loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from notes_kb.domain.concept import Concept
from notes_kb.domain.language import Languages
from notes_kb.domain.mention import Backlink, Mention
from notes_kb.domain.note import Block, Note, Section
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.mentions import NoteMentions, find_note_mentions
from notes_kb.linking.sentences import sentence_around
from notes_kb.linking.topics import assign_topics
from notes_kb.loading.library import Library
from notes_kb.translation.pairing import NoteGroup, pair_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A citable statement at its place, with what it is about."""

    note: Note
    section: Section
    anchor: str
    block: Block
    topic: str | None
    concepts: tuple[str, ...]
    """The distinct concepts that it mentions, in order of appearance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeBase:
    """Notes, concepts and how they hang together; immutable, made by `build`."""

    languages: Languages
    groups: Mapping[str, NoteGroup]
    """Notes by id, newest first."""
    concepts: Mapping[str, Concept]
    """Concepts by id, in alphabetical order."""
    topics: tuple[Concept, ...]
    """The concepts that are topics, in their order."""
    lexicon: Lexicon
    statements: Mapping[str, tuple[Statement, ...]]
    """The statements of each note, by its path."""
    mentions: Mapping[str, NoteMentions]
    """What each note mentions, by its path."""
    backlinks: Mapping[str, tuple[Backlink, ...]]
    """Where the notes mention each concept, by concept id."""

    def narrower(self, concept_id: str) -> tuple[Concept, ...]:
        """The concepts that name this one as broader."""
        return tuple(c for c in self.concepts.values() if concept_id in c.broader)

    def on_topic(self, topic: str, language: str) -> Iterator[tuple[NoteGroup, list[Statement]]]:
        """Yield each note that speaks of a topic, with its statements in a language."""
        for group in self.groups.values():
            note = group.in_language(language)
            found = [s for s in self.statements[note.path] if s.topic == topic]
            if found:
                yield group, found


def build(library: Library) -> KnowledgeBase:
    """Assemble the knowledge base of a library; no files are read."""
    concepts = {c.id: c for c in sorted(library.concepts, key=lambda c: c.id)}
    lexicon = build_lexicon(concepts.values())
    statements: dict[str, tuple[Statement, ...]] = {}
    all_mentions: dict[str, NoteMentions] = {}
    backlinks: dict[str, list[Backlink]] = {concept_id: [] for concept_id in concepts}
    groups = pair_notes(library.notes, library.languages)
    for group in groups:
        for note in group.versions.values():
            mentions = find_note_mentions(note, lexicon, concepts)
            all_mentions[note.path] = mentions
            topics = assign_topics(note, mentions, concepts).topics
            statements[note.path] = tuple(_statements(note, mentions, topics))
            for backlink in _backlinks(note, mentions):
                backlinks[backlink.concept].append(backlink)
    return KnowledgeBase(
        languages=library.languages,
        groups={group.id: group for group in groups},
        concepts=concepts,
        topics=tuple(
            sorted(
                (c for c in concepts.values() if c.topic is not None),
                key=lambda c: (c.topic or 0, c.id),
            )
        ),
        lexicon=lexicon,
        statements=statements,
        mentions=all_mentions,
        backlinks={concept_id: tuple(found) for concept_id, found in backlinks.items()},
    )


def _statements(
    note: Note, mentions: NoteMentions, topics: Mapping[Block, str | None]
) -> Iterator[Statement]:
    for section in note.walk():
        for anchor, block in section.statements():
            yield Statement(
                note=note,
                section=section,
                anchor=anchor,
                block=block,
                topic=topics.get(block),
                concepts=_distinct(mentions.of(block)),
            )


def _backlinks(note: Note, mentions: NoteMentions) -> Iterator[Backlink]:
    for section in note.walk():
        anchors = {id(block): anchor for anchor, block in section.statements()}
        heading = section.prose.text
        places = [(section.id, section.prose.text, mentions.of_heading(section))]
        places += [
            (anchors.get(id(b), section.id), b.prose.text, mentions.of(b)) for b in section.blocks
        ]
        for anchor, text, found in places:
            for mention in found:
                sentence, span = sentence_around(text, mention.span)
                yield Backlink(
                    concept=mention.concept,
                    path=note.path,
                    anchor=anchor,
                    language=note.language,
                    page_title=note.title,
                    section=heading,
                    sentence=sentence,
                    span=span,
                )


def _distinct(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.concept for mention in mentions))
