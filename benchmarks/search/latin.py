"""Slips and forms of a site's English words."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from benchmarks.search.pages import Page

_WORD = re.compile(r"(?<![a-z0-9])[a-z]{5,14}(?![a-z0-9])")
_ANY = re.compile("[a-z]+")
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
    """Give (word with one slip behind its first letter, word).

    What is a slip of another word of the site just as well is left out: nobody can tell which
    of the two was meant.
    """
    known = _words(pages)
    shown = _all_words(pages)
    chance = random.Random(f"{seed}-typos")
    words = _telling(known, len(pages))
    found = 0
    for word in _sample(chance, words, len(words)):
        slip = _slip(chance, word)
        if slip in shown or slip in word or word in slip or shown & _edits(slip) - {word}:
            continue
        yield slip, word
        found += 1
        if found == count:
            return


def other_forms(pages: Sequence[Page], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Give (form that the site lacks, word that it has)."""
    known, shown = _words(pages), _all_words(pages)
    chance = random.Random(f"{seed}-forms")
    found = [(f, w) for w in _telling(known, len(pages)) for f in forms_of(w) if f not in shown]
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


def _all_words(pages: Sequence[Page]) -> frozenset[str]:
    """Give all words of the site, short and long ones and those in code too."""
    return frozenset(word for page in pages for word in _ANY.findall(page.with_inert().text))


def _telling(known: Counter[str], pages: int) -> list[str]:
    return sorted(word for word, count in known.items() if count <= max(2, _COMMON * pages))


def _sample(chance: random.Random, items: Sequence[_Item], count: int) -> list[_Item]:
    return chance.sample(items, k=min(count, len(items)))


def _edits(word: str) -> frozenset[str]:
    """Give all strings that are one slip away: a letter out, in or replaced, or two swapped."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return frozenset(
        [
            *(left + right[1:] for left, right in cuts if right),
            *(left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1),
            *(left + letter + right for left, right in cuts for letter in _LETTERS),
            *(left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS),
        ]
    )


def _slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = chance.choice(_LETTERS)
    return word[:at] + letter + word[at + (kind == 2) :]
