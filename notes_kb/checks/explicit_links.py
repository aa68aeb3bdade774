"""``[[…]]`` in notes and articles that names no concept."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.subject import Subject, finding_at, links_of
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.note import ExplicitLink, Note
from notes_kb.domain.span import Place


def check_explicit_links(subject: Subject) -> Iterator[Diagnostic]:
    """Report each explicit link to a concept that nobody recorded."""
    for note in subject.library.notes:
        yield from _check(subject, note, 0)
    for article, above in subject.articles:
        yield from _check(subject, article, above)


def _check(subject: Subject, note: Note, above: int) -> Iterator[Diagnostic]:
    unknown = [link for link in links_of(note) if subject.names.resolve(link.concept) is None]
    source = note.text.split("\n") if unknown else []
    for link in unknown:
        yield finding_at(
            _place(link, source, above),
            path=note.path,
            kind="concept-unknown",
            severity=Severity.ERROR,
            message=f"unknown concept '{link.concept}'",
            hint=subject.suggest(link.concept)
            or f"add concepts/{_file_name(link.concept)}, or write the words without brackets",
        )


def _place(link: ExplicitLink, source: list[str], above: int) -> Place:
    line = source[link.line - 1] if 0 < link.line <= len(source) else ""
    column = line.find(link.concept, max(0, link.column - 1)) + 1 or link.column
    return Place(
        line=link.line + above, column=column, end_column=column + len(link.concept), source=line
    )


def _file_name(name: str) -> str:
    fits = name.isascii() and name.replace("-", "").isalnum() and name == name.lower()
    return f"{name}.md" if fits else "<id>.md"
