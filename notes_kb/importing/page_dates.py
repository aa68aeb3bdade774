"""The day on which a page appeared, as pages write it: for machines, and below the title."""

from __future__ import annotations

import re

from notes_kb.languages import LANGUAGES
from notes_kb.loading.note_dates import iso_date
from notes_kb.loading.provenance import leading_date

_UNITS = tuple(one.credits.date_units for one in LANGUAGES)
_YEAR, _MONTH, _DAY = ("".join(dict.fromkeys(units[n] for units in _UNITS)) for n in range(3))
_MONTHS = next(one.credits.months for one in LANGUAGES if one.credits.months)
_NAMES = "|".join(_MONTHS)
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<y>[12]\d{{3}}) ?[-/.{_YEAR}] ?(?P<m>\d{{1,2}}) ?[-/.{_MONTH}] ?"
        r"(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>[12]\d{3})(?!\d)",
        rf"\b(?P<n>{_NAMES})[a-z]{{0,6}}\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? "
        r"(?P<y>[12]\d{3})\b",
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<n>{_NAMES})[a-z]{{0,6}}\.?,?[ -]"
        r"(?P<y>[12]\d{3})\b",
    )
)
_COMPACT = re.compile(r"(?P<y>[12]\d{3})(?P<m>\d{2})(?P<d>\d{2})(?=T|\d{6}$|$)")
_IN_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-]?(?P<m>[01]\d)[/-]?(?P<d>[0-3]\d)(?=[/_.-]|$)")


def published_day(value: str) -> str:
    """Read what a page says to machines: any usual way to write a day; empty where it is none."""
    value = value.strip()
    if day := leading_date(value):
        return day
    match = _COMPACT.match(value)
    return (_written(match) if match else "") or day_within(value)


def day_within(text: str) -> str:
    """Give the first day that stands in a text; empty for none."""
    found = sorted(
        (match.start(), day)
        for pattern in _DAYS
        if (match := pattern.search(text)) and (day := _written(match))
    )
    return found[0][1] if found else ""


def day_in_address(address: str) -> str:
    """Give the day under which a blog or newspaper files a text; empty for none."""
    match = _IN_ADDRESS.search(address)
    return _written(match) if match else ""


def _written(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month = _MONTHS.index(parts["n"].lower()) + 1 if parts.get("n") else parts["m"]
    return iso_date(f"{parts['y']}-{month}-{parts['d']}")
