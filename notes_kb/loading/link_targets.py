"""Where a link or picture of Markdown leads: what stands behind its closing bracket."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 2_000
"""Characters of the longest address."""
_DEEPEST = 4
"""Parentheses within each other in an address."""
_PLAIN = re.compile(r"[^\s()]*")
_TITLE = 400
"""Characters between an address and the closing parenthesis: a title, or what tools add."""


_ESCAPED = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "\n": ""})


def written_target(address: str) -> str:
    """Write an address so that a link of Markdown ends behind it."""
    return address.translate(_ESCAPED)


@dataclass(frozen=True, slots=True)
class Target:
    """What was read behind a bracket."""

    target: str
    """The address, parentheses included; empty for a reference or none."""
    end: int
    """The offset behind it."""


def read_target(line: str, at: int) -> Target | None:
    """Read ``(address "title")`` or ``[reference]`` at an offset; None where neither stands.

    Parentheses in an address are read in pairs. What follows the address up to the
    closing parenthesis is let go, whatever it is: editors write a size there (`` =500x``).
    """
    mark = line[at : at + 1]
    if mark == "[":
        end = line.find("]", at, at + _TITLE)
        return Target("", end + 1) if end >= 0 else None
    if mark != "(":
        return None
    begin = at + 1
    while line[begin : begin + 1] == " ":
        begin += 1
    if line.startswith("<", begin):
        end = line.find(">", begin, begin + LONGEST)
        return _closed(line, line[begin + 1 : end], end + 1) if end >= 0 else None
    end = _address_end(line, begin)
    return _closed(line, line[begin:end], end) if end >= 0 else None


def _address_end(line: str, begin: int) -> int:
    """Find the blank or the unpaired parenthesis that ends an address; -1 where none does."""
    depth, at, limit = 0, begin, begin + LONGEST
    while depth <= _DEEPEST:
        at = _PLAIN.match(line, at, limit).end()  # type: ignore[union-attr]
        mark = line[at : at + 1] if at < limit else ""
        if mark not in ("(", ")") or (mark == ")" and not depth):
            return at
        depth += 1 if mark == "(" else -1
        at += 1
    return -1


def _closed(line: str, target: str, at: int) -> Target | None:
    """Find the closing parenthesis behind an address."""
    end = line.find(")", at, at + _TITLE)
    return Target(target, end + 1) if end >= 0 else None
