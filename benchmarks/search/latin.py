"""Slips and forms of a site's English words."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from benchmarks.search.pages import Page

_WORD = re.compile(r"(?<![a-z0-9])[a-z]{5,14}(?![a-z0-9])")
_Item = TypeVar("_Item")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_COMMON = 0.25
"""Words on more pages than this share tell nothing."""
ENDINGS = (
    ("ization", ("izing", "ized")),
    ("ation", ("ating", "ated")),
    ("ing", ("ed",)),
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("ed", ("ing",)),
    ("ch", ("ches",)),
    ("s", ("",)),
    ("", ("s",)),
)
"""What a word ends in, and the endings of its other forms; the first that fits counts."""
_SINGULAR = ("ss", "us", "is", "as", "os")


def misspelt(pages: Sequence[Page], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Give (word with one slip behind its first letter, word)."""
    known = _words(pages)
    chance = random.Random(f"{seed}-typos")
    for word in _sample(chance, _telling(known, len(pages)), count):
        slip = _slip(chance, word)
        if slip not in known and slip not in word and word not in slip:
            yield slip, word


def other_forms(pages: Sequence[Page], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Give (form that the site lacks, word that it has)."""
    known = _words(pages)
    chance = random.Random(f"{seed}-forms")
    found = [(f, w) for w in _telling(known, len(pages)) for f in forms_of(w) if f not in known]
    yield from _sample(chance, sorted(found), count)


def forms_of(word: str) -> tuple[str, ...]:
    """Give other forms of a word by the first ending that fits."""
    if word.endswith(_SINGULAR):
        return (f"{word}es",) if word.endswith("ss") else ()
    for ending, others in ENDINGS:
        root = word.removesuffix(ending) if ending else word
        if (root != word or not ending) and len(root) > 3:
            return tuple(root + other for other in others)
    return ()


def _words(pages: Sequence[Page]) -> Counter[str]:
    return Counter(word for page in pages for word in set(_WORD.findall(page.text)))


def _telling(known: Counter[str], pages: int) -> list[str]:
    return sorted(word for word, count in known.items() if count <= max(2, _COMMON * pages))


def _sample(chance: random.Random, items: Sequence[_Item], count: int) -> list[_Item]:
    return chance.sample(items, k=min(count, len(items)))


def _slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = chance.choice(_LETTERS)
    return word[:at] + letter + word[at + (kind == 2) :]
