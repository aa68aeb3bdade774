"""A real Chromium in front of the project's own site."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site import REPOSITORY, build

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep requests out of the test log."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's error page where there is none, as static hosts do."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        data = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return None


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback interface; give its URL."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def project_site(tmp_path_factory) -> Iterator[str]:
    """The project's own site, built strictly and served; its URL."""
    root = tmp_path_factory.mktemp("project")
    (root / "docs").symlink_to(REPOSITORY / "docs", target_is_directory=True)
    config = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    built = build(root, {}, "--strict", config=config)
    assert built.code == 0, built.log
    with serve(root / "site") as url:
        yield url


def publish_at(page: Page, folder: Path, site_url: str, address: str) -> None:
    """Have a page's site map name the address at which its site is served.

    Material's instant navigation follows links that the site map holds, and compares ports too.
    """
    told = (folder / "sitemap.xml").read_text("utf-8").replace(site_url, address)
    page.route("**/sitemap.xml", lambda route: route.fulfill(body=told, content_type="text/xml"))


PATIENCE = 30
"""Seconds to wait for what a page does by itself."""


class Visit:
    """A page, and what it asked for and complained about."""

    def __init__(self, page: Page, base: str) -> None:
        """Watch a page from its first request on."""
        self.page, self.base = page, base
        self.foreign: list[str] = []
        self.problems: list[str] = []
        page.on("request", self._asked)
        page.on("console", lambda m: self.problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.problems.append(str(e)))

    def _asked(self, request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path: str) -> Page:
        """Open a page of the site and wait until it has settled."""
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def wait_until(self, expression: str) -> None:
        """Wait until a JavaScript expression is true.

        Playwright's own waiting asks again by `eval` in the page, which its policy forbids.
        """
        end = time.monotonic() + PATIENCE
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"not true in {PATIENCE} s: {expression}"
            self.page.wait_for_timeout(50)


def _visit(browser: Browser, site: str, size: str) -> Iterator[Visit]:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=size == "phone"
    )
    yield Visit(context.new_page(), site)
    context.close()


@pytest.fixture(params=list(SIZES))
def visit(request, browser, project_site) -> Iterator[Visit]:
    """A fresh visitor, on a phone and on a desktop."""
    yield from _visit(browser, project_site, request.param)


@pytest.fixture
def phone(browser, project_site) -> Iterator[Visit]:
    """A fresh visitor with a touch screen."""
    yield from _visit(browser, project_site, "phone")


@pytest.fixture
def desktop(browser, project_site) -> Iterator[Visit]:
    """A fresh visitor with a mouse."""
    yield from _visit(browser, project_site, "desktop")
