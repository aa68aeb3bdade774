"""Latin letters under which a heading or label of another script is found: its reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from notes_kb.languages import LANGUAGES
from notes_kb.languages.language import Syllable
from notes_kb.text.normalize import fold

LONGEST = 40
"""Letters of a key."""
LONGEST_NAME = 60
"""Characters of a heading whose reading is indexed."""

WHOLE, INITIALS, INNER, INNER_INITIALS = range(4)
"""What a key is: the whole heading or from one of its words on, in full or by initials."""

_READINGS = tuple(language.reading for language in LANGUAGES if language.reading)
_PIECE = re.compile(
    "|".join(f"([{reading.characters}]+)" for reading in _READINGS) + "|(?P<latin>[a-z0-9]+)"
)
_READ = re.compile("".join(["[", *(reading.characters for reading in _READINGS), "]"]))


@lru_cache(maxsize=65_536)
def reading_keys(name: str) -> tuple[tuple[str, int], ...]:
    """Give (key, kind) pairs: ``qianghuaxuexi`` and ``qhxx`` for 强化学习.

    A name of Latin letters alone has none.
    """
    folded = fold(name[:LONGEST_NAME])
    if not _READ.search(folded):
        return ()
    keys: dict[str, int] = {}
    for key, kind in _keys(list(_syllables(folded))):
        for spelling in (key, *(reading.respell(key) for reading in _READINGS)):
            if len(spelling) > 1 and kind < keys.get(spelling, 9):
                keys[spelling] = kind
    return tuple(sorted(keys.items()))


def _keys(syllables: list[Syllable]) -> Iterator[tuple[str, int]]:
    for i, syllable in enumerate(syllables):
        if syllable.begins:
            full = "".join(one.full for one in syllables[i:])[:LONGEST]
            short = "".join(one.short for one in syllables[i:])[:LONGEST]
            yield full, INNER if i else WHOLE
            yield short, INNER_INITIALS if i else INITIALS


def _syllables(folded: str) -> Iterator[Syllable]:
    for match in _PIECE.finditer(folded):
        if match["latin"]:
            yield Syllable(full=match[0], short=match[0], begins=True)
        else:
            yield from _READINGS[(match.lastindex or 1) - 1].speak(match[0])
