"""What nobody should write, as a reader sees it: every page can be read, at both widths.

The same site has `navigation.instant`, which this project's own goes without, and no palette,
so that no page names a colour scheme.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import SIZES, Visit, publish_at, serve
from tests.browser.test_site import findings
from tests.mkdocs.test_statement_pages import HOSTILE, SITE
from tests.site import CONFIG, Built, build

pytestmark = pytest.mark.browser

LABEL = "Averylonglabelwithoutablank" * 8
MANY = 60
"""Neighbours of one concept."""

NUMBERED = """\
---
labels: {{zh: 第{0}号, en: Number {0}}}
definition: {{zh: 第{0}个。, en: The one with number {0}.}}
broader: [moe]
---
"""
TREE = {
    **SITE,
    "docs/concepts/lonely.md": f"---\nlabels: {{zh: {'长' * 200}, en: {LABEL[:200]}}}\n---\n",
    "docs/notes/judged.md": SITE["docs/notes/judged.md"].replace(HOSTILE, "")
    + "- 丙。 {verdict=nonsense}\n",
    "docs/routes.yml": SITE["docs/routes.yml"]
    + "third:\n  title: {zh: 第三}\n  pages: [gone.md]\n",
    **{f"docs/concepts/n{n}.md": NUMBERED.format(n) for n in range(MANY)},
}
NAMED = (
    r"concepts/lonely\.md:2:10: .*200 characters \[concept-label-long\]",
    r"concepts/lonely\.md: .*no note mentions 'lonely'.* \[concept-orphan\]",
    r"notes/judged\.md: .*no date \[note-undated\]",
    r"notes/judged\.en\.md:5: .*section 'b' is in another place.* \[translation-order\]",
    r"notes/judged\.md:\d+:\d+: error: unknown verdict 'nonsense' \[verdict-unknown\]",
    r"routes\.yml:\d+:\d+: error: .*'gone\.md'.* \[route-page-unknown\]",
)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site; what is wrong with it ends no build."""
    theme = "theme: {name: material, language: zh, features: [navigation.instant]}"
    config = re.sub("theme: .*", theme, CONFIG)
    built = build(tmp_path_factory.mktemp("bad"), TREE, config=config)
    assert built.code == 0, built.log
    return built


@pytest.fixture(scope="module")
def address(bad: Built) -> Iterator[str]:
    """Where the site is served: not below ``/base/``, which its own links do not name."""
    with serve(bad.root / "site") as url:
        yield url


def test_check_names_each(bad: Built) -> None:
    """With file and kind."""
    code = "from notes_kb.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check"],
        cwd=bad.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert [one for one in NAMED if not re.search(one, done.stdout)] == []


PAGES = {
    "a label of 200 characters": "concepts/lonely/",
    "sixty neighbours": "concepts/moe/",
    "the same on a topic's page": "topics/moe/",
    "on the map": "concepts/map/",
    "in the glossary": "concepts/",
    "a note without date, with an unknown verdict": "notes/judged/",
    "sections in another order": "notes/judged/parallel/",
    "statements": "statements/",
    "a route that leads nowhere": "routes/",
    "the home page": "",
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
def test_every_page_can_be_read(browser: Browser, address: str, size: str, language: str) -> None:
    """Nothing sticks out of the window, axe agrees, nothing is logged, and no page is endless."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    visit = Visit(context.new_page(), address)
    for name, path in PAGES.items():
        page = visit.open(language + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert page.evaluate("document.documentElement.scrollHeight") < 12_000, name
        assert (name, findings(page)) == (name, [])
    assert visit.problems == []
    visit.open(f"{language}concepts/map/")
    fills = page.locator(".nk-map circle").evaluate_all(
        "all => [...new Set(all.map(one => getComputedStyle(one).fill))]"
    )
    assert len(fills) > 2
    assert "rgb(0, 0, 0)" not in fills
    visit.open(f"{language}concepts/lonely/")
    assert page.locator(".nk-empty").is_visible()
    visit.open(f"{language}concepts/moe/")
    assert page.locator(".nk-near a").count() < 20
    assert page.locator("#__nk-neighbours ~ .nk-facts .nk-chips a").count() >= MANY
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_instant_navigation_and_the_switch_agree(
    browser: Browser, bad: Built, address: str, size: str
) -> None:
    """After a page came without a reload, the switch belongs to it and keeps the section."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    visit = Visit(context.new_page(), address)
    publish_at(visit.page, bad.root / "site", "https://example.org/base/", address)
    page = visit.open("notes/")
    page.evaluate("window.stayed = true")
    page.locator(".nk-card-link[href$='judged/']").first.click()
    page.locator("#b").wait_for()
    assert page.evaluate("window.stayed")
    page.eval_on_selector("#b", "one => scrollTo(0, one.offsetTop)")
    page.wait_for_timeout(300)
    section = page.evaluate(
        "[...document.querySelectorAll('.md-content h2[id]')]"
        ".findLast(h => h.getBoundingClientRect().top < innerHeight * .3)?.id ?? ''"
    )
    assert section == "b"
    page.locator(".md-select__link[hreflang=en]").evaluate("link => link.click()")
    page.wait_for_url("**/en/notes/judged/#b")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert visit.problems == []
    context.close()
