"""The pages that the last build wrote, put back where they are the same.

The host empties the site's folder before each build and writes every page anew. Before it
does, the old files are set aside, and come back before it writes the first page: a page that
is to be written with the same bytes stays, with its time stamp, and what nobody asked for is
deleted in the end. That takes a tenth of the time, and shows those who upload a site what has
changed.
"""

from __future__ import annotations

import logging
import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mkdocs import utils

from notes_kb.build.frozen import freeze, thaw
from notes_kb.build.keys import digest
from notes_kb.build.store import Store

ASIDE = ".notes_kb-before"
"""The folder in the site's own, while a build runs; the host leaves hidden files alone."""

STEP = "site-files"
"""Step of the store: what was written last to a site's folder."""

_HOST = "mkdocs.commands.build"
"""The log in which the host tells of each page that is empty."""


Stamp = tuple[int, int, int]
"""A file's size, when it was modified, and when anything of it was changed: who writes a file
can set the second, and nobody the third (which Windows does not tell)."""


class Written(NamedTuple):
    """A file as it was written, to tell whether it is still that."""

    key: bytes
    """Stands for its content."""
    needed: frozenset[str]
    """What the policy must allow on it, where it is a page."""
    size: int
    modified: int
    """The time stamp, in nanoseconds."""


class KeptFiles:
    """The files of a site's folder before a build, and what becomes of them."""

    def __init__(self, site_dir: Path) -> None:
        """Take the folder; nothing is moved yet."""
        self._site, self._aside = site_dir, site_dir / ASIDE
        self._root = os.fspath(site_dir)
        self._before: dict[str, Written] = {}
        self._now: dict[str, tuple[bytes, frozenset[str]]] = {}
        self._along: dict[str, Stamp] = {}
        """Files that came back and have not been asked for."""
        self._early: dict[str, tuple[Written, Stamp]] = {}
        """Files that are there before the host asks for them."""
        self._folders: set[str] = set()
        """The folders that came back."""
        self._skipped = _Skipped()

    def set_aside(self) -> None:
        """Move what the host is about to delete; call it before the host does."""
        self.remove()
        if not self._site.is_dir():
            return
        # Where files cannot be moved, the build writes all of them, as the host does.
        with suppress(OSError):
            self._aside.mkdir()
            for entry in os.listdir(self._site):
                if not entry.startswith("."):
                    os.rename(self._site / entry, self._aside / entry)

    def recall(self, store: Store, expected: Iterable[str] = ()) -> None:
        """Move the files back, and read what the last build wrote of them.

        `expected` are the files that the host is about to write, wherever they come from: no
        folder of the last build stands where one of them belongs, nor the other way round.
        """
        data = store.get(STEP, self._name)
        self._before = thaw(dict[str, Written], data) if data and self._aside.is_dir() else {}
        logging.getLogger(_HOST).addFilter(self._skipped)
        if not self._before:
            return
        for entry in os.listdir(self._aside):
            with suppress(OSError):
                self._bring_back(entry)
        for uri in expected:
            self._make_way(uri)

    def _bring_back(self, name: str) -> None:
        """Move a file or a folder back into the site, unless something stands there already.

        Ten thousand files come in one step; each by itself, with its folder, takes half a
        second.
        """
        old, new = self._aside / name, self._site / name
        if os.path.lexists(new):
            return
        status = os.lstat(old)
        if not stat.S_ISDIR(status.st_mode):
            if _is_own(status):
                os.rename(old, new)
                self._along[name] = _stamp(os.lstat(new))  # To be moved is a change too.
            return
        stamps: dict[str, Stamp] = {}
        folders: list[str] = []
        if _stamp_below(str(old), name, stamps, folders):
            os.rename(old, new)
            self._along |= stamps
            self._folders.update(folders)

    def _make_way(self, uri: str) -> None:
        """Remove what came back and keeps a file from being written at its place."""
        above = uri.rpartition("/")[0]
        while above:
            if self._along.pop(above, None) is not None:
                os.unlink(self._site / above)
            above = above.rpartition("/")[0]
        if uri in self._folders:
            shutil.rmtree(self._site / uri)
            self._along = {k: v for k, v in self._along.items() if not k.startswith(f"{uri}/")}

    def expect(self, uri: str, key: bytes, needed: frozenset[str]) -> None:
        """Hear that a page's file is written by the host."""
        self._now[uri] = key, needed
        self._along.pop(uri, None)

    def written(self, uri: str, key: bytes, needed: frozenset[str], stamp: Stamp) -> None:
        """Hear that a page's file was written before the host asks for it."""
        self._along.pop(uri, None)
        self._early[uri] = Written(key, needed, *stamp[:2]), stamp

    def put_back(self, uri: str, key: bytes, source: str = "") -> Written | None:
        """Leave a file where it is, if it is the one that was written under the same key.

        The host, which is then given an empty page, would say so by the name of the source.
        """
        early = self._early.pop(uri, None)
        known = early[0] if early else self._before.get(uri)
        if known is None or known.key != key:
            return None
        with suppress(OSError):
            if self._is_it(uri, early[1]) if early else self._is_there(uri, known):
                self._now[uri] = key, known.needed
                self._skipped.names.add(source)
                return known
        return None

    def holds(self, uri: str, key: bytes) -> bool:
        """Whether a file came back that was written under a key; `put_back` looks once more."""
        known, along = self._before.get(uri), self._along.get(uri)
        if known is None or along is None:
            return False
        return known.key == key and along[:2] == (known.size, known.modified)

    def _is_there(self, uri: str, known: Written) -> bool:
        along = self._along.get(uri)
        if along is None:  # It stayed aside.
            status = os.lstat(self._aside / uri)
            if (status.st_size, status.st_mtime_ns) != (known.size, known.modified):
                return False
            self._move_back(uri)
            return True
        if along[:2] != (known.size, known.modified):
            return False
        if not self._is_it(uri, along):
            return False
        del self._along[uri]
        return True

    def _is_it(self, uri: str, stamp: Stamp) -> bool:
        return _stamp(os.lstat(f"{self._root}/{uri}")) == stamp  # A path object takes longer.

    def _move_back(self, uri: str) -> None:
        (self._site / uri).parent.mkdir(parents=True, exist_ok=True)
        os.rename(self._aside / uri, self._site / uri)

    def place(self, uri: str, data: bytes, key: bytes = b"") -> None:
        """Write a file, or leave or move back the old one where it holds the same bytes.

        Under a `key` that stands for its content, the next build leaves it without reading it.
        """
        if key:
            self._now[uri] = key, frozenset()
        along = self._along.pop(uri, None) is not None
        old, new = (self._site if along else self._aside) / uri, self._site / uri
        with suppress(OSError):
            status = os.lstat(old)  # Most that differ have another size, and are not read.
            if _is_file_of(status, len(data)) and old.read_bytes() == data:
                if not along:
                    self._move_back(uri)
                return
        if not along:
            self._make_way(uri)
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(data)

    def place_folder(self, name: str) -> None:
        """Move a whole folder back, for code that compares its files itself."""
        if name in self._folders:
            below = f"{name}/"
            self._along = {k: v for k, v in self._along.items() if not k.startswith(below)}
            return
        with suppress(OSError):
            (self._site / name).parent.mkdir(parents=True, exist_ok=True)
            os.rename(self._aside / name, self._site / name)

    def record(self, store: Store) -> None:
        """Remember the pages as they are now, at the end of the build."""
        found: dict[str, Written] = {}
        for uri, (key, needed) in self._now.items():
            with suppress(OSError):
                status = os.lstat(f"{self._root}/{uri}")
                found[uri] = Written(key, needed, status.st_size, status.st_mtime_ns)
        if found != self._before:
            store.put(STEP, self._name, freeze(dict[str, Written], found))

    def remove(self) -> None:
        """Delete what was not put back."""
        logging.getLogger(_HOST).removeFilter(self._skipped)
        unasked = self._along | {uri: stamp for uri, (_, stamp) in self._early.items()}
        for uri, stamp in unasked.items():
            with suppress(OSError):
                if _stamp(os.lstat(self._site / uri)) == stamp:  # Nobody has written it since.
                    os.unlink(self._site / uri)
                    _remove_empty(self._site, uri.rpartition("/")[0])
        self._along.clear()
        self._early.clear()
        shutil.rmtree(self._aside, ignore_errors=True)

    @property
    def _name(self) -> bytes:
        return digest(str(self._site.resolve()))


