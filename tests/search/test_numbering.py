"""Headings that differ in their numbering alone: each is its own exact match."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from notes_kb.search.documents import Document
from notes_kb.search.node import Ask, ask
from notes_kb.search.publishing import SearchSite

NUMBERS = (*"一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", "十一", "二十")
SERIES = [
    "{}、投机解码的消融实验",
    "（{}）投机解码的消融实验",
    "第{}章：投机解码的消融实验",
    "投机解码的消融实验：{}",
    "投机解码的消融实验（{}）",
]


def _site(folder: Path, headings: Sequence[str]) -> Path:
    search = SearchSite({"zh": "中文"})
    for number, heading in enumerate(headings):
        url = f"p{number}/"
        title = Document(url=url, title=f"讲座之{number}", language="zh", text="开场。")
        text = "先说之一、投机解码的消融实验，再说别的。" if number == 3 else "正文。"
        part = Document(
            url=url,
            title=title.title,
            language="zh",
            anchor="s",
            heading=heading,
            level=2,
            text=text,
        )
        search.add_page(url, [title, part])
    search.write(folder)
    return folder


@pytest.mark.parametrize("series", SERIES)
def test_a_heading_is_found_by_its_own_number(series: str, tmp_path: Path) -> None:
    """However many others differ from it in the number alone, the page comes first.

    They stood beside it as exact matches, and the first screen does not hold them all.
    """
    headings = [series.format(number) for number in NUMBERS]
    answers = ask(_site(tmp_path, headings), [Ask(heading, "zh") for heading in headings])
    first = [answer["results"][0]["url"] for answer in answers]
    assert first == [f"p{number}/" for number in range(len(headings))]


def test_headings_with_another_number_follow(tmp_path: Path) -> None:
    """Readers misremember numbers: none of the headings is lost by the one that is typed."""
    headings = [SERIES[0].format(number) for number in NUMBERS]
    (answer,) = ask(_site(tmp_path, headings), [Ask(headings[4], "zh", limit=100)])
    assert {result["url"] for result in answer["results"]} >= {f"p{n}/" for n in range(10)}


def test_a_beginning_of_the_text_is_no_heading(tmp_path: Path) -> None:
    """A text that begins with what follows the number stands behind a heading that holds it."""
    search = SearchSite({"zh": "中文"})
    for url, heading, text in (
        ("text/", "别的", "投机解码很快。"),
        ("heading/", "关于丙、投机解码", "别的。"),
    ):
        search.add_page(
            url, [Document(url=url, title=heading, language="zh", heading=heading, text=text)]
        )
    search.write(tmp_path)
    (answer,) = ask(tmp_path, [Ask("丙、投机解码", "zh")])
    assert [result["url"] for result in answer["results"]] == ["heading/", "text/"]
