"""What readers get from one state of a knowledge base that they did not get from another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple, TypeVar

from notes_kb.checks import reported, run_checks
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Note
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.loading.figures import figure_target
from notes_kb.loading.library import Library
from notes_kb.loading.link_targets import read_target
from notes_kb.review.search_words import FoundWord, new_words
from notes_kb.translation.status import State

_T = TypeVar("_T")
_Key = TypeVar("_Key")
_Fields = Mapping[str, str]

_LIKE = 0.3
"""Share of common pairs of characters from which on one statement is another, reworded."""


class KnowledgeState(NamedTuple):
    """One state of a knowledge base."""

    library: Library
    kb: KnowledgeBase


class Change(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Rewording(NamedTuple):
    """A statement, or a field of a record, before and after."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Texts of a note that are not the same in both states, in the order of the note."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Rewording, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChange:
    """One note in one language."""

    change: Change
    id: str
    language: str
    path: str
    title: str
    statements: Texts
    links: Texts
    """The distinct targets of its links: addresses, paths and names in ``[[…]]``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptChange:
    """One concept's record and articles."""

    change: Change
    id: str
    path: str
    label: str
    fields: Mapping[str, Rewording]
    """The fields of the record that changed; empty for a concept that is new or gone."""
    articles: Mapping[str, Texts]
    """The paragraphs and headings that changed, by language; likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionChange:
    """The notes that begin or cease to mention a concept, by path."""

    concept: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    """A section of a translation whose state changed."""

    path: str
    """The translation's file."""
    section: str
    before: State | None
    """None where there was no such translation."""
    after: State | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A note that has more or fewer slots for lost figures."""

    path: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that changed, in terms of readers."""

    notes: tuple[NoteChange, ...]
    concepts: tuple[ConceptChange, ...]
    mentions: tuple[MentionChange, ...]
    sections: tuple[SectionChange, ...]
    figures: tuple[FigureChange, ...]
    found_words: tuple[FoundWord, ...]
    """Words by which the search finds something now and did not before, the best first."""
    lost_words: tuple[FoundWord, ...]
    """Words by which it finds nothing any more."""
    new_findings: tuple[Diagnostic, ...]
    gone_findings: tuple[Diagnostic, ...]

    @property
    def stale(self) -> tuple[SectionChange, ...]:
        """The sections whose original has moved on."""
        return tuple(s for s in self.sections if s.after is State.STALE)

    @property
    def fresh(self) -> tuple[SectionChange, ...]:
        """The sections that are translated from the present state, and were not before."""
        return tuple(s for s in self.sections if s.after is State.CURRENT)

    @property
    def untranslated(self) -> tuple[SectionChange, ...]:
        """The sections that are not translated, and were, or are new."""
        return tuple(s for s in self.sections if s.after is State.MISSING)


def compare(
    before: KnowledgeState, after: KnowledgeState, ignored: Container[str] = ()
) -> Comparison:
    """Compare two states; the second is the one that a reader gets.

    `ignored` are kinds of findings that the site does not want to hear of.
    """
    old, new = before.kb, after.kb
    new_findings, gone_findings = _findings(before, after, ignored)
    return Comparison(
        notes=tuple(_notes(old, new)),
        concepts=tuple(_concepts(old, new)),
        mentions=tuple(_mentions(old, new)),
        sections=tuple(_sections(old, new)),
        figures=tuple(_figures(old, new)),
        found_words=new_words(old, new),
        lost_words=new_words(new, old),
        new_findings=new_findings,
        gone_findings=gone_findings,
    )


def _versions(kb: KnowledgeBase) -> dict[tuple[str, str], Note]:
    return {(g.id, code): n for g in kb.groups.values() for code, n in g.versions.items()}


def _pairs(
    old: Mapping[_Key, _T], new: Mapping[_Key, _T]
) -> Iterator[tuple[Change, _Key, _T | None, _T | None]]:
    """Yield what is new or not equal in the order of the new state, then what is gone."""
    for key, after in new.items():
        before = old.get(key)
        if before is None:
            yield Change.ADDED, key, None, after
        elif before != after:
            yield Change.CHANGED, key, before, after
    for key, before in old.items():
        if key not in new:
            yield Change.REMOVED, key, before, None


# Notes


