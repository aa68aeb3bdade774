"""The sets of queries, drawn from a site's pages with a fixed seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import opencc

from benchmarks.search.folding import bare, fold, has_han, is_han, joined_scripts
from benchmarks.search.hostile import hostile
from benchmarks.search.latin import misspelt, other_forms
from benchmarks.search.pages import GAP, Page
from benchmarks.search.pairs import paired_headings
from benchmarks.search.query import (
    Query,
    has_heading,
    holds,
    holds_all,
    holds_words,
    is_source,
    shows,
)
from benchmarks.search.score import TOP
from benchmarks.search.spoken import initials, sounds_like, syllables
from benchmarks.search.tokens import Token, tokens, words

SEED = 20_261_123
LONGEST_HEADING = 40
PREFIXED = 0.4
"""Headings that are typed letter by letter, as a share of the queries of other sets."""


def draw_queries(pages: Sequence[Page], count: int, questions: Path | None) -> tuple[Query, ...]:
    """Draw up to `count` queries of each kind; the same pages give the same queries."""
    sets: tuple[Callable[[Sequence[Page], int], Iterator[Query]], ...] = (
        headings, substrings, prefixes, traditional, pinyin, cross_language, typos, forms, several,
    )  # fmt: skip
    drawn = [query for draw in sets for query in draw(pages, count)]
    if questions is not None and questions.is_file():
        drawn += asked(json.loads(questions.read_text("utf-8")), count)
    return (*drawn, *(Query("hostile", text, "zh", lambda _: False) for text in hostile(SEED)))


def headings(pages: Sequence[Page], count: int) -> Iterator[Query]:
    """Whole headings."""
    for text, language in _headings(pages, count, "headings"):
        yield Query("headings", text, language, has_heading([text]))


def traditional(pages: Sequence[Page], count: int) -> Iterator[Query]:
    """Headings in Traditional characters, where that makes a difference."""
    for text, language in _headings(pages, count, "traditional", lambda t: _to_traditional(t) != t):
        yield Query("traditional", _to_traditional(text), language, has_heading([text]))


def prefixes(pages: Sequence[Page], count: int) -> Iterator[Query]:
    """Each beginning of a heading from two characters on, as someone types it.

    Beginnings that more pages share than the first ten can show are left out: no order
    of results serves all of them.
    """
    folded = [{fold(heading.text) for heading in page.headings} for page in pages]
    for text, language in _headings(pages, max(1, int(PREFIXED * count)), "prefixes"):
        judge = has_heading([text])
        for size in range(2, min(len(text), 16) + 1):
            begun = fold(text[:size])
            sharing = sum(any(h.startswith(begun) for h in found) for found in folded)
            if text[size - 1].isalnum() and sharing <= TOP:
                yield Query("prefixes", text[:size], language, judge, group=text)


def pinyin(pages: Sequence[Page], count: int) -> Iterator[Query]:
    """Pinyin of headings, joined and spaced by turns, and its initials."""
    found = _headings(pages, count, "pinyin", lambda t: _is_spoken(bare(t)))
    for number, (text, language) in enumerate(found):
        sounds = syllables(bare(text))
        written = ("" if number % 2 else " ").join(sounds)
        yield Query("pinyin", written, language, sounds_like("".join(sounds)))
        if len(sounds) > 2:
            first = "".join(sound[0] for sound in sounds)
            yield Query("initials", first, language, initials(first))


def substrings(pages: Sequence[Page], count: int) -> Iterator[Query]:
    """Pieces of two to six characters, wherever they begin; Latin words stay whole.

    Where a space stands beside a Han character, the piece is asked without it, and once
    more as it is written, in a set of its own: a space also means two words.
    """
    chance = random.Random(f"{SEED}-substrings")
    places = [(page, block) for page in pages for block in page.blocks if has_han(block)]
    seen: set[str] = set()
    for _ in range(20 * count if places else 0):
        if len(seen) >= count:
            return
        page, block = chance.choice(places)
        text = _piece(chance, block, mixed=len(seen) % 4 == 0)
        if text and fold(text) not in seen:
            seen.add(fold(text))
            joined = joined_scripts(text)
            judges = holds(text), shows(text)
            yield Query("substrings", joined, page.language, *judges)
            if joined != text:
                yield Query("spaced", text, page.language, *judges)


def cross_language(pages: Sequence[Page], count: int) -> Iterator[Query]:
    """Headings in one language; the page in the other is what its reader wants."""
    pairs = paired_headings(pages)
    chance = random.Random(f"{SEED}-cross")
    for query, wanted, language in chance.sample(pairs, k=min(count, len(pairs))):
        judge = has_heading([wanted], language=language)
        yield Query("cross-language", query, language, judge)


def typos(pages: Sequence[Page], count: int) -> Iterator[Query]:
    """English words of the site with one slip."""
    for typed, word in misspelt(pages, count, SEED):
        yield Query("typos", typed, "zh", holds(word))


def forms(pages: Sequence[Page], count: int) -> Iterator[Query]:
    """Forms of the site's English words that it does not have itself."""
    for typed, word in other_forms(pages, count, SEED):
        yield Query("forms", typed, "zh", holds(word))


