"""The map of concepts, the home page, the glossary and what a page says of itself, as seen."""

import pytest

from tests.browser.conftest import SIZES

pytestmark = pytest.mark.browser

OVERLAPS = """
() => {
  const found = [];
  for (const svg of document.querySelectorAll("svg:is(.nk-map__drawing, .nk-near)")) {
    const labels = [...svg.querySelectorAll("text")];
    const boxes = labels.map((label) => [label.textContent, label.getBoundingClientRect()]);
    for (const [i, [one, a]] of boxes.entries()) {
      for (const [other, b] of boxes.slice(i + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 1) found.push([one, other]);
      }
    }
  }
  return found;
}
"""
"""Pairs of labels whose boxes meet by more than a pixel."""

OUTSIDE = """
() => [...document.querySelectorAll(".nk-map__drawing a, .nk-near a")].filter((link) => {
  const [shape, text] = [link.querySelector("circle, rect"), link.querySelector("text")];
  const [a, b] = [shape.getBoundingClientRect(), text.getBoundingClientRect()];
  const across = b.left < a.left - 1 || b.right > a.right + 1;
  return across || b.top < a.top - 1 || b.bottom > a.bottom + 1;
}).map((link) => link.textContent)
"""
"""Labels that stick out of their circle or box, in the fonts that are here."""

SMALLEST = """
() => Math.min(...[...document.querySelectorAll("svg:is(.nk-map__drawing, .nk-near) a text")].map(
  (t) => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a))
"""
"""The height of the smallest letters of a link, in pixels of the screen."""


@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
@pytest.mark.parametrize("path", ["concepts/map/", "concepts/moe/"], ids=["map", "concept"])
def test_labels_can_be_read(visit, language, path):
    """None stands on another or sticks out, and none is too small, on a phone and a desktop."""
    page = visit.open(language + path)
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALLEST) >= 11.9
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.problems == []


def test_a_circle_is_a_link_with_a_card(desktop):
    """On hover and focus; what it is tied to is marked, and a click leads to its page."""
    page = desktop.open("concepts/map/")
    link = page.locator('.nk-map a[data-id="router"]')
    link.hover()
    page.locator("#__nk_card").wait_for()
    assert "专家路由" in page.locator("#__nk_card").inner_text()
    tied = page.locator(".nk-map a.nk-tied").evaluate_all("all => all.map((a) => a.dataset.id)")
    assert sorted(tied) == sorted((link.get_attribute("data-ties") or "").split(" "))
    page.keyboard.press("Escape")
    page.mouse.move(1, 1)
    link.focus()
    page.locator("#__nk_card").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/concepts/router/")
    assert page.locator("h1").inner_text() == "专家路由"
    assert desktop.problems == []


@pytest.mark.parametrize("size", SIZES)
def test_the_home_page_leads_on_without_scripts(browser, project_site, size):
    """The map, the labs with what they found, the notes: links, in rows that are full."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False
    )
    page = context.new_page()
    for language in ("", "en/"):
        page.goto(project_site + language)
        assert page.locator(".nk-home .nk-map a.nk-concept").count() > 30
        assert page.locator(".nk-home .nk-conclusion").count() == 6
        assert page.locator(".nk-home .nk-card-link").count() >= 9
        assert page.locator("nav a[href$='concepts/']").count() > 0
        for cards in page.locator(".nk-grid").all():
            edges = cards.evaluate(
                "list => [list.getBoundingClientRect().right, "
                "list.lastElementChild.getBoundingClientRect().right]"
            )
            assert abs(edges[0] - edges[1]) < 2
    context.close()


@pytest.mark.parametrize("scripts", [False, True], ids=["without-scripts", "with-scripts"])
@pytest.mark.parametrize("path", ["labs/moe-router/", "en/notes/2025-02-ccf-deepseek/"])
def test_a_figure_fits_the_window(browser, project_site, path, scripts):
    """Taller than wide on a phone; on a wide page a landscape as wide as the text."""
    for size, (width, height) in SIZES.items():
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts
        )
        page = context.new_page()
        page.goto(project_site + path)
        figure = page.locator("picture img").first
        figure.scroll_into_view_if_needed()
        box, text = figure.bounding_box(), page.locator("h1").first.bounding_box()
        assert box
        assert text
        if size == "phone":
            assert box["height"] > box["width"]
        else:
            assert box["width"] > 1.3 * box["height"]
            assert abs(box["width"] - text["width"]) < 2
        context.close()


def test_a_wide_home_page_has_no_empty_third(browser, project_site):
    """At 1920 pixels the page is as wide as the theme's header, without sidebars."""
    context = browser.new_context(viewport={"width": 1920, "height": 1000})
    page = context.new_page()
    page.goto(project_site)
    edges = """selector => {
      const box = document.querySelector(selector).getBoundingClientRect();
      return [box.left, box.right];
    }"""
    home, grid = page.evaluate(edges, ".nk-home"), page.evaluate(edges, ".md-main__inner")
    assert home[1] - home[0] > 0.9 * (grid[1] - grid[0])
    context.close()


def test_the_glossary_is_filtered_by_name_and_pinyin(visit):
    """By any name in any language, by how it is read, and back; letters without terms go."""
    page = visit.open("concepts/")
    field = page.get_by_role("searchbox", name="按名称或拼音筛选")
    terms, letters = page.locator(".nk-term:visible dt a"), page.locator(".nk-letter:visible h2")
    everything = terms.count()
    assert everything > 60
    for typed, found in (
        ("hunhezhuanjia", "混合专家模型"),
        ("mixture of", "混合专家模型"),
        ("ＰＰＯ", "近端策略优化"),
    ):
        field.fill(typed)
        assert found in terms.all_inner_texts()
        assert terms.count() < 5
        assert letters.count() <= terms.count()
    field.fill("no such thing")
    assert terms.count() == 0
    assert "0" in page.locator(".nk-filter-terms output").inner_text()
    field.fill("")
    assert terms.count() == everything
    page.locator(".nk-letters a", has_text="H").click()
    assert page.locator("#letter-h").evaluate("h => Math.abs(h.getBoundingClientRect().top)") < 200
    assert visit.problems == []


@pytest.mark.parametrize(
    "path", ["concepts/grpo/", "notes/2025-02-ccf-deepseek/"], ids=["concept", "note"]
)
def test_a_page_says_where_it_stands(desktop, path):
    """The way from the home page above, and what comes before or after it below."""
    page = desktop.open(path)
    steps = page.locator(".nk-crumbs a")
    assert steps.first.inner_text() == "首页"
    assert steps.count() >= 2
    assert page.locator(".md-footer__link").count() >= 1
    followed = page.locator(".md-footer__link").last
    title = followed.locator(".md-ellipsis").inner_text()
    followed.click()
    page.locator("h1", has_text=title).first.wait_for()
    assert desktop.problems == []


def test_a_note_says_how_far_it_can_be_trusted(phone):
    """How long it takes and how its translation stands; the head tells others what it is."""
    page = phone.open("en/notes/2025-02-ccf-deepseek/")
    said = page.locator(".nk-trust").inner_text()
    assert "minutes to read" in said
    assert "current sections: 9" in page.locator(".nk-facts").first.inner_text()
    shared = page.locator("meta[property^='og:']").evaluate_all(
        "all => Object.fromEntries(all.map((m) => [m.getAttribute('property'), m.content]))"
    )
    assert shared["og:type"] == "article"
    assert shared["og:title"] == page.locator("h1").inner_text()
    assert shared["og:locale"] == "en"
