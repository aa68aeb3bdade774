"""Texts that are imported together: which there are, their ids, and the links among them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notes_kb.domain.language import Languages
from notes_kb.importing import several as module
from notes_kb.importing.refusal import Refusal
from notes_kb.importing.several import Several, find_texts
from tests.site import draw

VAULT = {
    "推理.md": "---\naliases: [R1, 推理模型]\n---\n\n# 推理\n\n## 1. 成本\n\n便宜。\n",
    "日记/2026-03-05.md": "今天读了[[推理]]。\n",
    "日记/摘要.md": "同一个名字的第一篇。\n",
    "读书/摘要.md": "同一个名字的第二篇。\n",
    "读书/README.md": "# 读书的笔记\n\n说明。\n",
    "读书/空.md": "---\ntags: [x]\n---\n\n",
    "读书/talk.md": "一次演讲。\n",
    "读书/talk.en.md": "A talk.\n",
    "space___inner.md": "A page of Logseq.\n",
    "附件/图 1.png": b"\x89PNG",
    "附件/notes.txt": "no Markdown\n",
    ".obsidian/plugin.md": "hidden\n",
    ".trash.md": "hidden\n",
}
LANGUAGES = Languages({"zh": "中文", "en": "English"})


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A folder as an editor leaves it."""
    draw(tmp_path / "vault", VAULT, config="")
    (tmp_path / "vault" / "mkdocs.yml").unlink()
    return tmp_path / "vault"


@pytest.fixture
def texts(vault: Path) -> Several:
    """Its texts."""
    return Several(find_texts(vault), LANGUAGES, vault, lambda name: name == "MoE")


def test_all_markdown_is_found_that_is_not_hidden(vault: Path) -> None:
    """Nor a link, nor in the site itself."""
    (vault / "link.md").symlink_to(vault / "推理.md")
    os.mkfifo(vault / "waits.md")
    (vault / "site" / "docs").mkdir(parents=True)
    (vault / "site" / "docs" / "own.md").write_text("own\n", "utf-8")
    found = [file.relative_to(vault).as_posix() for file in find_texts(vault)]
    left = [name for name in VAULT if name.endswith(".md") and not name.startswith(".")]
    assert sorted(found) == sorted([*left, "site/docs/own.md"])
    assert vault / "site/docs/own.md" not in find_texts(vault, left_out=[vault / "site"])


def test_a_folder_of_too_many_files_is_refused(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before they are read."""
    monkeypatch.setattr(module, "MAX_FILES", 3)
    with pytest.raises(Refusal, match="import its folders by turns"):
        find_texts(vault)


def test_each_note_has_an_id_of_its_own(vault: Path, texts: Several) -> None:
    """With its folder's name before it where another has it; languages of one note share it."""
    ids = {file.relative_to(vault).as_posix(): name for file, name in texts.ids.items()}
    assert ids == {
        "space___inner.md": "space-inner",
        "推理.md": "tui-li",
        "日记/2026-03-05.md": "2026-03-05",
        "日记/摘要.md": "zhai-yao",
        "读书/README.md": "du-shu-de-bi-ji",
        "读书/talk.en.md": "talk",
        "读书/talk.md": "talk",
        "读书/摘要.md": "du-shu-zhai-yao",
        "读书/空.md": "kong",
    }


@pytest.mark.parametrize(
    ("seen_from", "name", "heading", "target"),
    [
        ("日记/2026-03-05.md", "推理", "", "tui-li"),
        ("日记/2026-03-05.md", "推理", "成本", "tui-li#cheng-ben"),
        ("日记/2026-03-05.md", "推理", "1. 成本", "tui-li#cheng-ben"),
        ("日记/2026-03-05.md", "推理", "没有", "tui-li"),
        ("日记/2026-03-05.md", "推理", "^a1b2", "tui-li"),
        ("日记/2026-03-05.md", "r1", "", "tui-li"),
        ("日记/2026-03-05.md", "摘要", "", "zhai-yao"),
        ("读书/talk.md", "摘要", "", "du-shu-zhai-yao"),
        ("读书/talk.md", "日记/摘要", "", "zhai-yao"),
        ("读书/talk.md", "space/inner", "", "space-inner"),
        ("读书/talk.md", "MoE", "", "MoE"),
        ("推理.md", "", "成本", "#cheng-ben"),
        ("推理.md", "", "没有", None),
        ("读书/talk.md", "空", "", None),
        ("读书/talk.md", "没有", "", None),
    ],
)
def test_a_name_means_a_note(
    vault: Path, texts: Several, seen_from: str, name: str, heading: str, target: str | None
) -> None:
    """In the same folder first; none that holds no text."""
    assert texts.links_of(vault / seen_from).named(name, heading) == target


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("../推理.md", "tui-li"),
        ("摘要.md", "du-shu-zhai-yao"),
        ("/日记/摘要.md", "zhai-yao"),
        ("日记/摘要.md", "zhai-yao"),
        ("../../outside.md", None),
        ("空.md", None),
    ],
)
def test_a_path_means_a_note(vault: Path, texts: Several, path: str, target: str | None) -> None:
    """From the text's folder, or from the top."""
    assert texts.links_of(vault / "读书/talk.md").addressed(path, "") == target


def test_a_path_with_steps_back_leads_to_the_same_notes(vault: Path) -> None:
    """The folder may be named by any path."""
    folder = vault / "读书" / ".."
    texts = Several(find_texts(folder), LANGUAGES, folder)
    assert texts.links_of(folder / "读书/talk.md").addressed("../推理.md", "") == "tui-li"


def test_links_to_a_file_that_gives_no_note_are_made_again(vault: Path, texts: Several) -> None:
    """Their texts are named, and the link leads nowhere then."""
    diary, gone = vault / "日记/2026-03-05.md", vault / "推理.md"
    assert texts.links_of(diary).named("推理", "") == "tui-li"
    assert texts.give_up([gone]) == [diary]
    assert texts.links_of(diary).named("推理", "") is None
    assert texts.counts.kept == set()


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("../附件/图%201.png", True),
        ("附件/图 1.png", True),
        ("/附件/图 1.png", True),
        ("图 1.PNG", True),
        ("../../图 1.jpg", False),
        ("../../secret.png", False),
        ("file:///附件/图 1.png", False),
    ],
)
def test_a_picture_is_found_anywhere_in_the_folder(
    vault: Path, texts: Several, target: str, found: bool
) -> None:
    """By its path or its name; nothing outside of the folder."""
    (vault.parent / "secret.png").write_bytes(b"\x89PNG")
    (vault / "secret.png").symlink_to(vault.parent / "secret.png")
    picture = texts.pictures_of(vault / "日记/2026-03-05.md").find(target)
    assert picture == (vault / "附件/图 1.png" if found else None)
