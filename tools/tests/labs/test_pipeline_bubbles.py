"""The simulator keeps a pipeline's rules, and the papers' formulas come out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import labs

lab = labs.load("pipeline-bubbles", "lab")
SIZES = [(2, 4), (4, 8), (4, 10), (6, 12), (8, 20)]


@pytest.mark.parametrize("name", ["1F1B", "ZB1P", "DualPipe"])
@pytest.mark.parametrize(("devices", "batches"), SIZES)
def test_the_formula_of_the_report_comes_out(name: str, devices: int, batches: int) -> None:
    """Table 2 of arXiv 2412.19437 holds with F = 1, B = 2, W = 1, F&B = F + B."""
    measured, _ = lab.bubble(lab.simulate(lab.SCHEDULES[name](devices, batches), lab.Times()))
    assert measured == pytest.approx(lab.formula(name, devices, lab.Times()))


@given(
    st.integers(2, 8),
    st.integers(2, 4),
    st.floats(0.5, 3),
    st.floats(0.5, 3),
    st.floats(0.1, 1),
)
def test_1f1b_and_zb1p_hold_for_uneven_times(
    devices: int, per: int, forward: float, inputs: float, share: float
) -> None:
    """Both formulas hold for any times with W no longer than F and than B - W."""
    weights = share * min(forward, inputs)
    times = lab.Times(f=forward, b=inputs + weights, w=weights, both=forward + inputs + weights)
    for name in ("1F1B", "ZB1P"):
        plan = lab.SCHEDULES[name](devices, per * devices)
        measured, _ = lab.bubble(lab.simulate(plan, times))
        assert measured == pytest.approx(lab.formula(name, devices, times), abs=1e-6)


@pytest.mark.parametrize("name", ["1F1B", "ZB1P", "DualPipe"])
@pytest.mark.parametrize(("devices", "batches"), SIZES)
def test_every_batch_passes_every_device_once(name: str, devices: int, batches: int) -> None:
    """Each device does each micro-batch's forward, backward and weight gradient exactly once."""
    for pieces in lab.SCHEDULES[name](devices, batches):
        items = [item for piece in pieces for item in piece.items]
        forwards = [(i.way, i.batch) for i in items if i.kind == "F"]
        backwards = [(i.way, i.batch) for i in items if i.kind in "BI"]
        assert len(forwards) == len(set(forwards)) == batches
        assert sorted(forwards) == sorted(backwards)
        split = sum(piece.kind == "I" for piece in pieces)
        assert split == sum(piece.kind == "W" for piece in pieces)


@pytest.mark.parametrize("name", ["1F1B", "ZB1P", "DualPipe"])
def test_a_device_does_one_thing_at_a_time(name: str) -> None:
    """Pieces on a device neither overlap nor begin before the step."""
    for lane in lab.simulate(lab.SCHEDULES[name](4, 8), lab.Times()):
        assert lane[0].start >= 0
        for one, two in itertools.pairwise(lane):
            assert one.end <= two.start


def test_a_schedule_that_waits_for_itself_is_refused() -> None:
    """A backward ahead of its own forward can never start."""
    plan = [[lab._one("B", 0), lab._one("F", 0)]]
    with pytest.raises(ValueError, match="waits for itself"):
        lab.simulate(plan, lab.Times())


def test_the_record_is_what_the_code_computes() -> None:
    """Simulated time does not depend on the machine: the record can be checked whole."""
    recorded = labs.read("pipeline-bubbles")["data"]
    assert labs._rounded(lab.run(**lab.FULL)) == recorded
