"""Where the links of one text lead on each of the pages that show it."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import cast

import pytest
from mkdocs.utils import get_relative_url

from notes_kb.mkdocs.placing import relative_url
from notes_kb.mkdocs.plan import PlannedPage
from tests.site import CONFIG, TREE, Built, build

NOTE = """\
---
title: {title}
---

## {title} {{#s topic=moe}}

- 自 [上](#s) 与 [[moe]] 及混合专家
- 页 [讲座](talk.md#moe)、[英文](talk.en.md)
- 再 [指南](../guide.md?x=1&y=2#z)、[条目](../concepts/moe.md)
- 图 ![内](pic.svg) ![外](../img/b%20c.svg "题")
- 又 [[moe]] 及混合专家
- 外 [站](https://e.example/a) [邮](mailto:a@e.example)

![大图](pic.svg)
"""

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"/>'
PLACED = {
    **TREE,
    "docs/guide.md": "# 指南\n\n## 节 {#z}\n\n见 [甲](notes/a.md#s)。\n",
    "docs/guide.en.md": "# Guide\n\n## Section {#z}\n\nSee [A](notes/a.md#s).\n",
    "docs/notes/a.md": NOTE.format(title="甲"),
    "docs/notes/a.en.md": NOTE.format(title="A").replace("- 外 ", "- Out "),
    "docs/notes/only.md": NOTE.format(title="独"),
    "docs/notes/pic.svg": DRAWING,
    "docs/img/b c.svg": DRAWING,
    "docs/concepts/other.md": (
        "---\nlabels: {zh: 其他, en: Other}\ndefinition: {zh: 别的。, en: Other.}\n"
        'sources: [{title: T, url: "https://e.example/t"}]\n---\n\n'
        "见 [讲座](../notes/talk.md) 与 [[moe]]。\n\n![内](../notes/pic.svg)\n"
    ),
}


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One note in two languages and one in one, shown on every kind of page."""
    built = build(tmp_path_factory.mktemp("placed"), PLACED, "--strict")
    assert built.code == 0, built.log
    return built


def _links(html: str, text: str) -> set[str]:
    """Give where the links with a text, and the pictures with a caption, lead."""
    links = re.findall(rf'<a [^<>]*?href="([^"]*)"[^<>]*>{text}</a>', html)
    images = re.findall(rf'<img alt="{text}"[^<>]*? src="([^"]*)"', html)
    return {*links, *images}


def _article(built: Built, page: str) -> str:
    return built.read(f"{page}/index.html").split("<article")[1].split('class="nk-after"')[0]


WRITTEN = ("上", "讲座", "英文", "指南", "条目", "内", "外")
PLACES = {
    # The page; where each of WRITTEN leads there.
    "notes/a": (
        "#s", "../talk/#moe", "../../en/notes/talk/", "../../guide/?x=1&amp;y=2#z",
        "../../concepts/moe/", "../pic.svg", "../../img/b%20c.svg",
    ),
    "en/notes/a": (
        "#s", "../talk/#moe", "../talk/", "../../guide/?x=1&amp;y=2#z",
        "../../concepts/moe/", "../../../notes/pic.svg", "../../../img/b%20c.svg",
    ),
    # A note that is not translated, shown to readers of English.
    "en/notes/only": (
        "#s", "../talk/#moe", "../talk/", "../../guide/?x=1&amp;y=2#z",
        "../../concepts/moe/", "../../../notes/pic.svg", "../../../img/b%20c.svg",
    ),
    "notes/a/parallel": (
        "../#s", "../../talk/#moe", "../../../en/notes/talk/", "../../../guide/?x=1&amp;y=2#z",
        "../../../concepts/moe/", "../../pic.svg", "../../../img/b%20c.svg",
    ),
    "en/notes/a/parallel": (
        "../#s", "../../talk/#moe", "../../talk/", "../../../guide/?x=1&amp;y=2#z",
        "../../../concepts/moe/", "../../../../notes/pic.svg", "../../../../img/b%20c.svg",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("page", "targets"), PLACES.items(), ids=PLACES)
def test_a_link_leads_to_the_same_thing_on_every_page(
    placed: Built, page: str, targets: tuple[str, ...]
) -> None:
    """Anchors to the note, pages to the reader's language, files to where they are."""
    html = _article(placed, page)
    assert [_links(html, text) for text in WRITTEN] == [{target} for target in targets]
    assert _links(html, "大图") == {targets[5]}
    assert _links(html, "站") == {"https://e.example/a"}
    assert _links(html, "邮") == {"mailto:a@e.example"}


@pytest.mark.parametrize(("root", "talk"), [("", "../../en/notes/talk/"), ("en/", None)])
def test_a_topic_s_page_leads_to_the_notes(placed: Built, root: str, talk: str | None) -> None:
    """An anchor of each note leads to that note; everything else as on the note's page."""
    html = _article(placed, f"{root}topics/moe")
    assert _links(html, "上") == {"../../notes/a/#s", "../../notes/only/#s"}
    assert _links(html, "讲座") == {"../../notes/talk/#moe"}
    assert _links(html, "英文") == {talk or "../../notes/talk/"}
    assert _links(html, "内") == {"../../../notes/pic.svg" if root else "../../notes/pic.svg"}


def test_an_article_s_links_are_relative_to_its_file(placed: Built) -> None:
    """Also on the page of another language, which shows the article in its own."""
    for page, picture in (("", "../../notes/pic.svg"), ("en/", "../../../notes/pic.svg")):
        html = _article(placed, f"{page}concepts/other")
        assert _links(html, "讲座") == {"../../notes/talk/"}
        assert _links(html, "混合专家模型") >= {"../moe/"}
        assert _links(html, "内") == {picture}


def test_a_concept_is_linked_once_where_blocks_of_a_note_are_listed(placed: Built) -> None:
    """What the author wrote stays a link; what was found is linked once in a note's list."""
    html = _article(placed, "topics/moe")
    (listed,) = re.findall(r'<h2 id="only">.*?</ul>\n', html, re.DOTALL)
    assert listed.count(">混合专家模型</a>") == 2
    assert ">混合专家</a>" not in listed
    assert listed.count("混合专家") == 4


def test_ordinary_pages_lead_readers_to_their_language(placed: Built) -> None:
    """A page of the site's owner names one file; each language has its own."""
    assert _links(_article(placed, "guide"), "甲") == {"../notes/a/#s"}
    assert _links(_article(placed, "en/guide"), "A") == {"../notes/a/#s"}


BROKEN = {
    "a page": ("- 见 [甲](none.md)。\n", "none.md", 7, 9),
    "an anchor of no page": ("- 见 [甲](none.md#x)。\n", "none.md#x", 7, 9),
    "a file": ("- 一\n- 见 [甲](../data.csv)。\n", "../data.csv", 8, 9),
    "a picture": ("![图](lost.png)\n", "lost.png", 7, 6),
    "a picture in a line": ("- 见 ![图](lost.png) 与\n", "lost.png", 7, 10),
    "a reference": ("- [甲][r]\n\n[r]: none.md\n", "none.md", 9, 6),
    "twice": ("- [甲](none.md)\n- [乙](none.md)\n", "none.md", 7, 7),
    "what is not published": ("- [甲](other.txt)\n", "other.txt", 7, 7),
}


@pytest.mark.parametrize(("body", "target", "line", "column"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_link_is_found_where_it_stands(
    tmp_path, body: str, target: str, line: int, column: int
) -> None:
    """One warning, with the line of the file; the page shows the link as it was written."""
    tree = {
        "docs/index.md": "# 首页\n",
        "docs/notes/a.md": f"---\ntitle: 甲\n---\n\n## 节 {{#s}}\n\n{body}",
    }
    built = build(tmp_path, tree)
    assert built.code == 0, built.log
    found = re.findall(r"(\S+): warning: (.*) \[link-broken\]", built.log)
    assert found == [(f"notes/a.md:{line}:{column}", f"'{target}' leads to no page or file")]
    assert f'="{target}"' in built.read("notes/a/index.html")


def test_a_broken_link_of_an_article_has_its_line(tmp_path) -> None:
    """The front matter above counts; each language's file has its own findings."""
    record = (
        "---\nlabels: {zh: 甲, en: A}\ndefinition: {zh: 一。, en: One.}\n---\n\n见 [乙](b.md)。\n"
    )
    tree = {
        "docs/index.md": "# 首页\n",
        "docs/concepts/a.md": record,
        "docs/concepts/a.en.md": "See\n[b](c.md).\n",
    }
    built = build(tmp_path, tree, "--strict")
    assert built.code == 1
    found = re.findall(r"(\S+): warning: .* \[link-broken\]", built.log)
    assert found == ["concepts/a.en.md:2:5", "concepts/a.md:6:7"]


def test_pages_as_files(tmp_path) -> None:
    """``use_directory_urls: false`` changes the addresses, not where they lead."""
    built = build(tmp_path, PLACED, "--strict", config=f"{CONFIG}use_directory_urls: false\n")
    assert built.code == 0, built.log
    html = built.read("notes/a.html")
    assert _links(html, "上") == {"#s"}
    assert _links(html, "讲座") == {"talk.html#moe"}
    assert _links(html, "内") == {"pic.svg"}
    assert _links(built.read("topics/moe.html"), "上") == {
        "../notes/a.html#s",
        "../notes/only.html#s",
    }
    assert _links(built.read("en/notes/a/parallel.html"), "讲座") == {"../talk.html#moe"}


ADDRESSES = [
    *("", "./", "a/", "a/b/", "a/b/c/", "a/bc/", "ab/", "en/", "en/a/b/"),
    *("a/index.html", "a/b.html", "img/b%20c.svg", "a.b/", "./a/", "a/./b/", "a//b/", "a/../b/"),
]


@pytest.mark.parametrize("here", ADDRESSES)
def test_a_url_is_written_as_the_host_writes_it(here: str) -> None:
    """A URL that was found for another page of the folder is that of this page too."""
    page = cast(PlannedPage, SimpleNamespace(url=here))
    found = {url: relative_url(url, page) for url in ADDRESSES}
    assert found == {url: get_relative_url(url, here) for url in ADDRESSES}
