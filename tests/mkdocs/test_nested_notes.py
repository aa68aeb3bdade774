"""Notes in subfolders: their addresses, links and translations are those of any other note."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from notes_kb.cli import main
from notes_kb.domain.language import Languages
from notes_kb.loading.library import load_library
from tests.mkdocs.test_incremental import built
from tests.site import CONFIG, NOTE_EN, NOTE_ZH, TREE, build, build_here, draw

LINKS = """
见[另一篇](../other.md#first)、[[other]]、[条目](../../concepts/moe.md)和[同一篇](talk.en.md)。

中间 ![图](talk/板.png) 有图。
"""
OTHER = (
    "---\ntitle: 另一篇\ndate: 2025-01-01\n---\n\n## 一 {#first}\n\n见[报告](2024/talk.md#moe)。\n"
)
NESTED = {
    **{name: text for name, text in TREE.items() if "/notes/" not in name},
    "docs/guide.md": "# 指南\n\n见[笔记](notes/2024/talk.md#moe)。\n",
    "docs/notes/2024/talk.md": NOTE_ZH + LINKS,
    "docs/notes/2024/talk.en.md": NOTE_EN,
    "docs/notes/2024/talk/板.png": "png",
    "docs/notes/2024/index.md": "# 那一年\n",
    "docs/notes/2024/深/稿.txt": "又一场\n\n一、甲\n\n乙说了很多。\n\n二、丙\n\n丁也说了很多。\n",
    "docs/notes/other.md": OTHER,
}
EDITABLE = CONFIG + "repo_url: https://example.org/repo\nedit_uri: edit/docs/\n"


def test_a_note_in_a_subfolder_is_a_note(tmp_path: Path) -> None:
    """At the address of its id; links lead to it and from it, and to where it is edited."""
    site = build(tmp_path, NESTED, "--strict", config=EDITABLE)
    assert site.code == 0, site.log
    page = site.read("notes/talk/index.html")
    for target in ("../other/#first", "../other/", "../../concepts/moe/", "../../en/notes/talk/"):
        assert f'href="{target}"' in page, target
    assert 'src="../2024/talk/%E6%9D%BF.png"' in page
    assert "edit/docs/notes/2024/talk.md" in page
    assert 'href="../notes/talk/#moe"' in site.read("guide/index.html")
    assert 'href="../talk/#moe"' in site.read("notes/other/index.html")
    assert "edit/docs/notes/2024/talk.en.md" in site.read("en/notes/talk/index.html")
    assert site.has("notes/talk/parallel/index.html")
    assert site.has("notes/gao/index.html")
    assert site.has("notes/2024/index.html")
    assert not site.has("notes/2024/talk/index.html")
    assert "../other.md" not in site.read("notes/talk/index.md")


def test_a_note_that_moves_into_a_subfolder_keeps_its_page(tmp_path: Path) -> None:
    """With everything that a build kept, and byte by byte what a clean one gives."""
    root, clean = tmp_path / "root", tmp_path / "clean"
    draw(root, TREE)
    build_here(root)
    for name in ("talk.md", "talk.en.md"):
        (root / "docs/notes/2025").mkdir(exist_ok=True)
        (root / "docs/notes" / name).rename(root / "docs/notes/2025" / name)
    (root / "docs/guide.md").write_text("# 指南\n\n见[笔记](notes/2025/talk.md)。\n", "utf-8")
    after = built(root)
    draw(clean, {name: text for name, text in TREE.items() if "/talk" not in name})
    draw(clean, {"docs/notes/2025/talk.md": NOTE_ZH, "docs/notes/2025/talk.en.md": NOTE_EN})
    draw(clean, {"docs/guide.md": "# 指南\n\n见[笔记](notes/2025/talk.md)。\n"})
    assert after == built(clean)
    note = root / "docs/notes/2025/talk.md"
    note.write_text(NOTE_ZH.replace("第二点", "第三点"), "utf-8")
    draw(clean, {"docs/notes/2025/talk.md": NOTE_ZH.replace("第二点", "第三点")})
    assert built(root) == built(clean)


@pytest.mark.parametrize(
    "other", ["notes/2024/talk.md", "notes/2024/talk.en.md", "notes/talk.txt", "notes/2026/Talk.md"]
)
def test_an_id_belongs_to_one_folder(tmp_path: Path, other: str) -> None:
    """A second note of it, even in another language, is an error that names both files."""
    draw(tmp_path, {"docs/notes/2025/talk.md": NOTE_ZH, f"docs/{other}": NOTE_EN})
    library = load_library(tmp_path / "docs", Languages({"zh": "中文", "en": "English"}))
    (finding,) = (one for one in library.diagnostics if one.kind == "duplicate-id")
    both = {finding.path, re.findall(r"notes/\S+", finding.message)[0]}
    assert both == {"notes/2025/talk.md", other}
    assert len(library.notes) == 1


def test_commands_find_notes_in_subfolders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A translation begins beside its original; the house format is written in place."""
    draw(tmp_path, {**NESTED, "mkdocs.yml": CONFIG})
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output
        return done.output

    Path("docs/notes/2024/talk.en.md").unlink()
    run("new", "note", "talk", "--language", "en")
    assert Path("docs/notes/2024/talk.en.md").is_file()
    Path("docs/notes/2024/star.md").write_text("# 星\n\n* 甲\n", "utf-8")
    run("import", "docs/notes/2024/star.md", "--force")
    assert "- 甲" in Path("docs/notes/2024/star.md").read_text("utf-8")
    run("rename", "talk", "report")
    assert Path("docs/notes/2024/report.en.md").is_file()
    assert "](notes/2024/report.md#moe)" in Path("docs/guide.md").read_text("utf-8")
    assert "](2024/report.md#moe)" in Path("docs/notes/other.md").read_text("utf-8")
