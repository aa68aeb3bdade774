"""The SQLite file below the store: opened privately, checked, read and written in bulk."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

FORMAT = 1
"""Version of the tables; stands in the file's name, so that formats never meet in one file."""

APPLICATION_ID = 0x6E6B6273
"""Marks the file as ours (``nkbs``)."""

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another build's transaction."""

_CHUNK = 500
"""Keys asked for by one statement."""

_SCHEMA = (
    "CREATE TABLE build (generation INTEGER NOT NULL)",
    "CREATE TABLE content (id INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, value BLOB NOT NULL)",
    "CREATE TABLE entry (version BLOB NOT NULL, step TEXT NOT NULL, key BLOB NOT NULL, "
    "used INTEGER NOT NULL, size INTEGER NOT NULL, content INTEGER NOT NULL, "
    "PRIMARY KEY (version, step, key)) WITHOUT ROWID",
)
"""Values stand apart from entries, so that recording a use does not rewrite a value."""

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT})


class DamagedError(Exception):
    """The file is not a store of this format, or its pages are broken."""


class RefusedError(Exception):
    """The folder or the file must not be trusted; the message says why and what to do."""


class Row(NamedTuple):
    """One stored value."""

    key: bytes
    used: int
    """Generation in which its last use was recorded."""
    value: bytes | None
    """None where the bytes on disk are not those that were stored."""


