"""Steps for the tests of executors; workers import this module."""

from __future__ import annotations

import os
import signal
import struct
import sys
import time
from pathlib import Path

prepared: object = None
runs = 0


def prepare(value: object) -> None:
    """Initialise a worker."""
    global prepared, runs  # noqa: PLW0603
    prepared = value
    runs += 1


def nothing() -> None:
    """Initialise nothing."""


def describe(context: object, item: int) -> tuple[object, object, int]:
    """Give what a step can see."""
    return (context, prepared, item * item)


def initializations(_: object, __: int) -> tuple[int, int]:
    """Give the process and how often it was initialised."""
    time.sleep(0.01)
    return os.getpid(), runs


def size(context: bytes, item: int) -> tuple[int, int]:
    """Give the process and the length of a large context."""
    time.sleep(0.01)
    return os.getpid(), len(context) + item


class UnpicklableError(Exception):
    """Cannot be made again from its text."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def fail_at_three(_: object, item: int) -> object:
    """Raise or give what cannot be pickled, for some items."""
    if item == 3:
        raise ValueError("three")
    if item == 4:
        raise UnpicklableError("fo", "ur")
    if item == 5:
        return lambda: item
    return item


def die_elsewhere(main: int, item: int) -> int:
    """Kill the process at item 7, unless it is the one that asks."""
    if item == 7 and os.getpid() != main:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def die_once(marker: str, item: int) -> int:
    """Kill the process at item 7 the first time."""
    if item == 7:
        try:
            Path(marker).touch(exist_ok=False)
        except FileExistsError:
            return item
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def die_while_sending(main: int, item: int) -> int:
    """Write half a result into the pool's pipe and kill the process, at item 7."""
    if item == 7 and os.getpid() != main:
        frame = sys._getframe()
        while "result_queue" not in frame.f_locals:
            assert frame.f_back is not None
            frame = frame.f_back
        writer = frame.f_locals["result_queue"]._writer
        os.write(writer.fileno(), struct.pack("!i", 1_000_000) + b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def version_of_process() -> str:
    """Stand for a code version that differs from process to process."""
    return str(os.getpid())
