"""What a reader fetches: by query, not by site."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator

import pytest

from benchmarks.search.node import Node
from benchmarks.search.sites import index_size
from notes_kb.search.assets import scripts
from notes_kb.search.documents import Document
from notes_kb.search.publishing import SearchSite

PAGES = 480
HAN = [chr(0x4E00 + 7 * i) for i in range(500)]
WORDS = ["".join(pair) for pair in zip(HAN[::2], HAN[1::2], strict=True)]


def _page(number: int) -> list[Document]:
    chance = random.Random(number)
    title = "".join(chance.choices(WORDS, k=3))
    return [
        Document(
            url=f"{title}-{number}/",
            title=title,
            language="zh",
            anchor=f"s{n}" if n else "",
            heading="".join(chance.choices(WORDS, k=3)) if n else "",
            text="".join(chance.choices(WORDS, k=150)),
        )
        for n in range(6)
    ]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """The engine on a site of 480 pages, under Node."""
    folder = tmp_path_factory.mktemp("site")
    search = SearchSite({"zh": "中文"})
    for number in range(PAGES):
        documents = _page(number)
        search.add_page(documents[0].url, documents)
    search.write(folder)
    with Node(folder).running() as node:
        yield node


QUERIES = {
    "a word": WORDS[3],
    "two words": f"{WORDS[3]} {WORDS[60]}",
    "a heading": _page(7)[2].heading,
    "characters across two words": WORDS[3][1] + WORDS[60][0],
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_the_first_answer_fetches_what_a_screen_shows(node: Node, query: str) -> None:
    """From nothing, scripts included: 12 requests, 4 of them for titles, two round trips."""
    answer = node.ask(query, "zh", cold=True)
    engine = 1
    assert engine + answer["ready"]["requests"] + answer["spent"]["requests"] <= 12
    assert answer["spent"]["titles"] <= 4
    assert answer["spent"]["rounds"] <= 2
    assert answer["spent"]["bytes"] < 60_000
    assert answer["places"]


def test_a_pasted_page_fetches_no_more_than_a_question(node: Node) -> None:
    """A phrase that stands nowhere ends with its first six terms; then 24 files of terms."""
    answer = node.ask("".join(random.Random(1).choices(HAN, k=300)), "zh", cold=True)
    results = 3
    assert answer["places"]
    assert answer["spent"]["requests"] <= 6 + 24 + results


def test_the_rest_of_a_long_list_follows(node: Node) -> None:
    """A word of many pages lists a hundred in the end."""
    first = node.ask(WORDS[3], "zh", cold=True)["places"]
    whole = node.ask(WORDS[3], "zh", rest=True)["places"]
    assert len(first) < 10 < len(whole) == 100
    assert whole[: len(first)] == first


def test_the_index_is_small(node: Node) -> None:
    """With the scripts at most 5 MB for 480 pages of 2.6 MB, as it travels."""
    text = sum(len(d.text.encode()) for number in range(PAGES) for d in _page(number))
    assert text > 2_500_000
    assert index_size(node.index) + len(gzip.compress(scripts()[1]["engine.js"], 6)) < 5_000_000
