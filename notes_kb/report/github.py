"""Findings as annotations of a GitHub workflow run.

Format: "Workflow commands for GitHub Actions", setting a notice, warning or error
message. In properties ``% CR LF : ,`` are escaped, in messages ``% CR LF``.
"""

from __future__ import annotations

from collections.abc import Iterable

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.report.summary import closing_line, path_from

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_annotations(diagnostics: Iterable[Diagnostic], *, root: str = "") -> str:
    """Write one command a finding, then the counts; ends with a line break.

    `root` is the docs folder relative to the repository, by which GitHub finds files.
    """
    found = list(diagnostics)
    return "\n".join([*(_annotation(d, root) for d in found), closing_line(found)]) + "\n"


def _annotation(diagnostic: Diagnostic, root: str) -> str:
    values = {
        "file": path_from(root, diagnostic.path),
        "line": diagnostic.line,
        "col": diagnostic.column,
        "endColumn": diagnostic.end_column - 1 if diagnostic.end_column > 1 else 0,
        "title": diagnostic.kind,
    }
    properties = ",".join(f"{key}={_property(str(v))}" for key, v in values.items() if v)
    message = diagnostic.message + (f"; {diagnostic.hint}" if diagnostic.hint else "")
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
