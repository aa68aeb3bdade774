"""What comes before what, where a whole site would be needed to see it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from notes_kb.search import index
from notes_kb.search.documents import Document, Entry
from notes_kb.search.node import Ask, ask
from notes_kb.search.publishing import SearchSite

MOE = Entry(
    id="moe",
    labels={"zh": "混合专家模型", "en": "Mixture of Experts"},
    aliases={"zh": ("MoE",)},
    urls={"zh": "concepts/moe/", "en": "en/concepts/moe/"},
)


def _page(
    url: str, title: str, text: str, *, pair: str = "", heading: str = ""
) -> Sequence[Document]:
    language = "en" if url.startswith("en/") else "zh"
    first = Document(
        url=url, title=title, language=language, pair=pair, text="" if heading else text
    )
    if not heading:
        return [first]
    return [
        first,
        Document(
            url=url,
            title=title,
            language=language,
            pair=pair,
            anchor="s",
            heading=heading,
            level=2,
            text=text,
        ),
    ]


def _found(
    folder: Path, query: str, *pages: Sequence[Document], entries: Sequence[Entry] = ()
) -> list[str]:
    search = SearchSite({"zh": "中文", "en": "English"}, entries=tuple(entries))
    for documents in pages:
        search.add_page(documents[0].url, list(documents))
    search.write(folder)
    (answer,) = ask(folder, [Ask(query, "zh", limit=20)])
    return [result["url"] for result in answer["results"]]


def test_a_page_with_all_words_stands_before_the_page_of_one_of_them(tmp_path: Path) -> None:
    """The page of a concept that a word names holds less of the query."""
    far = "。".join(["此处说的是别的事情"] * 30)
    found = _found(
        tmp_path,
        "MoE 去处",
        _page("concepts/moe/", "混合专家模型", "每个词元只经过少数专家。"),
        _page("far/", "某次谈话", f"开头提到 MoE。{far}。最后说到去处。"),
        *(_page(f"other/{n}/", f"别的{n}", f"这里讲第{n}件事。") for n in range(20)),
        entries=[MOE],
    )
    assert found[:2] == ["far/", "concepts/moe/"]


def test_the_page_of_a_concept_stands_first_where_no_page_holds_all_words(tmp_path: Path) -> None:
    """Of those that hold a part it is the likeliest."""
    found = _found(
        tmp_path,
        "MoE 海豚",
        _page("concepts/moe/", "混合专家模型", "每个词元只经过少数专家。"),
        _page("talk/", "某次谈话", "开头提到 MoE。后来又提到 MoE。"),
        _page("sea/", "海", "海里有海豚。"),
        entries=[MOE],
    )
    assert found[0] == "concepts/moe/"


def _guides() -> list[Sequence[Document]]:
    pages: list[Sequence[Document]] = [
        _page(f"p{n}/", f"第{n}篇", "这里的内容不多。") for n in range(12)
    ]
    pages.append(_page("site/", "站点", "怎样限制脚本。", pair="site", heading="内容安全策略"))
    pages.append(
        _page("en/site/", "The site", "What scripts may do.", pair="site", heading="Policy")
    )
    return pages


def test_a_translation_takes_no_place_from_pages_that_hold_the_query(tmp_path: Path) -> None:
    """A heading that holds a word of two characters names no page: its translation stays away."""
    found = _found(tmp_path, "内容", *_guides())
    assert len(found) == 13
    assert "en/site/" not in found


def test_a_translation_of_the_page_that_is_named_is_listed(tmp_path: Path) -> None:
    """Whoever types a whole heading sees that there is the same in another language."""
    assert _found(tmp_path, "内容安全策略", *_guides())[:2] == ["site/", "en/site/"]


def test_a_form_of_the_word_stands_before_another_word_of_its_stem(tmp_path: Path) -> None:
    """Even where the other word is a heading: `operates` asks for `operate` before `operator`."""
    found = _found(
        tmp_path,
        "operates ",
        _page("operators/", "Operator fusion", "Two operators become one operation."),
        _page("talk/", "某次谈话", "They operate on blocks."),
        _page("en/talk/", "A talk", "It operated on blocks."),
    )
    assert found == ["talk/", "operators/", "en/talk/"]


def test_forms_of_a_word_that_stands_nowhere_are_found_in_any_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a large site each of them fills a file, beside which the word itself would stand."""
    monkeypatch.setattr(index, "SMALLEST_SHARD", 60)
    search = SearchSite({"zh": "中文"})
    for number in range(240):
        form = ("collect", "collected", "collections", "collects")[number % 4]
        url = f"p{number}/"
        search.add_page(url, _page(url, f"讲座 {number}", f"They {form} it."))
    search.write(tmp_path)
    (answer,) = ask(tmp_path, [Ask("collecting ", "zh", limit=100)])
    assert answer["total"] == 240


def test_the_last_pages_of_a_site_are_found_too(tmp_path: Path) -> None:
    """Numbers of sections are left free behind each block, so the last exceed their count."""
    search = SearchSite({"zh": "中文"})
    words = [f"word{number:x}x" for number in range(300)]
    for word in words:
        search.add_page(f"{word}/", _page(f"{word}/", f"讲座 {word}", "正文不长。", heading="小节"))
    search.write(tmp_path)
    answers = ask(tmp_path, [Ask(f"{word} ", "zh") for word in words])
    assert [answer["results"][0]["url"] for answer in answers] == [f"{word}/" for word in words]
