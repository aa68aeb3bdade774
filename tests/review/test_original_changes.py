"""What an original has changed since a stamp: found in git history, or said to be unknown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from notes_kb.cli import main
from notes_kb.translation.fingerprint import fingerprints
from tests.review.sites import CONFIG, commit, draw, known

BEFORE = "---\ntitle: 甲\n---\n\n## 一 {#one}\n\n- 甲\n- 乙\n\n## 二 {#two}\n\n- 丙\n"
AFTER = BEFORE.replace("- 乙\n", "- 乙，改过\n").replace("## 一", "引言\n\n## 一")


def _translation(root: Path) -> str:
    """Write a translation with the stamps of the first state."""
    (note,) = known(draw(root / "before", {"notes/a.md": BEFORE}))[0].notes
    stamps = fingerprints(note)
    return f"## O {{#one from={stamps['one']}}}\n\n- a\n\n## T {{#two from={stamps['two']}}}\n"


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["diff", *arguments])
    return result.exit_code, result.output


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Draw a site whose original has changed in one of two sections."""
    files = {
        "mkdocs.yml": CONFIG,
        "docs/notes/a.md": BEFORE,
        "docs/notes/a.en.md": _translation(tmp_path),
    }
    draw(tmp_path / "site", files)
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path / "site"


def test_the_old_text_comes_from_history(site: Path) -> None:
    """As a diff with the lines of the file, also where the file had another name then."""
    first = commit(site, {"docs/notes/a.md": None, "docs/notes/old.md": BEFORE})
    commit(site, {"docs/notes/old.md": None, "docs/notes/a.md": BEFORE})
    commit(site, {"docs/notes/a.md": AFTER})
    code, told = _run("docs/notes/a.en.md")
    lines = told.split("\n")
    assert code == 1
    assert lines[0].startswith("docs/notes/a.en.md:1: section 'one' (from=")
    assert lines[1].startswith("--- docs/notes/a.md (")
    assert first[:4] not in lines[1], "the latest commit with this text is named"
    assert lines[2:] == [
        "+++ docs/notes/a.md",
        "@@ -5,4 +7,4 @@",
        " ## 一 {#one}",
        " ",
        " - 甲",
        "-- 乙",
        "+- 乙，改过",
        "",
        "1 section: 1 stale",
        "",
    ]


def test_without_the_old_text_the_section_is_shown(site: Path) -> None:
    """One sentence says why: no repository, or no commit that left it so."""
    draw(site, {"docs/notes/a.md": AFTER})
    code, told = _run("docs/notes/a.en.md")
    assert (code, "is not in a git repository; the original as it is now:" in told) == (1, True)
    assert "    - 乙，改过\n" in told
    commit(site, {})
    _, told = _run("docs/notes/a.en.md")
    assert "no state of docs/notes/a.md in git history has this fingerprint" in told
    assert "    - 乙，改过\n" in told


def test_missing_and_extra_sections_are_told(site: Path) -> None:
    """They need work too, and no history."""
    draw(site, {"docs/notes/a.en.md": "## X {#x}\n\n- a\n"})
    code, told = _run("docs/notes/a.en.md")
    assert code == 1
    assert "docs/notes/a.md:5: section 'one' is not translated:\n    ## 一 {#one}\n" in told
    assert "docs/notes/a.en.md:1: section 'x' is not in docs/notes/a.md\n" in told
    assert told.endswith("3 sections: 2 not translated, 1 without an original\n")


def test_an_original_stands_for_its_translations(site: Path) -> None:
    """Nothing to do ends with 0; programs get both texts."""
    path = "docs/notes/a.en.md"
    said = f"{path}: nothing has changed in docs/notes/a.md since its stamps\n"
    assert _run("docs/notes/a.md") == (0, said)
    commit(site, {})
    draw(site, {"docs/notes/a.md": AFTER})
    code, told = _run("notes/a.md", "--format", "json")
    (row,) = json.loads(told)["sections"]
    assert (code, row["section"], row["state"]) == (1, "one", "stale")
    assert (row["old"][-1], row["now"][-1]) == ("- 乙", "- 乙，改过")


REFUSED = {
    "docs/concepts/c.md": (2, "only sections of notes have stamps"),
    "docs/notes/b.md": (1, "'b' is not translated yet"),
    "docs/notes/none.md": (2, "there is no file or folder 'docs/notes/none.md'"),
}


@pytest.mark.parametrize("file", REFUSED)
def test_what_has_no_stamps_is_refused(file: str, site: Path) -> None:
    """In one sentence."""
    draw(site, {"docs/notes/b.md": BEFORE, "docs/concepts/c.md": "---\nlabels: {zh: 丙丙}\n---\n"})
    code, sentence = REFUSED[file]
    told = _run(file)
    assert (told[0], sentence in told[1]) == (code, True), told[1]
