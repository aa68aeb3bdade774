"""How headings sound."""

from __future__ import annotations

from functools import cache

from pypinyin import lazy_pinyin

from benchmarks.search.folding import bare, has_han
from benchmarks.search.pages import Page
from benchmarks.search.query import Judge


@cache
def syllables(text: str) -> tuple[str, ...]:
    """Toneless pinyin of a text of Han characters."""
    return tuple(lazy_pinyin(text))


def sounds_like(sounds: str) -> Judge:
    """Judge pages by whether a heading of theirs sounds so."""
    return lambda page: any(sounds == "".join(found) for found in _spoken(page))


def initials(letters: str) -> Judge:
    """Judge pages by whether the syllables of a heading of theirs begin so."""
    return lambda page: any(letters == "".join(s[0] for s in found) for found in _spoken(page))


@cache
def _spoken(page: Page) -> tuple[tuple[str, ...], ...]:
    found = {bare(heading.text) for heading in page.headings if has_han(heading.text)}
    return tuple(syllables(text) for text in sorted(found) if text)
