"""The command that asks a built site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from notes_kb.cli.search import command
from notes_kb.search.publishing import SearchSite
from tests.search import small


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with an index."""
    search = SearchSite({"zh": "中文", "en": "English"}, entries=tuple(small.entries()))
    for url in sorted({d.url for d in small.documents()}):
        search.add_page(url, [d for d in small.documents() if d.url == url])
    search.write(tmp_path)
    return tmp_path


def test_the_shell_asks_the_engine_that_readers_run(site: Path) -> None:
    """Page, section, text and count are printed."""
    done = CliRunner().invoke(command, ["線段樹合併", "--site", str(site), "--language", "zh"])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0] == "线段树笔记  [zh]  notes/trees/"
    assert lines[1] == "  线段树合并  #merge"
    assert lines[-1].startswith("1 page, ")


def test_json_is_the_answer_itself(site: Path) -> None:
    """For scripts: everything that the dialog knows."""
    done = CliRunner().invoke(command, ["MoE", "--site", str(site), "--format", "json"])
    assert json.loads(done.output)["results"][0]["url"] == "concepts/moe/"


def test_nothing_found_ends_with_one(site: Path) -> None:
    """A shell can tell."""
    done = CliRunner().invoke(command, ["zzzz", "--site", str(site)])
    assert done.exit_code == 1
    assert done.output.startswith("0 pages")


def test_a_folder_without_an_index_is_an_error(tmp_path: Path) -> None:
    """The message says what to do."""
    done = CliRunner().invoke(command, ["树", "--site", str(tmp_path)])
    assert done.exit_code == 1
    assert "build the site" in done.output
