"""Worked examples about growth, cost, data and reliability."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

DAY = 24 * 3600
V3_ACTIVE, V3_TOKENS, V3_GPU_HOURS = 37e9, 14.8e12, 2.664e6
"""Of DeepSeek-V3's pre-training (arXiv 2412.19437, abstract and table 1)."""


def three_laws() -> Mapping[str, Any]:
    """Compare what three laws give for the same factor.

    Moore: doubling every two years. Wright: an assumed 20 % off the cost for each doubling of
    cumulative output. Scaling: loss falls as computation to the power of -0.05, the exponent
    of arXiv 2001.08361 for computation spent at its best.
    """
    return {
        "moore_ten_years": 2 ** (10 / 2),
        "moore_years_to_ten": 2 * math.log2(10),
        "wright_ten": 100 * (1 - 0.8 ** math.log2(10)),
        "loss_ten": 100 * (1 - 10**-0.05),
        "loss_thousand": 100 * (1 - 1000**-0.05),
        "factor_to_halve": 2 ** (1 / 0.05) / 1e6,
        "years_to_halve": 2 * math.log2(2 ** (1 / 0.05)),
    }


def shares_of_compute() -> Mapping[str, float]:
    """Divide V3's computation as Chinchilla would: 6 N D, with 20 tokens for a parameter."""
    compute = 6 * V3_ACTIVE * V3_TOKENS
    parameters = math.sqrt(compute / (6 * 20))
    return {
        "compute": compute / 1e24,
        "parameters_yi": parameters / 1e8,
        "parameters_billion": parameters / 1e9,
        "tokens_wan_yi": 20 * parameters / 1e12,
        "dearer": parameters / V3_ACTIVE,
    }


def since_alexnet() -> Mapping[str, float]:
    """Bound AlexNet's computation by its cards' peak, and set V3's beside it.

    Two GTX 580 for six days (Krizhevsky et al. 2012, section 4), each with 512 cores at
    1.544 GHz and two operations a cycle.
    """
    peak = 512 * 1.544e9 * 2
    most = 2 * peak * 6 * DAY
    v3 = 6 * V3_ACTIVE * V3_TOKENS
    return {
        "peak_tflops": peak / 1e12,
        "most": most / 1e18,
        "times_wan": v3 / most / 1e4,
        "times_million": v3 / most / 1e6,
        "years_on_two_cards": v3 / (2 * peak) / DAY / 365 / 1e4,
        "years_thousand": v3 / (2 * peak) / DAY / 365 / 1e3,
    }


def many_steps() -> Mapping[str, Any]:
    """Chance that every step of a task succeeds; with a check, a failed step may be retried.

    The check finds four failures in five, and each found one is tried once more.
    """
    plain, checked = {}, {}
    one = 0.95
    again = one + (1 - one) * 0.8 * one
    for steps in (5, 20, 50):
        plain[str(steps)] = 100 * one**steps
        checked[str(steps)] = 100 * again**steps
    return {
        "plain": plain,
        "checked": checked,
        "step_checked": 100 * again,
        "eight_if_independent": 100 * 0.5**8,
    }


def kept_samples() -> Mapping[str, Any]:
    """Share of the data that questions of three difficulties make up after rejection sampling.

    As many questions of each, sixteen samples a question; either all right ones are kept, or
    at most two for a question.
    """
    chances, samples, most = {"easy": 0.9, "medium": 0.3, "hard": 0.02}, 16, 2

    def of_binomial(k: int, p: float) -> float:
        return math.comb(samples, k) * p**k * (1 - p) ** (samples - k)

    whole = {name: samples * p for name, p in chances.items()}
    capped = {
        name: sum(min(k, most) * of_binomial(k, p) for k in range(samples + 1))
        for name, p in chances.items()
    }

    def percent(counts: Mapping[str, float]) -> Mapping[str, float]:
        return {name: 100 * n / sum(counts.values()) for name, n in counts.items()}

    return {
        "any": {name: 100 * (1 - (1 - p) ** samples) for name, p in chances.items()},
        "whole": percent(whole),
        "capped": percent(capped),
    }


def combinations() -> Mapping[str, float]:
    """Ways to choose experts as they are cut finer (arXiv 2401.06066, section 3.1), and V3's."""
    return {
        "coarse": math.comb(16, 2),
        "fine_yi": math.comb(64, 8) / 1e8,
        "fine_billion": math.comb(64, 8) / 1e9,
        "v3_trillion": math.comb(256, 8) / 1e12,
        "v3_wan_yi": math.comb(256, 8) / 1e12,
        "router_percent": 100 * 256 / (3 * 2048 * 9),
    }


def preferences(differences: Sequence[float] = (0, 1, 2, 4)) -> Mapping[str, Any]:
    """Chance and loss of a pair by its difference of scores (Bradley-Terry)."""
    chance = [1 / (1 + math.exp(-d)) for d in differences]
    wrong = 1 / (1 + math.exp(2))
    return {
        "percent": [100 * p for p in chance],
        "loss": [-math.log(p) for p in chance],
        "wrong_loss": -math.log(wrong),
    }


