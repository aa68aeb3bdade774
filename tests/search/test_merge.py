"""A merge after another one: byte for byte what a merge from nothing gives, and little work."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from notes_kb.search import index, shards
from notes_kb.search.documents import Document, Entry, Options
from notes_kb.search.index import merge
from notes_kb.search.part import Part, PartRef, index_page
from notes_kb.search.postings import Joined, splice
from notes_kb.search.publishing import SearchSite

OPTIONS = Options(languages={"zh": "中文", "en": "English"})
ENTRIES = [
    Entry(id="rl", labels={"zh": "强化学习", "en": "reinforcement learning"}, urls={"zh": "zh/1/"}),
    Entry(id="moe", labels={"zh": "专家混合"}, aliases={"en": ("MoE", "mixture")}),
]
HAN = "的一是学习模型专家混合推理训练数据网络注意力机制强化奖励树节点算法复杂度"
WORDS = "model expert learning agents reward running queries mixture attention of the".split()


class MemoryCache:
    """A cache that counts what is put, and can lose things."""

    def __init__(self) -> None:
        self.values: dict[bytes, bytes] = {}
        self.puts: list[bytes] = []

    def get(self, key: bytes) -> bytes | None:
        """Give what was put."""
        return self.values.get(key)

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self.puts.append(key)
        self.values[key] = value


def page(number: int, chance: random.Random, sections: int = 3) -> list[Document]:
    """Make up a page in one of two languages."""
    language = "zh" if number % 2 else "en"
    # A few words of its own, as real pages have.
    rare = chr(0x5000 + number % 700) + chr(0x5000 + number * 7 % 700) + f" word{number:x}"

    def text(size: int) -> str:
        if language == "zh":
            return "".join(chance.choices(HAN, k=size)) + rare
        return " ".join([*chance.choices(WORDS, k=size // 3), rare])

    return [
        Document(
            url=f"{language}/{number}/",
            title=text(5),
            language=language,
            anchor=f"s{n}" if n else "",
            heading=text(6) if n else "",
            level=2 if n else 1,
            text=text(60),
            pair=f"p{number // 2}",
            concepts=tuple(chance.sample(["rl", "moe"], chance.randint(0, 2))),
        )
        for n in range(sections)
    ]


def whole(parts: Mapping[str, Part], options: Options = OPTIONS) -> Mapping[str, bytes]:
    """Merge from nothing."""
    return merge(parts.values(), lexicon_entries=ENTRIES, options=options).files


def again(
    parts: Mapping[str, Part], cache: MemoryCache, options: Options = OPTIONS
) -> Mapping[str, bytes]:
    """Merge with what earlier merges left."""
    return merge(parts.values(), lexicon_entries=ENTRIES, options=options, cache=cache).files


def site(pages: int, seed: int = 1) -> dict[str, Part]:
    """Index a made-up site."""
    chance = random.Random(seed)
    indexed = [index_page(page(number, chance)) for number in range(pages)]
    return {part.url: part for part in indexed}


def edit(parts: dict[str, Part], chance: random.Random) -> None:
    """Change a page, add one, remove one, or change several."""
    number = chance.randrange(400)
    for _ in range(chance.choice([1, 1, 1, 1, 30])):
        part = index_page(page(number, chance, sections=chance.randint(1, 5)))
        if chance.random() < 0.2:
            parts.pop(part.url, None)
        else:
            parts[part.url] = part
        number = (number + 1) % 400


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("smallest", [60, 4_500])
def test_any_edits_give_the_bytes_of_a_merge_from_nothing(
    seed: int, smallest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where files are small, so that there are many, and where the cache loses things."""
    monkeypatch.setattr(index, "SMALLEST_SHARD", smallest)
    monkeypatch.setattr(index, "SMALL_TABLE", 2 * smallest)
    chance = random.Random(seed)
    parts, cache = site(160, seed), MemoryCache()
    again(parts, cache)
    for _ in range(8):
        edit(parts, chance)
        if chance.random() < 0.2:
            for key in chance.sample(sorted(cache.values), 3):
                del cache.values[key]
        assert again(parts, cache) == whole(parts)


