"""Typical mistakes of authors, each in a note of its own, and what `check` says of them.

A note `mistakes/docs/notes/NAME.md` has its report in `mistakes/says/NAME.txt`: to the
letter, since the words are what an author gets. `python -m tests.checks.test_mistakes`
writes the reports anew; read them before they are committed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MISTAKES = Path(__file__).with_name("mistakes")
SAYS = MISTAKES / "says"
NAMES = sorted(file.stem for file in (MISTAKES / "docs/notes").glob("*.md"))
CONFIG = """\
site_name: Mistakes
site_url: https://example.org/
theme: {name: material}
plugins:
  - search
  - notes_kb: {ignore: [note-undated]}  # Each of these notes is about one mistake.
markdown_extensions: [attr_list, footnotes, tables]
"""


def reports(root: Path) -> dict[str, str]:
    """Check all notes at once, and give what is said of each."""
    shutil.copytree(MISTAKES / "docs", root / "docs")
    (root / "mkdocs.yml").write_text(CONFIG, "utf-8")
    with (root / "docs/img/large.png").open("wb") as picture:
        picture.truncate(3_000_000)
    done = subprocess.run(
        [sys.executable, "-c", "from notes_kb.cli import main; main()", "check"],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    found: dict[str, str] = dict.fromkeys(NAMES, "")
    name = ""
    for line in done.stdout.split("\n"):
        if line.startswith("docs/"):
            name = Path(line.split(":", 1)[0]).stem
        if line.startswith(("docs/", "    ")):
            found[name] = found.get(name, "") + line + "\n"
    return found


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each note."""
    return reports(tmp_path_factory.mktemp("mistakes") / "site")


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_is_told_with_its_line_and_remedy(name: str, said: dict[str, str]) -> None:
    """The whole report of the note, nothing else."""
    assert said[name] == (SAYS / f"{name}.txt").read_text("utf-8")


def test_every_report_is_of_a_note_and_says_something(said: dict[str, str]) -> None:
    """A mistake that nobody tells of is none of these."""
    assert sorted(said) == NAMES
    assert [name for name in NAMES if not said[name]] == []
    assert sorted(file.stem for file in SAYS.glob("*.txt")) == NAMES


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for note, report in reports(Path(folder) / "site").items():
            (SAYS / f"{note}.txt").write_text(report, "utf-8")