def known_question() -> Mapping[str, float]:
    """Variance of a 0/1 reward about one baseline, about each question's own, and a group's.

    Two questions, of which the policy solves nine tenths and one tenth.
    """
    chances, group = (0.9, 0.1), 16
    overall = sum(chances) / len(chances)
    own = sum(p * (1 - p) for p in chances) / len(chances)
    one = sum(p * (1 - p) + (p - overall) ** 2 for p in chances) / len(chances)
    return {
        "one": one,
        "own": own,
        "ratio": one / own,
        "group_error": math.sqrt(own / group),
    }


def answers_alone() -> Mapping[str, float]:
    """What share of the loss a long prompt takes where it is not masked.

    900 tokens of prompt at a loss of 2.0 each, 100 of answer at 1.0.
    """
    prompt, answer = 900 * 2.0, 100 * 1.0
    return {"mean": (prompt + answer) / 1000, "prompt_percent": 100 * prompt / (prompt + answer)}


def from_the_base() -> Mapping[str, float]:
    """Chance that sixteen answers, each right once in a thousand, are not all alike."""
    p = 0.001
    return {"hard": 100 * (1 - p**16 - (1 - p) ** 16)}


def compressed() -> Mapping[str, float]:
    """Turn V3-Base's bits per byte on Pile-test (arXiv 2412.19437, table 3) into a ratio."""
    return {"percent": 100 * 0.548 / 8, "ratio": 8 / 0.548}


def better_algorithm(slower: float = 100) -> Mapping[str, float]:
    """Comparisons of bubble sort and of n log n, and where the slower language overtakes.

    The slower language takes `slower` times as long for a comparison and has the better algorithm.
    """
    n = 8000
    quadratic, sorted_by_halves = n * (n - 1) / 2, n * math.log2(n)
    crossing = next(m for m in range(2, 100_000) if (m - 1) / 2 > slower * math.log2(m))
    return {
        "quadratic_wan": quadratic / 1e4,
        "quadratic_million": quadratic / 1e6,
        "halves_wan": sorted_by_halves / 1e4,
        "halves_thousand": sorted_by_halves / 1e3,
        "ratio": quadratic / sorted_by_halves,
        "crossing": crossing,
    }


def thinking() -> Mapping[str, float]:
    """Price and time of an answer of 500 tokens, alone and behind 8,000 tokens of thinking.

    R1's price of 2.19 dollars for a million output tokens and 21 tokens a second, the middle of
    the 20 to 22 that DeepSeek's inference overview gives.
    """
    answer, thought, price, speed = 500, 8000, 2.19e-6, 21
    return {
        "answer_cents": 100 * answer * price,
        "whole_cents": 100 * (answer + thought) * price,
        "answer_seconds": answer / speed,
        "whole_minutes": (answer + thought) / speed / 60,
        "ratio": (answer + thought) / answer,
    }


def steps_in_series() -> Mapping[str, float]:
    """Layers that are passed one after another until the last token, with V3's 61 a token."""
    layers = 61
    return {"at_once": layers * 3, "written_out": layers * 300}


def best_by_proxy() -> Mapping[str, Any]:
    """Choose the best of n answers by a score that can be cheated.

    Quality and the score's error are independent and normal with deviation 1; one answer in a
    thousand cheats and gets a score of 10 at a quality of -5. The mean of the largest of n
    scores is integrated numerically.
    """
    cheats, score_of_cheat, quality_of_cheat = 0.001, 10.0, -5.0
    steps, width = 4000, 8.0

    def largest(n: int) -> float:
        """Mean of the largest of n standard normal values: the integral of 1 - F^n - (1-F)^n."""
        total = 0.0
        for k in range(steps):
            x = (k + 0.5) * width / steps
            below = 0.5 * (1 + math.erf(x / math.sqrt(2)))
            total += (1 - below**n) - (1 - below) ** n
        return total * width / steps

    found = {}
    for n in (1, 16, 256, 4096):
        caught = 1 - (1 - cheats) ** n
        honest = largest(n)
        found[str(n)] = {
            "score": (1 - caught) * math.sqrt(2) * honest + caught * score_of_cheat,
            "quality": (1 - caught) * honest / math.sqrt(2) + caught * quality_of_cheat,
            "cheated": 100 * caught,
        }
    return found


def auxiliary_push() -> Mapping[str, Any]:
    """The auxiliary loss of two experts over alpha, and its derivatives by their shares P."""
    f, p = (0.75, 0.25), (0.6, 0.4)
    return {
        "loss": 2 * sum(a * b for a, b in zip(f, p, strict=True)),
        "push": [2 * a for a in f],
        "even": 2 * sum(0.5 * b for b in p),
    }
