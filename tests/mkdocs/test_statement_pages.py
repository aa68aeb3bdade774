"""Statements, routes, and what leads from one page to the next, on a small site."""

from __future__ import annotations

import json
import re

import pytest

from notes_kb.mkdocs.pictures import enlargeable
from notes_kb.report.schemas import statements_schema
from tests.report.test_schemas import _fits
from tests.site import TREE, build

HOSTILE = "</script><img src=x onerror=alert(1)> \\u0026 ' \""
NOTE = f"""\
---
title: 无日期 '"&<b>
---

## 甲 {{#a topic=moe}}

- 混合专家便宜。{HOSTILE}
    - **编者注**：不对。</script> {{verdict=wrong}}
- 第二条。

![缺图：一](missing)

![缺图：二](missing)

![一张图。其余的话](../picture.svg) {{concepts=moe}}

## 乙 {{#b}}

- 乙的话。
    - **编者注**：看法。 {{verdict=opinion}}
"""
NOTE_EN = """\
---
title: Without a date
---

## B {#b}

- What B says.
    - **Editor's note**: a view. {verdict=opinion}

## A {#a topic=moe}

- MoE is cheap.
    - **Editor's note**: no. {verdict=wrong}
"""
LAB = """\
---
knowledge:
  tests:
    - {statement: "judged#a--1", verdict: wrong}
  concepts: [moe]
  answer: 量过了
---

# 实验

量一量。
"""
ROUTES = """\
first:
  title: {zh: 十分钟, en: Ten minutes}
  lead: {zh: 先读这些。}
  pages: [{page: notes/judged.md, minutes: 4}, {page: concepts/moe.md, minutes: 2}, lab.md]
second:
  title: {zh: 第二条}
  prerequisites: [first, moe]
  pages: [notes/judged.md]
"""
LONG = "长" * 200
SITE = {
    **TREE,
    "docs/notes/judged.md": NOTE,
    "docs/notes/judged.en.md": NOTE_EN,
    "docs/picture.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="9"></svg>',
    "docs/picture.wide.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"></svg>'
    ),
    "docs/concepts/lonely.md": f"---\nlabels: {{zh: {LONG}}}\nbroader: [moe]\n---\n",
    "docs/lab.md": LAB,
    "docs/routes.yml": ROUTES,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The site, built once."""
    found = build(tmp_path_factory.mktemp("statements"), SITE)
    assert found.code == 0, found.log
    return found


def test_statements_are_published_as_their_schema_says(built):
    """Each once for each language, with its address, number, verdict and reason."""
    data = json.loads(built.read("statements.json"))
    assert _fits(data, statements_schema())
    own = [one for one in data["statements"] if one["note"] == "judged"]
    said = [(o["language"], o["number"], o["verdict"], o["reason"]) for o in own]
    assert said == [
        ("zh", 1, "wrong", "编者注：不对。"),
        ("zh", 2, None, None),
        ("zh", 3, "opinion", "编者注：看法。"),
        ("en", 1, "opinion", "Editor's note: a view."),
        ("en", 2, "wrong", "Editor's note: no."),
    ]
    assert own[0]["url"] == "https://example.org/base/notes/judged/#a--1"
    assert own[0]["topic"] == "moe"


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("statements/index.html", "共 6 条陈述，其中 2 条有编者的判断"),
        ("en/statements/index.html", "Of 4 statements, 2 judged"),
    ],
)
def test_the_page_of_all_statements_counts_and_links(built, uri, said):
    """With its verdicts in words, each statement leading to its place."""
    html = built.read(uri)
    assert said in html
    assert re.findall(r'type="radio" name="nk-verdict" value="(\w+)"', html) == [
        *("all", "judged", "opinion", "wrong", "none"),
    ]
    assert '/judged/#a--1"' in html
    assert 'data-verdict="wrong" data-topic="moe"' in html


def test_a_judged_statement_is_told_to_programs(built):
    """As ClaimReview that no text can leave, in the head of the note's page."""
    html = built.read("notes/judged/index.html")
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    reviews = next(r for r in map(json.loads, blocks) if isinstance(r, list))
    assert [r["reviewRating"]["alternateName"] for r in reviews] == ["wrong", "opinion"]
    assert reviews[0]["itemReviewed"]["@id"] == "https://example.org/base/notes/judged/#a--1"
    assert "onerror" not in re.sub(r"<script type=.application/ld.*?</script>", "", html)
    data = re.search(r"data-note='([^']*)'", html)
    assert data is not None
    citation = json.loads(data[1].replace("&#34;", '"').replace("&amp;", "&"))
    assert citation["title"] == "无日期 '\"&<b>"
    assert "date" not in citation


