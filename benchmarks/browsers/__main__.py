"""``python -m benchmarks.browsers SITE``: type twenty queries in Firefox and WebKit."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import click
import yaml

from benchmarks.browsers.drivers import BROWSERS, Browser, DriverError
from benchmarks.search.server import Host

QUERIES = Path(__file__).with_name("queries.yml")
BOX = "document.querySelector('[data-md-component=search-query]')"
WITHIN = 5
"""First results among which the page must be."""
PATIENCE = 60.0
"""Seconds in which an answer must come."""
QUIET = 3.0
"""Seconds without a change after which it is the whole answer: a busy machine takes its time."""

_WATCH = """(() => {
  window.nkProblems = [];
  const tell = (event) => window.nkProblems.push(String(event.message ?? event.reason));
  window.addEventListener("error", tell);
  window.addEventListener("unhandledrejection", tell);
  return true;
})()"""
_STATE = """(() => {
  const meta = document.querySelector(".md-search-result__meta")?.textContent.trim() ?? "";
  const items = [...document.querySelectorAll(".md-search-result__item")];
  const links = items.map((item) => item.querySelector("a")?.getAttribute("href") ?? "");
  return { meta, links, typed: BOX.value, problems: window.nkProblems };
})()""".replace("BOX", BOX)

Place = Callable[[str], str]
"""From a link to the place of its page below the site's root."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one query."""

    query: str
    wanted: str | None
    places: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the page was found and nothing went wrong."""
        found = self.wanted is None or self.wanted in self.places[:WITHIN]
        return found and not self.problems


def type_queries(browser: Browser, root: str, queries: Path) -> Iterator[Outcome]:
    """Type each query on the home page of its language, as a reader does."""
    for text, language, wanted in yaml.safe_load(queries.read_text("utf-8")):
        home = root if language == "zh" else f"{root}{language}/"
        browser.open(home)
        yield _type(browser, text, wanted, partial(_place, home=home, root=root))


def _type(browser: Browser, text: str, wanted: str | None, place: Place) -> Outcome:
    browser.run(_WATCH)
    browser.run(f"({BOX}.focus(), true)")
    before = _settled(browser, lambda state: bool(state["meta"]))
    browser.press(text)
    state = _settled(
        browser, lambda state: state["typed"] == text and state["meta"] != before["meta"]
    )
    return Outcome(text, wanted, tuple(map(place, state["links"])), tuple(state["problems"]))


def _settled(browser: Browser, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Wait until something holds and nothing has changed for a while; else give what is there."""
    began = last = time.monotonic()
    seen: dict[str, Any] = {}
    while time.monotonic() - began < PATIENCE:
        state = browser.run(_STATE)
        if state != seen:
            seen, last = state, time.monotonic()
        elif holds(seen) and time.monotonic() - last > QUIET:
            break
        time.sleep(0.1)
    return seen


def _place(link: str, home: str, root: str) -> str:
    path = urlsplit(urljoin(home, link)).path
    return path.removeprefix(urlsplit(root).path)


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--browsers", default=",".join(BROWSERS), show_default=True)
@click.option(
    "--queries", default=QUERIES, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def main(site: Path, browsers: str, queries: Path) -> None:
    """Type the queries into a built SITE, and say in which browser which one failed."""
    failed = 0
    for name in browsers.split(","):
        try:
            with BROWSERS[name]() as browser, Host(site) as host:
                outcomes = list(type_queries(browser, host.url, queries))
                version = browser.version
        except DriverError as problem:
            click.echo(f"{name}: {problem}")
            failed += 1
            continue
        bad = [outcome for outcome in outcomes if not outcome.passed]
        failed += len(bad)
        click.echo(f"{version}: {len(outcomes) - len(bad)} of {len(outcomes)} queries")
        for outcome in bad:
            said = json.dumps([outcome.query, outcome.places[:WITHIN], outcome.problems],
                              ensure_ascii=False)  # fmt: skip
            click.echo(f"  wanted {outcome.wanted}: {said}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
