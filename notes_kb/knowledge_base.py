"""The assembly: everything that pages, search and checks need, from what was loaded.

What a note says depends on that note, the lexicon and the concepts alone: `analyse_note`
is a pure function whose result, `NoteFacts`, can be kept on disk. What lists, counts and
checks need of every note in every build is its `NoteSummary`, which is small. `build` puts
the summaries of all notes together; texts and facts are looked at where they are asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from hashlib import blake2b
from typing import TypeVar, overload

from notes_kb.domain.concept import Concept
from notes_kb.domain.folders import Folders
from notes_kb.domain.language import Languages
from notes_kb.domain.mention import Backlink
from notes_kb.domain.note import PROSE, Block, BlockKind, Note, Section
from notes_kb.domain.slots import set_by_slots
from notes_kb.linking.judgements import Standing, misplaced_verdicts, standings
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.matcher import distinct
from notes_kb.linking.mentions import NoteMentions, find_note_mentions
from notes_kb.linking.sentences import sentence_around
from notes_kb.linking.topics import Tie, Topics, assign_topics
from notes_kb.loading.library import Library
from notes_kb.translation.fingerprint import opening_fingerprint
from notes_kb.translation.pairing import NoteGroup, pair_notes
from notes_kb.translation.status import SectionMark, SectionStatus, compare_marks, section_marks

ABSTRACT = 160
"""Characters of a note's text that describe it where it has no summary."""

_RECENT = 256
"""Notes whose statements are kept, of those that were asked for last."""

_READ_ARTICLES = 1_000
"""Articles that are kept as notes; the one that was read first goes first."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """What one note says of the concepts; made by `analyse_note`.

    Blocks are named by `Block.number` and sections by their anchors, so that the
    facts hold no text of the note but the sentences of its backlinks.
    """

    mentions: NoteMentions
    topics: Topics
    backlinks: Mapping[str, tuple[Backlink, ...]]
    """One for each mention, by concept, in the order of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePlace:
    """A figure of a note, with what it shows."""

    number: int
    """Of its block."""
    line: int
    section: str
    """The anchor of its section."""
    concepts: tuple[str, ...]
    """Names of concepts, as they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSummary:
    """What every build and check needs of a note, without its text; made by `summarise`."""

    abstract: str
    """The beginning of its running text, as text."""
    statements: int
    """How many statements it has; editor's notes, which speak of them, do not count."""
    verdicts: Mapping[str, int]
    """How many of them have each verdict."""
    verdict_words: tuple[str, ...]
    """The distinct words in its ``verdict=``."""
    misplaced_verdicts: bool
    """Whether a verdict judges no statement."""
    concepts: tuple[str, ...]
    """The distinct concepts that its statements mention, in order of appearance."""
    topics: Mapping[str, tuple[int, ...]]
    """The numbers of the blocks that are its statements on each topic."""
    outlines: Mapping[str, str]
    """A hash of the places of these statements, by topic."""
    mentioned: Mapping[str, int]
    """How often it mentions each concept."""
    quotes: Mapping[str, str]
    """A hash of the backlinks of each concept that it mentions."""
    marks: tuple[SectionMark, ...]
    """Its sections, for the comparison with a translation."""
    opening: str
    """The hash of what stands before its first heading; empty where nothing does."""
    first_line: int
    """The line on which its first section begins; 1 where it has none."""
    links: tuple[str, ...]
    """The distinct names in its ``[[…]]``."""
    topic_names: tuple[str, ...]
    """The distinct names in its ``topic=``."""
    figures: tuple[FigurePlace, ...]
    """Its figures that name the concepts which they show."""
    lost_figures: int
    """How many figures its source lost."""
    first_lost: int
    """The line of the first of them; 0 where there is none."""
    undecided: bool
    """Whether it holds a form that nothing decides, or a block tied between topics."""


@set_by_slots
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
    standing: Standing
    """Its number, and what an editor says of it."""