def test_a_measured_statement_leads_to_its_lab_and_back(built):
    """And both pages, with the concept's, end in what to read on."""
    note, lab = built.read("notes/judged/index.html"), built.read("lab/index.html")
    assert re.search(r'有误</span><a class="nk-measured" href="../../lab/"[^>]*>已测量 →</a>', note)
    tested = lab.split('id="__nk-tested"')[1].split("</section>")[0]
    assert "混合专家便宜。" in tested
    assert 'href="../notes/judged/#a--1"' in tested
    assert "nk-verdict--wrong" in tested
    for uri in ("notes/judged/", "lab/", "concepts/moe/", "topics/moe/"):
        assert 'id="__nk-read-on"' in built.read(f"{uri}index.html")
    on = built.read("concepts/moe/index.html").split('id="__nk-read-on"')[1]
    assert 'href="../../lab/">实验</a> <small>量过了</small>' in on


def test_a_concept_shows_the_figure_that_names_it(built):
    """With its caption, and the way to its place in the note."""
    html = built.read("concepts/moe/index.html").split('class="nk-shown-figure"')[1]
    assert 'src="../../picture.svg"' in html
    assert "<figcaption>一张图。<details" in html
    assert 'href="../../notes/judged/#a"' in html


def test_a_figure_opens_by_itself_and_has_its_wide_variant(built):
    """A link round the picture, and a source for wide windows; neither needs a script."""
    source = (
        '<picture><source media="(min-width: 900px)" srcset="../../picture.wide.svg" '
        'width="90" height="20">'
    )
    html = built.read("notes/judged/index.html").split('<figure class="nk-figure">')[1]
    link = re.match(
        rf'<a class="nk-zoom" href="([^"]+)">{re.escape(source)}<img [^>]*src="\1"', html
    )
    assert link, html[:300]
    assert source in built.read("concepts/moe/index.html")


def test_a_concept_that_nothing_mentions_has_a_page(built):
    """With a name of 200 characters, which a circle of the map cuts."""
    html = built.read("concepts/lonely/index.html")
    assert html.count("<h1") == 1
    assert 'class="nk-empty"' in html.split('id="__nk-mentions"')[1]
    assert "…" in built.read("concepts/map/index.html").split('class="nk-map"')[1]


@pytest.mark.parametrize(
    ("uri", "way"),
    [
        ("notes/judged/", ["", "notes/", "notes/judged/"]),
        ("notes/judged/parallel/", ["", "notes/", "notes/judged/", "notes/judged/parallel/"]),
        ("concepts/lonely/", ["", "concepts/", "topics/moe/", "concepts/lonely/"]),
        ("en/topics/moe/", ["en/", "en/topics/", "en/topics/moe/"]),
        ("routes/first/", ["", "routes/", "routes/first/"]),
        ("statements/", None),
    ],
)
def test_the_way_to_a_page_is_shown_and_told_to_programs(built, uri, way):
    """The same steps as links over the page and as BreadcrumbList in its head."""
    html = built.read(f"{uri}index.html")
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    lists = [one for one in map(json.loads, blocks) if "itemListElement" in one]
    if way is None:
        assert lists == []
        assert 'class="nk-crumbs"' not in html
        return
    steps = lists[0]["itemListElement"]
    base = "https://example.org/base/"
    assert [step["item"] for step in steps] == [f"{base}{step}" for step in way]
    shown = html.split('class="nk-crumbs"')[1].split("</nav>")[0]
    assert shown.count("<a ") == len(way) - 1


def test_without_scripts_the_statements_have_ways_by_topic_and_note(built):
    """Links with counts, where a script would filter."""
    ways = built.read("statements/index.html").split("<noscript>")[1].split("</noscript>")[0]
    assert 'href="../topics/moe/">混合专家模型 <small>' in ways
    assert 'href="#judged">' in ways
    assert "<small>3</small>" in ways


