"""Sorted keys cut into files of even size, with the directory that finds them.

Keys are cut into segments first, at keys whose hash says so, and each segment into files. A
key that comes, goes or grows so changes the files of its segment only.
"""

from __future__ import annotations

import json
from bisect import bisect, bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from zlib import crc32

from notes_kb.search.blocks import Cache
from notes_kb.search.spool import Item, Spool, freeze_items, read_items
from notes_kb.search.wire import deflate, digest

NAMED = 1_700
"""Files of one kind that the manifest names; above, it names pages of their directory."""
PAGE = 512
"""Files on a page of a directory."""
LARGE = 1.5
"""Times the usual size from which on a directory names a file's size."""
SEGMENT = 3
"""Files of a segment, on the average: the fewer, the less is written anew after a change, and
the more files are small."""

Encoder = Callable[[Sequence[Item]], bytes]
Change = Callable[[bytes], bytes]
"""From the payload of a key to its new one; empty for none."""


class LostError(Exception):
    """The cache has lost what an earlier run kept."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the files of one kind begin, what they are called, and how large they are."""

    kind: str
    keys: list[str] = field(default_factory=list)
    """The shortest string that is above everything in the file before."""
    names: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def frozen(self, files: Files) -> dict[str, object]:
        """Give what the manifest says; the directory of many files is written in pages."""
        usual = sorted(self.sizes)[len(self.sizes) // 2] if self.sizes else 0
        if len(self.names) <= NAMED:
            return {**self._part(0, len(self.names), usual), "size": usual}
        keys, names = [], []
        for number, first in enumerate(range(0, len(self.names), PAGE)):
            page = self._part(first, first + PAGE, usual)
            names.append(files.add_page(f"{self.kind}d", number, page))
            keys.append(self.keys[first])
        pages = {"files": PAGE, "keys": keys, "names": "".join(names)}
        return {"pages": pages, "size": usual}

    def _part(self, first: int, end: int, usual: int) -> dict[str, object]:
        sizes = enumerate(self.sizes[first:end])
        return {
            "keys": self.keys[first:end],
            "large": [[i, size] for i, size in sizes if size > LARGE * usual],
            "names": "".join(self.names[first:end]),
        }


@dataclass(frozen=True, slots=True)
class File:
    """A file of a segment."""

    first: str
    """Its first key."""
    last: str
    name: str
    """The hash in its name."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Segment:
    """Some neighbouring keys, as an earlier run left them."""

    first: str
    key: bytes
    """Names the items and files in the cache."""
    cost: int
    """Bytes of all payloads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the files of one kind are written."""

    letter: str
    encode: Encoder
    target: int
    """Bytes of a file before compression."""


class Shards:
    """The files of one kind: written from all items, or from those that changed."""

    def __init__(self, kind: Kind, cache: Cache | None, segments: Sequence[Segment] = ()) -> None:
        self.kind = kind
        self.cache = cache
        self.segments = list(segments)
        self._fresh = Spool[bytes]()

    @property
    def cost(self) -> int:
        """Bytes of all payloads."""
        return sum(segment.cost for segment in self.segments)

    def write(self, items: Iterable[Item]) -> None:
        """Write all items, which are sorted."""
        self.segments = [self._segment(group) for group in self._cut(items, self._begins)]

    def change(self, changes: Mapping[str, Change]) -> dict[str, int]:
        """Change some keys; give the sizes of their payloads, 0 for keys that are gone.

        Raises `LostError` where the cache has lost a segment.
        """
        sizes: dict[str, int] = {}
        segments: list[Segment] = []
        keys = sorted(changes)
        wanted = self._by_segment(keys)
        for number, segment in enumerate(self.segments or [Segment("", b"", 0)]):
            if number not in wanted:
                segments.append(segment)
                continue
            known = list(self._files(segment))
            items = dict(self._items(segment))
            for key in wanted[number]:
                items[key] = changes[key](items.get(key, b""))
                sizes[key] = len(items[key])
            rest = [(key, items[key]) for key in sorted(items) if items[key]]
            if segments and not (rest and self._begins(rest[0])):
                joined = segments.pop()
                known += self._files(joined)
                rest = [*self._items(joined), *rest]
            groups = self._cut(rest, lambda item: item[0] in changes and self._begins(item))
            unchanged = {file.first: file for file in known if not _any_between(keys, file)}
            segments += [self._segment(group, unchanged) for group in groups]
        self.segments = segments
        return sizes

    def files(self) -> Iterator[File]:
        """Yield all files in the order of their keys; raises `LostError`."""
        for segment in self.segments:
            yield from self._files(segment)

    def _by_segment(self, keys: Iterable[str]) -> dict[int, list[str]]:
        firsts = [segment.first for segment in self.segments]
        wanted: dict[int, list[str]] = {}
        for key in keys:
            wanted.setdefault(max(0, bisect(firsts, key) - 1), []).append(key)
        return wanted

    def _begins(self, item: Item) -> bool:
        """Tell whether a segment begins with an item: the larger, the likelier."""
        chance = (len(item[1]) + 4) / (SEGMENT * self.kind.target)
        return crc32(item[0].encode()) < chance * 2**32

    def _cut(self, items: Iterable[Item], begins: Callable[[Item], bool]) -> Iterator[list[Item]]:
        group: list[Item] = []
        for item in items:
            if group and begins(item):
                yield group
                group = []
            group.append(item)
        if group:
            yield group

    def _segment(self, items: list[Item], unchanged: Mapping[str, File] | None = None) -> Segment:
        """Write some items; `unchanged` holds files whose items are the same, by first key."""
        frozen = freeze_items(items)
        seed = f"{self.kind.letter}{self.kind.target}".encode()
        key = blake2b(frozen, digest_size=16, person=seed[:16]).digest()
        if self.cache is None or self.cache.get(b"files" + key) is None:
            groups = _groups(items, self.kind.target)
            files = [self._file(group, unchanged or {}) for group in groups]
            self._fresh[key] = written = _freeze_files(files)
            if self.cache:
                self.cache.put(b"items" + key, frozen)
                self.cache.put(b"files" + key, written)
        return Segment(items[0][0], key, sum(len(payload) for _, payload in items))

    def _file(self, group: list[Item], unchanged: Mapping[str, File]) -> File:
        before = unchanged.get(group[0][0])
        if before and before.last == group[-1][0]:
            return before
        raw = self.kind.encode(group)
        return File(group[0][0], group[-1][0], digest(raw), deflate(raw))

    def _items(self, segment: Segment) -> list[Item]:
        if not segment.key:
            return []
        frozen = self.cache.get(b"items" + segment.key) if self.cache else None
        if frozen is None:
            raise LostError
        return list(read_items(frozen))

    def _files(self, segment: Segment) -> Sequence[File]:
        if not segment.key:
            return ()
        if segment.key in self._fresh:
            return _read_files(self._fresh[segment.key])
        frozen = self.cache.get(b"files" + segment.key) if self.cache else None
        if frozen is None:
            raise LostError
        return _read_files(frozen)


@dataclass(slots=True)
class Files:
    """The files of an index by name."""

    data: Spool[str] = field(default_factory=Spool[str])

    def add(self, kind: str, number: int, name: str, packed: bytes) -> None:
        """Keep a compressed file under its kind, its number, and the hash of its content."""
        self.data[f"{kind}{number}-{name}.bin"] = packed

    def add_page(self, kind: str, number: int, value: object) -> str:
        """Keep a page of a directory; give the hash in its name."""
        raw = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        self.add(kind, number, digest(raw), deflate(raw))
        return digest(raw)

    def add_shards(self, shards: Shards) -> Directory:
        """Keep the files of a kind; give the directory that finds them."""
        directory = Directory(shards.kind.letter)
        previous = ""
        for number, file in enumerate(shards.files()):
            self.add(shards.kind.letter, number, file.name, file.data)
            directory.keys.append(_boundary(previous, file.first) if number else "")
            directory.names.append(file.name)
            directory.sizes.append(len(file.data))
            previous = file.last
        return directory


def _any_between(keys: Sequence[str], file: File) -> bool:
    """Tell whether any of some sorted keys belongs into a file."""
    return bisect_left(keys, file.first) < bisect(keys, file.last)


def _groups(items: Iterable[Item], target: int) -> Iterator[list[Item]]:
    """Cut items into groups of about `target` bytes; a larger item gets one of its own."""
    group: list[Item] = []
    size = 0
    for item in items:
        cost = len(item[1]) + 4
        if group and size + cost > target:
            yield group
            group, size = [], 0
        group.append(item)
        size += cost
    if group:
        yield group


def _boundary(below: str, first: str) -> str:
    for end in range(1, len(first)):
        if first[:end] > below:
            return first[:end]
    return first


def _freeze_files(files: Sequence[File]) -> bytes:
    head = json.dumps([[f.first, f.last, f.name, len(f.data)] for f in files]).encode()
    return b"".join([len(head).to_bytes(4, "big"), head, *(file.data for file in files)])


def _read_files(frozen: bytes) -> list[File]:
    at = 4 + int.from_bytes(frozen[:4], "big")
    files = []
    for first, last, name, size in json.loads(frozen[4:at]):
        files.append(File(first, last, name, frozen[at : at + size]))
        at += size
    return files
