"""Every kind of finding is registered, and every registered kind is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from notes_kb.domain import kinds
from notes_kb.domain.kinds import KINDS

PACKAGE = Path(kinds.__file__).parent.parent
KIND = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def _trees() -> Iterator[ast.Module]:
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.name != "kinds.py":
            yield ast.parse(file.read_text("utf-8"))


def _given_kinds(tree: ast.Module) -> Iterator[str]:
    """Yield what is passed as ``kind=`` where it has the form of a kind."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "kind":
            value = node.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                if KIND.fullmatch(value.value):
                    yield value.value
            elif isinstance(value, ast.JoinedStr):
                yield _pattern(value)


def _pattern(text: ast.JoinedStr) -> str:
    parts = (
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9-]+"
        for part in text.values
    )
    return "".join(parts)


def _strings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield _pattern(node)


def test_every_kind_used_is_registered() -> None:
    """A kind that the code gives is in the list that `--explain` reads."""
    used = {kind for tree in _trees() for kind in _given_kinds(tree)}
    assert len(used) > 20
    unknown = {k for k in used if not any(re.fullmatch(k, known) for known in KINDS)}
    assert unknown == set()


def test_every_registered_kind_is_used() -> None:
    """No explanation outlives its finding."""
    strings = {text for tree in _trees() for text in _strings(tree)}
    patterns = [text for text in strings if "[a-z0-9-]+" in text and text.startswith("concept")]
    unused = {
        kind
        for kind in KINDS
        if kind not in strings and not any(re.fullmatch(p, kind) for p in patterns)
    }
    assert unused == set()


def test_kinds_are_in_order_and_explained() -> None:
    """Kinds stand in alphabetical order, each in kebab case with a sentence without full stop."""
    assert list(KINDS) == sorted(KINDS)
    assert all(KIND.fullmatch(kind) for kind in KINDS)
    assert all(text.strip() and not text.endswith(".") for text in KINDS.values())
