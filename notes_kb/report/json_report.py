"""Findings for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from notes_kb.domain.diagnostic import Diagnostic, Severity

FORMAT_VERSION = 1


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Write the findings and their counts as one JSON object; ends with a line break.

    Keys stand in a fixed order. Lines and columns count from 1, columns in code
    points; 0 means unknown.
    """
    found = list(diagnostics)
    counts = Counter(diagnostic.severity for diagnostic in found)
    report = {
        "format_version": FORMAT_VERSION,
        "counts": {str(severity): counts[severity] for severity in Severity},
        "diagnostics": [as_object(diagnostic) for diagnostic in found],
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def as_object(diagnostic: Diagnostic) -> dict[str, str | int]:
    """Give one finding as a JSON object."""
    return {
        "kind": diagnostic.kind,
        "severity": str(diagnostic.severity),
        "path": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "end_column": diagnostic.end_column,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }
