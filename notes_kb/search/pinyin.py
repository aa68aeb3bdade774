"""Pinyin under which a heading or label is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from notes_kb.text.normalize import fold
from notes_kb.text.segment import segment

LONGEST = 40
"""Letters of a key."""
LONGEST_NAME = 60
"""Characters of a heading whose pinyin is indexed."""

WHOLE, INITIALS, INNER, INNER_INITIALS = range(4)
"""What a key is: the whole heading or from one of its words on, in full or by initials."""

_PIECE = re.compile("(?P<han>[\u3007\u3400-\u4dbf\u4e00-\u9fff]+)|(?P<latin>[a-z0-9]+)")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


@lru_cache(maxsize=65_536)
def pinyin_keys(name: str) -> tuple[tuple[str, int], ...]:
    """Give (key, kind) pairs: ``qianghuaxuexi`` and ``qhxx`` for 强化学习.

    A name without Han characters has none.
    """
    if not _HAN.search(name):
        return ()
    keys: dict[str, int] = {}
    for key, kind in _keys(list(_syllables(fold(name[:LONGEST_NAME])))):
        for spelling in (key, key.replace("v", "u")):
            if len(spelling) > 1 and kind < keys.get(spelling, 9):
                keys[spelling] = kind
    return tuple(sorted(keys.items()))


def _keys(syllables: list[tuple[str, str, bool]]) -> Iterator[tuple[str, int]]:
    for i, (_, _, begins) in enumerate(syllables):
        if begins:
            full = "".join(s for s, _, _ in syllables[i:])[:LONGEST]
            short = "".join(s for _, s, _ in syllables[i:])[:LONGEST]
            yield full, INNER if i else WHOLE
            yield short, INNER_INITIALS if i else INITIALS


def _syllables(folded: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (syllable, initial, whether a word begins with it)."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - only sites with Han headings pay for it

    for match in _PIECE.finditer(folded):
        if match["latin"]:
            yield match[0], match[0], True
            continue
        spoken = iter(lazy_pinyin(match[0], errors="ignore"))
        for word in segment(match[0]):
            for i, _ in enumerate(word):
                if syllable := next(spoken, ""):
                    yield syllable, syllable[0], i == 0
