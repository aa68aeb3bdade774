"""A real browser runs the scripts of the owner and of other plugins under the site's policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route

from tests.plugins.conftest import Once
from tests.plugins.stories import load_stories
from tests.search.sites import served

STORIES = {story.name: story for story in load_stories()}
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""

ROWS = {
    "setting-policy.pages": ("chart/", "window.own && window.inline && window.owners"),
    "setting-policy.instant": ("index.html", "window.own && window.owners"),
    "setting-custom-dir": ("notes/talk/", "window.owned"),
    "glightbox.before": ("about/", "typeof lightbox === 'object'"),
    "glightbox.after": ("notes/talk/", "typeof lightbox === 'object'"),
    "minify.before": ("guide/", "typeof answer === 'number'"),
    "offline": ("index.html", "true"),
}
"""Story to a page of it, and to what its scripts leave behind."""

PARAMETERS = [
    pytest.param(name, *row, id=name, marks=pytest.mark.xdist_group(name))
    for name, row in ROWS.items()
]


@pytest.mark.browser
@pytest.mark.parametrize(("name", "url", "ran"), PARAMETERS)
def test_no_script_of_the_site_is_blocked(
    name: str, url: str, ran: str, built: Once, browser: Browser
) -> None:
    """The browser reports no violation of the policy, and the scripts have run."""
    outcome = built(STORIES[name])
    page = browser.new_page()
    page.add_init_script(LISTEN)
    # Nothing of another host is fetched: the policy decides before the request is sent.
    page.route("**", _answer)
    try:
        with served(outcome.site) as base:
            page.goto(base + url, wait_until="load")
            assert page.evaluate("window.violations") == []
            assert page.evaluate(f"Boolean({ran})") is True
    finally:
        page.close()


def _answer(route: Route) -> None:
    """Let the machine's own pages through, and answer for every other host."""
    if "127.0.0.1" in route.request.url:
        route.continue_()
    else:
        route.fulfill(status=200, content_type="text/javascript", body="")
