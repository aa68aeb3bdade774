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
    assert variants["group"]["median"][0] == pytest.approx(0.01)
    assert variants["group"]["final_low"] > 50
    assert np.allclose(variants["group"]["median"], variants["group-shifted"]["median"], atol=0.01)
    assert variants["none-shifted"]["final_high"] < variants["group"]["final_low"]
