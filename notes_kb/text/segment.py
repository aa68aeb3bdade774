"""Word boundaries of Chinese text: jieba behind one function."""

from __future__ import annotations

import logging
from functools import cache
from importlib import import_module
from typing import Any


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
    """Own a tokenizer, because jieba's global one carries its users' words to each other."""
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
