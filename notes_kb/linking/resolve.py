"""Names that people write, resolved to concept ids."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from notes_kb.domain.concept import Concept
from notes_kb.text.fold import form_key

_LONGEST = 80
"""Characters of the longest unknown name that gets suggestions; a longer one is no misspelling."""

_ALIKE = 0.65
"""Least `difflib` ratio of a name that is suggested; two letters of three in the other order
have it."""


def resolve_concept(name: str, concepts: Iterable[Concept]) -> str | None:
    """Give the id that a name means: an id, else a label or alias of one concept only."""
    return Names(concepts).resolve(name)


def suggest_concepts(name: str, concepts: Iterable[Concept]) -> tuple[str, ...]:
    """Give the ids that an unknown name was probably meant to be, the likeliest first."""
    return Names(concepts).suggest(name)


class Names:
    """Every name of every concept, for resolving many."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Gather ids, labels and aliases."""
        self._by_key: dict[str, set[str]] = {}
        self._ids: set[str] = set()
        for concept in concepts:
            self._ids.add(concept.id)
            for _, form in concept.forms():
                self._by_key.setdefault(form_key(form), set()).add(concept.id)

    def resolve(self, name: str) -> str | None:
        """Give the id that a name means, or None where it means none or several."""
        name = name.strip()
        if name in self._ids:
            return name
        found = self._by_key.get(form_key(name), set())
        if not found and name.casefold() in self._ids:
            return name.casefold()
        return next(iter(found)) if len(found) == 1 else None

    def suggest(self, name: str) -> tuple[str, ...]:
        """Give up to three ids like a name; several concepts of one label come first."""
        key = form_key(name)
        exact = sorted(self._by_key.get(key, ()))
        if exact or len(name) > _LONGEST:
            return tuple(exact[:3])
        ids = get_close_matches(name.strip().casefold(), sorted(self._ids), n=3, cutoff=_ALIKE)
        forms = get_close_matches(key, sorted(self._by_key), n=3, cutoff=_ALIKE)
        meant = [*ids, *(concept for form in forms for concept in sorted(self._by_key[form]))]
        return tuple(dict.fromkeys(meant))[:3]
