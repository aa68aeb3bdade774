"""Reads the values of a record's front matter, reporting each that is not as documented."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.language import ISO_639_1, LANGUAGE_CODE, Languages
from notes_kb.domain.span import Place
from notes_kb.loading.bounded_yaml import Path
from notes_kb.loading.front_matter import FrontMatter, key_path

T = TypeVar("T")


@dataclass(slots=True)
class RecordReader:
    """Takes values as documented; what is wrong is reported and left out, the rest stays."""

    front: FrontMatter
    path: str
    languages: Languages
    findings: list[Diagnostic] = field(default_factory=list)

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
        codes = ", ".join(self.languages.codes)
        self.report(
            key,
            "language-unknown",
            f"'{code}' in '{key_path(key)}' is no language code",
            did_you_mean(code, self.languages.codes) or f"write one of {codes}",
        )
        return False

    def unknown(self, key: Path, known: Iterable[str]) -> None:
        """Report a key that is not documented."""
        known = tuple(known)
        self.report(
            key,
            "front-matter-unknown-key",
            f"the key '{key_path(key)}' is not known and was ignored",
            did_you_mean(str(key[-1]), known)
            or f"remove it; the known keys are {', '.join(known)}",
            Severity.WARNING,
        )

    def wrong(self, key: Path, what: str, hint: str) -> None:
        """Report a value of another kind than its key takes."""
        self.report(key, "front-matter-type", f"the key '{key_path(key)}' {what}", hint)

    def report(
        self, key: Path, kind: str, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Report a finding where a key or its nearest ancestor stands."""
        place = place_of(self.front, key)
        self.findings.append(
            Diagnostic(
                kind=kind,
                severity=severity,
                message=message,
                path=self.path,
                line=place.line,
                column=place.column,
                end_column=place.end_column,
                source=place.source,
                hint=hint,
            )
        )


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Give the question that offers the likeliest known name, or nothing."""
    folded = {one.casefold(): one for one in sorted(known, reverse=True)}
    close = get_close_matches(name[:80].casefold(), sorted(folded), n=1, cutoff=0.6)
    return f"did you mean '{folded[close[0]]}'?" if close else ""


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
