"""The assembly: everything that pages, search and checks need, from what was loaded.

What a note says depends on that note, the lexicon and the concepts alone: `analyse_note`
is a pure function, and its result, `NoteFacts`, is small and can be kept on disk.
`build` puts the facts of all notes together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from notes_kb.domain.concept import Concept
from notes_kb.domain.language import Languages
from notes_kb.domain.mention import Backlink
from notes_kb.domain.note import Block, Note, Section
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.matcher import distinct
from notes_kb.linking.mentions import NoteMentions, find_note_mentions
from notes_kb.linking.sentences import sentence_around
from notes_kb.linking.topics import Tie, Topics, assign_topics
from notes_kb.loading.library import Library
from notes_kb.translation.fingerprint import fingerprints
from notes_kb.translation.pairing import NoteGroup, pair_notes
from notes_kb.translation.status import SectionStatus, section_statuses


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """What one note says of the concepts; made by `analyse_note`.

    Blocks are named by `Block.number` and sections by their anchors, so that the
    facts hold no text of the note but the sentences of its backlinks.
    """

    mentions: NoteMentions
    topics: Topics
    backlinks: tuple[Backlink, ...]
    """One for each mention, in the order of the file."""
    fingerprints: Mapping[str, str]
    """The hash of each section's source, by anchor."""


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
    mentions: Mapping[str, NoteMentions]
    """What each note mentions and what in it is undecided, by its path."""
    ties: Mapping[str, tuple[Tie, ...]]
    """The blocks of each note that are about several topics equally, by its path."""
    statements: Mapping[str, tuple[Statement, ...]]
    """The statements of each note, by its path."""
    backlinks: Mapping[str, tuple[Backlink, ...]]
    """Where the notes mention each concept, by concept id."""
    statuses: Mapping[str, tuple[SectionStatus, ...]]
    """How far the sections of each translation have kept up, by the translation's path."""
    narrower_concepts: Mapping[str, tuple[Concept, ...]] = field(repr=False)
    """What `narrower` gives, by concept id; ids without any are left out."""
    on_topic_statements: Mapping[tuple[str, str], tuple[Statement, ...]] = field(repr=False)
    """The statements by topic and path of the note; pairs without any are left out."""
    topic_groups: Mapping[str, tuple[NoteGroup, ...]] = field(repr=False)
    """The notes that speak of each topic in some language, newest first."""

    def narrower(self, concept_id: str) -> tuple[Concept, ...]:
        """The concepts that name this one as broader, in alphabetical order."""
        return self.narrower_concepts.get(concept_id, ())

    def on_topic(self, topic: str, language: str) -> Iterator[tuple[NoteGroup, list[Statement]]]:
        """Yield each note that speaks of a topic, with its statements in a language."""
        for group in self.topic_groups.get(topic, ()):
            note = group.in_language(language)
            found = self.on_topic_statements.get((topic, note.path), ())
            if found:
                yield group, list(found)


def build(library: Library, facts: Mapping[str, NoteFacts] | None = None) -> KnowledgeBase:
    """Assemble the knowledge base of a library; no files are read.

    Args:
        library: What was loaded.
        facts: The facts of notes that are known already, by path; they must be what
            `analyse_note` gives today. The other notes are analysed.
    """
    concepts = {c.id: c for c in sorted(library.concepts, key=lambda c: c.id)}
    lexicon = build_lexicon(concepts.values())
    groups = pair_notes(library.notes, library.languages)
    notes = [note for group in groups for note in group.versions.values()]
    known = facts or {}
    told = {
        note.path: known.get(note.path) or analyse_note(note, lexicon, concepts) for note in notes
    }
    statements = {note.path: tuple(_statements(note, told[note.path])) for note in notes}
    by_topic = _by_topic(statements)
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
        mentions={path: one.mentions for path, one in told.items()},
        ties={path: one.topics.ties for path, one in told.items()},
        statements=statements,
        backlinks=_by_concept(concepts, told.values()),
        statuses=_statuses(groups, told),
        narrower_concepts=_narrower(concepts.values()),
        on_topic_statements=by_topic,
        topic_groups=_topic_groups(groups, by_topic),
    )


