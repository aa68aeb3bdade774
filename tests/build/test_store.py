"""The store: what it keeps, and that nothing on disk can break a build."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

from notes_kb.build import store as store_module
from notes_kb.build.store import REFRESH, DiskStore, MemoryStore, Store, file_in, open_store


def key(number: int) -> bytes:
    return blake2b(str(number).encode(), digest_size=16).digest()


def value(number: int, size: int = 200) -> bytes:
    return (b"%d " % number) * size


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".cache" / "notes_kb"


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    made = open_store(folder, version="1") if request.param == "disk" else MemoryStore()
    yield made
    made.close()


def reopened(folder: Path, version: str = "1") -> DiskStore:
    store = open_store(folder, version=version)
    assert isinstance(store, DiskStore), store.problems
    return store


# What both stores do.


def test_a_value_is_found_under_its_step_and_key(store: Store) -> None:
    """At once, and after a commit; other steps and keys find nothing."""
    store.put("page", key(1), b"one")
    for _ in range(2):
        assert store.get("page", key(1)) == b"one"
        assert store.get("note", key(1)) is None
        assert store.get("page", key(2)) is None
        store.commit()
    assert store.problems == []


def test_many_values_are_found_in_one_pass(store: Store) -> None:
    """Those that there are, whether or not they were written; more than one statement holds."""
    for number in range(0, 1500):
        store.put("page", key(number), value(number, 1))
    store.commit()
    for number in range(1500, 1600):
        store.put("page", key(number), value(number, 1))
    asked = [key(number) for number in range(0, 3000, 2)]
    assert store.get_many("page", asked) == {
        key(number): value(number, 1) for number in range(0, 1600, 2)
    }
    assert store.get_many("page", []) == {}


@pytest.mark.parametrize("committed", [False, True])
def test_the_last_value_of_a_key_stands(store: Store, committed: bool) -> None:
    """Traces replace their list under one key."""
    for data in (b"old", b"", b"new" * 10_000):
        store.put("trace", key(1), data)
        if committed:
            store.commit()
        assert store.get("trace", key(1)) == data


def test_keys_are_found_without_their_values(store: Store) -> None:
    """Written or not; a key that was never put is not among them."""
    store.put("page", key(1), b"one")
    store.commit()
    store.put("page", key(2), b"two")
    assert store.keep("page", map(key, (1, 2, 3))) == {key(1), key(2)}
    assert store.keep("note", [key(1)]) == set()
    assert store.use("page", map(key, (1, 2, 3))) == {key(1), key(2)}
    assert store.use("note", [key(1)]) == set()


# On disk.


def test_values_outlive_the_process_that_stored_them(folder: Path) -> None:
    """Also where it was closed without a commit: a value is right whatever becomes of a build."""
    with reopened(folder) as store:
        store.put("page", key(1), b"one")
        store.commit()
        store.put("page", key(2), b"two")
    with reopened(folder) as store:
        assert store.get_many("page", [key(1), key(2)]) == {key(1): b"one", key(2): b"two"}


@pytest.mark.parametrize(
    "limit", [{"_BUFFER_VALUES": 10}, {"_BUFFER_BYTES": 1000}], ids=["count", "bytes"]
)
def test_what_is_put_does_not_gather_in_memory(
    folder: Path, limit: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written when there is much of it, and another process sees it then."""
    for name, number in limit.items():
        monkeypatch.setattr(store_module, name, number)
    with reopened(folder) as store, reopened(folder) as other:
        for number in range(25):
            store.put("page", key(number), bytes(100))
        assert len(store._waiting) < 10
        assert len(other.get_many("page", map(key, range(25)))) >= 20


def test_ignoring_the_store_begins_with_an_empty_one(folder: Path) -> None:
    """What is stored then replaces what was there."""
    with reopened(folder) as store:
        store.put("page", key(1), b"wrong")
    fresh = open_store(folder, version="1", ignore=True)
    assert fresh.get("page", key(1)) is None
    fresh.put("page", key(2), b"two")
    fresh.close()
    with reopened(folder) as store:
        assert store.get_many("page", [key(1), key(2)]) == {key(2): b"two"}