class Lookup(Mapping[str, _T]):
    """A mapping whose values are made when they are asked for."""

    def __init__(self, keys: Iterable[str], make: Callable[[str], _T]) -> None:
        """Take the keys, and what makes the value of one of them."""
        self._keys = dict.fromkeys(keys)
        self._make = make

    def __getitem__(self, key: str) -> _T:
        """Give the value; raises KeyError as a dict does."""
        if key not in self._keys:
            raise KeyError(key)
        return self._make(key)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys in their order."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Give the number of keys."""
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a value, without making it."""
        return key in self._keys


class NoteBacklinks(Sequence[Backlink]):
    """The mentions of one concept in notes; counted from summaries, read where they are shown."""

    def __init__(
        self, concept: str, counts: Mapping[str, int], read: Callable[[str], Iterable[Backlink]]
    ) -> None:
        """Take how often each note mentions the concept, by path, and what reads the mentions."""
        self._concept, self._read = concept, read
        self.counts = counts
        """How often each note mentions the concept, by path, in the order of the notes."""

    def __len__(self) -> int:
        """Give the number of mentions."""
        return sum(self.counts.values())

    def __iter__(self) -> Iterator[Backlink]:
        """Yield the mentions, note by note."""
        yield from self._read(self._concept)

    @overload
    def __getitem__(self, index: int) -> Backlink: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Backlink]: ...

    def __getitem__(self, index: int | slice) -> Backlink | Sequence[Backlink]:
        """Give one mention, or several."""
        return list(self)[index]

    def __eq__(self, other: object) -> bool:
        """Compare with another sequence item by item."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """The article of a concept in one language, read as a note."""

    note: Note
    """Its lines count from the article's body."""
    mentions: NoteMentions


