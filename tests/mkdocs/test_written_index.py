"""The index of the last build stays as it is where nothing has changed, and is told of the same."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from notes_kb.build.store import MemoryStore, StepCache
from notes_kb.mkdocs import written_index
from notes_kb.search.publishing import SearchSite
from tests.site import TREE, build_here, draw

KEY, OTHER = b"k" * 16, b"o" * 16


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.put("search", b"used", b"value")
    return store


@pytest.fixture
def folder(tmp_path: Path, store: MemoryStore) -> Path:
    """An index that was written and is remembered."""
    (tmp_path / "scripts").mkdir()
    for name in ("manifest.bin", "scripts/engine.js"):
        (tmp_path / name).write_text(name, "utf-8")
    written_index.remember(store, tmp_path, KEY, {b"used"})
    return tmp_path


def is_written(store: MemoryStore, folder: Path, key: bytes = KEY) -> bool:
    return written_index.is_written(store, StepCache(store, "search"), folder, key)


def test_an_index_is_known_by_what_it_was_made_from(store: MemoryStore, folder: Path) -> None:
    """And by its place."""
    assert is_written(store, folder)
    assert not is_written(store, folder, OTHER)
    assert not is_written(store, folder / "scripts")


@pytest.mark.parametrize("change", ["changed", "more", "fewer", "gone"])
def test_it_is_not_known_with_other_files(store: MemoryStore, folder: Path, change: str) -> None:
    """Whoever changed them."""
    match change:
        case "changed":
            (folder / "scripts" / "engine.js").write_text("other", "utf-8")
        case "more":
            (folder / "more.bin").write_text("more", "utf-8")
        case "fewer":
            (folder / "manifest.bin").unlink()
        case _:
            folder.rename(folder.with_name("elsewhere"))
    assert not is_written(store, folder)


def test_it_is_written_again_where_the_cache_has_lost_of_it(folder: Path) -> None:
    """The next edit would find nothing to begin with."""
    emptied = MemoryStore()
    written_index.remember(emptied, folder, KEY, {b"used"})
    assert not is_written(emptied, folder)


def test_what_the_test_of_an_index_found_is_told_by_every_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Node is asked once."""
    wrong = "- {query: 混合专家, url: nowhere/}\n"
    root = draw(tmp_path, {**TREE, "docs/search.yml": wrong})
    asked: list[Path] = []
    test = SearchSite.self_test

    def tested(search: SearchSite, folder: Path) -> object:
        asked.append(folder)
        return test(search, folder)

    monkeypatch.setattr(SearchSite, "self_test", tested)
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            build_here(root)
        assert "the query '混合专家' does not find nowhere/" in caplog.text
    assert len(asked) == 1