def test_the_twin_says_the_verdict_in_words(built):
    """Behind the editor's note that gives it."""
    assert "编者注**：看法。 (判断: 观点)" in built.read("notes/judged/index.md")
    assert "a view. (Verdict: opinion)" in built.read("en/notes/judged/index.md")


LEFT_ALONE = {
    "a link of another plugin": '<a class="glightbox" href="a.png"><img src="a.png"></a>',
    "a picture of another host": '<img src="//e.example/a.png">',
    "a scheme": '<img src="java&#115;cript:x">',
    "no address": '<img data-src="a.png">',
    "a mark within a value": '<img src="a.png" alt="a > b">',
}


@pytest.mark.parametrize("inner", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_what_may_not_be_a_link_of_ours_is_left_alone(inner):
    """Byte for byte."""
    html = f'<figure class="nk-figure">{inner}<figcaption>b</figcaption></figure>'
    assert enlargeable(html) == html


def test_lost_figures_are_one_line_below_the_figure(built):
    """That opens to name them, and that no search shows."""
    html = built.read("notes/judged/index.html")
    figure, lost = html.index('<figure class="nk-figure">'), html.index("此处缺 2 张原图")
    assert figure < lost
    assert "<b>图 1</b>一张图。" in html
    assert "<li>缺图：一</li><li>缺图：二</li>" in html
    index = b"".join(data for name, data in built.files().items() if name.startswith("search/"))
    assert "缺图：二".encode() not in index


def test_a_route_is_a_page_and_a_bar_over_its_pages(built):
    """In both languages; the last page leads to none, and prerequisites are links."""
    route = built.read("routes/first/index.html")
    steps = route.split('class="nk-steps"')[1].split("</ol>")[0]
    assert re.findall(r'href="([^"]*)"', steps) == [
        *("../../notes/judged/", "../../concepts/moe/", "../../lab/")
    ]
    assert "4 分钟" in steps
    second = built.read("routes/second/index.html")
    assert 'href="../first/">十分钟</a>' in second
    assert 'href="../../concepts/moe/">混合专家模型</a>' in second
    bar = built.read("concepts/moe/index.html").split('<nav class="nk-route"')[1].split("</nav>")[0]
    assert "第 2 页，共 3 页" in bar
    assert 'href="../../notes/judged/"' in bar
    assert 'href="../../lab/"' in bar
    assert "Ten minutes" in built.read("en/routes/index.html")
    assert 'data-route="../../../routes/first/"' in built.read("en/concepts/moe/index.html")


def test_the_parallel_page_pairs_sections_in_another_order(built):
    """In the original's order, each figure once, what is missing marked, verdicts in words."""
    html = built.read("notes/judged/parallel/index.html").split('<div class="nk-parallel">')[1]
    assert html.index('id="a"') < html.index('id="b"')
    assert html.count("<figure") == 1
    assert html.count("此处缺 2 张原图") == 1
    assert html.count('class="nk-missing"') == 1  # The second statement of A.
    assert html.count('<p class="nk-editor-note">') == 4
    assert "有误</span>" in html
    assert "wrong</span>" in html
    for uri in ("notes/judged/", "notes/judged/parallel/", "en/notes/judged/"):
        bar = built.read(f"{uri}index.html").split('<nav class="nk-modes"')[1].split("</nav>")[0]
        assert len(re.findall("<a ", bar)) == 3
        assert bar.count('aria-current="page"') == 1


def test_what_routes_and_labs_name_is_checked(tmp_path):
    """A page, a prerequisite, a statement, a verdict and a concept that do not exist."""
    tree = {
        **SITE,
        "docs/routes.yml": ROUTES.replace("lab.md]", "labs.md]").replace("[first, moe]", "[moo]"),
        "docs/lab.md": LAB.replace("a--1", "a--9").replace("[moe]", "[mou]"),
        "docs/other.md": LAB.replace("verdict: wrong", "verdict: wrongg"),
    }
    log = build(tmp_path, tree, "--strict").log
    for said in (
        "docs/routes.yml:4:85: error: the route 'first' leads to 'labs.md', which is no page",
        "did you mean 'lab.md'?",
        "'second' asks for 'moo', which is no route and no concept",
        "docs/lab.md:4:20: error: there is no statement 'judged#a--9' [statement-unknown]",
        "unknown verdict 'wrongg'",
        "did you mean 'wrong'?",
        "'concepts' names 'mou', which is no concept",
    ):
        assert said.removeprefix("docs/") in log, log
