"""The stem of a word, cut roughly. Twin of ``search/js/stem.js``."""

from __future__ import annotations

import re

from notes_kb.languages.en import EN

_WORD = re.compile(r"[a-z]+")
_STEMMER = EN.stemmer


def stem(word: str) -> str:
    """Give the stem under which the forms of a folded word meet.

    Words of Latin letters are cut by the rules of English, in whatever language they
    stand. Index and query use the same function, so that a stem need not be a word itself.
    """
    if _STEMMER and _WORD.fullmatch(word):
        for ending, replacement in _STEMMER.endings:
            bare = len(word) - len(ending)
            if word.endswith(ending) and bare + len(replacement) >= _STEMMER.shortest:
                word = word[:bare] + replacement
                break
        if len(word) > _STEMMER.shortest and word[-1] == word[-2]:
            word = word[:-1]
    return word
