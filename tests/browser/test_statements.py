"""Statements, routes, parallel reading and print, as a reader meets them."""

import re

import pytest

from tests.browser.conftest import SIZES
from tests.browser.test_site import findings

pytestmark = pytest.mark.browser

NOTE = "notes/2025-02-ccf-deepseek/"
LANGUAGES = {"zh": "", "en": "en/"}
JUDGED = "#ptx-vs-cuda--6"
LOWEST = 39_081 / 2
"""Half of the pixels that the parallel page took on a phone when every figure stood twice."""

languages = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES.keys())

HIDDEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one.matches("input.md-option, .md-skip")) return "";
  let opacity = 1;
  for (let n = one; n instanceof Element; n = n.parentElement) {
    opacity *= parseFloat(getComputedStyle(n).opacity);
  }
  const box = one.getBoundingClientRect();
  const gone = box.width < 2 || box.right <= 0 || box.left >= innerWidth || opacity < .1;
  return gone ? one.outerHTML.slice(0, 120) : "";
}"""


@languages
def test_a_statement_is_cited_judged_and_measured(visit, language):
    """Its number is a target of 24 pixels and opens a menu that copies; Escape closes it."""
    page = visit.open(language + NOTE)
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    statement = page.locator(JUDGED)
    handle = statement.locator("> .nk-cite")
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    assert statement.locator("> .nk-verdict--wrong").inner_text() in {"有误", "wrong"}
    assert statement.locator("> .nk-measured").get_attribute("href").endswith("ptx-vector-add/")
    handle.click()
    copied = {}
    for button in page.locator(".nk-cite-menu button").all():
        button.click()
        copied[button.get_attribute("data-form")] = page.evaluate("window.copied")
    url = f"https://notes-kb.example.org/{language}{NOTE}{JUDGED}"
    number = re.sub(r"\D", "", handle.inner_text())
    assert copied["link"] == url
    assert number in copied["plain"]
    assert copied["plain"].endswith(url)
    assert copied["bibtex"].startswith("@misc{2025-02-ccf-deepseek:ptx-vs-cuda--6,")
    assert '"date-parts"' in copied["csl"]
    assert findings(page) == []
    page.keyboard.press("Escape")
    assert page.locator(".nk-cite-menu").count() == 0
    assert visit.problems == []


@languages
@pytest.mark.parametrize("size", SIZES)
def test_all_statements_are_filtered_without_scripts(browser, project_site, language, size):
    """By the verdict; with scripts by topic and note too, with a count."""
    width, height = SIZES[size]
    counts = {}
    for scripts in (False, True):
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts
        )
        page = context.new_page()
        page.goto(f"{project_site}{language}statements/")
        page.locator("input[value=wrong]").check()
        shown = page.locator(".nk-statements > li:visible")
        counts[scripts] = shown.count()
        assert 0 < counts[scripts] == page.locator("li[data-verdict=wrong]").count()
        assert page.locator(".nk-filter select").first.is_visible() is scripts
        ways = page.locator(".nk-ways a")
        assert ways.count() == (0 if scripts else len(page.locator(".nk-register__note").all()) + 5)
        if scripts:
            page.select_option("select[name=topic]", "moe")
            assert 0 < shown.count() < counts[True]
            assert page.locator(".nk-filter output").inner_text().count(str(shown.count())) == 1
        context.close()
    assert counts[False] == counts[True]


@languages
def test_a_route_remembers_what_was_read(visit, language):
    """A page counts once its end was seen; both languages share what is kept."""
    page = visit.open(f"{language}concepts/moe/")
    bar = page.locator(".nk-route").first
    assert bar.locator("a").count() == 3
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    visit.wait_until("localStorage.getItem('nk-routes') !== null")
    visit.open("routes/ten-minutes/")
    assert page.locator(".nk-steps .nk-done").count() == 1
    assert "1" in page.locator(".nk-progress").inner_text()


@languages
def test_both_languages_are_a_view_of_a_note(visit, language):
    """The bar keeps the section and is remembered; the page is half as long as it was."""
    page = visit.open(f"{language}{NOTE}#moe")
    page.locator(".nk-modes__both a").click()
    page.wait_for_url("**/parallel/#moe")
    assert page.evaluate("document.documentElement.scrollHeight") < LOWEST
    assert page.locator(".nk-modes [aria-current]").count() == 1
    assert page.locator(".nk-pair").first.locator(".nk-side").count() == 2
    page.goto(f"{visit.base}{language}notes/")
    page.locator(".nk-card-link").first.click()
    page.wait_for_url("**/parallel/")
    page.locator(".nk-modes > a").first.click()
    page.wait_for_url(lambda url: "parallel" not in url)
    assert page.evaluate("localStorage.getItem('nk-both')") is None


def test_the_keyboard_stops_at_nothing_that_is_folded_away(visit):
    """Neither in the closed search nor in the closed drawer, which the keyboard opens."""
    page = visit.open(NOTE)
    for _ in range(25):
        page.keyboard.press("Tab")
        for _ in range(20):  # The search opens when the keyboard comes to it.
            page.wait_for_timeout(60)
            if page.evaluate(HIDDEN) == "":
                break
        assert page.evaluate(HIDDEN) == ""
    drawer = page.locator(".nk-drawer")
    if drawer.is_visible():
        drawer.press("Enter")
        visit.wait_until("document.activeElement.closest('.md-sidebar--primary') !== null")
        page.keyboard.press("Escape")
        assert not page.locator("#__drawer").is_checked()


def test_paper_has_figures_whole_and_addresses(desktop):
    """Links out of the site tell where they lead, bars and lists of lost figures are left out."""
    page = desktop.open(NOTE)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    after = "(one) => getComputedStyle(one, '::after').content"
    outside = page.locator(".nk-note a[href^='https://arxiv.org']").first
    assert "arxiv.org" in outside.evaluate(after)
    assert page.locator(".nk-note a.nk-concept").first.evaluate(after) == "none"
    figure = page.locator(".nk-figure").first
    assert figure.evaluate("(one) => getComputedStyle(one).breakInside") == "avoid"
    assert figure.locator("img").evaluate("(one) => one.getBoundingClientRect().height") < 310
    for gone in (".nk-modes", ".nk-route", ".nk-read-on"):
        assert not page.locator(gone).first.is_visible()
