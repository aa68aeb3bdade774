"""Folders of notes and concepts with other names: everything that knew the usual ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.exceptions import ConfigurationError

from notes_kb.cli import main
from notes_kb.importing.exported import restore_export
from notes_kb.mkdocs.config import NotesKbConfig, folders_of
from tests.site import CONCEPT, CONFIG, NOTE_EN, NOTE_ZH, Built, build

NAMED = CONFIG.replace("  - notes_kb", "  - notes_kb: {notes_folder: 报告, concepts_folder: terms}")
TREE = {
    "docs/index.md": "# 首页\n\n见[报告](报告/talk.md)与[概念](terms/moe.md)。\n",
    "docs/notes/index.md": "# 别的\n\n这里是普通的一页。\n",
    "docs/报告/talk.md": NOTE_ZH,
    "docs/报告/talk.en.md": NOTE_EN,
    "docs/terms/moe.md": CONCEPT,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with folders of its own."""
    config = f"{NAMED}nav: [index.md, 报告/index.md, terms/index.md, notes/index.md]\n"
    return build(tmp_path_factory.mktemp("folders"), TREE, "--strict", config=config)


def run(site: Built, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """Run a command in the site's folder."""
    monkeypatch.chdir(site.root)
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_pages_stand_where_their_files_do(site: Built) -> None:
    """The usual names are free for ordinary pages, and links resolve."""
    assert site.code == 0, site.log
    assert "混合专家" in site.read("报告/talk/index.html")
    assert site.has("en/报告/talk/parallel/index.html")
    assert site.has("terms/map/index.html")
    assert "普通的一页" in site.read("notes/index.html")
    assert 'href="../../terms/moe/"' in site.read("报告/talk/index.html")
    concepts = json.loads(site.read("concepts.json"))["concepts"]
    assert "/terms/moe/" in json.dumps(concepts[0])


def test_a_page_that_is_proposed_for_editing_is_the_file(site: Built) -> None:
    """Twins and `llms.txt` name the folder too."""
    assert "/报告/talk/index.md" in site.read("llms.txt")
    assert site.has("报告/talk/index.md")


def test_commands_write_to_the_folders(site: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """New notes and concepts, imports, and the export with its way back."""
    (site.root / "recap.txt").write_text("夜话\n\n一、甲\n\n• 乙。\n\n二、丙\n\n• 丁。\n", "utf-8")
    assert run(site, monkeypatch, "import", "recap.txt").startswith("docs/报告/recap.md: written")
    assert "docs/terms/cache.md: written" in run(site, monkeypatch, "new", "concept", "cache")
    assert "docs/报告/talk.txt" not in run(site, monkeypatch, "stamp", "talk")
    (site.root / "docs/terms/cache.md").unlink()
    (site.root / "docs/报告/recap.md").unlink()
    run(site, monkeypatch, "export", "out")
    restored = restore_export(site.root / "out")
    assert {"报告/talk.md", "报告/talk.en.md", "terms/moe.md"} <= set(restored.files)
    assert restored.folders.both == ("报告", "terms")


def test_a_rename_follows_links_to_the_folders(
    site: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of notes and of concepts."""
    run(site, monkeypatch, "rename", "talk", "lecture")
    run(site, monkeypatch, "rename", "moe", "experts", "--kind", "concept")
    home = (site.root / "docs/index.md").read_text("utf-8")
    assert home == "# 首页\n\n见[报告](报告/lecture.md)与[概念](terms/experts.md)。\n"
    assert "topic=experts" in (site.root / "docs/报告/lecture.md").read_text("utf-8")


WRONG = {
    "a path": ({"notes_folder": "a/b"}, "no folder right below"),
    "hidden": ({"concepts_folder": ".x"}, "no folder right below"),
    "a made page's": ({"notes_folder": "topics"}, "pages that the site makes"),
    "twice": ({"notes_folder": "x", "concepts_folder": "x"}, "folder"),
    "the other one's": ({"concepts_folder": "notes"}, "folder"),
    "a number": ({"notes_folder": 7}, "no name of a folder"),
}


@pytest.mark.parametrize(("options", "says"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_name_is_told(
    options: dict[str, object], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the build as a mistake in the configuration, and by commands with the line."""
    written = yaml.safe_dump(options, default_flow_style=True)
    config = CONFIG.replace("  - notes_kb", f"  - notes_kb: {written}")
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 1
    assert "mkdocs.yml:6:" in done.output
    assert says in done.output
    plugin = NotesKbConfig()
    plugin.load_dict(options)
    errors, _ = plugin.validate()
    if not errors:
        with pytest.raises(ConfigurationError, match=r"notes and concepts need a folder each"):
            folders_of(plugin)
