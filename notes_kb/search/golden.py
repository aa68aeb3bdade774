"""The queries that a site's owner wants answered: ``docs/search.yml``."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.search.selftest import Golden

PATH = "search.yml"
"""Relative to the docs folder."""
EXAMPLE = "- {query: 强化学习, page: concepts/reinforcement-learning/}"
MOST = 1_000
"""Queries that are read."""


def parse_golden(text: str) -> tuple[tuple[Golden, ...], tuple[Diagnostic, ...]]:
    """Read a list of ``{query, page, within, language}``; what is no query is a finding."""
    try:
        rows = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        return (), (_finding("no YAML that can be read", line),)
    if not isinstance(rows, list):
        return (), (_finding("no list", 1),)
    golden, findings = [], []
    for number, row in enumerate(rows[:MOST], 1):
        query = _golden(row)
        if query:
            golden.append(query)
        else:
            findings.append(_finding(f"entry {number} is no query with its page", 0))
    return tuple(golden), tuple(findings)


def _golden(row: object) -> Golden | None:
    if not isinstance(row, Mapping):
        return None
    query, page, within = row.get("query"), row.get("page"), row.get("within", 10)
    if not isinstance(query, str) or not query.strip() or not isinstance(page, str):
        return None
    if not isinstance(within, int) or not 1 <= within <= 100:
        return None
    return Golden(query, page.lstrip("/"), within, str(row.get("language") or ""))


def _finding(what: str, line: int) -> Diagnostic:
    return Diagnostic(
        kind="search-golden",
        severity=Severity.WARNING,
        message=f"{PATH} has {what}",
        path=PATH,
        line=line,
        hint=f"write one entry a line, as in {EXAMPLE}",
    )
