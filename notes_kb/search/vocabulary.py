"""English words by their beginnings and by their ends, for queries with a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable

from notes_kb.search.shards import Item
from notes_kb.search.wire import varint

_WORD = re.compile(r"[a-z]{4,24}")


def vocabulary_items(words: Iterable[Item]) -> tuple[list[Item], list[Item]]:
    """Give the words in order, and in the order of their reversed spellings.

    One edit leaves the first or the second half of a word as it is, so that every
    neighbour stands in one of two short ranges. Each word carries the size of its
    postings: of two corrections the commoner is likelier.
    """
    sizes: dict[str, bytes] = {}
    for key, postings in words:
        word = _spelling(key)
        if _WORD.fullmatch(word):
            sizes[word] = varint(len(postings).bit_length())
    return (
        sorted(sizes.items()),
        sorted((word[::-1], size) for word, size in sizes.items()),
    )


def _spelling(key: str) -> str:
    root, _, rest = key.partition("\t")
    return rest[1:] if rest.startswith("\x01") else root + rest
