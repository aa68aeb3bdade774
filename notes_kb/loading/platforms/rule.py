"""A rule: the vocabulary of one part that a platform puts round its articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 400
"""Characters of the longest line that a platform writes itself."""

AMOUNT = r"[¥￥]? ?[0-9]{1,8}(?:\.[0-9]{1,2})?"
"""Money."""
COUNT = r"[0-9][0-9,.]{0,9} ?(?:k|w|m|万|千)?"
"""A counter: 12, 1,234, 1.2k, 3 万."""
DATE = (
    r"[12][0-9]{3}[-/.年] ?[0-9]{1,2}[-/.月] ?[0-9]{1,2}日?"
    r"(?:[ T]{0,2}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
"""A day, with or without a time."""
ENGLISH_DATE = r"(?:[a-z]{3,9} [0-9]{1,2}(?:, [12][0-9]{3})?|[0-9]{1,3} ?(?:days?|hours?|d|h) ago)"
"""Feb 3, 2025; 2 days ago."""


class Place(StrEnum):
    """Where a part stands."""

    HEAD = "head"
    """Before the text: first, or behind the title."""
    TAIL = "tail"
    """Behind the text, up to the end."""
    TOP = "top"
    """A directive for the platform's own renderer, alone on its line, among the first lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a part is made of.

    A part is taken only as a whole: it reaches the document's edge, every line of
    it belongs to the vocabulary, and enough different lines of it are there that
    nobody but the platform can have written them.
    """

    name: str
    """In kebab case; the ledger shows it."""
    place: Place
    strong: tuple[re.Pattern[str], ...]
    """Whole lines that only this platform writes."""
    weak: tuple[re.Pattern[str], ...] = ()
    """Whole lines that belong to it but could stand elsewhere."""
    opening: tuple[re.Pattern[str], ...] = ()
    """The weak lines that may stand between the article and the part's strong lines."""
    inner: tuple[re.Pattern[str], ...] = ()
    """Whole lines that may stand between known ones, but count for nothing and open nothing."""
    need_strong: int = 2
    """How many different strong lines must be there."""
    need: int = 3
    """How many different lines, strong or weak, must be there."""
    free: int = 0
    """How many unknown short lines may stand between known ones: names, other titles."""


def cues(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Compile whole-line patterns; case does not matter."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def find_cue(patterns: Iterable[re.Pattern[str]], text: str) -> int:
    """Give the number of the pattern that a whole line matches, or -1."""
    if len(text) > LONGEST:
        return -1
    return next((n for n, pattern in enumerate(patterns) if pattern.fullmatch(text)), -1)
