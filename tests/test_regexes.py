"""No pattern can be made to run away on contributed text."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import notes_kb.linking
import notes_kb.loading
import notes_kb.pages
import notes_kb.text


def _modules() -> Iterator[Any]:
    for room in (notes_kb.loading, notes_kb.linking, notes_kb.pages, notes_kb.text):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            yield import_module(found.name)


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Find compiled patterns in module values, in tuples and in rules too."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple) and depth < 4:
        for item in value:
            yield from _patterns(item, depth + 1)
    elif hasattr(type(value), "__slots__") and hasattr(value, "strong"):
        for name in ("strong", "weak", "opening", "inner"):
            yield from _patterns(getattr(value, name), depth + 1)


PATTERNS = sorted(
    {
        (pattern.pattern, pattern.flags)
        for module in _modules()
        for value in vars(module).values()
        for pattern in _patterns(value)
        if isinstance(pattern.pattern, str)
    }
)
REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT}


def _nested(tree: Any, inside: bool = False) -> bool:
    """Tell whether an endless repetition stands within a repetition."""
    for code, argument in tree:
        if code in REPEATS:
            _, high, inner = argument
            endless = high is sre.MAXREPEAT
            if (inside and endless) or _nested(inner, inside or high != 1):
                return True
        elif code is sre.SUBPATTERN:
            if _nested(argument[-1], inside):
                return True
        elif code is sre.BRANCH:
            if any(_nested(branch, inside) for branch in argument[1]):
                return True
        elif code in {sre.ASSERT, sre.ASSERT_NOT} and _nested(argument[1], inside):
            return True
    return False


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_no_endless_repetition_stands_within_a_repetition(pattern: str, flags: int) -> None:
    """That is what takes exponential or high polynomial time."""
    assert not _nested(parser.parse(pattern, flags))


def test_the_check_finds_what_it_is_for() -> None:
    """A classic is caught, and there are patterns to check."""
    assert _nested(parser.parse(r"(a+)+b"))
    assert _nested(parser.parse(r"(?:x|a*){2,5}"))
    assert not _nested(parser.parse(r"(?:a{1,9})+b"))
    assert len(PATTERNS) > 200
