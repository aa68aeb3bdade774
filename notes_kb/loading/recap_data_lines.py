"""Short lines that give data between paragraphs: they stand as headings do, and head nothing.

A day, who speaks, who took a picture, where a shop is and when it is open, the answers to
choose from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from notes_kb.languages import LANGUAGES
from notes_kb.loading.provenance import is_credit, is_whole_date
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_lines import fits, is_choice_row

_LONGEST = 100
"""Columns of the longest line that is looked at."""
_LONGEST_LABELLED = 48
"""Columns of the longest line that names people."""
_EDGE = 6
"""Drafts at either end of a text among which lines name people."""
_LONGEST_CREDIT = 40
"""Columns of the longest line that names who took a picture."""
_FEWEST_CREDITS = 3
"""Pictures of one agency that make a series."""
_SHAPES = frozenset({Shape.PLAIN, Shape.BOLD})
_COLONS = ("：", ":")
_PEOPLE = re.compile(
    rf"[^\s:：]{{0,4}}(?:{'|'.join(word for one in LANGUAGES for word in one.labels.people)})"
    r"\s?[:：]\s?\S",
    re.I,
)
_MARKS = "".join(one.credits.label_marks for one in LANGUAGES)
_BARRED = re.compile(rf"[^\W\d_]{{2,6}} ?[{_MARKS}] ?[^{_MARKS}，。！？]{{1,24}}")
"""A label of a credit and who it names, with a bar between."""
_LABELLED = re.compile(r"[^\s:：]{1,8}[:：]\s?[^\s:：][^:：。！？]{0,30}")
_TIME = re.compile(r"[0-9]{1,2}[:：][0-9]{2}(?:\s?[^0-9:：]{1,4}\s?[0-9]{1,2}[:：][0-9]{2})?", re.I)
_NO_NAME = "/／©；;，。？！?!()（）=＝"
_AGENCY = re.compile(
    rf"[^=＝]{{1,40}}[/／]\s?(?P<agency>[^\s{_NO_NAME}](?:[^{_NO_NAME}]{{0,20}}[^\s{_NO_NAME}])?)"
)
"""Who took a picture, and for whom: 林某 / 某图库."""
_PARTED = re.compile(r"[^/／]{1,30} [/／] [^/／]{1,30}")
"""The same with blanks round the slash, which where others are so needs no second time."""
_DATUM = re.compile(
    "|".join(pattern for one in LANGUAGES for pattern in one.labels.visiting)
    + r"|[0-9]{1,2}[:：][0-9]{2}|[0-9]{1,4}[-－][0-9]{1,4}",
    re.I,
)
"""What tells a visitor where a place is, when it is open and what it costs."""
_PARTS = re.compile("[；;]")
_SUPPLIED = re.compile("|".join(text for one in LANGUAGES for text in one.labels.supplied), re.I)


def find_data_lines(drafts: Sequence[Draft]) -> frozenset[int]:
    """Find the short lines that give data, by their place among the drafts."""
    short = {
        n: draft.text.strip("*_ ")
        for n, draft in enumerate(drafts)
        if draft.shape in _SHAPES and len(draft.lines) == 1 and len(draft.text) <= _LONGEST
    }
    agencies = Counter(agency for text in short.values() if (agency := _agency(text)))
    agency_known = max(agencies.values(), default=0) >= _FEWEST_CREDITS
    days = sum(is_whole_date(text) for text in short.values() if text[:1].isdigit())
    return frozenset(
        n
        for n, text in short.items()
        if _is_moment(drafts, n, text, days)
        or _names_people(drafts, n, text)
        or agencies[_agency(text)] >= _FEWEST_CREDITS
        or (agency_known and _PARTED.fullmatch(text) and _agency(text))
        or "©" in text
        or _is_visiting(text)
        or _SUPPLIED.fullmatch(text)
        or is_choice_row(text)
    )


def _is_moment(drafts: Sequence[Draft], n: int, text: str, days: int) -> bool:
    """Tell a day or time whose label stands above it; days head the parts of a diary."""
    if not text[:1].isdigit():
        return False
    labelled = n > 0 and drafts[n - 1].text.endswith(_COLONS)
    if _TIME.fullmatch(text):
        return True
    return (labelled or days == 1) and is_whole_date(text)


def _names_people(drafts: Sequence[Draft], n: int, text: str) -> bool:
    """Tell a line at either end of a text that says who speaks, or stands between credits."""
    if min(n, len(drafts) - n) > _EDGE or not fits(text, _LONGEST_LABELLED):
        return False
    if _PEOPLE.match(text) or _BARRED.fullmatch(text):
        return True
    within = 0 < n < len(drafts) - 1 and _LABELLED.fullmatch(text) is not None
    return within and is_credit(drafts[n - 1].text) and is_credit(drafts[n + 1].text)


def _agency(text: str) -> str:
    if not ("/" in text or "／" in text) or not fits(text, _LONGEST_CREDIT):
        return ""
    match = _AGENCY.fullmatch(text)
    return match["agency"] if match else ""


def _is_visiting(text: str) -> bool:
    """Tell an address, with opening hours or a price behind it: 北街3号；免费；9:00～17:00."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    return len(parts) > 1 and any(_DATUM.search(part) for part in parts)
