"""Keys of cached results: digests of values, and the version of the code that computes them."""

from __future__ import annotations

import marshal
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import blake2b
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import PurePath
from struct import pack
from typing import Any

DIGEST_SIZE = 16
"""Bytes of a key; two of a billion values collide with a probability below 1e-20."""

PACKAGES = (
    *(
        "ahocorasick-rs",
        "circlify",
        "imagesize",
        "jieba",
        "jinja2",
        "markdown",
        "markdown-it-py",
        "markupsafe",
    ),
    "math-core",
    *("mdit-py-plugins", "mkdocs", "mkdocs-material", "nh3", "opencc", "pygments"),
    *("pymdown-extensions", "pypinyin", "pyyaml", "rjieba"),
)
"""The packages that decide what a build writes; another version of one makes new keys."""

_FORM = 2
"""The form of `marshal` in which equal values have equal bytes: later ones refer back to
objects that they met before."""

_ITEM = rb"[NTFS.iIlfgxyasutAzZrR(\[{<>c)]"
_FROZENSET = re.compile(rb">(?:\0{4}|..\0\0" + _ITEM + rb")", re.DOTALL)
_LARGE = re.compile(rb">(?:\0{4}|..[\0-\x0f]\0" + _ITEM + rb")", re.DOTALL)
"""What `marshal` writes before a frozenset of fewer than 2**16 items, and of fewer than 2**20: a
mark and their number, and then the mark of the first. The mark alone stands in many digests."""
_SIZE, _LARGE_SIZE = 5 << 16, 5 << 20
"""Bytes that so many different items take at least, but for the few constants of one byte."""

_SCALARS = frozenset({str, int, bytes, bool, float, type(None)})
_PLAIN = _SCALARS | {tuple}

