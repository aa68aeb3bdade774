"""GRPO's estimator has the properties the page states, and it learns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

np = pytest.importorskip("numpy")

from tools import labs  # noqa: E402 - skipped as a whole without NumPy

lab = labs.load("grpo-toy", "lab")
GROUPS = st.lists(st.sampled_from([0.0, 1.0]), min_size=2, max_size=16)


@given(GROUPS, st.floats(0.5, 4), st.floats(-5, 5))
def test_group_advantages_ignore_scale_and_shift(
    group: list[float], scale: float, shift: float
) -> None:
    """GRPO's advantages are the same for any rewards a·r + b with a > 0."""
    rewards = np.array([group])
    before = lab.advantages(rewards, "group")
    after = lab.advantages(scale * rewards + shift, "group")
    assert np.allclose(before, after, atol=1e-4)


@given(GROUPS)
def test_group_advantages_sum_to_nothing(group: list[float]) -> None:
    """What one answer gains the others lose; a group of equals teaches nothing."""
    gains = lab.advantages(np.array([group]), "group")
    assert abs(gains.sum()) < 1e-6
    if len(set(group)) == 1:
        assert not gains.any()


def test_the_rule_grades_sums() -> None:
    """Of the 100 answers to each question exactly one is right: the sum."""
    answers = np.stack(np.divmod(np.arange(100), 10), axis=1)
    for prompt in range(100):
        right = lab.reward(np.full(100, prompt), answers)
        assert right.sum() == 1
        assert right.argmax() == prompt // 10 + prompt % 10


def test_the_gradient_of_the_log_probability_is_right() -> None:
    """Hand-written gradients agree with differences."""
    policy = lab.Policy()
    rng = np.random.default_rng(0)
    policy.first[:] = rng.normal(size=policy.first.shape)
    policy.second[:] = rng.normal(size=policy.second.shape)
    prompt, answer = np.array([37]), np.array([[1, 0]])
    first, second = policy.gradient(prompt, answer, np.ones((1, 2)))
    for table, gradient, at in (
        (policy.first, first, (37, 1)),
        (policy.first, first, (37, 4)),
        (policy.second, second, (37, 1, 0)),
        (policy.second, second, (37, 2, 0)),
    ):
        sums = []
        for sign in (1, -1):
            table[at] += sign * 1e-6
            sums.append(policy.logprob(prompt, answer).sum())
            table[at] -= sign * 1e-6
        assert (sums[0] - sums[1]) / 2e-6 == pytest.approx(gradient[at], abs=1e-6)


def test_the_baseline_takes_the_noise_out_of_a_shift() -> None:
    """Adding 1 to all rewards drowns the gradient without baseline, and not with one."""
    found = lab.probe(lab.SMALL["probes"], 16)
    assert found["noise_ratio_shifted"] > 5
    assert found["noise_ratio"] < 1.5
    assert found["variants"]["group-mean"]["along_exact"] == pytest.approx(1 - 1 / 16, abs=0.15)


def test_it_learns_and_a_shift_does_not_matter_to_it() -> None:
    """From one in a hundred to most right; with shifted rewards the curve is the same."""
    data = lab.run(**lab.SMALL)
    variants = data["variants"]
    curve = variants["group"]["curve"]["mean"]
    assert curve[0] == pytest.approx(0.01)
    assert variants["group"]["final_percent"]["low"] > 50
    assert np.allclose(curve, variants["group-shifted"]["curve"]["mean"], atol=0.01)
    shifted, group = (variants[name]["final_percent"] for name in ("none-shifted", "group"))
    assert shifted["high"] < group["low"]


@pytest.mark.parametrize(
    ("area", "rate", "inside"),
    [
        ({1: 0.1, 2: 0.5, 4: 0.505, 8: 0.3}, 2, True),
        ({1: 0.1, 2: 0.5, 4: 0.9}, 4, False),
        ({1: 0.9, 2: 0.5, 4: 0.2}, 1, False),
    ],
)
def test_the_smallest_rate_that_is_as_good_as_the_best_is_chosen(area, rate, inside) -> None:
    """A best rate at the edge of the range says that the range is too narrow."""
    chosen = lab.choose(area)
    assert (chosen["rate"], chosen["inside"]) == (rate, inside)


def test_the_recorded_rates_lie_inside_the_range_tried() -> None:
    """Else the comparison would be one of learning rates that stop too early."""
    for variant in labs.read("grpo-toy")["data"]["variants"].values():
        assert variant["chosen"]["inside"]


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=20))
def test_an_interval_holds_its_mean(values: list[float]) -> None:
    """The bootstrap's interval lies within the values and around their mean."""
    found = lab.interval(values)
    eps = 1e-9
    assert min(values) - eps <= found["low"] <= found["mean"] + eps
    assert found["mean"] - eps <= found["high"] <= max(values) + eps


def test_the_page_says_what_the_record_says() -> None:
    """Tuned, no variant with a sensible zero of rewards leads by a whole percentage point."""
    data = labs.read("grpo-toy")["data"]
    for lead in data["lead_of_group"].values():
        assert -1 < lead["low"] <= lead["high"] < 1
    same = data["same_rate"]
    assert same["group"]["low"] > same["group-mean"]["high"]
