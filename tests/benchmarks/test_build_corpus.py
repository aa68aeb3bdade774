"""The generated notes are deterministic, of the number asked for, and without findings."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.build.corpus import TERMS, write_notes
from benchmarks.build.edits import EditError, add_alias, edit_text, page_to_edit
from benchmarks.build.vocabulary import SPARE
from tests.site import CONFIG


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `docs`, thirty notes in two languages; it may not be changed."""
    folder = tmp_path_factory.mktemp("corpus")
    assert write_notes(folder / "docs", 60) == 30
    return folder


def _check(folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    command = [str(Path(sys.executable).with_name("notes-kb")), "check"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, corpus: Path) -> None:
    """Two runs agree, and another seed does not."""
    write_notes(tmp_path / "a", 60)
    write_notes(tmp_path / "b", 60, seed=2)
    assert _files(tmp_path / "a") == _files(corpus / "docs") != _files(tmp_path / "b")


@pytest.mark.parametrize(("files", "english", "notes"), [(8, True, 4), (7, False, 7)])
def test_the_number_of_files_is_exact(
    tmp_path: Path, files: int, english: bool, notes: int
) -> None:
    """Half as many notes as files where each stands in two languages, else as many."""
    assert write_notes(tmp_path / "docs", files, english=english) == notes
    assert len(list((tmp_path / "docs/notes").iterdir())) == files
    assert len(list((tmp_path / "docs").rglob("*.en.md"))) == (notes + len(TERMS) + 1) * english


def test_an_odd_number_of_files_is_no_pairs(tmp_path: Path) -> None:
    """Nothing is written for a number that cannot be met."""
    with pytest.raises(ValueError, match="7 files are no pairs"):
        write_notes(tmp_path / "docs", 7)
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize("english", [True, False])
def test_check_finds_missing_figures_only(tmp_path: Path, english: bool) -> None:
    """A corpus has no error and no warning; its lost figures are notes."""
    write_notes(tmp_path / "docs", 120, english=english)
    done = _check(tmp_path)
    assert done.returncode == 0, done.stdout
    assert set(re.findall(r"\[([a-z-]+)\]$", done.stdout, re.M)) == {"figure-missing"}


def test_notes_are_like_those_that_people_write(corpus: Path) -> None:
    """Five to eight sections, 20 to 40 points, most of them with a concept, none twice."""
    forms = [form for term in TERMS for form in (term.label[0], term.alias[0])]
    points: list[str] = []
    for path in sorted((corpus / "docs/notes").glob("n?????.md")):
        text = path.read_text("utf-8")
        assert 5 <= len(re.findall(r"^## ", text, re.M)) <= 8
        own = re.findall(r"^ *- (.*)", text, re.M)
        assert 20 <= len(own) <= 40
        points += own
    mentioning = sum(any(form in point for form in forms) for point in points)
    assert 0.5 < mentioning / len(points) < 0.7
    assert Counter(points).most_common(1)[0][1] == 1
    everything = "".join(p.read_text("utf-8") for p in (corpus / "docs/notes").glob("*.md"))
    for extra in ("```python", "| --- |", "](missing)", "\n> ", "[[", "**总结**", "\n    - "):
        assert extra in everything


def test_translations_have_the_anchors_and_points_of_the_originals(corpus: Path) -> None:
    """Each English note has the sections, topics and number of points of its Chinese one."""
    for chinese in sorted((corpus / "docs/notes").glob("n?????.md")):
        texts = [p.read_text("utf-8") for p in (chinese, chinese.with_suffix(".en.md"))]
        outlines = [re.findall(r"\{#\S+ topic=\S+\}$|^ *- |^> |^```|^\|", t, re.M) for t in texts]
        assert outlines[0] == outlines[1]


EDITS = [
    ("标题后的一段", "# 标题\n\n一段话。\n", "# 标题\n\n一段话。（第 1 次修改）\n"),
    (
        "列表项",
        "---\na: b\n---\n\n## 节\n\n- 一点\n",
        "---\na: b\n---\n\n## 节\n\n- 一点（第 1 次修改）\n",
    ),
    ("代码不算", "```\ncode\n```\n\nText.\n", "```\ncode\n```\n\nText.（第 1 次修改）\n"),
    ("上次的修改", "一（第 7 次修改）\n\n二\n", "一（第 1 次修改）\n\n二\n"),
    ("表格与图片不算", "| a |\n\n![x](y)\n\n三\n", "| a |\n\n![x](y)\n\n三（第 1 次修改）\n"),
]


@pytest.mark.parametrize(("before", "after"), [e[1:] for e in EDITS], ids=[e[0] for e in EDITS])
def test_an_edit_changes_the_first_text(tmp_path: Path, before: str, after: str) -> None:
    """The first paragraph or point gets the new words, in place of those of an earlier edit."""
    page = tmp_path / "x.md"
    page.write_text(before, "utf-8")
    assert edit_text(page, 1) == "（第 1 次修改）"
    assert page.read_text("utf-8") == after


def test_a_page_without_text_cannot_be_edited(tmp_path: Path) -> None:
    """Neither the page nor a folder of such pages."""
    page = tmp_path / "x.md"
    page.write_text("# 只有标题\n", "utf-8")
    with pytest.raises(EditError, match="has no paragraph"):
        edit_text(page, 1)
    with pytest.raises(EditError, match="holds no page"):
        page_to_edit(tmp_path)


def test_the_page_to_edit_is_a_note_in_its_original_language(corpus: Path) -> None:
    """The note in the middle, and no translation."""
    assert page_to_edit(corpus / "docs").name == "n00015.md"


def test_a_new_alias_names_a_concept_in_some_notes(tmp_path: Path) -> None:
    """Each alias stands in notes that did not mention its concept so before; `check` agrees."""
    write_notes(tmp_path / "docs", 400)
    notes = "".join(p.read_text("utf-8") for p in (tmp_path / "docs/notes").iterdir())
    concepts = tmp_path / "docs/concepts"
    for number, (zh, en) in enumerate(SPARE):
        assert zh in notes
        assert en in notes
        before = _files(concepts)
        add_alias(concepts, number)
        changed = {name for name, data in _files(concepts).items() if data != before[name]}
        assert changed == {f"{TERMS[number].id}.md"}
        record = (concepts / f"{TERMS[number].id}.md").read_text("utf-8")
        assert f"zh: [{TERMS[number].alias[0]}, {zh}]" in record
        assert f"en: [{TERMS[number].alias[1]}, {en}]" in record
    assert _check(tmp_path).returncode == 0
    add_alias(concepts, len(SPARE))
    assert SPARE[0][0] not in (concepts / f"{TERMS[0].id}.md").read_text("utf-8")
