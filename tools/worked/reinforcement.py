"""Worked examples of sampling, rewards and policy gradients."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any


def advantages(rewards: Sequence[float]) -> list[float]:
    """Give GRPO's advantages of one group: less the mean, over the deviation (divisor G)."""
    mean = sum(rewards) / len(rewards)
    deviation = math.sqrt(sum((r - mean) ** 2 for r in rewards) / len(rewards))
    return [(r - mean) / deviation if deviation else 0.0 for r in rewards]


def softmax(logits: Sequence[float]) -> list[float]:
    """Give the probabilities of logits."""
    powers = [math.exp(x) for x in logits]
    return [p / sum(powers) for p in powers]


def grpo() -> Mapping[str, Any]:
    """One question, three possible answers, four samples: from rewards to one step.

    The policy is a softmax over three logits, all 0. The samples are a, b, c, a; only a is
    right. The step is plain gradient ascent with learning rate 1 on the mean of A_i log pi(o_i).
    """
    samples, rewards = (0, 1, 2, 0), (1.0, 0.0, 0.0, 1.0)
    gains = advantages(rewards)
    before = softmax((0.0, 0.0, 0.0))
    gradient = [
        sum(a * ((o == k) - before[k]) for a, o in zip(gains, samples, strict=True)) / len(samples)
        for k in range(3)
    ]
    after = softmax(gradient)
    return {
        "mean": sum(rewards) / 4,
        "advantages": gains,
        "rare": advantages((1.0, 0.0, 0.0, 0.0)),
        "before": before,
        "gradient": gradient,
        "after": after,
        "ratios": [new / old for new, old in zip(after, before, strict=True)],
    }


def pass_at(k: int, n: int, c: int) -> float:
    """Estimate pass@k from n samples of which c are right (arXiv 2107.03374, section 2.1)."""
    return 1 - math.comb(n - c, k) / math.comb(n, k)


def chance_of_winning(shares: Sequence[float], votes: int) -> float:
    """Give the probability that the first answer is the most frequent; ties are drawn by lot."""
    total = 0.0
    for first in range(votes + 1):
        ways = {(votes - first, 0): 1.0}
        for share in shares[1:]:
            grown: dict[tuple[int, int], float] = {}
            for (left, tied), chance in ways.items():
                for n in range(min(left, first) + 1):
                    key = (left - n, tied + (n == first))
                    grown[key] = grown.get(key, 0.0) + chance * math.comb(left, n) * share**n
            ways = grown
        won = sum(chance / (tied + 1) for (left, tied), chance in ways.items() if not left)
        total += math.comb(votes, first) * shares[0] ** first * won
    return total


def answers_sampled() -> Mapping[str, Any]:
    """pass@k of 16 samples with 4 right; and votes where the right answer leads or does not."""
    leads, behind = (0.4, 0.3, 0.2, 0.1), (0.3, 0.4, 0.2, 0.1)
    sizes = (1, 5, 16, 64)
    return {
        "pass": {str(k): pass_at(k, 16, 4) for k in (1, 2, 4, 8)},
        "leads": {str(n): 100 * chance_of_winning(leads, n) for n in sizes},
        "behind": {str(n): 100 * chance_of_winning(behind, n) for n in sizes},
        "any": {str(n): 100 * (1 - 0.7**n) for n in sizes},
    }


def divergence() -> Mapping[str, Any]:
    """KL divergence of the policy after GRPO's step from the one before, and two estimators.

    For one sample, with r = reference / policy: k1 = -log r and k3 = r - 1 - log r
    (DeepSeekMath, equation 4). Both have the divergence as their mean under the policy.
    """
    policy, reference = grpo()["after"], grpo()["before"]
    ratios = [q / p for p, q in zip(policy, reference, strict=True)]
    one = [-math.log(r) for r in ratios]
    three = [r - 1 - math.log(r) for r in ratios]

    def mean(values: Sequence[float]) -> float:
        return sum(p * v for p, v in zip(policy, values, strict=True))

    def spread(values: Sequence[float]) -> float:
        return math.sqrt(mean([(v - mean(values)) ** 2 for v in values]))

    return {
        "policy": policy,
        "k1": one,
        "k3": three,
        "divergence": mean(one),
        "mean_k3": mean(three),
        "spread_k1": spread(one),
        "spread_k3": spread(three),
    }


