"""Lines of contributed text end at LF, CRLF and CR, and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import notes_kb

ALLOWED = {"search/node.py"}
"""Reads what our own program prints; which error is shown is all that depends on it."""


def _calls() -> Iterator[str]:
    root = Path(notes_kb.__path__[0])
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "splitlines":
                yield file.relative_to(root).as_posix()


def test_nothing_is_split_where_only_unicode_sees_a_line_break() -> None:
    """`str.splitlines` also splits at U+2028, U+0085, VT and FF, which a line may hold."""
    assert set(_calls()) <= ALLOWED
