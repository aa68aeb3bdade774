"""How common the words of jieba's dictionary are.

Only the table is read, in a tenth of the time that the segmenter needs to set up;
the same figures hold whichever segmenter is installed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path

MAX_WORD = 8
"""Characters of the longest word that is looked up; idioms of four pairs are within."""


@cache
def word_counts() -> Mapping[str, str]:
    """Map each word to its count in jieba's corpus, in decimal digits as the file has it.

    The counts stay strings because only a handful of the 350,000 is ever used.
    """
    # The package is found but not imported: importing sets up a tokenizer and logging.
    package = find_spec("jieba")
    folder = package.submodule_search_locations if package else None
    if not folder:
        raise ModuleNotFoundError("jieba, which notes-kb depends on, is not installed")
    fields = Path(folder[0], "dict.txt").read_text("utf-8").split()  # word, count, part of speech
    return dict(zip(fields[0::3], fields[1::3], strict=True))


@cache
def _log_total() -> float:
    return log(sum(map(int, word_counts().values())))


def log_probability(word: str) -> float:
    """Give the natural logarithm of a word's share of jieba's corpus.

    A single character that the dictionary lacks counts as if seen once.
    """
    return log(int(word_counts().get(word, 0)) or 1) - _log_total()
