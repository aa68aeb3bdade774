"""How many findings of which weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from notes_kb.domain.diagnostic import Diagnostic, Severity


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
