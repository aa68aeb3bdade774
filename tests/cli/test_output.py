"""What the command prints reaches every terminal."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site import Built

COMMANDS = {
    "check": ["check"],
    "search": ["search", "MoE"],
    "search, nothing": ["search", "没有这个词"],
    "parse": ["parse", "docs/notes/talk.md"],
    "parse, JSON": ["parse", "--format", "json", "docs/notes/talk.md"],
    "import": ["import", "--dry-run", "docs/notes/talk.md"],
    "import, refused": ["import", "docs/没有.txt"],
    "stamp": ["stamp", "docs/notes/没有.md"],
    "schema": ["schema", "note"],
}


def _notes_kb(
    root: Path, *arguments: str, encoding: str = "utf-8", size: int = 0
) -> subprocess.CompletedProcess[bytes]:
    """Run the command; `size` is the largest file that it may write."""

    def before() -> None:
        if size:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run(
        [sys.executable, "-c", "from notes_kb.cli import main; main()", *arguments],
        cwd=root, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True,
        check=False,
        preexec_fn=before,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_command_prints_to_another_code_page(small_site: Built, arguments: list[str]) -> None:
    """It does there what it does anywhere, in other characters."""
    told = [_notes_kb(small_site.root, *arguments, encoding=e) for e in ("cp1252", "utf-8")]
    assert told[0].returncode == told[1].returncode < 3
    for done in told:
        assert b"Traceback" not in done.stderr, done.stderr
        assert done.stdout or done.stderr
    said = [len(done.stdout.splitlines()) for done in told]
    assert said[0] == said[1]


def test_an_import_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """On a full disk, and into a folder that is a file, one sentence and no file."""
    (tmp_path / "talk.txt").write_text("一场报告\n\n一、开头\n\n" + "  • 第一点\n" * 2000, "utf-8")
    (tmp_path / "file").write_text("mine")
    full = _notes_kb(tmp_path, "import", "talk.txt", "--to", "docs/notes", size=4096)
    taken = _notes_kb(tmp_path, "import", "talk.txt", "--to", "file/notes")
    for done, reason in ((full, b"file too large"), (taken, b"not a directory")):
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        assert b"cannot be written: " + reason in done.stderr, done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "talk.txt"]
    assert _notes_kb(tmp_path, "import", "talk.txt", "--to", "docs/notes").returncode == 0


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "gbk", "utf-8"])
def test_a_terminal_of_another_code_page_is_no_failure(tmp_path: Path, encoding: str) -> None:
    """Characters that it cannot show stand as escapes."""
    (tmp_path / "docs" / "notes").mkdir(parents=True)
    (tmp_path / "docs" / "notes" / "题.md").write_text("---\n题: é\n---\n\n正文\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from notes_kb.cli import main; main()", "check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"front-matter-unknown-key" in done.stdout
    if encoding == "utf-8":
        assert "'题'" in done.stdout.decode()
    if encoding == "cp1252":
        assert b"'\\u9898'" in done.stdout
