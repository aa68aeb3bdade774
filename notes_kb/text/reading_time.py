"""How long a text takes to read, for people who decide whether to begin."""

from __future__ import annotations

import re

from wcwidth import wcwidth

WORDS = 230
"""Words of letters in a minute: Brysbaert, *How many words do we read per minute?* (2019)."""
WIDE = 400
"""Characters of scripts without blanks in a minute, of each of which a word has one or two."""

_WORD = re.compile(r"[^\W_]+")


def minutes(text: str) -> int:
    """Give the minutes that a text takes, one at least."""
    wide = words = 0
    for found in _WORD.findall(text):
        broad = 0 if found.isascii() else sum(wcwidth(character) == 2 for character in found)
        wide += broad
        words += broad < len(found)
    return max(1, round(wide / WIDE + words / WORDS))
