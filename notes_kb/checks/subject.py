"""What the rules look at: the library, and what follows from it, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.note import ExplicitLink, Note, Prose
from notes_kb.domain.span import Lines, Place
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.mentions import NoteMentions, find_note_mentions
from notes_kb.linking.resolve import Names
from notes_kb.linking.topics import Topics, assign_topics
from notes_kb.loading.library import Library
from notes_kb.loading.notes import parse_note

_MOST_SUGGESTIONS = 200
"""Unknown names of one library that are compared with all known ones."""


@dataclass(frozen=True)
class Subject:
    """A library under examination."""

    library: Library

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """The concepts by id."""
        return {concept.id: concept for concept in self.library.concepts}

    @cached_property
    def lexicon(self) -> Lexicon:
        """All forms of all concepts."""
        return build_lexicon(self.library.concepts)

    @property
    def names(self) -> Names:
        """All names of all concepts."""
        return self.lexicon.names

    @cached_property
    def mentions(self) -> Mapping[str, NoteMentions]:
        """What each note mentions, by its path."""
        return {
            note.path: find_note_mentions(note, self.lexicon, self.concepts)
            for note in self.library.notes
        }

    @cached_property
    def topics(self) -> Mapping[str, Topics]:
        """The topics of each note's blocks, by its path."""
        return {
            note.path: assign_topics(note, self.mentions[note.path], self.concepts)
            for note in self.library.notes
        }

    @cached_property
    def articles(self) -> tuple[tuple[Note, int], ...]:
        """The articles that hold explicit links, parsed, with the lines that stand above them."""
        return tuple(
            (
                parse_note(
                    article.markdown,
                    path=article.path,
                    note_id=concept.id,
                    language=language,
                    pasted=False,
                ),
                article.first_line - 1,
            )
            for concept in self.library.concepts
            for language, article in concept.articles.items()
            if "[[" in article.markdown
        )

    @cached_property
    def _suggested(self) -> dict[str, str]:
        return {}

    def suggest(self, name: str) -> str:
        """Give the question that offers the likeliest concept, or nothing."""
        known = self._suggested
        if name not in known:
            found = self.names.suggest(name) if len(known) < _MOST_SUGGESTIONS else ()
            known[name] = f"did you mean '{found[0]}'?" if found else ""
        return known[name]


def prose_of(note: Note) -> Iterator[Prose]:
    """Yield all running text of a note, headings included, in the order of the file."""
    for section in note.walk():
        yield section.prose
        for block in section.blocks:
            yield block.prose


def links_of(note: Note) -> Iterator[ExplicitLink]:
    """Yield every explicit link of a note, in the order of the file."""
    for prose in prose_of(note):
        yield from prose.links


def locate(note: Note, lines: Lines, written: str) -> Place:
    """Give the first place of a text within some lines of a note, else the first line."""
    source = note.text.split("\n")
    for number in range(lines.first, min(lines.last, len(source)) + 1):
        column = source[number - 1].find(written)
        if column >= 0:
            return Place(
                line=number,
                column=column + 1,
                end_column=column + 1 + len(written),
                source=source[number - 1],
            )
    line = source[lines.first - 1] if 0 < lines.first <= len(source) else ""
    return Place(line=lines.first, column=1 if line else 0, source=line)


def finding_at(
    place: Place | None,
    *,
    path: str,
    kind: str,
    severity: Severity,
    message: str,
    hint: str = "",
) -> Diagnostic:
    """Make the finding on a place of a file, or on the whole file."""
    place = place or Place(line=0, column=0)
    return Diagnostic(
        kind=kind,
        severity=severity,
        message=message,
        path=path,
        line=place.line,
        column=place.column,
        end_column=place.end_column,
        source=place.source,
        hint=hint,
    )
