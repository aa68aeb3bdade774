"""Values that would not fit into memory: kept in a temporary file above some size."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO, TypeVar
from weakref import finalize

MEMORY = 16_000_000
"""Bytes of one spool that stay in memory."""
CHUNK = 64_000
"""Bytes of items that are written, and read again, at once."""
FAN = 100
"""Runs that are merged at once: a chunk of each is in memory."""

Item = tuple[str, bytes]
K = TypeVar("K")


class Spool(MutableMapping[K, bytes]):
    """A mapping whose values are in a temporary file once they are many.

    The file has no name and is gone with the process. What is replaced or removed keeps its
    room in it.
    """

    def __init__(self) -> None:
        self._values: dict[K, bytes] = {}
        """All values, while they fit into memory."""
        self._places: dict[K, tuple[int, int]] = {}
        """Where each begins in the file, and its size, from then on."""
        self._file: IO[bytes] | None = None
        self._size = 0

    def __getitem__(self, key: K) -> bytes:
        """Read a value."""
        if self._file is None:
            return self._values[key]
        at, size = self._places[key]
        self._file.seek(at)
        return self._file.read(size)

    def __setitem__(self, key: K, value: bytes) -> None:
        """Write a value behind all others."""
        if self._file is not None:
            self._append(self._file, key, value)
            return
        self._values[key] = value
        self._size += len(value)
        if self._size > MEMORY:
            self._file, self._size = TemporaryFile(), 0  # noqa: SIM115
            finalize(self, self._file.close)
            for known, kept in self._values.items():
                self._append(self._file, known, kept)
            self._values = {}

    def _append(self, file: IO[bytes], key: K, value: bytes) -> None:
        file.seek(self._size)
        file.write(value)
        self._places[key] = (self._size, len(value))
        self._size += len(value)

    def __delitem__(self, key: K) -> None:
        """Forget a value."""
        del self._known[key]

    def __iter__(self) -> Iterator[K]:
        """Yield the keys in the order of writing, or as sorted last."""
        return iter(self._known)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._known)

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a value, without reading it."""
        return key in self._known

    def sort(self, key: Callable[[K], str]) -> None:
        """Put the keys in order."""
        for name in sorted(self._known, key=key):
            if self._file is None:
                self._values[name] = self._values.pop(name)
            else:
                self._places[name] = self._places.pop(name)

    @property
    def _known(self) -> dict[K, bytes] | dict[K, tuple[int, int]]:
        return self._values if self._file is None else self._places


class Run:
    """Sorted items that are written once and read in order, any number of times.

    Runs share a spool, so that many of them take no more memory than one.
    """

    def __init__(self, items: Iterable[Item], spool: Spool[int]) -> None:
        self.cost = 0
        """Bytes of all payloads."""
        self._spool = spool
        self._chunks: list[int] = []
        chunk: list[Item] = []
        size = 0
        for item in items:
            chunk.append(item)
            size += len(item[0]) + len(item[1])
            if size > CHUNK:
                self._put(chunk)
                chunk, size = [], 0
        if chunk:
            self._put(chunk)

    def __iter__(self) -> Iterator[Item]:
        """Yield the items; one chunk of them is in memory."""
        for number in self._chunks:
            yield from read_items(self._spool[number])

    def _put(self, chunk: list[Item]) -> None:
        self.cost += sum(len(payload) for _, payload in chunk)
        number = len(self._spool)
        self._spool[number] = freeze_items(chunk)
        self._chunks.append(number)


Join = Callable[[list[bytes]], bytes]


def merge_runs(runs: Sequence[Run], join: Join, spool: Spool[int]) -> Iterator[Item]:
    """Merge sorted runs, in a tree where they are many.

    Payloads of one key are joined in the order of the runs; `join` must give the same whether
    it is called for all of them or for some first.
    """
    while len(runs) > FAN:
        groups = [runs[at : at + FAN] for at in range(0, len(runs), FAN)]
        runs = [Run(_merged(group, join), spool) for group in groups]
    return _merged(runs, join)


def _merged(runs: Sequence[Run], join: Join) -> Iterator[Item]:
    if len(runs) == 1:
        yield from runs[0]
        return
    for key, group in groupby(merge(*runs, key=itemgetter(0)), key=itemgetter(0)):
        payloads = [payload for _, payload in group]
        yield key, payloads[0] if len(payloads) == 1 else join(payloads)


def freeze_items(items: Sequence[Item]) -> bytes:
    """Write items as their keys, the sizes of their payloads, and the payloads."""
    keys = "\n".join(key for key, _ in items).encode()
    sizes = array("I", [len(payload) for _, payload in items])
    head = array("I", [len(keys), len(sizes) * sizes.itemsize])
    return b"".join([head.tobytes(), keys, sizes.tobytes(), *(payload for _, payload in items)])


def read_items(frozen: bytes) -> Iterator[Item]:
    """Read what `freeze_items` wrote."""
    keys_size, sizes_size = array("I", frozen[:8])
    at = 8 + keys_size
    sizes = array("I", frozen[at : at + sizes_size])
    keys = frozen[8:at].decode().split("\n")
    at += sizes_size
    for key, size in zip(keys, sizes, strict=True):
        yield key, frozen[at : at + size]
        at += size
