"""Findings as a report of GitLab's Code Quality, which a merge request shows at its lines.

Format: "Code Quality report format", a list of issues with a fingerprint by which GitLab tells
new ones from those that the target branch has too.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.report.summary import path_from

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}


def render_code_quality(diagnostics: Iterable[Diagnostic], *, root: str = "") -> str:
    """Write one issue a finding; ends with a line break.

    `root` is the docs folder relative to the repository. A fingerprint does not depend on the
    line's number, so that a finding stays the same one when text above it grows.
    """
    seen: Counter[str] = Counter()
    issues = []
    for one in diagnostics:
        told = "\n".join((one.kind, one.path, one.message, one.source))
        seen[told] += 1
        issues.append(_issue(one, root, f"{told}\n{seen[told]}"))
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _issue(diagnostic: Diagnostic, root: str, told: str) -> dict[str, Any]:
    hint = f"; {diagnostic.hint}" if diagnostic.hint else ""
    return {
        "description": f"{diagnostic.message}{hint}",
        "check_name": diagnostic.kind,
        "fingerprint": hashlib.sha256(told.encode()).hexdigest(),
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": path_from(root, diagnostic.path),
            "lines": {"begin": max(1, diagnostic.line)},
        },
    }
