"""Our search in the place of the theme's: what is written, and that it tests itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from material.plugins.search.plugin import SearchPlugin

from notes_kb.search import selftest
from notes_kb.search.documents import Document, Entry
from notes_kb.search.golden import Golden
from notes_kb.search.index import merge
from notes_kb.search.node import FOLDER, Ask, NodeError, ask
from notes_kb.search.part import index_page
from notes_kb.search.publishing import SearchSite
from notes_kb.search.sections import html_sections
from notes_kb.search.selftest import self_test
from tests.search import small
from tests.search.sites import PAGES, build_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site on Material."""
    folder = tmp_path_factory.mktemp("material")
    extra = build_site(folder)
    assert extra["took_over"] is True
    assert extra["findings"] == []
    return folder / "site"


def _config(page: Path) -> dict[str, object]:
    match = re.search(r'<script id="__config"[^>]*>(.*?)</script>', page.read_text("utf-8"))
    assert match
    loaded: dict[str, object] = json.loads(match[1])
    return loaded


def test_every_page_starts_our_worker(site: Path) -> None:
    """The address is relative to the page and names its language."""
    for page, base in (("index.html", "."), ("evening/index.html", "..")):
        worker = str(_config(site / page)["search"])
        assert worker.startswith(f"{base}/{FOLDER}/")
        assert (site / page).parent.joinpath(worker.partition("?")[0]).resolve().is_file()


def test_the_theme_fetches_next_to_nothing(site: Path) -> None:
    """What Material loads with each page in place of its index is empty."""
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert index["docs"] == []
    assert index["config"]["separator"]
    assert (site / "search/search_index.json").stat().st_size < 500


@pytest.mark.parametrize(
    ("query", "urls"),
    [
        ("强化学习", ["evening/", "evening.en/"]),
        ("中文段落", ["evening/"]),
        ("换行的中文", ["evening/"]),
        ("reward", ["evening/", "evening.en/"]),
        ("路由", ["evening/"]),
        ("秘密", []),
        ("隐藏页", []),
        ("插件渲染的文字", ["foreign/"]),
        ("小节的文字", ["foreign/"]),
        ("别处的页面", ["foreign/"]),
        ("勿录之语", []),
        ("欢迎", [""]),
    ],
)
def test_what_is_on_a_page_is_found(site: Path, query: str, urls: list[str]) -> None:
    """Soft line breaks, code and raw HTML are text; what is excluded is not."""
    (answer,) = ask(site, [Ask(query, "zh")])
    found = [result["url"] for result in answer["results"] if not answer["soft"]]
    assert found == urls


def test_markup_of_the_search_does_not_reach_readers(site: Path) -> None:
    """The attribute that excludes a block is taken off."""
    assert "data-search-exclude" not in (site / "evening/index.html").read_text("utf-8")


