"""`notes-kb export`: plain Markdown in which everything leads somewhere, and the way back."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from notes_kb.cli import main
from notes_kb.importing.exported import restore_export
from notes_kb.mkdocs.export import Export, Target, export_site
from notes_kb.mkdocs.export_pages import page_markdown
from notes_kb.mkdocs.export_text import ExportPage
from notes_kb.mkdocs.findings import planned_site
from tests.exported import faults, knowledge
from tests.site import CONCEPT, CONFIG, REPOSITORY, TREE, draw

LANGUAGES = {"zh": "简体中文", "en": "English"}

NOTE = """\
---
title: 一场报告
date: 2025-02-03
event: 讲座
tags: [甲]
source: {title: 原文, url: "https://example.org/post", author: 某人}
---

开头提到混合专家。

## 一、专家 {#moe topic=moe}

- 混合专家让参数变多，见 [[moe]] 与 [[moe|这种网络]]。 {.no-link}
  - 里面一点，`[[x]]` 与 \\[[x]] 不是链接，混合专家也有。
- [指南](../guide.md#begin "标题")、[章节](#rest)、![图](../a(1).svg)、[目录](../topics/index.md)。

| 名 | 值 |
| --- | --- |
| [[moe\\|专家]] | 1 |

```md
[指南](../guide.md) [[moe]] {#x}
```

1) 一种编号
2) 混合专家 {topic=moe}

![缺图：结构](missing)

![](missing)

