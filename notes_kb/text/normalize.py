"""What a text is compared by: width, case, script and invisible characters folded.

Twin of ``search/js/normalize.js``; ``tests/parity/analysis.json`` pins both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from notes_kb.languages import same_characters

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphen, zero-width spaces and joiners: they are no part of what a reader sees."""


def fold(text: str) -> str:
    """Fold a text: NFKC, lower case, Simplified characters, nothing invisible.

    The length may change, so offsets into the result are no offsets into the text.
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    # Few texts hold anything to be replaced, and looking for it is a tenth of the work.
    return folded.translate(_folding()) if _folds().search(folded) else folded


def strip_diacritics(term: str) -> str:
    """Take combining accents off a word: ``café`` and ``cafe`` are one term."""
    if term.isascii():
        return term
    bare = "".join(c for c in unicodedata.normalize("NFD", term) if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare)


@cache
def _folds() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(re.escape, map(chr, _folding())))}]")


@cache
def _folding() -> dict[int, str | None]:
    table: dict[int, str | None] = dict(same_characters())
    table.update(dict.fromkeys(map(ord, INVISIBLE)))
    return table