def test_another_version_sees_nothing_and_removes_it(folder: Path) -> None:
    """Two versions may use one file by turns, until one of them prunes."""
    for version in ("1", "2"):
        with reopened(folder, version) as store:
            assert store.get("page", key(1)) is None
            store.put("page", key(1), version.encode())
            store.commit()
    with reopened(folder, "1") as store:
        assert store.get("page", key(1)) == b"1"
        store.prune()
        assert store.get("page", key(1)) == b"1"
    with reopened(folder, "2") as store:
        assert store.get("page", key(1)) is None
    assert rows(folder, "SELECT (SELECT count(*) FROM entry), count(*) FROM content") == [(1, 1)]


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(file_in(folder))) as connection:
        return connection.execute(query).fetchall()


def test_an_unchanged_build_writes_nothing(folder: Path) -> None:
    """Reading thousands of values, committing and pruning leaves the files as they are."""
    with reopened(folder) as store:
        for number in range(3000):
            store.put("page", key(number), value(number, 1))
        store.commit()
    for _ in range(3 * REFRESH):
        with reopened(folder) as store:
            before = connection_changes(store)
            assert len(store.get_many("page", map(key, range(3000)))) == 3000
            store.commit()
            store.prune()
            assert connection_changes(store) == before


def connection_changes(store: DiskStore) -> int:
    assert store._database is not None
    return store._database._connection.total_changes


def test_most_builds_after_an_edit_write_only_what_is_new(folder: Path) -> None:
    """The use of the other values is recorded again after `REFRESH` of them."""
    changes = []
    with reopened(folder) as store:
        for number in range(100):
            store.put("page", key(number), b"")
        store.commit()
        for edit in range(2 * (REFRESH + 1)):
            before = connection_changes(store)
            store.get_many("page", map(key, range(100)))
            store.put("page", key(1000 + edit), b"")
            store.commit()
            changes.append(connection_changes(store) - before)
    assert sorted(changes)[:-2] == [3] * (2 * REFRESH)  # A generation, an entry, its content.
    assert sorted(changes)[-2:] == [103, 103]


def test_values_that_no_recent_build_used_are_removed(folder: Path) -> None:
    """Those in use stay, however old they are."""
    with reopened(folder) as store:
        store.put("page", key(1), b"used")
        store.put("page", key(2), b"unused")
        store.commit()
        for edit in range(3 + 2 * REFRESH):
            assert store.get("page", key(1)) == b"used"
            store.put("page", key(100 + edit), b"")
            store.commit()
            store.prune(keep_builds=3)
            if edit < 3:
                assert rows(folder, "SELECT count(*) FROM entry WHERE size = 6") == [(1,)]
        assert store.get("page", key(1)) == b"used"
        assert store.get("page", key(2)) is None
        assert store.get("page", key(100)) is None


def test_what_is_used_without_being_read_stays(folder: Path) -> None:
    """A build that finds a page's file in its place does not read the page."""
    with reopened(folder) as store:
        store.put("page", key(1), b"used")
        store.commit()
        for edit in range(3 + 2 * REFRESH):
            assert store.use("page", [key(1)]) == {key(1)}
            store.put("page", key(100 + edit), b"")
            store.commit()
            store.prune(keep_builds=3)
        assert store.get("page", key(1)) == b"used"


def test_the_least_recently_used_values_give_way_to_the_limit(folder: Path) -> None:
    """The file shrinks too."""
    with reopened(folder) as store:
        for build in range(4):
            for number in range(10):
                store.put("page", key(build * 10 + number), bytes(100_000))
            store.commit()
        store.prune(max_bytes=2_000_000)
        assert [store.get("page", key(number)) is not None for number in range(40)] == (
            [False] * 20 + [True] * 20
        )
        store.prune(max_bytes=450_000)  # Less than one build: a part of it stays.
        assert len(store.get_many("page", map(key, range(40)))) == 4
    assert file_in(folder).stat().st_size < 1_000_000


