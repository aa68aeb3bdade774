"""The git history of a docs folder: what was in it, read without touching the work tree.

Objects are read as they are stored (``ls-tree`` and ``cat-file``): no file is checked out,
no hook, filter or text conversion of the repository is run, and nothing is fetched.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from notes_kb.loading.decode import MAX_BYTES

MOST_STATES = 1_000
"""States of one file that are looked at, the latest ones."""

_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}
_LINK, _FILES = "120000", frozenset({"100644", "100755"})


class HistoryError(Exception):
    """The history cannot be read; the message says why, in one sentence."""


class FileState(NamedTuple):
    """A file as one commit left it."""

    commit: str
    """The commit's hash, abbreviated."""
    day: str
    """The day of the commit, in ISO 8601."""
    blob: str
    """The hash of its content."""


class TreeFile(NamedTuple):
    """A file of a commit."""

    path: str
    """Relative to the repository's root."""
    blob: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with a work tree."""

    root: Path

    def path_of(self, file: Path) -> str:
        """Give a path of the work tree relative to the root.

        Raises:
            HistoryError: It is outside.
        """
        # A name may be a link, so only the folder is resolved.
        return posixpath.normpath(posixpath.join(self.relative(file.parent), file.name))

    def relative(self, folder: Path) -> str:
        """Give a folder of the work tree relative to the root, a dot for the root itself.

        Raises:
            HistoryError: It is outside.
        """
        real = folder.resolve()
        if not real.is_relative_to(self.root):
            raise HistoryError(f"'{folder}' is not in the git repository '{self.root}'")
        return real.relative_to(self.root).as_posix()

    def commit(self, revision: str) -> str:
        """Give the hash of the commit that a name means.

        Raises:
            HistoryError: It names none.
        """
        wanted = f"{revision}^{{commit}}"
        found = _git(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        if found is None:
            raise HistoryError(f"'{revision}' is no commit of the git repository")
        return found.decode("ascii").strip()

    def states(self, path: str) -> tuple[FileState, ...]:
        """Give the states that a file has had, the latest first, renames followed."""
        told = _git(
            self.root, "log", "--follow", f"--max-count={MOST_STATES}", "--raw", "--no-abbrev",
            "--format=%h %cs", "--", path,
        )  # fmt: skip
        states: list[FileState] = []
        commit = day = ""
        for line in (told or b"").decode("utf-8", "replace").split("\n"):
            if line.startswith(":"):
                blob = line.split(" ", 4)[3]
                if blob.strip("0"):  # Zeros stand for a file that the commit removed.
                    states.append(FileState(commit, day, blob))
            elif line:
                commit, _, day = line.partition(" ")
        return tuple(states)

    def files(self, commit: str, folder: str = "") -> Iterator[TreeFile]:
        """Yield the files of a commit below a folder; modules of other repositories are none."""
        below = [f"{folder}/"] if folder not in ("", ".") else []
        told = _git(self.root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *below) or b""
        for row in told.split(b"\0")[:-1]:
            about, _, name = row.partition(b"\t")
            mode, _, blob = about.decode("ascii").split(" ")
            path = name.decode("utf-8", "surrogateescape")
            if (mode in _FILES or mode == _LINK) and _is_safe(path):
                yield TreeFile(path, blob, mode == _LINK)

    def contents(self, blobs: Iterable[str]) -> Iterator[bytes]:
        """Yield contents in the order of their hashes; one that is missing is empty."""
        asked = "".join(f"{blob}\n" for blob in blobs).encode("ascii")
        if not asked:
            return
        told = _git(self.root, "cat-file", "--batch", feed=asked) or b""
        at = 0
        while at < len(told):
            end = told.index(b"\n", at)
            head = told[at:end].split(b" ")
            size = int(head[2]) if len(head) == 3 else 0
            at = end + 1
            yield told[at : at + size]
            at += size + 1 if len(head) == 3 else 0

    def write(self, commit: str, wanted: Callable[[str], bool], folder: Path) -> None:
        """Write the files of a commit whose paths are wanted below an empty folder.

        A link is written as a copy of the file of the commit that it leads to; one that
        leads elsewhere is left out, and so is what is longer than any note.
        """
        known = {one.path: one for one in self.files(commit)}
        chosen = [one for path, one in known.items() if wanted(path)]
        chosen = [file for one in chosen if (file := self._followed(one, known))]
        for file, data in zip(chosen, self.contents(one.blob for one in chosen), strict=True):
            if len(data) <= MAX_BYTES:
                target = folder / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)

    def _followed(self, file: TreeFile, known: dict[str, TreeFile]) -> TreeFile | None:
        if not file.is_link:
            return file
        (target,) = self.contents([file.blob])
        name = target.decode("utf-8", "surrogateescape")
        at = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), name))
        found = known.get(at)
        return None if found is None or found.is_link else found._replace(path=file.path)


def find_repository(folder: Path) -> Repository:
    """Give the repository whose work tree holds a folder.

    Raises:
        HistoryError: There is none, or git is not installed.
    """
    told = _git(folder, "rev-parse", "--show-toplevel")
    if told is None:
        raise HistoryError(f"'{folder}' is not in a git repository")
    return Repository(Path(os.fsdecode(told).removesuffix("\n")).resolve())


def _is_safe(path: str) -> bool:
    """Tell whether a path of a tree stays below the folder that it is written to."""
    parts = path.split("/")
    odd = {"", ".", ".."}.intersection(parts) or any("\\" in part or ":" in part for part in parts)
    return not odd and not PurePosixPath(path).is_absolute()


def _git(folder: Path, *arguments: str, feed: bytes = b"") -> bytes | None:
    """Run git and give what it prints; None where it refuses.

    Raises:
        HistoryError: It is not installed.
    """
    settings: Sequence[str] = ("-c", "core.quotePath=false", "-c", "core.fsmonitor=false")
    try:
        done = subprocess.run(
            ["git", "--no-pager", *settings, *arguments],
            cwd=folder, env={**os.environ, **_ENVIRONMENT}, input=feed, capture_output=True,
            check=False,
        )  # fmt: skip
    except OSError as error:
        raise HistoryError("git is not installed, so no history can be read") from error
    return done.stdout if done.returncode == 0 else None
