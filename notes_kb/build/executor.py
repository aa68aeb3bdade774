"""Where the steps of a build run: in this process, in others on this machine, or on a Dask cluster.

The steps see ``concurrent.futures.Executor`` only. Worker functions must be importable (defined at
the top of a module), and their items, contexts and results must be picklable.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import traceback
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

from notes_kb.build.collection import look_seldom

ENVIRONMENT = "NOTES_KB_EXECUTOR"
"""The environment variable that overrides the option ``executor`` of the site."""

TASKS_PER_WORKER = 24
"""Tasks that pay for starting one more process: a page takes some 10 ms, a process some 100 ms."""

PATIENCE = 5.0
"""Seconds without a result after which the workers are asked whether they are alive."""

_LOCAL = frozenset({"auto", "serial", "processes"})
_CLUSTER = ("tcp://", "tls://")
"""What a setting is, or begins with where it names a Dask scheduler."""

_REASON = 160
"""Characters of the reason in the line about failed workers; Dask's are long."""

_DONE = object()

_CONTEXTS = 4
"""Contexts that a worker keeps."""

_P = ParamSpec("_P")
_T = TypeVar("_T")
_R = TypeVar("_R")

Initializer = Callable[..., object]
Warn = Callable[[str], None]
Load = Callable[..., Any]


class ExecutorError(Exception):
    """The executor that was asked for cannot be had; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What stands in place of the result of an item whose function raised."""

    error: Exception
    """What was raised; a RuntimeError with its text where it cannot be pickled."""
    trace: str
    """The traceback, as Python prints it."""


class Workers(Executor):
    """An executor that knows its size and how to hand a large value to its workers."""

    count: int
    """Workers at the moment; 1 where all runs in this process."""

    def __init__(self, initializer: Initializer, initargs: tuple[Any, ...]) -> None:
        self._initialize: Callable[[], object] | None = lambda: initializer(*initargs)

    def initialize_here(self) -> None:
        """Run the initializer in this process, unless that was done."""
        if self._initialize is not None:
            self._initialize()
            self._initialize = None

    def share(self, context: object) -> tuple[Load, tuple[Any, ...]]:
        """Prepare a value for the workers: a function and what it is called with over there."""
        raise NotImplementedError

    def are_alive(self) -> bool:
        """Whether what was submitted can still be done; asked when results are long in coming."""
        raise NotImplementedError


