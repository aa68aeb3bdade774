"""The keys of front matter: what each takes, how it is read, and how it is described.

A `Key` is the one declaration of a key: the reader, the JSON Schema for editors and
the guide's tables come from it. The keys themselves are declared beside what they
fill: `notes_kb.loading.note_meta.NOTE_KEYS`, `notes_kb.loading.concepts.CONCEPT_KEYS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.kinds import FindingKind
from notes_kb.domain.language import ISO_639_1, LANGUAGE_CODE
from notes_kb.domain.span import Place
from notes_kb.loading.bounded_yaml import Path
from notes_kb.loading.front_matter import FrontMatter, key_path
from notes_kb.text.slug import MAX_SLUG, slugify

T = TypeVar("T")
Schema = Mapping[str, Any]
"""A JSON Schema, draft 7."""

_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\([^()\n]{0,200}\)")


@dataclass(frozen=True, slots=True)
class ValueType:
    """What a key takes: how a value is read, and the JSON Schema of what is read cleanly."""

    read: Callable[[RecordReader, Path, Any], object]
    """Gives the value; None or an empty one where it was reported as wrong."""
    schema: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The declaration of one key.

    `takes` and `purpose` are Markdown by language (``en``, ``zh``): the cells of the
    guide's tables.
    """

    name: str
    type: ValueType
    takes: Mapping[str, str]
    purpose: Mapping[str, str]

    @property
    def description(self) -> str:
        """The purpose as plain English text, which editors show."""
        return _LINK.sub(r"\1", self.purpose["en"]).replace("`", "")


def keys_by_name(*keys: Key) -> Mapping[str, Key]:
    """Give declarations by name, in the order of the guide."""
    return {key.name: key for key in keys}


@dataclass(slots=True)
class RecordReader:
    """Takes values as documented; what is wrong is reported and left out, the rest stays."""

    front: FrontMatter
    languages: tuple[str, ...] = ()
    """The codes of the site's languages, for hints."""
    findings: list[Diagnostic] = field(default_factory=list)

    def read_keys(
        self, keys: Mapping[str, Key], *, expected: Collection[str] = ()
    ) -> dict[str, Any]:
        """Read every documented key that has a value; report the others but for `expected` ones."""
        values: dict[str, Any] = {}
        for name, value in self.front.values.items():
            if name not in keys:
                if name not in expected:
                    self.unknown((name,), keys)
            elif value is not None:
                read = keys[name].type.read(self, (name,), value)
                if read is not None:
                    values[name] = read
        return values

    def text(self, key: Path, value: object) -> str | None:
        """Take a text that is not empty, white space runs as one space."""
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if value is None or value == "":
            self.wrong(key, "is empty", "write a text, or remove the key")
        elif isinstance(value, int | float):
            self.wrong(key, f"takes text, not {_kind(value)}", f'put quotes around it: "{value}"')
        else:
            self.wrong(key, f"takes text, not {_kind(value)}", "write one text")
        return None

    def number(self, key: Path, value: object) -> int | None:
        """Take a whole number from 0."""
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        name = key_path(key)
        self.wrong(key, f"takes a whole number from 0, not {_kind(value)}", f"write '{name}: 3'")
        return None

    def texts(self, key: Path, value: object) -> tuple[str, ...]:
        """Take a list of texts."""
        if isinstance(value, list):
            read = (self.text((*key, n), item) for n, item in enumerate(value))
            return tuple(text for text in read if text is not None)
        shown = value if isinstance(value, str | int | float) else "one, two"
        hint = f"write '{key[-1]}: [{shown}]'"
        self.wrong(key, f"takes a list, not {_kind(value)}", hint)
        return ()

    def by_language(
        self, key: Path, value: object, read: Callable[[Path, object], T | None], example: str
    ) -> dict[str, T]:
        """Take a mapping from language codes, each value as `read` takes it."""
        if not isinstance(value, dict):
            hint = f"write '{key_path(key)}: {{{example}}}'"
            self.wrong(key, f"takes a mapping from languages, not {_kind(value)}", hint)
            return {}
        found = {}
        for code, item in value.items():
            if self._known_language((*key, code), code):
                one = read((*key, code), item)
                if one is not None:
                    found[code] = one
        return found

    def _known_language(self, key: Path, code: str) -> bool:
        """Any language will do, also one that the site has no pages in: its names are searched."""
        if LANGUAGE_CODE.fullmatch(code) and code.split("-", maxsplit=1)[0] in ISO_639_1:
            return True
        self.report(
            kinds.KEY_LANGUAGE_UNKNOWN,
            key,
            hint=did_you_mean(code, self.languages),
            code=code,
            key=key_path(key),
            codes=", ".join(self.languages),
        )
        return False

    def unknown(self, key: Path, known: Iterable[str]) -> None:
        """Report a key that is not documented."""
        known = tuple(known)
        self.report(
            kinds.FRONT_MATTER_UNKNOWN_KEY,
            key,
            hint=did_you_mean(str(key[-1]), known),
            key=key_path(key),
            known=", ".join(known),
        )

    def wrong(self, key: Path, problem: str, remedy: str) -> None:
        """Report a value of another kind than its key takes."""
        self.report(kinds.FRONT_MATTER_TYPE, key, key=key_path(key), problem=problem, remedy=remedy)

    def report(self, kind: FindingKind, at: Path, /, *, hint: str = "", **fields: object) -> None:
        """Report a finding where a key or its nearest ancestor stands."""
        place = place_of(self.front, at)
        self.findings.append(kind.at(place, path=self.front.path, hint=hint, **fields))