def test_the_memory_keeps_to_a_limit_too() -> None:
    """What was kept longest goes first."""
    store = MemoryStore()
    for number in range(4):
        store.put("page", key(number), bytes(10))
    store.prune(max_bytes=20)
    assert [number for number in range(4) if store.get("page", key(number))] == [2, 3]


# Trouble.


def test_only_the_owner_can_read_and_write(folder: Path) -> None:
    """Folder and files are private, whatever the umask."""
    previous = os.umask(0)
    try:
        with reopened(folder) as store:
            store.put("page", key(1), b"one")
            store.commit()
            modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    finally:
        os.umask(previous)
    assert set(modes.values()) == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def loose_folder(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o770)


def loose_file(folder: Path) -> None:
    reopened(folder).close()
    file_in(folder).chmod(0o666)


def foreign_folder(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.chown(folder, 12345, -1)


def foreign_file(folder: Path) -> None:
    reopened(folder).close()
    os.chown(file_in(folder), 12345, -1)


def linked_file(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    file_in(folder).symlink_to(folder.parent / "elsewhere")


def file_for_folder(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("")


UNUSABLE: list[tuple[Callable[[Path], None], str]] = [
    (loose_folder, "the cache is not used: others can write to {folder}; delete it, or run: "),
    (loose_file, "the cache is not used: others can write to {file}; delete it, or run: "),
    (foreign_folder, "the cache is not used: {folder} belongs to another user; delete it"),
    (foreign_file, "the cache is not used: {file} belongs to another user; delete it"),
    (linked_file, "the cache is not used: {file} is no ordinary file; delete it"),
    (file_for_folder, "the cache is not used: "),
]


@pytest.mark.parametrize(
    ("prepare", "problem"), UNUSABLE, ids=[row[0].__name__ for row in UNUSABLE]
)
def test_a_folder_that_must_not_be_used_gives_a_store_in_memory(
    folder: Path, prepare: Callable[[Path], None], problem: str
) -> None:
    """With one line that says why: reading what others wrote would run their code."""
    if "foreign" in prepare.__name__ and os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    prepare(folder)
    store = open_store(folder, version="1")
    store.put("page", key(1), b"one")
    store.commit()
    assert store.get("page", key(1)) == b"one"
    (line,) = store.problems
    assert line.startswith(problem.format(folder=folder, file=file_in(folder)))


@pytest.mark.skipif(os.geteuid() != 0, reason="root changes into another user")
def test_a_folder_that_cannot_be_written_gives_a_store_in_memory() -> None:
    """With one line; nothing raises."""
    folder = Path(tempfile.mkdtemp())
    try:
        os.chown(folder, 65534, -1)
        folder.chmod(0o500)
        os.seteuid(65534)
        try:
            store = open_store(folder, version="1")
        finally:
            os.seteuid(0)
        store.put("page", key(1), b"one")
        store.commit()
        assert store.get("page", key(1)) == b"one"
        assert len(store.problems) == 1
    finally:
        shutil.rmtree(folder)


FULL = """
import resource, signal, sys
from pathlib import Path
from tests.build.test_store import key, reopened
store = reopened(Path(sys.argv[1]))
store.put("page", key(0), b"early")
store.commit()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
for number in range(1, 100):
    store.put("page", key(number), bytes(20_000))
    if number % 5 == 0:
        store.commit()
assert store.get("page", key(99)) == bytes(20_000)
store.prune()
store.close()
(problem,) = store.problems
print(problem)
"""


def test_a_full_disk_ends_the_use_of_the_file(folder: Path) -> None:
    """With one line; what is put from then on is found; what was written before stays."""
    line = run_python(FULL, folder)
    assert line.startswith("the cache cannot be used from here on: ")
    with reopened(folder) as store:
        assert store.get("page", key(0)) == b"early"
        assert store.problems == []


def run_python(code: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def filled(folder: Path) -> bytes:
    with reopened(folder) as store:
        for number in range(300):
            store.put("page", key(number), value(number))
        store.commit()
    return file_in(folder).read_bytes()


def another_schema(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


DAMAGES: dict[str, Callable[[Path, bytes], object]] = {
    "garbage": lambda path, data: path.write_bytes(os.urandom(50_000)),
    "text": lambda path, data: path.write_text("not a database\n" * 5000),
    "truncated": lambda path, data: path.write_bytes(data[: len(data) // 2]),
    "header only": lambda path, data: path.write_bytes(data[:100]),
    "overwritten": lambda path, data: path.write_bytes(data[:100] + bytes(len(data) - 100)),
    "another program's": lambda path, data: (
        path.unlink(),
        another_schema(path, "CREATE TABLE bookmarks (url TEXT)"),
    ),
    "one more table": lambda path, data: another_schema(path, "CREATE TABLE extra (a)"),
    "a trigger": lambda path, data: another_schema(
        path, "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM content; END"
    ),
    "a view": lambda path, data: another_schema(path, "CREATE VIEW v AS SELECT * FROM entry"),
    "another mark": lambda path, data: another_schema(path, "PRAGMA application_id = 1"),
    "no count of builds": lambda path, data: another_schema(path, "DELETE FROM build"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_replaced(folder: Path, damage: str) -> None:
    """With one line, at the opening or when the damage is met; then all works again."""
    data = filled(folder)
    DAMAGES[damage](file_in(folder), data)
    with reopened(folder) as store:
        found = store.get_many("page", map(key, range(300)))
        assert all(found[name] in {value(number) for number in range(300)} for name in found)
        for number in range(300):
            store.put("page", key(number), value(number))
        store.commit()
        store.prune()
        assert len(store.get_many("page", map(key, range(300)))) == 300
        (line,) = store.problems
        assert line.startswith("the cache was damaged and is made anew: ")
    with reopened(folder) as store:
        assert len(store.get_many("page", map(key, range(300)))) == 300
        assert store.problems == []


def test_a_damaged_value_is_as_good_as_absent(folder: Path) -> None:
    """One line, and the value that is put in its place stands."""
    data = bytearray(filled(folder))
    place = data.index(b"123 123 123 ")
    data[place : place + 4] = b"666 "
    file_in(folder).write_bytes(data)
    with reopened(folder) as store:
        found = store.get_many("page", map(key, range(300)))
        assert {key(number) for number in range(300)} - found.keys() == {key(123)}
        assert store.get("page", key(123)) is None
        assert store.problems == ["some entries of the cache were damaged and are computed again"]
        store.put("page", key(123), value(123))
        store.commit()
    with reopened(folder) as store:
        assert store.get("page", key(123)) == value(123)
        assert store.problems == []


def test_an_entry_that_leads_to_the_value_of_another_gives_nothing(folder: Path) -> None:
    """The checksum covers step and key too."""
    filled(folder)
    another_schema(file_in(folder), "UPDATE entry SET content = content % 300 + 1")
    with reopened(folder) as store:
        assert store.get_many("page", map(key, range(300))) == {}
        for number in range(300):
            store.put("page", key(number), value(number))
    with reopened(folder) as store:
        assert len(store.get_many("page", map(key, range(300)))) == 300


def test_random_damage_never_raises_nor_gives_a_wrong_value(folder: Path, tmp_path: Path) -> None:
    """Bytes overwritten at 60 places, one at a time and many at once (seeded)."""
    from random import Random

    random = Random(7)
    data = filled(folder)
    for round_ in range(60):
        broken = bytearray(data)
        for _ in range(1 + round_ % 7 * 20):
            broken[random.randrange(len(broken))] = random.randrange(256)
        file_in(folder).write_bytes(broken)
        with contextlib.suppress(FileNotFoundError):
            file_in(folder).with_name(file_in(folder).name + "-wal").unlink()
        store = open_store(folder, version="1")
        found = store.get_many("page", map(key, range(300)))
        assert all(found.get(key(number), value(number)) == value(number) for number in range(300))
        store.put("page", key(1000), b"new")
        store.commit()
        assert store.get("page", key(1000)) == b"new"
        store.prune()  # May remove a sound value where sizes or generations are damaged.
        assert store.get("page", key(1000)) in (b"new", None)
        store.close()
        assert len(store.problems) <= 2


def test_two_stores_that_meet_one_damage_leave_one_good_file(folder: Path) -> None:
    """The second does not delete what the first has made anew."""
    filled(folder)
    first, second = reopened(folder), reopened(folder)
    with open(file_in(folder), "r+b") as file:
        file.write(os.urandom(file_in(folder).stat().st_size))
    for store in (first, second):
        store.get_many("page", map(key, range(300)))
        store.put("page", key(1), b"one")
        store.commit()
    inode = file_in(folder).stat().st_ino
    first.put("page", key(2), b"two")
    first.commit()
    second.close()
    first.close()
    assert file_in(folder).stat().st_ino == inode
    with reopened(folder) as store:
        assert store.get_many("page", [key(1), key(2)]) == {key(1): b"one", key(2): b"two"}
        assert store.problems == []


def test_a_deleted_folder_does_not_end_a_build(folder: Path) -> None:
    """Someone ran ``rm -rf .cache`` meanwhile."""
    store = reopened(folder)
    store.put("page", key(1), b"one")
    store.commit()
    shutil.rmtree(folder)
    store.put("page", key(2), b"two")
    store.commit()
    assert store.get("page", key(2)) == b"two"
    store.close()
    reopened(folder).close()


WRITER = """
import sys
from pathlib import Path
from tests.build.test_store import key, reopened, value
store = reopened(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), 600):
    found = store.get("page", key(number))
    assert found in (None, value(number)), number
    store.put("page", key(number), value(number))
    if number % 20 == 0:
        store.commit()
        store.prune(keep_builds=1000)
store.commit()
assert store.get_many("page", map(key, range(500, 600))).keys() == {*map(key, range(500, 600))}
store.close()
assert store.problems == [], store.problems
"""


def test_builds_at_once_share_one_file(folder: Path) -> None:
    """Three processes that open, read, write and prune the same entries together."""
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(start)], stderr=-1)
        for start in (0, 0, 150)
    ]
    for process in running:
        _, problem = process.communicate(timeout=60)
        assert process.returncode == 0, problem
    with reopened(folder) as store:
        found = store.get_many("page", map(key, range(600)))
        assert found == {key(number): value(number) for number in range(600)}


KILLED = """
import itertools, sys
from pathlib import Path
from tests.build.test_store import key, reopened, value
store = reopened(Path(sys.argv[1]))
print("ready", flush=True)
for number in itertools.count():
    store.put("page", key(number % 3000), value(number % 3000))
    if number % 10 == 0:
        store.commit()
"""


def test_a_killed_build_leaves_a_store_that_works(folder: Path) -> None:
    """Killed at ten moments, in the middle of its writing."""
    for moment in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.01 + moment * 0.013)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        with reopened(folder) as store:
            found = store.get_many("page", map(key, range(3000)))
            assert all(
                found.get(key(number), value(number)) == value(number) for number in range(3000)
            )
            assert store.problems == []
    assert len(found) > 10


def test_a_forked_child_leaves_the_connection_alone(folder: Path) -> None:
    """It reads what was written before, by one of its own, and stores nothing."""
    store = reopened(folder)
    store.put("page", key(1), b"one")
    store.flush()
    child = os.fork()
    if child == 0:
        store.put("page", key(2), b"two")
        store.commit()
        found = store.get_many("page", map(key, (1, 2)))
        kept = store.keep("page", map(key, (1, 2)))
        store.close()
        os._exit(0 if (found, kept) == ({key(1): b"one"}, {key(1)}) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    store.put("page", key(3), b"three")
    store.close()
    with reopened(folder) as store:
        assert store.get_many("page", map(key, (1, 2, 3))) == {key(1): b"one", key(3): b"three"}
