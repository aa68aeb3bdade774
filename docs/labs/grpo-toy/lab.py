"""GRPO on a toy with a verifiable reward: two-digit sums, answered digit by digit.

A prompt is a pair of digits (a, b); the policy writes two digits, the second given the first, from
tables of logits; the reward is 1 where they spell a + b, else 0. No model grades anything: a rule
does. For each prompt a group of answers is drawn, and each answer's advantage is its reward
against the group's (arXiv 2402.03300, equation for outcome supervision); the update is PPO's
clipped one without a value network.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

FULL = MappingProxyType(
    {"seeds": 16, "choosing_seeds": 3, "steps": 300, "prompts": 32, "group": 16, "every": 5,
     "rates": [4.0 * 2**n for n in range(13)], "probes": 4000}
)  # fmt: skip
SMALL = MappingProxyType(
    {"seeds": 2, "choosing_seeds": 1, "steps": 120, "prompts": 32, "group": 16, "every": 20,
     "rates": [8.0, 32.0], "probes": 1500}
)  # fmt: skip

FIRST_SEED = 1000
"""Seeds from here on measure; those from 0 on choose the learning rate, so that the figures
are not those of the luckiest seeds."""
CLOSE = 0.01
"""A learning rate is as good as the best where its mean accuracy is this close to the best's."""
RESAMPLES = 2000
"""Bootstrap resamples of an interval."""

DIGITS = 10
CLIP = 0.2
"""PPO's clipping range."""
INNER = 2
"""Updates for each batch of answers; the second one is off-policy, so that clipping acts."""


class Variant(NamedTuple):
    """What an answer's reward is compared with, and a constant that every answer gets on top."""

    baseline: str
    shift: float = 0.0


VARIANTS: Mapping[str, Variant] = MappingProxyType(
    {
        "group": Variant("group"),
        "group-mean": Variant("mean"),
        "none": Variant("none"),
        "group-shifted": Variant("group", shift=1.0),
        "none-shifted": Variant("none", shift=1.0),
    }
)


