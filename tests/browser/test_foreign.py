"""A site that has nothing of this project's own: English, one language, the theme's stock looks.

It begins with `notes-kb new site`; beside it stand a note, a concept, a lab and a route.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import SIZES, Visit, publish_at, serve
from tests.browser.test_site import findings
from tests.cli.test_new_site import run
from tests.site import Built, build

pytestmark = pytest.mark.browser

NOTE = """\
---
title: How browsers cache
date: 2026-04-02
event: Web meeting
source: {title: Slides, url: "https://slides.example.org/caches"}
tags: [web]
---

## Freshness {#freshness topic=caching}

- A response that is fresh is taken from the cache without a request.
    - **Editor's note**: so says RFC 9111, section 4. {verdict=fact}
- The speaker expects that hashed names make revalidation rare. {verdict=opinion}

![Two ways to a response. Left the cache, right the server.](../img/ways.svg) {concepts=eviction}

| | cache | server |
|---|---|---|
| first byte | 1 ms | 80 ms |

## Eviction {#eviction topic=caching}

- Eviction by least recent use keeps what was used lately.
"""
CONCEPT = """\
---
labels: {en: eviction}
definition: {en: Removing an entry from a full cache so that another one fits.}
broader: [caching]
sources: [{title: RFC 9111, url: "https://www.rfc-editor.org/rfc/rfc9111"}]
---

A full cache must choose what goes.
"""
LAB = """\
---
title: Which entry goes
knowledge:
  question: Does least recent use win?
  answer: On a loop that is longer than the cache it never hits.
  tests:
    - {statement: "browser-caches#eviction--1", verdict: wrong}
  concepts: [eviction]
  figure: ../img/ways.svg
---

# Which entry goes

Two policies over one trace.
"""
LABS = "# Labs\n\nWhat was measured.\n"
ROUTES = """\
begin:
  title: {en: Caches in five minutes}
  lead: {en: "What a cache is, and what leaves it first."}
  pages:
    - {page: notes/browser-caches.md, minutes: 3}
    - {page: concepts/eviction.md, minutes: 1}
    - labs/which-goes.md
"""
WAYS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}">'
    '<rect width="{0}" height="{1}" fill="#cde"/></svg>'
)
TREE = {
    "docs/notes/browser-caches.md": NOTE,
    "docs/concepts/eviction.md": CONCEPT,
    "docs/labs/index.md": LABS,
    "docs/labs/which-goes.md": LAB,
    "docs/routes.yml": ROUTES,
    "docs/img/ways.svg": WAYS.format(300, 400),
    "docs/img/ways.wide.svg": WAYS.format(800, 300),
}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, checked and built strictly."""
    root = tmp_path_factory.mktemp("foreign") / "caches"
    assert run("site", str(root)).returncode == 0
    for translated in root.glob("docs/**/*.zh.md"):
        translated.unlink()
    config = (root / "mkdocs.yml").read_text("utf-8")
    config = config.replace("languages: {en: English, zh: 简体中文}", "languages: {en: English}")
    config = config.replace("features:\n", "features:\n    - navigation.instant\n")
    built = build(root, TREE, "--strict", config=config)
    assert built.code == 0, built.log
    return built


@pytest.fixture(scope="module")
def address(foreign: Built) -> Iterator[str]:
    """Where the site is served."""
    with serve(foreign.root / "site") as url:
        yield url


