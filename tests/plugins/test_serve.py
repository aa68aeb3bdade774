"""What holds of a built site holds of the one that ``mkdocs serve`` shows."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.plugins.conftest import Once
from tests.plugins.html import Page
from tests.plugins.outcome import PACKAGES, environment
from tests.plugins.policy import allows, needed_by, policy_of, scripts_of
from tests.plugins.stories import Story, load_stories
from tests.site import draw

PATIENCE = 120
"""Seconds until the first page must be there."""

(POLICY,) = (story for story in load_stories() if story.name == "setting-policy.pages")

pytestmark = pytest.mark.xdist_group(POLICY.name)


@contextmanager
def served(story: Story, root: Path) -> Iterator[str]:
    """Serve a story's site on a free port of this machine; give its address."""
    draw(root, story.tree, story.mkdocs_yml())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PACKAGES / "bin" / "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (root / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=root, env=environment(), stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}{urlsplit(story.site_url).path}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def fetch(address: str, root: Path) -> str:
    """Fetch a page, waiting for the server to come up."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > end:
                pytest.fail(f"nothing at {address}: {(root / 'log').read_text()[-2000:]}")
            time.sleep(0.3)


def test_the_policy_in_serve_is_the_one_of_the_build(built: Once, tmp_path: Path) -> None:
    """The served page has the built one's policy and, beyond it, only live reload's own script."""
    outcome = built(POLICY)
    with served(POLICY, tmp_path) as base:
        for url in ("chart/", "notes/talk/", "en/about/"):
            page, theirs = Page(fetch(base + url, tmp_path)), outcome.page(f"{url}index.html")
            policy, needed = policy_of(page), {needed_by(e) for e in scripts_of(page)}
            assert policy_of(theirs)
            assert policy_of(theirs) <= policy, url
            assert policy - policy_of(theirs) <= needed - {needed_by(e) for e in scripts_of(theirs)}
            blocked = [e.raw[:80] for e in scripts_of(page) if not allows(policy, needed_by(e), e)]
            assert blocked == [], url
