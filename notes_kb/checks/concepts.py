"""Rules about concept records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wcwidth import wcswidth

from notes_kb.checks.names import suggestions
from notes_kb.domain import kinds
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.languages.scaffolds import placeholder_definitions
from notes_kb.linking.resolve import Names
from notes_kb.loading.library import Library
from notes_kb.text.fold import form_key

_KeyPath = tuple[str | int, ...]
"""The way to a form in its record: ``("aliases", "en", 0)``."""


def check_languages(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report labels and definitions that are missing in a language that the site is written in."""
    for concept in kb.concepts.values():
        for language in library.languages_in_use:
            fields = {"concept": concept.id, "language": language}
            # A name that is there and no name was reported when it was read.
            if language not in concept.labels and ("labels", language) not in concept.places:
                place = concept.places.get(("labels",))
                yield kinds.CONCEPT_LABEL_UNTRANSLATED.at(place, path=concept.path, **fields)
            if language not in concept.definition:
                place = concept.places.get(("definition",))
                yield kinds.CONCEPT_DEFINITION_MISSING.at(place, path=concept.path, **fields)


def check_sources(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report concepts that name no source."""
    for concept in kb.concepts.values():
        if not concept.sources:
            yield kinds.CONCEPT_UNSOURCED.at(path=concept.path, concept=concept.id)


WIDEST_LABEL = 60
"""Columns of a label, of which a Han character takes two: so much the map has room for."""


def check_labels(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report labels that are too long for a name."""
    for concept in kb.concepts.values():
        for language, label in concept.labels.items():
            if wcswidth(label) > WIDEST_LABEL:
                yield kinds.CONCEPT_LABEL_LONG.at(
                    concept.places.get(("labels", language)) or concept.places.get(("labels",)),
                    path=concept.path,
                    concept=concept.id,
                    language=language,
                    count=len(label),
                )


def check_orphans(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report concepts that neither a note nor another concept leads to, if there are notes."""
    named = {name for c in kb.concepts.values() for name in (*c.broader, *c.related)}
    for concept in kb.concepts.values() if library.notes else ():
        alone = not concept.broader and not concept.related and concept.id not in named
        if alone and concept.topic is None and not kb.backlinks[concept.id].counts:
            yield kinds.CONCEPT_ORPHAN.at(path=concept.path, concept=concept.id)


def check_relations(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each ``broader`` or ``related`` of a concept that does not exist, or of itself."""
    relations = [
        (concept, key, number, name)
        for concept in kb.concepts.values()
        for key, names in (("broader", concept.broader), ("related", concept.related))
        for number, name in enumerate(names)
        if name == concept.id or name not in kb.concepts
    ]
    hints = suggestions(kb, (name for concept, _, _, name in relations if name != concept.id))
    for concept, key, number, name in relations:
        place, path = concept.places.get((key, number)), concept.path
        if name == concept.id:
            yield kinds.CONCEPT_SELF.at(place, path=path, key=key, number=number)
        else:
            yield kinds.RELATION_UNKNOWN.at(
                place, path=path, hint=hints.get(name, ""), key=key, number=number, name=name
            )


def check_cycles(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each cycle of ``broader`` once, at its alphabetically first concept."""
    for cycle in find_cycles(kb.concepts):
        first, following = kb.concepts[cycle[0]], cycle[1]
        number = first.broader.index(following)
        yield kinds.CONCEPT_CYCLE.at(
            first.places.get(("broader", number)),
            path=first.path,
            cycle=" > ".join((*cycle, cycle[0])),
            following=following,
        )


def find_cycles(concepts: Mapping[str, Concept]) -> Iterator[tuple[str, ...]]:
    """Yield cycles of two or more, each beginning with its alphabetically first id.

    One cycle for each step that leads back in a depth-first walk in alphabetical
    order; removing what they report makes the graph free of cycles. Iterative, so
    that a chain of any length does not exhaust the stack.
    """
    done: set[str] = set()
    for root in sorted(concepts):
        if root in done:
            continue
        path, on_path = [root], {root}
        open_steps = [_broader_steps(concepts, root)]
        while path:
            following = next(open_steps[-1], None)
            if following is None:
                done.add(path[-1])
                on_path.discard(path.pop())
                open_steps.pop()
            elif following in on_path:
                cycle = path[path.index(following) :]
                first = cycle.index(min(cycle))
                yield (*cycle[first:], *cycle[:first])
            elif following not in done:
                path.append(following)
                on_path.add(following)
                open_steps.append(_broader_steps(concepts, following))


def _broader_steps(concepts: Mapping[str, Concept], concept_id: str) -> Iterator[str]:
    broader = concepts[concept_id].broader
    return iter([b for b in broader if b in concepts and b != concept_id])


def check_topic_places(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report topics that claim the same place in the navigation."""
    free = 1 + max((c.topic or 0 for c in kb.topics), default=0)
    first: dict[int | None, Concept] = {}
    for concept in kb.topics:
        other = first.setdefault(concept.topic, concept)
        if other is not concept:
            yield kinds.TOPIC_PLACE_SHARED.at(
                concept.places.get(("topic",)),
                path=concept.path,
                other=other.id,
                number=concept.topic,
                free=free,
            )


def check_shared_forms(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report, at each record, a form that another one has too where neither has context."""
    owners: dict[str, dict[str, tuple[_KeyPath, str]]] = {}
    for concept in kb.concepts.values():
        for key, form in _written_forms(concept):
            owners.setdefault(form_key(form), {}).setdefault(concept.id, (key, form))
    for claimed in owners.values():
        if len(claimed) < 2 or any(kb.concepts[c].context for c in claimed):
            continue
        for concept_id, (key, form) in claimed.items():
            concept = kb.concepts[concept_id]
            others = (kb.concepts[o] for o in sorted(claimed) if o != concept_id)
            rivals = [o.id for o in others if not _told_by_case(concept, o, form)]
            if rivals:
                yield kinds.CONCEPT_FORM_SHARED.at(
                    concept.places.get(key),
                    path=concept.path,
                    form=form,
                    others=" and ".join(map(repr, rivals)),
                )


def check_similar(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report, at the later record, a label one letter away from another's, or its definition."""
    labels = Names(
        Concept(id=c.id, path=c.path, labels={"": label})
        for c in kb.concepts.values()
        for label in c.labels.values()
        if _is_wordy(label)
    )
    definitions: dict[str, str] = {}
    for concept in kb.concepts.values():
        for language, label in concept.labels.items():
            near = labels.neighbours(label) if _is_wordy(label) else ()
            known = (one for one in near if one < concept.id and _confused(label, kb.concepts[one]))
            other = next(known, None)
            if other and not _relate(concept, kb.concepts[other]):
                place = concept.places.get(("labels", language))
                what = f"the name '{label}'"
                yield kinds.CONCEPT_SIMILAR.at(place, path=concept.path, what=what, other=other)
        for language, text in concept.definition.items():
            first = definitions.setdefault(form_key(text), concept.id)
            told = first != concept.id and len(text) >= _SAYING
            if told and text not in placeholder_definitions():
                place = concept.places.get(("definition", language))
                what = f"the definition in '{language}'"
                yield kinds.CONCEPT_SIMILAR.at(place, path=concept.path, what=what, other=first)


_WORDY, _SAYING = 5, 12
"""Letters of the shortest word, and characters of the shortest definition, that are compared."""


def _is_wordy(label: str) -> bool:
    """Tell whether a slip of the pen in a label makes no other word: not in numbers, nor Han."""
    letters = [c for c in label if not c.isspace() and c != "-"]
    return len(letters) >= _WORDY and all(c.isascii() and c.isalpha() for c in letters)


def _confused(label: str, other: Concept) -> bool:
    """Tell whether a label is another's but for a slip within one of its longer words."""
    words = form_key(label).split()
    for theirs in (form_key(one).split() for one in other.labels.values()):
        unlike = [pair for pair in zip(words, theirs, strict=False) if pair[0] != pair[1]]
        same = len(words) == len(theirs) and len(unlike) == 1
        if same and min(map(len, unlike[0])) >= _WORDY:
            return True
        if "".join(words) == "".join(theirs):
            return True
    return False


def _relate(one: Concept, other: Concept) -> bool:
    """Tell whether a record names the other: its author knows that they are two."""
    return one.id in (*other.related, *other.broader) or other.id in (*one.related, *one.broader)


def _told_by_case(one: Concept, other: Concept, form: str) -> bool:
    """Tell whether both spell the form in their own way and insist on it."""
    key = form_key(form)
    spellings = [{f for f in c.case_sensitive if form_key(f) == key} or None for c in (one, other)]
    return all(spellings) and not set.intersection(*filter(None, spellings))


def _written_forms(concept: Concept) -> Iterator[tuple[_KeyPath, str]]:
    for language, label in concept.labels.items():
        yield ("labels", language), label
    for language, aliases in concept.aliases.items():
        for number, alias in enumerate(aliases):
            yield ("aliases", language, number), alias
