"""The queries that a site's owner wants answered, read from a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Golden:
    """A query that the site's owner wants answered, and the page that must be found."""

    query: str
    url: str
    """Relative to the site's root, without an anchor."""
    within: int = 10
    """The page is among so many first results."""
    language: str = ""


def load_golden(path: Path) -> tuple[Golden, ...]:
    """Read the owner's golden queries: ``[{query, url, within, language}]``.

    Raises `ValueError` with a remedy where the file is no such list.
    """
    if not path.is_file():
        return ()
    try:
        rows = yaml.safe_load(path.read_text("utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise ValueError(f"{path.name}: {problem}; {_WANTED}") from problem
    if not isinstance(rows, list):
        raise ValueError(f"{path.name} holds no list; {_WANTED}")
    return tuple(_golden(path.name, number, row) for number, row in enumerate(rows, 1))


_WANTED = "write a list of {query: …, url: …, within: 10, language: zh}"


def _golden(file: str, number: int, row: object) -> Golden:
    known = {"query": str, "url": str, "within": int, "language": str}
    if not isinstance(row, dict) or not {"query", "url"} <= row.keys():
        raise ValueError(f"{file}: entry {number} has no query and url; {_WANTED}")
    for key, value in row.items():
        if key not in known or not isinstance(value, known[key]):
            raise ValueError(f"{file}: entry {number}: '{key}: {value}' is not known; {_WANTED}")
    return Golden(**row)
