"""The benchmark's queries are drawn from the pages, and judged by them."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("opencc")
pytest.importorskip("pypinyin")

from benchmarks.search.folding import bare, fold, joined_scripts
from benchmarks.search.latin import forms_of, misspelt, other_forms
from benchmarks.search.pages import GAP, Page, load_pages
from benchmarks.search.queries import draw_queries
from benchmarks.search.query import Query, holds, shows
from tests.benchmarks.small import write_pages


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Page, ...]:
    return write_pages(tmp_path)


def _sets(pages: tuple[Page, ...], count: int = 30) -> dict[str, list[Query]]:
    found = defaultdict(list)
    for query in draw_queries(pages, count, None):
        found[query.kind].append(query)
    return found


def _right(query: Query, pages: tuple[Page, ...]) -> list[str]:
    return [page.source for page in pages if query.answers(page)]


def test_the_same_pages_give_the_same_queries(pages, tmp_path: Path) -> None:
    """Neither order nor run changes what is asked."""
    asked = [(q.kind, q.text, q.language, q.group) for q in draw_queries(pages, 20, None)]
    again = draw_queries(write_pages(tmp_path), 20, None)
    assert asked == [(q.kind, q.text, q.language, q.group) for q in again]
    assert len(asked) > 100


def test_every_query_but_the_hostile_has_an_answer(pages) -> None:
    """A query that no page answers would measure nothing."""
    for kind, queries in _sets(pages).items():
        for query in queries:
            assert bool(_right(query, pages)) == (kind != "hostile"), query.text


def test_substrings_stand_in_a_block_and_cross_words(pages) -> None:
    """Pieces have two to six characters, end no Latin word halfway, and cross scripts."""
    blocks = [joined_scripts(block) for page in pages for block in page.blocks]
    texts = [query.text for query in _sets(pages)["substrings"]]
    assert all(any(text in block for block in blocks) for text in texts)
    assert all(2 <= len(text.replace(" ", "")) <= 6 for text in texts)
    assert any("R1" in text and "模" in text for text in texts)
    assert not any(text.strip("r1R ").isascii() for text in texts)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("强化学习", ["guide.md", "notes/rl.md"]),
        ("強化學習", ["guide.md", "notes/rl.md"]),
        ("R1模型", ["notes/rl.md"]),
        ("Ｒ１ 模型", ["notes/rl.md"]),
        ("规则数据", []),
        ("reward =", []),
        ("奖励曲线", []),
    ],
)
def test_truth_is_what_a_reader_sees(pages, text: str, sources: list[str]) -> None:
    """Script, width and spaces beside Han do not count; blocks do, code and pictures too."""
    query = Query("substrings", text, "zh", holds(text))
    assert _right(query, pages) == sources


@pytest.mark.parametrize(
    ("query", "text", "answers"),
    [
        ("15亿", "投影有 115 亿个参数", False),
        ("15亿", "投影有 1.15 亿个参数", True),
        ("亿个", "投影有 115 亿个参数", True),
        ("older", "the folder of notes", False),
        ("older", "an older one", True),
    ],
)
def test_latin_words_and_numbers_stand_whole(query: str, text: str, answers: bool) -> None:
    """A piece of a longer word or number is another word; a result with it is no mistake."""
    page = Page(source="a.md", url="a/", headings=(), blocks=(), text=fold(text))
    assert holds(query)(page) == answers
    assert shows(query)(page)


def _read(tmp_path: Path, html: str) -> Page:
    row = {"source": "a.md", "url": "a/", "title": "", "html": html}
    (tmp_path / "pages.json").write_text(json.dumps([row]), "utf-8")
    (page,) = load_pages(tmp_path / "pages.json")
    return page


def test_a_link_of_our_notation_is_read_as_its_words(tmp_path: Path) -> None:
    """What nobody wrote for readers, its id, is neither asked for nor wanted."""
    page = _read(tmp_path, "<p>需要[[load-balancing|负载均衡]]。见 [[moe]]</p>")
    assert page.blocks == ("需要负载均衡。见 [[moe]]",)


def test_no_phrase_reads_across_a_formula(tmp_path: Path) -> None:
    """Nor across a piece of code; where a block begins or ends with one, nothing is left of it."""
    html = (
        '<p>记<span class="arithmatex">V</span>为价值</p>'
        '<p><span class="arithmatex">V</span>开头</p><pre>x = 1</pre>'
    )
    page = _read(tmp_path, html)
    assert not holds("记为")(page)
    assert holds("为价值")(page)
    assert page.blocks == (f"记{GAP}为价值", "开头")


def test_code_and_pictures_may_be_found(pages) -> None:
    """A result that holds the query only there is no mistake."""
    for text, source in {"reward =": "notes/rl.md", "奖励曲线": "guide.md"}.items():
        whole = tuple(page.with_inert() for page in pages)
        assert _right(Query("substrings", text, "zh", holds(text)), whole) == [source]


def test_prefixes_grow_by_a_character(pages) -> None:
    """Each heading is typed from its second character to its end."""
    by_heading = defaultdict(list)
    for query in _sets(pages, 100)["prefixes"]:
        by_heading[query.group].append(query.text)
    assert by_heading["使用指南"] == ["使用", "使用指", "使用指南"]


def test_pinyin_is_joined_and_spaced(pages) -> None:
    """Every second heading is written in one word, and the initials of each are asked."""
    sets = _sets(pages)
    written = {query.text.replace(" ", ""): query.text for query in sets["pinyin"]}
    assert set(written) == {"qianghuaxuexirumen", "zenmexunlian", "shiyongzhinan"}
    assert 0 < sum(" " in text for text in written.values()) < 3
    assert {query.text for query in sets["initials"]} == {"qhxxrm", "zmxl", "syzn"}


def test_paired_headings_lead_to_the_other_language(pages) -> None:
    """The reader's language is that of the page which is wanted."""
    found = {
        (query.text, query.language): _right(query, pages)
        for query in _sets(pages)["cross-language"]
    }
    assert found[("怎么训练", "en")] == ["notes/rl.en.md"]
    assert found[("How it trains", "zh")] == ["notes/rl.md"]
    assert len(found) == 4


