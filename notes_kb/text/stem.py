"""The stem of an English word, cut roughly. Twin of ``search/js/stem.js``."""

from __future__ import annotations

import re

SHORTEST = 3
"""Characters that a stem keeps at least."""

ENDINGS = (
    ("ations", "at"), ("ation", "at"), ("ators", "at"), ("ating", "at"), ("ments", ""),
    ("ator", "at"), ("ated", "at"), ("ates", "at"), ("ment", ""), ("ings", ""), ("ions", ""),
    ("ate", "at"), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ion", ""), ("ers", ""),
    ("er", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip
"""Each ending and what stands for it; the first that fits is taken."""

_ENGLISH = re.compile(r"[a-z]+")


def stem(word: str) -> str:
    """Give the stem under which the forms of a folded English word meet.

    Index and query use the same function, so that it need not be a word itself.
    """
    if not _ENGLISH.fullmatch(word) or word.endswith("ss"):
        return _single(word)
    for ending, replacement in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(replacement) >= SHORTEST:
            word = word[: len(word) - len(ending)] + replacement
            if ending.startswith("ment") and word.endswith("e") and len(word) > SHORTEST:
                word = word[:-1]
            break
    return _single(word)


def _single(word: str) -> str:
    if len(word) > SHORTEST and word[-1] == word[-2] and word.isalpha() and word.isascii():
        return word[:-1]
    return word