![远处](https://example.org/x.png)

参见 [甲][ref]，混合专家。[^1]

[ref]: ../guide.md
[^1]: 注。

## 二、其他 ## {#rest}

**1.** 只有中文，[指南](../guide.en.md)。

### 小节

> 引文里的混合专家。

<!-- ours -->
"""

EN = """\
---
title: A talk
---

## Experts {#moe from=00000000}

- See [[moe]] and MoE. $a_b$
"""

PASTE = """\
一段粘贴的回顾

一、第一节

• 第一点内容：混合专家。
• 总结：第二点内容在这里。

二、第二节

这里还有一句话。
"""

SITE = {
    **TREE,
    "docs/guide.md": "# 指南\n\n## 开始 {#begin}\n\n混合专家，[英文](guide.en.md)，[[ -f x ]]。\n",
    "docs/guide.en.md": "# Guide\n\n## Begin {#begin}\n\n[Note](notes/talk.en.md#moe)\n",
    "docs/a(1).svg": "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
    "docs/notes/talk.md": NOTE,
    "docs/notes/talk.en.md": EN,
    "docs/notes/paste.txt": PASTE,
    "docs/notes/plain.md": "# 没有前言\n\n一段话。\n",
    "docs/concepts/moe.md": f"{CONCEPT}\n见 [指南](../guide.md) 与 [[moe]]，混合专家。\n",
    "docs/concepts/gate.md": """\
---
labels: {zh: 门控, en: Gate}
broader: [moe]
not_in: {zh: [门控制]}
---
""",
}
"""A site with every kind of page, and with what notes write in many ways."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw the site, with a link in it that leads out of the docs folder."""
    folder = tmp_path_factory.mktemp("site")
    draw(folder, SITE)
    (folder / "secret.txt").write_text("secret", "utf-8")
    (folder / "docs/leak.png").symlink_to(folder / "secret.txt")
    (folder / "docs/notes/leak.svg").symlink_to(folder / "secret.txt")
    return folder


@pytest.fixture(scope="module")
def exports(root: Path) -> dict[Target, Export]:
    """Export the site for each reader."""
    return {target: export_site(root / "mkdocs.yml", target) for target in Target}


@pytest.fixture(scope="module")
def ours() -> Export:
    """Export this project's own site."""
    return export_site(REPOSITORY / "mkdocs.yml", Target.ZENSICAL)


def put(folder: Path, export: Export) -> Path:
    """Write an export, without the safeguards of the command."""
    for name, data in export.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def restored(export: Export, folder: Path) -> Path:
    """Write an export and import it again; gives the docs folder."""
    docs = folder / "docs-again"
    for name, data in restore_export(put(folder / "export", export)).files.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return docs


@pytest.mark.parametrize("target", Target)
def test_everything_leads_somewhere(exports: dict[Target, Export], target: Target) -> None:
    """Links, anchors and pictures; nothing of the house format is left, no mark is open."""
    assert faults(exports[target].files) == []


def test_everything_of_our_own_site_leads_somewhere(ours: Export) -> None:
    """Also in this project's docs."""
    assert faults(ours.files) == []
    assert ours.notes >= 3
    assert len(ours.pages) == 2


def test_no_made_page_is_a_title_alone(ours: Export) -> None:
    """What a page of the site draws stands in the export as a list, a table or a text."""
    made = [
        (name, data.decode().split("\n---\n", 1)[1])
        for name, data in ours.files.items()
        if name.endswith(".md") and b"\n  made: true\n" in data
    ]
    assert any(name.endswith("concepts/map.md") for name, _ in made)
    kept = {
        name: re.sub(r"^(#.*|\[[^\]]+\]: .*|<!--.*-->)$", "", text, flags=re.M)
        for name, text in made
    }
    assert [name for name, text in kept.items() if not text.strip()] == []


def test_nothing_from_outside_is_exported(exports: dict[Target, Export]) -> None:
    """What links in docs/ lead out to is not published, so it is not exported either."""
    for export in exports.values():
        assert not [name for name in export.files if "leak" in name or "secret" in name]
        assert b"secret" not in b"".join(export.files.values())


def test_a_note_is_plain_markdown(exports: dict[Target, Export]) -> None:
    """Concepts are references that carry their definition, anchors stay, figures are words."""
    text = exports[Target.ZENSICAL].files["docs/zh/notes/talk.md"].decode()
    assert "\n\n# 一场报告\n\n" in text
    assert "事件：讲座" in text or "活动：讲座" in text
    assert "开头提到[混合专家][concept:moe]。" in text
    assert "见 [混合专家模型][name:moe] 与 [这种网络][link:moe]。" in text
    assert "    - 里面一点，`[[x]]` 与 \\[[x]] 不是链接，混合专家也有。" in text
    assert '[指南](../guide.md#begin "标题")、[章节](#rest)、![图](../a(1).svg)' in text
    assert "## 一、专家 {#moe}\n" in text
    assert '<a id="moe--1"></a>' in text
    assert "*缺图：结构*" in text
    assert "](missing)" not in re.sub("<!--.*?-->", "", text)
    assert '[concept:moe]: ../concepts/moe.md "一种稀疏网络。"' in text
    plain = exports[Target.MARKDOWN].files["docs/zh/notes/talk.md"].decode()
    assert '## <a id="moe"></a>一、专家\n' in plain
    assert "  - 里面一点" in plain


def test_a_translation_shows_what_it_lacks(exports: dict[Target, Export]) -> None:
    """Every page exists in every language, as on the site."""
    files = exports[Target.ZENSICAL].files
    text = files["docs/en/notes/talk.md"].decode()
    assert "## 二、其他" in text
    assert yaml.safe_load(text.split("---\n")[1])["notes_kb"]["file"] == "notes/talk.en.md"
    assert "fallback: zh" in files["docs/en/notes/paste.md"].decode()
    pages = {n.split("/", 2)[2] for n in files if n.startswith("docs/zh/")}
    assert pages == {n.split("/", 2)[2] for n in files if n.startswith("docs/en/")}


def test_the_same_concepts_are_linked(root: Path) -> None:
    """The export links what the site links, on every page with a text of its own."""
    seen = 0
    with planned_site(root / "mkdocs.yml") as plugin:
        assert plugin is not None
        for page in plugin.site.plan.pages.values():
            rendering = plugin.site.renderings.get(page.shows or page.file.src_uri)
            if page.fallback_from or rendering is None or page.path == "notes/paste":
                continue
            text = page_markdown(ExportPage(plugin.site, page, True), plugin.site.config)
            own = re.sub("<!-- notes_kb: made.*?notes_kb: end -->", "", text, flags=re.DOTALL)
            found = Counter(re.findall(r"\]\[concept:([^\]]+)\]", own))
            links = rendering.facts.links
            expected = Counter(one.concept for one in links if one.concept and not one.explicit)
            assert found == expected, page.path
            seen += expected.total()
    assert seen >= 3


def test_each_language_has_its_configuration(exports: dict[Target, Export], ours: Export) -> None:
    """TOML that names pages which exist, the language, and the other languages."""
    for export in (exports[Target.ZENSICAL], ours):
        for name, code in (("zensical.toml", "zh"), ("zensical.en.toml", "en")):
            project = tomllib.loads(export.files[name].decode())["project"]
            assert project["theme"]["language"] == code
            assert project["docs_dir"] == f"docs/{code}"
            assert [one["lang"] for one in project["extra"]["alternate"]] == ["zh", "en"]
            named = re.findall(r'"([^"]+\.md)"', json.dumps(project["nav"]))
            assert named
            assert not [path for path in named if f"docs/{code}/{path}" not in export.files]
            assert {"attr_list", "tables"} <= set(project["markdown_extensions"])
    assert not [name for name in exports[Target.MARKDOWN].files if name.endswith(".toml")]


def test_an_export_is_the_same_each_time(root: Path, exports: dict[Target, Export]) -> None:
    """Same input, same bytes, from the cache too."""
    again = export_site(root / "mkdocs.yml", Target.ZENSICAL)
    assert again.files == exports[Target.ZENSICAL].files


# The way back


@pytest.mark.parametrize("target", Target)
def test_the_knowledge_base_comes_back(
    root: Path, exports: dict[Target, Export], target: Target, tmp_path: Path
) -> None:
    """Notes, sections, statements, stamps, topics, concepts, articles, pastes."""
    again = restored(exports[target], tmp_path)
    assert knowledge(again, LANGUAGES) == knowledge(root / "docs", LANGUAGES)
    names = {p.relative_to(again).as_posix() for p in again.rglob("*") if p.is_file()}
    assert names == {n.removeprefix("docs/") for n in SITE if n.startswith("docs/")}
    for name in ("notes/paste.txt", "guide.md", "guide.en.md", "index.md"):
        assert (again / name).read_bytes() == (root / "docs" / name).read_bytes(), name


def test_our_own_knowledge_base_comes_back(ours: Export, tmp_path: Path) -> None:
    """The same for this project's docs, ordinary pages included."""
    again = restored(ours, tmp_path)
    docs = REPOSITORY / "docs"
    assert knowledge(again, LANGUAGES) == knowledge(docs, LANGUAGES)
    for path in docs.rglob("*.svg"):
        assert (again / path.relative_to(docs)).read_bytes() == path.read_bytes()


def test_what_was_edited_comes_back(exports: dict[Target, Export], tmp_path: Path) -> None:
    """A sentence, a heading and a new page written into the export are in the notes."""
    folder = put(tmp_path / "export", exports[Target.ZENSICAL])
    page = folder / "docs/zh/notes/talk.md"
    text = (
        page.read_text("utf-8").replace("开头提到", "开头重新提到").replace("一、专家", "一、行家")
    )
    page.write_text(text, "utf-8")
    (folder / "docs/en/notes/new.md").write_text("---\ntitle: New\n---\n\nA line.\n", "utf-8")
    (folder / "docs/zh/notes/paste.md").write_text(
        exports[Target.ZENSICAL].files["docs/zh/notes/paste.md"].decode() + "\n加一句。\n", "utf-8"
    )
    found = restore_export(folder)
    note = found.files["notes/talk.md"].decode()
    assert "开头重新提到混合专家。\n" in note
    assert "## 一、行家 {#moe topic=moe}\n" in note
    assert found.files["notes/new.en.md"] == b"---\ntitle: New\n---\n\nA line.\n"
    assert "加一句。" in found.files["notes/paste.md"].decode()
    assert "notes/paste.txt" not in found.files
    assert found.remarks == [
        "docs/zh/notes/paste.md was edited, so that the paste behind it is left out"
    ]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (None, "there is no Markdown in it; name other files one by one"),
        ("{", "it is no export: notes-kb-export.json is missing or cannot be read"),
        ("[]", "it is an export of format None; this version reads 1"),
        ('{"format_version": 9}', "it is an export of format 9; this version reads 1"),
        ('{"format_version": 1}', "notes-kb-export.json names no languages or no files"),
        (
            '{"format_version": 1, "languages": {"../..": "x"}, "files": {}}',
            "notes-kb-export.json names no languages or no files",
        ),
    ],
)
def test_other_folders_are_refused(tmp_path: Path, written: str | None, why: str) -> None:
    """With the reason, and without a traceback."""
    if written is not None:
        (tmp_path / "notes-kb-export.json").write_text(written, "utf-8")
    done = CliRunner().invoke(main, ["import", str(tmp_path), "--to", str(tmp_path / "docs")])
    assert done.exit_code == 1
    assert done.output == f"Error: {tmp_path}: not imported: {why}\n"


