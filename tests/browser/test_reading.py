"""Reading: pages that stand still, the place that is kept, the search, the error page, the type."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_site import findings

pytestmark = pytest.mark.browser

NOTE = "notes/2025-02-ccf-deepseek/"
KINDS = {
    "home": "",
    "note": NOTE,
    "concept": "concepts/moe/",
    "topic": "topics/moe/",
    "parallel": f"{NOTE}parallel/",
    "glossary": "concepts/",
    "topics": "topics/",
    "labs": "labs/",
    "lab": "labs/moe-router/",
    "guide": "guide/site/",
    "map": "concepts/map/",
    "statements": "statements/",
    "route": "routes/ten-minutes/",
}
LANGUAGES = {"zh": "", "en": "en/"}
BOX = "[data-md-component=search-query]"
RESULT = "a.md-search-result__link"

languages = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES.keys())

WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
READ_THROUGH = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 700) {
    scrollTo(0, y);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}"""
OFF = """(id) => {
  const element = document.getElementById(id);
  const margin = parseFloat(getComputedStyle(element).scrollMarginTop) || 0;
  const last = document.documentElement.scrollHeight - innerHeight;
  const wanted = scrollY + element.getBoundingClientRect().top - margin;
  return Math.abs(Math.min(last, wanted) - scrollY);
}"""
"""How far the window is from where an anchor would put it."""


# What a page costs

MOST_REQUESTS, MOST_BYTES, MOST_OWN = 25, 400_000, 60 * 1024


@languages
@pytest.mark.parametrize("path", ["", NOTE], ids=["home", "note"])
def test_a_page_is_light(desktop, language, path):
    """Requests, bytes as a host compresses them, and what the plugin brings before compression."""
    answers = []

    def answered(answer):
        answers.append(answer)

    desktop.page.on("response", answered)
    desktop.open(language + path)
    bodies = {answer.url: answer.body() for answer in answers}
    own = [body for url, body in bodies.items() if re.search(OWN, url)]
    assert len(answers) <= MOST_REQUESTS
    assert not any("sitemap" in url for url in bodies)  # It is as large as the site.
    assert sum(len(gzip.compress(body)) for body in bodies.values()) <= MOST_BYTES
    assert len(own) >= 6
    assert sum(map(len, own)) <= MOST_OWN


OWN = r"/(?:assets/notes-kb|search)/.*\.(?:js|css)(?:\?|$)"
"""Scripts and style sheets of the plugin."""


# Pages that stand still


@languages
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
def test_nothing_moves_while_a_page_is_read(visit, language, path):
    """The page is as high before its pictures are there as behind, and little shifts (CLS)."""
    visit.page.add_init_script(WATCH)
    page = visit.open(language + path)
    before = page.evaluate("document.documentElement.scrollHeight")
    page.evaluate(READ_THROUGH)
    page.wait_for_load_state("networkidle")
    after = page.evaluate("document.documentElement.scrollHeight")
    assert abs(after - before) <= 4  # Heights are rounded.
    assert page.evaluate("window.shifted") < 0.02


