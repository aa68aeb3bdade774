"""YAML from strangers: values and where each stands, within bounds.

The parser's events are turned into values here rather than by PyYAML's
constructors: no tag builds an object, a key is the text that was written
(``no`` stays a language code), a date stays the string it was, and every bound
holds before memory is spent.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from notes_kb.domain import kinds
from notes_kb.domain.kinds import FindingKind
from notes_kb.domain.span import Position
from notes_kb.loading.decode import clean_characters

MAX_CHARACTERS = 128 * 1024
"""Of one YAML text."""
MAX_DEPTH = 16
"""Levels of nesting."""
MAX_VALUES = 10_000
"""Scalars and collections, each expansion of an alias counted anew."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_PLAIN_TAGS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map", "!"}

Path = tuple[str | int, ...]
"""The way to a value: keys, and item numbers from 0."""


@dataclass(frozen=True, slots=True)
class YamlProblem:
    """What is wrong with a YAML text, and where."""

    kind: FindingKind
    position: Position
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What the kind's message and hint say in braces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlValue:
    """A parsed text: its value, the places in it, and what was wrong."""

    value: object = None
    positions: Mapping[Path, Position] = field(default_factory=dict)
    """Where each key or item begins, lines and columns from 1 within the text."""
    problems: tuple[YamlProblem, ...] = ()


_WIDE_COLON = re.compile(r"[ -]{0,40}([\w.-]{1,60})\uff1a")
"""A key that ends in a full-width colon."""


_PAIR = re.compile(r"[ ]{0,40}(?:- )?[\w.-]{1,60}:[ \t]{1,9}(?P<value>\S.{0,2000})")
_COMMENT = re.compile(r"(?:^|[ \t]{1,9})#.*$")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?[0-9]?[+-]?")
_INDICATORS = frozenset("@`%&*!|>,]}#?-")
"""With what no plain value begins."""


def as_meant(line: str) -> str:
    """Write a line as YAML reads what its author meant: ``title: "A: b"`` for ``title: A: b``.

    A full-width colon behind the key becomes a colon, a tab before it a blank, so that columns
    stay true. The line is the same where nothing is amiss.
    """
    if wide := _WIDE_COLON.match(line):
        line = f"{line[: wide.end() - 1]}: {line[wide.end() :].lstrip()}"
    tabs = len(line) - len(line.lstrip("\t"))
    line = " " * tabs + line[tabs:]
    match = _PAIR.fullmatch(line.rstrip())
    if match is None or _BLOCK_SCALAR.fullmatch(match["value"]):
        return line
    comment = _COMMENT.search(match["value"])
    value = match["value"][: comment.start()] if comment else match["value"]
    if not value:
        return line
    if value[0] in "\"'":
        sound = len(value) > 1 and value[-1] == value[0] and value[0] not in value[1:-1]
    else:
        colon = ": " in value or value.endswith(":")
        sound = value[0] in "[{" or not (colon or value[0] in _INDICATORS)
    if sound:
        return line
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{line[: match.start("value")]}"{escaped}"{comment[0] if comment else ""}'


class _RefusedError(Exception):
    def __init__(self, problem: YamlProblem) -> None:
        super().__init__(problem.kind.name)
        self.problem = problem


