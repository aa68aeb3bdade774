"""Days as people and tools write them, in ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime

from notes_kb.languages import LANGUAGES

_MONTHS = next(one.credits.months for one in LANGUAGES if one.credits.months)
_MONTH_NAMES = next(one.credits.month_names for one in LANGUAGES if one.credits.month_names)
_TH = r"(?:st|nd|rd|th)?"
NAMED_DAY = (
    rf"(?:(?P<m1>[a-z]{{3,9}})\.? (?P<d1>[0-9]{{1,2}}){_TH}"
    rf"(?: ?[-–—] ?(?:[a-z]{{3,9}}\.? )?[0-9]{{1,2}}{_TH})?"
    rf"|(?P<d2>[0-9]{{1,2}}){_TH}(?: ?[-–—] ?[0-9]{{1,2}}{_TH})? (?P<m2>[a-z]{{3,9}})\.?)"
    r",? (?P<y>[12][0-9]{3})"
)
"""A day with the name of its month, as a pattern in which case does not matter; the first of
several: April 21-22, 2021."""
_NAMED = re.compile(NAMED_DAY, re.IGNORECASE)
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LOOSE = re.compile(
    r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"
    r"(?:[T ]{1,2}([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\.[0-9]{1,9})?)?"
    r" ?(?:Z|UTC|([+-][0-9]{2}):?([0-9]{2}))?"
)


def iso_date(text: str) -> str:
    """Give a date, or a date with a time, in ISO 8601; empty where it is none."""
    if match := _DATE.fullmatch(text):
        text = f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def named_day(match: re.Match[str]) -> str:
    """Give the day of a match of `NAMED_DAY` in ISO 8601; empty where there is no such month."""
    name = (match["m1"] or match["m2"]).lower()
    month = _MONTHS.index(name[:3]) if name[:3] in _MONTHS else -1
    if month < 0 or not _MONTH_NAMES[month].startswith(name):
        return ""
    return iso_date(f"{match['y']}-{month + 1}-{match['d1'] or match['d2']}")


def read_date(text: str) -> str:
    """Give a date as tools write it (``2025/2/3 9:05``, ``Feb 3, 2025``) in ISO 8601, or nothing.

    Of several days, it is the first.
    """
    match = _LOOSE.fullmatch(text.strip())
    if match is None:
        named = _NAMED.fullmatch(text.strip())
        return named_day(named) if named else iso_date(text.strip())
    year, month, day, hour, minute, second, zone, zone_minutes = match.groups()
    written = f"{year}-{month:0>2}-{day:0>2}"
    if hour:
        written += f"T{hour:0>2}:{minute}:{second or '00'}"
        written += f"{zone}:{zone_minutes}" if zone else ""
    return iso_date(written)
