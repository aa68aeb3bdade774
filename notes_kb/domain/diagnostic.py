"""Findings about content, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """Something is missing from the site because of it."""
    WARNING = "warning"
    """The site is whole, but the author probably meant something else."""
    NOTE = "note"
    """Worth knowing; never fails a check."""


class Fix(NamedTuple):
    """What to write in place of a stretch of a finding's line, where nothing else can be meant."""

    column: int
    """From 1, in code points."""
    end_column: int
    """The column behind the last character that is replaced."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding: what, how bad, where, and what to write instead."""

    kind: str
    """A stable name in kebab case, listed in `notes_kb.domain.kinds`."""
    severity: Severity
    message: str
    """One sentence without a full stop."""
    path: str = ""
    """The file, relative to the docs folder, with forward slashes; empty for none."""
    line: int = 0
    """From 1; 0 where the finding concerns the whole file."""
    column: int = 0
    """From 1, in code points; 0 where the finding concerns the whole line."""
    end_column: int = 0
    """The column behind the last character of the mistake; 0 where unknown."""
    source: str = ""
    """The line of the file that `line` names, for showing it with a mark; may be empty."""
    hint: str = ""
    """The remedy: what to write instead."""
    fix: Fix | None = None
    """The same for `check --fix`; None where only the author can say."""

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """The key by which findings are listed."""
        return (self.path, self.line, self.column, self.kind, self.message)
