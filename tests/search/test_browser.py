"""Typing into the theme's own search box, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.search.sites import build_site, served

pytestmark = pytest.mark.browser

BOX = "[data-md-component=search-query]"
LINKS = ".md-search-result__link"
FEATURES = ["navigation.instant", "search.suggest", "search.highlight", "search.share"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site under a path, with every search feature of the theme switched on."""
    folder = tmp_path_factory.mktemp("browser")
    theme = {"name": "material", "language": "zh", "font": False, "features": FEATURES}
    with served(folder / "site") as url:
        build_site(folder, theme=theme, site_url=url)
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The site's first page, with whatever goes wrong on it."""
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address)
    yield page
    page.close()
    assert problems == []


def _ask(page: Page, query: str) -> list[str]:
    """Type a query; give the places of the results, without the words to mark."""
    page.fill(BOX, query)
    page.focus(BOX)
    page.dispatch_event(BOX, "keydown")
    page.dispatch_event(BOX, "keyup")
    page.wait_for_selector(LINKS, state="attached")
    page.wait_for_timeout(150)
    hrefs: list[str] = page.eval_on_selector_all(LINKS, "links => links.map(link => link.href)")
    return [href.split("/base/")[1] for href in hrefs]


@pytest.mark.parametrize(
    ("query", "page_url", "anchor"),
    [
        ("强化学习", "evening/", "rl"),
        ("强化 学习", "evening/", "rl"),
        ("強化學習", "evening/", "rl"),
        ("qianghuaxuexi", "evening/", "rl"),
        ("qhxx", "evening/", "rl"),
        ("reinforcement learning", "evening/", "rl"),
        ("renforcement lerning", "evening/", "rl"),
        ("R1模型", "evening/", "rl"),
        ("混合专家", "evening/", "moe"),
        ("MoE", "evening/", "moe"),
        ("试", "https://example.org/new", ""),
        ("欢", "", ""),
    ],
)
def test_what_readers_type_is_found(page: Page, query: str, page_url: str, anchor: str) -> None:
    """In either script, in pinyin, across languages, with a mistake, a single character."""
    if page_url.startswith("https:"):
        page.fill(BOX, query)
        page.dispatch_event(BOX, "keyup")
        page.wait_for_selector(f"{LINKS}[href^='{page_url}']", state="attached")
        return
    places = _ask(page, query)
    assert any(
        place.partition("?")[0] == page_url and place.endswith(f"#{anchor}" if anchor else "")
        for place in places
    ), places


def test_little_is_fetched_before_the_search_is_opened(page: Page, address: str) -> None:
    """Worker, dialog script and the theme's empty index are all there is to it."""
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.includes('/search/'))"
        ".map(e => [e.name.split('/').pop().split('?')[0], e.decodedBodySize])"
    )
    names = {name for name, _ in sizes}
    assert names <= {"worker.js", "dialog.js", "search_index.json"}
    assert sum(size for _, size in sizes) < 9_000


def test_enter_opens_the_first_result_and_marks_the_words(page: Page) -> None:
    """Keyboard use is the theme's own; Han words are marked where the reader arrives."""
    _ask(page, "強化學習")
    page.press(BOX, "Enter")
    page.wait_for_url("**/evening/**")
    page.wait_for_selector("mark[data-md-highlight]")
    assert page.inner_text("mark[data-md-highlight] >> nth=0") == "强化学习"


def test_results_of_the_other_language_are_labelled(page: Page) -> None:
    """Each such page carries the name of its language."""
    _ask(page, "MoE")
    tags = page.eval_on_selector_all(
        ".md-search-result .md-tag", "tags => tags.map(t => t.innerText)"
    )
    assert tags == ["English"]


def test_a_reader_can_keep_to_one_language(page: Page) -> None:
    """The filter goes round the languages; the results follow at once."""
    _ask(page, "MoE")
    for _ in range(2):
        page.click(".nk-search-filter button")
    page.wait_for_function(
        f"[...document.querySelectorAll('{LINKS}')].every(l => l.href.includes('.en/'))"
    )
    assert "English" in page.inner_text(".nk-search-filter")


def test_what_is_typed_is_completed(page: Page) -> None:
    """The theme's suggestion goes on with a heading of the site."""
    _ask(page, "强化")
    page.wait_for_function(
        "document.querySelector('.md-search__suggest').textContent === '强化学习'"
    )


