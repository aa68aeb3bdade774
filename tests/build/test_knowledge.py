"""A process that got ready while files were read parses new notes as this one does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from notes_kb.build import knowledge as module
from notes_kb.build.executor import ExecutorError, Standby
from notes_kb.build.knowledge import HEAD, Knowledge, StoredNote
from notes_kb.build.store import MemoryStore
from notes_kb.domain.language import Languages
from notes_kb.loading.library import load_library
from notes_kb.mkdocs import files
from notes_kb.mkdocs.files import edits_expected
from tests.site import TREE, draw

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there are processes forked")


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "available_cores", lambda: 2)
    monkeypatch.setattr(module, "may_fork", lambda _: True)  # Whatever threads the tests have.
    return draw(tmp_path, TREE) / "docs"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What processes that stand by were told, in order."""
    told: list[str] = []
    for name in ("run", "dismiss"):
        own = getattr(Standby, name)

        def telling(*arguments: Any, own: Any = own, name: str = name) -> Any:
            told.append(name)
            return own(*arguments)

        monkeypatch.setattr(Standby, name, telling)
    return told


def load(docs: Path, store: MemoryStore, *, expecting: bool = True) -> list[object]:
    """Read all notes; give each with what was found in it."""
    knowledge = Knowledge(store, warn=pytest.fail, expecting=expecting)
    library = load_library(docs, Languages({"zh": "中文", "en": "English"}), knowledge.notes)
    facts, summaries = knowledge.facts(library)
    return [
        (
            note.whole(),
            summaries[note.path],
            facts[note.path].mentions,
            facts[note.path].topics,
            dict(facts[note.path].backlinks),
        )
        for note in library.notes
        if isinstance(note, StoredNote)
    ]


def test_new_notes_are_parsed_by_the_process_that_stands_by(docs: Path, said: list[str]) -> None:
    """And searched for concepts, with the same result."""
    there, here = MemoryStore(), MemoryStore()
    notes = load(docs, there)
    assert said == ["run"]
    assert notes == load(docs, here, expecting=False)
    assert len(notes) == 2
    assert there._values.keys() == here._values.keys()


def test_where_no_note_is_new_it_is_dismissed(docs: Path, said: list[str]) -> None:
    """A file may be newer and say the same."""
    store = MemoryStore()
    load(docs, store, expecting=False)
    load(docs, store)
    assert said == ["dismiss"]


def test_many_notes_are_left_to_workers(
    docs: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process would take longer."""
    monkeypatch.setattr(module, "FEW", 1)
    load(docs, MemoryStore())
    assert said == ["dismiss"]


def test_a_death_is_told_and_made_good(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notes are parsed here."""

    def die(*_: object) -> None:
        raise ExecutorError("a process beside the build has died")

    monkeypatch.setattr(Standby, "run", die)
    store, warned = MemoryStore(), list[str]()
    knowledge = Knowledge(store, warn=warned.append, expecting=True)
    load_library(docs, Languages({"zh": "中文", "en": "English"}), knowledge.notes)
    assert warned == ["a process beside the build has died; what it parsed is parsed once more"]
    assert sum(step == HEAD for step, _ in store._values) == 2


def test_an_edit_is_expected_where_a_source_is_newer(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Than what was stored, and there are many."""
    sources = [str(path) for path in docs.rglob("*.md")]
    for path in sources:
        os.utime(path, ns=(1000, 1000))
    host = SimpleNamespace(
        documentation_pages=lambda: [SimpleNamespace(abs_src_path=p) for p in [*sources, None]]
    )
    assert not edits_expected(host, 999)  # type: ignore[arg-type]
    monkeypatch.setattr(files, "MANY", 5)
    assert edits_expected(host, 999)  # type: ignore[arg-type]
    assert not edits_expected(host, 1000)  # type: ignore[arg-type]
    assert not edits_expected(host, 0)  # type: ignore[arg-type]
    Path(sources[0]).unlink()
    assert not edits_expected(host, 1000)  # type: ignore[arg-type]