def _notes(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[NoteChange]:
    for change, (note_id, language), before, after in _pairs(_versions(old), _versions(new)):
        shown = after or before
        assert shown is not None
        yield NoteChange(
            change=change,
            id=note_id,
            language=language,
            path=shown.path,
            title=shown.title,
            statements=_compared(_statements(old, before), _statements(new, after)),
            links=_set_change(_targets(before), _targets(after)),
        )


def _statements(kb: KnowledgeBase, note: Note | None) -> list[str]:
    if note is None:
        return []
    return [" ".join(s.block.prose.text.split()) for s in kb.statements[note.path]]


def _compared(before: Sequence[str], after: Sequence[str]) -> Texts:
    """Compare two lists of texts; one that only moved is in neither result."""
    added, removed, changed = list[str](), list[str](), list[Rewording]()
    matcher = SequenceMatcher(None, before, after)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        common = min(i2 - i1, j2 - j1)
        for k in range(common):
            pair = Rewording(before[i1 + k], after[j1 + k])
            if _alike(*pair):
                changed.append(pair)
            else:
                removed.append(pair.before)
                added.append(pair.after)
        removed += before[i1 + common : i2]
        added += after[j1 + common : j2]
    moved = Counter(added) & Counter(removed)
    return Texts(
        added=tuple(_without(added, moved)),
        removed=tuple(_without(removed, moved)),
        changed=tuple(changed),
    )


def _without(texts: Iterable[str], moved: Counter[str]) -> Iterator[str]:
    left = Counter(moved)
    for text in texts:
        if left[text]:
            left[text] -= 1
        else:
            yield text


def _alike(one: str, other: str) -> bool:
    """Compare two texts by their pairs of characters (Jaccard's coefficient)."""
    first, second = ({text[n : n + 2] for n in range(len(text) - 1)} for text in (one, other))
    return len(first & second) >= _LIKE * len(first | second)


def _targets(note: Note | None) -> list[str]:
    """Give the distinct targets of a note's links, as they are written."""
    if note is None:
        return []
    found: dict[str, None] = {}
    for line in note.text.split("\n"):
        at = line.find("](")
        while at >= 0:
            target = read_target(line, at + 1)
            if target and figure_target(target.target) is not None:
                found[target.target] = None
            at = line.find("](", at + 2)
    prose = (p for s in note.walk() for p in (s.prose, *(b.prose for b in s.blocks)))
    found |= {f"[[{link.concept}]]": None for one in prose for link in one.links}
    return list(found)


def _set_change(before: Iterable[str], after: Iterable[str]) -> Texts:
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    added = tuple(text for text in new if text not in old)
    return Texts(added=added, removed=tuple(text for text in old if text not in new))


# Concepts


def _concepts(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[ConceptChange]:
    for change, concept_id, before, after in _pairs(_told(old), _told(new)):
        shown = (new if after is not None else old).concepts[concept_id]
        names = [n for n in {**(before or {}), **(after or {})} if _differ(before, after, n)]
        yield ConceptChange(
            change=change,
            id=concept_id,
            path=shown.path,
            label=shown.label(new.languages.default),
            fields={
                name: Rewording((before or {}).get(name, ""), (after or {}).get(name, ""))
                for name in names
                if name not in shown.articles
            },
            articles={
                code: _compared(
                    _paragraphs(old, concept_id, code), _paragraphs(new, concept_id, code)
                )
                for code in names
                if code in shown.articles
            },
        )


def _told(kb: KnowledgeBase) -> dict[str, _Fields]:
    return {concept.id: _fields(concept) for concept in kb.concepts.values()}


def _fields(concept: Concept) -> _Fields:
    """Give what readers see of a concept, each field as one text; empty ones are left out.

    An article stands under its language alone.
    """
    fields = {
        **{f"label ({code})": label for code, label in concept.labels.items()},
        **{f"aliases ({code})": ", ".join(forms) for code, forms in concept.aliases.items()},
        **{f"definition ({code})": text for code, text in concept.definition.items()},
        "topic": "" if concept.topic is None else str(concept.topic),
        "broader": ", ".join(concept.broader),
        "related": ", ".join(concept.related),
        "sources": ", ".join(source.url or source.title for source in concept.sources),
        **{code: one.markdown.strip() for code, one in concept.articles.items()},
    }
    return {name: text for name, text in fields.items() if text}


def _differ(before: _Fields | None, after: _Fields | None, name: str) -> bool:
    """Tell whether a field is another one now; of a concept that is new or gone, none is."""
    return before is not None and after is not None and before.get(name) != after.get(name)


def _paragraphs(kb: KnowledgeBase, concept_id: str, language: str) -> list[str]:
    """Give the headings and blocks of an article as readers see them."""
    concept = kb.concepts[concept_id]
    if language not in concept.articles:
        return []
    return [
        " ".join((prose.text or text).split())
        for section in kb.articles.read(concept_id, language).note.walk()
        for prose, text in [(section.prose, ""), *((b.prose, b.text) for b in section.blocks)]
        if prose.text or text
    ]


def _mentions(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[MentionChange]:
    """Compare which notes mention each concept that either state has."""
    for concept in sorted({*old.concepts, *new.concepts}):
        before = _mentioning(old, concept)
        after = _mentioning(new, concept)
        gained = tuple(path for path in after if path not in before)
        lost = tuple(path for path in before if path not in after)
        if gained or lost:
            yield MentionChange(concept=concept, gained=gained, lost=lost)


def _mentioning(kb: KnowledgeBase, concept: str) -> Mapping[str, int]:
    return kb.backlinks[concept].counts if concept in kb.backlinks else {}


# Translations, figures, findings


def _sections(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[SectionChange]:
    for path, statuses in new.statuses.items():
        before = {status.section: status.state for status in old.statuses.get(path, ())}
        for status in statuses:
            was = before.get(status.section)
            if was is not status.state:
                yield SectionChange(
                    path=path, section=status.section, before=was, after=status.state
                )
    for path, statuses in old.statuses.items():
        left = {status.section for status in new.statuses.get(path, ())}
        for status in statuses:
            if status.section not in left and status.state is not State.MISSING:
                yield SectionChange(
                    path=path, section=status.section, before=status.state, after=None
                )


def _figures(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[FigureChange]:
    for path in {**new.summaries, **old.summaries}:
        before, after = (
            kb.summaries[path].lost_figures if path in kb.summaries else 0 for kb in (old, new)
        )
        if before != after:
            yield FigureChange(path=path, before=before, after=after)


def _findings(
    before: KnowledgeState, after: KnowledgeState, ignored: Container[str]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Give the findings that are new and those that are gone, wherever their lines went."""
    old, new = (reported(run_checks(*state), ignored) for state in (before, after))
    return tuple(_more(new, old)), tuple(_more(old, new))


def _more(findings: Iterable[Diagnostic], than: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    known = Counter((one.kind, one.path, one.message) for one in than)
    for finding in findings:
        key = (finding.kind, finding.path, finding.message)
        if known[key]:
            known[key] -= 1
        else:
            yield finding