_METADATA_VERSION = re.compile(r"^Version: (.+)$", re.MULTILINE)
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Digests:
    """Computes digests, and remembers those of frozen dataclasses while it lives.

    A dataclass is remembered by identity, and only if nothing inside it can change (no list, no
    dict). The memory keeps these objects alive, so give each build a `Digests` of its own.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}
        self._changeable = 0  # Lists and dicts met so far.

    def __call__(self, *parts: object) -> bytes:
        """Give the digest of some values, `DIGEST_SIZE` bytes.

        Values of different types have different digests (``1``, ``True``, ``1.0``, ``"1"``), and
        so have ``("ab", "c")`` and ``("a", "bc")``. Dicts and frozensets count without their
        order. Raises TypeError for types whose content this cannot know to be complete.
        """
        data = _at_once(parts)
        if data is not None:
            return blake2b(b"w" + data, digest_size=DIGEST_SIZE).digest()
        out: list[bytes] = []
        for part in parts:
            self._encode(part, out)
        return blake2b(b"".join(out), digest_size=DIGEST_SIZE).digest()

    def _encode(self, value: object, out: list[bytes]) -> None:
        """Append the encoding of a value: a type tag, its length or count, its content."""
        kind = type(value)
        if kind is str:
            data = value.encode("utf-8", "surrogatepass")  # type: ignore[attr-defined]
            out.append(b"s%d:" % len(data))
            out.append(data)
        elif encode := _ENCODERS.get(kind):
            encode(self, value, out)
        elif isinstance(value, Enum):
            self._tuple((kind.__module__, kind.__qualname__, value.name), out, b"e%d:")
        elif isinstance(value, PurePath):
            self._tuple((value.as_posix(),), out, b"p%d:")
        elif is_dataclass(kind) and kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            out.append(b"o" + self._of_dataclass(value, kind))
        else:
            raise TypeError(f"no digest for a value of type {kind.__module__}.{kind.__qualname__}")

    def _of_dataclass(self, value: object, kind: type) -> bytes:
        """Digest a dataclass by its qualified name and the fields that its ``==`` compares."""
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        before = self._changeable
        out: list[bytes] = []
        for part in _names(kind):
            self._encode(part, out)
        for name in _compared(kind):
            self._encode(getattr(value, name), out)
        digest = blake2b(b"".join(out), digest_size=DIGEST_SIZE).digest()
        if self._changeable == before:
            self._known[id(value)] = (value, digest)
        return digest

    def _bytes(self, value: bytes, out: list[bytes]) -> None:
        out.append(b"b%d:" % len(value))
        out.append(value)

    def _exact_tuple(self, value: tuple[Any, ...], out: list[bytes]) -> None:
        data = _at_once(value)
        if data is None:
            self._tuple(value, out)
            return
        out.append(b"m%d:" % len(data))
        out.append(data)

    def _tuple(self, value: Iterable[object], out: list[bytes], tag: bytes = b"t%d:") -> None:
        items = tuple(value)
        out.append(tag % len(items))
        for item in items:
            self._encode(item, out)

    def _list(self, value: list[object], out: list[bytes]) -> None:
        self._changeable += 1
        self._tuple(value, out, b"l%d:")

    def _dict(self, value: dict[object, object], out: list[bytes]) -> None:
        self._changeable += 1
        self._unordered(value.items(), out, b"d%d:")

    def _frozenset(self, value: frozenset[object], out: list[bytes]) -> None:
        self._unordered(((item,) for item in value), out, b"f%d:")

    def _unordered(
        self, entries: Iterable[tuple[object, ...]], out: list[bytes], tag: bytes
    ) -> None:
        encoded: list[bytes] = []
        for entry in entries:
            own: list[bytes] = []
            for item in entry:
                self._encode(item, own)
            encoded.append(b"".join(own))
        out.append(tag % len(encoded))
        out.extend(sorted(encoded))


def _at_once(value: tuple[Any, ...]) -> bytes | None:
    """Encode by `marshal`, a tenth of the time, where all within is plain; else None.

    Which way is taken depends on the value alone. `marshal` refuses most of what is not plain.
    It writes sets and dicts too, in no certain order, and lists; but these have no hash, and a
    frozenset leaves its mark, so that few tuples must be walked through to tell.
    """
    if not _PLAIN.issuperset(map(type, value)):
        return None
    try:
        data = marshal.dumps(value, _FORM)
        hash(value)
    except (TypeError, ValueError):  # What has no hash; another type, or too deep.
        return None
    return None if _may_hold_frozenset(data) and not _is_plain(value) else data


def _may_hold_frozenset(data: bytes) -> bool:
    """Whether a frozenset may stand in what `marshal` wrote."""
    if len(data) >= _LARGE_SIZE:
        return True
    return bool((_FROZENSET if len(data) < _SIZE else _LARGE).search(data))


def _is_plain(value: tuple[Any, ...]) -> bool:
    """Whether a tuple holds nothing but scalars and such tuples."""
    kinds = set(map(type, value))
    if kinds <= _SCALARS:
        return True
    if not kinds <= _PLAIN:
        return False
    # `all` over a generator takes half as long again.
    return all(map(_is_plain, [item for item in value if type(item) is tuple]))


def _constant(data: bytes) -> Callable[[Digests, Any, list[bytes]], None]:
    return lambda _, __, out: out.append(data)


_ENCODERS: dict[type, Callable[[Digests, Any, list[bytes]], None]] = {
    bytes: Digests._bytes,
    bool: lambda _, value, out: out.append(b"B1" if value else b"B0"),
    int: lambda _, value, out: out.append(b"i%x;" % value),
    float: lambda _, value, out: out.append(b"r" + pack(">d", value)),
    type(None): _constant(b"n"),
    tuple: Digests._exact_tuple,
    list: Digests._list,
    dict: Digests._dict,
    frozenset: Digests._frozenset,
}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return (kind.__module__, kind.__qualname__, *_compared(kind))


@cache
def _compared(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind) if item.compare)


def digest(*parts: object) -> bytes:
    """Give the digest of some values, as `Digests` does, remembering nothing."""
    return Digests()(*parts)


@cache
def code_version() -> str:
    """Give what stands for the code in a key, 32 hexadecimal digits.

    It covers all files of this package (scripts, styles, templates and strings too), the versions
    of `PACKAGES`, and Python's minor version. Files that change later are not seen: a process
    runs the code that it has loaded.
    """
    hasher = blake2b(digest_size=DIGEST_SIZE)
    for path in _files(_ROOT):
        with open(path, "rb") as file:
            data = file.read()
        hasher.update(b"%s\0%d:" % (os.fsencode(os.path.relpath(path, _ROOT)), len(data)))
        hasher.update(data)
    for package in PACKAGES:
        hasher.update(digest(package, _package_version(package)))
    hasher.update(digest(sys.implementation.name, *sys.version_info[:2]))
    return hasher.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Walk a folder in the order of names; ``os`` rather than ``pathlib`` for its speed."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        elif not entry.name.startswith("."):
            yield entry.path


def _package_version(name: str) -> str | None:
    """Give the installed version; read as text, because the library parses the whole as e-mail."""
    try:
        metadata = Distribution.from_name(name).read_text("METADATA")
    except PackageNotFoundError:
        return None
    found = _METADATA_VERSION.search(metadata or "")
    return found[1] if found else None
