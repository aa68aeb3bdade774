"""No regular expression of the package can be made to run away on contributed text."""

from __future__ import annotations

import ast
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import notes_kb

REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}
SIZE = 1_000
"""Characters of the smallest hostile text; the others have 2, 4 and 8 times as many."""
AT_ONCE = 0.004
"""Processor seconds for the longest text below which growth is not measured."""
LINEAR = 3.0
"""Growth of the time when the text doubles, above which a pattern is not linear; square is 4."""
UNAMBIGUOUS = frozenset(
    {
        "pages.bracket_limits._TOKEN",
        "pages.note_markdown._RULE",
    }
)
"""Repetitions within a repetition that begin with a mark which the inner one cannot take."""
OURS = frozenset({"search.assets._IMPORT", "search.assets._EXPORT"})
"""Patterns that read scripts of this package, and never what a contributor wrote."""
AT_THE_BEGINNING = (
    "loading.platforms.",
    "loading.statements._LABELS",
    "linking.judgements.EDITOR_NOTE",
    "text.numbering._PATTERNS",
)
"""Where patterns are tried at one place of a text only, which their use does not show here."""


@dataclass(frozen=True)
class Found:
    """A compiled pattern of a module."""

    place: str
    """``module.NAME``, with the way to it where it stands within a value."""
    pattern: re.Pattern[Any]

    @property
    def text(self) -> str:
        pattern = self.pattern.pattern
        return pattern if isinstance(pattern, str) else pattern.decode("latin-1")


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(notes_kb.__path__, "notes_kb."):
        yield import_module(found.name)


def _within(value: object, place: str, depth: int = 0) -> Iterator[Found]:
    """Find compiled patterns in a module's value: tuples, mappings and records included."""
    if isinstance(value, re.Pattern):
        yield Found(place, value)
    elif depth > 5:
        return
    elif isinstance(value, tuple | list | frozenset):
        for number, item in enumerate(value):
            yield from _within(item, f"{place}[{number}]", depth + 1)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _within(item, f"{place}[{key!r}]", depth + 1)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if hasattr(value, one.name):
                yield from _within(getattr(value, one.name), f"{place}.{one.name}", depth + 1)


def _find() -> tuple[Found, ...]:
    """Give every pattern once, at the first place that holds it."""
    by_pattern: dict[tuple[object, int], Found] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for found in _within(value, f"{module.__name__.removeprefix('notes_kb.')}.{name}"):
                by_pattern.setdefault((found.pattern.pattern, found.pattern.flags), found)
    return tuple(by_pattern.values())


PATTERNS = _find()


# Exponential and high polynomial time: told by the shape of the pattern


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


@pytest.mark.parametrize(
    "found",
    [one for one in PATTERNS if one.place not in UNAMBIGUOUS],
    ids=lambda found: found.place,
)
def test_no_endless_repetition_stands_within_a_repetition(found: Found) -> None:
    """That is what takes exponential or high polynomial time."""
    assert not _nested(parser.parse(found.text, found.pattern.flags & ~re.DEBUG))


def test_the_check_finds_what_it_is_for() -> None:
    """A classic is caught, and there are patterns to check."""
    assert _nested(parser.parse(r"(a+)+b"))
    assert _nested(parser.parse(r"(?:x|a*){2,5}"))
    assert not _nested(parser.parse(r"(?:a{1,9})+b"))
    assert len(PATTERNS) > 250


# Square time: measured on texts that almost match


def _character(items: Any) -> str:
    """Give a character of a class."""
    negated = items[0][0] is sre.NEGATE
    if negated:
        return next(c for c in "a 1-中;\t" if not _holds(items[1:], c))
    code, argument = items[0]
    if code is sre.LITERAL:
        return chr(argument)
    if code is sre.RANGE:
        return chr(argument[0])
    return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}.get(
        str(argument), "-"
    )


def _holds(items: Any, character: str) -> bool:
    for code, argument in items:
        if code is sre.LITERAL and argument == ord(character):
            return True
        if code is sre.RANGE and argument[0] <= ord(character) <= argument[1]:
            return True
        if code is sre.CATEGORY:
            name = str(argument)
            holds = {"SPACE": character.isspace(), "DIGIT": character.isdigit()}
            word = character.isalnum() or character == "_"
            held = holds.get(name.rpartition("_")[2], word)
            if held != ("_NOT_" in name):
                return True
    return False


