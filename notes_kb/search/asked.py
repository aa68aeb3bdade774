"""The queries of earlier tests of an index whose answers cannot have changed since.

An answer depends on the engine, on the files that were read for it, whose names tell their
content, and on what the manifest says beside these names. As long as that is the same, and the
files are there, the answer is: after an edit, Node is asked only what the edit touches.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from notes_kb.search.blocks import Cache
from notes_kb.search.node import FOLDER

ASKED = b"asked"
"""The key under which the cache has what was asked, and the files of each answer."""

NAME = 6
"""Digits of the hash in a file's name."""

Want = tuple[str | int, ...]
"""A query, and what it must find."""


class Asked:
    """The queries that found what they must, and what their answers depend on.

    That is the names of files, and behind a mark of those whose being large counts.
    """

    def __init__(self, site: Path, cache: Cache) -> None:
        """Take those that hold for the index in a site's folder.

        Raises OSError or ValueError where that is no index.
        """
        index = site / FOLDER
        there = set(os.listdir(index))
        engines = sorted(index.glob("*/engine.js"))  # Folders of former scripts may be empty.
        manifest = json.loads(zlib.decompress((index / "manifest.bin").read_bytes()))
        self._cache = cache
        self._frame = _frame(manifest, b"".join(path.read_bytes() for path in engines))
        there.update(_sizes(manifest["directories"]))
        self._used: dict[Want, frozenset[str]] = {
            want: used for want, used in _read(cache.get(ASKED), self._frame) if used <= there
        }

    def holds(self, want: Want) -> bool:
        """Whether a query found what it must, and would again."""
        return want in self._used

    def add(self, want: Want, used: Iterable[str]) -> None:
        """Hear that a query found what it must, and what its answer depends on."""
        self._used[want] = frozenset(used)

    def keep(self, wanted: Iterable[Want]) -> None:
        """Keep what is known of some queries, for the next test."""
        found = {want: self._used[want] for want in wanted if want in self._used}
        names = sorted(frozenset().union(*found.values()))
        numbers = {name: number for number, name in enumerate(names)}
        rows = [[want, sorted(numbers[name] for name in used)] for want, used in found.items()]
        self._cache.put(ASKED, json.dumps([self._frame, names, rows]).encode())


def _read(data: bytes | None, frame: str) -> Iterable[tuple[Want, frozenset[str]]]:
    known, names, rows = json.loads(data) if data else ("", [], [])
    for want, used in rows if known == frame else ():
        yield tuple(want), frozenset([names[number] for number in used])


def _frame(manifest: Mapping[str, Any], engine: bytes) -> str:
    """Digest the engine, and what a manifest says beside the names and sizes of files.

    The first keys of all files belong to it, so that a file of the same name has the same place.
    """
    table = manifest["table"]
    if not isinstance(table, str):  # In a large site it stands in a file.
        table = {**table, **{kind: _without_names(table[kind]) for kind in ("chunks", "titles")}}
    directories = {kind: _without_files(one) for kind, one in manifest["directories"].items()}
    frame = {**manifest, "build": "", "directories": directories, "table": table}
    data = json.dumps(frame, sort_keys=True).encode()
    return blake2b(data + engine, digest_size=16).hexdigest()


def _sizes(directories: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of all files behind a mark: a plus for large ones, a minus for others."""
    for kind, directory in directories.items():
        names = directory.get("names", "")
        large = {number for number, _ in directory.get("large", ())}
        for number in range(len(names) // NAME):
            own = names[number * NAME : (number + 1) * NAME]
            yield f"{'+' if number in large else '-'}{kind}{number}-{own}.bin"


def _without_names(ranges: list[object]) -> list[object]:
    return [ranges[0], *ranges[2:]]


def _without_files(directory: Mapping[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in directory.items() if key not in {"names", "large", "size"}}
    return rest | ({"pages": _without_files(rest["pages"])} if "pages" in rest else {})