class SerialExecutor(Workers):
    """Runs everything at once, in this process."""

    count = 1

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Call the function now; the future is done."""
        self.initialize_here()
        future: Future[_T] = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def share(self, context: object) -> tuple[Load, tuple[Any, ...]]:
        """Hand the value itself over."""
        return _same, (context,)

    def are_alive(self) -> bool:
        """Give True: this process runs."""
        return True


class ProcessWorkers(Workers):
    """Processes on this machine.

    Where they are forked, `initargs` reach them by memory; where they are spawned, by pickle. A
    context that comes later is written to a private file, which each process reads once.
    """

    def __init__(self, count: int, initializer: Initializer, initargs: tuple[Any, ...]) -> None:
        super().__init__(initializer, initargs)
        self.count = count
        self._folder = tempfile.TemporaryDirectory(prefix="notes-kb-")
        self._others = set(multiprocessing.active_children())
        self._own: set[BaseProcess] = set()
        self._pool = ProcessPoolExecutor(
            count,
            mp_context=_process_context(),
            initializer=_start_worker,
            initargs=(initializer, initargs),
        )

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Send a call to the next free process. Raises BrokenProcessPool after a death."""
        future = self._pool.submit(fn, *args, **kwargs)
        if len(self._own) < self.count:  # The pool starts processes when there is work for them.
            self._own |= set(multiprocessing.active_children()) - self._others
        return future

    def share(self, context: object) -> tuple[Load, tuple[Any, ...]]:
        """Write the value to a file; the processes that need it read it, once each."""
        data = pickle.dumps(context, 5)
        name = content_name(data)
        path = Path(self._folder.name) / name
        if not path.exists():
            path.write_bytes(data)
        return _load_file, (name, str(path))

    def are_alive(self) -> bool:
        """Whether no process has died.

        The pool notices most deaths itself, but not that of a process which was sending a result:
        it goes on waiting for the rest of it.
        """
        return all(process.is_alive() for process in self._own)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop the processes; where one has died, kill the others."""
        if not self.are_alive():
            self._break()
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        self._folder.cleanup()

    def _break(self) -> None:
        """End a pool that may be waiting for the rest of a result."""
        for process in self._own:
            process.kill()
        # Of the pipe's writing ends, only the pool's own is still open. Without it, the pool reads
        # an end of file and stops.
        queue = getattr(self._pool, "_result_queue", None)
        with suppress(AttributeError, OSError):
            queue._writer.close()  # type: ignore[union-attr]


@contextmanager
def open_executor(
    setting: str | None, *, initializer: Initializer, initargs: tuple[Any, ...] = (), tasks: int
) -> Iterator[Workers]:
    """Give the executor for a number of tasks; `initializer` has run in each worker before them.

    `setting` is the site's option, and the environment variable `ENVIRONMENT` goes before it:
    ``auto`` (the default: processes, or none where they do not pay), ``serial``, ``processes`` or
    the address of a Dask scheduler (``tcp://host:port``, ``tls://host:port``).
    Raises `ExecutorError`.
    """
    workers = _open(_wish(setting), initializer, initargs, tasks)
    try:
        yield workers
    finally:
        workers.shutdown(wait=True, cancel_futures=True)


def check_setting(setting: str) -> None:
    """Raise `ExecutorError` where `open_executor` does not take a setting."""
    if setting not in _LOCAL and not setting.startswith(_CLUSTER):
        raise ExecutorError(
            f"executor: {setting!r} is not known; write auto, serial, processes, "
            "or the address of a Dask scheduler such as tcp://127.0.0.1:8786"
        )


def _open(wish: str, initializer: Initializer, initargs: tuple[Any, ...], tasks: int) -> Workers:
    check_setting(wish)
    if wish.startswith(_CLUSTER):
        from notes_kb.build.cluster import open_cluster  # noqa: PLC0415  # Dask takes a second.

        return open_cluster(wish, initializer, initargs)
    cores = available_cores()
    count = cores if wish == "processes" else min(cores, tasks // TASKS_PER_WORKER)
    if wish == "serial" or (wish == "auto" and count < 2):
        return SerialExecutor(initializer, initargs)
    return ProcessWorkers(count, initializer, initargs)


class Beside(Generic[_T]):
    """A call that runs in a forked process, while this one goes on; only where `may_fork`.

    The function sees all that this process knows. What it gives travels back by pickle.
    """

    def __init__(self, function: Callable[[], _T]) -> None:
        context = multiprocessing.get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_answer, args=(sender, function), daemon=True)
        self._process.start()
        sender.close()  # So that the receiver sees the end when the process dies.

    def result(self) -> _T:
        """Wait for the end. Raises what the function raised; ExecutorError after a death."""
        try:
            found = pickle.loads(self._receiver.recv_bytes())
        except EOFError:
            raise ExecutorError("a process beside the build has died") from None
        finally:
            self._receiver.close()
            self._process.join()
        if isinstance(found, Failure):
            raise found.error
        return found  # type: ignore[no-any-return]

    def stop(self) -> None:
        """End the process; what it would have given is not wanted."""
        self._receiver.close()
        self._process.kill()
        self._process.join()


class Standby:
    """A forked process that gets ready before it is known what there is to do; as `Beside`.

    What it takes to be ready, imports above all, is done while this process finds that out.
    """

    def __init__(self, get_ready: Callable[[], object]) -> None:
        receiver, self._sender = multiprocessing.get_context("fork").Pipe(duplex=False)
        self._beside: Beside[list[Any]] = Beside(lambda: _when_asked(get_ready, receiver))
        receiver.close()

    def run(self, function: Callable[[_T], _R], items: Iterable[_T]) -> list[_R]:
        """Give what a function makes of some items over there; they travel by pickle.

        Raises what the function raised; ExecutorError after a death.
        """
        with suppress(BrokenPipeError):  # `result` says what became of the process.
            self._sender.send_bytes(pickle.dumps((function, list(items)), 5))
        self._sender.close()
        found: list[_R] = self._beside.result()
        return found

    def dismiss(self) -> None:
        """End the process, which has nothing to do."""
        self._sender.close()
        self._beside.stop()


def _when_asked(get_ready: Callable[[], object], receiver: Any) -> list[Any]:
    get_ready()
    function, items = pickle.loads(receiver.recv_bytes())
    return [function(item) for item in items]


def _answer(sender: Any, function: Callable[[], object]) -> None:
    """Call a function in a forked process, and send what it gave."""
    _start_worker(_nothing, ())
    try:
        data = pickle.dumps(function(), 5)
    except Exception as error:
        failure = Failure(error, "".join(traceback.format_exception(error)))
        data = pickle.dumps(_portable(failure), 5)
    sender.send_bytes(data)


def _nothing() -> None:
    """Initialise nothing."""


def available_cores() -> int:
    """Give the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_batches(
    executor: Workers,
    function: Callable[[Any, _T], _R],
    items: Iterable[_T],
    *,
    batch_size: int,
    context: object = None,
    warn: Warn,
    meanwhile: Iterable[object] = (),
) -> Iterator[_R | Failure]:
    """Give ``function(context, item)`` of each item, in the order of the items.

    Items travel `batch_size` at a time; the context is sent once to each worker. Items are taken
    and results are kept only some batches ahead of what is consumed, which bounds the memory. A
    `Failure` stands for an item whose function raised. Where a worker dies, `warn` gets one line
    and the batches that are left run in this process. `meanwhile` is iterated over here, a step at
    a time, as long as the next result is not there; what is left of it in the end is not done.
    """
    return _Mapping(executor, function, context, warn, iter(meanwhile)).run(items, batch_size)


class _Mapping(Generic[_T, _R]):
    """One `map_batches`: its batches under way, and whether they still go to the workers."""

    def __init__(
        self,
        executor: Workers,
        function: Callable[[Any, _T], _R],
        context: object,
        warn: Warn,
        meanwhile: Iterator[object],
    ) -> None:
        self._executor = executor
        self._function = function
        self._context = context
        self._warn = warn
        self._meanwhile = meanwhile
        self._warned = False
        self._here = isinstance(executor, SerialExecutor)
        self._ahead = 1 if self._here else 4 * executor.count
        self._load, self._source = executor.share(context)

    def run(self, items: Iterable[_T], batch_size: int) -> Iterator[_R | Failure]:
        """Submit ahead, yield in order, and cancel what nobody waits for any more."""
        remaining = iter(items)
        ahead: deque[tuple[list[_T], Future[bytes] | None]] = deque()
        try:
            while True:
                while len(ahead) < self._ahead and (batch := list(islice(remaining, batch_size))):
                    ahead.append((batch, self._submit(batch)))
                if not ahead:
                    return
                yield from self._result(*ahead.popleft())
        finally:
            for _, future in ahead:
                # A broken pool ends its futures itself, and raises where one is cancelled already.
                if future is not None and not self._here:
                    future.cancel()

    def _submit(self, batch: list[_T]) -> Future[bytes] | None:
        """Send a batch to the workers; None where it is to run here."""
        if self._here:
            return None
        data = pickle.dumps((self._function, batch), 5)
        try:
            return self._executor.submit(_run_pickled, data, self._load, *self._source)
        except Exception as error:
            self._here = True
            self._lost(error)
            return None

    def _result(self, batch: list[_T], future: Future[bytes] | None) -> list[_R | Failure]:
        if future is not None:
            try:
                return pickle.loads(self._wait(future))  # type: ignore[no-any-return]
            except Exception as error:
                self._lost(error)
        self._executor.initialize_here()
        return _run(self._function, self._context, batch)

    def _wait(self, future: Future[bytes]) -> bytes:
        while not future.done() and next(self._meanwhile, _DONE) is not _DONE:
            pass
        while True:
            try:
                return future.result(timeout=0 if self._here else PATIENCE)
            except TimeoutError:
                if self._here or not self._executor.are_alive():
                    raise

    def _lost(self, error: Exception) -> None:
        """Warn, once; send nothing more to workers that are not there."""
        if not self._here:
            # A pool of processes is of no use after a death; a cluster goes on with the others.
            self._here = isinstance(error, BrokenExecutor) or not self._executor.are_alive()
        if not self._warned:
            self._warned = True
            reason = " ".join(str(error).split())[:_REASON] or type(error).__name__
            self._warn(f"workers failed, their part of the build runs in this process: {reason}")


def _run(function: Callable[[Any, _T], _R], context: Any, batch: list[_T]) -> list[_R | Failure]:
    results: list[_R | Failure] = []
    for item in batch:
        try:
            results.append(function(context, item))
        except Exception as error:
            results.append(Failure(error, "".join(traceback.format_exception(error))))
    return results


def _run_pickled(data: bytes, load: Load, *source: Any) -> bytes:
    """Run a batch in a worker."""
    function, batch = pickle.loads(data)
    results = [_portable(result) for result in _run(function, load(*source), batch)]
    try:
        return pickle.dumps(results, 5)
    except Exception:
        return pickle.dumps([_picklable(result) for result in results], 5)


def _portable(result: object) -> object:
    """Replace an exception that does not survive pickling."""
    if not isinstance(result, Failure):
        return result
    try:
        pickle.loads(pickle.dumps(result.error, 5))
    except Exception:
        error = result.error
        return Failure(RuntimeError(f"{type(error).__qualname__}: {error}"), result.trace)
    return result


def _picklable(result: object) -> object:
    try:
        pickle.dumps(result, 5)
    except Exception as error:
        return Failure(
            TypeError(f"the result cannot be pickled: {error}"),
            "".join(traceback.format_exception(error)),
        )
    return result


def _same(context: Any) -> Any:
    return context


_contexts: OrderedDict[str, Any] = OrderedDict()
"""In a worker: the contexts used last, by the name of their content."""


def load_bytes(name: str, data: bytes) -> Any:
    """Give a context in a worker; it is unpickled where it is not at hand."""
    if name not in _contexts:
        _contexts[name] = pickle.loads(data)
        while len(_contexts) > _CONTEXTS:
            _contexts.popitem(last=False)
    _contexts.move_to_end(name)
    return _contexts[name]


def _load_file(name: str, path: str) -> Any:
    return load_bytes(name, b"" if name in _contexts else Path(path).read_bytes())


def content_name(data: bytes) -> str:
    """Name bytes by what they are."""
    return blake2b(data, digest_size=16).hexdigest()


def may_fork(setting: str | None) -> bool:
    """Whether work may go to forked processes, which see all that this one knows.

    Not where the site wants everything in one process (``serial``), nor where the system or
    other threads make a fork unsafe.
    """
    return _wish(setting) != "serial" and _process_context().get_start_method() == "fork"


def _wish(setting: str | None) -> str:
    return os.environ.get(ENVIRONMENT) or setting or "auto"


def _process_context() -> BaseContext:
    """Fork where that is safe: on Linux, in a process without other threads; else spawn.

    A fork copies the locks that other threads hold at that moment, and nobody releases the copies.
    Native threads count too, so the system is asked and not ``threading``.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            if len(os.listdir("/proc/self/task")) == 1:
                return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _start_worker(initializer: Initializer, initargs: tuple[Any, ...]) -> None:
    """Set a worker process up."""
    gc.freeze()  # The collector would write to what is shared with the parent, and so copy it.
    look_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The parent ends the workers.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    initializer(*initargs)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
