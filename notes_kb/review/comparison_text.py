"""A comparison of two states, told to people and to programs: a summary, then the details."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.report.terminal import place_of, printable
from notes_kb.review.comparison import (
    Change,
    Comparison,
    ConceptChange,
    NoteChange,
    SectionChange,
    Texts,
)
from notes_kb.review.search_words import MOST, FoundWord
from notes_kb.review.tables import counted
from notes_kb.translation.status import State

FORMAT_VERSION = 1

MOST_ITEMS = 40
"""Entries of one part that are listed in text."""
MOST_DETAILS = 8
"""Statements or fields that are listed for one entry."""
LONGEST = 160
"""Characters of a statement or a field that are shown."""
LONGEST_COMMENT = 60_000
"""Characters of a Markdown report; GitHub takes 65,536 in a comment."""
WORDS = 20
"""Search words that are listed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that changed, with what is to be said about it."""

    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What changed of one kind."""

    name: str
    summary: str
    entries: tuple[Entry, ...]


def parts_of(found: Comparison) -> tuple[Part, ...]:
    """Give the parts of a report in which something changed."""
    made = (
        _notes(found),
        _concepts(found),
        _mentions(found),
        _translations(found),
        _figures(found),
        _search(found),
        _findings(found),
    )
    return tuple(part for part in made if part.entries)


def comparison_text(found: Comparison, base: str) -> str:
    """Write a comparison for a terminal: the counts of each part, then what they count."""
    parts = parts_of(found)
    if not parts:
        return f"nothing changes for readers since {printable(base)}\n"
    lines = [f"{part.name}: {part.summary}" for part in parts]
    for part in parts:
        lines += ["", part.name]
        lines += [f"  {line}" for line in _listed(part.entries, MOST_ITEMS, MOST_DETAILS)]
    return "\n".join(map(printable, lines)) + "\n"


def _listed(entries: tuple[Entry, ...], items: int, details: int) -> Iterator[str]:
    """Yield the first entries of a part, each with its first details."""
    for entry in entries[:items]:
        yield entry.text
        yield from (f"    {detail}" for detail in entry.details[:details])
        if left := len(entry.details) - details:
            yield from [f"    and {left:,} more"] if left > 0 else ()
    if len(entries) > items:
        yield f"and {len(entries) - items:,} more"


def comparison_markdown(found: Comparison, base: str) -> str:
    """Write a comparison as Markdown for a comment: a summary, details folded, of bounded size.

    What contributors wrote is text in it: it can neither format, nor link, nor notify anyone.
    """
    parts = parts_of(found)
    if not parts:
        return f"**Nothing changes for readers** since {_escaped(base)}.\n"
    for items, details in ((MOST_ITEMS, MOST_DETAILS), (20, 4), (10, 2), (5, 0), (0, 0)):
        text = _markdown(parts, base, items, details)
        if len(text) <= LONGEST_COMMENT:
            break
    return text


def _markdown(parts: Iterable[Part], base: str, items: int, details: int) -> str:
    parts = list(parts)
    lines = [f"### What changes for readers since {_escaped(base)}", ""]
    lines += [f"- **{part.name}**: {_escaped(part.summary)}" for part in parts]
    for part in parts:
        lines += ["", "<details>", f"<summary>{part.name}</summary>", ""]
        for entry in part.entries[:items]:
            lines.append(f"- {_escaped(entry.text)}")
            lines += [f"    - {_escaped(detail)}" for detail in entry.details[:details]]
            if (left := len(entry.details) - details) > 0:
                lines.append(f"    - and {left:,} more")
        if len(part.entries) > items:
            lines.append(f"- and {len(part.entries) - items:,} more")
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")
_NOTIFIES = re.compile(r"(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)")


def _escaped(text: str) -> str:
    """Make a text mean itself in Markdown; names of users, issues and addresses lead nowhere."""
    # A zero-width space keeps GitHub from seeing a name, a number or an address.
    plain = _NOTIFIES.sub("\u200b", printable(text))
    return _MARKUP.sub(lambda found: f"\\{found[0]}", plain)


def comparison_json(found: Comparison, base: str) -> str:
    """Write everything that changed for programs; ends with a line break."""
    report = {"format_version": FORMAT_VERSION, "base": base, **_plain(found)}
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    """Turn values into objects, lists, strings and numbers; findings without their source lines."""
    if is_dataclass(value):
        own = [f.name for f in fields(value) if f.name != "source"]
        return {name: _plain(getattr(value, name)) for name in own}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        if names:
            return {name: _plain(one) for name, one in zip(names, value, strict=True)}
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, StrEnum) else value


# Parts


def _counts(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in pairs if count)


def _changes(things: Iterable[NoteChange | ConceptChange]) -> list[tuple[str, int]]:
    counts = Counter(one.change for one in things)
    return [(str(change), counts[change]) for change in Change]


def _notes(found: Comparison) -> Part:
    statements = [one.statements for one in found.notes]
    told = [
        (what, sum(len(getattr(one, what)) for one in statements))
        for what in ("added", "removed", "changed")
    ]
    summary = _counts(_changes(found.notes))
    if any(count for _, count in told):
        summary += f"; statements: {_counts(told)}"
    return Part("Notes", summary, tuple(map(_note, found.notes)))


