"""What a large site needs: a merge within bounded memory, and directories in pages."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from notes_kb.search import blocks, index, shards, spool, store
from notes_kb.search.node import Ask, ask
from notes_kb.search.postings import Joined, Row
from notes_kb.search.publishing import SearchSite
from notes_kb.search.spool import Run, Spool, merge_runs
from tests.search.test_merge import ENTRIES, site, whole


def test_a_merge_in_a_tree_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two blocks at once, everything in temporary files, no page in memory."""
    parts = site(200)
    expected = dict(whole(parts))
    monkeypatch.setattr(index, "TOGETHER", 1)
    monkeypatch.setattr(blocks, "HELD", 1)
    monkeypatch.setattr(spool, "FAN", 2)
    monkeypatch.setattr(spool, "CHUNK", 300)
    monkeypatch.setattr(spool, "MEMORY", 1_000)
    assert dict(whole(parts)) == expected


@pytest.mark.parametrize("memory", [0, 30, 10_000])
def test_a_spool_is_a_mapping(memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever of it is in the file."""
    monkeypatch.setattr(spool, "MEMORY", memory)
    chance = random.Random(memory)
    kept, expected = Spool[str](), dict[str, bytes]()
    for _ in range(300):
        key = str(chance.randrange(40))
        if key in expected and chance.random() < 0.2:
            del kept[key], expected[key]
        else:
            kept[key] = expected[key] = chance.randbytes(chance.randrange(5))
        assert len(kept) == len(expected)
    assert kept == expected
    kept.sort(key=str)
    assert list(kept) == sorted(expected)
    assert "none" not in kept


@pytest.mark.parametrize("count", [0, 1, 2, 7, 40])
def test_runs_are_merged_in_their_order(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Payloads of one key follow one another as the runs do, in however many levels."""
    monkeypatch.setattr(spool, "FAN", 3)
    monkeypatch.setattr(spool, "CHUNK", 20)
    kept = Spool[int]()
    keys = ["a", "b", "c\td", "强化"]
    runs = [
        Run([(key, f"{n} ".encode()) for key in keys if (n + len(key)) % 3], kept)
        for n in range(count)
    ]
    found = dict(merge_runs(runs, b"".join, kept))
    for key in keys:
        expected = "".join(f"{n} " for n in range(count) if (n + len(key)) % 3)
        assert found.get(key, b"").decode() == expected


QUERIES = ["强化学习", "模型专家", "word1f", "wor", "学", "mixture expert", "qianghua", "lerning",
           "推理训练数据网络", "zhaunjia", "xuexi", "MoE"]  # fmt: skip


def test_a_directory_in_pages_answers_as_one_in_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader fetches the pages that name the files of its query, and the table of sections."""
    monkeypatch.setattr(index, "SMALLEST_SHARD", 200)
    monkeypatch.setattr(index, "SMALL_TABLE", 300)
    monkeypatch.setattr(store, "CHUNK", 900)
    monkeypatch.setattr(store, "TITLES", 900)
    parts = site(120)
    answers = []
    for name, named in (("manifest", 10_000), ("pages", 2)):
        monkeypatch.setattr(shards, "NAMED", named)
        monkeypatch.setattr(store, "MOST_NAMED", named)
        monkeypatch.setattr(store, "MOST_INSIDE", named)
        monkeypatch.setattr(shards, "PAGE", 5)
        search = SearchSite({"zh": "中文", "en": "English"}, entries=tuple(ENTRIES))
        for url, part in parts.items():
            search.add_part(url, part)
        search.write(tmp_path / name)
        files = {path.name[:2] for path in (tmp_path / name / "search/notes-kb").glob("*.bin")}
        assert ({"hd", "wd", "pd", "xd", "td", "s0"} <= files) == (name == "pages")
        found = ask(tmp_path / name, [Ask(query, "zh", limit=60) for query in QUERIES])
        answers.append([{**answer, "ms": 0} for answer in found])
    assert answers[0] == answers[1]
    assert sum(bool(answer["results"]) for answer in answers[0]) > len(QUERIES) // 2


def test_few_blocks_are_joined_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """However large the site is: what a few give goes into a run on disk, the runs are merged."""
    joined: list[Joined] = []
    blocks_of: dict[int, int] = {}

    class Counted(Joined):
        def add(self, base: int, rows: Iterable[Row]) -> None:
            if not any(one is self for one in joined):
                joined.append(self)
            blocks_of[id(self)] = blocks_of.get(id(self), 0) + 1
            super().add(base, rows)

    monkeypatch.setattr(blocks, "PAGES", 8)
    monkeypatch.setattr(index, "TOGETHER", 3)
    monkeypatch.setattr(index, "Joined", Counted)
    whole(site(160))
    assert len(joined) > 3
    assert max(blocks_of.values()) == 3