def write_page(path: str, html: str) -> Stamp:
    """Write a page's file as the host does; give its stamp. Raises OSError."""
    utils.write_file(html.encode("utf-8", errors="xmlcharrefreplace"), path)
    return _stamp(os.lstat(path))


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _is_file_of(status: os.stat_result, size: int) -> bool:
    """Whether something is a file, and no link, of a size."""
    return stat.S_ISREG(status.st_mode) and status.st_size == size


def _is_own(status: os.stat_result) -> bool:
    """Whether a file may be written over: one with two names may be a copy that someone keeps."""
    return stat.S_ISREG(status.st_mode) and status.st_nlink == 1


def _stamp_below(folder: str, uri: str, stamps: dict[str, Stamp], folders: list[str]) -> bool:
    """Stamp the files of a folder and those below, and delete what is no file; tell of any."""
    before = len(stamps)
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        name = f"{uri}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if not _stamp_below(entry.path, name, stamps, folders):
                os.rmdir(entry.path)
        else:
            status = entry.stat(follow_symlinks=False)
            if _is_own(status):
                stamps[name] = _stamp(status)
            else:
                os.unlink(entry.path)
    if len(stamps) > before:
        folders.append(uri)
    return len(stamps) > before


def _remove_empty(site: Path, uri: str) -> None:
    """Remove a folder, and those above it, as far as they are empty."""
    while uri:
        os.rmdir(site / uri)  # Raises OSError where it is not empty.
        uri = uri.rpartition("/")[0]


class _Skipped(logging.Filter):
    """Keeps the host from telling of each page that was put back that it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        """The files of the pages that were put back."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let all lines pass but those on pages that were put back."""
        text = record.getMessage()
        if not text.startswith("Page skipped: '"):
            return True
        return text.removeprefix("Page skipped: '").rpartition("'")[0] not in self.names