class Database:
    """One connection. Methods raise `DamagedError`, or ``sqlite3.Error`` for all other trouble."""

    def __init__(self, folder: Path) -> None:
        """Open or create the file.

        Raises `RefusedError`, `DamagedError`, OSError or ``sqlite3.Error``.
        """
        check_private(folder)
        self.path = folder / f"store-{FORMAT}.sqlite3"
        self._inode = _create_private(self.path)
        with _translated():
            self._connection = sqlite3.connect(
                self.path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False
            )
        try:
            with _translated():
                self._prepare()
        except BaseException:
            self.close()
            raise

    def generation(self) -> int:
        """Give the number of builds so far that stored something."""
        with _translated():
            rows = self._connection.execute("SELECT generation FROM build").fetchall()
        if len(rows) != 1 or type(rows[0][0]) is not int:
            raise DamagedError("its number of builds is missing")
        return rows[0][0]

    def read(self, version: bytes, step: str, keys: Sequence[bytes]) -> Iterator[Row]:
        """Find entries; absent keys give no row."""
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            with _translated():
                rows = self._connection.execute(
                    "SELECT key, used, checksum, value FROM entry JOIN content ON id = content "
                    f"WHERE version = ? AND step = ? AND key IN ({marks})",
                    (version, step, *chunk),
                ).fetchall()
            for key, used, checksum, value in rows:
                sound = isinstance(value, bytes) and _checksum(step, key, value) == checksum
                yield Row(key, used, value if sound else None)

    def find(self, version: bytes, step: str, keys: Sequence[bytes]) -> Iterator[tuple[bytes, int]]:
        """Give the keys that there are and when their use was recorded, without the values."""
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            with _translated():
                yield from self._connection.execute(
                    "SELECT key, used FROM entry WHERE version = ? AND step = ? "
                    f"AND key IN ({','.join('?' * len(chunk))})",
                    (version, step, *chunk),
                ).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock; all that is written inside is stored together or not at all."""
        with _translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def advance(self) -> int:
        """Begin the next generation and give its number (in a transaction)."""
        self._connection.execute("UPDATE build SET generation = generation + 1")
        return self.generation()

    def write(
        self, version: bytes, step: str, values: Sequence[tuple[bytes, bytes]], used: int
    ) -> None:
        """Store (key, value) pairs, in place of older values (in a transaction)."""
        run = self._connection.execute
        many = self._connection.executemany
        old = self._content_of(version, step, [key for key, _ in values])
        many("DELETE FROM content WHERE id = ?", [(number,) for number in old])
        first = int(run("SELECT coalesce(max(id), 0) + 1 FROM content").fetchone()[0])
        numbered = list(enumerate(values, first))
        many(
            "INSERT INTO content VALUES (?, ?, ?)",
            [(number, _checksum(step, key, value), value) for number, (key, value) in numbered],
        )
        many(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?)",
            [(version, step, key, used, len(value), number) for number, (key, value) in numbered],
        )

    def touch(self, version: bytes, names: Iterable[tuple[str, bytes]], used: int) -> None:
        """Record the use of (step, key) pairs (in a transaction)."""
        self._connection.executemany(
            "UPDATE entry SET used = ? WHERE version = ? AND step = ? AND key = ? AND used < ?",
            ((used, version, step, key, used) for step, key in names),
        )

    def prune(self, version: bytes, max_bytes: int, oldest: int) -> int:
        """Remove other versions, entries last used before a generation, and what is too much.

        Of what remains, the entries used last stay until their values fill `max_bytes`.
        Writes nothing where nothing is to be removed. Gives the number of removed entries.
        """
        with _translated():
            size, first, versions, own = self._connection.execute(
                "SELECT sum(size), min(used), count(DISTINCT version), max(version = ?) FROM entry",
                (version,),
            ).fetchone()
        if not size or (size <= max_bytes and first >= oldest and versions == own == 1):
            return 0
        # Every edit leaves something old; to add up and sort all entries takes ten times as long.
        total, sizes = "0", "entry"
        if size > max_bytes:
            total = "total"
            sizes = (
                "(SELECT *, sum(size) OVER (ORDER BY version = :version DESC, used DESC, step, key "
                "ROWS UNBOUNDED PRECEDING) AS total FROM entry)"
            )
        superfluous = (
            f"SELECT version, step, key, content FROM {sizes} "
            f"WHERE version <> :version OR used < :oldest OR {total} > :most"
        )
        with self.transaction():
            rows = self._connection.execute(
                superfluous, {"version": version, "oldest": oldest, "most": max_bytes}
            ).fetchall()
            self._connection.executemany(
                "DELETE FROM content WHERE id = ?", [(row[3],) for row in rows]
            )
            self._connection.executemany(
                "DELETE FROM entry WHERE version = ? AND step = ? AND key = ?",
                [row[:3] for row in rows],
            )
        with _translated():
            # Gives back a page a step; `execute` would take the first step only.
            self._connection.executescript("PRAGMA incremental_vacuum")
        return len(rows)

    def close(self) -> None:
        """Close the connection; the last one to close merges the write-ahead log."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def remove(self) -> None:
        """Close and delete the file, unless another process has replaced it already.

        A process that still has it open goes on with the deleted file, and SQLite keeps such a
        process from touching the journal of its successor. Raises OSError.
        """
        self.close()
        remove_files(self.path, self._inode)

    def _content_of(self, version: bytes, step: str, keys: Sequence[bytes]) -> list[int]:
        found: list[int] = []
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            rows = self._connection.execute(
                "SELECT content FROM entry WHERE version = ? AND step = ? "
                f"AND key IN ({','.join('?' * len(chunk))})",
                (version, step, *chunk),
            )
            found.extend(row[0] for row in rows)
        return found

    def _prepare(self) -> None:
        """Set the connection up, create the tables in an empty file, compare them in another."""
        run = self._connection.execute
        run("PRAGMA trusted_schema = OFF")
        run("PRAGMA cell_size_check = ON")
        run("PRAGMA page_size = 16384")  # This and the next count in an empty file only.
        run("PRAGMA auto_vacuum = INCREMENTAL")
        with suppress(sqlite3.OperationalError):
            # Without a write-ahead log (some network folders) it works too, but readers wait.
            run("PRAGMA journal_mode = WAL").fetchall()
        run("PRAGMA synchronous = NORMAL")
        if not self._schema():
            with self.transaction():
                if not self._schema():  # Another process may have been faster.
                    self._create()
        mark = run("PRAGMA application_id").fetchone()[0]
        if mark != APPLICATION_ID or self._schema() != _SCHEMA or self.generation() < 0:
            raise DamagedError("its tables are those of another program")

    def _schema(self) -> tuple[str, ...]:
        rows = self._connection.execute("SELECT coalesce(sql, '') FROM sqlite_master ORDER BY name")
        return tuple(row[0] for row in rows)

    def _create(self) -> None:
        for statement in _SCHEMA:
            self._connection.execute(statement)
        self._connection.execute("INSERT INTO build VALUES (0)")
        self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def check_private(folder: Path) -> None:
    """Create the folder if need be, and refuse one that others can write to.

    Values are pickles: who can change them can run code as the user who builds.
    Raises `RefusedError` or OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_owner(os.stat(folder), folder)


def remove_files(path: Path, inode: tuple[int, int] | None = None) -> None:
    """Delete a store's file, then its journals; only the file of this identity if one is given."""
    with suppress(FileNotFoundError):
        if inode is not None and _identity(os.lstat(path)) != inode:
            return
        path.unlink()
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _create_private(path: Path) -> tuple[int, int]:
    """Create the file if need be, check it, and give its identity (device, inode).

    A file that exists is not opened: closing it again would drop the locks that another
    connection of this process holds on it.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError(f"{path} is no ordinary file; delete it")
    _check_owner(status, path)
    return _identity(status)


def _check_owner(status: os.stat_result, path: Path) -> None:
    if not hasattr(os, "geteuid"):
        return  # Windows: who may write is not in the mode; a user's own folders are private.
    if status.st_uid != os.geteuid():
        raise RefusedError(f"{path} belongs to another user; delete it")
    if status.st_mode & 0o022:
        raise RefusedError(f"others can write to {path}; delete it, or run: chmod go-w {path}")


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _checksum(step: str, key: bytes, value: bytes) -> int:
    """Cover the value and what it stands under: a damaged entry may lead to another's value."""
    return crc32(value, crc32(key, crc32(step.encode())))


@contextmanager
def _translated() -> Iterator[None]:
    """Raise `DamagedError` where SQLite says that the file is broken or is none of its own."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGE or "no such" in str(error):
            raise DamagedError(str(error)) from error
        raise
