"""One engine on a blank page of its site, in a real Chromium."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Page, async_playwright

from benchmarks.search.engines import Engine, dialog
from benchmarks.search.server import BLANK, Host
from benchmarks.search.sites import Site

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-blink-features=ForceEagerMeasureMemory",
]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
DRIVER = Path(__file__).with_name("driver.js").read_text("utf-8")
PATIENCE = 10_000
"""Milliseconds that a query may take."""
QUIET = 0.25
"""Seconds without a request after which everything that was wanted has come."""


class Chromium:
    """The browser, as an asynchronous context manager."""

    async def __aenter__(self) -> Browser:
        """Start the system's Chromium, else Playwright's own."""
        self._playwright = await async_playwright().start()
        system = next((path for name in NAMES if (path := shutil.which(name))), None)
        self.browser = await self._playwright.chromium.launch(executable_path=system, args=FLAGS)
        return self.browser

    async def __aexit__(
        self, kind: type[BaseException] | None, value: object, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        await self.browser.close()
        await self._playwright.stop()


class Session:
    """One start of an engine with nothing cached."""

    def __init__(self, browser: Browser, host: Host, site: Site, engine: Engine) -> None:
        self.browser, self.host, self.site, self.engine = browser, host, site, engine
        self.context: BrowserContext | None = None
        self.page: Page | None = None
        self.language = ""
        self.began = 0

    async def start(self, language: str) -> float:
        """Start the search as a page does, then open it; give milliseconds until it is ready.

        They count from the opening; where the search loads with the page, from there.
        """
        await self.stop()
        self.language = language
        self.context = await self.browser.new_context()
        self.page = await self.context.new_page()
        await self.page.goto(self.host.url.rstrip("/") + BLANK)
        await self.page.evaluate(DRIVER)
        self.began = len(self.host.requests)
        started = time.monotonic()
        options = {} if self.engine.name == "pagefind" else dialog(self.site, language)
        await self._run("bench.start(kind, options)", 120.0, kind=self.engine.name, options=options)
        await self.settle()
        if not self.engine.loads_with_page:
            started = time.monotonic()
        await self._run("bench.open()", 120.0)
        opened = time.monotonic() if not self.engine.loads_with_page else started
        await self.settle()
        mine = self.host.received(self.began, self.engine.prefixes)
        return 1000 * (max([opened, *(r.ended for r in mine)]) - started)

    async def ask(self, text: str) -> Mapping[str, Any]:
        """Ask, and give what the driver says; start again where the engine hangs."""
        try:
            answer: Mapping[str, Any] = await self._run(
                "bench.ask(query, limit)", 2.5 * PATIENCE / 1000, query=text, limit=PATIENCE
            )
        except (TimeoutError, Error) as problem:
            answer = {"ms": 2.5 * PATIENCE, "error": f"the page hangs: {problem}"[:200]}
        if "no answer" in answer.get("error", "") or "hangs" in answer.get("error", ""):
            await self.start(self.language)
        return answer

    async def rest(self) -> list[str]:
        """Give the whole list of the last query, where the engine lists more later."""
        answer = await self._run("bench.rest()", 30.0)
        return list(answer.get("places", ()))

    async def heap(self) -> int:
        """Bytes of JavaScript memory of the page and its workers."""
        return int(await self._run("bench.heap()", 60.0))

    def bytes(self) -> int:
        """Bytes of the search since the start."""
        return sum(r.size for r in self.host.received(self.began, self.engine.prefixes))

    def requests(self) -> int:
        """Requests of the search since the start."""
        return len(self.host.received(self.began, self.engine.prefixes))

    async def settle(self) -> None:
        """Wait until nothing is fetched any more."""
        seen = -1
        while seen != (seen := len(self.host.requests)):
            await asyncio.sleep(QUIET + 2 * self.host.link.delay)

    async def stop(self) -> None:
        """Close the page."""
        if self.context is not None:
            await self.context.close()
            self.context = None

    async def _run(self, code: str, seconds: float, **values: object) -> Any:
        assert self.page is not None
        script = f"({{{', '.join(values)}}}) => {code}"
        async with asyncio.timeout(seconds):
            return await self.page.evaluate(script, values)
