"""Builds each story once, and prints what holds of it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable

import pytest

from tests.plugins.outcome import PACKAGES, Outcome, build
from tests.plugins.stories import Story


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the other plugins be built without ours, which shows what is theirs to do."""
    help_text = "build the other plugins without notes_kb and check what is claimed of them"
    parser.addoption("--without-notes-kb", action="store_true", help=help_text)


@pytest.fixture(scope="session", autouse=True)
def _packages() -> None:
    """Skip where the plugins are not installed; fail where CI is set."""
    if not PACKAGES.is_dir():
        message = "The other plugins are not installed; `make plugin-tests` installs them."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest):
    """Give a function from a story to its site, which is built when it is first asked for."""
    sites: dict[str, Outcome] = {}
    alone = request.config.getoption("--without-notes-kb")

    def once(story: Story) -> Outcome:
        if story.name not in sites:
            root = tmp_path_factory.mktemp(story.name.replace(" ", "-"))
            sites[story.name] = build(story, root, without_ours=alone)
        return sites[story.name]

    return once


Once = Callable[[Story], Outcome]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each story: how many claims hold, and which do not."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            told = dict(report.user_properties)
            if "story" in told and (report.when == "call" or outcome == "failed"):
                rows[told["story"]][told["claim"]] = outcome
    if not rows:
        return
    terminalreporter.section("the matrix of plugins")
    width = max(map(len, rows))
    for story, claims in sorted(rows.items()):
        failing = [claim for claim, outcome in claims.items() if outcome == "failed"]
        count = f"{len(claims) - len(failing):2} of {len(claims):2} hold"
        rest = f"; not {', '.join(failing)}" if failing else ""
        terminalreporter.write_line(f"{story:{width}}  {count}{rest}")