def test_an_edit_writes_what_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """One word more on one page: one block, and the files of the terms round it."""
    monkeypatch.setattr(index, "SMALLEST_SHARD", 300)
    parts, cache = site(400), MemoryCache()
    documents = page(201, random.Random(9))
    parts["zh/201/"] = index_page(documents)
    before = again(parts, cache)
    joined: list[object] = []
    monkeypatch.setattr(index, "_joined", lambda *args: joined.append(args))
    changed = [*documents[:2], replace(documents[2], text=documents[2].text + "新词")]
    cache.puts.clear()
    parts["zh/201/"] = index_page(changed)
    after = again(parts, cache)
    assert not joined
    kinds = [key.rstrip(b"0123456789abcdef")[:5] for key in cache.puts]
    assert sum(kind.startswith(b"rows") for kind in kinds) == 1
    assert sum(kind.startswith(b"files") for kind in kinds) <= 4
    assert len(set(after.items()) - set(before.items())) < len(before) / 10


def test_unchanged_pages_are_not_loaded() -> None:
    """A reference is resolved only for pages of a block that changed."""
    parts, cache = site(400), MemoryCache()
    loaded: list[str] = []

    def refs() -> Iterator[PartRef]:
        for part in parts.values():
            yield replace(part.ref(), load=lambda part=part: loaded.append(part.url) or part)

    merge(refs(), lexicon_entries=ENTRIES, options=OPTIONS, cache=cache)
    assert len(set(loaded)) == len(parts)
    loaded.clear()
    first = merge(refs(), lexicon_entries=ENTRIES, options=OPTIONS, cache=cache).files
    assert loaded == []
    assert first == whole(parts)


def test_a_site_is_written_from_references_and_a_cache(tmp_path: Path) -> None:
    """The second time nothing is loaded, and no file is written."""
    cache, loaded = MemoryCache(), []

    def search() -> SearchSite:
        found = SearchSite({"zh": "中文", "en": "English"}, entries=tuple(ENTRIES), cache=cache)
        for url, part in site(80).items():
            load = partial(lambda part: loaded.append(part.url) or part, part)
            found.add_part(url, replace(part.ref(), load=load))
        return found

    assert search().write(tmp_path)
    loaded.clear()
    assert search().write(tmp_path) == []
    assert loaded == []


def test_other_options_and_languages_change_what_they_show() -> None:
    """The state of another set of languages does not leak into the files."""
    parts, cache = site(60), MemoryCache()
    for codes in (["zh", "en"], ["en", "zh"], ["en"], ["zh", "en"]):
        options = Options(languages={code: code for code in codes})
        assert again(parts, cache, options) == whole(parts, options)


def test_another_version_s_state_is_not_read() -> None:
    """It is as if there were none."""
    parts, cache = site(20), MemoryCache()
    for state in (b"[1]", b"[0]", b"", b"[99, 1, 2, 3]"):
        cache.values[index.STATE] = state
        assert again(parts, cache) == whole(parts)


def test_replaced_postings_are_those_joined_anew() -> None:
    """Whatever stands before, in, and behind the place."""
    chance = random.Random(4)
    places = [(0, 64), (64, 192), (192, 256)]

    def row() -> tuple[int, int, bytes] | None:
        part = index_page(page(1, chance, sections=chance.randint(1, 9)))
        rows = {term: (head, last, data) for term, head, last, data in part.rows()}
        return rows.get("学习")

    for _ in range(200):
        rows = [row() for _ in places]
        at = chance.randrange(3)
        changed = [*rows[:at], row(), *rows[at + 1 :]]
        base, end = places[at]
        assert splice(_joined(rows, places), base, end, changed[at]) == _joined(changed, places)


def _joined(rows: list[tuple[int, int, bytes] | None], places: list[tuple[int, int]]) -> bytes:
    joined = Joined()
    for row, (base, _) in zip(rows, places, strict=True):
        if row:
            joined.add(base, [("学习", *row)])
    return index.varint(joined.heads[0]) + joined.blobs[0] if joined.numbers else b""


def test_files_are_of_even_size() -> None:
    """None is above the target but those of one key, and few are small."""
    items = [(f"{n:05}", bytes(n * 7919 % 50)) for n in range(20_000)]
    written = shards.Shards(shards.Kind(letter="w", encode=index.table, target=4_500), None)
    written.write(items)
    sizes = [len(raw) for raw in _raw(written)]
    assert max(sizes) < 1.6 * 4_500
    assert sum(sizes) / len(sizes) > 0.6 * 4_500
    firsts = [file.first for file in written.files()]
    assert all(a < b for a, b in pairwise(firsts))


def _raw(written: shards.Shards) -> list[bytes]:
    return [zlib.decompress(file.data) for file in written.files()]
