"""Executors give the same results wherever a step runs, and survive their workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from notes_kb.build import executor as executor_module
from notes_kb.build.executor import (
    ENVIRONMENT,
    Beside,
    ExecutorError,
    Failure,
    ProcessWorkers,
    SerialExecutor,
    Standby,
    Workers,
    available_cores,
    map_batches,
    open_executor,
)
from tests.build import steps


def no_warning(line: str) -> None:
    pytest.fail(line)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)


@pytest.fixture(params=["serial", "fork", "spawn"])
def workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    """Each kind of executor on this machine, initialised with ``prepared``."""
    if request.param == "serial":
        yield SerialExecutor(steps.prepare, ("prepared",))
        return
    context = executor_module.multiprocessing.get_context(request.param)
    monkeypatch.setattr(executor_module, "_process_context", lambda: context)
    made = ProcessWorkers(2, steps.prepare, ("prepared",))
    yield made
    made.shutdown()


@pytest.mark.parametrize("batch_size", [1, 7, 1000])
def test_results_come_in_the_order_of_the_items(workers: Workers, batch_size: int) -> None:
    """With the context of the call and what the initializer prepared, wherever they run."""
    context = {"language": "zh"}
    results = map_batches(
        workers,
        steps.describe,
        range(100),
        batch_size=batch_size,
        context=context,
        warn=no_warning,
    )
    assert list(results) == [(context, "prepared", item * item) for item in range(100)]


def test_something_is_done_meanwhile(workers: Workers) -> None:
    """In steps, as long as a result is waited for; nothing where nobody waits."""
    steps_taken = 0

    def meanwhile() -> Iterator[int]:
        nonlocal steps_taken
        while steps_taken < 3:
            steps_taken += 1
            yield steps_taken

    results = map_batches(
        workers,
        steps.initializations,
        range(40),
        batch_size=2,
        warn=no_warning,
        meanwhile=meanwhile(),
    )
    assert len(list(results)) == 40
    assert steps_taken == (0 if isinstance(workers, SerialExecutor) else 3)


forks = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


@forks
def test_a_call_runs_beside_the_build() -> None:
    """It sees what this process knows, and gives back what it found, in either order of ends."""
    known = {"some": ["thing"]}
    beside = Beside(lambda: (known, os.getpid()))
    time.sleep(0.2)
    assert beside.result()[0] == known
    large = Beside(lambda: (os.getpid(), bytes(1 << 22)))
    process, data = large.result()
    assert (process != os.getpid(), len(data)) == (True, 1 << 22)


@forks
def test_a_call_beside_raises_here() -> None:
    """What it raised, with its type where that can be."""

    def fail() -> None:
        raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        Beside(fail).result()


@forks
def test_a_call_beside_may_die() -> None:
    """Whoever waits for it hears so."""
    with pytest.raises(ExecutorError, match="died"):
        Beside(lambda: os.kill(os.getpid(), signal.SIGKILL)).result()


@forks
def test_a_process_stands_by() -> None:
    """It is ready when it is asked, and what it did to be ready stays over there."""
    ready: list[int] = []

    standby = Standby(lambda: ready.append(os.getpid()))
    assert standby.run(str.upper, ["a", "b"]) == ["A", "B"]
    assert ready == []


@forks
def test_a_process_that_stands_by_may_fail_or_die() -> None:
    """Whoever asks it hears so, whether it did while it got ready or later."""

    def fail() -> None:
        raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        Standby(fail).run(str.upper, ["a"])
    with pytest.raises(ValueError, match="invalid literal"):
        Standby(int).run(int, ["a"])
    dead = Standby(lambda: os.kill(os.getpid(), signal.SIGKILL))
    time.sleep(0.2)
    with pytest.raises(ExecutorError, match="died"):
        dead.run(str.upper, ["a"])


@forks
def test_a_process_that_stood_by_is_dismissed() -> None:
    """However long it would take to be ready."""
    before = set(multiprocessing.active_children())
    Standby(lambda: time.sleep(60)).dismiss()
    assert set(multiprocessing.active_children()) == before


def test_one_executor_serves_several_steps(workers: Workers) -> None:
    """Each with its own context; no item, no result."""
    for context in ("one", "two", "one"):
        results = map_batches(
            workers, steps.describe, [2], batch_size=4, context=context, warn=no_warning
        )
        assert list(results) == [(context, "prepared", 4)]
    assert list(map_batches(workers, steps.describe, [], batch_size=4, warn=no_warning)) == []


def test_an_exception_takes_the_place_of_its_item(workers: Workers) -> None:
    """As does a result or an exception that no process can send."""
    results = list(
        map_batches(workers, steps.fail_at_three, range(7), batch_size=4, warn=no_warning)
    )
    assert [results[number] for number in (0, 1, 2, 6)] == [0, 1, 2, 6]
    three, four, five = results[3:6]
    assert isinstance(three, Failure)
    assert repr(three.error) == "ValueError('three')"
    assert "fail_at_three" in three.trace
    assert isinstance(four, Failure)
    assert str(four.error).endswith("four")
    if isinstance(workers, SerialExecutor):
        assert callable(five)  # Nothing was sent.
    else:
        assert isinstance(five, Failure)
        assert str(five.error).startswith("the result cannot be pickled: ")


def test_a_process_is_initialised_once_and_reads_a_context_once(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many batches it runs."""
    monkeypatch.setattr(steps, "runs", 0)
    seen = set(
        map_batches(workers, steps.initializations, range(20), batch_size=1, warn=no_warning)
    )
    assert {runs for _, runs in seen if _ != os.getpid()} <= {1}
    assert len(seen) <= workers.count
    large = bytes(3_000_000)
    sizes = [*map_batches(workers, steps.size, range(20), batch_size=1, context=large, warn=print)]
    assert [number for _, number in sizes] == [3_000_000 + item for item in range(20)]


