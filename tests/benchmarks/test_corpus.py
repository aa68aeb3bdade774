"""The generated corpus is deterministic, paired and of the size that was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("yaml")

from benchmarks.search.corpus.notes import write_corpus
from benchmarks.search.corpus.paragraphs import Paragraph, paired_paragraphs
from tests.site import REPOSITORY


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two runs agree, another seed does not, and the number of pages is exact."""
    source = REPOSITORY / "docs"
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert write_corpus(tmp_path / name, source, pages=200, seed=seed) == 200
    first = _files(tmp_path / "a")
    assert first == _files(tmp_path / "b") != _files(tmp_path / "c")
    assert sum(name.endswith(".md") for name in first) == 200


def test_translations_keep_the_anchors(tmp_path: Path) -> None:
    """Each English note has the sections of its Chinese one."""
    write_corpus(tmp_path / "out", REPOSITORY / "docs", pages=180)
    english = sorted((tmp_path / "out" / "notes").glob("*.en.md"))
    assert english
    for path in english:
        chinese = path.with_name(path.name.replace(".en.md", ".md"))
        anchors = [
            [
                line.rsplit(" ", 1)[1]
                for line in p.read_text("utf-8").splitlines()
                if line[:2] == "##"
            ]
            for p in (path, chinese)
        ]
        assert anchors[0] == anchors[1]
        assert anchors[0]


def test_paragraphs_pair_where_sections_agree(tmp_path: Path) -> None:
    """Sections with as many paragraphs in both languages pair; the rest is left out."""
    zh = "# 题\n\n## 甲 {#a}\n\n- 一\n- 二\n\n```\nx\n```\n\n## 乙 {#b}\n\n三\n\n四\n"
    en = "# T\n\n## A {#a}\n\n- One\n- Two\n\n## B {#b}\n\nThree\n"
    (tmp_path / "x.md").write_text(zh, "utf-8")
    (tmp_path / "x.en.md").write_text(en, "utf-8")
    assert paired_paragraphs(tmp_path) == (Paragraph("一", "One"), Paragraph("二", "Two"))
