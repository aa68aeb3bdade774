"""Known names that a mistyped one may mean, found without comparing it with all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

LONGEST = 200
"""Characters of a name that are compared."""

BESIDE = 60
"""Names on either side that are compared, in order and in order of their reversed spellings."""


class NearNames:
    """Names of which the nearest to another one is asked for, many times.

    A slip leaves the beginning or the end of a name as it is, and so does a folder that is
    wrong: what is meant stands beside the name among all names in order, or among the same
    spelt backwards. Where there are few names, all of them are compared.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Sort the names."""
        self._ordered = sorted(set(names))
        self._reversed = sorted(name[::-1] for name in self._ordered)

    def nearest(self, name: str, *, cutoff: float) -> str | None:
        """Give the name most like another, with at least a `difflib` ratio; None without one."""
        name = name[:LONGEST]
        found = get_close_matches(name, self._beside(name), n=1, cutoff=cutoff)
        return found[0] if found else None

    def _beside(self, name: str) -> list[str]:
        if len(self._ordered) <= 4 * BESIDE:
            return self._ordered
        forth = _around(self._ordered, name)
        back = (found[::-1] for found in _around(self._reversed, name[::-1]))
        return sorted({*forth, *back})


def _around(ordered: Sequence[str], name: str) -> Sequence[str]:
    at = bisect_left(ordered, name)
    return ordered[max(0, at - BESIDE) : at + BESIDE]
