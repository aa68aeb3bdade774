"""What a parser of bodies gives: parts, claims on lines, findings."""

from __future__ import annotations

from dataclasses import dataclass

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Block, LedgerEntry
from notes_kb.loading.outline import FlatHeading

MAX_HEADINGS = 2000
"""Of one note."""
MAX_DEPTH = 24
"""Levels at which lists and quotes may nest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The body of a note before it is nested into sections."""

    title: str = ""
    """The title line that was found; empty for none."""
    parts: tuple[FlatHeading | Block, ...] = ()
    """In the order of the file."""
    claims: tuple[LedgerEntry, ...] = ()
    """Which lines have which role; blank ones are nobody's."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Without a path."""
    refusal: Diagnostic | None = None
    """Why the body cannot be taken at all."""


def too_complex(problem: str) -> Diagnostic:
    """Make the finding that refuses a note beyond the bounds."""
    return kinds.NOTE_TOO_COMPLEX.at(problem=problem)
