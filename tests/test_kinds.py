"""Every kind of finding is declared once, explained, and used with the fields that it names."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Severity
from notes_kb.domain.kinds import KINDS, FindingKind
from notes_kb.domain.span import Place

PACKAGE = Path(kinds.__file__).parent.parent
KIND = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
HAN = re.compile("[一-鿿]")
DECLARED = {name: kind for name, kind in vars(kinds).items() if isinstance(kind, FindingKind)}
"""Every kind and every variant, by the name of its constant."""
NOT_FIELDS = {"path", "hint"}


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.name != "kinds.py":
            yield file, ast.parse(file.read_text("utf-8"))


def _constant(node: ast.expr) -> str | None:
    """Give the name of the declaration that an expression such as ``kinds.X`` names."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr if node.value.id == "kinds" else None
    return None


def _reports() -> Iterator[tuple[str, str, set[str]]]:
    """Yield place, declaration and given fields of each ``kinds.X.at`` and ``report(kinds.X)``."""
    for file, tree in _trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            name = _constant(node.func.value) if node.func.attr == "at" else None
            if name is None and node.args and node.func.attr in {"report", "_report", "_refuse"}:
                name = _constant(node.args[0])
            if name is not None and all(keyword.arg for keyword in node.keywords):
                given = {str(keyword.arg) for keyword in node.keywords} - NOT_FIELDS
                yield f"{file.name}:{node.lineno}", name, given


def _fields(kind: FindingKind) -> set[str]:
    parsed = string.Formatter().parse(kind.message + kind.hint)
    return {name for _, name, _, _ in parsed if name is not None}


def test_every_report_gives_the_fields_of_its_declaration() -> None:
    """Message and hint are filled at every call, and nothing is given that they do not show."""
    reports = list(_reports())
    assert len(reports) > 40
    wrong = [
        f"{place}: {name} takes {sorted(_fields(DECLARED[name]))}, not {sorted(given)}"
        for place, name, given in reports
        if _fields(DECLARED[name]) != given
    ]
    assert wrong == []


def test_every_declaration_is_used() -> None:
    """No declaration outlives its finding."""
    used = {
        _constant(node)
        for _, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }
    assert DECLARED.keys() - used == set()


def test_every_kind_that_is_worded_elsewhere_is_declared() -> None:
    """A name that is passed as ``kind=`` is one of the declared kinds."""
    named = {
        keyword.value.value
        for _, tree in _trees()
        for keyword in ast.walk(tree)
        if isinstance(keyword, ast.keyword)
        and keyword.arg == "kind"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }
    assert {name for name in named if KIND.fullmatch(name)} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_is_explained_in_both_languages(kind: FindingKind) -> None:
    """A kind has a name in kebab case and one sentence, without a full stop, in each language."""
    assert KIND.fullmatch(kind.name)
    assert set(kind.explanation) == {"en", "zh"}
    assert HAN.search(kind.explanation["zh"])
    assert not any(text.endswith((".", "。")) for text in kind.explanation.values())


def test_kinds_are_in_alphabetical_order() -> None:
    """That is the order of the guide."""
    assert list(KINDS) == sorted(KINDS)


KIND_OF_TEST = FindingKind(
    name="a-test",
    severity=Severity.WARNING,
    message="'{name}' is wrong",
    hint="write '{{{better}}}'",
    explanation={"en": "E", "zh": "中"},
)


def test_a_finding_is_made_of_its_declaration() -> None:
    """Fields are text: braces in what a contributor wrote mean nothing."""
    place = Place(line=3, column=5, end_column=9, source="line")
    found = KIND_OF_TEST.at(place, path="x.md", name="{better}", better="{0}")
    assert (found.message, found.hint) == ("'{better}' is wrong", "write '{{0}}'")
    assert (found.kind, found.severity, found.path) == ("a-test", Severity.WARNING, "x.md")
    assert (found.line, found.column, found.end_column, found.source) == (3, 5, 9, "line")


def test_a_hint_of_the_moment_replaces_the_declared_one() -> None:
    """An empty one does not; and a variant keeps name and explanation."""
    told = KIND_OF_TEST.at(hint="did you mean 'a'?", name="b", better="")
    assert (told.line, told.hint) == (0, "did you mean 'a'?")
    assert KIND_OF_TEST.at(hint="", name="b", better="c").hint == "write '{c}'"
    variant = KIND_OF_TEST.variant("other words", severity=Severity.NOTE)
    assert (variant.name, variant.severity, variant.hint) == ("a-test", Severity.NOTE, "")
