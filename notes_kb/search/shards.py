"""Sorted keys cut into files of even size, with the directory that finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from notes_kb.search.wire import deflate, digest

LARGE = 1.5
"""Times the usual size from which on a directory names a file's size."""

Item = tuple[str, bytes]
Encoder = Callable[[Sequence[Item]], bytes]


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the files of one kind begin, what they are called, and how large they are."""

    kind: str
    keys: list[str] = field(default_factory=list)
    """The shortest string that is above everything in the file before."""
    names: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def frozen(self) -> dict[str, object]:
        """Give what travels to the browser."""
        usual = sorted(self.sizes)[len(self.sizes) // 2] if self.sizes else 0
        large = [[i, size] for i, size in enumerate(self.sizes) if size > LARGE * usual]
        return {"keys": self.keys, "large": large, "names": "".join(self.names), "size": usual}


@dataclass(slots=True)
class Files:
    """The files of an index by name."""

    data: dict[str, bytes] = field(default_factory=dict)

    def add(self, kind: str, number: int, raw: bytes) -> tuple[str, int]:
        """Compress and keep a file; give the hash in its name, and its size."""
        packed = deflate(raw)
        name = digest(raw)
        self.data[f"{kind}{number}-{name}.bin"] = packed
        return name, len(packed)


def write_shards(
    files: Files, kind: str, items: Iterable[Item], encode: Encoder, target: int
) -> Directory:
    """Write sorted items as files of about `target` bytes before compression.

    An item above the target gets a file of its own.
    """
    directory = Directory(kind)
    previous = ""
    for number, group in enumerate(_groups(items, target)):
        name, size = files.add(kind, number, encode(group))
        directory.keys.append(_boundary(previous, group[0][0]) if number else "")
        directory.names.append(name)
        directory.sizes.append(size)
        previous = group[-1][0]
    return directory


def _groups(items: Iterable[Item], target: int) -> Iterator[list[Item]]:
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