@pytest.mark.parametrize("plugins", [["tags", "search"], ["search", "tags"]])
def test_the_theme_s_plugin_keeps_its_hooks(
    tmp_path: Path, plugins: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of another plugin is removed; what its hooks fill and write is ours."""
    called: list[str] = []
    for hook in ("on_page_context", "on_post_build"):
        _record(monkeypatch, hook, called)
    extra = build_site(tmp_path, plugins=plugins)
    assert extra["took_over"] is True
    assert called == ["on_page_context"] * len(PAGES) + ["on_post_build"]
    assert json.loads((tmp_path / "site/search/search_index.json").read_text("utf-8"))["docs"] == []


def _record(monkeypatch: pytest.MonkeyPatch, hook: str, called: list[str]) -> None:
    original = getattr(SearchPlugin, hook)

    def recorded(*args: object, **kwargs: object) -> object:
        called.append(hook)
        return original(*args, **kwargs)

    monkeypatch.setattr(SearchPlugin, hook, recorded)


def test_a_search_that_is_switched_off_stays_off(tmp_path: Path) -> None:
    """Where the site disables the theme's search, there is none."""
    extra = build_site(tmp_path, plugins=[{"search": {"enabled": False}}])
    assert extra["took_over"] is False
    assert not (tmp_path / "site/search").exists()


def test_an_unknown_theme_keeps_its_search(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The plugin says that it leaves the theme's own search alone."""
    caplog.set_level("INFO")
    extra = build_site(tmp_path, theme={"name": "mkdocs"})
    assert extra["took_over"] is False
    assert "is left alone" in caplog.text
    index = json.loads((tmp_path / "site/search/search_index.json").read_text("utf-8"))
    assert index["docs"]


def test_file_urls_get_the_data_as_scripts(tmp_path: Path) -> None:
    """With the offline plugin nothing is fetched, and no third party's script is loaded."""
    build_site(tmp_path, plugins=["search", "offline"])
    folder = tmp_path / "site" / FOLDER
    data = {path.name for path in folder.glob("*.bin")}
    assert data == {path.name.removesuffix(".js") for path in folder.glob("*.bin.js")}
    page = (tmp_path / "site/index.html").read_text("utf-8")
    assert "unpkg.com" not in page
    assert page.index("offline.js") < page.index("bundle.")


def test_writing_again_touches_nothing(tmp_path: Path) -> None:
    """Files that stay the same keep their time stamps; files that go are removed."""
    search = SearchSite({"zh": "中文"})
    search.add_page("notes/evening/", small.documents()[:3])
    assert search.write(tmp_path)
    assert search.write(tmp_path) == []
    stale = tmp_path / FOLDER / "h9-000000.bin"
    stale.write_bytes(b"")
    search.write(tmp_path)
    assert not stale.exists()


def _written(folder: Path) -> Path:
    search = SearchSite({"zh": "中文", "en": "English"}, entries=tuple(small.entries()))
    for url in sorted({d.url for d in small.documents()}):
        search.add_page(url, [d for d in small.documents() if d.url == url])
    search.write(folder)
    return folder


def _findings(folder: Path, *golden: Golden, entries: tuple[Entry, ...] = ()) -> list[str]:
    urls = sorted({d.url for d in small.documents()})
    parts = [index_page([d for d in small.documents() if d.url == url]) for url in urls]
    site = merge(parts, options=small.OPTIONS).site
    pages = [page for _, page in site.pages()]
    return [f.kind for f in self_test(folder, pages, entries or small.entries(), golden)]


def test_a_sound_index_passes_its_own_test(tmp_path: Path) -> None:
    """Headings, labels in each language and script, and golden queries are found."""
    assert _findings(_written(tmp_path), Golden("逐点相加", "notes/trees/")) == []


def test_two_characters_swapped_in_the_tokenizer_fail_the_test(tmp_path: Path) -> None:
    """The self-test runs the scripts that readers get, so that it sees them broken."""
    (script,) = _written(tmp_path).glob(f"{FOLDER}/*/engine.js")
    sound = script.read_text("utf-8")
    broken = sound.replace("first.text + second.text", "second.text + first.text")
    assert broken != sound
    script.write_text(broken, "utf-8")
    assert "search-self-test" in _findings(tmp_path)


def test_a_heading_that_many_pages_share_is_asked_of_none_of_them(tmp_path: Path) -> None:
    """Pages that write it with other capitals, blanks or hyphens share it as well."""
    search = SearchSite({"en": "English"})
    written = ["Further Reading"] * 12 + ["Further reading", "Further-reading:"]
    for number, heading in enumerate(written):
        url = f"course-{number:02}/"
        page = {"url": url, "title": f"Course {number}", "language": "en"}
        text = "Lectures, books and exercises are listed here. " * (number + 1)
        search.add_page(url, [Document(**page, anchor="more", heading=heading, level=2, text=text)])
    search.write(tmp_path)
    assert search.self_test(tmp_path) == []


def test_a_script_that_does_not_run_is_a_finding(tmp_path: Path) -> None:
    """A build is not stopped by it."""
    (script,) = _written(tmp_path).glob(f"{FOLDER}/*/engine.js")
    script.write_text("const rank = (;", "utf-8")
    assert _findings(tmp_path) == ["search-untested"]


def test_an_error_of_the_test_itself_is_one_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong in it, the build of a sound site goes on."""
    _written(tmp_path)
    for answers in ([], [{}], ["text"], None):
        monkeypatch.setattr(selftest, "ask", lambda *_, answers=answers: answers)
        assert _findings(tmp_path) == ["search-untested"]


def test_line_ends_that_only_unicode_knows_do_not_cut_answers(tmp_path: Path) -> None:
    """JSON holds U+2028 and U+0085 as they are; Python's splitlines would split there."""
    strange = "树\u2028与\u2029林\x85和\x0b山\x0c水\x1c\x1d\x1e"
    search = SearchSite({"zh": "中文"})
    page = Document(url="a/", title=strange, language="zh", text=f"{strange}很多")
    search.add_page("a/", [page])
    search.write(tmp_path)
    assert search.self_test(tmp_path) == []
    (answer,) = ask(tmp_path, [Ask("很多", "zh")])
    assert [result["title"] for result in answer["results"]] == [strange]


def test_a_golden_query_that_finds_nothing_is_a_finding(tmp_path: Path) -> None:
    """The message names the query and the page."""
    assert _findings(_written(tmp_path), Golden("逐点相加", "odd/")) == ["search-self-test"]


def test_a_site_without_an_index_says_so(tmp_path: Path) -> None:
    """The error tells what to do."""
    with pytest.raises(NodeError, match="build the site"):
        ask(tmp_path, [Ask("树")])


def test_html_without_markdown_has_sections_too() -> None:
    """Pages that templates make are read in one pass."""
    sections = html_sections(
        '<h1 id="t">题</h1><p>甲<b>乙</b></p><h2 id="x">二&amp;<a class="headerlink">¶</a></h2>'
        "<ul><li>丙<li>丁</ul><script>var x = '<h2 id=\"no\">';</script><div data-search-exclude>"
        "<div>否</div></div>末"
    )
    assert [(s.anchor, s.heading, s.text) for s in sections] == [
        ("", "题", "甲乙"),
        ("x", "二&", "丙\n丁\n末"),
    ]


def test_pages_hold_chinese_and_english() -> None:
    """The fixture stays bilingual."""
    assert {"evening.md", "evening.en.md"} <= PAGES.keys()
