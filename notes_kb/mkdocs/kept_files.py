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
        old, new = self._aside / uri, self._site / uri
        try:
            status = os.lstat(old)
            if (status.st_size, status.st_mtime_ns) != (known.size, known.modified):
                return False
            try:
                os.rename(old, new)
            except FileNotFoundError:
                new.parent.mkdir(parents=True)
                os.rename(old, new)
        except OSError:
            return False
        return True

    def place(self, uri: str, data: bytes) -> None:
        """Write a file, or move the old one back where it holds the same bytes."""
        old, new = self._aside / uri, self._site / uri
        try:
            if old.read_bytes() == data and not old.is_symlink():
                new.parent.mkdir(parents=True, exist_ok=True)
                os.rename(old, new)
                return
        except OSError:
            pass
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
        shutil.rmtree(self._aside, ignore_errors=True)

    @property
    def _name(self) -> bytes:
        return digest(str(self._site.resolve()))


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
