"""Headings of pages that are translations of each other."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.search.folding import fold, has_han
from benchmarks.search.pages import GAP, Heading, Page


def paired_headings(pages: Sequence[Page]) -> list[tuple[str, str, str]]:
    """Give (query, heading wanted, its language) for both directions of each pair."""
    by_source = {page.source: page for page in pages}
    found: list[tuple[str, str, str]] = []
    for page in pages:
        other = by_source.get(_chinese(page.source)) if page.language == "en" else None
        if other is None:
            continue
        for zh, en in _aligned(other, page):
            if GAP in zh or GAP in en:
                continue
            if has_han(zh) and not has_han(en) and fold(zh) != fold(en):
                found += [(zh, en, "en"), (en, zh, "zh")]
    return sorted(set(found))


def _chinese(source: str) -> str:
    if source.startswith("en/"):
        return f"zh/{source.removeprefix('en/')}"
    return source.removesuffix(".en.md") + ".md"


def _aligned(chinese: Page, english: Page) -> list[tuple[str, str]]:
    """Pair headings by their anchors, else by their places where there are as many."""
    left, right = _by_anchor(chinese), _by_anchor(english)
    shared = [anchor for anchor in left if anchor in right]
    if shared:
        return [(left[anchor], right[anchor]) for anchor in shared]
    if len(chinese.headings) != len(english.headings):
        return []
    both = zip(chinese.headings, english.headings, strict=True)
    return [(zh.text, en.text) for zh, en in both]


def _by_anchor(page: Page) -> dict[str, str]:
    def name(number: int, heading: Heading) -> str:
        return "the title" if number == 0 else heading.anchor

    return {name(i, heading): heading.text for i, heading in enumerate(page.headings)}
