"""Symbolic links in a docs folder: where they may lead, and which are refused.

What a link leads to is read and published only where it ends inside of the docs folder, or
in a path that the site's owner has allowed: a contributor can add a link as easily as a
file, and what it names on the machine that builds is none of the contributor's business.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.kinds import FindingKind


@dataclass(slots=True)
class LinkGuard:
    """Tells which links below a folder may be followed."""

    folder: Path
    """The docs folder; it may be a link itself."""
    allowed: tuple[Path, ...] = ()
    """Files and folders elsewhere that links may lead to, or into."""
    refused: dict[str, FindingKind] = field(default_factory=dict)
    """The links that were refused so far, by their paths relative to the folder."""
    _roots: tuple[str, ...] = ()
    _folders: dict[str, str] = field(default_factory=dict)
    """Folders that files were found in, links resolved."""

    def __post_init__(self) -> None:
        """Resolve the folders once."""
        self._roots = tuple(os.path.realpath(path) for path in (self.folder, *self.allowed))

    def target(self, path: str | Path) -> str | None:
        """Give where a path leads, links resolved; None, and keep the path, where it is refused."""
        try:
            real = self._resolved(os.fspath(path))
        except OSError as problem:
            missing = isinstance(problem, FileNotFoundError)
            self._refuse(path, kinds.LINK_TO_NOTHING if missing else kinds.LINK_CIRCLE)
            return None
        if any(real == root or real.startswith(_with_separator(root)) for root in self._roots):
            return real
        self._refuse(path, kinds.OUTSIDE_DOCS)
        return None

    def _resolved(self, path: str) -> str:
        """Resolve all links of a path, those above it once for each folder. Raises OSError."""
        folder, name = os.path.split(path)
        if name in {"", os.curdir, os.pardir} or stat.S_ISLNK(os.lstat(path).st_mode):
            return os.path.realpath(path, strict=True)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder, strict=True)
        return os.path.join(self._folders[folder], name)

    def walk(self) -> Iterator[tuple[str, list[str], list[str]]]:
        """Walk the folder as `os.walk` does, following the links that may be followed.

        A folder that the walk is inside of already is not entered again through a link.
        """
        waiting: list[tuple[str, tuple[str, ...]]] = [
            (os.fspath(self.folder), (os.path.realpath(self.folder),))
        ]
        while waiting:
            parent, above = waiting.pop()
            folders, files = self._entries(parent)
            entered: dict[str, tuple[str, ...]] = {}
            for name in sorted(folders):
                path = os.path.join(parent, name)
                real = self.target(path) if os.path.islink(path) else os.path.join(above[-1], name)
                if real in above:
                    self._refuse(path, kinds.LINK_CIRCLE)
                elif real is not None:
                    entered[name] = (*above, real)
            names = [*entered]
            yield parent, names, files
            # The caller may have taken some out, as callers of `os.walk` do.
            waiting += [(os.path.join(parent, name), entered[name]) for name in reversed(names)]

    def findings(self) -> list[Diagnostic]:
        """Report what was refused, hidden files excepted."""
        return [
            kind.at(path=path)
            for path, kind in sorted(self.refused.items())
            if not any(part.startswith(".") for part in path.split("/"))
        ]

    def _entries(self, parent: str) -> tuple[list[str], list[str]]:
        """Give the folders and the files of a folder, refused links to files left out."""
        folders, files = [], []
        try:
            with os.scandir(parent) as entries:
                for entry in entries:
                    if _is_folder(entry):
                        folders.append(entry.name)
                    elif not entry.is_symlink() or self.target(entry.path) is not None:
                        files.append(entry.name)
        except OSError:  # A folder that cannot be listed holds nothing for us, as in `os.walk`.
            return [], []
        return folders, files

    def _refuse(self, path: str | Path, kind: FindingKind) -> None:
        relative = os.path.relpath(path, self.folder)
        self.refused[relative.replace(os.sep, "/")] = kind


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _with_separator(root: str) -> str:
    return root if root.endswith(os.sep) else root + os.sep