@pytest.mark.parametrize("named", ["../../x.md", "/x.md", "notes/../../x.md", "mkdocs.yml", "3"])
def test_a_page_cannot_name_a_file_elsewhere(
    exports: dict[Target, Export], tmp_path: Path, named: str
) -> None:
    """What a page says of its file counts only within its own folder."""
    folder = put(tmp_path, exports[Target.ZENSICAL])
    page = folder / "docs/zh/notes/talk.md"
    page.write_text(
        page.read_text("utf-8").replace("file: notes/talk.md", f"file: {named}"), "utf-8"
    )
    assert set(restore_export(folder).files) == {
        n.removeprefix("docs/") for n in SITE if n.startswith("docs/")
    }


# The command


def run(*arguments: str | Path) -> tuple[int, str]:
    """Run the command; give its exit code and everything that it printed."""
    done = CliRunner().invoke(main, ["export", *map(str, arguments)])
    return done.exit_code, done.output


def test_only_its_own_folder_is_replaced(root: Path, tmp_path: Path, monkeypatch) -> None:
    """An empty or a former one, as long as nobody has changed it."""
    monkeypatch.chdir(root)
    folder = tmp_path / "out"
    assert run(folder, "--dry-run")[1].startswith(f"{folder}: would be written, ")
    assert not folder.exists()
    code, said = run(folder, "--to", "zensical")
    assert code == 0, said
    assert re.fullmatch(
        rf"{folder}: written, \d+ files, \d\.\d MB\n  pages: zh \d+, en \d+; notes 3, concepts 2\n"
        r"  pictures and other files: 1 in each language\n",
        said,
    )
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert run(folder, "--to", "markdown")[0] == 0
    assert not (folder / "zensical.toml").exists()
    (folder / "site").mkdir()
    (folder / "docs/zh/guide.md").write_text("mine", "utf-8")
    code, said = run(folder)
    assert (code, said) == (
        1,
        f"Error: {folder} was changed since it was exported: docs/zh/guide.md;"
        " keep the changes, or write over them with --force\n",
    )
    assert (folder / "docs/zh/guide.md").read_text("utf-8") == "mine"
    assert run(folder, "--force")[0] == 0
    assert (folder / "docs/zh/guide.md").read_text("utf-8") != "mine"


