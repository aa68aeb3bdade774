"""The list of sources at the end of a text: its name alone on a line, and the sources below.

Pages set the name as one more paragraph, often with a colon or in brackets. It belongs to no
section of the text, so it is a heading like the outermost ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from notes_kb.languages import LANGUAGES
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_evidence import bare_name
from notes_kb.loading.recap_reasons import Reasons

_LATEST = 0.5
"""The part of a text that stands above its list of sources at least."""
_MOST = 40
"""Lines of a list that are looked at."""
_LONGEST = 40
"""Characters of the longest name, with what stands around it."""
_MEDIA = frozenset({Shape.FIGURE, Shape.TABLE, Shape.CODE, Shape.MATH, Shape.TURN})
_SOURCE = re.compile(
    r"""
    [*_`"“]{0,4}\\?[\[【〔（(]?[1-9][0-9]{0,2}\\?[\]】〕）).、．:：]  # its number
    |.{0,400}?(?:
        https?:|\bwww\.|\]\(|\bdoi\b|\bet[ ]al\b|arXiv
        |《[^《》]{1,200}》
        |\\?\[(?:[A-Z]|EB/OL)\\?\]  # its kind, as GB/T 7714 writes it
        |[(（,，.\s](?:19|20)[0-9]{2}[a-z]?[)）,，.:：]  # its year
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""What a source begins with or holds."""


@cache
def _names() -> frozenset[str]:
    return frozenset(word for one in LANGUAGES for word in one.headings.sources)


def names_sources(text: str) -> bool:
    """Tell the name of a list of sources, a colon behind it or brackets around it or not."""
    return len(text) <= _LONGEST and bare_name(text) in _names()


def find_source_list(drafts: Sequence[Draft], reasons: Reasons) -> set[int]:
    """Find the line that names the sources below it; at most one.

    It stands in the second half of the text and comes once, and most of what is below it, up
    to the next heading or picture, are sources or points.
    """
    named = [
        n
        for n, draft in enumerate(drafts)
        if draft.shape in {Shape.PLAIN, Shape.BOLD} and names_sources(draft.text)
    ]
    if len(named) != 1 or named[0] < len(drafts) * _LATEST:
        return set()
    below: list[bool] = []
    for draft in drafts[named[0] + 1 : named[0] + 1 + _MOST]:
        if draft.shape in _MEDIA or (draft.shape in {Shape.HASH, Shape.BOLD} and below):
            break
        if draft.shape is not Shape.RULE:
            below.append(draft.shape is Shape.BULLET or _SOURCE.match(draft.text) is not None)
    if not below or not below[0] or sum(below) * 2 < len(below):
        return set()
    reasons.say(drafts[named[0]], "it names the sources below")
    return set(named)
