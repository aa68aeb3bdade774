"""What a page says about itself: title, author, day, site and address, wherever it says it."""

from __future__ import annotations

import contextlib
import time

import pytest

from notes_kb.domain.note import Source
from notes_kb.importing.linked_data import read_linked_data
from notes_kb.importing.markup import read_markup
from notes_kb.importing.page import page_markdown
from notes_kb.importing.page_dates import day_in_address, published_day
from notes_kb.importing.page_facts import PageFacts, read_facts
from notes_kb.importing.refusal import Refusal
from notes_kb.loading.foreign_keys import read_foreign_keys
from tests.importing.test_page import PROSE

LINKED = """<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [
 {"@type": "WebSite", "@id": "#site", "name": "编译夜校"},
 {"@type": "Person", "@id": "#lin", "name": "林某"},
 {"@type": ["Article", "BlogPosting"], "headline": "夜话推理模型", "author": {"@id": "#lin"},
  "datePublished": "2025-02-03T10:00:00+08:00", "publisher": {"@type": "Organization",
  "name": "编译夜校"}}]}
</script>"""


def facts(html: str) -> PageFacts:
    """The facts of a page."""
    return read_facts(read_markup(html))


@pytest.mark.parametrize(
    ("html", "author"),
    [
        (LINKED, "林某"),
        (LINKED.replace('{"@id": "#lin"}', '["林某", {"name": "陈某"}]'), "林某, 陈某"),
        ('<meta name="parsely-author" content="Ada Lin">', "Ada Lin"),
        ('<meta property="dc:creator" content="Ada Lin"><meta name="author" content="x">',
         "Ada Lin"),
        ('<meta name="citation_author" content="A. Lin"><meta name="citation_author" '
         'content="B. Chen">', "A. Lin, B. Chen"),
        ('<meta name="twitter:label1" content="Written by">'
         '<meta name="twitter:data1" content="Ada Lin">', "Ada Lin"),
        ('<meta name="twitter:label1" content="Reading time">'
         '<meta name="twitter:data1" content="five minutes">', ""),
        ('<span itemprop="author"><a itemprop="name">Ada Lin</a>, editor</span>', "Ada Lin"),
        ('<p class="byline">By <a rel="author" href="/ada">Ada Lin</a></p>', "Ada Lin"),
        ('<span class="post-author">作者：林某</span>', "林某"),
        ('<a rel="author" href="/ada">View all posts by Ada Lin</a>', "Ada Lin"),
        ('<span class="author">Ada Lin Ada Lin</span>', "Ada Lin"),
        ('<aside><span class="author">Ada Lin</span></aside>', ""),
        ('<div class="comments"><b class="fn">Ada Lin</b></div>', ""),
        ('<meta name="author" content="https://example.org/ada">', ""),
        ('<meta property="og:site_name" content="夜校"><meta name="author" content="夜校">', ""),
        ('<link rel="canonical" href="https://www.example.org/a/1">'
         '<meta name="author" content="example.org">', ""),
    ],
)  # fmt: skip
def test_the_author_is_read_where_pages_name_one(html: str, author: str) -> None:
    """Machines' data first, then what readers see; neither the site nor one who comments."""
    assert facts(html).author == author


@pytest.mark.parametrize(
    ("html", "date"),
    [
        (LINKED, "2025-02-03"),
        ('<meta name="dcterms.created" content="2025-02-03">', "2025-02-03"),
        ('<meta name="pubdate" content="20250203">', "2025-02-03"),
        ('<meta name="date" content="Mon, 03 Feb 2025 10:00:00 GMT">', "2025-02-03"),
        ('<span itemprop="datePublished" content="2025-02-03">last week</span>', "2025-02-03"),
        ('<time class="updated" datetime="2025-03-01">1</time><time datetime="2025-02-03">3</time>',
         "2025-02-03"),
        ("<title>题目在此</title><h1>题目在此</h1><p>发布于 2025年2月3日 · 林某</p>", "2025-02-03"),
        ("<title>Night talk</title><h1>Night talk</h1><p>Feb. 3rd, 2025</p>", "2025-02-03"),
        ('<span class="entry-date">03.02.2025</span>', "2025-02-03"),
        ('<link rel="canonical" href="https://example.org/2025/02/03/talk">', "2025-02-03"),
        ('<div class="comments"><time datetime="2025-02-03">3</time></div>', ""),
    ],
)  # fmt: skip
def test_the_day_is_read_where_pages_tell_it(html: str, date: str) -> None:
    """When the text appeared, not when it was changed or commented on."""
    assert facts(html).date == date


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("夜话推理 - 编译夜校", '<h1><a href="/">编译夜校</a></h1><h2>夜话推理</h2>', "夜话推理"),
        (
            "Night talk | School",
            '<h1><a href="../index.html">School</a></h1><h2>Night talk</h2>',
            "Night talk",
        ),
        ("Night talk | School", "<h1>School</h1><h2>Night talk</h2>", "Night talk"),
        ("Night talk | School", "<h1>Night talk</h1><h2>School</h2>", "Night talk"),
        ("Talks | Night talk", "<h2>Other</h2>", "Night talk"),
    ],
)
def test_the_title_is_the_articles(head: str, body: str, title: str) -> None:
    """A blog gives its own name the first level."""
    assert facts(f"<title>{head}</title>{body}").title == title


