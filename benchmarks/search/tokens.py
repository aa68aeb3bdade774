"""Characters and Latin words of a text, with their places."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import jieba

from benchmarks.search.folding import HAN, has_han

_TOKEN = re.compile(rf"[{HAN}]|[A-Za-z0-9]+")
_STOP = frozenset(
    "因为 所以 如果 可以 这个 一个 我们 他们 没有 以及 the and for with that this".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """One Han character or one word of Latin letters and digits."""

    text: str
    start: int
    """Code points into the text."""
    end: int
    follows: bool
    """Whether nothing but spaces stands between it and the one before."""


def tokens(text: str) -> Sequence[Token]:
    """Cut a text; punctuation is dropped, but remembered."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        between = text[end : match.start()]
        follows = bool(found) and not between.strip()
        found.append(Token(match[0], match.start(), match.end(), follows))
        end = match.end()
    return found


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text that someone may search for: two characters or more."""
    cut = _tokenizer().cut(text) if has_han(text) else text.split()
    stripped = (word.strip(" .,;:!?()[]“”‘’、，。；：（）《》\"'") for word in cut)
    return tuple(dict.fromkeys(word for word in stripped if _is_word(word)))


def _is_word(word: str) -> bool:
    found = tokens(word)
    whole = "".join(token.text for token in found) == word
    return whole and len(word) > (1 if has_han(word) else 2) and word.lower() not in _STOP


@cache
def _tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.ERROR)
    return jieba.Tokenizer()
