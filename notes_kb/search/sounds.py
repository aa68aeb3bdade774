"""Characters by their sound, for queries in which one is typed for another (负再均衡)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from notes_kb.languages import LANGUAGES
from notes_kb.search.blocks import Cache, kept
from notes_kb.search.spool import Item
from notes_kb.search.wire import varint

MOST_READINGS = 2
"""Readings of one character that count; further ones are hardly ever meant."""


def sound_items(characters: Iterable[str], cache: Cache | None = None) -> list[Item]:
    """Map syllables to the characters that sound so: distances of code points, in order.

    The characters are those of the site and those that people type every day.
    """
    told = "".join(sorted(set(characters)))
    frozen = kept(cache, b"sounds", told, lambda: json.dumps(_codes(told)).encode())
    return [(sound, _distances(codes)) for sound, codes in json.loads(frozen).items()]


def _codes(characters: str) -> dict[str, list[int]]:
    """Map syllables to code points, both in order."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        reading = language.reading
        if reading is None or not any(map(reading.sounds, characters)):
            continue
        for character in {*reading.common(), *characters}:
            for sound in list(reading.sounds(character))[:MOST_READINGS]:
                found.setdefault(sound, set()).add(ord(character))
    return {sound: sorted(codes) for sound, codes in sorted(found.items())}


def _distances(codes: list[int]) -> bytes:
    steps = zip([0, *codes], codes, strict=False)
    return b"".join(varint(code - last) for last, code in steps)
