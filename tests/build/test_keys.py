"""Keys: equal values have equal digests, different values different ones."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.build import keys
from notes_kb.build.keys import DIGEST_SIZE, PACKAGES, Digests, code_version, digest


class Colour(Enum):
    RED = 1
    BLUE = 2


class Number(IntEnum):
    ONE = 1


@dataclass(frozen=True)
class Point:
    x: object
    y: object = 0
    cache: object = field(default=None, compare=False)


@dataclass(frozen=True)
class Other:
    x: object
    y: object = 0


@dataclass
class Changeable:
    x: int = 0


DIFFERENT: list[tuple[object, ...]] = [
    (),
    ("",),
    (b"",),
    (None,),
    (0,),
    (False,),
    (0.0,),
    (-0.0,),
    (1,),
    (True,),
    (1.0,),
    ("1",),
    (b"1",),
    (-1,),
    (10**5000,),
    ("\ud800",),
    ("ab", "c"),
    ("a", "bc"),
    ("abc",),
    (("ab", "c"),),
    (["ab", "c"],),
    (frozenset({"ab", "c"}),),
    ({"ab": "c"},),
    ((), ()),
    (((),),),
    ([],),
    ({},),
    (frozenset(),),
    ("s0:",),
    (("a",), "b"),
    ("a", ("b",)),
    (Colour.RED,),
    (Colour.BLUE,),
    (Number.ONE,),
    (Path("a/b"),),
    ("a/b",),
    (Point(1),),
    (Point(1, 2),),
    (Point(True),),
    (Other(1),),
    ((1, 0),),
    (Point(Point(1)),),
    (Point([1]),),
    (Point((1,)),),
    (">",),
    ((">", ("a",)),),
    (("a", frozenset({"b"})),),
    (("a", (frozenset({"b"}),)),),
    (("a", ["b"]),),
    (("a", ("b",)),),
]


def test_different_values_have_different_digests() -> None:
    """Type, content and grouping all count."""
    assert len({digest(*parts) for parts in DIFFERENT}) == len(DIFFERENT)
    assert {len(digest(*parts)) for parts in DIFFERENT} == {DIGEST_SIZE}


EQUAL: list[tuple[object, object]] = [
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ({1: "x", "1": "y", None: "z"}, {None: "z", "1": "y", 1: "x"}),
    (frozenset("abc"), frozenset("cba")),
    (("a", (1, frozenset("abc"))), ("a", (1, frozenset("cba")))),
    (("x" * 400_000, frozenset("abc")), ("x" * 400_000, frozenset("cba"))),
    (
        ("a", frozenset(range(70_000))),
        ("a", frozenset(range(69_999, -1, -1))),
    ),
    (Path("a/b"), PurePosixPath("a/b")),
    (Point(1, cache="one"), Point(1, cache="other")),
    (Point({"a": 1, "b": 2}), Point({"b": 2, "a": 1})),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal_values_have_equal_digests(one: object, other: object) -> None:
    """The order of dicts and sets does not count, nor do fields that ``==`` ignores."""
    assert digest(one) == digest(other)


class Text(str):
    __slots__ = ()


REFUSED = [
    (set(), "builtins.set"),
    (bytearray(b"a"), "builtins.bytearray"),
    (Text("a"), f"{__name__}.Text"),
    (OrderedDict(), "collections.OrderedDict"),
    (1j, "builtins.complex"),
    (Changeable(), f"{__name__}.Changeable"),
    (date(2025, 2, 3), "datetime.date"),
    (object(), "builtins.object"),
    (Point, "builtins.type"),
]


@pytest.mark.parametrize(("value", "name"), REFUSED)
@pytest.mark.parametrize("inside", [lambda v: v, lambda v: ("a", [v]), lambda v: Point({"k": v})])
def test_other_types_are_refused_by_name(value: object, name: str, inside) -> None:
    """What an unknown type depends on is not known, so it has no digest."""
    with pytest.raises(TypeError, match=f"^no digest for a value of type {name}$"):
        digest(inside(value))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=4)
        | st.builds(Point, inner, inner)
    ),
    max_leaves=12,
)


def typed(value: object) -> object:
    """Give a value in a form whose repr differs wherever type or content differ."""
    if isinstance(value, Point):
        return ("Point", typed(value.x), typed(value.y))
    if isinstance(value, (list, tuple)):
        return (type(value).__name__, [typed(item) for item in value])
    if isinstance(value, dict):
        return ("dict", sorted((key, repr(typed(item))) for key, item in value.items()))
    return (type(value).__name__, value)


@given(VALUES, VALUES)
def test_digests_are_equal_exactly_where_values_are(one: object, other: object) -> None:
    """Checked against the repr of the values with their types."""
    assert (digest(one) == digest(other)) == (repr(typed(one)) == repr(typed(other)))
    assert digest(copy.deepcopy(one)) == digest(one)


@given(st.lists(VALUES, max_size=5))
def test_remembering_changes_no_digest(values: list[object]) -> None:
    """One `Digests` for many values gives what a new one gives for each."""
    digests = Digests()
    assert [digests(value) for value in values + values] == [digest(value) for value in values * 2]


def test_what_can_change_is_not_remembered() -> None:
    """A frozen dataclass that holds a list is digested again."""
    digests = Digests()
    inner: list[int] = [1]
    value = Point(Point(inner), Point(1))
    before = digests(value)
    inner.append(2)
    assert digests(value) == digest(value) != before


def test_a_frozen_dataclass_is_digested_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its fields are not read again while its `Digests` lives."""
    digests = Digests()
    value = Point("a" * 1000)
    before = digests(value)
    monkeypatch.setattr(keys, "_compared", lambda kind: pytest.fail("read again"))
    assert digests(value) == before


