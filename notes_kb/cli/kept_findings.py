"""What a check of a site found, told again while nothing has changed that it depends on.

To plan a site of two thousand files takes two seconds even where every text is known; to read
them and see that they are the same takes a tenth of one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from notes_kb.build.frozen import freeze, thaw
from notes_kb.build.keys import DIGEST_SIZE, digest
from notes_kb.cli.reading import open_cache
from notes_kb.cli.site_config import SiteConfig, self_contained
from notes_kb.domain.diagnostic import Diagnostic

STEP = "check"
"""Step of the store: what a check found."""

_TEXTS = (".md", ".markdown", ".txt", ".yml", ".yaml")
"""Files that are compared by their bytes; of all others size and time stamps tell."""

Findings = tuple[Diagnostic, ...]


def kept_findings(site: SiteConfig, make: Callable[[], Findings | None]) -> Findings | None:
    """Give what the last check found, where all is as it was; else make it and keep it.

    Nothing is kept of a site whose findings may depend on more than its configuration and its
    docs folder.
    """
    key = _key(site)
    if key is None:
        return make()
    store = open_cache(site)
    known = store.get(STEP, key)
    store.close()
    if known is not None:
        return thaw(Findings, known)
    found = make()
    if found is not None and _key(site) == key:  # Nobody has saved a file meanwhile.
        store = open_cache(site)
        store.put(STEP, key, freeze(Findings, found))
        store.commit()
        store.close()
    return found


def _key(site: SiteConfig) -> bytes | None:
    """Digest all that the findings of a site depend on; None where that cannot be told."""
    config = self_contained(site.folder)
    if config is None or site.outside_docs:
        return None
    try:
        return digest(config, tuple(sorted(_files(site.docs_dir))))
    except (_LinkError, OSError):
        return None


class _LinkError(Exception):
    """A symbolic link: what it leads to may stand anywhere."""


def _files(folder: Path, name: str = "") -> Iterator[tuple[str, bytes | tuple[int, ...]]]:
    """Yield the files of a folder and those below, with what tells their contents."""
    with os.scandir(folder / name) as entries:
        for entry in entries:
            path = f"{name}{entry.name}"
            if entry.is_symlink():
                raise _LinkError
            if entry.is_dir(follow_symlinks=False):
                yield path + "/", b""
                yield from _files(folder, path + "/")
            elif path.lower().endswith(_TEXTS) and entry.is_file(follow_symlinks=False):
                with open(entry.path, "rb") as file:
                    yield path, blake2b(file.read(), digest_size=DIGEST_SIZE).digest()
            else:
                status = entry.stat(follow_symlinks=False)
                yield path, (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
