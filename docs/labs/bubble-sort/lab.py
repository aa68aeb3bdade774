"""Bubble sort in Python, NumPy and C: time, memory, and what the ratio is made of.

What other programs do on the machine must not decide a figure. So processor time is measured,
not time on the clock; every round sorts the same numbers, so that the fastest round is the one
that was disturbed least; and all implementations take turns within a round, in alternating
order. Figures are minima over the rounds, with the quartiles beside them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Any, NamedTuple

HERE = Path(__file__).parent
FULL = MappingProxyType(
    {
        "sizes": [250, 500, 1000, 2000, 4000, 8000],
        "rounds": 9,
        "slow_limit": 4000,
        "opcodes_n": 120,
        "fill": 1_000_000,
    }
)
SMALL = MappingProxyType(
    {"sizes": [40, 80], "rounds": 2, "slow_limit": 80, "opcodes_n": 30, "fill": 100_000}
)
HEADLINES = MappingProxyType(
    {
        "list": "ratio_to_c_o2/list/4000/min",
        "interp": "ratio_to_c_o2/O2:interp/4000/min",
        "boxed": "ratio_to_c_o2/O2:interp-boxed/4000/min",
    }
)
"""What `tools/labs.py` keeps of earlier whole runs, for the page to say how far they differ."""

PYTHON_MODES = ("list", "array", "numpy-loop", "numpy-odd-even")
C_MODES = ("O0:native", "O2:native", "O2:boxed", "O2:interp", "O2:interp-boxed")
SLOW = ("array", "numpy-loop")


class Run(NamedTuple):
    """What one process printed."""

    seconds: float
    peak_kib: int
    comparisons: int
    swaps: int
    checksum: int


def build(folder: Path, compiler: str = "cc") -> None:
    """Compile sort.c without and with optimisation.

    Vectorising is off: it turns the exchange of two neighbours into code that waits for its own
    stores, and what we compare is the plain loop.
    """
    for level in ("O0", "O2"):
        command = [compiler, f"-{level}", "-std=c11", "-fno-tree-vectorize", "-o"]
        subprocess.run([*command, str(folder / level), str(HERE / "sort.c")], check=True)


def call(command: Sequence[str]) -> Run:
    """Run one sort in its own process."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, *rest = done.stdout.split()
    peak, comparisons, swaps, checksum = map(int, rest)
    return Run(float(seconds), peak, comparisons, swaps, checksum)


