"""A table of contents that a platform printed above the text: its lines come again below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import islice
from string import digits

from notes_kb.languages import LANGUAGES
from notes_kb.loading.rows import Row
from notes_kb.text.numbering import parse_numbering

RULE = "contents-list"
"""The name in the ledger."""

_HEAD = 60
"""Rows among which the label stands: a summary may be above it."""
_FEWEST = 2
"""Entries of the shortest table."""
_FEWEST_LED = 3
"""The same where a sentence leads to the table, instead of a label."""
_LONGEST_LEAD = 40
"""Characters of such a sentence."""
_LEADS = ("：", ":", "。", ".", "，", ",")
"""How a line ends that leads to what stands below it."""
_BULLETS = "•·●▪◦- \u3000"
"""What stands before an entry in a copy."""
_LONGEST_LABEL = 24
"""Characters of one that says nothing else, and goes with the table."""


def find_contents(rows: Sequence[Row]) -> tuple[int, int] | None:
    """Find the label and the entries below it, each of which is a line of the text again.

    Gives the first row and the one behind the last; the text itself repeats every
    entry, so nothing is lost with the table. Where the first entry comes again, the
    text begins. The numbers of entries and headings may differ. Links to places of one page
    are a table also where the text does not repeat them.
    """
    for start, row in enumerate(rows[:_HEAD]):
        named = is_contents_name(row.text)
        if named and (end := _end_of_links(rows, start + 1)) - start > _FEWEST_LED:
            return start, end
        if not named and _stands_free(rows, start) and _repeats_links(rows, start):
            return start, _end_of_links(rows, start)
        if not named and not _leads_to_contents(row.text):
            continue
        end = start + 1
        if end < len(rows) and _letters(rows[end].text) in _buttons():
            end += 1
        begins = end
        end = _end_of_entries(rows, begins)
        if end - begins >= (_FEWEST if named else _FEWEST_LED):
            alone = named or (len(row.text) <= _LONGEST_LABEL and not row.links)
            return (start if alone else begins), end
    return None


def _end_of_entries(rows: Sequence[Row], begins: int) -> int:
    left = Counter(_entry(row.text) for row in rows[begins:])
    first = ""
    for end, row in enumerate(rows[begins:], begins):
        entry = _entry(row.text)
        if not entry or entry == first or left[entry] < 2:
            return end
        first = first or entry
        left[entry] -= 1
    return len(rows)


def _end_of_links(rows: Sequence[Row], begins: int) -> int:
    """Find the row behind those that are nothing but links to places of one and the same page."""
    page: str | None = None
    for end, row in enumerate(rows[begins:], begins):
        pages = {link.target.partition("#")[0] for link in row.links}
        alike = len(pages) == 1 and (page is None or page in pages)
        places = alike and all("#" in link.target for link in row.links)
        if row.opaque or row.heading or not places or not _is_entry(row):
            return end
        page = pages.pop()
    return len(rows)


def _is_entry(row: Row) -> bool:
    """Tell a row of which all but a number is the text of links."""
    shown = _letters("".join(link.text for link in row.links)).lstrip(digits)
    return len(shown) * 10 >= len(_letters(row.text).lstrip(digits)) * 8 > 0 and not row.pictured


def _stands_free(rows: Sequence[Row], start: int) -> bool:
    """Tell whether no sentence leads to a row: then what follows is the author's list."""
    if not start or not rows[start].links or rows[start].raw.lstrip().startswith(">"):
        return False
    above = rows[start - 1]
    within = bool(above.links) and not above.opaque and _is_entry(above)
    return not within and not above.text.endswith(_LEADS)


def _repeats_links(rows: Sequence[Row], start: int) -> bool:
    """Tell whether the text repeats each of the links to its places that begin at a row."""
    end = _end_of_links(rows, start)
    if end - start < _FEWEST_LED:
        return False
    own = {_entry(row.text) for row in rows[end:]}
    return all(_entry(row.text) in own for row in rows[start:end])


def _entry(text: str) -> str:
    """Give the letters of an entry or a heading, without its number where more follows.

    Nothing may part the number of one from its words: 01Why we began.
    """
    text = text.lstrip(_BULLETS)
    numbering = parse_numbering(text)
    letters = _letters(numbering.rest if numbering and numbering.rest else text)
    return letters.lstrip(digits) or letters


def _leads_to_contents(text: str) -> bool:
    """Tell a short sentence that speaks of the table below it: 以下为本文目录，…"""
    if len(text) > _LONGEST_LEAD or text.isascii():
        return False
    folded = text.casefold()
    return any(name in folded for name in _wide_names())


def is_contents_name(text: str) -> bool:
    """Tell the label of a table of contents."""
    letters = (c for c in text.casefold() if c.isalnum())
    first = next(letters, "")
    if first not in _initials():  # That is so for most lines, and every line is asked.
        return False
    return first + "".join(islice(letters, _longest_name())) in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(_letters(word) for one in LANGUAGES for word in one.headings.contents)


@cache
def _wide_names() -> frozenset[str]:
    return frozenset(name for name in _names() if not name.isascii())


@cache
def _initials() -> frozenset[str]:
    return frozenset(name[:1] for name in _names())


@cache
def _buttons() -> frozenset[str]:
    return frozenset(_letters(word) for one in LANGUAGES for word in one.headings.contents_buttons)


@cache
def _longest_name() -> int:
    return max(map(len, _names()))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
