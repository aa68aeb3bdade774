"""All surface forms of all concepts, ready to be found in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

from notes_kb.domain.concept import Concept
from notes_kb.languages import needs_capital, variants
from notes_kb.linking.resolve import Names
from notes_kb.text.fold import form_key

SHORTEST_FORM = 2
"""Characters of a form from which it links: one letter or one Han character names nothing by
itself."""


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """One way to name one concept."""

    concept: str
    written: str
    """As the record has it; a plural or another variant as it is written."""
    exact: bool = False
    """Whether only `written` itself counts."""
    acronym: bool = False
    """Whether it needs a capital to be told from an everyday word."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All forms by their squeezed text (`form_key`), and the automaton that finds them."""

    forms: Mapping[str, tuple[Form, ...]]
    """Squeezed form to what it may name, sorted."""
    guards: Mapping[str, frozenset[str]]
    """Squeezed ``not_in`` string to the concepts that are not meant inside it."""
    context: Mapping[str, frozenset[str]]
    """Squeezed ``context`` word to the concepts it speaks for."""
    keys: tuple[str, ...]
    """What the automaton's pattern numbers mean."""
    automaton: AhoCorasick = field(compare=False, repr=False)
    names: Names = field(compare=False, repr=False)
    """For resolving what people write in ``[[…]]``."""

    def scan(self, squeezed: str) -> list[tuple[int, int, int]]:
        """Find every key at every place: (number of the key, start, end)."""
        return self.automaton.find_matches_as_indexes(squeezed, overlapping=True)


def build_lexicon(concepts: Iterable[Concept]) -> Lexicon:
    """Gather the forms of all concepts, with their variants, sorted by their squeezed text."""
    concepts = tuple(concepts)
    forms: dict[str, set[Form]] = {}
    guards: dict[str, set[str]] = {}
    context: dict[str, set[str]] = {}
    for concept in concepts:
        for key, form in _forms(concept):
            forms.setdefault(key, set()).add(form)
        for key in _keys(concept.not_in):
            guards.setdefault(key, set()).add(concept.id)
        for key in _keys(concept.context):
            context.setdefault(key, set()).add(concept.id)
    keys = tuple(sorted({*forms, *guards, *context}))
    return Lexicon(
        forms={key: tuple(sorted(forms[key])) for key in sorted(forms)},
        guards={key: frozenset(guards[key]) for key in sorted(guards)},
        context={key: frozenset(context[key]) for key in sorted(context)},
        keys=keys,
        automaton=AhoCorasick(keys),
        names=Names(concepts),
    )


def _forms(concept: Concept) -> Iterator[tuple[str, Form]]:
    exact = {form_key(form): form for form in concept.case_sensitive}
    for _, written in concept.forms():
        key = form_key(written)
        if len(key) < SHORTEST_FORM:
            continue
        acronym = needs_capital(written)
        for name in (written, *variants(written)):
            yield (
                form_key(name),
                Form(concept.id, name.strip(), exact=key in exact, acronym=acronym),
            )


def _keys(words: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Give what ``not_in`` and ``context`` strings are compared as, with their variants."""
    for group in words.values():
        for word in group:
            yield from filter(None, map(form_key, (word, *variants(word))))