def _note(one: NoteChange) -> Entry:
    text = f"{one.change}: {_short(one.title)} ({one.path})"
    if one.change is not Change.CHANGED:
        count = len(one.statements.added) + len(one.statements.removed)
        return Entry(f"{text}, {counted(count, 'statement')}")
    return Entry(text, (*_texts(one.statements), *_texts(one.links, "link ")))


def _texts(texts: Texts, what: str = "") -> Iterator[str]:
    yield from (f"{what}changed: {_difference(*pair)}" for pair in texts.changed)
    yield from (f"{what}added: {_short(text)}" for text in texts.added)
    yield from (f"{what}removed: {_short(text)}" for text in texts.removed)


def _concepts(found: Comparison) -> Part:
    return Part("Concepts", _counts(_changes(found.concepts)), tuple(map(_concept, found.concepts)))


def _concept(one: ConceptChange) -> Entry:
    text = f"{one.change}: {_short(one.label)} ({one.path})"
    details = [f"{name}: {_difference(*pair)}" for name, pair in one.fields.items()]
    for language, texts in one.articles.items():
        details += _texts(texts, f"article ({language}) ")
    return Entry(text, tuple(details))


def _mentions(found: Comparison) -> Part:
    gained = sum(len(one.gained) for one in found.mentions)
    lost = sum(len(one.lost) for one in found.mentions)
    summary = f"{_counts((('added', gained), ('removed', lost)))} (a concept in a note)"
    entries = (
        Entry(f"{one.concept}: {what} {_few(paths)}")
        for one in found.mentions
        for what, paths in (("now in", one.gained), ("no longer in", one.lost))
        if paths
    )
    return Part("Mentions", summary, tuple(entries))


_STATES: Mapping[State, str] = {
    State.STALE: "stale",
    State.CURRENT: "up to date",
    State.MISSING: "not translated",
    State.UNKNOWN: "without a stamp",
    State.EXTRA: "without an original",
}


def _translations(found: Comparison) -> Part:
    counts = Counter(one.after for one in found.sections)
    told = [(f"now {words}", counts[state]) for state, words in _STATES.items()]
    summary = f"sections: {_counts([*told, ('gone', counts[None])])}"
    return Part("Translations", summary, tuple(_by_file(found.sections)))


def _by_file(sections: Iterable[SectionChange]) -> Iterator[Entry]:
    """Put together the sections of one translation that have gone the same way."""
    grouped: dict[tuple[str, State | None], list[str]] = {}
    for one in sections:
        grouped.setdefault((one.path, one.after), []).append(one.section)
    for (path, state), names in grouped.items():
        words = _STATES[state] if state else "gone"
        yield Entry(f"{path}: {words}: {_few(names)}")


def _figures(found: Comparison) -> Part:
    more = sum(max(0, one.after - one.before) for one in found.figures)
    fewer = sum(max(0, one.before - one.after) for one in found.figures)
    entries = (Entry(f"{one.path}: {one.before} → {one.after}") for one in found.figures)
    return Part("Lost figures", _counts((("more", more), ("fewer", fewer))), tuple(entries))


def _search(found: Comparison) -> Part:
    told = (("found now", found.found_words), ("no longer found", found.lost_words))
    entries = [
        Entry(f"{name}: {_words(words)}")
        for name, words in (("now", found.found_words), ("no longer", found.lost_words))
        if words
    ]
    counts = (
        f"{counted(len(words), 'word')}{' or more' if len(words) == MOST else ''} {what}"
        for what, words in told
        if words
    )
    return Part("Search", ", ".join(counts), tuple(entries))


def _words(words: tuple[FoundWord, ...]) -> str:
    listed = ", ".join(_short(one.word) for one in words[:WORDS])
    return listed + (f" and {len(words) - WORDS} more" if len(words) > WORDS else "")


def _findings(found: Comparison) -> Part:
    told = [
        (f"{what} {severity}{'s' if count > 1 else ''}", count)
        for what, findings in (("new", found.new_findings), ("gone", found.gone_findings))
        for severity in Severity
        if (count := sum(one.severity is severity for one in findings))
    ]
    entries = (
        Entry(f"{what}: {_finding(one)}")
        for what, findings in (("new", found.new_findings), ("gone", found.gone_findings))
        for one in findings
    )
    return Part("Findings", _counts(told), tuple(entries))


def _finding(one: Diagnostic) -> str:
    place = place_of(one)
    return f"{place}{': ' if place else ''}{one.severity}: {_short(one.message)} [{one.kind}]"


# Texts


def _few(names: Iterable[str], most: int = 6) -> str:
    listed = list(names)
    more = f" and {len(listed) - most:,} more" if len(listed) > most else ""
    return ", ".join(map(_short, listed[:most])) + more


def _short(text: str, longest: int = LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _difference(before: str, after: str) -> str:
    """Show two texts from a little before the place at which they part."""
    if not before or not after:
        return f"{_short(before) or 'nothing'} → {_short(after) or 'nothing'}"
    one, other = (" ".join(text.split()) for text in (before, after))
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    start = max(0, (min(len(one), len(other)) if same is None else same) - LONGEST // 4)
    lead = "…" if start else ""
    return f"{lead}{_short(one[start:])} → {lead}{_short(other[start:])}"