def parse_yaml(text: str) -> YamlValue:
    """Parse one YAML document; whatever is wrong with it is in `YamlValue.problems`."""
    if len(text) > MAX_CHARACTERS:
        most = {"most": MAX_CHARACTERS // 1024}
        return YamlValue(problems=(YamlProblem(kinds.FRONT_MATTER_BOUNDS, Position(1), most),))
    builder = _Builder(text)
    try:
        value = builder.document()
    except _RefusedError as refused:
        return YamlValue(problems=(refused.problem,))
    except (yaml.YAMLError, ValueError) as error:
        return YamlValue(problems=(_syntax(error, builder),))
    return YamlValue(value=value, positions=builder.positions, problems=tuple(builder.problems))


class _Builder:
    """Builds values from events; the depth of recursion is bounded by `MAX_DEPTH`."""

    def __init__(self, text: str) -> None:
        self.positions: dict[Path, Position] = {}
        self.problems: list[YamlProblem] = []
        self._text = text
        self._starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
        self._anchors: dict[str, tuple[object, int]] = {}
        self._count = 0
        self._muted = 0
        """Above 0 within the value of a duplicate key, whose places nobody may see."""

    def _note_place(self, path: Path, event: Any) -> None:
        if not self._muted:
            self.positions[path] = self.place(event.start_mark)

    def place(self, mark: Any) -> Position:
        """Count lines at LF only; YAML would also count U+0085, U+2028 and U+2029."""
        if mark is None:
            return Position(1)
        index = min(mark.index, len(self._text))
        line = bisect_right(self._starts, index)
        return Position(line, index - self._starts[line - 1] + 1)

    def lines(self) -> list[str]:
        """Give the lines of the text."""
        return self._text.split("\n")

    def document(self) -> object:
        events: Iterator[Any] = iter(yaml.parse(self._text, Loader=_LOADER))
        value, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(kinds.YAML_SECOND_DOCUMENT, event)
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, ())
        return value

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> object:
        if len(path) > MAX_DEPTH:
            self._refuse(kinds.YAML_TOO_DEEP, event, most=MAX_DEPTH)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self._count
        self._spend(1, event)
        value = self._value(event, events, path)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, self._count - before)
        return value

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> object:
        if event.tag is not None and event.tag not in _PLAIN_TAGS:
            self._refuse(kinds.YAML_TAG, event, tag=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value) if event.implicit[0] else clean_characters(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _sequence(self, events: Iterator[Any], path: Path) -> list[object]:
        items: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            here = (*path, len(items))
            self._note_place(here, event)
            items.append(self._node(event, events, here))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(kinds.YAML_KEY, event)
            self._spend(1, event)
            key = clean_characters(event.value)
            here = (*path, key)
            if key in values:
                self._report(kinds.FRONT_MATTER_DUPLICATE_KEY, event, key=key_path(here))
                self._muted += 1
                self._node(next(events), events, here)
                self._muted -= 1
                continue
            self._note_place(here, event)
            values[key] = self._node(next(events), events, here)
        return values

    def _alias(self, event: Any) -> object:
        if event.anchor not in self._anchors:
            self._refuse(kinds.YAML_ALIAS, event, anchor=event.anchor)
        value, size = self._anchors[event.anchor]
        self._spend(size, event)
        return value

    def _spend(self, count: int, event: Any) -> None:
        self._count += count
        if self._count > MAX_VALUES:
            self._refuse(kinds.YAML_TOO_MANY, event, most=MAX_VALUES)

    def _report(self, kind: FindingKind, event: Any, **fields: object) -> None:
        self.problems.append(YamlProblem(kind, self.place(event.start_mark), fields))

    def _refuse(self, kind: FindingKind, event: Any, **fields: object) -> NoReturn:
        raise _RefusedError(YamlProblem(kind, self.place(event.start_mark), fields))


def key_path(path: Path) -> str:
    """Spell a path for people: ``sources[0].url``."""
    spelled = ""
    for part in path:
        spelled += f"[{part}]" if isinstance(part, int) else f".{part}" if spelled else part
    return spelled


def _scalar(text: str) -> object:
    if text.casefold() in _WORDS:
        return _WORDS[text.casefold()]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def wide_colons(text: str) -> Iterator[YamlProblem]:
    """Yield each line that would begin with a key, were its colon not full-width."""
    for number, line in enumerate(text.split("\n"), 1):
        if wide := _wide_colon(number, line):
            yield wide


def _wide_colon(number: int, line: str) -> YamlProblem | None:
    wide = _WIDE_COLON.match(line)
    at = Position(number, wide.end() if wide else 1)
    return YamlProblem(kinds.YAML_WIDE_COLON, at, {"key": wide[1]}) if wide else None


def _syntax(error: Exception, builder: _Builder) -> YamlProblem:
    mark = getattr(error, "problem_mark", None)
    place = builder.place(mark)
    for number, line in enumerate(builder.lines(), 1):
        # YAML stumbles over these a line later, and says so in words that help nobody.
        if mark is not None and number > place.line:
            break
        if wide := _wide_colon(number, line):
            return wide
        if line.startswith("\t"):
            return YamlProblem(kinds.YAML_TAB, Position(number))
    problem = getattr(error, "problem", None) or "it holds a character that YAML does not allow"
    fields = {"problem": " ".join(str(problem).split())}
    return YamlProblem(kinds.FRONT_MATTER_SYNTAX, place, fields)
