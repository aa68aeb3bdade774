"""How long a reader of `serve` waits for an edit: from saving a file to the page in a browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Page, sync_playwright

from benchmarks.build.edits import edit_text, page_to_edit
from benchmarks.build.process import LIMIT, CommandError, Cost, cpu_seconds, group_members
from benchmarks.build.projects import Project

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PATIENCE = 600.0
"""Seconds to wait for one edit."""
PAUSE = 2.0
"""Seconds between two edits, in which the server comes to rest."""


def measure_edits(project: Project, edits: int) -> list[Cost]:
    """Serve a project, edit one of its pages `edits` times, and give what each edit cost.

    The page is open in Chromium all the while, and reloads by itself. The processor's time
    is the server's. Raises CommandError where the server ends or the page does not change.
    """
    source = page_to_edit(project.docs)
    path = source.relative_to(project.docs).with_suffix("").as_posix()
    with _server(project) as (address, group), _browser_page() as page:
        page.goto(f"http://{address}/{path}/")
        # One edit before those that count: the first build may have warmed less than a rebuild.
        costs = [_edit(page, source, number, group) for number in range(edits + 1)]
    return costs[1:]


def _edit(page: Page, source: Path, number: int, group: int) -> Cost:
    """Change the page's source, and wait until the browser shows it."""
    time.sleep(PAUSE)
    before = cpu_seconds(group_members(group))
    started = time.monotonic()
    new = edit_text(source, number)
    page.wait_for_function(
        "text => document.body && document.body.innerText.includes(text)",
        arg=new,
        timeout=PATIENCE * 1_000,
        polling=20,
    )
    seconds = time.monotonic() - started
    cpu = cpu_seconds(group_members(group)) - before
    return Cost(seconds=seconds, cpu=cpu, peak=0, total=0)


@contextmanager
def _server(project: Project) -> Iterator[tuple[str, int]]:
    """Run the project's server; give its address and process group."""
    address = f"127.0.0.1:{_free_port()}"
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            project.serve_command(address),
            cwd=project.folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(f"http://{address}/", process)
            yield address, process.pid
        except CommandError as problem:
            output.seek(0)
            said = output.read().decode("utf-8", "replace")[-4_000:]
            raise CommandError(f"{problem}\n{said}") from problem
        finally:
            _end(process)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers, which it does once the site is built."""
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CommandError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise CommandError(f"no answer from {url} after {LIMIT:.0f} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and what it started; by force where it does not stop."""
    for sent in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sent)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                continue


@contextmanager
def _browser_page() -> Iterator[Page]:
    """Open a page in the system's Chromium, else in Playwright's own."""
    system = next((path for name in NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=FLAGS)
        yield browser.new_page()
        browser.close()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
