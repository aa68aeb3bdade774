"""How far translations are: states, shares, names of what needs work."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from notes_kb.cli import main
from notes_kb.review.coverage import Standing, find_coverage, render_coverage
from notes_kb.translation.fingerprint import fingerprints
from tests.review.sites import CONFIG, draw, known, record

ORIGINAL = "---\ntitle: 甲\n---\n\n## 一 {#one}\n\n- 甲\n\n## 二 {#two}\n\n- 乙\n"


def _stamps(root: Path) -> Mapping[str, str]:
    """Give the fingerprints of the original that the stories translate."""
    draw(root / "original", {"notes/a.md": ORIGINAL})
    (note,) = known(root / "original")[0].notes
    return fingerprints(note)


TRANSLATIONS = {
    # The translation of a.md, {one} and {two} standing for true stamps, and what is said of it.
    "fresh": ("## O {{#one from={one}}}\n\n## T {{#two from={two}}}\n", Standing.FRESH, 100, ""),
    "stale": (
        "## O {{#one from=00000000}}\n\n## T {{#two from={two}}}\n",
        Standing.STALE,
        100,
        "stale: one",
    ),
    "stale and missing": (
        "## O {{#one from=00000000}}\n",
        Standing.STALE,
        50,
        "stale: one; missing: two",
    ),
    "missing": ("## O {{#one from={one}}}\n", Standing.INCOMPLETE, 50, "missing: two"),
    "no stamp": (
        "## O {{#one from={one}}}\n\n## T {{#two}}\n",
        Standing.UNKNOWN,
        100,
        "no stamp: two",
    ),
    "extra": (
        "## O {{#one from={one}}}\n\n## T {{#two from={two}}}\n\n## X {{#x}}\n",
        Standing.FRESH,
        100,
        "extra: x",
    ),
    "nothing": ("", Standing.MISSING, 0, "2 sections"),
}


@pytest.mark.parametrize("story", TRANSLATIONS)
def test_a_note_stands_by_its_worst_part(story: str, tmp_path: Path) -> None:
    """State, share and the parts that need work, for each state that a section can have."""
    text, standing, percent, details = TRANSLATIONS[story]
    files = {"notes/a.md": ORIGINAL, "notes/b.en.md": "## B {#b}\n\nText.\n"}
    if text:
        stamps = _stamps(tmp_path)
        files["notes/a.en.md"] = text.format(**stamps)
    _, kb = known(draw(tmp_path / "docs", files))
    found = list(find_coverage(kb, ("zh", "en")))
    of_a = next(one for one in found if one.id == "a")
    assert (of_a.standing, of_a.percent, of_a.language) == (standing, percent, "en")
    row = next(line for line in render_coverage(found).split("\n") if line.startswith("note a "))
    assert row.split("%")[1].strip() == details
    of_b = next(one for one in found if one.id == "b")
    assert (of_b.standing, of_b.language) == (Standing.MISSING, "zh")


def test_a_note_without_sections_is_there_or_not(tmp_path: Path) -> None:
    """There is nothing to count in it."""
    files = {"notes/a.md": "甲\n", "notes/a.en.md": "A\n", "notes/b.md": "乙\n"}
    _, kb = known(draw(tmp_path, files))
    found = {one.id: (one.standing, one.percent) for one in find_coverage(kb, ("en",))}
    assert found == {"a": (Standing.FRESH, 100), "b": (Standing.MISSING, 0)}


CONCEPTS = {
    # More of the record, its English article, state, what it lacks.
    "whole": (record("a", body="文\n"), "Text.\n", Standing.FRESH, ()),
    "no article": (record("a", body="文\n"), "", Standing.INCOMPLETE, ("article",)),
    "no article in any": (record("a"), "", Standing.FRESH, ()),
    "label only": (
        "---\nlabels: {zh: 甲, en: a}\ndefinition: {zh: 句}\n---\n",
        "",
        Standing.INCOMPLETE,
        ("definition",),
    ),
    "nothing": (
        "---\nlabels: {zh: 甲}\ndefinition: {zh: 句}\n---\n",
        "",
        Standing.MISSING,
        ("label", "definition"),
    ),
}


@pytest.mark.parametrize("story", CONCEPTS)
def test_a_concept_lacks_what_it_has_in_another_language(story: str, tmp_path: Path) -> None:
    """Label, definition and article count."""
    text, article, standing, missing = CONCEPTS[story]
    files = {"concepts/a.md": text, **({"concepts/a.en.md": article} if article else {})}
    _, kb = known(draw(tmp_path, files))
    (found,) = find_coverage(kb, ("zh", "en"))
    assert (found.standing, found.missing) == (standing, missing)


def test_complete_concepts_are_only_counted(tmp_path: Path) -> None:
    """A glossary of hundreds would hide the rows that need work."""
    files = {"concepts/a.md": record("a"), "concepts/b.md": "---\nlabels: {zh: 乙乙}\n---\n"}
    _, kb = known(draw(tmp_path, files))
    found = list(find_coverage(kb, ("en",)))
    assert render_coverage(found) == "concept b  en  missing  0%\nconcepts: 1 missing, 1 fresh\n"
    assert render_coverage(found, everything=True).startswith("concept a  en  fresh    100%\n")


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its exit code says whether something is left to do; programs get every row."""
    draw(tmp_path, {"mkdocs.yml": CONFIG, "docs/notes/a.md": ORIGINAL})
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["status", *arguments])
        return result.exit_code, result.output

    assert run() == (0, "there is nothing to translate\n")
    code, told = run("--language", "en", "--format", "json")
    (row,) = json.loads(told)["translations"]
    assert (code, row["state"], row["missing"]) == (1, "missing", ["one", "two"])
    assert run("--language", "fr")[0] == 2
    code, told = run("b")
    assert (code, "there is no note or concept 'b'" in told) == (2, True)