def test_a_title_for_machines_loses_the_sites_name() -> None:
    """What stands in front of or behind it is no part of it."""
    html = '<meta property="og:site_name" content="School"><meta property="og:title" content="{}">'
    assert facts(html.format("Night talk | School")).title == "Night talk"
    assert facts(html.format("School: Night talk")).title == "School: Night talk"
    assert facts(html.format("Old School - a talk")).title == "Old School - a talk"


def test_account_and_author_are_both_kept() -> None:
    """The account or the site is the source's title, whoever wrote."""
    page = '<a id="js_name">编译夜校</a>{}<div id="js_content"><p>' + PROSE + "</p></div>"
    both = page_markdown(page.format('<meta name="author" content="林某">'), whole=False).text
    assert "source: {title: 编译夜校, author: 林某}" in both
    assert "source: {author: 编译夜校}" in page_markdown(page.format(""), whole=False).text
    site = '<meta property="og:site_name" content="某站"><meta name="author" content="林某">'
    assert facts(site).site == "某站"


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<!-- saved from url=(0026)https://example.org/a/talk --><p>x</p>",
         "https://example.org/a/talk"),
        ("<!--\n Page saved with SingleFile \n url: https://example.org/a \n saved date: x\n-->",
         "https://example.org/a"),
        ('<meta property="og:url" content="https://example.org/">'
         '<link rel="canonical" href="https://example.org/a/1">', "https://example.org/a/1"),
        ('<meta property="og:url" content="https://example.org/">', "https://example.org/"),
    ],
)  # fmt: skip
def test_the_address_is_the_pages(html: str, address: str) -> None:
    """Not the site's, if a better one is known; a browser notes from where it saved."""
    assert facts(html).address == address


def test_a_clips_front_matter_names_its_publication() -> None:
    """Beside who wrote; neither a host, nor the name of the site that the note is of."""
    clip = {"site_name": "编译夜校", "author": "林某", "link": "https://example.org/a"}
    assert read_foreign_keys(clip).source == Source(
        title="编译夜校", url="https://example.org/a", author="林某"
    )
    host = read_foreign_keys({**clip, "site_name": "example.org"}).source
    assert host is not None
    assert not host.title
    assert read_foreign_keys({"site_name": "编译夜校"}).source is None


@pytest.mark.parametrize(
    "script",
    ["", "{", '"x"', "[[[[", '{"@type": "Article", "author": [{}, 3, null, [1]]}', "[" * 100_000],
)
def test_linked_data_of_any_kind_raises_nothing(script: str) -> None:
    """A page may write whatever it likes."""
    assert read_linked_data([script]).author == ""


def test_days_are_days() -> None:
    """What is no day of the calendar is none."""
    assert published_day("2025-13-40") == published_day("soon") == ""
    assert day_in_address("https://example.org/2025/99/01/x") == ""


def test_hostile_facts_cost_no_more_than_their_length() -> None:
    """Neither scripts without an end nor thousands of bylines."""
    began = time.process_time()
    with contextlib.suppress(Refusal):
        facts('<script type="application/ld+json">' * 20_000)
    facts('<span class="author">x</span>' * 15_000)
    facts(f"<title>{'a | ' * 20_000}</title>" + "<h2>a</h2>" * 8_000)
    assert time.process_time() - began < 12
