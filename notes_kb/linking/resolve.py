"""Names that people write, resolved to concept ids."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property

from notes_kb.domain.concept import Concept
from notes_kb.text.fold import form_key

_LONGEST = 80
"""Characters of the longest unknown name that gets suggestions; a longer one is no misspelling."""

_SHORTEST = 3
"""Characters of the shortest one that does: the `[[1]]` of a program is no misspelt R1."""

_ALIKE = 0.65
"""Least `difflib` ratio of a name that is suggested; two letters of three in the other order
have it."""


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

    def near(self, name: str) -> tuple[str, ...]:
        """Give the ids of which an unknown name is one slip away, in alphabetical order.

        Where several concepts have the name itself, these are given.

        A slip is a character too many, too few or wrong, or two that changed places
        (Damerau, 1964). All names that lack one character are looked up in the same of the
        known names (Garbe's SymSpell), so that the cost does not grow with their number.
        """
        key = form_key(name)
        if key in self._by_key:
            return tuple(sorted(self._by_key[key]))
        return self.neighbours(name)

    def neighbours(self, name: str) -> tuple[str, ...]:
        """Give the ids of concepts with another name one slip away, in alphabetical order."""
        key = form_key(name)
        if not _SHORTEST <= len(key) <= _LONGEST or key.isdecimal():
            return ()
        known = {one for short in _without_one(key) for one in self._shortened.get(short, ())}
        slips = (one for one in known if _is_slip(key, one))
        return tuple(sorted({concept for one in slips for concept in self._meant(one)}))

    @cached_property
    def _shortened(self) -> dict[str, list[str]]:
        """The known names by what they are without one of their characters."""
        shortened: dict[str, list[str]] = {}
        for known in sorted({*self._by_key, *map(form_key, self._ids)}):
            for short in _without_one(known) if _SHORTEST <= len(known) <= _LONGEST else ():
                shortened.setdefault(short, []).append(known)
        return shortened

    def _meant(self, key: str) -> set[str]:
        named = {concept for concept in self._ids if form_key(concept) == key}
        return self._by_key.get(key, set()) | named

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


def _without_one(key: str) -> set[str]:
    """Give a name, and what it is without each one of its characters."""
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ by one character, or by two neighbours that changed places."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((n for n, c in enumerate(short) if c != long[n]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]
