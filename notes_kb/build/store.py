"""A content-addressed store of results on disk, for builds that follow.

A value stands under a step (a name such as ``page``) and a key (a digest of everything that the
value depends on, see `notes_kb.build.keys`). So a value is never out of date, only unused.
Values are bytes; callers pickle. Since reading a pickle can run code, a folder or file that
belongs to another user, or that others can write to, is not used.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import NamedTuple, Protocol, Self, TypeVar

from notes_kb.build.database import FORMAT, DamagedError, Database, RefusedError, remove_files

MAX_BYTES = 1 << 30
"""Default limit of all values on disk."""

KEEP_BUILDS = 32
"""Default number of changing builds for which an unused value is kept."""

REFRESH = 8
"""Changing builds after which the use of a value is recorded again.

So most builds after an edit write what is new and nothing else.
"""

_BUFFER_VALUES = 2_000
_BUFFER_BYTES = 16 << 20
"""What is put is written when this much of it has gathered."""

_LOOK = 500
"""Values that `DiskStore.keep` holds at a time."""

Name = tuple[str, bytes]
_T = TypeVar("_T")


class Store(Protocol):
    """What the steps of a build need; none of the methods raises because of the disk."""

    @property
    def problems(self) -> list[str]:
        """One line for each kind of trouble so far, for the log; empty as a rule."""

    def get(self, step: str, key: bytes) -> bytes | None:
        """Give the value, or None where there is none."""

    def get_many(self, step: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Give the values that there are, by their keys, in one pass."""

    def keep(self, step: str, keys: Iterable[bytes]) -> set[bytes]:
        """Give the keys under which there is a sound value; it counts as used."""

    def use(self, step: str, keys: Iterable[bytes]) -> set[bytes]:
        """Give the keys under which there is a value, sound or not; it counts as used.

        For values that this build does not read, or can make again where one is damaged.
        """

    def put(self, step: str, key: bytes, value: bytes) -> None:
        """Store a value; this process sees it at once, others after the next `commit`."""

    def written(self) -> int:
        """Give the time at which the latest build wrote, in nanoseconds; 0 where none did."""

    def flush(self) -> None:
        """Write what was put, so that processes forked from now on can read it."""

    def commit(self) -> None:
        """Write what was put and record what was used; call it at the end of each build."""

    def prune(self, max_bytes: int = MAX_BYTES, keep_builds: int = KEEP_BUILDS) -> None:
        """Remove what other versions stored, what no recent build used, and what is too much.

        Builds that stored nothing do not count.
        """

    def close(self) -> None:
        """Write what was put, and let go of the file."""


