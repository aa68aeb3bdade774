"""What a person sees and does on the project's own site."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTE = "notes/2025-02-ccf-deepseek/"
PAGES = {
    "home": "",
    "note": NOTE,
    "concept": "concepts/moe/",
    "topic": "topics/moe/",
    "parallel": f"{NOTE}parallel/",
    "glossary": "concepts/",
    "map": "concepts/map/",
    "notes": "notes/",
    "topics": "topics/",
    "translations": "translations/",
    "statements": "statements/",
    "routes": "routes/ten-minutes/",
    "labs": "labs/",
    "lab": "labs/ptx-vector-add/",  # Code, tables and formulas.
    "guide": "guide/site/",
    "tables": "developing/profile/",  # Wider than a phone.
}
EVERY_LEVEL = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}
"""All that axe knows, with targets of at least 24 pixels."""


def findings(page):
    """Give what axe finds on a page, whatever its level."""
    found = Axe().run(page, options=EVERY_LEVEL).response["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]


@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_quiet_accessible_and_fits(visit, language, path):
    """Only the site's own host is asked, nothing is logged, axe agrees, nothing sticks out."""
    page = visit.open(language + path)
    assert visit.foreign == []
    assert visit.problems == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").count() == 1
    assert findings(page) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_the_dark_scheme_is_as_accessible(browser, project_site, path):
    """The same rules in the other colours; the sizes are the same in both."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(project_site + path)
    page.wait_for_load_state("networkidle")
    assert page.get_attribute("body", "data-md-color-scheme") == "slate"
    assert findings(page) == []
    context.close()


def test_the_switch_keeps_page_and_section(visit):
    """At ``#moe`` in Chinese, the switch leads to ``#moe`` in English and back."""
    page = visit.open(f"{NOTE}#moe")
    for code, there in (("en", f"en/{NOTE}#moe"), ("zh", f"{NOTE}#moe")):
        # The switch keeps what is in view; a slow browser scrolls there after it has loaded.
        expect(page.locator("#moe")).to_be_in_viewport()
        page.locator(".md-select button").first.focus()
        page.locator(f".md-select__link[hreflang={code}]").click()
        page.wait_for_url(visit.base + there)
    expect(page.locator("#moe")).to_be_in_viewport()
    assert visit.problems == []


def test_the_switch_follows_instant_navigation(visit):
    """After a link was followed without a reload, the switch belongs to the new page."""
    page = visit.open("concepts/")
    page.locator(".nk-glossary a[href*=grpo]").first.click()
    page.wait_for_url("**/concepts/grpo/")
    page.locator(".md-select button").first.focus()
    page.locator(".md-select__link[hreflang=en]").click()
    page.wait_for_url("**/en/concepts/grpo/")
    assert page.evaluate("document.documentElement.lang") == "en"


def _first_link(page):
    link = page.locator(".nk-note a.nk-concept").first
    link.scroll_into_view_if_needed()
    return link


@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
def test_the_card_opens_by_mouse(desktop, language):
    """It shows the definition on hover, stays under the pointer, and goes on Escape."""
    page = desktop.open(language + NOTE)
    link, card = _first_link(page), page.locator("#__nk_card")
    link.hover()
    card.wait_for()
    assert len(card.inner_text()) > 20  # label and definition, not an empty box
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert card.count() == 0


def test_the_card_opens_by_keyboard(visit):
    """Focus shows it and names it as the link's description; leaving takes it away."""
    page = visit.open(NOTE)
    link, card = _first_link(page), page.locator("#__nk_card")
    page.keyboard.press("Tab")  # a keyboard user
    link.focus()
    card.wait_for()
    assert link.get_attribute("aria-describedby") == "__nk_card"
    link.blur()
    card.wait_for(state="detached")
    assert link.get_attribute("aria-describedby") is None


def test_the_card_opens_by_tap_and_the_second_tap_follows(phone):
    """The first tap shows the card on the page, the second goes to the concept."""
    page = phone.open(NOTE)
    link, card = _first_link(page), page.locator("#__nk_card")
    link.tap()
    card.wait_for()
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.url.endswith(NOTE)
    link.tap()
    page.wait_for_url("**/concepts/*/")


def test_the_page_reads_without_scripts(browser, project_site):
    """Text, navigation and concept links need no JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(project_site + NOTE)
    assert page.locator("#moe").is_visible()
    page.locator(".nk-note a.nk-concept").first.click()
    assert "/concepts/" in page.url
    context.close()