# Types that notes and concepts share


def _ids(reader: RecordReader, key: Path, value: object) -> tuple[str, ...]:
    """Take a list of ids; they become addresses, so nothing else will do."""
    if not isinstance(value, list):
        reader.wrong(key, f"takes a list, not {_kind(value)}", f"write '{key_path(key)}: [old-id]'")
        return ()
    for n, item in enumerate(value):
        if not _is_id(item):
            better = slugify(item) if isinstance(item, str) and item.isascii() else ""
            reader.wrong((*key, n), f"takes an id, not '{item}'", f"write '{better or 'old-id'}'")
    return tuple(dict.fromkeys(item for item in value if _is_id(item)))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value != "" and slugify(value) == value


TEXT_SCHEMA: Schema = {"type": "string", "pattern": r"\S"}
TEXTS_SCHEMA: Schema = {"type": "array", "items": TEXT_SCHEMA}
LANGUAGE_SCHEMA: Schema = {"type": "string", "pattern": f"^{LANGUAGE_CODE.pattern}$"}
IDS_SCHEMA: Schema = {
    "type": "array",
    "items": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": MAX_SLUG},
}
IDS = ValueType(_ids, IDS_SCHEMA)
"""A list of ids."""
SOURCE_PARTS: Mapping[str, Schema] = {
    "title": TEXT_SCHEMA,
    "url": {"type": "string", "pattern": "^https?://"},
    "author": TEXT_SCHEMA,
    "license": TEXT_SCHEMA,
}
"""The keys of a source, in a note and in a concept's record."""


def object_schema(properties: Mapping[str, Schema], **more: Any) -> Schema:
    """Describe a mapping that has no other keys than these."""
    return {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
        **more,
    }


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Give the question that offers the likeliest known name, or nothing."""
    folded = {one.casefold(): one for one in sorted(known, reverse=True)}
    close = get_close_matches(name[:80].casefold(), sorted(folded), n=1, cutoff=0.6)
    return f"did you mean '{folded[close[0]]}'?" if close else ""


def is_web_address(text: str) -> bool:
    """Tell whether a text is an address that a reader can open."""
    return text.startswith(("http://", "https://"))


def place_of(front: FrontMatter, key: Path) -> Place:
    """Give the place of a key or item, else of its nearest ancestor, else the first line."""
    while key and key not in front.positions:
        key = key[:-1]
    if not key:
        return Place(line=1, column=1, source=front.lines[0] if front.lines else "")
    at = front.positions[key]
    line = front.lines[at.line - 1] if at.line <= len(front.lines) else ""
    length = len(_written(front.values, key))
    fits = 0 < length <= len(line) - at.column + 1
    end = at.column + length if fits else 0
    return Place(line=at.line, column=at.column, end_column=end, source=line)


def places(front: FrontMatter) -> Mapping[Path, Place]:
    """Give the place of every key and item."""
    return {key: place_of(front, key) for key in front.positions}


def _written(values: object, key: Path) -> str:
    """Give the text at a position: the key itself, or the item of a list."""
    if isinstance(key[-1], str):
        return key[-1]
    for part in key:
        values = values[part] if isinstance(values, dict | list) else ""  # type: ignore[index]
    return values if isinstance(values, str) else ""


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return f"'{str(value).lower()}'"
        case int() | float():
            return f"the number {value}"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "a mapping"
