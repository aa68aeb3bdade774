"""The pages that the last build wrote, put back where they are the same.

The host empties the site's folder before each build and writes every page anew. Before it
does, the old files are set aside; a page that is to be written with the same bytes is moved
back, with its time stamp. That takes a tenth of the time, and shows those who upload a site
what has changed.
"""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from notes_kb.build.frozen import freeze, thaw
from notes_kb.build.keys import digest
from notes_kb.build.store import Store

ASIDE = ".notes_kb-before"
"""The folder in the site's own, while a build runs; the host leaves hidden files alone."""

STEP = "site-files"
"""Step of the store: what was written last to a site's folder."""


FEW = 16
"""Files that may come back with a folder; of a larger one each comes by itself."""

_HOST = "mkdocs.commands.build"
"""The log in which the host tells of each page that is empty."""


class Written(NamedTuple):
    """A page's file as it was written, to tell whether it is still that."""

    key: bytes
    """Stands for the page's content."""
    needed: frozenset[str]
    """What the policy must allow on the page."""
    size: int
    modified: int
    """The time stamp, in nanoseconds."""


class KeptFiles:
    """The files of a site's folder before a build, and what becomes of them."""

    def __init__(self, site_dir: Path) -> None:
        """Take the folder; nothing is moved yet."""
        self._site, self._aside = site_dir, site_dir / ASIDE
        self._before: dict[str, Written] = {}
        self._now: dict[str, tuple[bytes, frozenset[str]]] = {}
        self._along: dict[str, tuple[int, int]] = {}
        """Files that came back with their folder and have not been asked for, by their size
        and time stamp."""
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

    def recall(self, store: Store) -> None:
        """Read what the last build wrote here."""
        data = store.get(STEP, self._name)
        self._before = thaw(dict[str, Written], data) if data and self._aside.is_dir() else {}
        logging.getLogger(_HOST).addFilter(self._skipped)

    def expect(self, uri: str, key: bytes, needed: frozenset[str]) -> None:
        """Hear that a page's file is written by the host."""
        self._now[uri] = key, needed
        self._along.pop(uri, None)

    def put_back(self, uri: str, key: bytes, source: str) -> Written | None:
        """Move a page's file back if it is the one that was written under the same key.

        The host, which is then given an empty page, would say so by the name of the source.
        """
        known = self._before.get(uri)
        if known is None or known.key != key or not self._moved(uri, known):
            return None
        self._now[uri] = key, known.needed
        self._skipped.names.add(source)
        return known

    def _moved(self, uri: str, known: Written) -> bool:
        along = uri in self._along
        old, new = (self._site if along else self._aside) / uri, self._site / uri
        try:
            if _stamp(os.lstat(old)) != (known.size, known.modified):
                return False
            if along:
                del self._along[uri]
            elif not self._moved_folder(uri):
                new.parent.mkdir(parents=True, exist_ok=True)
                os.rename(old, new)
        except OSError:
            return False
        return True

    def _moved_folder(self, uri: str) -> bool:
        """Move a file back with its folder where that holds little else: most hold one page.

        To make a folder, or to delete one, takes longer than to write a page.
        """
        folder = uri.rpartition("/")[0]
        old, new = self._aside / folder, self._site / folder
        if not folder or new.exists():
            return False
        stamps: dict[str, tuple[int, int]] = {}
        if not _stamp_below(old, folder, stamps):
            return False
        new.parent.mkdir(parents=True, exist_ok=True)
        os.rename(old, new)
        self._along |= stamps
        del self._along[uri]
        return True

    def place(self, uri: str, data: bytes) -> None:
        """Write a file, or leave or move back the old one where it holds the same bytes."""
        along = self._along.pop(uri, None) is not None
        old, new = (self._site if along else self._aside) / uri, self._site / uri
        with suppress(OSError):
            if old.read_bytes() == data and not old.is_symlink():
                if not along:
                    new.parent.mkdir(parents=True, exist_ok=True)
                    os.rename(old, new)
                return
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(data)

    def place_folder(self, name: str) -> None:
        """Move a whole folder back, for code that compares its files itself."""
        with suppress(OSError):
            (self._site / name).parent.mkdir(parents=True, exist_ok=True)
            os.rename(self._aside / name, self._site / name)

    def record(self, store: Store) -> None:
        """Remember the pages as they are now, at the end of the build."""
        found: dict[str, Written] = {}
        for uri, (key, needed) in self._now.items():
            with suppress(OSError):
                status = os.lstat(self._site / uri)
                found[uri] = Written(key, needed, status.st_size, status.st_mtime_ns)
        if found != self._before:
            store.put(STEP, self._name, freeze(dict[str, Written], found))

    def remove(self) -> None:
        """Delete what was not put back."""
        logging.getLogger(_HOST).removeFilter(self._skipped)
        for uri, stamp in self._along.items():
            with suppress(OSError):
                if _stamp(os.lstat(self._site / uri)) == stamp:  # Nobody has written it since.
                    os.unlink(self._site / uri)
                    _remove_empty(self._site, uri.rpartition("/")[0])
        self._along.clear()
        shutil.rmtree(self._aside, ignore_errors=True)

    @property
    def _name(self) -> bytes:
        return digest(str(self._site.resolve()))


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _stamp_below(folder: Path, uri: str, stamps: dict[str, tuple[int, int]]) -> bool:
    """Stamp the files of a folder and those below; False where it holds many, or anything else."""
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        name = f"{uri}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if not _stamp_below(Path(entry.path), name, stamps):
                return False
        elif entry.is_file(follow_symlinks=False) and len(stamps) < FEW:
            stamps[name] = _stamp(entry.stat(follow_symlinks=False))
        else:
            return False
    return bool(found)


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