def analyse_note(note: Note, lexicon: Lexicon, concepts: Mapping[str, Concept]) -> NoteFacts:
    """Give what a note says of the concepts.

    Depends on the note, on the forms, guards and context words of the lexicon that
    occur in it, on the names that its ``[[…]]``, ``topic=`` and ``no_links`` resolve to,
    and on the topics and broader concepts of what it mentions.
    """
    mentions = find_note_mentions(note, lexicon)
    return NoteFacts(
        mentions=mentions,
        topics=assign_topics(note, mentions, concepts, lexicon.names),
        backlinks=tuple(_backlinks(note, mentions)),
        fingerprints=fingerprints(note),
    )


def _statements(note: Note, facts: NoteFacts) -> Iterator[Statement]:
    for section in note.walk():
        for anchor, block in section.statements():
            yield Statement(
                note=note,
                section=section,
                anchor=anchor,
                block=block,
                topic=facts.topics.of(block),
                concepts=tuple(distinct(facts.mentions.of(block))),
            )


def _backlinks(note: Note, mentions: NoteMentions) -> Iterator[Backlink]:
    for section in note.walk():
        anchors = {block.number: anchor for anchor, block in section.statements()}
        places = [(section.id, section.prose.text, mentions.of_heading(section))]
        places += [
            (anchors.get(block.number, section.id), block.prose.text, mentions.of(block))
            for block in section.blocks
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
                    section=section.prose.text,
                    sentence=sentence,
                    span=span,
                )


def _by_concept(
    concepts: Iterable[str], told: Iterable[NoteFacts]
) -> Mapping[str, tuple[Backlink, ...]]:
    found: dict[str, list[Backlink]] = {concept: [] for concept in concepts}
    for facts in told:
        for backlink in facts.backlinks:
            found[backlink.concept].append(backlink)
    return {concept: tuple(backlinks) for concept, backlinks in found.items()}


def _statuses(
    groups: Iterable[NoteGroup], told: Mapping[str, NoteFacts]
) -> Mapping[str, tuple[SectionStatus, ...]]:
    return {
        note.path: section_statuses(group.source, told[group.source.path].fingerprints, note)
        for group in groups
        for code, note in group.versions.items()
        if code != group.original
    }


def _narrower(concepts: Iterable[Concept]) -> Mapping[str, tuple[Concept, ...]]:
    found: dict[str, list[Concept]] = {}
    for concept in concepts:
        for broader in dict.fromkeys(concept.broader):
            found.setdefault(broader, []).append(concept)
    return {concept_id: tuple(narrower) for concept_id, narrower in found.items()}


def _by_topic(
    statements: Mapping[str, Sequence[Statement]],
) -> Mapping[tuple[str, str], tuple[Statement, ...]]:
    found: dict[tuple[str, str], list[Statement]] = {}
    for path, of_note in statements.items():
        for statement in of_note:
            if statement.topic is not None:
                found.setdefault((statement.topic, path), []).append(statement)
    return {key: tuple(of_topic) for key, of_topic in found.items()}


def _topic_groups(
    groups: Iterable[NoteGroup], by_topic: Iterable[tuple[str, str]]
) -> Mapping[str, tuple[NoteGroup, ...]]:
    topics: dict[str, set[str]] = {}
    for topic, path in by_topic:
        topics.setdefault(path, set()).add(topic)
    found: dict[str, list[NoteGroup]] = {}
    for group in groups:
        paths = [note.path for note in group.versions.values()]
        for topic in sorted(set().union(*(topics.get(path, set()) for path in paths))):
            found.setdefault(topic, []).append(group)
    return {topic: tuple(of_topic) for topic, of_topic in found.items()}
