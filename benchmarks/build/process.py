"""Runs one command, and tells what it cost: time, processor, memory."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LIMIT = 3_600.0
"""Seconds that one command may take."""
PERIOD = 0.25
"""Seconds between two looks at the memory of all processes."""
_PROC = Path("/proc")
_GROUP = 2
"""Place of the process group in what `_stat` gives."""
_TIMES = slice(11, 15)
"""Places of user and system time, its own and that of children that have ended."""
_MAX_RSS_UNIT = 1 if os.uname().sysname == "Darwin" else 1_024
"""Bytes that one unit of `ru_maxrss` stands for."""


class CommandError(Exception):
    """A command failed or took too long; says what it printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run of a command cost."""

    seconds: float
    """From start to end by the clock."""
    cpu: float
    """Seconds of processor, user and system, of the command and the processes it waited for."""
    peak: int
    """Bytes of memory of its largest process (`ru_maxrss`).

    Linux counts what this process held when it started the command, so it is at least that.
    """
    total: int
    """Bytes of all its processes at the worst moment seen, what they share counted once.

    Where there is no /proc, the same as `peak`.
    """


def run_measured(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    limit: float = LIMIT,
    accepted: Collection[int] = (0,),
) -> Cost:
    """Run a command in a folder and give what it cost.

    Raises CommandError where its exit is not `accepted`, or it is not done after `limit` seconds.
    """
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **(environment or {})}
    # Installed packages are compiled; so is, after its first run, what is run from its sources.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as output:
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        watch = _Watch(process, started + limit)
        watch.start()
        try:
            usage = _wait(process)
        finally:
            watch.stop()
            if process.returncode is None:
                _kill(process.pid)
        seconds = time.monotonic() - started
        if process.returncode not in accepted or watch.killed:
            output.seek(0)
            said = output.read().decode("utf-8", "replace")[-4_000:]
            why = f"not done after {limit:.0f} s" if watch.killed else f"exit {process.returncode}"
            raise CommandError(f"{' '.join(command)}: {why}\n{said}")
    peak = usage.ru_maxrss * _MAX_RSS_UNIT
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(seconds=seconds, cpu=cpu, peak=peak, total=max(peak, watch.total))


def _wait(process: subprocess.Popen[bytes]) -> resource.struct_rusage:
    """Wait for a process as `wait` does, and keep what the kernel tells about it alone."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage


def _kill(group: int) -> None:
    """End the processes of a group, if there are any left."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


class _Watch(threading.Thread):
    """Looks at the memory of a process group until told to stop, and ends it when it is late."""

    def __init__(self, process: subprocess.Popen[bytes], deadline: float) -> None:
        super().__init__(daemon=True)
        self.total = 0
        self.killed = False
        self._group, self._deadline = process.pid, deadline
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(PERIOD):
            self.total = max(self.total, sum(map(_memory, group_members(self._group))))
            if time.monotonic() > self._deadline and not self.killed:
                self.killed = True
                _kill(self._group)

    def stop(self) -> None:
        self._done.set()
        self.join()


def group_members(group: int) -> Iterator[int]:
    """Yield the ids of the processes of a group; none where there is no /proc."""
    for entry in _PROC.iterdir() if _PROC.is_dir() else ():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields and int(fields[_GROUP]) == group:
                yield int(entry.name)


def cpu_seconds(processes: Iterable[int]) -> float:
    """Give the seconds of processor that running processes and their ended children used."""
    ticks = sum(int(n) for p in processes for n in _stat(p)[_TIMES])
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[str]:
    """Give what /proc/PID/stat says behind the name; nothing where the process has gone."""
    with suppress(OSError, IndexError):
        # The name stands in brackets and may hold spaces and brackets itself.
        return (_PROC / str(process) / "stat").read_text().rsplit(")", 1)[1].split()
    return []


def _memory(process: int) -> int:
    """Give the proportional set size of a process in bytes; 0 where it has gone."""
    with suppress(OSError):
        for line in (_PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1_024
    return 0
