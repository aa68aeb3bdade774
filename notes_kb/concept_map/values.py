"""What a map shows, and which of it is left out of a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import islice

from notes_kb.domain.concept import Concept
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.linking.topics import broader_ancestors

FEWEST = 3
"""Concepts below one without a topic that make a group of their own."""

TOGETHER = 8
"""Concepts that are only seen together which a neighbourhood holds."""

LATEST = 50
"""Notes in which a concept's company is looked for."""

MOST = 22
"""Concepts of one topic that a map names; the others are a count that links to all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapConcept:
    """A concept on a map."""

    id: str
    label: str
    """In the map's language."""
    mentions: int
    ties: tuple[str, ...]
    """The concepts of the map that it is tied to, in alphabetical order of their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTopic:
    """A topic with its concepts; the last one of a map may be none, for concepts without."""

    id: str
    """The topic's concept; empty for the concepts that belong to no topic."""
    label: str
    concepts: tuple[MapConcept, ...]
    """Those that are named, the most mentioned first."""
    left_out: int
    """How many more the topic has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """A topic's concepts by their ids, the same in every language."""

    topic: str
    concepts: tuple[str, ...]


def members(
    concepts: Mapping[str, Concept], topics: Iterable[str], mentions: Mapping[str, int]
) -> tuple[Members, ...]:
    """Give each topic its concepts, the most mentioned first; what has no topic comes last.

    A concept belongs to the nearest topic above it; a topic below another one stands by itself.
    Without a topic it belongs to the broadest concept above, if that has `FEWEST` of them.
    """
    found: dict[str, list[str]] = {topic: [] for topic in topics}
    roots: dict[str, list[str]] = {}
    for concept in sorted(concepts, key=lambda c: (-mentions[c], c)):
        above = broader_ancestors(concept, concepts)
        topic = next((one for one in above if one in found), "")
        if topic:
            found[topic] += [concept] if topic != concept else []
        else:
            roots.setdefault(above[-1], []).append(concept)
    rest = [c for root, of in roots.items() if len(of) <= FEWEST for c in of]
    rest.sort(key=lambda c: (-mentions[c], c))
    grouped = [Members(topic=topic, concepts=tuple(of)) for topic, of in found.items()]
    grouped += [
        Members(topic=root, concepts=tuple(c for c in of if c != root))
        for root, of in roots.items()
        if len(of) > FEWEST
    ]
    return (*grouped, *([Members(topic="", concepts=tuple(rest))] if rest else []))


def topic_of(concept: str, concepts: Mapping[str, Concept]) -> str:
    """Give the nearest topic among a concept and what is broader; empty for none."""
    above = broader_ancestors(concept, concepts)
    return next((one for one in above if concepts[one].topic is not None), "")


def map_topics(
    kb: KnowledgeBase,
    mentions: Mapping[str, int],
    ties: Mapping[str, Set[str]],
    language: str,
    most: int = MOST,
) -> tuple[MapTopic, ...]:
    """Give what a map shows in a language; `ties` are those of `tied`.

    Of each topic it holds the `most` concepts that are mentioned most.
    """
    grouped = members(kb.concepts, [topic.id for topic in kb.topics], mentions)
    named = {c for of in grouped for c in (of.topic, *of.concepts[:most])}

    def shown(concept: str) -> MapConcept:
        return MapConcept(
            id=concept,
            label=kb.concepts[concept].label(language),
            mentions=mentions[concept],
            ties=tuple(sorted(ties[concept] & named)),
        )

    return tuple(
        MapTopic(
            id=of.topic,
            label=kb.concepts[of.topic].label(language) if of.topic else "",
            concepts=tuple(shown(concept) for concept in of.concepts[:most]),
            left_out=max(0, len(of.concepts) - most),
        )
        for of in grouped
    )


def tied(concepts: Mapping[str, Concept]) -> Mapping[str, Set[str]]:
    """Give the concepts that each one names, or is named by, as broader or related."""
    found: dict[str, set[str]] = {concept: set() for concept in concepts}
    for concept in concepts.values():
        for other in (*concept.broader, *concept.related):
            if other in found and other != concept.id:
                found[concept.id].add(other)
                found[other].add(concept.id)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The concepts round one, each once and under the closest of its relations."""

    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    related: tuple[str, ...]
    """Those that it names, or that name it."""
    together: tuple[str, ...]
    """Those that notes mention beside it, without any other relation; best first."""


def neighbours(
    kb: KnowledgeBase, concept: str, ties: Mapping[str, Set[str]], originals: Container[str]
) -> Neighbours:
    """Give what is round a concept, in the order of the records.

    `ties` are those of `tied`, `originals` the files of the notes that are no translations.
    """
    record = kb.concepts[concept]
    seen = {concept}

    def new(found: Iterable[str]) -> tuple[str, ...]:
        fresh = tuple(one for one in dict.fromkeys(found) if one in kb.concepts and one not in seen)
        seen.update(fresh)
        return fresh

    broader = new(record.broader)
    narrower = new(one.id for one in kb.narrower(concept))
    related = new((*record.related, *sorted(ties[concept])))
    together = seen_together(kb, concept, originals, apart=seen)[:TOGETHER]
    return Neighbours(broader=broader, narrower=narrower, related=related, together=together)


def seen_together(
    kb: KnowledgeBase, concept: str, originals: Container[str], *, apart: Iterable[str]
) -> tuple[str, ...]:
    """Give the concepts that most notes mention beside one, leaving some out; best first.

    Of the notes that mention it, the `LATEST` newest are looked at, among the files `originals`.
    """
    counts: Counter[str] = Counter()
    left = {concept, *apart}
    mentioning = (path for path in kb.backlinks[concept].counts if path in originals)
    for path in islice(mentioning, LATEST):
        counts.update(other for other in kb.summaries[path].concepts if other not in left)
    return tuple(sorted(counts, key=lambda other: (-counts[other], other)))
