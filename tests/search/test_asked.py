"""After a change of the index, only those queries are asked whose answers may have changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from notes_kb.search import selftest
from notes_kb.search.documents import Document, Entry
from notes_kb.search.golden import Golden
from notes_kb.search.node import FOLDER, Ask, ask
from notes_kb.search.publishing import SearchSite

PAGES = 80
WORDS = "注意力 专家 路由 梯度 量化 蒸馏 对齐 采样 缓存 并行 剪枝 解码 残差 词表 奖励 策略".split()
ENTRIES = tuple(
    Entry(id=f"c{n}", labels={"zh": f"{word}机制"}, aliases={}, urls={"zh": f"p{n}/"})
    for n, word in enumerate(WORDS)
)
GOLDEN = (Golden("很少见的说法", "p70/", language="zh"), Golden("蒸馏方法", "nowhere/"))


class Cache(dict[bytes, bytes]):
    """Keeps values from one merge to the next."""

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self[key] = value


def _text(page: int) -> str:
    names = [WORDS[page % 16], WORDS[page * 7 % 16], WORDS[page * 3 % 16]]
    own = "这里有很少见的说法。" if page == 70 else ""
    return own + "".join(f"第{page}讲里{name}的用法与{names[0]}不同。" for name in names) * 8


class Site:
    """A site that changes, with its index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = Cache()
        self.texts = {page: _text(page) for page in range(PAGES)}

    def test(self, *, again: bool = False) -> list[str]:
        """Write the index and test it; give the kinds of findings. `again`: ask everything."""
        search = SearchSite({"zh": "中文"}, entries=ENTRIES, golden=GOLDEN)
        for number, text in self.texts.items():
            title = f"{WORDS[number % 16]}机制" if number < 16 else f"笔记{number}"
            page = Document(url=f"p{number}/", title=title, language="zh", text=text)
            search.add_page(page.url, [page])
        search.cache = self.cache
        search.write(self.folder)
        search.cache = None if again else self.cache
        return [str(finding.kind) for finding in search.self_test(self.folder)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[Ask]]:
    """The queries of each run of Node."""
    runs: list[list[Ask]] = []

    def noted(site: Path, queries: Sequence[Ask]) -> object:
        runs.append(list(queries))
        return ask(site, queries)

    monkeypatch.setattr(selftest, "ask", noted)
    return runs


FOUND_NOWHERE = ["search-self-test"]
"""What the second golden query gives: no page holds it."""


def test_of_the_same_index_nothing_is_asked_that_was_found(
    site: Site, asked: list[list[Ask]]
) -> None:
    """What was not found is asked again, and reported again."""
    assert site.test() == site.test() == FOUND_NOWHERE
    assert len(asked[0]) > 60
    assert [one.query for one in asked[1]] == ["蒸馏方法"]


def test_after_an_edit_fewer_queries_are_asked(site: Site, asked: list[list[Ask]]) -> None:
    """Those that the page answers are among them."""
    site.test()
    site.texts[33] += "另有旁注。"
    assert site.test() == FOUND_NOWHERE
    first, second = asked
    assert len(second) < 2 / 3 * len(first)
    assert "笔记33" in {one.query for one in second}  # Its title stands beside its text.


def test_the_folder_of_former_scripts_does_not_matter(site: Site, asked: list[list[Ask]]) -> None:
    """Their files are removed, and it stays."""
    site.test()
    (site.folder / FOLDER / "abc123").mkdir()
    assert site.test() == FOUND_NOWHERE
    assert len(asked[1]) == 1


def test_what_is_found_no_longer_is_a_finding(site: Site) -> None:
    """Although it was found before, and nothing else has changed."""
    assert site.test() == FOUND_NOWHERE
    site.texts[70] = site.texts[70].replace("这里有很少见的说法。", "")
    assert site.test() == FOUND_NOWHERE * 2


def test_another_engine_is_asked_everything(site: Site, asked: list[list[Ask]]) -> None:
    """So that it is seen to be broken."""
    site.test()
    (engine,) = site.folder.glob(f"{FOLDER}/*/engine.js")
    broken = engine.read_text("utf-8").replace(
        "first.text + second.text", "second.text + first.text"
    )
    engine.write_text(broken, "utf-8")
    search = SearchSite({"zh": "中文"}, golden=GOLDEN, cache=site.cache)
    assert search.self_test(site.folder) != []
    assert len(asked[1]) == len(GOLDEN)


@pytest.mark.parametrize("page", [3, 16, 47, 70, 79])
def test_an_answer_that_is_not_asked_again_is_the_same(
    site: Site, asked: list[list[Ask]], page: int
) -> None:
    """Its pages, their order and their scores."""
    site.test()
    before = dict(zip(asked[0], ask(site.folder, asked[0]), strict=True))
    site.texts[page] += f"又说到{WORDS[page % 16]}和{WORDS[(page + 5) % 16]}。"
    found = site.test()
    again = set(asked[1])
    for query, answer in zip(asked[0], ask(site.folder, asked[0]), strict=True):
        if query not in again:
            assert answer["results"] == before[query]["results"]
    assert found == site.test(again=True)
