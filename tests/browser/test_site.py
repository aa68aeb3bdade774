"""What a person sees and does on the project's own site."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

NOTE = "notes/2025-02-ccf-deepseek/"
PAGES = ["", NOTE, "concepts/moe/", "topics/moe/", f"{NOTE}parallel/", "concepts/", "notes/"]


@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
@pytest.mark.parametrize(
    "path", PAGES, ids=["home", "note", "concept", "topic", "parallel", "glossary", "notes"]
)
def test_a_page_is_quiet_accessible_and_fits(visit, language, path):
    """Only the site's own host is asked, nothing is logged, axe agrees, nothing sticks out."""
    page = visit.open(language + path)
    assert visit.foreign == []
    assert visit.problems == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").count() == 1
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in {"serious", "critical"}]
    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in serious] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_holds_in_both_schemes(browser, project_site, scheme):
    """WCAG 2.2 AA contrast on a note and a concept, in light and in dark."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for path in (NOTE, "en/concepts/moe/"):
        page.goto(project_site + path)
        page.wait_for_load_state("networkidle")
        options = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
        found = Axe().run(page, options=options).response["violations"]
        assert [n["html"] for v in found for n in v["nodes"]] == []
    context.close()


def test_the_switch_keeps_page_and_section(visit):
    """At ``#moe`` in Chinese, the switch leads to ``#moe`` in English and back."""
    page = visit.open(f"{NOTE}#moe")
    for code, there in (("en", f"en/{NOTE}#moe"), ("zh", f"{NOTE}#moe")):
        page.locator(".md-select button").first.focus()
        page.locator(f".md-select__link[hreflang={code}]").click()
        page.wait_for_url(visit.base + there)
        assert page.locator("#moe").is_visible()
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
