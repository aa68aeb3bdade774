"""The block of keys at the head of a file: YAML, or TOML as Hugo and Zola write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic, Fix
from notes_kb.domain.kinds import FindingKind
from notes_kb.domain.span import Place, Position
from notes_kb.loading.bounded_yaml import (
    Path,
    YamlProblem,
    YamlValue,
    as_meant,
    key_path,
    parse_yaml,
    wide_colons,
)
from notes_kb.loading.toml_keys import FENCE, read_toml_keys, toml_positions

_MOST_SLIPS = 20
"""Lines of one block that are read as they were meant."""

__all__ = ["FrontMatter", "key_path", "parse_front_matter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What stands between the ``---`` lines, and the text behind them."""

    path: str = ""
    """The file, relative to the docs folder."""
    values: Mapping[str, object] = field(default_factory=dict)
    """Keys and values as YAML has them, except that a date stays the string that was written."""
    positions: Mapping[Path, Position] = field(default_factory=dict)
    """Where each key (``("source", "url")``) or item (``("tags", 0)``) begins in the file."""
    body_line: int = 1
    """The first line behind the block; 1 where there is none."""
    body: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    lines: tuple[str, ...] = ()
    """The lines of the block with both fences, for showing them; empty where there is none."""


def parse_front_matter(text: str, *, path: str) -> FrontMatter:
    """Split a text (lines ending in LF) into its front matter and its body.

    The block begins on the first line with ``---`` and ends at the next line that
    is ``---`` or ``...``, or both are ``+++`` and TOML stands between. A YAML block that
    cannot be read gives an error, and the values that stand there once those which hold a
    colon have quotes; its lines do not become part of the body.
    """
    text = text.removeprefix("\ufeff")
    lines = text.split("\n")
    if lines[0].rstrip() == FENCE:
        return _toml(lines, path) or FrontMatter(path=path, body=text)
    if lines[0].rstrip() != "---":
        return FrontMatter(path=path, body=text)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), 0)
    if not end:
        return _unclosed(text, path)
    block = "\n".join(lines[1:end])
    parsed = parse_yaml(block)
    problems = list(parsed.problems)
    if not isinstance(parsed.value, dict | None):
        # Where every colon is full-width, the block is sound YAML: a text.
        problems += list(wide_colons(block)) or [YamlProblem(kinds.YAML_NO_KEYS, Position(1))]
    if problems:
        parsed = _as_meant(block, parsed)
    values = parsed.value if isinstance(parsed.value, dict) else {}
    positions = parsed.positions if values else {}  # Of a list they would lead nowhere.
    findings = tuple(_reported(problem, lines, path) for problem in problems)
    return replace(_parted(lines, end, values, positions, path), diagnostics=findings)


def _as_meant(block: str, parsed: YamlValue) -> YamlValue:
    """Read a block once more, with the lines that YAML stumbles over as they were meant.

    The others stay as they are: they may be rows of a longer value.
    """
    lines = block.split("\n")
    again = parsed
    for _ in range(_MOST_SLIPS):
        if isinstance(again.value, dict) and not again.problems:
            return again
        problems = again.problems if again.problems else tuple(wide_colons("\n".join(lines)))
        at = {one.position.line - 1 for one in problems if one.position.line <= len(lines)}
        meant = {n: as_meant(lines[n]) for n in at if as_meant(lines[n]) != lines[n]}
        if not meant:
            break
        lines = [meant.get(n, line) for n, line in enumerate(lines)]
        again = parse_yaml("\n".join(lines))
    return parsed


def _parted(
    lines: list[str],
    end: int,
    values: Mapping[str, object],
    positions: Mapping[Path, Position],
    path: str,
) -> FrontMatter:
    """Part a text at the line that ends its block; positions count from the block's first key."""
    return FrontMatter(
        path=path,
        values=values,
        positions={k: Position(p.line + 1, p.column) for k, p in positions.items()},
        body_line=end + 2,
        body="\n".join(lines[end + 1 :]),
        lines=tuple(lines[: end + 1]),
    )


def _toml(lines: list[str], path: str) -> FrontMatter | None:
    """Read a block between ``+++`` lines; what is no TOML is part of the text."""
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
    values = read_toml_keys(lines[1:end]) if end else None
    if not values:
        return None
    return _parted(lines, end, values, toml_positions(lines[1:end], values), path)


def _reported(problem: YamlProblem, lines: list[str], path: str) -> Diagnostic:
    line = min(problem.position.line + 1, len(lines))
    place = Place(line=line, column=problem.position.column, source=lines[line - 1])
    fix = _fix(problem.kind, lines[line - 1])
    return replace(problem.kind.at(place, path=path, **problem.fields), fix=fix)


def _fix(kind: FindingKind, line: str) -> Fix | None:
    """Give what to write where a line of YAML can mean one thing only."""
    if kind is kinds.YAML_WIDE_COLON:
        at = line.index("\uff1a")
        blank = "" if line[at + 1 : at + 2].isspace() else " "
        return Fix(at + 1, at + 2, f":{blank}")
    if kind is kinds.YAML_TAB:
        tabs = len(line) - len(line.lstrip("\t"))
        return Fix(1, tabs + 1, "  " * tabs)
    meant = as_meant(line) if kind is kinds.FRONT_MATTER_SYNTAX else line
    if meant != line:
        start = next(n for n, (a, b) in enumerate(zip(line, meant, strict=False)) if a != b)
        return Fix(start + 1, len(line) + 1, meant[start:])
    return None


def _unclosed(text: str, path: str) -> FrontMatter:
    """A first line ``---`` alone is a rule; with a key below it, the end was forgotten."""
    second = text.split("\n", 2)[1:2]
    if not second or ":" not in second[0]:
        return FrontMatter(path=path, body=text)
    place = Place(line=1, column=1, end_column=4, source="---")
    finding = kinds.FRONT_MATTER_UNCLOSED.at(place, path=path)
    return FrontMatter(path=path, body=text, diagnostics=(finding,))
