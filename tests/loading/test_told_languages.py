"""Which language comes first where a site names none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notes_kb.loading.told_languages import told_languages

ZH = "# 首页\n\n这一页讲的是推理模型怎样训练，以及为什么要先量命中率再谈缓存的大小。\n"
EN = "# Home\n\nThis page tells how a client asks for a page, and what an answer holds.\n"


@pytest.mark.parametrize(
    ("theme", "texts", "codes"),
    [
        ("zh", {"index.md": EN}, ("zh", "en")),
        ("zh-TW", {"index.md": EN}, ("zh", "en")),
        ("zh_CN", {}, ("zh", "en")),
        ("ja", {}, ("ja", "zh", "en")),
        ("en", {"index.md": ZH}, ("zh", "en")),
        ("en", {"index.md": EN}, ("en", "zh")),
        (None, {"index.md": EN}, ("en", "zh")),
        ("fr", {"index.md": EN}, ("en", "zh")),
        ("", {"index.md": "# x\n", "a/b.md": EN, ".hidden/c.md": ZH * 9}, ("en", "zh")),
        ("", {"index.md": ZH, "index.en.md": EN * 9}, ("zh", "en")),
        ("", {"index.md": f"---\ntitle: 首页\nsummary: {'推理' * 99}\n---\n{EN}"}, ("en", "zh")),
        ("", {"index.md": "# x\n"}, ("zh", "en")),
        ("", {}, ("zh", "en")),
    ],
)  # fmt: skip
def test_the_theme_or_the_texts_tell(
    tmp_path: Path, theme: str | None, texts: dict[str, str], codes: tuple[str, ...]
) -> None:
    """English is what a theme says that was told nothing."""
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert told_languages(theme, tmp_path).codes == codes


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    """What a link leads to may be anything, and a pipe waits for ever."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "elsewhere").write_text(EN, "utf-8")
    (tmp_path / "docs" / "a.md").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "docs" / "b.md")
    assert told_languages("", tmp_path / "docs").codes == ("zh", "en")
