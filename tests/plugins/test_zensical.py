"""Zensical builds an export of this project's site, without a warning and with both languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from notes_kb.cli.export_folder import replace_folder
from notes_kb.mkdocs.export import Target, export_site
from tests.links import LinkedSite
from tests.site import REPOSITORY

ZENSICAL = Path(sys.prefix) / "peers" / "zensical" / "bin" / "zensical"
"""What `make plugin-tests` installs, in an environment of its own."""

CONFIGURATIONS = {"zh": "zensical.toml", "en": "zensical.en.toml"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Export this project's site and build it; gives the site and what each build said."""
    if not ZENSICAL.exists():
        message = "Zensical is not installed; `make plugin-tests` installs it."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    folder = tmp_path_factory.mktemp("zensical") / "export"
    replace_folder(folder, export_site(REPOSITORY / "mkdocs.yml", Target.ZENSICAL).files)
    said = {}
    for code, name in CONFIGURATIONS.items():
        done = subprocess.run(
            [ZENSICAL, "build", "--strict", "--config-file", name],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        said[code] = f"{done.returncode} {done.stdout}{done.stderr}"
    return folder / "site", said


def test_it_builds_without_a_warning(built: tuple[Path, dict[str, str]]) -> None:
    """Under --strict, in both languages."""
    for code, said in built[1].items():
        assert said.startswith("0 "), (code, said)
        assert "No issues found" in said, (code, said)


def test_every_internal_link_resolves(built: tuple[Path, dict[str, str]]) -> None:
    """Pages and anchors, in the theme's own links too; only the error page is the host's."""
    site = LinkedSite.read(built[0])
    assert len(site.pages) > 200
    broken = [fault for fault in site.faults() if " stands " not in fault]
    assert [fault for fault in broken if "404.html" not in fault.split(":")[0]] == []


def test_its_search_finds_the_notes_of_each_language(built: tuple[Path, dict[str, str]]) -> None:
    """Each index is in its language and holds every note, with sections and concepts."""
    for code, root in (("zh", ""), ("en", "en/")):
        index = json.loads((built[0] / root / "search.json").read_text("utf-8"))
        assert index["config"]["lang"] == [code]
        places = {item["location"]: item for item in index["items"]}
        notes = {path.parent.name for path in (built[0] / root / "notes").glob("*/index.html")}
        assert len(notes) >= 3
        for note in notes:
            assert places[f"notes/{note}/"]["title"]
            assert sum(place.startswith(f"notes/{note}/#") for place in places) >= 5
        text = " ".join(item["text"] for item in index["items"])
        assert {"zh": "混合专家", "en": "mixture of experts"}[code] in text.lower()


def test_it_asks_no_third_party(built: tuple[Path, dict[str, str]]) -> None:
    """Neither fonts nor scripts come from elsewhere."""
    page = LinkedSite.read(built[0] / "notes").pages
    hosts = {
        urlsplit(link).netloc
        for one in page.values()
        for link in one.links
        if link.endswith((".js", ".css", ".woff2")) or "fonts" in link
    }
    assert hosts <= {""}
