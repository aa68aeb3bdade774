"""Words of Chinese text: how common those of jieba's dictionary are, and jieba itself.

For how common a word is, only jieba's table is read, in a tenth of the time that its
segmenter needs to set up; the figures are the same whichever segmenter is installed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Any

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


@cache
def word_counts() -> Mapping[str, str]:
    """Map each word to its count in jieba's corpus, in decimal digits as the file has it.

    The counts stay strings because only a handful of the 350,000 is ever used.
    """
    fields = _dictionary()
    return dict(zip(fields[0::3], fields[1::3], strict=True))


@cache
def _word_classes() -> Mapping[str, str]:
    """Map each word to its part of speech in jieba's dictionary."""
    fields = _dictionary()
    return dict(zip(fields[0::3], fields[2::3], strict=True))


def _dictionary() -> list[str]:
    """Read jieba's dictionary: word, count and part of speech by turns."""
    # The package is found but not imported: importing sets up a tokenizer and logging.
    package = find_spec("jieba")
    folder = package.submodule_search_locations if package else None
    if not folder:
        raise ModuleNotFoundError("jieba, which notes-kb depends on, is not installed")
    return Path(folder[0], "dict.txt").read_text("utf-8").split()


@cache
def _log_total() -> float:
    return log(sum(map(int, word_counts().values())))


def log_probability(word: str) -> float:
    """Give the natural logarithm of a word's share of jieba's corpus.

    A single character that the dictionary lacks counts as if seen once.
    """
    return log(int(word_counts().get(word, 0)) or 1) - _log_total()


def term_weight(word: str) -> float:
    """Tell how much a word says as part of a term, from 0 to 1, by its class and its rarity."""
    folded = word.translate(traditional_to_simplified())
    if not _word_classes().get(folded, "x").startswith(_TERM_CLASSES):
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
