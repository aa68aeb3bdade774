"""English words by their beginnings and by their ends, for queries with a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable

from notes_kb.search.wire import varint

_WORD = re.compile(r"[a-z]{4,24}")


def word_payloads(sizes: Iterable[tuple[str, int]]) -> dict[str, bytes]:
    """Map words to what says how common they are, from the sizes of their postings.

    Only words that are corrected count. Of two corrections the commoner is likelier. The
    index has them in order, and in the order of their reversed spellings: one edit leaves the
    first or the second half of a word as it is, so that every neighbour stands in one of two
    short ranges. A word of no size is gone: its payload is empty.
    """
    words = ((_spelling(key), size) for key, size in sizes)
    return {
        word: varint(size.bit_length()) if size else b""
        for word, size in words
        if _WORD.fullmatch(word)
    }


def _spelling(key: str) -> str:
    root, _, rest = key.partition("\t")
    return rest[1:] if rest.startswith("\x01") else root + rest
