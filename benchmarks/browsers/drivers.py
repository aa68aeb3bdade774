"""Two browsers behind one face: Firefox speaks WebDriver BiDi by itself, WebKit has a driver."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from urllib.error import URLError
from urllib.request import Request, urlopen

from websockets.exceptions import InvalidHandshake
from websockets.sync.client import ClientConnection, connect

PATIENCE = 120.0
"""Seconds in which a browser starts, or loads a page."""
_MINI_BROWSERS = ("webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0")


class DriverError(Exception):
    """A browser cannot be had or does not do what it is told; the message says which and why."""


class Browser(Protocol):
    """What is needed of a browser."""

    version: str

    def open(self, url: str) -> None:
        """Load a page, and wait until it is."""

    def run(self, code: str) -> Any:
        """Evaluate an expression of JavaScript in the page; give its JSON value."""

    def press(self, keys: str) -> None:
        """Press and release keys, one after the other, where the focus is."""


class Firefox:
    """Firefox, over the protocol that it serves at ``--remote-debugging-port``."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)
        session = self._call("session.new", capabilities={})
        self.version = f"Firefox {session['capabilities']['browserVersion']}"
        self._context = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, url: str) -> None:
        """Load a page."""
        self._call("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def run(self, code: str) -> Any:
        """Evaluate an expression."""
        answer = self._call(
            "script.evaluate",
            expression=f"JSON.stringify({code})",
            target={"context": self._context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise DriverError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def press(self, keys: str) -> None:
        """Press keys."""
        self._call("input.performActions", context=self._context, actions=_keys(keys))

    def _call(self, method: str, **params: object) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise DriverError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]


class WebKit:
    """WebKitGTK, through ``WebKitWebDriver``."""

    def __init__(self, address: str, browser: str) -> None:
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        session = _post(f"{address}/session", {"capabilities": wanted})
        self._address = f"{address}/session/{session['sessionId']}"
        self.version = f"WebKitGTK {session['capabilities'].get('browserVersion', '')}"

    def open(self, url: str) -> None:
        """Load a page."""
        _post(f"{self._address}/url", {"url": url})

    def run(self, code: str) -> Any:
        """Evaluate an expression."""
        script = f"return JSON.stringify({code})"
        answer = _post(f"{self._address}/execute/sync", {"script": script, "args": []})
        return json.loads(answer or "null")

    def press(self, keys: str) -> None:
        """Press keys."""
        _post(f"{self._address}/actions", {"actions": _keys(keys)})


@contextmanager
def firefox() -> Iterator[Browser]:
    """Start Firefox with a profile of its own."""
    command = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
    if command is None:
        raise DriverError("there is no Firefox; on Debian: apt-get install firefox-esr")
    port = _free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command_line = [command, "--headless", "--no-remote", "--profile", profile]
        started = _started([*command_line, "--remote-debugging-port", str(port)], {})
        with started, _connected(f"ws://127.0.0.1:{port}/session") as socket:
            yield Firefox(socket)


@contextmanager
def webkit() -> Iterator[Browser]:
    """Start WebKitGTK's driver, which starts its small browser."""
    driver = shutil.which("WebKitWebDriver")
    places = (f"{lib}/{name}" for name in _MINI_BROWSERS for lib in ("lib", "lib/*", "libexec"))
    folders = [path for place in places for path in Path("/usr").glob(place)]
    browser = next((path for f in folders if (path := f / "MiniBrowser").is_file()), None)
    if driver is None or browser is None:
        raise DriverError("there is no WebKit; on Debian: apt-get install webkit2gtk-driver")
    port = _free_port()
    display = {} if os.environ.get("DISPLAY") else _virtual_display()
    command = [*display.pop("COMMAND", "").split(), driver, f"--port={port}"]
    # No second process may be sandboxed inside of a container; the pages are our own.
    more = {
        **display,
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        "LIBGL_ALWAYS_SOFTWARE": "1",
    }
    with _started(command, more):
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/status")
        yield WebKit(address, str(browser))


BROWSERS = {"firefox": firefox, "webkit": webkit}


def _virtual_display() -> dict[str, str]:
    if shutil.which("xvfb-run") is None:
        raise DriverError("WebKit needs a display; on Debian: apt-get install xvfb xauth")
    return {"COMMAND": "xvfb-run --auto-servernum"}


@contextmanager
def _started(command: list[str], more: Mapping[str, str]) -> Iterator[None]:
    environment = {**os.environ, **more}
    quiet = subprocess.DEVNULL
    # A group of its own, so that what it starts ends with it.
    process = subprocess.Popen(
        command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        yield
    finally:
        os.killpg(process.pid, 15)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)


def _connected(url: str) -> ClientConnection:
    began = time.monotonic()
    while True:
        try:
            return connect(url, max_size=None, open_timeout=PATIENCE)
        except (OSError, InvalidHandshake) as problem:
            if time.monotonic() - began > PATIENCE:
                raise DriverError(f"the browser does not answer: {problem}") from problem
            time.sleep(0.2)


def _wait_for(url: str) -> None:
    began = time.monotonic()
    while True:
        try:
            urlopen(url, timeout=5).close()
            return
        except OSError as problem:
            if time.monotonic() - began > PATIENCE:
                raise DriverError(f"the driver does not answer: {problem}") from problem
            time.sleep(0.2)


def _post(url: str, value: object) -> Any:
    request = Request(url, json.dumps(value).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=PATIENCE) as response:
            return json.load(response)["value"]
    except URLError as problem:
        said = problem.read().decode() if hasattr(problem, "read") else ""
        raise DriverError(f"{url.rsplit('/', 1)[1]}: {problem} {said}") from problem


def _keys(keys: str) -> list[dict[str, object]]:
    strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
    return [{"type": "key", "id": "keyboard", "actions": strokes}]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
