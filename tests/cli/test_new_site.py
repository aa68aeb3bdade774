"""`notes-kb new site`: one command to a site that is checked, built and published."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner

from notes_kb.cli import main, new
from tests.site import REPOSITORY

FILES = {
    ".github/ISSUE_TEMPLATE/mistake.yml",
    ".github/PULL_REQUEST_TEMPLATE.md",
    ".github/workflows/site.yml",
    ".gitignore",
    ".gitlab-ci.yml",
    ".gitlab/merge_request_templates/Default.md",
    ".pre-commit-config.yaml",
    ".remarkrc.yml",
    ".vscode/extensions.json",
    ".vscode/schemas/concept.json",
    ".vscode/schemas/note.json",
    ".vscode/schemas/routes.json",
    ".vscode/settings.json",
    "README.md",
    "docs/concepts/caching.md",
    "docs/concepts/hit-rate.md",
    "docs/index.md",
    "docs/notes/a-talk-on-caches.md",
    "mkdocs.yml",
    "requirements.txt",
}


def run(*arguments: str, language: str = "en_GB.UTF-8") -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    code = "from notes_kb.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "new", *arguments],
        env={**os.environ, "LC_ALL": language, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def written(folder: Path) -> set[str]:
    """Give the files of a folder."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("language", "other", "words"), [("zh_CN.UTF-8", "en", "命中率"), ("C", "zh", "hit rate")]
)
def test_a_new_site_is_clean_and_builds(
    tmp_path: Path, language: str, other: str, words: str
) -> None:
    """In the language of the terminal, with the note in both; nothing is left to mend."""
    folder = tmp_path / "笔记 notes"
    done = run("site", str(folder), language=language)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[1:4] == [
        f"  cd '{folder.as_posix()}'",
        "  mkdocs serve",
        "Before you publish it, write in requirements.txt where notes-kb comes from.",
    ]
    suffixed = {
        f"docs/index.{other}.md",
        f"docs/notes/a-talk-on-caches.{other}.md",
        f".github/ISSUE_TEMPLATE/mistake.{other}.yml",
    }
    assert written(folder) == FILES | suffixed
    check = "from notes_kb.cli import main; main()"
    status = subprocess.run(
        [sys.executable, "-c", check, "status"],
        cwd=folder, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert status.stdout.endswith("\nnotes: 1 fresh\nconcepts: 2 fresh\n")
    for command in (["-c", check, "check"], ["-m", "mkdocs", "build", "--strict"]):
        told = subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert told.returncode == 0, told.stdout + told.stderr
    page = (folder / "site/notes/a-talk-on-caches/index.html").read_text("utf-8")
    assert f'class="nk-concept" href="../../concepts/hit-rate/">{words}</a>' in page


ORIGINS = {
    "a repository": (
        {
            "url": "https://git.example.org/a/notes_kb",
            "vcs_info": {"vcs": "git", "commit_id": "c0ffee"},
        },
        ["notes-kb @ git+https://git.example.org/a/notes_kb@c0ffee"],
    ),
    "a folder": ({"url": "file:///home/a/notes_kb", "dir_info": {}}, []),
    "nothing recorded": (None, []),
}


@pytest.mark.parametrize(("recorded", "lines"), ORIGINS.values(), ids=ORIGINS.keys())
def test_a_site_requires_what_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorded: object, lines: list[str]
) -> None:
    """From the repository it was installed from; never a bare name that anybody may take."""
    text = None if recorded is None else json.dumps(recorded)
    record = SimpleNamespace(read_text=lambda name: text)
    monkeypatch.setattr(new, "distribution", lambda name: record)
    done = CliRunner().invoke(main, ["new", "site", str(tmp_path / "x")])
    assert done.exit_code == 0, done.output
    assert ("where notes-kb comes from" in done.output) == (not lines)
    required = (tmp_path / "x/requirements.txt").read_text("utf-8").splitlines()
    assert [line for line in required if not line.startswith("#")] == lines


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """Not one file is written where another one of its name stands."""
    (tmp_path / "README.md").write_text("mine", "utf-8")
    done = run("site", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == f"Error: {tmp_path / 'README.md'} is there already\n"
    assert written(tmp_path) == {"README.md"}


def test_a_site_needs_a_language_that_has_texts(tmp_path: Path) -> None:
    """The message names those that do."""
    done = run("site", str(tmp_path / "x"), "--language", "ja")
    assert done.returncode == 2
    assert "a new site begins in en or zh" in done.stderr
    assert not (tmp_path / "x").exists()


def test_a_name_may_hold_anything(tmp_path: Path) -> None:
    """It is quoted where YAML would read it otherwise."""
    done = run("site", str(tmp_path / "x"), "--name", 'A: "b" # {c}')
    assert done.returncode == 0, done.stderr
    config = yaml.safe_load((tmp_path / "x/mkdocs.yml").read_text("utf-8"))
    assert config["site_name"] == 'A: "b" # {c}'


def test_every_step_of_the_workflows_is_a_command_that_exists(tmp_path: Path) -> None:
    """With options that its command has; `make workflows` asks actionlint for the rest."""
    assert run("site", str(tmp_path / "x")).returncode == 0
    workflow = yaml.safe_load((tmp_path / "x/.github/workflows/site.yml").read_text("utf-8"))
    gitlab = yaml.safe_load((tmp_path / "x/.gitlab-ci.yml").read_text("utf-8"))
    hooks = yaml.safe_load((tmp_path / "x/.pre-commit-config.yaml").read_text("utf-8"))
    steps = [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]
    steps += [line for job in ("check", "pages") for line in gitlab[job]["script"]]
    steps = [step.partition(" > ")[0] for step in steps]
    steps += [hook["entry"] for repo in hooks["repos"] for hook in repo["hooks"]]
    assert {step.split()[0] for step in steps} == {"pip", "notes-kb", "mkdocs"}
    for step in steps:
        program, *arguments = step.split()
        if program == "notes-kb":
            assert CliRunner().invoke(main, [*arguments, "--help"]).exit_code == 0, step
    events = workflow[True]  # What YAML makes of the key `on`.
    assert events["push"]["branches"] == ["main"]
    assert workflow["permissions"] == {"contents": "read"}


def test_every_form_and_template_stands_in_both_languages(tmp_path: Path) -> None:
    """Whichever the site's own one is; the same words for both hosts of code."""
    assert run("site", str(tmp_path / "x")).returncode == 0
    forms = sorted((tmp_path / "x/.github/ISSUE_TEMPLATE").iterdir())
    names = [yaml.safe_load(form.read_text("utf-8"))["name"] for form in forms]
    assert names == ["A mistake in a note", "笔记有错"]
    template = (tmp_path / "x/.github/PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    assert template.index("**Source**") < template.index("**来源**")
    assert (tmp_path / "x/.gitlab/merge_request_templates/Default.md").read_text(
        "utf-8"
    ) == template


def test_what_editors_read_names_files_that_are_there(tmp_path: Path) -> None:
    """Each schema that a setting names was written."""
    root = tmp_path / "x"
    assert run("site", str(root)).returncode == 0
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    remark = yaml.safe_load((root / ".remarkrc.yml").read_text("utf-8"))
    named = [*settings["yaml.schemas"], *remark["plugins"][1][1]["schemas"]]
    assert sorted(Path(name).name for name in named) == ["concept.json", "note.json", "routes.json"]
    for name in named:
        schema = json.loads((root / name).read_text("utf-8"))
        assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"


SAME = [
    ".pre-commit-config.yaml", ".remarkrc.yml", ".vscode/extensions.json", ".vscode/settings.json",
    ".vscode/schemas/concept.json", ".vscode/schemas/note.json", ".vscode/schemas/routes.json",
    ".github/workflows/site.yml", ".gitlab-ci.yml",
]  # fmt: skip


def test_this_repository_uses_what_it_gives_to_others(tmp_path: Path) -> None:
    """But for how the program is installed, which is here."""
    assert run("site", str(tmp_path / "x")).returncode == 0
    for name in SAME:
        given = (tmp_path / "x" / name).read_text("utf-8")
        ours = given.replace("pip install --requirement requirements.txt", 'pip install ".[fast]"')
        assert (REPOSITORY / name).read_text("utf-8") == ours, name
    forms = {form.name for form in (REPOSITORY / ".github/ISSUE_TEMPLATE").iterdir()}
    assert forms == {"mistake.yml", "mistake.en.yml", "program.yml", "program.en.yml"}
    template = (REPOSITORY / ".github/PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    assert "**来源**" in template
    assert "**Source**" in template