def _tokens(tree: Any, choice: int) -> Iterator[str]:
    """Yield pieces of a text that a pattern matches, or nearly; `choice` picks its branches."""
    for code, argument in tree:
        if code is sre.LITERAL:
            yield chr(argument)
        elif code is sre.NOT_LITERAL:
            yield "a" if argument != ord("a") else "b"
        elif code is sre.ANY:
            yield "a"
        elif code is sre.IN:
            yield _character(argument)
        elif code in REPEATS:
            low, high, inner = argument
            for _ in range(min(max(low, 1), high, 3)):
                yield from _tokens(inner, choice)
        elif code is sre.SUBPATTERN:
            yield from _tokens(argument[-1], choice)
        elif code is sre.ATOMIC_GROUP:
            yield from _tokens(argument, choice)
        elif code is sre.BRANCH:
            yield from _tokens(argument[1][choice % len(argument[1])], choice)


def _branches(tree: Any) -> int:
    """Count the branches of the widest choice of a pattern."""
    widest = 1
    for code, argument in tree:
        if code is sre.BRANCH:
            widest = max(widest, len(argument[1]), *map(_branches, argument[1]))
        elif code in REPEATS:
            widest = max(widest, _branches(argument[2]))
        elif code is sre.SUBPATTERN:
            widest = max(widest, _branches(argument[-1]))
    return widest


def _units(found: Found) -> Iterator[tuple[str, str]]:
    """Yield what a hostile text begins with and what it then repeats."""
    tree = parser.parse(found.text, found.pattern.flags & ~re.DEBUG)
    known = set()
    for choice in range(min(_branches(tree), 12)):
        tokens = list(_tokens(tree, choice))[:24]
        for end in range(1, len(tokens) + 1):
            head = "".join(tokens[:end])
            last = tokens[end - 1]
            for unit in (
                ("", head),
                ("", last),
                (head, last),
                ("", f"{head} "),
                ("", f"{head}a>"),
                ("", f"{head}\n"),
                (head, " "),
                (head, "中a"),
            ):
                if unit not in known:
                    known.add(unit)
                    yield unit


def _usages() -> Mapping[str, set[str]]:
    """Give the methods that are called on each ``module.NAME``; one with a place is a scan."""
    used: dict[str, set[str]] = {}
    root = Path(notes_kb.__path__[0])
    for file in sorted(root.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        own = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        origin = {
            alias.asname
            or alias.name: f"{(node.module or '').removeprefix('notes_kb.')}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for node in ast.walk(tree):
            call = isinstance(node, ast.Call) and len(node.args) > 1
            target = node.func if isinstance(node, ast.Call) else node
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                name = target.value.id
                methods = used.setdefault(origin.get(name, f"{own}.{name}"), set())
                methods.update({target.attr} | ({"scan"} if call else set()))
    return used


USAGES = _usages()
SCANS = {"search", "finditer", "findall", "sub", "subn", "split", "scan"}


def _run(found: Found) -> Callable[[str], object]:
    """Give how the package runs a pattern: all over a text, or at its beginning only."""
    pattern: Any = found.pattern
    used = USAGES.get(found.place.partition("[")[0], {"scan"})
    text = isinstance(found.pattern.pattern, str)
    convert: Callable[[str], Any] = (lambda text: text) if text else str.encode
    if not used & SCANS or found.place.startswith(AT_THE_BEGINNING):
        return lambda text: (pattern.match(convert(text)), pattern.fullmatch(convert(text)))
    return lambda text: sum(1 for _ in pattern.finditer(convert(text)))


def _seconds(run: Callable[[str], object], text: str) -> float:
    """Give the least processor time of a few runs, because a machine may be busy."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        run(text)
        best = min(best, time.process_time() - start)
        if best < AT_ONCE:
            break
    return best


def _grows_too_fast(run: Callable[[str], object], head: str, unit: str) -> bool:
    """Measure on texts of 1, 2, 4 and 8 times the size."""
    texts = [head + unit * (size * SIZE // len(unit)) for size in (1, 2, 4, 8)]
    if _seconds(run, texts[-1]) < AT_ONCE:
        return False
    times = [_seconds(run, text) for text in texts]
    return times[3] / times[2] > LINEAR and times[2] / times[1] > LINEAR


@pytest.mark.parametrize(
    "found", [one for one in PATTERNS if one.place not in OURS], ids=lambda found: found.place
)
def test_time_grows_with_the_length_of_a_text_and_not_faster(found: Found) -> None:
    """On texts that nearly match again and again, twice the length takes twice the time."""
    run = _run(found)
    slow = (unit for unit in _units(found) if _grows_too_fast(run, *unit))
    worst = next(slow, None)
    assert worst is None


def test_the_measure_tells_square_from_linear() -> None:
    """What goes back to every opening mark is caught; what stops at the next one is not."""
    square = Found("x", re.compile(r"<!--.*?-->"))
    linear = Found("x", re.compile(r"<!--[^<]*-->"))
    assert any(_grows_too_fast(_run(square), *unit) for unit in _units(square))
    assert not any(_grows_too_fast(_run(linear), *unit) for unit in _units(linear))
