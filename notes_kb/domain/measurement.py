"""What an ordinary page, such as that of a lab, says of the notes' statements."""

from __future__ import annotations

from dataclasses import dataclass

from notes_kb.domain.span import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A statement that a page measures."""

    note: str
    """The note's id."""
    anchor: str
    """The statement's anchor in it."""
    verdict: str
    """What came out, a word of `Verdict` as it is written; empty where the page says none."""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRelations:
    """What the front matter of an ordinary page says of notes and concepts."""

    path: str
    """The page's file, relative to the docs folder."""
    tests: tuple[Tested, ...] = ()
    concepts: tuple[tuple[str, Place], ...] = ()
    """The names of the concepts that it is about."""
    answer: str = ""
    """What came out, in one sentence."""
    question: str = ""
    """What was asked, in one sentence."""
    figure: str = ""
    """A picture that shows it, as written: relative to the page's file."""