def test_the_address_of_a_dead_value_is_not_mistaken_for_it() -> None:
    """Values that are made and dropped in turn keep digests of their own."""
    digests = Digests()
    assert len({digests(Point(number)) for number in range(1000)}) == 1000


HASH_SEED = """
from notes_kb.build.keys import code_version, digest
print(digest({"a": 1, "b": frozenset("xyz")}).hex(), code_version())
"""


def test_digests_are_the_same_in_every_process() -> None:
    """Neither the hash seed nor the working folder counts."""
    runs = {
        subprocess.run(
            [sys.executable, "-c", HASH_SEED],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            cwd=folder,
            capture_output=True,
            check=True,
        ).stdout
        for seed, folder in [("1", "."), ("2", "/")]
    }
    assert len(runs) == 1


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder that stands for ours; `code_version` is computed at each call."""
    for name in ("a.py", "web/card.js", "mkdocs/templates/note.html", "__pycache__/a.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(keys, "_ROOT", str(tmp_path))
    monkeypatch.setattr(keys, "code_version", code_version.__wrapped__)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "counts"),
    [
        ("a.py", "changed", True),
        ("web/card.js", "changed", True),
        ("mkdocs/templates/note.html", "changed", True),
        ("new.css", "", True),
        ("__pycache__/a.pyc", "changed", False),
        (".a.py.swp", "an editor's own", False),
    ],
)
def test_each_file_of_the_package_counts(package: Path, name: str, text: str, counts: bool) -> None:
    """Scripts, styles and templates decide what a build writes as much as the code does."""
    before = keys.code_version()
    (package / name).write_text(text)
    assert (keys.code_version() != before) is counts


def test_a_renamed_file_counts(package: Path) -> None:
    """A file's name is part of the version."""
    before = keys.code_version()
    (package / "a.py").rename(package / "b.py")
    assert keys.code_version() != before


@pytest.mark.parametrize("name", PACKAGES)
def test_each_library_counts(name: str, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of a library, or its absence, makes another version."""
    find = keys._package_version
    seen = {keys.code_version()}
    for version in ("0.0.0", None if find(name) else "1"):
        monkeypatch.setattr(
            keys, "_package_version", lambda asked, v=version: v if asked == name else find(asked)
        )
        seen.add(keys.code_version())
    assert len(seen) == 3


def test_versions_are_those_of_the_installed_packages() -> None:
    """Read from the metadata; None for what is not installed."""
    from importlib.metadata import version

    assert keys._package_version("mkdocs") == version("mkdocs")
    assert keys._package_version("markdown-it-py") == version("markdown-it-py")
    assert keys._package_version("no-such-package") is None
