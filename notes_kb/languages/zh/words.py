"""Words of Chinese text: how common those of jieba's dictionary are, and jieba itself.

For how common a word is, only jieba's table is read, in a tenth of the time that its
segmenter needs to set up; the figures are the same whichever segmenter is installed.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Any, NamedTuple

from notes_kb.languages.zh.characters import traditional_to_simplified

MAX_WORD = 8
"""Characters of the longest word that is looked up; sayings of eight characters are included."""


_TERM_CLASSES = ("n", "v", "a", "j", "l", "i", "b", "z", "x", "eng")
"""How the classes begin whose words stand in terms: nouns, verbs, adjectives, abbreviations and
fixed expressions; not pronouns, adverbs, numerals, measure words and particles."""
_EVERYDAY, _RARE = 6.5, 13.5
"""Negative logarithms of the shares of words that say nothing, and of such as terms are made of."""
_SINGLE = 0.5
"""What a word of one character weighs beside a longer one."""

_ORDERED_SIZE = 5_071_852
"""Bytes of the dictionary of jieba 0.42.1, whose words stand in order behind its first lines."""
_ORDERED_FROM = "\n一 ".encode()
"""Where in it the words that are ordered by their first character begin."""


@cache
def _dictionary() -> bytes:
    """Read jieba's dictionary: lines of a word, its count and its part of speech."""
    # The package is found but not imported: importing sets up a tokenizer and logging.
    package = find_spec("jieba")
    folder = package.submodule_search_locations if package else None
    if not folder:
        raise ModuleNotFoundError("jieba, which notes-kb depends on, is not installed")
    return Path(folder[0], "dict.txt").read_bytes()


class _Entry(NamedTuple):
    times: int
    """How often the word stands in jieba's corpus."""
    part_of_speech: str


_UNKNOWN = _Entry(0, "x")


def _entries(lines: bytes) -> dict[str, _Entry]:
    fields = lines.decode().split()
    rows = zip(fields[0::3], fields[1::3], fields[2::3], strict=True)
    return {word: _Entry(int(count), part_of_speech) for word, count, part_of_speech in rows}


@cache
def _entries_from(first: str) -> Mapping[str, _Entry]:
    """Map words to their entries in jieba's dictionary; all that begin with a character are there.

    The dictionary is searched, since as a mapping it takes a third of a second and 60 MB in each
    process. Another version of it, which may be in another order, is read whole.
    """
    data = _dictionary()
    if len(data) != _ORDERED_SIZE:
        return _all_entries()
    behind = chr(min(ord(first) + 1, sys.maxunicode))
    lines = data[_first_line(data, first) : _first_line(data, behind)]
    return _unordered_entries() | _entries(lines)


@cache
def _all_entries() -> Mapping[str, _Entry]:
    return _entries(_dictionary())


@cache
def _unordered_entries() -> dict[str, _Entry]:
    return _entries(_dictionary()[: _dictionary().index(_ORDERED_FROM)])


def _first_line(data: bytes, first: str) -> int:
    """Give where the words begin that begin with a character or with one behind it."""
    character = first.encode("utf-8", "surrogatepass")
    low, high = data.index(_ORDERED_FROM) + 1, len(data)
    while low < high:
        middle = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        if data[middle : middle + len(character)] < character:
            low = data.index(b"\n", middle) + 1
        else:
            high = middle
    return low


def is_word(text: str) -> bool:
    """Tell whether the dictionary has a word of a character or more."""
    return text in _entries_from(text[0])


def words_from(first: str) -> Collection[str]:
    """Give the words of the dictionary that begin with a character, and perhaps others."""
    return _entries_from(first)


@cache
def _log_total() -> float:
    if len(_dictionary()) == _ORDERED_SIZE:
        return log(60_101_964)
    return log(sum(entry.times for entry in _all_entries().values()))


@lru_cache(maxsize=16_384)
def log_probability(word: str) -> float:
    """Give the natural logarithm of a word's share of jieba's corpus.

    A single character that the dictionary lacks counts as if seen once.
    """
    return log(_entries_from(word[0]).get(word, _UNKNOWN).times or 1) - _log_total()


def term_weight(word: str) -> float:
    """Tell how much a word says as part of a term, from 0 to 1, by its class and its rarity."""
    folded = word.translate(traditional_to_simplified())
    entry = _entries_from(folded[0]).get(folded, _UNKNOWN)
    if not entry.part_of_speech.startswith(_TERM_CLASSES):
        return 0.0
    rarity = (-log_probability(folded) - _EVERYDAY) / (_RARE - _EVERYDAY)
    return max(0.0, min(1.0, rarity)) * (_SINGLE if len(word) == 1 else 1.0)


def segment(text: str) -> list[str]:
    """Cut a text into the words of jieba's dictionary; joined they are the text.

    ``rjieba`` (the ``fast`` extra) is used where it is installed: the same
    dictionary and model, an order of magnitude faster.
    """
    fast = _rjieba()
    if fast is not None:
        return list(fast.cut(text))
    return list(_tokenizer().cut(text))


@cache
def _rjieba() -> Any:
    try:
        return import_module("rjieba")
    except ImportError:
        return None


@cache
def _tokenizer() -> Any:
    """Make a tokenizer of our own: words that other code adds to jieba's global one would count."""
    jieba = import_module("jieba")
    jieba.setLogLevel(logging.WARNING)
    tokenizer = _private(jieba.Tokenizer)()
    tokenizer.initialize()
    return tokenizer


def _private(base: Any) -> Any:
    """Keep jieba's cache out of the shared temporary folder, where anyone can plant one."""

    class PrivateTokenizer(base):  # type: ignore[misc]
        def initialize(self, dictionary: str | None = None) -> None:
            self.FREQ, self.total = self.gen_pfdict(self.get_dict_file())
            self.initialized = True

    return PrivateTokenizer