class MemoryStore:
    """A store that lives as long as the process."""

    def __init__(self, problem: str = "") -> None:
        self.problems = [problem] if problem else []
        self._values: dict[Name, bytes] = {}

    def get(self, step: str, key: bytes) -> bytes | None:
        """Give the value, or None where there is none."""
        return self._values.get((step, key))

    def get_many(self, step: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Give the values that there are, by their keys."""
        found = ((key, self._values.get((step, key))) for key in keys)
        return {key: value for key, value in found if value is not None}

    def keep(self, step: str, keys: Iterable[bytes]) -> set[bytes]:
        """Give the keys under which there is a value."""
        return {key for key in keys if (step, key) in self._values}

    use = keep

    def put(self, step: str, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self._values[step, key] = value

    def written(self) -> int:
        """Give 0: nothing is written."""
        return 0

    def flush(self) -> None:
        """Do nothing: a forked process has this one's memory."""

    def commit(self) -> None:
        """Do nothing: nothing is written."""

    def prune(self, max_bytes: int = MAX_BYTES, keep_builds: int = KEEP_BUILDS) -> None:
        """Forget the values kept longest until the rest has at most `max_bytes`."""
        excess = sum(map(len, self._values.values())) - max_bytes
        for name in list(self._values):
            if excess <= 0:
                break
            excess -= len(self._values.pop(name))

    def close(self) -> None:
        """Do nothing: there is no file."""


class Reader(NamedTuple):
    """The connection of a forked child."""

    database: Database
    process: int


class DiskStore:
    """A store in an SQLite file; use `open_store` to get one.

    Several processes may use one file at once. A forked child must not use the connection of its
    parent: it opens one of its own when it first reads, sees what was written before, and stores
    nothing. Where the disk fails in the middle, what is put from then on stays in memory.
    """

    def __init__(self, folder: Path, *, version: str) -> None:
        """Open the file. Raises `RefusedError`, OSError or ``sqlite3.Error``."""
        self.problems: list[str] = []
        self._folder = folder
        self._version = blake2b(version.encode(), digest_size=8).digest()
        self._process = os.getpid()
        self._reader: Reader | None = None
        self._lock = RLock()  # Threads may share the store.
        self._waiting: dict[Name, bytes] = {}
        self._waiting_bytes = 0
        self._used: set[Name] = set()  # What was read and whose recorded use is old.
        self._advanced = False  # Whether this build has a generation of its own already.
        self._database: Database | None = self._open()
        self._generation = self._try(Database.generation) or 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def get(self, step: str, key: bytes) -> bytes | None:
        """Give the value, or None where there is none."""
        return self.get_many(step, (key,)).get(key)

    def get_many(self, step: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Give the values that there are, by their keys, in one pass."""
        with self._lock:
            found: dict[bytes, bytes] = {}
            missing: list[bytes] = []
            for key in keys:
                value = self._waiting.get((step, key))
                if value is None:
                    missing.append(key)
                else:
                    found[key] = value
            if missing:
                self._try(lambda database: self._read(database, step, missing, found))
            return found

    def keep(self, step: str, keys: Iterable[bytes]) -> set[bytes]:
        """Give the keys under which there is a sound value; it counts as used."""
        return self._there(step, list(keys), self._look)

    def use(self, step: str, keys: Iterable[bytes]) -> set[bytes]:
        """Give the keys under which there is a value, sound or not; it counts as used."""
        return self._there(step, list(keys), self._find)

    def _there(
        self,
        step: str,
        keys: list[bytes],
        look: Callable[[Database, str, list[bytes], set[bytes]], None],
    ) -> set[bytes]:
        with self._lock:
            found = {key for key in keys if (step, key) in self._waiting}
            missing = [key for key in keys if key not in found]
            if missing:
                self._try(lambda database: look(database, step, missing, found))
            return found

    def put(self, step: str, key: bytes, value: bytes) -> None:
        """Store a value; this process sees it at once, others after the next `commit`."""
        with self._lock:
            if self._process != os.getpid():
                return
            self._waiting_bytes += len(value) - len(self._waiting.get((step, key), b""))
            self._waiting[step, key] = value
            if len(self._waiting) >= _BUFFER_VALUES or self._waiting_bytes >= _BUFFER_BYTES:
                self._flush()

    def written(self) -> int:
        """Give the time of the file in nanoseconds; 0 where there is none."""
        try:
            return os.stat(file_in(self._folder)).st_mtime_ns
        except OSError:
            return 0

    def flush(self) -> None:
        """Write what was put, so that processes forked from now on can read it."""
        with self._lock:
            self._flush()

    def commit(self) -> None:
        """Write what was put and record what was used; call it at the end of each build."""
        with self._lock:
            self._flush()
            self._try(self._record_use)
            self._used.clear()
            self._advanced = False

    def prune(self, max_bytes: int = MAX_BYTES, keep_builds: int = KEEP_BUILDS) -> None:
        """Remove what other versions stored, what no recent build used, and what is too much."""
        with self._lock:
            oldest = self._generation - keep_builds - REFRESH
            self._try(lambda database: database.prune(self._version, max_bytes, oldest))

    def close(self) -> None:
        """Write what was put, and let go of the file."""
        with self._lock:
            self._flush()
            if self._database is not None and self._process == os.getpid():
                self._database.close()
            self._database = None

    def _read(
        self, database: Database, step: str, keys: list[bytes], found: dict[bytes, bytes]
    ) -> None:
        refresh_before = self._generation - REFRESH
        for row in database.read(self._version, step, keys):
            if row.value is None:
                self._report("some entries of the cache were damaged and are computed again")
                continue
            found[row.key] = row.value
            if row.used <= refresh_before:
                self._used.add((step, row.key))

    def _look(self, database: Database, step: str, keys: list[bytes], found: set[bytes]) -> None:
        """Read the values, to find damage now and not where one is needed, and let go of them."""
        for start in range(0, len(keys), _LOOK):
            values: dict[bytes, bytes] = {}
            self._read(database, step, keys[start : start + _LOOK], values)
            found.update(values)

    def _find(self, database: Database, step: str, keys: list[bytes], found: set[bytes]) -> None:
        refresh_before = self._generation - REFRESH
        for key, used in database.find(self._version, step, keys):
            found.add(key)
            if used <= refresh_before:
                self._used.add((step, key))

    def _flush(self) -> None:
        """Write what is waiting, in one transaction; it goes on waiting where that fails."""
        if not self._waiting or self._process != os.getpid():
            return
        if self._try(self._write):
            self._waiting.clear()
            self._waiting_bytes = 0

    def _write(self, database: Database) -> bool:
        with database.transaction():
            self._generation = database.generation() if self._advanced else database.advance()
            by_step = sorted(self._waiting.items())
            for step, group in groupby(by_step, key=lambda item: item[0][0]):
                values = [(name[1], value) for name, value in group]
                database.write(self._version, step, values, self._generation)
        self._advanced = True
        return True

    def _record_use(self, database: Database) -> None:
        if self._used:
            with database.transaction():
                database.touch(self._version, sorted(self._used), self._generation)

    def _try(self, action: Callable[[Database], _T]) -> _T | None:
        """Do something with the file; None where there is none, or where it fails.

        A damaged file is replaced and the action done once more; any other failure of the disk
        ends the use of the file.
        """
        if self._process != os.getpid():
            return self._try_in_child(action)
        for _ in range(2):
            if self._database is None:
                break
            try:
                return action(self._database)
            except DamagedError as error:
                self._replace(error)
            except (OSError, sqlite3.Error) as error:
                self._give_up(error)
        return None

    def _try_in_child(self, action: Callable[[Database], _T]) -> _T | None:
        """Read with a connection of the child's own; None where that fails.

        The parent's connection is left as it is, and open: to close it here could merge the log
        under the parent's hands.
        """
        if self._database is None:
            return None
        try:
            if self._reader is None or self._reader.process != os.getpid():
                self._reader = Reader(Database(self._folder), os.getpid())
            return action(self._reader.database)
        except (DamagedError, RefusedError, OSError, sqlite3.Error):
            return None

    def _open(self) -> Database:
        try:
            return Database(self._folder)
        except DamagedError as error:
            remove_files(file_in(self._folder))
            self._report_damage(error)
            return Database(self._folder)

    def _replace(self, damage: DamagedError) -> None:
        self._report_damage(damage)
        try:
            if self._database is not None:
                self._database.remove()
            self._database = Database(self._folder)
            self._generation = self._database.generation()
            self._advanced = False
        except (DamagedError, RefusedError, OSError, sqlite3.Error) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        if self._database is not None:
            self._database.close()
        self._database = None
        self._report(f"the cache cannot be used from here on: {error} ({self._folder})")

    def _report_damage(self, error: DamagedError) -> None:
        self._report(f"the cache was damaged and is made anew: {error} ({file_in(self._folder)})")

    def _report(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def open_store(folder: Path, *, version: str, ignore: bool = False) -> Store:
    """Open the store of a folder, which is created if need be.

    `version` stands for the code and its libraries (`notes_kb.build.keys.code_version`): what
    another version stored is invisible, and removed by `prune`. `ignore` begins with an empty
    file. Where the folder cannot or must not be used, the store is one in memory, and one line in
    its `problems` says why.
    """
    try:
        if ignore:
            remove_files(file_in(folder))
        return DiskStore(folder, version=version)
    except RefusedError as error:
        return MemoryStore(f"the cache is not used: {error}")
    except (DamagedError, OSError, sqlite3.Error) as error:
        return MemoryStore(f"the cache is not used: {error} ({folder})")


def file_in(folder: Path) -> Path:
    """Give the path of the store's file."""
    return folder / f"store-{FORMAT}.sqlite3"


class StepCache:
    """One step of a store, for code that knows keys and values only."""

    def __init__(self, store: Store, step: str) -> None:
        self._store, self._step = store, step

    def get(self, key: bytes) -> bytes | None:
        """Give what was put last, or None."""
        return self._store.get(self._step, key)

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self._store.put(self._step, key, value)

    def use(self, keys: Iterable[bytes]) -> set[bytes]:
        """Count values as used that are not read here; give the keys under which there is one."""
        return self._store.use(self._step, keys)
