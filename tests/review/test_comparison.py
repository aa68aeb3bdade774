"""What changes for readers between two states, told as text, Markdown and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from notes_kb.cli import main
from notes_kb.loading.notes import parse_note
from notes_kb.review.comparison import Change, Comparison, KnowledgeState, compare
from notes_kb.review.comparison_text import (
    LONGEST_COMMENT,
    comparison_json,
    comparison_markdown,
    comparison_text,
)
from notes_kb.translation.fingerprint import fingerprints
from tests.review.sites import CONFIG, commit, draw, git, known, record

NOTE = (
    "---\ntitle: 甲\n---\n\n## 一 {#one}\n\n- 第一点说专家。\n- 第二点说路由。\n\n![图](missing)\n"
)

Files = Mapping[str, str | None]


def _stamp(note: str) -> str:
    return fingerprints(
        parse_note(note, path="notes/a.md", note_id="a", language="zh", pasted=False)
    )["one"]


def _compared(tmp_path: Path, before: Files, changes: Files) -> Comparison:
    draw(tmp_path / "old", before)
    draw(tmp_path / "new", {**before, **{k: v for k, v in changes.items() if v is not None}})
    draw(tmp_path / "new", {k: None for k, v in changes.items() if v is None})
    old, new = known(tmp_path / "old"), known(tmp_path / "new")
    return compare(KnowledgeState(*old), KnowledgeState(*new))


BASE = {"notes/a.md": NOTE, "concepts/moe.md": record("专家")}

STORIES: Mapping[str, tuple[Files, str]] = {
    # What changes in BASE, and what is said of it.
    "nothing": ({}, "nothing changes for readers since main\n"),
    "a note that was reworded": (
        {
            "notes/a.md": NOTE.replace(
                "- 第二点说路由。", "- 第二点说的是路由。\n- 全新的话[源](https://x.org)。"
            ).replace("missing", "../a.png")
        },
        """\
Notes: 1 changed; statements: 1 added, 1 changed
Lost figures: 1 fewer
Search: 2 words found now
Findings: 1 gone note

Notes
  changed: 甲 (notes/a.md)
      changed: 第二点说路由。 → 第二点说的是路由。
      added: 全新的话源。
      link added: https://x.org
      link added: ../a.png

Lost figures
  notes/a.md: 1 → 0

Search
  now: 全新, 的话

Findings
  gone: notes/a.md:10: note: 1 figure is missing, the first of them here [figure-missing]
""",
    ),
    "a statement that moved": (
        {
            "notes/a.md": NOTE.replace(
                "- 第一点说专家。\n- 第二点说路由。", "- 第二点说路由。\n- 第一点说专家。"
            )
        },
        "Notes: 1 changed\n\nNotes\n  changed: 甲 (notes/a.md)\n",
    ),
    "a note that is gone": (
        {"notes/a.md": None},
        """\
Notes: 1 removed; statements: 2 removed
Lost figures: 1 fewer
Search: 3 words no longer found
Findings: 3 gone notes

Notes
  removed: 甲 (notes/a.md), 2 statements

Lost figures
  notes/a.md: 1 → 0

Search
  no longer: 第一点, 第二点, 路由

Findings
  gone: concepts/moe.md: note: no note mentions 'moe', and no other concept is related to it \
[concept-orphan]
  gone: notes/a.md: note: the note has no date [note-undated]
  gone: notes/a.md:10: note: 1 figure is missing, the first of them here [figure-missing]
""",
    ),
    "a concept that is new": (
        {"concepts/router.md": record("路由").replace("路由标签", "路由")},
        """\
Concepts: 1 added
Mentions: 1 added (a concept in a note)
Search: 1 word found now

Concepts
  added: 路由 (concepts/router.md)

Mentions
  router: now in notes/a.md

Search
  now: 路由 label
""",
    ),
    "a record and an article": (
        {
            "concepts/moe.md": record("专家", "broader: [x]\n", "\n条目。\n").replace(
                "One.", "Two."
            ),
        },
        """\
Concepts: 1 changed
Search: 2 words found now
Findings: 1 new error, 1 gone note

Concepts
  changed: 专家标签 (concepts/moe.md)
      definition (en): One. → Two.
      broader: nothing → x
      article (zh) added: 条目。

Search
  now: Two, 条目

Findings
  new: concepts/moe.md:5:11: error: 'broader[0]' names 'x', which is no concept's id \
[concept-unknown]
  gone: concepts/moe.md: note: no note mentions 'moe', and no other concept is related to it \
[concept-orphan]
""",
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_changes_are_told_in_terms_of_readers(story: str, tmp_path: Path) -> None:
    """Counts first, then each thing with what became of it."""
    changes, expected = STORIES[story]
    assert comparison_text(_compared(tmp_path, BASE, changes), "main") == expected


def test_sections_of_translations_become_stale_and_fresh(tmp_path: Path) -> None:
    """By what the translation's stamp says before and after."""
    english = f"## One {{#one from={_stamp(NOTE)}}}\n\n- first\n"
    edited = NOTE.replace("第二点", "第三点")
    found = _compared(
        tmp_path, {"notes/a.md": NOTE, "notes/a.en.md": english}, {"notes/a.md": edited}
    )
    assert [(s.path, s.section) for s in found.stale] == [("notes/a.en.md", "one")]
    assert "Translations: sections: 1 now stale\n" in comparison_text(found, "main")
    mended = english.replace(_stamp(NOTE), _stamp(edited))
    back = _compared(
        tmp_path / "2", {"notes/a.md": edited, "notes/a.en.md": english}, {"notes/a.en.md": mended}
    )
    assert [(s.section, len(back.stale)) for s in back.fresh] == [("one", 0)]
    assert "  notes/a.en.md: up to date: one\n" in comparison_text(back, "main")


