"""The search index of the last build, left as it is where nothing has changed that it shows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from notes_kb.build.frozen import freeze, thaw
from notes_kb.build.keys import digest
from notes_kb.build.store import StepCache, Store

STEP = "search-written"
"""Step of the store: the files of an index, and what it was made from."""


class _Written(NamedTuple):
    """An index as it was written."""

    files: dict[str, tuple[int, int, int]]
    """Size, time of modification and of change of each file, by its path in the folder."""
    used: frozenset[bytes]
    """What of the cache it was made from, which the build after the next edit wants."""


def is_written(store: Store, cache: StepCache, folder: Path, key: bytes) -> bool:
    """Whether a folder holds the index that was written there under a key, and nothing else.

    Its values in the cache count as used then.
    """
    data = store.get(STEP, _name(folder, key))
    if data is None:
        return False
    written = thaw(_Written, data)
    try:
        unchanged = written.files == dict(_stamps(folder))
    except OSError:
        return False
    return unchanged and cache.use(written.used) == written.used


def remember(store: Store, folder: Path, key: bytes, used: Iterable[bytes]) -> None:
    """Remember an index that was written under a key, and what of the cache was used for it."""
    written = _Written(dict(_stamps(folder)), frozenset(used))
    store.put(STEP, _name(folder, key), freeze(_Written, written))


def _name(folder: Path, key: bytes) -> bytes:
    return digest(str(folder.resolve()), key)


def _stamps(folder: Path, uri: str = "") -> Iterator[tuple[str, tuple[int, int, int]]]:
    with os.scandir(folder / uri) as entries:
        for entry in entries:
            name = f"{uri}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _stamps(folder, f"{name}/")
            else:
                status = entry.stat(follow_symlinks=False)
                yield name, (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