def test_other_folders_are_left_alone(root: Path, tmp_path: Path, monkeypatch) -> None:
    """Neither with --force, nor where the site itself lies."""
    monkeypatch.chdir(root)
    (tmp_path / "mine.md").write_text("mine", "utf-8")
    said = f"Error: {tmp_path} is not empty, and no export made it; choose another folder\n"
    assert run(tmp_path, "--force") == (1, said)
    assert run(".") == (1, "Error: . holds the site itself; choose another folder\n")
    assert (tmp_path / "mine.md").read_text("utf-8") == "mine"
    monkeypatch.chdir(tmp_path)
    assert run("out") == (1, "Error: there is no mkdocs.yml here or in a folder above\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written(root: Path, tmp_path: Path, monkeypatch) -> None:
    """Said in a line, and nothing is left behind."""
    monkeypatch.chdir(root)
    tmp_path.chmod(0o500)
    code, said = run(tmp_path / "out")
    tmp_path.chmod(0o700)
    assert code == 1
    assert said.endswith("permission denied\n")
    assert not list(tmp_path.iterdir())


def test_a_site_without_the_plugin(tmp_path: Path, monkeypatch) -> None:
    """Said in a line."""
    draw(tmp_path, {"docs/index.md": "# x\n"}, "site_name: x\n")
    monkeypatch.chdir(tmp_path)
    assert run("out") == (1, "Error: its plugins do not name notes_kb\n")
    assert CONFIG.startswith("site_name")