def baselines() -> Mapping[str, Any]:
    """The policy gradient of one sample for the right answer's logit, with three baselines.

    Three answers of probability 1/3, reward 1 for the first. The gradient of one sample is
    (reward - baseline) (1[sample = first] - 1/3).
    """

    def moments(offset: float, baseline: float) -> tuple[float, float]:
        drawn = [
            (reward + offset - baseline) * ((k == 0) - 1 / 3)
            for k, reward in enumerate((1.0, 0.0, 0.0))
        ]
        mean = sum(drawn) / 3
        return mean, sum((d - mean) ** 2 for d in drawn) / 3

    plain, centred, shifted = moments(0, 0), moments(0, 1 / 3), moments(1, 0)
    return {
        "mean": plain[0],
        "mean_centred": centred[0],
        "mean_shifted": shifted[0],
        "variance": plain[1],
        "variance_centred": centred[1],
        "variance_shifted": shifted[1],
        "times": plain[1] / centred[1],
        "times_shifted": shifted[1] / centred[1],
    }


def clipped_cases(epsilon: float = 0.2) -> Mapping[str, Any]:
    """PPO's objective for ratios above and below the range and both signs of the advantage."""

    def objective(ratio: float, advantage: float) -> dict[str, float]:
        clipped = min(max(ratio, 1 - epsilon), 1 + epsilon)
        plain, bounded = ratio * advantage, clipped * advantage
        return {"plain": plain, "bounded": bounded, "taken": min(plain, bounded)}

    up, down = grpo()["ratios"][0], grpo()["ratios"][1]
    return {
        "up": up,
        "down": down,
        "up_good": objective(up, 1),
        "up_bad": objective(up, -1),
        "down_good": objective(down, 1),
        "down_bad": objective(down, -1),
    }


def chance_of_gradient(right: float, size: int) -> float:
    """Give the probability that a group has both right and wrong answers.

    `right` is the probability of a right answer, `size` the answers of a group. Otherwise all
    advantages of the group are zero.
    """
    return 1 - right**size - (1 - right) ** size


def groups() -> Mapping[str, Any]:
    """Per cent of the groups that give a gradient, by size and by the chance of an answer."""
    chances = {"1": 0.01, "10": 0.1, "50": 0.5, "90": 0.9}
    return {
        str(size): {name: 100 * chance_of_gradient(p, size) for name, p in chances.items()}
        for size in (4, 16, 64)
    }


def generalised_advantages(
    values: Sequence[float], reward: float, decay: float, discount: float = 1.0
) -> list[float]:
    """Give the advantage of each step (arXiv 1506.02438, section 3).

    The reward comes after the last step only; the value after the end is zero.
    """
    ahead = [*values[1:], 0.0]
    rewards = [0.0] * (len(values) - 1) + [reward]
    found: list[float] = []
    total = 0.0
    for got, value, later in reversed(list(zip(rewards, values, ahead, strict=True))):
        total = got + discount * later - value + discount * decay * total
        found.append(total)
    return found[::-1]


def credit() -> Mapping[str, Any]:
    """Advantages of four tokens whose values are 0.5, 0.6, 0.3, 0.8; the answer is right."""
    values = (0.5, 0.6, 0.3, 0.8)
    return {
        "values": list(values),
        "one_step": generalised_advantages(values, 1.0, 0.0),
        "blended": generalised_advantages(values, 1.0, 0.95),
        "whole": generalised_advantages(values, 1.0, 1.0),
        # 16 bytes a trained parameter (arXiv 1910.02054, section 3.1), 2 where it only answers.
        "ppo_bytes": 2 * 16 + 2 * 2,
        "grpo_bytes": 16 + 2,
    }


def share_truly_right(right: float, missed: float, fooled: float) -> float:
    """Give the share of rewarded answers that are right, by Bayes' rule.

    `missed` is the checker's rate of wrong refusals, `fooled` that of wrong approvals.
    """
    good, bad = right * (1 - missed), (1 - right) * fooled
    return good / (good + bad)


def checkers() -> Mapping[str, Any]:
    """Per cent of rewarded answers that are right, for checkers that are fooled in 0 to 10%."""
    return {
        str(fooled): {
            str(right): 100 * share_truly_right(right / 100, 0.0, fooled / 100)
            for right in (1, 5, 50)
        }
        for fooled in (1, 5, 10)
    }


def cost_of_r1() -> Mapping[str, float]:
    """H800 hours of R1-Zero, of its data and of R1 (arXiv 2501.12948v2, appendix B.4.4)."""
    zero, second, data, pretrained = 198 * 512, 80 * 512, 5000, 2.788e6
    return {
        "zero": zero,
        "second": second,
        "all": zero + second + data,
        "zero_wan": zero / 1e4,
        "zero_thousand": zero / 1e3,
        "second_wan": second / 1e4,
        "second_thousand": second / 1e3,
        "all_thousand": (zero + second + data) / 1e3,
        "all_wan": (zero + second + data) / 1e4,
        "percent": 100 * (zero + second + data) / pretrained,
        "answers_million": 10_400 * 512 / 1e6,
        "answers_wan": 10_400 * 512 / 1e4,
        "questions": 10_400 * 32,
    }
