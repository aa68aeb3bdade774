"""The tables of faults and threats name tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.site import REPOSITORY

DEVELOPING = REPOSITORY / "docs" / "developing"
PAGES = ("faults.en.md", "faults.md", "threats.en.md", "threats.md")
NAMED = re.compile(r"`((?:\w+/)*(?:test_\w+\.py|\w+\.test\.js))(?:::(test_\w+))?`")


@cache
def _tests_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("page", PAGES)
def test_every_named_test_exists(page: str) -> None:
    """By file and function, so that a test that is renamed is renamed there too."""
    named = NAMED.findall((DEVELOPING / page).read_text("utf-8"))
    assert len(named) > 25
    for file, function in named:
        path = REPOSITORY / "tests" / file
        assert path.is_file(), file
        assert not function or function in _tests_in(path), f"{file}::{function}"


def _rows(page: str) -> list[str]:
    """Give the rows of a page's tables, without their heads."""
    text = (DEVELOPING / page).read_text("utf-8")
    lines = text.splitlines()
    heads = {n for n, line in enumerate(lines[1:]) if line.startswith("| ---")}
    rows = [line for n, line in enumerate(lines) if line.startswith("| ") and n not in heads]
    return [row for row in rows if not row.startswith("| ---")]


def test_every_fault_and_threat_has_a_test() -> None:
    """No row without one; at least eighty faults, and the same rows in both languages."""
    for page in PAGES:
        assert [row for row in _rows(page) if not NAMED.search(row)] == [], page
    assert len(_rows("faults.en.md")) >= 80
    for name in ("faults", "threats"):
        english, chinese = (
            [NAMED.findall(row) for row in _rows(page)] for page in (f"{name}.en.md", f"{name}.md")
        )
        assert english == chinese, name