PAGES = {
    "home": "",
    "note": "notes/browser-caches/",
    "concept": "concepts/eviction/",
    "topic": "topics/caching/",
    "map": "concepts/map/",
    "statements": "statements/",
    "glossary": "concepts/",
    "route": "routes/begin/",
    "lab": "labs/which-goes/",
    "lost": "no/such/page/",
}
PARTS = {
    "home": (".nk-map", ".nk-routes", ".nk-labs", ".nk-cards-list", ".nk-counts"),
    "note": (".nk-crumbs", ".nk-trust", ".nk-verdict--fact", ".nk-route", ".nk-read-on", "figure"),
    "concept": (".nk-crumbs", ".nk-near", ".nk-shown-figure", ".nk-mentions", ".nk-route"),
    "topic": (".nk-crumbs", ".nk-map", ".nk-topic-body .nk-verdict--opinion"),
    "map": (".nk-crumbs", ".nk-map"),
    "statements": (".nk-filter", "li[data-verdict=opinion]"),
    "glossary": (".nk-letters", ".nk-term"),
    "route": (".nk-crumbs", ".nk-steps"),
    "lab": (".nk-crumbs", ".nk-conclusion", ".nk-tested", ".nk-measured, .nk-read-on"),
    "lost": (".nk-lost",),
}
"""What each page has without an option."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_has_its_parts_in_the_theme_s_own_looks(
    browser: Browser, address: str, size: str, scheme: str
) -> None:
    """Nothing sticks out, nothing is logged, axe agrees in both schemes; nobody else is asked."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    visit = Visit(context.new_page(), address)
    for name, path in PAGES.items():
        page = visit.open(path)
        missing = [part for part in PARTS[name] if not page.locator(part).count()]
        assert (name, missing) == (name, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert (name, findings(page)) == (name, [])
        assert page.locator(".nk-languages, .md-select, .nk-modes").count() == 0
    assert visit.foreign == []
    assert [one for one in visit.problems if "404" not in one] == []
    context.close()


@pytest.mark.parametrize("width", [320, 640])
def test_it_reads_without_scripts_and_from_files(
    browser: Browser, foreign: Built, width: int
) -> None:
    """At 200 % too, which halves a window: every page fits, and its parts stand there."""
    context = browser.new_context(
        viewport={"width": width, "height": 450}, java_script_enabled=False
    )
    page = context.new_page()
    for name, path in PAGES.items():
        if name != "lost":  # A page for hosts, not for files.
            page.goto((foreign.root / "site" / path / "index.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            missing = [part for part in PARTS[name] if not page.locator(part).count()]
            assert (name, missing) == (name, [])
    context.close()


def test_a_click_on_a_figure_opens_the_variant_that_is_shown(
    browser: Browser, address: str
) -> None:
    """The wide one in a wide window; without scripts and on a phone the other."""
    for size, (width, height) in SIZES.items():
        for scripts in (True, False):
            context = browser.new_context(
                viewport={"width": width, "height": height}, java_script_enabled=scripts
            )
            page = context.new_page()
            page.goto(f"{address}notes/browser-caches/")
            page.locator("a.nk-zoom").first.click()
            page.wait_for_url("**/ways*.svg")
            wide = size == "desktop" and scripts
            assert page.url.endswith("ways.wide.svg" if wide else "ways.svg")
            context.close()


def test_instant_navigation_keeps_the_parts_alive(
    browser: Browser, foreign: Built, address: str
) -> None:
    """A page that came without a reload has cards, the menu of a statement and the filter."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page(), address)
    publish_at(visit.page, foreign.root / "site", "https://example.org/", address)
    page = visit.open("")
    page.evaluate("window.stayed = true")
    _follow(page, ".nk-card-link[href$='browser-caches/']", "How browsers cache")
    page.locator(".nk-note .nk-cite").first.click()
    assert page.locator(".nk-cite-menu button").count() == 4
    page.keyboard.press("Escape")
    page.locator(".nk-note a.nk-concept").first.hover()
    page.locator("#__nk_card").wait_for()
    _follow(page, ".md-nav__link[href$='/concepts/']", "Concepts")
    page.get_by_role("searchbox", name="Filter").fill("evict")
    assert page.locator(".nk-term:visible").count() == 1
    assert page.evaluate("window.stayed")
    assert visit.problems == []
    context.close()


def _follow(page: Page, link: str, title: str) -> None:
    """Follow a link without a reload, and wait for the page."""
    page.locator(link).first.click()
    page.locator("h1", has_text=title).wait_for()


def test_check_finds_nothing(foreign: Built) -> None:
    """Neither an error nor a warning nor a remark."""
    code = "from notes_kb.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check"],
        cwd=foreign.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, "[" in done.stdout) == (0, False), done.stdout
