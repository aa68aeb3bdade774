"""A query and the pages that should answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.search.folding import fold, has_han
from benchmarks.search.pages import Page

_LATIN = re.compile("[a-z0-9]")

Judge = Callable[[Page], bool]
"""Tells whether a page answers a query."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query of one set."""

    kind: str
    """The set that it belongs to."""
    text: str
    """What is typed."""
    language: str
    """The reader's."""
    answers: Judge
    """Whether a page is wanted."""
    accepts: Judge | None = None
    """Whether a page that is not wanted is no mistake either."""
    group: str = ""
    """What it has in common with others: the heading that prefixes are of."""


def holds(text: str) -> Judge:
    """Judge pages by whether a block of theirs shows a text; Latin words stand whole in it.

    A page with ``115亿`` is no answer to ``15亿``, nor ``folder`` to ``older``.
    """
    wanted = _between_words(fold(text))
    return lambda page: wanted.search(page.text) is not None


def shows(text: str) -> Judge:
    """Judge pages by whether a block of theirs shows a text, in longer words or not."""
    wanted = fold(text)
    return lambda page: wanted in page.text


def holds_all(words: Sequence[str]) -> Judge:
    """Judge pages by whether they show each of several texts, in words or not."""
    wanted = [fold(word) for word in words]
    return lambda page: all(word in page.text for word in wanted)


def holds_words(words: Sequence[str]) -> Judge:
    """Judge pages by whether they show each of several words; Latin ones stand alone."""
    wanted = [_whole_word(fold(word)) for word in words]
    return lambda page: all(word.search(page.text) for word in wanted)


def _between_words(text: str) -> re.Pattern[str]:
    before = r"(?<![a-z0-9])" if _LATIN.match(text[:1]) else ""
    after = r"(?![a-z0-9])" if _LATIN.match(text[-1:]) else ""
    return re.compile(before + re.escape(text) + after)


def _whole_word(word: str) -> re.Pattern[str]:
    edges = r"(?<![a-z0-9_])", r"(?![a-z0-9_])"
    return re.compile(re.escape(word) if has_han(word) else re.escape(word).join(edges))


def has_heading(texts: Sequence[str], *, language: str = "") -> Judge:
    """Judge pages by whether one of their headings is one of the texts."""
    wanted = frozenset(fold(text) for text in texts)

    def judge(page: Page) -> bool:
        if language and page.language != language:
            return False
        return any(fold(heading.text) in wanted for heading in page.headings)

    return judge


def is_source(sources: Sequence[str]) -> Judge:
    """Judge pages by their paths in the folder."""
    wanted = frozenset(sources)
    return lambda page: page.source in wanted
