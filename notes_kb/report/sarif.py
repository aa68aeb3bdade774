"""Findings in SARIF 2.1.0 (OASIS Standard, 2020), which code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.kinds import KINDS
from notes_kb.report.summary import path_from

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render_sarif(diagnostics: Iterable[Diagnostic], *, root: str = "", version: str = "") -> str:
    """Write one run with every kind that occurs as a rule; ends with a line break.

    `root` is the docs folder relative to the repository. Columns count code points.
    """
    found = list(diagnostics)
    rules = sorted({diagnostic.kind for diagnostic in found})
    driver: dict[str, Any] = {"name": "notes-kb", "rules": [_rule(kind) for kind in rules]}
    if version:
        driver["version"] = version
    results = [_result(diagnostic, rules.index(diagnostic.kind), root) for diagnostic in found]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(kind: str) -> Mapping[str, Any]:
    known = KINDS.get(kind)
    text = known.explanation["en"].replace("`", "") if known else kind
    return {"id": kind, "shortDescription": {"text": text}}


def _result(diagnostic: Diagnostic, rule: int, root: str) -> Mapping[str, Any]:
    text = diagnostic.message + (f"; {diagnostic.hint}" if diagnostic.hint else "")
    result: dict[str, Any] = {
        "ruleId": diagnostic.kind,
        "ruleIndex": rule,
        "level": str(diagnostic.severity),
        "message": {"text": text},
    }
    if diagnostic.path:
        result["locations"] = [{"physicalLocation": _location(diagnostic, root)}]
    return result


def _location(diagnostic: Diagnostic, root: str) -> Mapping[str, Any]:
    path = path_from(root, diagnostic.path)
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(path)}}
    if diagnostic.line:
        region = {"startLine": diagnostic.line}
        if diagnostic.column:
            region["startColumn"] = diagnostic.column
        if diagnostic.end_column > diagnostic.column:
            region["endColumn"] = diagnostic.end_column
        location["region"] = region
    return location
