"""What all renderings of findings share: paths, counts, and whether a check fails."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable

from notes_kb.domain.diagnostic import Diagnostic, Severity


def path_from(root: str, path: str) -> str:
    """Give a finding's path as seen from where `root`, the docs folder, is relative to.

    A finding on ``mkdocs.yml`` has the path ``../mkdocs.yml``.
    """
    return posixpath.normpath(posixpath.join(root, path)) if root and path else path


def closing_line(diagnostics: Iterable[Diagnostic]) -> str:
    """Give the counts in one line: ``2 errors, 1 warning, 37 notes``; ``no findings``."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    told = [
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    ]
    return ", ".join(told) or "no findings"


def fails(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether anything is worse than a note."""
    return any(diagnostic.severity is not Severity.NOTE for diagnostic in diagnostics)
