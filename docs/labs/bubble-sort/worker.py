"""One bubble sort in Python in a process of its own.

Usage: worker.py MODE N SEED. Prints "seconds peak_kib comparisons swaps checksum", as sort.c does;
seconds are processor time.
"""

from __future__ import annotations

import sys
import time
from array import array
from collections.abc import MutableSequence
from pathlib import Path
from typing import Any

MASK = (1 << 64) - 1


def numbers(n: int, seed: int) -> list[int]:
    """Give the pseudo-random numbers that sort.c sorts: a 64-bit linear congruential generator."""
    values, state = [], seed
    for _ in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) & MASK
        values.append(state >> 33)
    return values


def fill(mode: str, n: int, seed: int) -> Any:
    """Hold n numbers in one container, without a second copy, so that the peak is its size."""
    if mode == "fill-list":
        return numbers(n, seed)
    if mode == "fill-array":
        held = array("q", [0]) * n
    else:
        import numpy as np  # noqa: PLC0415

        held = np.zeros(n, dtype=np.int64)
    state = seed
    for i in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) & MASK
        held[i] = state >> 33
    return held


def bubble_sort(a: MutableSequence[Any]) -> None:
    """Sort in place by swapping neighbours; stop after a pass without a swap."""
    for end in range(len(a) - 1, 0, -1):
        swapped = False
        for j in range(end):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
                swapped = True
        if not swapped:
            return


def count_sort(a: MutableSequence[Any]) -> tuple[int, int]:
    """Sort as `bubble_sort` does and give the numbers of comparisons and swaps."""
    comparisons = swaps = 0
    for end in range(len(a) - 1, 0, -1):
        swapped = False
        for j in range(end):
            comparisons += 1
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
                swaps += 1
                swapped = True
        if not swapped:
            break
    return comparisons, swaps


def odd_even_sort(a: Any) -> None:
    """Sort a NumPy array by whole-array exchanges of the even, then of the odd neighbours.

    Odd-even transposition sort: bubble sort's compare-exchange, but all disjoint pairs at once.
    It needs at most n phases, and it is another algorithm: it makes other comparisons.
    """
    import numpy as np  # noqa: PLC0415 - only the NumPy modes may pay for the import

    for phase in range(len(a)):
        left, right = a[phase % 2 : -1 : 2], a[phase % 2 + 1 :: 2]
        low = np.minimum(left, right)
        np.maximum(left, right, out=right)
        left[:] = low


def peak_kib() -> int:
    """Give this process's peak resident memory in KiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    for line in status.read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


def main(mode: str, n: int, seed: int) -> None:
    """Sort once and print what it took."""
    if mode.startswith("fill"):
        held = fill(mode, n, seed)
        print(f"0 {peak_kib()} 0 0 {len(held)}")
        return
    values = numbers(n, seed)
    a: Any = values
    if mode == "array":
        a = array("q", values)
    elif mode.startswith("numpy"):
        import numpy as np  # noqa: PLC0415

        a = np.array(values, dtype=np.int64)
    sort = odd_even_sort if mode == "numpy-odd-even" else bubble_sort
    counts = (0, 0)
    start = time.process_time()
    if mode == "count":
        counts = count_sort(a)
    else:
        sort(a)
    seconds = time.process_time() - start
    checksum, before = 0, -1
    for value in map(int, a):
        if value < before:
            sys.exit("not sorted")
        before = value
        checksum = (checksum * 31 + value) & MASK
    print(f"{seconds:.9f} {peak_kib()} {counts[0]} {counts[1]} {checksum}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