def _words_of(text: str) -> tuple[Page, ...]:
    return tuple(
        Page(source=f"{word}.md", url=f"{word}/", headings=(), blocks=(), text=word)
        for word in text.split()
    )


def test_a_slip_of_two_words_is_not_asked() -> None:
    """Nobody can tell whether `whoe` was meant for `whose` or for `whole`."""
    pages = _words_of("those whose whole")
    alone = [slip for seed in range(300) for slip, _ in misspelt(pages[1:2], 3, seed)]
    together = [slip for seed in range(300) for slip, _ in misspelt(pages, 3, seed)]
    assert "whoe" in alone
    assert "whoe" not in together
    assert "thoe" in together


def test_a_form_that_the_site_has_is_not_asked_for() -> None:
    """However short it is: `lives` is found by its other form, but `live` finds itself."""
    assert dict(other_forms(_words_of("lives live rewards"), 30, 7)) == {"reward": "rewards"}


def test_slips_and_forms_are_no_words_of_the_site(pages) -> None:
    """What is typed stands nowhere; what was meant does."""
    shown = "\n".join(page.text for page in pages).split()
    sets = _sets(pages)
    assert sets["typos"]
    assert sets["forms"]
    assert not {query.text for query in (*sets["typos"], *sets["forms"])} & set(shown)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("quantization", ("quantizing", "quantized")),
        ("training", ("trained",)),
        ("policies", ("policy",)),
        ("rewards", ("reward",)),
        ("reward", ("rewards",)),
        ("class", ("classes",)),
        ("corpus", ()),
    ],
)
def test_forms(word: str, forms: tuple[str, ...]) -> None:
    """A word's ending decides its other forms."""
    assert forms_of(word) == forms


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("一、推理模型", "推理模型"),
        ("1.2 安装", "安装"),
        ("（三）结论", "结论"),
        ("一个例子", "一个例子"),
        ("2025 年回顾", "2025 年回顾"),
        ("第三章 优化", "优化"),
    ],
)
def test_numbering_is_not_spoken(heading: str, text: str) -> None:
    """Numbering goes, numbers that are words stay."""
    assert bare(heading) == text


def test_fold_agrees_on_equal_text() -> None:
    """Width, case, script and invisible characters make no difference."""
    assert fold("Ｒ１\u200b 模型　訓練") == fold("r1模型训练") == "r1模型训练"
    assert fold("two  words") == "two words"


def test_questions_name_their_pages(pages, tmp_path: Path) -> None:
    """``questions.json`` gives questions with the paths of pages that answer them."""
    path = tmp_path / "questions.json"
    path.write_text('[{"query": "怎么奖励？", "pages": ["notes/rl.md"]}]', "utf-8")
    (query,) = (q for q in draw_queries(pages, 5, path) if q.kind == "questions")
    assert _right(query, pages) == ["notes/rl.md"]
    assert _right(query, tuple(replace(page, source="x.md") for page in pages)) == []
