"""Browsers reload once for an edit: with the page it changed, and not when the site is built."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from notes_kb.mkdocs.reloads import Reloads
from tests.site import NOTE_ZH, TREE, draw

LONGEST = 60
"""Seconds that a busy machine may take for anything below."""


class Host:
    """What a browser asks the host for: pages with the script, and the state of the site."""

    def __init__(self) -> None:
        self.pages = {"/": "<p>甲</p>"}
        self.answers = iter(range(1000, 2000))
        self.states: list[int] = []
        """What each question for the state is answered with, in turn."""

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path.startswith("/livereload/"):
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"%d" % self.states.pop(0)]
        status = "200 OK" if path in self.pages else "404 Not Found"
        start_response(status, [("Content-Type", "text/html")])
        script = f"<script>livereload(1, {next(self.answers)});</script>"
        return [self.pages.get(path, "").encode(), script.encode()]


def _get(app, path: str) -> str:
    return b"".join(app({"PATH_INFO": path}, lambda *_: None)).decode()


def _poll(app, state: int, number: int) -> int:
    return int(_get(app, f"/livereload/{state}/{number}"))


CHANGES: dict[str, tuple[Callable[[Host, Reloads], object], list[int], int]] = {
    # What happened, the states that the host tells in turn, and the one that the browser hears.
    "nothing else": (lambda host, reloads: None, [2, 2], 1),
    "another page": (lambda host, reloads: host.pages.update({"/b/": "乙"}), [2, 3, 3], 1),
    "the page": (lambda host, reloads: host.pages.update({"/": "<p>乙</p>"}), [2], 2),
    "the page is gone": (lambda host, reloads: host.pages.pop("/"), [2], 2),
    "a style sheet": (lambda host, reloads: setattr(reloads, "builds", 1), [2], 2),
}


@pytest.mark.parametrize("story", CHANGES)
def test_a_browser_hears_of_a_change_of_its_page(story: str) -> None:
    """Or of what no page's HTML tells; of no other build."""
    change, states, heard = CHANGES[story]
    host = Host()
    reloads = Reloads(host)
    number = int(re.findall(r"livereload\(1, ([0-9]+)\)", _get(reloads, "/"))[0])
    change(host, reloads)
    host.states = states
    assert _poll(reloads, 1, number) == heard
    assert not host.states


def test_a_page_that_is_not_remembered_is_loaded_again() -> None:
    """As the host would have it."""
    host = Host()
    host.states = [2]
    assert _poll(Reloads(host), 1, 7) == 2


# The real server


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str, Path]]:
    """Serve a site: its folder, its address, and the file of the server's log."""
    draw(tmp_path, TREE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=output, stderr=output
        ) as server,
    ):
        try:
            _wait(lambda: "Serving on" in log.read_text("utf-8"))
            yield tmp_path, f"http://127.0.0.1:{port}", log
        finally:
            server.terminate()


def _wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.05)


class Browser(threading.Thread):
    """Loads a page and asks until it is to load it again."""

    def __init__(self, server: str, path: str) -> None:
        super().__init__(daemon=True)
        with urlopen(f"{server}{path}") as page:
            self.html = page.read().decode()
        (self.state, number) = re.findall(r"livereload\((\d+), (\d+)\)", self.html)[0]
        self.address = f"{server}/livereload/{self.state}/{number}"
        self.start()

    def run(self) -> None:
        """Ask as the host's script does."""
        told = self.state
        while int(told) <= int(self.state):
            with urlopen(self.address) as answer:
                told = answer.read()


def test_an_edit_reloads_its_page_once(served: tuple[Path, str, Path]) -> None:
    """A style sheet reloads every page; the site is built after each edit all the same."""
    root, server, log = served
    note, other = Browser(server, "/base/notes/talk/"), Browser(server, "/base/guide/")
    text = NOTE_ZH.replace("第二点。", "第二点改了。")
    (root / "docs/notes/talk.md").write_text(text, "utf-8")
    note.join(LONGEST)
    assert not note.is_alive()
    again = Browser(server, "/base/notes/talk/")
    assert "第二点改了" in again.html
    _wait(lambda: log.read_text("utf-8").count("Reloading browsers") == 2)
    time.sleep(0.5)
    assert log.read_text("utf-8").count("Building documentation...") == 2
    assert again.is_alive(), "the page has not changed since"
    assert other.is_alive(), "nor has this one"
    (root / "docs/extra.css").write_text("p { color: red }", "utf-8")
    for browser in (again, other):
        browser.join(LONGEST)
        assert not browser.is_alive()
