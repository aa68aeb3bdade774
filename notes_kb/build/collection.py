"""How often Python looks for cycles of objects that nothing else refers to.

A build makes hundreds of thousands of objects that live until its end. At the usual pace the
search for cycles goes through all of them again and again, a tenth of a build in which nothing
has changed, and once more when the process ends.
"""

from __future__ import annotations

import atexit
import gc
from functools import cache

SELDOM = (10_000, 20, 50)
"""New objects before a search among the young ones, and such searches before older ones are
looked at. What converters leave behind, which does have cycles, is still collected soon: without
any search a build takes a hundred megabytes more and no less time."""


class Collection:
    """Has Python look for cycles seldom while a build runs."""

    def __init__(self) -> None:
        """Change nothing yet."""
        self._usual: tuple[int, int, int] | None = None

    def begin(self) -> None:
        """Look seldom from now on."""
        if self._usual is None:
            self._usual = gc.get_threshold()
            look_seldom()
        _spare_the_end()

    def end(self) -> None:
        """Look as often as before."""
        if self._usual is not None:
            gc.set_threshold(*self._usual)
            self._usual = None


def look_seldom() -> None:
    """Look seldom until this process ends, unless it looks even more seldom already."""
    if gc.get_threshold()[0] < SELDOM[0]:
        gc.set_threshold(*SELDOM)


@cache
def _spare_the_end() -> None:
    """Look for no cycles when the process ends, where all memory is given back anyway."""
    atexit.register(gc.freeze)
