"""A Dask cluster on this machine gives the same results, and one clear error where it cannot."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from notes_kb.build import cluster
from notes_kb.build.executor import (
    ENVIRONMENT,
    ExecutorError,
    Failure,
    SerialExecutor,
    map_batches,
    open_executor,
)
from tests.build import steps

distributed = pytest.importorskip("distributed")
dask_config = pytest.importorskip("dask.config")

pytestmark = pytest.mark.filterwarnings("default")  # Dask's own are none of ours.


def no_warning(line: str) -> None:
    pytest.fail(line)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two workers, on the loopback interface."""
    with start_cluster(2) as local:
        yield local.scheduler_address


def start_cluster(workers: int):
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=2,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        worker_dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        dashboard=False,
        silence_logs=50,
    )


def test_a_cluster_gives_what_this_process_gives(address: str) -> None:
    """Order, context, initializer and failures; twice over one connection."""
    serial = SerialExecutor(steps.prepare, ("prepared",))
    context = {"language": "zh", "text": "x" * 1_000_000}
    with open_executor(
        address, initializer=steps.prepare, initargs=("prepared",), tasks=1
    ) as workers:
        assert workers.count == 2
        for step in (steps.describe, steps.fail_at_three, steps.describe):
            here, there = (
                [
                    repr(result) if isinstance(result, Failure) else result
                    for result in map_batches(
                        executor,
                        step,
                        [0, 1, 2, 3, 6] * 20,
                        batch_size=7,
                        context=context,
                        warn=no_warning,
                    )
                ]
                for executor in (serial, workers)
            )
            assert strip_traces(here) == strip_traces(there)


def strip_traces(results: list[object]) -> list[object]:
    return [
        result.partition(", trace=")[0] if isinstance(result, str) else result for result in results
    ]


def test_the_environment_names_a_cluster(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each worker is initialised once for one build, and again for another."""
    monkeypatch.setenv(ENVIRONMENT, address)
    for value in ("one", "other", "one"):
        with open_executor(
            "serial", initializer=steps.prepare, initargs=(value,), tasks=1
        ) as workers:
            results = [*map_batches(workers, steps.describe, [1], batch_size=1, warn=no_warning)]
            assert results == [(None, value, 1)]
            seen = [
                *map_batches(
                    workers, steps.initializations, range(20), batch_size=1, warn=no_warning
                )
            ]
            assert len(set(seen)) <= 2
            assert os.getpid() not in {pid for pid, _ in seen}


def test_a_cluster_survives_a_worker(tmp_path: Path) -> None:
    """Dask gives its work to another; what kills every worker runs in this process."""
    lines: list[str] = []
    with (
        dask_config.set({"distributed.scheduler.allowed-failures": 1}),
        start_cluster(2) as local,
        open_executor(local.scheduler_address, initializer=steps.nothing, tasks=1) as workers,
    ):
        once = map_batches(
            workers,
            steps.die_once,
            range(20),
            batch_size=5,
            context=str(tmp_path / "died"),
            warn=no_warning,
        )
        assert list(once) == [*range(20)]
        assert (tmp_path / "died").exists()
        always = map_batches(
            workers,
            steps.die_elsewhere,
            range(20),
            batch_size=5,
            context=os.getpid(),
            warn=lines.append,
        )
        assert list(always) == [*range(20)]
        assert len(lines) == 1


def test_a_build_survives_its_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler goes away in the middle; the rest runs here."""
    from notes_kb.build import executor as executor_module

    monkeypatch.setattr(executor_module, "PATIENCE", 0.5)
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    lines: list[str] = []
    local = start_cluster(1)
    with open_executor(local.scheduler_address, initializer=steps.nothing, tasks=1) as workers:
        results = map_batches(
            workers, steps.size, range(200), batch_size=1, context=b"", warn=lines.append
        )
        first = [next(results) for _ in range(3)]
        local.close()
        everything = first + list(results)
    assert [number for _, number in everything] == [*range(200)]
    assert len(lines) == 1


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (
            lambda patch: patch.setitem(sys.modules, "distributed", None),
            "executor: {address} needs Dask; run: pip install 'notes-kb[cluster]' (",
        ),
        (
            lambda patch: patch.setattr(cluster, "code_version", steps.version_of_process),
            "executor: tcp://127.0.0.1:{port} runs another version of notes_kb, ",
        ),
    ],
    ids=["absent", "other version"],
)
def test_a_cluster_that_cannot_serve_is_an_error(
    address: str, prepare, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line that says what to do."""
    prepare(monkeypatch)
    check_error(address, message.replace("{address}", address))


def test_a_scheduler_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """After `CONNECT_TIMEOUT`."""
    monkeypatch.setattr(cluster, "CONNECT_TIMEOUT", 0.5)
    check_error("tcp://127.0.0.1:9", "executor: no Dask scheduler answers at tcp://127.0.0.1:9: ")


def test_a_scheduler_without_workers_is_an_error() -> None:
    """It says how to start one."""
    with start_cluster(0) as local:
        address = local.scheduler_address
        check_error(address, f"executor: {address} has no workers; run: dask worker {address}")


def check_error(address: str, message: str) -> None:
    with (
        pytest.raises(ExecutorError) as caught,
        open_executor(address, initializer=steps.nothing, tasks=1),
    ):
        pass
    assert re.sub(r":[0-9]+ runs", ":{port} runs", str(caught.value)).startswith(message)
    assert "\n" not in str(caught.value)
