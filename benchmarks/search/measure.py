"""Runs all queries against one engine and measures what they cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from urllib.parse import unquote, urlsplit

from playwright.async_api import Browser

from benchmarks.search.engines import Engine
from benchmarks.search.outcome import Answer, Costs, Outcome
from benchmarks.search.query import Query
from benchmarks.search.score import MOST, Truth
from benchmarks.search.server import BLANK, Host
from benchmarks.search.session import DRIVER, Session
from benchmarks.search.sites import Site

STARTS = 20
"""Cold starts for bytes, and as many for waiting times."""
SLOW = (0.06, 1_250_000.0)
"""A connection of 60 ms and 10 Mbit/s."""
WHOLE = frozenset({"substrings", "spaced", "several"})
"""Sets for which the whole list counts, not the first ten pages."""

REPEATED = frozenset({"headings", "substrings", "prefixes", "several"})
"""Sets that are asked twice, for what a query costs once its files are there."""

Progress = Callable[[str], None]


async def measure(
    browser: Browser,
    site: Site,
    engine: Engine,
    queries: Sequence[Query],
    truth: Truth,
    *,
    budget: float,
    progress: Progress,
) -> Outcome:
    """Measure one engine; a set that has used up `budget` seconds ends early."""
    with Host(site.folder) as host:
        session = Session(browser, host, site, engine)
        costs = await _costs(browser, session, queries, progress)
        await session.start("zh")
        costs.heap_ready = max(0, await session.heap() - await _blank_heap(browser, session))
        answers = await _answers(session, queries, truth, budget, progress)
        costs.heap_after = max(0, await session.heap() - await _blank_heap(browser, session))
        await session.stop()
    skipped = len(queries) - len(answers)
    return Outcome(engine.name, site.seconds, site.index_bytes, tuple(answers), costs, skipped)


async def _answers(
    session: Session, queries: Sequence[Query], truth: Truth, budget: float, progress: Progress
) -> list[Answer]:
    """Ask by language and set, so that each engine starts seldom."""
    found: list[Answer] = []
    spent: dict[str, float] = {}
    for language in sorted({query.language for query in queries}, reverse=True):
        if session.language != language:
            await session.start(language)
        for query in (q for q in queries if q.language == language):
            if spent.get(query.kind, 0.0) > budget:
                continue
            progress(f"{session.engine.name}: {query.kind} {len(found)}/{len(queries)}")
            began = time.monotonic()
            found.append(await _answer(session, query, truth))
            spent[query.kind] = spent.get(query.kind, 0.0) + time.monotonic() - began
    return found


async def _answer(session: Session, query: Query, truth: Truth) -> Answer:
    said = await session.ask(query.text)
    places = [str(place) for place in said.get("places", ())]
    if query.kind in WHOLE and session.engine.lists_more and not said.get("error"):
        wanted = truth.wanted(query)
        if len(places) < MOST and min(len(wanted), MOST) > len(wanted & set(map(place_of, places))):
            places = await session.rest() or places
    again = None
    if query.kind in REPEATED and not said.get("error"):
        again = float((await session.ask(query.text))["ms"])
    unique = tuple(dict.fromkeys(map(place_of, places)))
    return Answer(query, unique, float(said["ms"]), str(said.get("error", "")), again)


async def _costs(
    browser: Browser, session: Session, queries: Sequence[Query], progress: Progress
) -> Costs:
    costs = Costs(before=await _before(browser, session))
    chosen = cold_sample(queries)
    for slow in (False, True):
        for number, query in enumerate(chosen):
            progress(f"{session.engine.name}: cold start {number + 1}/{len(chosen)}")
            session.host.link.delay, session.host.link.rate = SLOW if slow else (0.0, 0.0)
            ready_ms = await session.start(query.language)
            ready, asked = session.bytes(), session.requests()
            said = await session.ask(query.text)
            if slow:
                costs.ready_ms.append(ready_ms)
                costs.first_ms.append(float(said["ms"]))
            else:
                costs.ready.append(ready)
                costs.first.append(session.bytes())
                costs.ready_requests.append(asked)
                costs.first_requests.append(session.requests())
    session.host.link.delay, session.host.link.rate = 0.0, 0.0
    return costs


def cold_sample(queries: Sequence[Query]) -> Sequence[Query]:
    """Choose the queries that are asked from a cold start."""
    sample = [q for q in queries if q.kind in ("headings", "substrings")]
    return sample[:: max(1, len(sample) // STARTS)][:STARTS]


async def _before(browser: Browser, session: Session) -> int:
    """Bytes of the search on a real page that nobody touches."""
    context = await browser.new_context()
    page = await context.new_page()
    session.began = len(session.host.requests)
    first = min((p.url for p in session.site.pages), key=len)
    await page.goto(session.host.url + first)
    await page.wait_for_timeout(2_000)
    await session.settle()
    found = session.bytes()
    await context.close()
    return found


async def _blank_heap(browser: Browser, session: Session) -> int:
    other = Session(browser, session.host, session.site, session.engine)
    other.context = await browser.new_context()
    other.page = await other.context.new_page()
    await other.page.goto(session.host.url.rstrip("/") + BLANK)
    await other.page.evaluate(DRIVER)
    found = await other.heap()
    await other.stop()
    return found


def place_of(location: str) -> str:
    """Give a result's page as a site's pages name it: no host, base or anchor."""
    path = unquote(urlsplit(location).path).lstrip("./")
    return path.removesuffix("index.html")
