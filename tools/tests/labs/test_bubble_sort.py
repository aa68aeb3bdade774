"""Bubble sort sorts, alike in both languages, and costs what it must on any machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import labs

worker = labs.load("bubble-sort", "worker")
lab = labs.load("bubble-sort", "lab")
INTS = st.lists(st.integers(-(2**62), 2**62), max_size=40)
needs_cc = pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler here")


@given(INTS)
def test_both_python_sorts_sort(values: list[int]) -> None:
    """The timed and the counting version give the sorted list."""
    one, two = list(values), list(values)
    worker.bubble_sort(one)
    worker.count_sort(two)
    assert one == two == sorted(values)


@given(INTS)
def test_swaps_are_the_inversions(values: list[int]) -> None:
    """Bubble sort swaps once for each pair out of order, and stops within n(n-1)/2 comparisons."""
    comparisons, swaps = worker.count_sort(list(values))
    n = len(values)
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    assert swaps == sum(values[i] > values[j] for i, j in pairs)
    assert comparisons <= n * (n - 1) // 2


@given(INTS)
def test_odd_even_transposition_sorts(values: list[int]) -> None:
    """The whole-array algorithm sorts within n phases."""
    np = pytest.importorskip("numpy")
    array = np.array(values, dtype=np.int64)
    worker.odd_even_sort(array)
    assert array.tolist() == sorted(values)


def test_opcodes_do_not_depend_on_the_machine() -> None:
    """Interpreting one comparison takes well over ten bytecodes, swaps and loop included."""
    counted = lab.opcodes_per_comparison(30, 7)
    assert counted["opcodes"] > 10 * counted["comparisons"]
    assert counted == lab.opcodes_per_comparison(30, 7)


@needs_cc
@pytest.mark.parametrize("mode", ["native", "boxed", "interp", "interp-boxed"])
@pytest.mark.parametrize("n", [1, 2, 3, 50])
def test_every_c_version_sorts_what_python_sorts(tmp_path: Path, mode: str, n: int) -> None:
    """Same seed, same numbers, same checksum of the sorted numbers (the program checks order)."""
    lab.build(tmp_path)
    seed = 11 * n
    expected = 0
    for value in sorted(worker.numbers(n, seed)):
        expected = (expected * 31 + value) & worker.MASK
    for level in ("O0", "O2"):
        assert lab.call([str(tmp_path / level), mode, str(n), str(seed)]).checksum == expected


@needs_cc
def test_a_small_run_gives_a_whole_record() -> None:
    """Same counts in both languages; a number takes more room in a list than in C."""
    pytest.importorskip("numpy")
    data = lab.run(**lab.SMALL)
    assert data["counts"]["same_in_python_and_c"]
    assert data["interpreter"]["instructions_per_comparison"] > 15
    assert data["bytes_per_number"]["list"] > 2 * data["bytes_per_number"]["c"]
    assert set(data["ratio_to_c_o2"]) == {*lab.C_MODES, *lab.PYTHON_MODES}
    recorded = labs.read("bubble-sort")["data"]
    assert set(recorded) == {*data, "whole_runs"}
