"""Headings of a paste in two languages, on two lines: Abstract and 摘要.

Reports set the names of their parts so. Two such pairs, one of them the usual name of a
section, say that each short line with its translation below is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from notes_kb.languages.scripts import has_wide
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_evidence import is_section_name
from notes_kb.loading.recap_reasons import Reasons

_SERIES = "languages"
"""The name of the series of such headings."""
_FEWEST = 2
_NAME = re.compile(r"[A-Z][a-z]{2,12}(?: [A-Z]?[a-z]{2,12}){0,2}")
_LONGEST = 8
"""Letters of the longest line in wide ones."""


def join_section_names(drafts: Sequence[Draft], reasons: Reasons) -> list[Draft]:
    """Make one heading, without a level yet, of two lines that say the same in two languages."""
    pairs = [n for n in range(len(drafts) - 2) if _are_translations(drafts, n)]
    named = sum(any(is_section_name(d.text) for d in drafts[n : n + 2]) for n in pairs)
    if len(pairs) < _FEWEST or not named:
        return list(drafts)
    joined = list(drafts)
    for n in pairs:
        above, below = drafts[n], drafts[n + 1]
        joined[n] = replace(
            in_both(above, below),
            shape=Shape.HASH,
            level=0,
            marker="",
            numbering=None,
            series=_SERIES,
        )
        reasons.say(joined[n], f"one of {len(pairs)} lines with a translation below")
    second = {n + 1 for n in pairs}
    return [draft for n, draft in enumerate(joined) if n not in second]


def in_both(above: Draft, below: Draft) -> Draft:
    """Give two lines that say the same in two languages as one."""
    text = f"{above.text.strip('*_ ')} {below.text.strip('*_ ')}"
    return replace(above, lines=(*above.lines, *below.lines), text=text)


def is_translated(draft: Draft) -> bool:
    """Tell a heading in two languages."""
    return draft.series == _SERIES


def _are_translations(drafts: Sequence[Draft], n: int) -> bool:
    above, below, text = drafts[n : n + 3]
    return (
        {above.shape, below.shape} <= {Shape.PLAIN, Shape.BOLD}
        and all(len(d.lines) == 1 and d.lines[0].after_blank for d in (above, below))
        and text.lines[0].after_blank
        and _NAME.fullmatch(above.text.strip("*_ ")) is not None
        and has_wide(below.text)
        and len(below.text.strip("*_ ")) <= _LONGEST
        and all(map(str.isalpha, below.text.strip("*_ ")))
    )
