"""A second check of a site tells what the first one did, and plans it only after a change."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from notes_kb.cli import check, main
from notes_kb.cli.site_config import SiteConfig
from notes_kb.domain.diagnostic import Diagnostic
from tests.site import CONFIG, TREE, draw

BROKEN = "---\ntitle: 链\n---\n\n见[无](none.md)。\n"


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Draw a site with a fault and stand in it; gives a list that grows with each plan of it."""
    monkeypatch.chdir(draw(tmp_path, {**TREE, "docs/notes/links.md": BROKEN}))
    seen: list[str] = []
    plan = check._planned_findings

    def planned(site: SiteConfig) -> tuple[Diagnostic, ...] | None:
        seen.append("plan")
        return plan(site)

    monkeypatch.setattr(check, "_planned_findings", planned)
    return seen


def told() -> str:
    """Check the site and give the report."""
    return CliRunner().invoke(main, ["check"]).output


def test_an_unchanged_site_is_not_planned_again(plans: list[str]) -> None:
    """The report is the same, also of some paths only."""
    first = told()
    assert "none.md" in first
    assert told() == first
    assert CliRunner().invoke(main, ["check", "docs/guide.md"]).output == "no findings\n"
    assert plans == ["plan"]


def _edit() -> None:
    path = Path("docs/notes/links.md")
    path.write_text(path.read_text("utf-8").replace("none.md", "gone.md"), "utf-8")


def _edit_at_the_same_time() -> None:
    path = Path("docs/notes/links.md")
    status = path.stat()
    _edit()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _configure() -> None:
    path = Path("mkdocs.yml")
    path.write_text(path.read_text("utf-8") + "site_author: A\n", "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        _edit,
        _edit_at_the_same_time,
        _configure,
        lambda: Path("docs/notes/links.md").unlink(),
        lambda: Path("docs/notes/none.md").write_text("# 无\n", "utf-8"),
        lambda: Path("docs/large.png").write_bytes(b"x" * 3_000_000),
    ],
)
def test_any_change_is_seen(plans: list[str], change: Callable[[], object]) -> None:
    """Also of a picture, and of a text with the size and time stamp of the old one."""
    told()
    change()
    second = told()
    assert plans == ["plan"] * 2
    os.rename(".cache", ".cache-before")
    assert told() == second


@pytest.mark.parametrize(
    "other",
    [
        "hooks: []\n",
        "site_author: !ENV [AUTHOR, A]\n",
        "INHERIT: parent.yml\n",
    ],
)
def test_a_site_that_depends_on_more_is_planned_each_time(plans: list[str], other: str) -> None:
    """On the environment, a parent or code of its own."""
    Path("parent.yml").write_text("site_author: A\n", "utf-8")
    Path("mkdocs.yml").write_text(CONFIG + other, "utf-8")
    assert told() == told()
    assert plans == ["plan"] * 2


def test_a_text_that_may_include_others_is_read_each_time(plans: list[str]) -> None:
    """A snippet may stand anywhere."""
    config = CONFIG.replace("markdown_extensions: [", "markdown_extensions: [pymdownx.snippets, ")
    assert config != CONFIG
    Path("mkdocs.yml").write_text(config, "utf-8")
    assert told() == told()
    assert plans == ["plan"] * 2


def test_a_link_is_followed_each_time(plans: list[str], tmp_path: Path) -> None:
    """What it leads to may change anywhere."""
    Path("docs/linked.md").symlink_to("guide.md")
    assert told() == told()
    assert plans == ["plan"] * 2