def several(pages: Sequence[Page], count: int) -> Iterator[Query]:
    """Two or three words from different places of one page."""
    chance = random.Random(f"{SEED}-several")
    usable = [page for page in pages if len(page.blocks) > 2]
    for _ in range(count if usable else 0):
        page = chance.choice(usable)
        blocks = chance.sample(page.blocks, k=min(chance.choice((2, 3)), len(page.blocks)))
        found = [chance.choice(known) for known in map(words, blocks) if known]
        chosen = list(dict.fromkeys(found))
        if len(chosen) > 1:
            yield Query(
                "several",
                " ".join(chosen),
                page.language,
                holds_words(chosen),
                accepts=holds_all(chosen),
            )


def asked(rows: Sequence[dict[str, object]], count: int) -> Iterator[Query]:
    """Questions of ``questions.json``: ``[{"query": …, "pages": ["path.md", …]}, …]``."""
    for row in rows[:count]:
        found = row["pages"]
        sources = [str(source) for source in found] if isinstance(found, list) else [str(found)]
        language = str(row.get("language", "zh"))
        yield Query("questions", str(row["query"]), language, is_source(sources))


def _headings(
    pages: Sequence[Page], count: int, name: str, fit: Callable[[str], bool] = lambda _: True
) -> list[tuple[str, str]]:
    found = {
        heading.text: page.language
        for page in pages
        for heading in page.headings
        if 2 <= len(heading.text) <= LONGEST_HEADING and GAP not in heading.text
        if fit(heading.text)
    }
    chance = random.Random(f"{SEED}-{name}")
    ordered = sorted(found.items())
    return chance.sample(ordered, k=min(count, len(ordered)))


def _piece(chance: random.Random, block: str, *, mixed: bool) -> str:
    """Cut two to six characters out of one run without punctuation, or nothing."""
    found = tokens(block)
    start = chance.randrange(len(found)) if found else 0
    if mixed:
        edges = [i for i in range(1, len(found)) if _changes_script(found[i - 1], found[i])]
        start = chance.choice(edges) - 1 if edges else start
    size = chance.randint(2, 6)
    end, length = start, 0
    while end < len(found) and length + len(found[end].text) <= size:
        if end > start and not found[end].follows:
            break
        if len(found[end].text) == 1 and not is_han(found[end].text):
            break
        length += len(found[end].text)
        end += 1
    text = block[found[start].start : found[end - 1].end] if end > start else ""
    return text if length >= 2 and has_han(text) else ""


def _changes_script(left: Token, right: Token) -> bool:
    return right.follows and is_han(left.text[0]) != is_han(right.text[0])


def _is_spoken(text: str) -> bool:
    return 2 <= len(text) <= 12 and all(map(is_han, text))


@cache
def _to_traditional(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
