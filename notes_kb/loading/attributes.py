"""``{#id .class key=value}`` at the end of a heading or block, as ``attr_list`` reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_ITEM = (
    r"(?:[#.][^\s{}#.=\"']{1,200}|[A-Za-z][A-Za-z0-9_-]{0,60}="
    r"(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^\s{}\"']{1,200}))"
)
_ATTRIBUTES = re.compile(rf"\{{:?[ ]{{0,9}}({_ITEM}(?:[ ]{{1,9}}{_ITEM}){{0,40}})[ ]{{0,9}}\}}")
_EACH = re.compile(_ITEM)
_LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """What stood between the braces."""

    id: str = ""
    classes: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)


NO_ATTRIBUTES = Attributes()
"""Those of a heading or block that has none."""


def split_attributes(text: str) -> tuple[str, Attributes | None]:
    """Take the attribute list off the end of a text.

    It stands behind a blank, on a line of its own, or alone; braces that hold
    anything but ``#id``, ``.class`` and ``key=value`` are text.
    """
    bare = text.rstrip()
    start = bare.rfind("{")
    if not bare.endswith("}") or start < 0 or len(bare) - start > _LONGEST:
        return text, None
    match = _ATTRIBUTES.fullmatch(bare, start)
    if match is None or (start and not bare[start - 1].isspace()):
        return text, None
    return bare[:start].rstrip(), _read(match[1])


def attributes_at(text: str, at: int) -> tuple[Attributes, int] | None:
    """Read an attribute list that begins at an offset, and give the offset behind it."""
    match = _ATTRIBUTES.match(text, at, at + _LONGEST) if text.startswith("{", at) else None
    return None if match is None else (_read(match[1]), match.end())


def _read(inner: str) -> Attributes:
    anchor, classes, values = "", set(), {}
    for item in _EACH.findall(inner):
        if item.startswith("#"):
            anchor = item[1:]
        elif item.startswith("."):
            classes.add(item[1:])
        else:
            key, _, value = item.partition("=")
            values[key] = value.strip("\"'")
    return Attributes(id=anchor, classes=frozenset(classes), values=values)
