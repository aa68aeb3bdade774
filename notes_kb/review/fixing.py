"""Mends what can mean one thing only: no more than the characters of the finding change.

A finding carries its own `Fix`. A file is read anew after each round, since a finding may
name the first of many places, and one mistake may hide another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Note
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.loading.concepts import parse_article, parse_concept
from notes_kb.loading.library import Library, note_from_bytes
from notes_kb.report.terminal import printable
from notes_kb.review.renaming import FileChanges, follow_stamps

MOST_ROUNDS = 200
"""Times that one file is read anew."""

_LINE_END = re.compile(r"(\r\n|\n|\r)")
_SHOWN = 60
"""Characters of what was written that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """One finding that was mended."""

    finding: Diagnostic
    before: str
    after: str


@dataclass(slots=True, kw_only=True)
class Fixes:
    """What is to be written, and what could not be."""

    changes: FileChanges = field(default_factory=FileChanges)
    mended: list[Mended] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    """Files that cannot be rewritten, with the reason."""


def plan_fixes(
    docs: Path,
    library: Library,
    kb: KnowledgeBase,
    *,
    wanted: Callable[[Diagnostic], bool] = lambda finding: True,
    ignored: Container[str] = (),
) -> Fixes:
    """Work out what is mended in notes and concept records; nothing is written.

    Stamps of translations that were up to date follow: punctuation needs no new translation.
    """

    def chosen(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        return [d for d in findings if d.fix and d.kind not in ignored and wanted(d)]

    fixes = Fixes()
    for path, read in _readers(library, chosen):
        file = docs / path
        if file.is_symlink():
            fixes.left[path] = "it is a link"
            continue
        try:
            text = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            fixes.left[path] = "it is no UTF-8"
            continue
        mended, done = mend(text, lambda text, read=read: chosen(read(text)))  # type: ignore[misc]
        if done:
            fixes.changes.texts[path] = mended
            fixes.mended += done
    follow_stamps(docs, kb, fixes.changes)
    return fixes


def _readers(
    library: Library, chosen: Callable[[Iterable[Diagnostic]], list[Diagnostic]]
) -> Iterator[tuple[str, Callable[[str], Iterable[Diagnostic]]]]:
    """Yield each file with something to mend, and what gives the findings of a text of it."""
    for note in library.notes:
        if chosen(note.diagnostics):
            yield note.path, _note_reader(note)
    paths = {finding.path for finding in chosen(library.diagnostics)}
    for concept in library.concepts:
        if concept.path in paths:
            yield concept.path, _concept_reader(library, concept.path, concept.id)
        for article in concept.articles.values():
            if article.path in paths and article.path != concept.path:
                yield article.path, _article_reader(article.path)


def _note_reader(note: Note) -> Callable[[str], Iterable[Diagnostic]]:
    return lambda text: (
        note_from_bytes(
            text.encode(),
            path=note.path,
            note_id=note.id,
            language=note.language,
            pasted=note.pasted,
        ).diagnostics
    )


def _concept_reader(
    library: Library, path: str, concept_id: str
) -> Callable[[str], Iterable[Diagnostic]]:
    return lambda text: parse_concept(
        _LINE_END.sub("\n", text), path=path, concept_id=concept_id, languages=library.languages
    )[1]


def _article_reader(path: str) -> Callable[[str], Iterable[Diagnostic]]:
    return lambda text: parse_article(_LINE_END.sub("\n", text), path=path)[1]


def mend(text: str, find: Callable[[str], Iterable[Diagnostic]]) -> tuple[str, list[Mended]]:
    """Give a text mended, with what was done; line ends and everything else stay.

    Args:
        text: The file's text as it is stored.
        find: Gives the findings with a fix of such a text.
    """
    done: list[Mended] = []
    for _ in range(MOST_ROUNDS):
        parts = _LINE_END.split(text)
        round_done = list(_apply(parts, find(text)))
        if not round_done:
            break
        done += round_done
        text = "".join(parts)
    return text, done


def _apply(parts: list[str], findings: Iterable[Diagnostic]) -> Iterator[Mended]:
    """Apply fixes to lines, from the end; one that does not fit the line is left out."""
    begun: dict[int, int] = {}
    ordered = sorted(
        ((d.line, d.fix, d) for d in findings if d.fix), key=lambda one: one[:2], reverse=True
    )
    for number, fix, finding in ordered:
        at = 2 * (number - 1)
        line = parts[at] if 0 <= at < len(parts) else ""
        untouched = fix.end_column <= begun.get(number, len(line) + 1)
        known = number in begun or line == finding.source
        before = line[fix.column - 1 : fix.end_column - 1]
        if not (untouched and known) or before == fix.text:
            continue
        parts[at] = f"{line[: fix.column - 1]}{fix.text}{line[fix.end_column - 1 :]}"
        begun[number] = fix.column
        yield Mended(finding=finding, before=before, after=fix.text)


def render_fixes(fixes: Fixes, root: str) -> str:
    """Say what was mended, a line each, in the order of places; empty where nothing was."""
    lines = []
    for one in sorted(fixes.mended, key=lambda one: one.finding.place):
        finding = one.finding
        before, after = (repr(text[:_SHOWN]) for text in (one.before, one.after))
        place = f"{root}/{finding.path}:{finding.line}"
        lines.append(f"{place}: fixed: {after} in place of {before} [{finding.kind}]")
    for path, count in sorted(fixes.changes.stamps.items()):
        lines.append(f"{root}/{path}: {count} stamp{'s' if count > 1 else ''} followed")
    lines += [f"{root}/{path}: not changed: {why}" for path, why in sorted(fixes.left.items())]
    return "".join(f"{printable(line)}\n" for line in lines)
