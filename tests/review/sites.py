"""Small knowledge bases for the tests of this folder, drawn as file trees."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from notes_kb.domain.language import Languages
from notes_kb.knowledge_base import KnowledgeBase, build
from notes_kb.loading.library import Library, load_library

LANGUAGES = Languages({"zh": "简体中文", "en": "English"})

CONFIG = """\
site_name: Notes
plugins:
  - search
  - notes_kb
"""


def record(label: str, more: str = "", body: str = "") -> str:
    """Write a concept's record that lacks nothing, with further lines and an article."""
    return (
        f"---\nlabels: {{zh: {label}标签, en: {label} label}}\n"
        f"definition: {{zh: 一句。, en: One.}}\n"
        f"sources: [{{title: T, url: https://example.org}}]\n{more}---\n{body}"
    )


def draw(root: Path, files: Mapping[str, str | None]) -> Path:
    """Write files below a folder; None removes one."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, "utf-8")
    return root


def known(root: Path) -> tuple[Library, KnowledgeBase]:
    """Read a docs folder."""
    library = load_library(root, LANGUAGES)
    return library, build(library)


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, with nothing of the machine's configuration."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{
            f"GIT_{who}_{what}": "t@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path, files: Mapping[str, str | None], message: str = "change") -> str:
    """Write files and commit all; the repository is made where there is none. Gives the hash."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    draw(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")
