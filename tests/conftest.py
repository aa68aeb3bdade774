"""What several tests share: a small site, built once, and one Chromium."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests.site import TREE, Built, build

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


LONGEST = ("mkdocs/test_incremental.py", "browser/test_corpus.py")
"""Files whose few tests take minutes: begun first, so that no process waits for another's."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest files first; the order of the others stays."""
    folder = os.path.dirname(__file__)

    def is_short(item: pytest.Item) -> bool:
        name = os.path.relpath(item.path, folder).replace(os.sep, "/")
        return not name.startswith(LONGEST)

    items.sort(key=is_short)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory) -> Built:
    """The site of `tests.site.TREE`, built strictly."""
    built = build(tmp_path_factory.mktemp("small"), TREE, "--strict")
    assert built.code == 0, built.log
    return built


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own; none at all fails where CI is set."""
    system = next((path for name in NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=system, args=FLAGS)
        except Error as problem:
            message = "No Chromium found: install one (apt install chromium) to run browser tests."
            if os.environ.get("CI"):
                pytest.fail(f"{message} {problem}")
            pytest.skip(message)
        yield running
        running.close()