class Policy:
    """Logits of the first digit by prompt, and of the second by prompt and first digit."""

    def __init__(self) -> None:
        self.first = np.zeros((DIGITS * DIGITS, DIGITS))
        self.second = np.zeros((DIGITS * DIGITS, DIGITS, DIGITS))

    def logprob(self, prompt: Ints, answer: Ints) -> Array:
        """Give the log-probability of each digit of each answer."""
        one = log_softmax(self.first[prompt])
        two = log_softmax(self.second[prompt, answer[:, 0]])
        rows = np.arange(len(prompt))
        return np.stack([one[rows, answer[:, 0]], two[rows, answer[:, 1]]], axis=1)

    def sample(self, prompt: Ints, rng: np.random.Generator) -> Ints:
        """Draw one answer for each prompt."""
        one = draw(log_softmax(self.first[prompt]), rng)
        two = draw(log_softmax(self.second[prompt, one]), rng)
        return np.stack([one, two], axis=1)

    def gradient(self, prompt: Ints, answer: Ints, weight: Array) -> tuple[Array, Array]:
        """Give the gradient of sum(weight * log-probability), weight by answer and digit."""
        grads = np.zeros_like(self.first), np.zeros_like(self.second)
        rows = np.arange(len(prompt))
        one = -np.exp(log_softmax(self.first[prompt]))
        one[rows, answer[:, 0]] += 1.0
        two = -np.exp(log_softmax(self.second[prompt, answer[:, 0]]))
        two[rows, answer[:, 1]] += 1.0
        np.add.at(grads[0], prompt, one * weight[:, :1])
        np.add.at(grads[1], (prompt, answer[:, 0]), two * weight[:, 1:])
        return grads

    def success(self) -> float:
        """Give the exact expected reward over all prompts; no sampling."""
        prompt = np.arange(DIGITS * DIGITS)
        right = np.stack(np.divmod(prompt // DIGITS + prompt % DIGITS, DIGITS), axis=1)
        return float(np.exp(self.logprob(prompt, right).sum(axis=1)).mean())


def log_softmax(logits: Array) -> Array:
    """Give log-probabilities along the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def draw(logs: Array, rng: np.random.Generator) -> Ints:
    """Draw one index for each row, by the Gumbel trick."""
    result: Ints = (logs + rng.gumbel(size=logs.shape)).argmax(axis=-1)
    return result


def reward(prompt: Ints, answer: Ints) -> Array:
    """Check the answers by rule: 1 where the digits spell the sum, else 0."""
    total = prompt // DIGITS + prompt % DIGITS
    result: Array = (answer[:, 0] * DIGITS + answer[:, 1] == total).astype(np.float64)
    return result


def advantages(rewards: Array, baseline: str) -> Array:
    """Turn rewards (prompt by group) into advantages.

    group: less the group's mean, over its standard deviation (GRPO); mean: less the mean only;
    none: the reward itself.
    """
    if baseline == "none":
        return rewards
    centred: Array = rewards - rewards.mean(axis=1, keepdims=True)
    if baseline == "mean":
        return centred
    result: Array = centred / (rewards.std(axis=1, keepdims=True) + 1e-6)
    return result


def train(variant: Variant, rate: float, seed: int, size: Mapping[str, int]) -> list[float]:
    """Train once; give the exact success rate at every recorded step."""
    rng = np.random.default_rng(seed)
    policy = Policy()
    curve = []
    for step in range(size["steps"] + 1):
        if step % size["every"] == 0:
            curve.append(policy.success())
        asked = rng.choice(DIGITS * DIGITS, size=size["prompts"], replace=False)
        prompt = np.repeat(asked, size["group"])
        answer = policy.sample(prompt, rng)
        rewards = reward(prompt, answer).reshape(size["prompts"], size["group"]) + variant.shift
        gain = advantages(rewards, variant.baseline).reshape(-1, 1)
        old = policy.logprob(prompt, answer)
        for _ in range(INNER):
            ratio = np.exp(policy.logprob(prompt, answer) - old)
            free = np.where(gain > 0, ratio < 1 + CLIP, ratio > 1 - CLIP)
            weight = np.where(free, gain * ratio, 0.0) / len(prompt)
            first, second = policy.gradient(prompt, answer, weight)
            policy.first += rate * first
            policy.second += rate * second
    return curve


def probe(count: int, group: int, seed: int = 0) -> dict[str, Any]:
    """Compare estimates of the policy gradient, at a fixed policy, with the exact gradient.

    One prompt, the uniform policy: for each variant the mean of many one-group estimates (is it
    biased?) and their scatter (how noisy is it?), both relative to the length of the exact one.
    """
    rng = np.random.default_rng(seed)
    policy = Policy()
    at = 37
    prompt = np.full(DIGITS * DIGITS, at)
    every = np.stack(np.divmod(np.arange(DIGITS * DIGITS), DIGITS), axis=1)
    weight = np.exp(policy.logprob(prompt, every).sum(axis=1)) * reward(prompt, every)
    exact = _flat(policy.gradient(prompt, every, weight[:, None] * np.ones((1, 2))), at)
    length = float(np.linalg.norm(exact))
    found = {}
    for name, variant in VARIANTS.items():
        if variant.baseline == "group":
            continue  # dividing by the standard deviation changes what is estimated
        estimates = []
        for _ in range(count):
            answer = policy.sample(np.full(group, at), rng)
            rewards = reward(np.full(group, at), answer)[None, :] + variant.shift
            gain = advantages(rewards, variant.baseline).reshape(-1, 1) / group
            estimate = policy.gradient(np.full(group, at), answer, gain * np.ones((1, 2)))
            estimates.append(_flat(estimate, at))
        stack = np.array(estimates)
        centre = stack.mean(axis=0)
        found[name] = {
            "along_exact": float(centre @ exact) / length**2,
            "noise": float(np.sqrt(((stack - centre) ** 2).sum(axis=1).mean())) / length,
        }
    mean_shifted = found["none-shifted"]["noise"] / found["group-mean"]["noise"]
    return {
        "variants": found,
        "noise_ratio_shifted": mean_shifted,
        "noise_ratio": found["none"]["noise"] / found["group-mean"]["noise"],
    }


def _flat(gradient: tuple[Array, Array], prompt: int) -> Array:
    return np.concatenate([gradient[0][prompt].ravel(), gradient[1][prompt].ravel()])


def _steps_to(curve: Sequence[float], goal: float, every: int) -> int | None:
    return next((n * every for n, value in enumerate(curve) if value >= goal), None)


def interval(values: Sequence[float]) -> dict[str, float]:
    """Give the mean and its 95 % interval: percentiles of bootstrap means, with a fixed seed."""
    sample = np.array(values, dtype=np.float64)
    picked = np.random.default_rng(0).integers(len(sample), size=(RESAMPLES, len(sample)))
    low, high = np.percentile(sample[picked].mean(axis=1), (2.5, 97.5))
    return {"mean": float(sample.mean()), "low": float(low), "high": float(high)}


def choose(area_by_rate: Mapping[float, float]) -> dict[str, Any]:
    """Choose the smallest rate that is as good as the best, and say where the best lies.

    `inside` tells whether the range tried goes on below and above the rate chosen. No rate
    above is better by more than `CLOSE`; `last_good` is the highest that is not worse either.
    """
    rates = sorted(area_by_rate)
    top = max(area_by_rate.values())
    good = [rate for rate in rates if area_by_rate[rate] >= top - CLOSE]
    return {
        "rate": good[0],
        "last_good": good[-1],
        "inside": len(rates) > 2 and rates[0] < good[0] < rates[-1],
    }


def _mean_curve(curves: Sequence[Sequence[float]]) -> dict[str, list[float]]:
    columns = [interval(column) for column in zip(*curves, strict=True)]
    return {
        "mean": [c["mean"] for c in columns],
        "low": [c["low"] for c in columns],
        "high": [c["high"] for c in columns],
    }


def _measured(variant: Variant, rate: float, seeds: int, size: Mapping[str, int]) -> dict[str, Any]:
    """Train with the measuring seeds at one rate."""
    curves = [train(variant, rate, FIRST_SEED + n, size) for n in range(seeds)]
    reached = [_steps_to(c, 0.8, size["every"]) for c in curves]
    hit = [r for r in reached if r is not None]
    return {
        "areas": [100 * statistics.mean(c) for c in curves],
        "curve": _mean_curve(curves),
        "final_percent": interval([100 * c[-1] for c in curves]),
        "steps_to_80": interval(hit) if len(hit) == len(reached) else None,
        "seeds_at_80": len(hit),
    }


def run(
    seeds: int, choosing_seeds: int, rates: Sequence[float], probes: int, **size: int
) -> dict[str, Any]:
    """Choose each variant's learning rate with some seeds, then measure it with others."""
    variants: dict[str, Any] = {}
    for name, variant in VARIANTS.items():
        area = {
            rate: statistics.mean(
                statistics.mean(train(variant, rate, seed, size)) for seed in range(choosing_seeds)
            )
            for rate in rates
        }
        chosen = choose(area)
        found = _measured(variant, chosen["rate"], seeds, size)
        variants[name] = {
            "baseline": variant.baseline,
            "shift": variant.shift,
            "chosen": chosen,
            "area_percent_by_rate": {f"{rate:g}": 100 * value for rate, value in area.items()},
            **found,
            "area_percent": interval(found["areas"]),
        }
    shared = variants["group"]["chosen"]["rate"] / 4
    lead = {}
    for name in ("group-mean", "none"):
        pairs = zip(variants["group"]["areas"], variants[name]["areas"], strict=True)
        lead[name] = interval([ours - other for ours, other in pairs])
    return {
        "steps": [n * size["every"] for n in range(len(variants["group"]["curve"]["mean"]))],
        "variants": variants,
        "lead_of_group": lead,
        "same_rate": {"rate": shared, **_at_one_rate(shared, seeds, size)},
        "probe": probe(probes, size["group"]),
        "chance_percent": 100.0 / DIGITS**2,
        "rates": {"count": len(rates), "low": min(rates), "high": max(rates)},
        "seeds": seeds,
        "choosing_seeds": choosing_seeds,
    }


def _at_one_rate(rate: float, seeds: int, size: Mapping[str, int]) -> dict[str, Any]:
    """Give each variant's mean accuracy at one small rate, where the step's size tells."""
    found = {}
    for name in ("group", "group-mean", "none"):
        curves = [train(VARIANTS[name], rate, FIRST_SEED + n, size) for n in range(seeds)]
        found[name] = interval([100 * statistics.mean(c) for c in curves])
    return found
