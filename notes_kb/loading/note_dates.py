"""Days as people and tools write them, in ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime

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


def read_date(text: str) -> str:
    """Give a date as tools write it (``2025/2/3 9:05``, ``+0800``) in ISO 8601, or nothing."""
    match = _LOOSE.fullmatch(text.strip())
    if match is None:
        return iso_date(text.strip())
    year, month, day, hour, minute, second, zone, zone_minutes = match.groups()
    written = f"{year}-{month:0>2}-{day:0>2}"
    if hour:
        written += f"T{hour:0>2}:{minute}:{second or '00'}"
        written += f"{zone}:{zone_minutes}" if zone else ""
    return iso_date(written)
