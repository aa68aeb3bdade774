"""Exports that another process has made are put in their places, whatever happened meanwhile."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from notes_kb.build.executor import Beside, ExecutorError
from notes_kb.mkdocs import exporting
from notes_kb.mkdocs.exporting import Exporting
from notes_kb.mkdocs.exports import Export

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there are processes forked")


class Kept:
    """The files of a last build: `there` are in their places now, `before` when it was asked."""

    came_back = True

    def __init__(self, before: set[str], there: set[str]) -> None:
        self.before, self.there = before, there
        self.placed: dict[str, bytes] = {}

    def holds(self, uri: str, key: bytes) -> bool:
        return uri in self.before

    def put_back(self, uri: str, key: bytes) -> object:
        return uri if uri in self.there else None

    def place(self, uri: str, data: bytes, key: bytes) -> None:
        self.placed[uri] = data


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site with three exports, one of them without a key, and what of its store was used."""

    def exports(*_: object) -> Any:
        yield Export("a", b"a", lambda: "甲", "step", (b"1", b"2"))
        yield Export("b", b"b", lambda: "乙", "step", (b"3",))
        yield Export("c", b"", lambda: "丙")

    monkeypatch.setattr(exporting, "exports", exports)
    monkeypatch.setattr(exporting, "MANY", 0)
    monkeypatch.setattr(exporting, "available_cores", lambda: 2)
    monkeypatch.setattr(exporting, "may_fork", lambda _: True)  # Whatever threads the tests have.
    used: dict[str, list[bytes]] = {}
    store = SimpleNamespace(use=used.__setitem__)
    return SimpleNamespace(
        kb=SimpleNamespace(groups=(), concepts=()),
        options=SimpleNamespace(executor=None),
        renderer=SimpleNamespace(store=store),
        used=used,
    )


def run(site: Any, kept: Any) -> None:
    one = Exporting(site, lambda _: b"", kept)
    one.begin()
    assert one._beside is not None
    one.finish()


def test_what_is_in_its_place_stays(site: Any) -> None:
    """The rest is written; the next build keeps what both are made from."""
    kept = Kept({"a"}, {"a"})
    run(site, kept)
    assert kept.placed == {"b": "乙".encode(), "c": "丙".encode()}
    assert site.used["step"] == [b"1", b"2", b"3"]


def test_what_somebody_removes_meanwhile_is_made_again(site: Any) -> None:
    """It was in its place when the other process looked."""
    kept = Kept({"a", "b"}, {"b"})
    run(site, kept)
    assert kept.placed == {"a": "甲".encode(), "c": "丙".encode()}


def test_after_a_death_all_are_made_here(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build goes on."""

    def die(_: object) -> None:
        raise ExecutorError("a process beside the build has died")

    monkeypatch.setattr(Beside, "result", die)
    kept = Kept({"a", "b"}, set())
    run(site, kept)
    assert kept.placed == {"a": "甲".encode(), "b": "乙".encode(), "c": "丙".encode()}
