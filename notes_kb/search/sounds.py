"""Characters by their sound, for queries in which one is typed for another (负再均衡)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from notes_kb.languages import LANGUAGES
from notes_kb.search.shards import Item
from notes_kb.search.wire import varint

MOST_READINGS = 2
"""Readings of one character that count; further ones are hardly ever meant."""


def sound_items(characters: Iterable[str]) -> list[Item]:
    """Map syllables to the characters that sound so: distances of code points, in order.

    The characters are those of the site and those that people type every day.
    """
    return list(_items("".join(sorted(set(characters)))))


@lru_cache(maxsize=4)
def _items(characters: str) -> tuple[Item, ...]:
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        reading = language.reading
        if reading is None or not any(map(reading.sounds, characters)):
            continue
        for character in {*reading.common(), *characters}:
            for sound in list(reading.sounds(character))[:MOST_READINGS]:
                found.setdefault(sound, set()).add(ord(character))
    return tuple((sound, _distances(sorted(codes))) for sound, codes in sorted(found.items()))


def _distances(codes: list[int]) -> bytes:
    steps = zip([0, *codes], codes, strict=False)
    return b"".join(varint(code - last) for last, code in steps)