@languages
@pytest.mark.parametrize("path", [NOTE, f"{NOTE}parallel/"], ids=["note", "parallel"])
def test_a_link_to_a_section_ends_there(visit, language, path):
    """Also where pictures stand above the section, which are not there yet."""
    page = visit.open(language + path)
    selector = ".nk-note :is(h2, h3)[id], .nk-pair--heading[id]"
    ids = page.eval_on_selector_all(selector, "all => all.map(one => one.id)")
    assert len(ids) > 3
    for section in ids[len(ids) // 2 :][:3]:
        page.goto("about:blank")
        visit.open(f"{language}{path}#{section}")
        assert page.evaluate(OFF, section) < 100


@languages
def test_the_contents_lead_to_their_sections(desktop, language):
    """A click from the top of the page ends at the heading."""
    page = desktop.open(language + NOTE)
    hrefs = page.eval_on_selector_all(
        ".md-sidebar--secondary .md-nav__link", "all => all.map(one => one.hash.slice(1))"
    )
    for section in [href for href in hrefs if href][3:6]:
        page.evaluate("scrollTo(0, 0)")
        page.locator(f".md-sidebar--secondary a[href$='#{section}']").first.click()
        page.wait_for_timeout(400)
        assert page.evaluate(OFF, section) < 100


def test_a_picture_keeps_its_proportions(visit):
    """The size that the page states is no size that the picture must take."""
    page = visit.open(NOTE)
    page.evaluate(READ_THROUGH)
    page.wait_for_load_state("networkidle")
    shapes = page.eval_on_selector_all(
        ".nk-note img",
        "all => all.map(i => [i.width / i.height, i.naturalWidth / i.naturalHeight, i.width])",
    )
    assert len(shapes) > 3
    assert all(abs(shown - real) < 0.02 for shown, real, _ in shapes)
    assert all(0 < width <= page.viewport_size["width"] for *_, width in shapes)


# The place that is kept


def _at(page):
    """Give the anchor of the last heading in the upper third of the window."""
    return page.evaluate(
        "[...document.querySelectorAll('.md-content :is(h2,h3)[id]')]"
        ".findLast(h => h.getBoundingClientRect().top < innerHeight * .3)?.id"
    )


def _switch(page, code):
    """Use the switch; a click of Playwright's would scroll the page until the menu is open."""
    page.locator(f".md-select__link[hreflang={code}]").evaluate("link => link.click()")


@pytest.mark.parametrize(("there", "code"), [("", "en"), ("en/", "zh")], ids=["zh", "en"])
def test_the_switch_keeps_the_section_in_view(visit, there, code):
    """After scrolling, without an anchor in the address, and at the top with none."""
    page = visit.open(there + NOTE)
    other = "en/" if code == "en" else ""
    page.eval_on_selector("#moe", "one => scrollTo(0, one.offsetTop + 100)")
    page.wait_for_timeout(200)
    page.evaluate("history.replaceState(null, '', location.pathname)")
    section = _at(page)
    _switch(page, code)
    page.wait_for_url(f"{visit.base}{other}{NOTE}#*")
    page.wait_for_load_state("networkidle")
    assert _at(page) == section
    visit.open(there + NOTE)
    _switch(page, code)
    page.wait_for_url(f"{visit.base}{other}{NOTE}")
    assert visit.problems == []


def test_the_switch_keeps_it_after_instant_navigation(visit):
    """The page came without a reload; the switch knows it, and where the reader is in it."""
    page = visit.open("notes/")
    page.locator(f".nk-cards-list a[href*='{NOTE.split('/')[1]}']").first.click()
    page.wait_for_url(f"**/{NOTE}")
    page.locator("#moe").wait_for()
    page.eval_on_selector("#moe", "one => scrollTo(0, one.offsetTop + 100)")
    page.wait_for_timeout(300)
    section = _at(page)
    _switch(page, "en")
    page.wait_for_url(f"**/en/{NOTE}#*")
    page.wait_for_load_state("networkidle")
    assert _at(page) == section


def test_the_switch_counts_headings_that_have_other_names(visit):
    """Where the anchor is not on the other page, the number of the heading tells the section."""
    page = visit.open("labs/moe-router/")
    page.evaluate("document.querySelectorAll('article h2')[2].scrollIntoView()")
    page.wait_for_timeout(300)
    number = "(id) => [...document.querySelectorAll('article h2')].findIndex(h => h.id === id)"
    place = page.evaluate(number, _at(page))
    page.evaluate(
        "document.querySelectorAll('article h2').forEach((h, i) => (h.id = `other-${i}`))"
    )
    _switch(page, "en")
    page.wait_for_url("**/en/labs/moe-router/#*")
    page.wait_for_load_state("networkidle")
    there = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert page.evaluate(number, there) == place
    assert place > 0


# The search


def _open_search(page, query=""):
    if page.viewport_size["width"] < 900:
        page.locator("label.md-header__button[for=__search]").click()
    page.locator(BOX).click()
    if query:
        page.keyboard.type(query)
        page.locator(".md-search-result__item").first.wait_for()
        page.wait_for_timeout(300)


@languages
def test_arrow_down_leads_to_the_first_result(visit, language):
    """Arrow up leads to the language filter, which a key turns; Enter follows a result."""
    page = visit.open(language)
    _open_search(page, "GRPO")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("ArrowDown")
    first = page.locator(RESULT).first
    assert first.evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowUp")
    assert page.locator(BOX).evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowUp")
    button = page.locator(".nk-search-filter button")
    assert button.evaluate("one => one === document.activeElement")
    before = button.inner_text()
    page.keyboard.press("Enter")
    assert button.inner_text() != before
    page.wait_for_timeout(1000)  # The list is made anew.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/concepts/grpo/**")
    assert visit.problems == []


_SCROLLED_TO_TAG = """(name) => {
    const list = document.querySelector(".md-search__scrollwrap");
    list.scrollTo(0, list.scrollHeight);
    const tags = document.querySelectorAll(".md-search-result__item .md-tag");
    return [...tags].some((tag) => tag.textContent.includes(name));
}"""


@pytest.mark.parametrize(
    ("query", "language", "names"),
    [
        ("GRPO", "", {"概念", "实验"}),
        ("MoE", "", {"概念", "笔记"}),
        ("GRPO", "en/", {"Concept", "Labs"}),
        ("MoE", "en/", {"Concept", "Note"}),
    ],
)
def test_a_result_says_what_it_is(visit, query, language, names):
    """Notes and concepts by our words, other pages by their section of the navigation."""
    page = visit.open(language)
    _open_search(page, query)
    items = page.locator(".md-search-result__item")
    for name in names:  # What the first screen does not hold comes when a reader scrolls down.
        visit.wait_until(f"({_SCROLLED_TO_TAG})('{name}')")
    tags = items.evaluate_all(
        "all => all.map(i => [...i.querySelectorAll('.md-tag')].map(t => t.textContent.trim()))"
    )
    assert {row[0] for row in tags} >= names
    other = "English" if language == "" else "简体中文"
    assert {name for row in tags for name in row[1:]} <= {other}


@languages
def test_before_typing_there_are_ways_on(visit, language):
    """Topics at first, then also what was opened lately; typing takes them away."""
    page = visit.open(language)
    _open_search(page)
    topics = page.locator(".nk-search-start a[href*='/topics/']")
    topics.first.wait_for()
    assert all(
        f"/{language}topics/" in href
        for href in topics.evaluate_all("all => all.map(one => one.href)")
    )
    page.keyboard.type("GRPO")
    # What has been typed so far was answered too, letter by letter.
    page.locator(RESULT).first.and_(page.locator("[href*='/concepts/grpo/']")).wait_for()
    assert not page.locator(".nk-search-start").is_visible()
    title = page.locator(f"{RESULT} h1").first.inner_text()
    page.locator(RESULT).first.click()
    page.wait_for_url("**/concepts/grpo/**")
    visit.open(language)
    _open_search(page)
    recent = page.locator(".nk-search-start a[href*='/concepts/grpo/']")
    recent.wait_for()
    assert recent.inner_text() == title
    page.keyboard.press("ArrowDown")
    focused = "document.activeElement.matches(\".nk-search-start a[href*='/concepts/grpo/']\")"
    visit.wait_until(focused)
    # Topics that are told late leave the focus where it is. They are told until they show: the
    # site's own, which a busy machine tells later still, take their place.
    visit.wait_until(
        """(() => {
            const script = document.querySelector("script[src$='dialog.js']");
            const folder = new URL("../", script.src).pathname;
            const channel = new BroadcastChannel(`notes-kb-search:${folder}`);
            channel.postMessage({ language: "%s", topics: [["Late", "late/"]] });
            channel.close();
            return document.querySelector(".nk-search-start a[href$='/late/']") !== null;
        })()"""
        % ("en" if language else "zh")
    )
    assert page.evaluate(focused)
    assert visit.problems == []


@languages
def test_where_nothing_is_found_there_are_ways_on(visit, language):
    """The topics stay, and the nearest concept where one is near."""
    page = visit.open(language)
    _open_search(page)
    page.keyboard.type("qqqzzzxx")
    page.locator(".nk-search-start a[href*='/topics/']").first.wait_for()
    page.locator(BOX).fill("mixtureofxpertsys")
    # The list of the words before may still stand for a moment.
    expect(page.locator(RESULT).first).to_have_attribute("href", re.compile("concepts/moe/"))


def test_ways_on_that_come_after_the_answer_show(visit):
    """The script that offers them may be slower than the search."""
    page = visit.open("en/")
    held = []
    page.route("**/offers.js", lambda route, request: held.append(route))
    _open_search(page)
    page.keyboard.type("qqqzzzxx")
    expect(page.get_by_text("No matching documents")).to_be_visible()
    (offers,) = held
    offers.continue_()
    page.locator(".nk-search-start a[href*='/topics/']").first.wait_for()
    assert visit.problems == []


# The error page


@pytest.mark.parametrize(
    ("path", "locale", "first"),
    [
        ("nots/2025-02-ccf-deepsek/", "zh-CN", "zh"),
        ("nots/2025-02-ccf-deepsek/", "en-GB", "en"),  # The address does not tell.
        ("en/nots/2025-02-ccf-deepsek/", "zh-CN", "en"),
    ],
)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_error_page_speaks_the_readers_language_first(
    browser, project_site, path, locale, first, width
):
    """It says so in all languages, offers near pages of that language, and the search."""
    context = browser.new_context(locale=locale, viewport={"width": width, "height": 850})
    page = context.new_page()
    page.goto(project_site + path)
    page.wait_for_load_state("networkidle")
    blocks = page.locator(".nk-lost:visible")
    blocks.nth(1).wait_for()  # It comes when near pages stand above it.
    assert blocks.count() == 2
    menu = page.locator(".md-select__link")
    assert menu.evaluate_all("all => all.map(one => new URL(one.href).pathname)") == ["/", "/en/"]
    assert blocks.first.get_attribute("lang") == first
    near = page.locator(".nk-lost").first.locator(".nk-lost__near a").first
    prefix = "en/" if first == "en" else ""
    assert near.evaluate("one => new URL(one.href).pathname") == f"/{prefix}{NOTE}"
    assert re.search("DeepSeek", near.inner_text())
    assert findings(page) == []
    page.locator(".nk-lost").first.locator(".nk-lost__search").click()
    page.locator(RESULT).first.wait_for()
    assert page.locator(BOX).input_value() == "2025 02 ccf deepsek"
    context.close()


def test_the_error_page_needs_no_script(browser, project_site):
    """Both languages stand there, each with its ways on."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    answer = page.goto(project_site + "no/such/page/")
    assert answer.status == 404
    assert page.locator(".nk-lost h1").count() == 2
    assert not page.locator(".nk-lost__search").first.is_visible()
    page.locator(".nk-lost[lang=en] a[href='/en/concepts/']").click()
    page.wait_for_url("**/en/concepts/")
    context.close()


# The type


def _fonts(page, selector):
    """Give the names of the fonts that the browser takes for an element's own characters."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in fonts}


def test_quotation_marks_are_set_in_the_fonts_of_their_language(desktop):
    """In Chinese text with the Han characters, in English as narrow as letters."""
    page = desktop.open(NOTE)
    page.eval_on_selector(
        ".nk-note",
        """note => note.insertAdjacentHTML('beforeend',
        '<p id="t1">专家</p><p id="t2">“”‘’—…</p>' +
        '<div lang="en"><p id="t4">“”‘’</p></div>')""",
    )
    han, marks = _fonts(page, "#t1"), _fonts(page, "#t2")
    assert marks == han
    family = "one => getComputedStyle(one).fontFamily"
    assert "nk hans marks" in page.eval_on_selector("#t2", family)
    assert "nk hans marks" not in page.eval_on_selector("#t4", family)
    # As wide as letters, also where the letters come from a Han font.
    assert page.eval_on_selector("#t4", MARK_WIDTH) < 0.7


MARK_WIDTH = """one => {
  const range = document.createRange();
  range.setStart(one.firstChild, 0);
  range.setEnd(one.firstChild, 1);
  return range.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize);
}"""
"""The width of the first character of an element, in ems."""


BROKEN_WORDS = """() => {
  const broken = [];
  for (const heading of document.querySelectorAll('article :is(h1, h2, h3)')) {
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
      for (const run of node.data.matchAll(/[\\p{sc=Han}]+/gu)) {
        const range = document.createRange();
        range.setStart(node, run.index);
        range.setEnd(node, run.index + run[0].length);
        const lines = new Set([...range.getClientRects()].filter((r) => r.width).map((r) => r.top));
        if (lines.size > 1) broken.push(run[0]);
      }
    }
  }
  return broken;
}"""
"""The runs of Han characters between two places to break that stand on two lines."""


@pytest.mark.parametrize("path", ["", NOTE, "guide/site/", "concepts/"])
def test_a_chinese_heading_breaks_between_words(phone, path):
    """On a phone, with balanced lines, nothing between two breaks is torn apart."""
    page = phone.open(path)
    assert page.evaluate(BROKEN_WORDS) == []
    if path == NOTE:
        assert page.locator("article h1 wbr").count() > 0
