"""The files of the index: the same for the same site, small, and mergeable."""

from __future__ import annotations

import random
import zlib
from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.search.documents import Document, Options
from notes_kb.search.headings import headings_of
from notes_kb.search.index import build_index, merge
from notes_kb.search.part import BODY, LONGEST_TEXT, OVERLAP, Part, cut, index_page
from notes_kb.search.sounds import sound_items
from notes_kb.search.wire import MANIFEST, read_varint
from tests.search import small


def _parts() -> list[Part]:
    ordered = sorted(small.documents(), key=lambda document: document.url)
    return [index_page(list(page)) for _, page in groupby(ordered, key=lambda d: d.url)]


def test_the_fixture_of_the_javascript_tests_is_what_python_writes() -> None:
    """Run ``python -m tests.search.small`` if this fails after a change of the format."""
    written = {path.name: path.read_bytes() for path in small.FOLDER.iterdir()}
    inflated = {name: zlib.decompress(data) for name, data in written.items()}
    assert inflated == {name: zlib.decompress(data) for name, data in small.index().items()}


def test_two_builds_give_the_same_bytes_in_any_order() -> None:
    """Neither the order of documents nor anything else but their content counts."""
    shuffled = small.documents()
    pages = [list(page) for _, page in groupby(shuffled, key=lambda d: d.url)]
    random.Random(3).shuffle(pages)
    documents = [document for page in pages for document in page]
    again = build_index(documents, lexicon_entries=small.entries(), options=small.OPTIONS)
    assert again == small.index()


def test_an_edit_and_its_reversal_give_the_same_bytes() -> None:
    """A part may be replaced, and replaced back, without a trace in the index."""
    parts = _parts()
    first = merge(parts, lexicon_entries=small.entries(), options=small.OPTIONS).files
    page = [d for d in small.documents() if d.url == parts[3].url]
    changed = [replace(page[0], text="新的一句话。"), *page[1:]]
    edited = [*parts[:3], index_page(changed), *parts[4:]]
    assert merge(edited, lexicon_entries=small.entries(), options=small.OPTIONS).files != first
    restored = [*parts[:3], index_page(page), *parts[4:]]
    assert merge(restored, lexicon_entries=small.entries(), options=small.OPTIONS).files == first


def test_a_part_survives_a_cache() -> None:
    """Frozen and read again, a part merges to the same index."""
    parts = [Part.from_bytes(part.to_bytes()) for part in _parts()]
    assert parts == _parts()


def test_an_empty_site_has_an_index() -> None:
    """A site without pages is no error."""
    files = build_index([], options=Options(languages={"zh": "中文"}))
    assert MANIFEST in files


def test_file_names_change_with_their_content() -> None:
    """A browser may keep every file but the manifest for ever."""
    before = small.index()
    documents = [replace(d, text=d.text + "补一句。") for d in small.documents()]
    after = build_index(documents, lexicon_entries=small.entries(), options=small.OPTIONS)
    assert all(before[name] == after[name] for name in before.keys() & after.keys() - {MANIFEST})
    assert {name for name in before if name.startswith("h")}.isdisjoint(after)


@given(st.text(alphabet="强化学习 a1\n。", max_size=3 * LONGEST_TEXT), st.integers(0, 2))
def test_long_texts_are_cut_without_loss(text: str, repeat: int) -> None:
    """Every stretch of a text as long as the overlap stands in one of its pieces."""
    text = (text or "x") * (1 + repeat * LONGEST_TEXT // max(1, len(text)))
    pieces = list(cut(text))
    assert all(len(piece) <= LONGEST_TEXT for piece in pieces)
    for at in range(0, max(1, len(text) - OVERLAP), 997):
        stretch = text[at : at + OVERLAP].split("\n")[0]
        assert any(stretch in piece for piece in pieces)


def test_a_heading_stands_before_its_text() -> None:
    """Places below the bound are the heading's; its length follows the first of them."""
    part = index_page([Document(url="a/", title="模型", language="zh", text="模型")])
    (row,) = (data for term, _, _, data in part.rows() if term == "模型")
    numbers, at = [], 0
    while at < len(row):
        number, at = read_varint(row, at)
        numbers.append(number)
    assert numbers == [2, 0, 2, BODY]


@pytest.mark.parametrize("heading", ["$data", "/data", "“data”", "（data）"])
def test_a_heading_begins_with_its_first_term(heading: str) -> None:
    """Punctuation before it takes no place, so that the heading is what is typed."""
    part = index_page([Document(url="a/", title=heading, language="en")])
    (row,) = (data for term, _, _, data in part.rows() if term == "data")
    assert list(row) == [0, 1]


def test_the_words_of_an_identifier_are_never_a_whole_heading() -> None:
    """They stand at the place behind it: below its first, which would make them the heading."""
    part = index_page([Document(url="a/", title="openFile", language="en", text="openFile")])
    rows = {term: list(data) for term, _, _, data in part.rows()}
    assert rows["openfile"] == [2, 0, 1, BODY]
    assert rows["open"] == rows["file"] == [2, 1, 1, BODY]


def test_code_comes_behind_the_texts_of_its_page() -> None:
    """Files of texts hold no code in between, and headings are listed once."""
    part = index_page(
        [
            Document(url="a/", title="A", language="en", text="one", code="x = 1"),
            Document(url="a/", title="A", language="en", anchor="b", heading="B", text="two"),
        ]
    )
    assert [(s.heading, s.text, s.code) for s in part.sections] == [
        ("A", "one", False),
        ("B", "two", False),
        ("A", "x = 1", True),
    ]
    assert [number for _, _, number in headings_of([part]).letters["a"]] == [0]


def test_characters_of_one_sound_stand_together() -> None:
    """Those of the site are added to those of every day; a site without any has none."""
    sounds = dict(sound_items("载鹮"))
    assert set(_characters(sounds["zai"])) >= set("载再在")
    assert "鹮" in _characters(sounds["huan"])
    assert sound_items("abc") == []


def _characters(data: bytes) -> str:
    codes, at, code = [], 0, 0
    while at < len(data):
        step, at = read_varint(data, at)
        code += step
        codes.append(chr(code))
    return "".join(codes)


def test_cost_grows_with_the_site_not_faster() -> None:
    """Four times the pages take about four times the bytes."""

    def size(pages: int) -> int:
        chance = random.Random(5)
        han = [chr(0x4E00 + i) for i in range(600)]
        documents = [
            Document(
                url=f"{n}/",
                title=f"第{n}页",
                language="zh",
                text="".join(chance.choices(han, k=400)),
            )
            for n in range(pages)
        ]
        files = build_index(documents, options=Options(languages={"zh": "中文"}))
        return sum(len(data) for data in files.values())

    assert size(400) < 4.4 * size(100)


def test_a_heading_without_end_is_found_by_its_beginning_and_moves_no_section() -> None:
    """Half a page in one heading is indexed as far as a text would be in one piece."""
    endless = "塔楼" * 50_000
    part = index_page([Document(url="a/", title="A", language="zh", heading=endless, text="井底")])
    rows = {term: (head, last) for term, head, last, _ in part.rows()}
    assert rows["井底"] == (0, 0)
    assert rows["塔楼"][1] == 0
    assert part.sections[0].length < 2 * LONGEST_TEXT
