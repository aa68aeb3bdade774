"""Answers are worth what the table says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("opencc")

from benchmarks.search.measure import place_of
from benchmarks.search.outcome import Answer, Costs, Outcome
from benchmarks.search.pages import Page
from benchmarks.search.query import Query, holds
from benchmarks.search.score import (
    Score,
    Truth,
    leading,
    lost_again,
    mrr,
    precision,
    recall,
    scores_by_kind,
    zero,
)
from benchmarks.search.targets import ROWS
from tests.benchmarks.small import write_pages


def _score(tmp_path: Path, text: str, *places: str) -> Score:
    pages = write_pages(tmp_path)
    own = tuple(replace(page, url=f"zh/{page.url}") for page in pages)
    answer = Answer(Query("substrings", text, "zh", holds(text)), places, 5.0)
    return Truth(pages, own).score(answer)


@pytest.mark.parametrize(
    ("places", "rank", "found", "right"),
    [
        (("zh/notes/rl/", "zh/guide/"), 1, 1.0, 1.0),
        (("zh/notes/rl.en/", "zh/guide/"), 2, 0.5, 0.5),
        (("elsewhere/",), 0, 0.0, 0.0),
        ((), 0, 0.0, 0.0),
    ],
)
def test_score(
    tmp_path: Path, places: tuple[str, ...], rank: int, found: float, right: float
) -> None:
    """Two pages show the text: rank, recall and precision follow from the list."""
    score = _score(tmp_path, "强化学习", *places)
    assert (score.rank, score.recall, score.precision) == (rank, found, right)
    assert mrr([score]) == (1 / rank if rank else 0.0)
    assert (recall([score]), precision([score])) == (found, right)
    assert zero([score]) == float(not places)


def test_a_page_that_the_site_made_may_answer(tmp_path: Path) -> None:
    """A result is right where the engine's own page shows the text."""
    pages = write_pages(tmp_path)
    made = replace(pages[0], source="topics/rl.md", url="topics/rl/", text="强化学习")
    answer = Answer(Query("headings", "强化学习", "zh", holds("强化学习")), ("topics/rl/",), 1.0)
    assert Truth(pages, (*pages, made)).score(answer).rank == 1
    assert Truth(pages, pages).score(answer).rank == 0


def test_a_heading_is_lost_again_only_after_it_was_found(tmp_path: Path) -> None:
    """Not yet found is not lost; found, lost and found again is lost once."""

    def typed(group: str, *hits: bool) -> list[Score]:
        query = Query("prefixes", "x", "zh", holds("x"), group=group)
        return [Score(Answer(query, (), 1.0), int(hit), 0.0, 0.0) for hit in hits]

    scores = [*typed("a", False, True, True), *typed("b", True, False, False, True)]
    assert lost_again(scores) == 50.0


@pytest.mark.parametrize(
    ("places", "share"),
    [(("a/", "b/", "c/"), 1.0), (("c/", "a/", "b/"), 0.5), (("c/",), 0.0)],
)
def test_what_follows_the_right_pages_is_no_mistake(places: tuple[str, ...], share: float) -> None:
    """R-precision: of two right pages, those among the first two places count."""
    pages = [
        Page(source=f"{name}.md", url=f"{name}/", headings=(), blocks=(), text=text)
        for name, text in zip("abc", "xxy", strict=True)
    ]
    query = Query("several", "x", "zh", holds("x"))
    score = Truth(pages, pages).score(Answer(query, places, 1.0))
    assert leading([score]) == share


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("en/notes/rl/#how", "en/notes/rl/"),
        ("http://127.0.0.1:80/guide/?h=x", "guide/"),
        ("/a/index.html", "a/"),
        ("./", ""),
        ("%E7%AC%94/", "笔/"),
    ],
)
def test_places_are_named_alike(location: str, place: str) -> None:
    """Whatever form an engine gives a location in, it is compared as one."""
    assert place_of(location) == place


def test_rows_mark_what_falls_short() -> None:
    """A figure is held against what its size of site is to reach, as it is shown."""
    rows = {row.name: row for row in ROWS}
    assert len(rows) == len(ROWS)
    first = rows["KB with first results"]
    assert [first.limit(pages) for pages in (465, 2_401, 10_001)] == [150, 180, 200]
    assert first.misses(151.0, 465)
    assert not first.misses(151.0, 2_401)
    assert rows["whole headings, MRR@10"].misses(0.989, 465)
    assert not rows["whole headings, MRR@10"].misses(float("nan"), 465)


def test_every_row_bears_an_empty_outcome() -> None:
    """A set that a folder cannot fill leaves its cells empty."""
    query = Query("hostile", "*", "zh", lambda _: False)
    outcome = Outcome("ours", 1.0, 1, (Answer(query, (), 1.0),), Costs())
    values = {row.name: row.measure(outcome, {}) for row in ROWS}
    assert values["hostile, worst, s"] == 0.001
    assert values["pinyin, hit@10"] != values["pinyin, hit@10"]


def test_what_a_site_does_not_show_is_not_asked_of_it(tmp_path: Path) -> None:
    """A folder's text may be a notation that the site reads: then no page of it answers."""
    pages = write_pages(tmp_path)
    own = tuple(replace(page, text=page.text.replace("强化学习", "rl")) for page in pages)
    answer = Answer(Query("substrings", "强化学习", "zh", holds("强化学习")), (), 1.0)
    outcome = Outcome("ours", 1.0, 1, (answer,), Costs())
    assert [len(found) for found in scores_by_kind(outcome, Truth(pages, pages)).values()] == [1]
    assert scores_by_kind(outcome, Truth(pages, own)) == {}
    heading = replace(answer, query=replace(answer.query, kind="headings"))
    assert scores_by_kind(replace(outcome, answers=(heading,)), Truth(pages, own))
