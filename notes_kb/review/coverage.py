"""How far each note and concept is translated into each language of a site."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from notes_kb.domain.concept import Concept
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.review.tables import align, counted
from notes_kb.translation.pairing import NoteGroup
from notes_kb.translation.status import SectionStatus, State

FORMAT_VERSION = 1


class Standing(StrEnum):
    """What is to be said of a whole translation: the worst of what is true of its parts."""

    MISSING = "missing"
    """There is none."""
    STALE = "stale"
    """The original of a part has changed since."""
    INCOMPLETE = "incomplete"
    """It lacks parts."""
    UNKNOWN = "unknown"
    """It has everything, but parts without a stamp, which nobody can judge."""
    FRESH = "fresh"
    """It has everything, in the state of the original."""


UNFINISHED = frozenset({Standing.MISSING, Standing.STALE, Standing.INCOMPLETE})
"""What is left to translate."""


class Thing(StrEnum):
    """What is translated."""

    NOTE = "note"
    CONCEPT = "concept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One note or concept in one language other than its original's."""

    thing: Thing
    id: str
    language: str
    path: str = ""
    """The translation's file, relative to the docs folder; empty where there is none."""
    parts: int
    """What is to be translated: sections of the original; label, definition, article."""
    missing: tuple[str, ...] = ()
    """The anchors or fields that it lacks."""
    stale: tuple[str, ...] = ()
    """The anchors of sections whose original has changed."""
    unknown: tuple[str, ...] = ()
    """The anchors of sections without a stamp."""
    extra: tuple[str, ...] = ()
    """The anchors of sections that the original lacks."""

    @property
    def percent(self) -> int:
        """The share of its parts that are translated, stale ones included, rounded down."""
        if not self.parts:
            return 100 if self.path else 0
        return 100 * (self.parts - len(self.missing)) // self.parts

    @property
    def standing(self) -> Standing:
        """The translation as a whole."""
        if self.parts == len(self.missing) and not (self.parts == 0 and self.path):
            return Standing.MISSING
        if self.stale:
            return Standing.STALE
        if self.missing:
            return Standing.INCOMPLETE
        return Standing.UNKNOWN if self.unknown else Standing.FRESH


def find_coverage(kb: KnowledgeBase, languages: Sequence[str]) -> Iterator[Coverage]:
    """Yield every note, then every concept, in every one of some languages but its original's."""
    for group in kb.groups.values():
        for code in languages:
            if code != group.original:
                yield _of_note(kb, group, code)
    for concept in kb.concepts.values():
        default = kb.languages.default
        original = default if default in concept.labels else next(iter(concept.labels))
        for code in languages:
            if code != original:
                yield _of_concept(concept, code)


def _of_note(kb: KnowledgeBase, group: NoteGroup, code: str) -> Coverage:
    version = group.versions.get(code)
    if version is None:
        sections = tuple(mark.id for mark in kb.summaries[group.source.path].marks)
        return Coverage(
            thing=Thing.NOTE, id=group.id, language=code, parts=len(sections), missing=sections
        )
    states = kb.statuses[version.path]
    extra = _named(states, State.EXTRA)
    return Coverage(
        thing=Thing.NOTE,
        id=group.id,
        language=code,
        path=version.path,
        parts=len(states) - len(extra),
        missing=_named(states, State.MISSING),
        stale=_named(states, State.STALE),
        unknown=_named(states, State.UNKNOWN),
        extra=extra,
    )


def _named(states: Iterable[SectionStatus], state: State) -> tuple[str, ...]:
    return tuple(status.section for status in states if status.state is state)


def _of_concept(concept: Concept, code: str) -> Coverage:
    """Compare what a record says in one language with what it says in any."""
    told = {"label": concept.labels, "definition": concept.definition, "article": concept.articles}
    wanted = [name for name, by_language in told.items() if by_language]
    article = concept.articles.get(code)
    return Coverage(
        thing=Thing.CONCEPT,
        id=concept.id,
        language=code,
        path=article.path if article else "",
        parts=len(wanted),
        missing=tuple(name for name in wanted if not told[name].get(code)),
    )


def render_coverage(found: Sequence[Coverage], *, everything: bool = False) -> str:
    """Write a table of translations for people, and their counts; ends with a line break.

    Concepts that lack nothing are only counted, unless `everything` is asked for.
    """
    shown = [
        one for one in found if everything or one.thing is Thing.NOTE or one.standing in UNFINISHED
    ]
    rows = [
        (f"{one.thing} {one.id}", one.language, one.standing, f"{one.percent}%", _details(one))
        for one in shown
    ]
    return "\n".join([*align(rows), *_closing(found)]) + "\n"


def _details(one: Coverage) -> str:
    """Name the parts of a translation that need work."""
    if one.standing is Standing.MISSING:
        return counted(one.parts, "section") if one.thing is Thing.NOTE else ""
    told = {"stale": one.stale, "missing": one.missing, "no stamp": one.unknown, "extra": one.extra}
    return "; ".join(f"{name}: {', '.join(parts)}" for name, parts in told.items() if parts)


def _closing(found: Sequence[Coverage]) -> Iterator[str]:
    """Give one line for the notes and one for the concepts."""
    for thing in Thing:
        of_thing = [one for one in found if one.thing is thing]
        counts = Counter(one.standing for one in of_thing)
        told = ", ".join(f"{counts[one]} {one}" for one in Standing if counts[one])
        if told:
            yield f"{thing}s: {told}"
    if not found:
        yield "there is nothing to translate"


def coverage_json(found: Iterable[Coverage]) -> str:
    """Write the translations for programs; ends with a line break."""
    rows = [
        {
            "kind": str(one.thing),
            "id": one.id,
            "language": one.language,
            "path": one.path,
            "state": str(one.standing),
            "percent": one.percent,
            "parts": one.parts,
            "missing": list(one.missing),
            "stale": list(one.stale),
            "unknown": list(one.unknown),
            "extra": list(one.extra),
        }
        for one in found
    ]
    report = {"format_version": FORMAT_VERSION, "translations": rows}
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
