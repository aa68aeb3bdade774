"""Workers of a Dask cluster (``pip install 'notes-kb[cluster]'``).

Whoever can reach a Dask scheduler can run code on its workers: keep it in a private network, or
use ``tls://`` with certificates in Dask's own configuration.
"""

from __future__ import annotations

import logging
import pickle
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

from notes_kb.build.executor import (
    PATIENCE,
    ExecutorError,
    Initializer,
    Load,
    Workers,
    content_name,
    load_bytes,
)
from notes_kb.build.keys import code_version

CONNECT_TIMEOUT = 10.0
"""Seconds to wait for the scheduler."""

_client_log = logging.getLogger("distributed.client")

_LOST = frozenset({"error", "cancelled"})
"""States of Dask's futures that will have no result (``lost`` is computed again)."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


def open_cluster(address: str, initializer: Initializer, initargs: tuple[Any, ...]) -> Workers:
    """Connect to a scheduler.

    Raises `ExecutorError` where ``distributed`` is not installed, the scheduler does not answer,
    it has no workers, or a worker runs other code than this process (its pages would differ).
    """
    try:
        from distributed import Client  # noqa: PLC0415  # An optional dependency.
    except ImportError as error:
        raise ExecutorError(
            f"executor: {address} needs Dask; run: pip install 'notes-kb[cluster]' ({error})"
        ) from error
    try:
        client = Client(address, timeout=CONNECT_TIMEOUT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ExecutorError(f"executor: no Dask scheduler answers at {address}: {error}") from error
    try:
        _check_workers(client, address)
        return ClusterWorkers(client, initializer, initargs)
    except BaseException:
        client.close()
        raise


def _check_workers(client: Any, address: str) -> None:
    try:
        versions = client.run(code_version)
    except Exception as error:
        raise ExecutorError(
            f"executor: a worker of {address} cannot load notes_kb: {error}"
        ) from error
    if not versions:
        raise ExecutorError(f"executor: {address} has no workers; run: dask worker {address}")
    others = sorted(worker for worker, version in versions.items() if version != code_version())
    if others:
        raise ExecutorError(
            f"executor: {others[0]} runs another version of notes_kb, of a library or of Python "
            f"({len(others)} of {len(versions)} workers); install the same on all"
        )


class ClusterWorkers(Workers):
    """The workers of one scheduler; a large value travels to each of them once."""

    def __init__(self, client: Any, initializer: Initializer, initargs: tuple[Any, ...]) -> None:
        super().__init__(initializer, initargs)
        self._client = client
        # A lost scheduler is worth one line of ours, not tracebacks of the client's.
        self._level = _client_log.level
        _client_log.setLevel(logging.CRITICAL)
        self._executor = client.get_executor(pure=False)
        self._broadcasts: dict[str, Any] = {}
        self._start = self._broadcast(pickle.dumps((initializer, initargs), 5))
        self.count = max(1, self._worker_count())

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Send a call to the cluster; a worker that joined later is initialised before it."""
        future: Future[_T] = self._executor.submit(
            _run_initialized, code_version(), *self._start, fn, *args, **kwargs
        )
        return future

    def share(self, context: object) -> tuple[Load, tuple[Any, ...]]:
        """Hand the value to the scheduler, once for equal values."""
        self.count = max(1, self._worker_count())
        return load_bytes, self._broadcast(pickle.dumps(context, 5))

    def are_alive(self) -> bool:
        """Whether the scheduler answers and has workers."""
        try:
            lost = any(data.status in _LOST for data in self._broadcasts.values())
            return not lost and self._client.status == "running" and self._worker_count() > 0
        except Exception:  # Whatever the connection says: it does not answer.
            return False

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; it goes on for others."""
        if cancel_futures or not self.are_alive():
            self._executor.shutdown(wait=False)
        else:
            self._executor.shutdown(wait=wait)
        self._broadcasts.clear()
        self._client.close(timeout=PATIENCE)
        _client_log.setLevel(self._level)

    def _worker_count(self) -> int:
        client = self._client
        return len(client.sync(client.scheduler.ncores, callback_timeout=PATIENCE))

    def _broadcast(self, data: bytes) -> tuple[str, Any]:
        """Give the name of the bytes and Dask's future of them, which a call's argument may be.

        A worker fetches them when it first needs them, from whichever has them. They are a task's
        result and not scattered data: that is lost for good with the workers that hold it.
        """
        name = content_name(data)
        if name not in self._broadcasts:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # Of large arguments: wanted here.
                self._broadcasts[name] = self._client.submit(_same, data, pure=False)
        return name, self._broadcasts[name]


def _same(data: bytes) -> bytes:
    return data


_lock = threading.Lock()
"""In a worker: one call at a time, since steps may keep state in their module."""

_initialized = ""
"""In a worker: the name of the initializer and arguments that were run last."""


def _run_initialized(
    version: str, name: str, start: bytes, fn: Callable[..., _T], /, *args: Any, **kwargs: Any
) -> _T:
    """Run a call in a worker, after the initializer of its build."""
    global _initialized  # noqa: PLW0603
    if version != code_version():
        raise ExecutorError("a worker runs another version of notes_kb, of a library or of Python")
    with _lock:
        if name != _initialized:
            initializer, initargs = pickle.loads(start)
            initializer(*initargs)
            _initialized = name
        return fn(*args, **kwargs)