def test_a_comment_is_text_folded_and_bounded(tmp_path: Path) -> None:
    """What contributors write formats, links and notifies nothing; GitHub bounds the length."""
    hostile = "<img src=x> **bold** [l](http://e.org) @octocat #12 `code` </details>"
    found = _compared(tmp_path, BASE, {"notes/b.md": f"---\ntitle: '{hostile}'\n---\n\n正文。\n"})
    told = comparison_markdown(found, "main")
    assert told.startswith("### What changes for readers since main\n\n- **Notes**: 1 added")
    assert told.count("<details>") == told.count("</details>") == told.count("<summary>")
    line = next(row for row in told.split("\n") if "octocat" in row)
    assert not re.search(r"(?<!\\)[<>*\[\]`]", line)
    assert "@octocat" not in line
    assert "#12" not in line
    assert len(found.notes) == 1
    (entry,) = found.notes
    texts = replace(entry.statements, added=("长" * 500,) * 40)
    many = replace(found, notes=(replace(entry, change=Change.CHANGED, statements=texts),) * 500)
    long = comparison_markdown(many, "main")
    assert len(long) <= LONGEST_COMMENT
    assert re.search(r"^- and [0-9]+ more$", long, re.MULTILINE)


def test_programs_get_everything(tmp_path: Path) -> None:
    """Every list whole, the states by name, findings without their source lines."""
    found = _compared(tmp_path, BASE, STORIES["a record and an article"][0])
    told = json.loads(comparison_json(found, "main"))
    assert (told["format_version"], told["base"]) == (1, "main")
    (concept,) = told["concepts"]
    assert concept["fields"]["definition (en)"] == {"before": "One.", "after": "Two."}
    (finding,) = told["new_findings"]
    assert finding["kind"] == "concept-unknown"
    assert "source" not in finding


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["report", *arguments])
    return result.exit_code, result.output


def test_a_commit_is_compared_with_the_work_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a subfolder of the repository, with the configuration of then; nothing is touched."""
    site = tmp_path / "kb"
    files = {f"site/docs/{name}": text for name, text in BASE.items()}
    old = CONFIG + "docs_dir: docs\n"
    first = commit(site, {**files, "site/mkdocs.yml": old, "site/docs/notes/b.md": "乙\n"})
    commit(site, {"site/docs/notes/b.md": None})
    draw(site, {"site/docs/notes/c.md": "丙\n"})
    monkeypatch.chdir(site / "site")
    before = git(site, "status", "--porcelain")
    code, told = _run("--base", first)
    assert (code, told.split("\n")[0]) == (
        0,
        "Notes: 1 added, 1 removed; statements: 1 added, 1 removed",
    )
    assert git(site, "status", "--porcelain", "--", "site/docs") == before
    assert not list((site / "site").glob("notes-kb-*"))


def test_a_commit_from_before_the_configuration_is_read_by_that_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folders were what they are, only nobody had said so."""
    first = commit(tmp_path, {"source/_posts/a.md": "甲\n"})
    config = CONFIG.replace("- notes_kb", "- notes_kb: {notes_folder: _posts}")
    draw(tmp_path, {"mkdocs.yml": f"{config}docs_dir: source\n", "source/_posts/b.md": "乙\n"})
    monkeypatch.chdir(tmp_path)
    code, told = _run("--base", first)
    assert (code, told.split("\n")[0]) == (0, "Notes: 1 added; statements: 1 added")


REFUSED = {
    "nothing": "'nothing' is no commit of the git repository",
    "--help": "'--help' is no commit of the git repository",
    "HEAD:docs": "'HEAD:docs' is no commit of the git repository",
}


@pytest.mark.parametrize("revision", REFUSED)
def test_what_is_no_commit_is_refused(
    revision: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence, and no name is an option of git."""
    commit(tmp_path, {"docs/notes/a.md": NOTE})
    monkeypatch.chdir(tmp_path)
    assert _run(f"--base={revision}") == (1, f"Error: {REFUSED[revision]}\n")


def test_without_a_repository_there_is_nothing_to_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence."""
    draw(tmp_path, {"docs/notes/a.md": NOTE})
    monkeypatch.chdir(tmp_path)
    assert _run("--base", "HEAD") == (1, "Error: 'docs' is not in a git repository\n")


def test_links_of_a_commit_lead_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link to a file of the commit is that file; one that leads elsewhere is left out."""
    (tmp_path / "secret.md").write_text("秘密\n")
    site = tmp_path / "kb"
    draw(site, {"docs/notes/a.md": NOTE})
    (site / "docs/notes/inside.md").symlink_to("a.md")
    (site / "docs/notes/outside.md").symlink_to(tmp_path / "secret.md")
    first = commit(site, {"mkdocs.yml": CONFIG})
    for name in ("inside", "outside"):
        (site / f"docs/notes/{name}.md").unlink()
    monkeypatch.chdir(site)
    code, told = _run("--base", first)
    assert (code, "inside.md" in told, "秘密" in told, "outside.md" in told) == (
        0,
        True,
        False,
        False,
    )


def test_a_docs_folder_outside_of_the_commit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configuration of a commit chooses no folder of the machine."""
    site = tmp_path / "kb"
    first = commit(site, {"mkdocs.yml": f"{CONFIG}docs_dir: ../../..\n", "docs/notes/a.md": NOTE})
    draw(site, {"mkdocs.yml": CONFIG})
    monkeypatch.chdir(site)
    code, told = _run("--base", first)
    assert (code, "is outside of the repository" in told) == (1, True)