def test_screen_readers_hear_the_count(page: Page) -> None:
    """The line that counts the results is a live region."""
    assert page.get_attribute(".md-search-result__meta >> nth=0", "aria-live") == "polite"


MANY = 60


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of many long pages that all answer to one word."""
    folder = tmp_path_factory.mktemp("long")
    filler = "这里写了许多别的事情。" * 400
    pages = {f"p{n}.md": f"# 第{n}篇\n\n测量第{n}次。{filler}\n" for n in range(MANY)}
    build_site(folder, {"index.md": "# 首页\n", **pages})
    return folder / "site"


@pytest.mark.parametrize("late", [0, 1.5], ids=["at once", "worker comes late"])
def test_more_comes_when_the_reader_scrolls(browser: Browser, long_site: Path, late: float) -> None:
    """The first answer fetches what a screen shows, says how many pages answer, and grows.

    So it is too where the dialog is opened before the worker's script has come.
    """
    with served(long_site, "worker.js", late) as url:
        page = browser.new_page(viewport={"width": 1000, "height": 420})
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url.rsplit("/", 1)[1]))
        page.goto(url)
        with page.expect_response("**/manifest.bin"):
            page.focus(BOX)
        page.fill(BOX, "测量")
        page.dispatch_event(BOX, "keyup")
        meta = ".md-search-result__meta >> nth=0"
        page.wait_for_selector(LINKS, state="attached")
        page.wait_for_function(f"document.body.innerText.includes('{MANY} ')")
        page.wait_for_timeout(800)
        first = page.locator(".md-search-result__item").count()
        assert 0 < first < 12
        assert len([name for name in fetched if name.endswith(".bin")]) <= 9
        assert str(MANY) in page.inner_text(meta)
        page.eval_on_selector(".md-search__scrollwrap", "box => box.scrollTo(0, box.scrollHeight)")
        page.wait_for_function(
            f"document.querySelectorAll('.md-search-result__item').length > {first}"
        )
        assert str(MANY) in page.inner_text(meta)
        page.close()


def test_search_works_from_a_folder(browser: Browser, tmp_path: Path) -> None:
    """Without a server: the engine runs in the page, the data comes as scripts."""
    build_site(tmp_path, plugins=["search", "offline"])
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((tmp_path / "site/index.html").as_uri())
    page.focus(BOX)
    page.fill(BOX, "強化學習")
    page.dispatch_event(BOX, "keyup")
    page.wait_for_selector(LINKS, state="attached")
    assert "evening.html" in str(page.get_attribute(f"{LINKS} >> nth=0", "href"))
    assert problems == []
    page.close()


def test_a_broken_engine_leaves_the_page_alone(browser: Browser, tmp_path: Path) -> None:
    """Where the index is gone, the dialog says that search does not work."""
    build_site(tmp_path)
    for path in (tmp_path / "site/search/notes-kb").glob("*.bin"):
        path.unlink()
    with served(tmp_path / "site") as url:
        page = browser.new_page()
        page.goto(url)
        page.fill(BOX, "强化学习")
        page.dispatch_event(BOX, "keyup")
        page.wait_for_selector(".md-search-result__item")
        assert "搜索暂时无法使用" in page.inner_text(".md-search-result__list")
        page.close()


def test_a_tab_that_outlives_its_scripts_says_so(browser: Browser, tmp_path: Path) -> None:
    """A new version of the site has scripts of another name; the page stays as it is."""
    build_site(tmp_path)
    for path in (tmp_path / "site/search/notes-kb").glob("*/engine.js"):
        path.unlink()
    with served(tmp_path / "site") as url:
        page = browser.new_page()
        page.goto(url)
        page.fill(BOX, "强化学习")
        page.dispatch_event(BOX, "keyup")
        page.wait_for_selector(".md-search-result__item")
        # Words of the page's language, though the scripts that hold them are gone.
        assert "请刷新页面" in page.inner_text(".md-search-result__list")
        page.close()


def test_pasting_without_a_key_is_enough(page: Page) -> None:
    """Paste, dictation and some input methods never let a key go up."""
    page.focus(BOX)
    page.keyboard.insert_text("强化学习")
    page.wait_for_selector(LINKS, state="attached")
    assert page.locator(LINKS).count() > 0
