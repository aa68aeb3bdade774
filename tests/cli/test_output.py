"""What the command prints reaches every terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


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