def test_items_are_taken_only_some_batches_ahead(workers: Workers) -> None:
    """So the memory that a step needs does not grow with the number of items."""
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        while taken < 1000:
            taken += 1
            yield taken

    results = map_batches(workers, steps.describe, items(), batch_size=5, warn=no_warning)
    next(results)
    assert taken <= 5 * 4 * workers.count
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "step", [steps.die_elsewhere, steps.die_while_sending], ids=lambda step: step.__name__
)
@pytest.mark.parametrize("batch_size", [1, 5])
def test_a_build_survives_the_death_of_a_worker(
    step: Callable[[int, int], int], batch_size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest runs in this process, initialised for it, after one line."""
    monkeypatch.setattr(executor_module, "PATIENCE", 0.3)
    monkeypatch.setattr(steps, "prepared", None)
    lines: list[str] = []
    with open_executor(
        "processes", initializer=steps.prepare, initargs=("prepared",), tasks=100
    ) as workers:
        results = list(
            map_batches(
                workers,
                step,
                range(40),
                batch_size=batch_size,
                context=os.getpid(),
                warn=lines.append,
            )
        )
        assert results == [*range(40)]
        assert len(lines) == 1
        assert lines[0].startswith("workers failed, their part of the build runs in this process: ")
        assert steps.prepared == "prepared"
        again = map_batches(workers, steps.describe, [3], batch_size=1, warn=lines.append)
        assert list(again) == [(None, "prepared", 9)]


@pytest.mark.parametrize(
    ("setting", "environment", "tasks", "cores", "kind", "count"),
    [
        (None, "", 1000, 4, ProcessWorkers, 4),
        (None, "", 60, 4, ProcessWorkers, 2),
        (None, "", 20, 4, SerialExecutor, 1),
        (None, "", 1000, 1, SerialExecutor, 1),
        ("auto", "", 1000, 4, ProcessWorkers, 4),
        ("serial", "", 1000, 4, SerialExecutor, 1),
        ("processes", "", 1, 4, ProcessWorkers, 4),
        ("processes", "serial", 1000, 4, SerialExecutor, 1),
        (None, "processes", 1, 3, ProcessWorkers, 3),
    ],
)
def test_the_setting_and_the_machine_decide(
    setting: str | None,
    environment: str,
    tasks: int,
    cores: int,
    kind: type[Workers],
    count: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Processes where they pay; the environment goes before the site's option."""
    monkeypatch.setenv(ENVIRONMENT, environment)
    monkeypatch.setattr(executor_module, "available_cores", lambda: cores)
    with open_executor(setting, initializer=steps.nothing, tasks=tasks) as workers:
        assert (type(workers), workers.count) == (kind, count)


def test_an_unknown_setting_is_an_error() -> None:
    """It says what may be written."""
    with (
        pytest.raises(ExecutorError) as caught,
        open_executor("threads", initializer=steps.nothing, tasks=1),
    ):
        pass
    assert str(caught.value) == (
        "executor: 'threads' is not known; write auto, serial, processes, "
        "or the address of a Dask scheduler such as tcp://127.0.0.1:8786"
    )


def test_the_cores_are_those_this_process_may_use() -> None:
    """As ``taskset`` or a container limits them."""
    assert 1 <= available_cores() <= (os.cpu_count() or 1)


def test_a_process_with_threads_is_not_forked() -> None:
    """A fork would copy the locks that they hold."""
    code = (
        "import threading\n"
        "from notes_kb.build.executor import _process_context\n"
        "alone = _process_context().get_start_method()\n"
        "stop = threading.Event()\n"
        "threading.Thread(target=stop.wait).start()\n"
        "print(alone, _process_context().get_start_method())\n"
        "stop.set()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["fork" if sys.platform == "linux" else "spawn", "spawn"]


PARENT = """
import time
from notes_kb.build.executor import ProcessWorkers, map_batches
from tests.build import steps
if __name__ == "__main__":
    workers = ProcessWorkers(3, steps.nothing, ())
    pids = {pid for pid, _ in map_batches(workers, steps.initializations, range(60),
                                          batch_size=1, warn=print)}
    print(*pids, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_worker_outlives_a_killed_build() -> None:
    """Processes end with the one that started them, however it ended."""
    build = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    assert build.stdout is not None
    pids = build.stdout.readline().split()
    assert len(pids) > 1
    build.send_signal(signal.SIGKILL)
    build.communicate()
    deadline = time.monotonic() + 20
    while running(pids):
        assert time.monotonic() < deadline, running(pids)
        time.sleep(0.05)


def running(pids: list[bytes]) -> list[int]:
    """Give the processes that run still; a zombie does not."""
    found = []
    for pid in map(int, pids):
        try:
            with open(f"/proc/{pid}/stat") as file:
                state = file.read().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            continue
        if state != "Z":
            found.append(pid)
    return found


def test_the_parents_thread_does_not_hang_at_an_early_end() -> None:
    """A consumer that stops early leaves nothing behind that `shutdown` waits for."""
    before = threading.active_count()
    with open_executor("processes", initializer=steps.nothing, tasks=100) as workers:
        results = map_batches(
            workers, steps.size, range(1000), batch_size=5, context=b"", warn=print
        )
        next(results)
    assert threading.active_count() <= before
