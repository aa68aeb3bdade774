"""``python -m benchmarks.pages``: requests, bytes, LCP and CLS of pages, beside plain Material.

The project's own `docs/` is built twice: as it is, and with the same theme, colours and style
sheet but without this plugin. The same pages of both are then loaded in turn, each time in a
fresh browser, from one host that compresses as static hosts do; the cells are medians. What the
scripts fetch later on, such as the search's index, is counted once it is there: a load ends
where the network has been quiet for half a second. Needs Chromium and the extra `bench`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, sync_playwright

from benchmarks.search.server import Host

ROOT = Path(__file__).parents[2]
PAGES: Mapping[str, str] = {
    "home": "",
    "note": "notes/2025-02-ccf-deepseek/",
    "concept": "concepts/moe/",
    "lab": "labs/moe-router/",
    "statements": "statements/",
}
WIDTHS: Mapping[int, int] = {390: 844, 1280: 900}
OURS, PLAIN = "notes_kb", "Material"
OWN = ("/assets/notes-kb/", "/search/")
"""Folders of scripts and style sheets that this plugin brings."""

_WATCH = """
window.benchPaint = 0; window.benchShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) benchPaint = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) benchShift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one load of a page took."""

    requests: int
    bytes: int
    """On the wire, compressed, without headers."""
    own: int
    """Of the plugin's scripts and style sheets, before compression."""
    paint: float
    """Milliseconds until the largest thing in view was painted (LCP)."""
    shift: float
    """How much of the page moved while it loaded (CLS)."""


def build(folder: Path, *, plain: bool) -> Path:
    """Build the project's documentation into a folder; without this plugin where `plain`."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    config: dict[str, Any] = yaml.safe_load(text)
    if plain:
        config["plugins"] = [{"search": {"lang": "zh"}}]
        config["theme"]["font"] = False  # As ours: nothing from another host.
        config["nav"] = None
    config["docs_dir"] = str(ROOT / "docs")
    folder.mkdir()
    (folder / "mkdocs.yml").write_text(
        yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8"
    )
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml")]
    subprocess.run(command, check=True, stderr=None if not plain else subprocess.DEVNULL)
    return folder / "site"


def load(browser: Browser, host: Host, path: str, width: int) -> Load | None:
    """Load a page in a fresh context; None where the site has no such page."""
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]})
    page = context.new_page()
    page.add_init_script(_WATCH)
    before = len(host.requests)
    answer = page.goto(host.url + path)
    if answer is None or not answer.ok:
        context.close()
        return None
    page.wait_for_load_state("networkidle")
    paint, shift = page.evaluate("[benchPaint, benchShift]")
    context.close()
    asked = host.requests[before:]
    return Load(
        requests=len(asked),
        bytes=sum(one.size for one in asked),
        own=sum(_own_size(host.folder, one.path) for one in asked),
        paint=paint,
        shift=shift,
    )


def _own_size(site: Path, path: str) -> int:
    """Give the size of a script or style sheet of this plugin; 0 for anything else."""
    if not path.startswith(OWN) or not path.endswith((".js", ".css")):
        return 0
    return (site / path.lstrip("/")).stat().st_size


def median(loads: Sequence[Load]) -> Load:
    """Give the median of each figure."""
    return Load(
        requests=int(statistics.median(one.requests for one in loads)),
        bytes=int(statistics.median(one.bytes for one in loads)),
        own=int(statistics.median(one.own for one in loads)),
        paint=statistics.median(one.paint for one in loads),
        shift=statistics.median(one.shift for one in loads),
    )


def measure(hosts: Mapping[str, Host], times: int) -> Iterator[tuple[str, int, str, Load]]:
    """Yield page, width, site and its median; the sites take turns."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome-stable"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for page, path in PAGES.items():
            for width in WIDTHS:
                loads: dict[str, list[Load]] = {name: [] for name in hosts}
                for _ in range(times + 1):
                    for name, host in hosts.items():
                        found = load(browser, host, path, width)
                        if found is not None:
                            loads[name].append(found)
                for name, found_loads in loads.items():
                    if found_loads:  # The first load fills the host's own memory.
                        yield page, width, name, median(found_loads[1:])
        browser.close()


def main(arguments: Sequence[str]) -> int:
    """Build, measure, print the table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    parser.add_argument("--times", type=int, default=5, help="loads of each page")
    times = parser.parse_args(arguments).times
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    print("| page | width | site | requests | KB | own CSS and JS, KB | LCP, ms | CLS |")
    print("|---|---:|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        sites = {
            OURS: build(Path(folder) / "ours", plain=False),
            PLAIN: build(Path(folder) / "plain", plain=True),
        }
        hosts = {name: stack.enter_context(Host(site)) for name, site in sites.items()}
        for page, width, name, one in measure(hosts, times):
            own = f"{one.own / 1000:.1f}" if one.own else ""
            print(
                f"| {page} | {width} | {name} | {one.requests} | {one.bytes / 1000:.0f} "
                f"| {own} | {one.paint:.0f} | {one.shift:.3f} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