def command(folder: Path, mode: str, n: int, seed: int) -> list[str]:
    """Give the command line of a mode: `LEVEL:C-MODE`, or a mode of worker.py."""
    if ":" in mode:
        level, name = mode.split(":")
        return [str(folder / level), name, str(n), str(seed)]
    return [sys.executable, str(HERE / "worker.py"), mode, str(n), str(seed)]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Give minimum, median and quartiles."""
    if len(values) < 2:
        low = high = values[0]
    else:
        low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return {"min": min(values), "median": statistics.median(values), "q1": low, "q3": high}


def opcodes_per_comparison(n: int, seed: int) -> dict[str, float]:
    """Count the bytecode instructions that CPython executes in one sort of n numbers."""
    from importlib import util  # noqa: PLC0415

    spec = util.spec_from_file_location("bubble_worker", HERE / "worker.py")
    assert spec
    assert spec.loader
    worker = util.module_from_spec(spec)
    spec.loader.exec_module(worker)
    values = worker.numbers(n, seed)
    comparisons, swaps = worker.count_sort(list(values))
    executed = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal executed
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        executed += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        worker.bubble_sort(list(values))
    finally:
        sys.settrace(before)
    return {
        "n": n,
        "comparisons": comparisons,
        "swaps": swaps,
        "opcodes": executed,
        "per_comparison": executed / comparisons,
    }


def bytes_per_number(folder: Path, n: int, seed: int) -> dict[str, float]:
    """Give the bytes that one number takes in each container: peak memory of n less that of few.

    `int_object` is what CPython itself says of one of the numbers.
    """
    few = n // 100
    found: dict[str, float] = {"int_object": float(sys.getsizeof(1 << 30))}
    for name, mode in (
        ("list", "fill-list"),
        ("array", "fill-array"),
        ("numpy", "fill-numpy"),
        ("c", "O2:fill"),
    ):
        many, base = (call(command(folder, mode, size, seed)).peak_kib for size in (n, few))
        found[name] = (many - base) * 1024 / (n - few)
    return found


def _measure(folder: Path, sizes: Sequence[int], rounds: int, slow_limit: int) -> dict[str, Any]:
    results: dict[str, Any] = {mode: {} for mode in (*C_MODES, *PYTHON_MODES)}
    for n in sizes:
        modes = [m for m in results if not (m in SLOW and n > slow_limit)]
        rows: dict[str, list[Run]] = {mode: [] for mode in modes}
        for number in range(rounds):  # in turns, so that a busy minute hits all alike
            for mode in modes if number % 2 else reversed(modes):
                rows[mode].append(call(command(folder, mode, n, 1000 * n)))
        if len({run.checksum for runs in rows.values() for run in runs}) != 1:
            raise RuntimeError(f"the implementations disagree at n={n}")
        for mode in modes:
            results[mode][str(n)] = {
                "seconds": spread([r.seconds for r in rows[mode]]),
                "rounds": [r.seconds for r in rows[mode]],
                "peak_kib": statistics.median(r.peak_kib for r in rows[mode]),
            }
    return results


def _ratios(results: Mapping[str, Any], over: str) -> dict[str, Any]:
    """Divide by another mode's time: the minima, and round by round for the quartiles."""
    ratios: dict[str, Any] = {}
    for mode, by_size in results.items():
        ratios[mode] = {}
        for n, row in by_size.items():
            base = results[over][n]
            pairs = zip(row["rounds"], base["rounds"], strict=True)
            by_round = spread([mine / other for mine, other in pairs])
            ratios[mode][n] = {
                "min": row["seconds"]["min"] / base["seconds"]["min"],
                "q1": by_round["q1"],
                "q3": by_round["q3"],
            }
    return ratios


def _quartiles_ns(row: Mapping[str, Any], comparisons: int) -> dict[str, float]:
    return {key: row["seconds"][key] * 1e9 / comparisons for key in ("q1", "q3")}


def run(
    sizes: Sequence[int], rounds: int, slow_limit: int, opcodes_n: int, fill: int
) -> dict[str, Any]:
    """Measure everything; give plain JSON data."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder)
        results = _measure(folder, sizes, rounds, slow_limit)
        top = sizes[-1]
        seed = 1000 * top
        c_count = call(command(folder, "O2:count", top, seed))
        py_count = call(command(folder, "count", min(top, slow_limit), 1000 * top))
        c_same = call(command(folder, "O2:count", min(top, slow_limit), 1000 * top))
        machine = call(command(folder, "O2:interp-count", min(top, slow_limit), 1000 * top))
        numbers_take = bytes_per_number(folder, fill, 7)
    common = str(min(top, slow_limit))
    ns = {
        mode: by_size[common]["seconds"]["min"] * 1e9 / c_same.comparisons
        for mode, by_size in results.items()
    }
    opcodes = opcodes_per_comparison(opcodes_n, 7)
    steps = machine.comparisons / c_same.comparisons
    return {
        "interpreter": {
            "instructions_per_comparison": steps,
            "ns_per_instruction": ns["O2:interp"] / steps,
            "boxed_ns_per_instruction": ns["O2:interp-boxed"] / steps,
            "cpython_ns_per_opcode": ns["list"] / opcodes["per_comparison"],
        },
        "results": results,
        "rounds": rounds,
        "list_ns_quartiles": _quartiles_ns(results["list"][common], c_same.comparisons),
        "c_ns_quartiles": _quartiles_ns(results["O2:native"][common], c_same.comparisons),
        "ratio_to_c_o2": _ratios(results, "O2:native"),
        "top": str(top),
        "common": common,
        "ns_per_comparison": ns,
        "counts": {
            "n": top,
            "comparisons": c_count.comparisons,
            "swaps": c_count.swaps,
            "same_in_python_and_c": (py_count.comparisons, py_count.swaps)
            == (c_same.comparisons, c_same.swaps),
        },
        "opcodes": opcodes,
        "bytes_per_number": numbers_take,
        "floor_kib": {
            mode: by_size[str(sizes[0])]["peak_kib"] for mode, by_size in results.items()
        },
    }