class ReadArticles:
    """Reads articles as notes: each when it is asked for, and once for all who ask."""

    def __init__(self, concepts: Mapping[str, Concept], lexicon: Lexicon) -> None:
        """Take the concepts by id, and what finds their mentions."""
        self._concepts, self._lexicon = concepts, lexicon
        self._read: dict[str, ReadArticle] = {}

    def read(self, concept_id: str, language: str) -> ReadArticle:
        """Give an article; raises KeyError where the concept has none in the language."""
        from notes_kb.loading.notes import parse_note  # noqa: PLC0415 - as in `library`

        article = self._concepts[concept_id].articles[language]
        known = self._read.get(article.path)
        if known is None:
            note = parse_note(
                article.markdown,
                path=article.path,
                note_id=concept_id,
                language=language,
                pasted=False,
            )
            known = ReadArticle(note=note, mentions=find_note_mentions(note, self._lexicon))
            self._read[article.path] = known
            if len(self._read) > _READ_ARTICLES:
                del self._read[next(iter(self._read))]
        return known

    def known(self, path: str) -> ReadArticle | None:
        """Give the article of a file if it was read already."""
        return self._read.get(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeBase:
    """Notes, concepts and how they hang together; immutable, made by `build`."""

    languages: Languages
    folders: Folders
    """The folders of notes and concepts."""
    groups: Mapping[str, NoteGroup]
    """Notes by id, newest first."""
    concepts: Mapping[str, Concept]
    """Concepts by id, in alphabetical order."""
    topics: tuple[Concept, ...]
    """The concepts that are topics, in their order."""
    lexicon: Lexicon
    articles: ReadArticles = field(repr=False, compare=False)
    """The articles of the concepts as notes."""
    summaries: Mapping[str, NoteSummary]
    """What is known of each note without its text, by its path."""
    mentions: Mapping[str, NoteMentions]
    """What each note mentions and what in it is undecided, by its path."""
    ties: Mapping[str, tuple[Tie, ...]]
    """The blocks of each note that are about several topics equally, by its path."""
    statements: Mapping[str, tuple[Statement, ...]]
    """The statements of each note, by its path."""
    backlinks: Mapping[str, NoteBacklinks]
    """Where the notes mention each concept, by concept id."""
    statuses: Mapping[str, tuple[SectionStatus, ...]]
    """How far the sections of each translation have kept up, by the translation's path."""
    narrower_concepts: Mapping[str, tuple[Concept, ...]] = field(repr=False)
    """What `narrower` gives, by concept id; ids without any are left out."""
    concept_figures: Mapping[str, tuple[tuple[NoteGroup, str, FigurePlace], ...]] = field(
        repr=False
    )
    """The figures that show each concept, in every language, with the note and its path."""
    on_topic: Mapping[str, Mapping[str, Sequence[tuple[NoteGroup, int]]]] = field(repr=False)
    """What `groups_on_topic` gives, by language and topic; found once, where it is asked for."""

    def figures(self, concept_id: str, language: str) -> Iterator[tuple[NoteGroup, FigurePlace]]:
        """Yield the figures that show a concept, in a language's version of each note."""
        for group, path, figure in self.concept_figures.get(concept_id, ()):
            if group.in_language(language).path == path:
                yield group, figure

    note_names: Mapping[str, str] = field(repr=False)
    """The ids of notes by what they may be called in ``[[…]]``: ids and titles, casefolded."""
    note_links: Mapping[str, tuple[str, ...]] = field(repr=False)
    """The ids of the notes that link to each note, newest first; ids without any left out."""

    def find_note(self, name: str, own: str = "") -> tuple[str, str] | None:
        """Give the note and the anchor that ``[[name]]`` means; None where it means none.

        Args:
            name: ``id``, ``title``, ``id#anchor``, or ``#anchor`` for the note itself.
            own: The id of the note that it stands in; empty for an article.
        """
        return find_note(self.note_names, name, own)

    def narrower(self, concept_id: str) -> tuple[Concept, ...]:
        """The concepts that name this one as broader, in alphabetical order."""
        return self.narrower_concepts.get(concept_id, ())

    def groups_on_topic(self, topic: str, language: str) -> Sequence[tuple[NoteGroup, int]]:
        """Give each note that speaks of a topic in a language, with how many statements do.

        Newest first.
        """
        return self.on_topic[language].get(topic, ())


def build(
    library: Library,
    facts: Mapping[str, NoteFacts] | None = None,
    summaries: Mapping[str, NoteSummary] | None = None,
) -> KnowledgeBase:
    """Assemble the knowledge base of a library; no files are read.

    Args:
        library: What was loaded.
        facts: The facts of notes that are known already, by path; they must be what
            `analyse_note` gives today. The other notes are analysed.
        summaries: Likewise what `summarise` gives, for notes whose facts are known.
    """
    concepts = {c.id: c for c in sorted(library.concepts, key=lambda c: c.id)}
    lexicon = build_lexicon(concepts.values())
    groups = pair_notes(library.notes, library.languages)
    notes = {note.path: note for group in groups for note in group.versions.values()}
    known = facts or {}
    analysed = {
        path: analyse_note(note, lexicon, concepts)
        for path, note in notes.items()
        if path not in known
    }
    told = Lookup(notes, lambda path: analysed[path] if path in analysed else known[path])
    brief = {
        path: (summaries or {}).get(path) or summarise(note, told[path])
        for path, note in notes.items()
    }
    statements = lru_cache(_RECENT)(lambda path: tuple(_statements(notes[path], told[path])))
    return KnowledgeBase(
        languages=library.languages,
        folders=library.folders,
        groups={group.id: group for group in groups},
        concepts=concepts,
        topics=tuple(
            sorted(
                (c for c in concepts.values() if c.topic is not None),
                key=lambda c: (c.topic or 0, c.id),
            )
        ),
        lexicon=lexicon,
        articles=ReadArticles(concepts, lexicon),
        summaries=brief,
        mentions=Lookup(notes, lambda path: told[path].mentions),
        ties=Lookup(notes, lambda path: told[path].topics.ties),
        statements=Lookup(notes, statements),
        backlinks=_by_concept(concepts, brief, told),
        statuses=_statuses(groups, brief),
        note_names=(named := _note_names(groups)),
        note_links=_note_links(groups, brief, named, lexicon),
        narrower_concepts=_narrower(concepts.values()),
        concept_figures=_concept_figures(groups, brief, lexicon),
        on_topic=Lookup(library.languages.codes, cache(partial(_on_topic, groups, brief))),
    )


def analyse_note(note: Note, lexicon: Lexicon, concepts: Mapping[str, Concept]) -> NoteFacts:
    """Give what a note says of the concepts.

    Depends on the note, on the forms, guards and context words of the lexicon that
    occur in it, on the names that its ``[[…]]``, ``topic=`` and ``no_links`` resolve to,
    and on the topics and broader concepts of what it mentions.
    """
    mentions = find_note_mentions(note, lexicon)
    backlinks: dict[str, list[Backlink]] = {}
    for backlink in _backlinks(note, mentions):
        backlinks.setdefault(backlink.concept, []).append(backlink)
    return NoteFacts(
        mentions=mentions,
        topics=assign_topics(note, mentions, concepts, lexicon.names),
        backlinks={concept: tuple(found) for concept, found in backlinks.items()},
    )


def summarise(note: Note, facts: NoteFacts) -> NoteSummary:
    """Give what every build needs of a note, from the note and its facts."""
    statements = list(_statements(note, facts))
    by_topic: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.topic is not None:
            by_topic.setdefault(statement.topic, []).append(statement)
    sections = list(note.walk())
    blocks = [block for section in sections for block in section.blocks]
    lost = [b for b in blocks if b.kind is BlockKind.FIGURE and b.target is None]
    prose = [*(s.prose for s in sections), *(b.prose for b in blocks)]
    named = [*(s.topic for s in sections), *(b.topic for b in blocks)]
    return NoteSummary(
        abstract=_abstract(blocks),
        statements=sum(1 for s in statements if s.standing.number),
        verdicts=Counter(s.standing.verdict.value for s in statements if s.standing.verdict),
        verdict_words=tuple(dict.fromkeys(b.verdict for b in blocks if b.verdict)),
        misplaced_verdicts=any(any(misplaced_verdicts(section)) for section in sections),
        concepts=tuple(dict.fromkeys(c for s in statements for c in s.concepts)),
        topics={topic: tuple(s.block.number for s in of) for topic, of in by_topic.items()},
        outlines={topic: _outline(of) for topic, of in by_topic.items()},
        mentioned={concept: len(found) for concept, found in facts.backlinks.items()},
        quotes={concept: _quoted(found) for concept, found in facts.backlinks.items()},
        marks=section_marks(note),
        opening=opening_fingerprint(note),
        first_line=min((s.lines.first for s in sections), default=1),
        links=tuple(dict.fromkeys(link.concept for one in prose for link in one.links)),
        topic_names=tuple(dict.fromkeys(name for name in named if name)),
        figures=tuple(
            FigurePlace(number=b.number, line=b.lines.first, section=s.id, concepts=b.concepts)
            for s in sections
            for b in s.blocks
            if b.concepts
        ),
        lost_figures=len(lost),
        first_lost=lost[0].lines.first if lost else 0,
        undecided=bool(facts.mentions.undecided or facts.topics.ties),
    )


def _abstract(blocks: Iterable[Block]) -> str:
    """Give the beginning of a note's running text, as text."""
    from notes_kb.loading.inline import parse_inline  # noqa: PLC0415 - loads a parser of Markdown

    first = next((block.text for block in blocks if block.kind in PROSE), "")
    text = " ".join(parse_inline(first[: 10 * ABSTRACT]).text.split())
    return text if len(text) <= ABSTRACT else f"{text[: ABSTRACT - 1]}…"


def _outline(statements: Iterable[Statement]) -> str:
    places = [
        (
            *(s.anchor, s.section.id, s.block.depth, s.block.ordinal, str(s.block.kind)),
            s.standing.number,
        )
        for s in statements
    ]
    return blake2b(repr(places).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _quoted(backlinks: Iterable[Backlink]) -> str:
    """Hash what a concept's page shows of its mentions in a note."""
    found = blake2b(digest_size=16)
    for b in backlinks:
        shown = (b.anchor, b.language, b.page_title, b.section, b.sentence)
        text = repr((*shown, b.span.start, b.span.end))
        found.update(text.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _statements(note: Note, facts: NoteFacts) -> Iterator[Statement]:
    topics, mentions = facts.topics, facts.mentions
    standing = standings(note)
    for section in note.walk():
        for anchor, block in section.statements():
            yield Statement(
                note=note,
                section=section,
                anchor=anchor,
                block=block,
                topic=topics.of(block),
                concepts=tuple(distinct(mentions.of(block))),
                standing=standing[anchor],
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
    concepts: Iterable[str],
    summaries: Mapping[str, NoteSummary],
    facts: Mapping[str, NoteFacts],
) -> Mapping[str, NoteBacklinks]:
    counts: dict[str, dict[str, int]] = {concept: {} for concept in concepts}
    for path, summary in summaries.items():
        for concept, count in summary.mentioned.items():
            counts[concept][path] = count
    # The pages of a concept, one in each language, follow one another.
    read = lru_cache(2)(
        lambda concept: [b for path in counts[concept] for b in facts[path].backlinks[concept]]
    )
    return {concept: NoteBacklinks(concept, found, read) for concept, found in counts.items()}


def _statuses(
    groups: Iterable[NoteGroup], summaries: Mapping[str, NoteSummary]
) -> Mapping[str, tuple[SectionStatus, ...]]:
    return {
        note.path: compare_marks(summaries[group.source.path].marks, summaries[note.path].marks)
        for group in groups
        for code, note in group.versions.items()
        if code != group.original
    }


def find_note(names: Mapping[str, str], name: str, own: str = "") -> tuple[str, str] | None:
    """Do what `KnowledgeBase.find_note` does, by `KnowledgeBase.note_names`."""
    title, _, anchor = name.partition("#")
    found = names.get(title.strip().casefold()) if title.strip() else own
    return (found, anchor.strip()) if found else None


def _note_names(groups: Iterable[NoteGroup]) -> Mapping[str, str]:
    """Give every name of every note: ids before titles, and a title of two notes is none."""
    ids = {group.id: group.id for group in groups}
    titles: dict[str, set[str]] = {}
    for group in groups:
        for note in group.versions.values():
            titles.setdefault(note.title.casefold(), set()).add(group.id)
    single = {title: next(iter(found)) for title, found in titles.items() if len(found) == 1}
    return {**single, **ids}


def _note_links(
    groups: Iterable[NoteGroup],
    summaries: Mapping[str, NoteSummary],
    names: Mapping[str, str],
    lexicon: Lexicon,
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for group in groups:
        for note in group.versions.values():
            for name in summaries[note.path].links:
                if lexicon.names.resolve(name) is None:
                    meant = find_note(names, name)
                    if meant and meant[0] != group.id:
                        found.setdefault(meant[0], {})[group.id] = None
    return {note: tuple(linking) for note, linking in found.items()}


def _narrower(concepts: Iterable[Concept]) -> Mapping[str, tuple[Concept, ...]]:
    found: dict[str, list[Concept]] = {}
    for concept in concepts:
        for broader in dict.fromkeys(concept.broader):
            found.setdefault(broader, []).append(concept)
    return {concept_id: tuple(narrower) for concept_id, narrower in found.items()}


def _concept_figures(
    groups: Iterable[NoteGroup], summaries: Mapping[str, NoteSummary], lexicon: Lexicon
) -> Mapping[str, tuple[tuple[NoteGroup, str, FigurePlace], ...]]:
    found: dict[str, list[tuple[NoteGroup, str, FigurePlace]]] = {}
    for group in groups:
        for note in group.versions.values():
            for figure in summaries[note.path].figures:
                for name in dict.fromkeys(figure.concepts):
                    if concept := lexicon.names.resolve(name):
                        found.setdefault(concept, []).append((group, note.path, figure))
    return {concept: tuple(figures) for concept, figures in found.items()}


def _on_topic(
    groups: Iterable[NoteGroup], summaries: Mapping[str, NoteSummary], language: str
) -> Mapping[str, Sequence[tuple[NoteGroup, int]]]:
    found: dict[str, list[tuple[NoteGroup, int]]] = {}
    for group in groups:
        for topic, numbers in summaries[group.in_language(language).path].topics.items():
            if numbers:
                found.setdefault(topic, []).append((group, len(numbers)))
    return found
