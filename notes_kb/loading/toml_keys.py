"""Front matter between ``+++`` lines, in TOML, as Hugo and Zola write it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, time

from notes_kb.domain.span import Position
from notes_kb.loading.bounded_yaml import Path
from notes_kb.loading.decode import clean_characters

FENCE = "+++"
_MOST = 16 * 1024
"""Characters of one block; the standard library's parser is not linear in odd ones."""
_TABLES = ("taxonomies", "extra", "params")
"""Tables of Hugo and Zola whose keys say the same as outer ones."""
_KEY = re.compile(r"\s{0,8}\"?([\w-]{1,80})\"?\s{0,8}=")
_TABLE = re.compile(r"\s{0,8}\[{1,2}\s{0,8}\"?([\w-]{1,80})")


def read_toml_keys(lines: Sequence[str]) -> Mapping[str, object] | None:
    """Read the lines between the fences; None where they are no TOML within the bounds.

    Keys of the tables `_TABLES` are raised to the outermost level. A date becomes the string
    that ISO 8601 writes; what is neither text, number, truth value nor a list of them is left
    out.
    """
    text = "\n".join(lines)
    if len(text) > _MOST:
        return None
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None
    raised: dict[str, object] = {}
    for table in _TABLES:
        inner = values.pop(table, None)
        if isinstance(inner, dict):
            raised |= inner
    read = ((clean_characters(key), _plain(value)) for key, value in (raised | values).items())
    return {key: value for key, value in read if value is not None}


def toml_positions(lines: Sequence[str], values: Mapping[str, object]) -> dict[Path, Position]:
    """Say where each key stands, lines from 1 within the block."""
    found: dict[Path, Position] = {}
    raised = True
    for number, line in enumerate(lines, 1):
        if header := _TABLE.match(line):
            raised = header[1] in _TABLES
        elif raised and (match := _KEY.match(line)) and match[1] in values:
            found.setdefault((match[1],), Position(number, match.start(1) + 1))
    return found


def _plain(value: object) -> object:
    match value:
        case bool() | int() | float():
            return value
        case str():
            return clean_characters(value)
        case date() | time():
            return value.isoformat()
        case list():
            return [item for item in map(_plain, value) if item is not None]
    return None
