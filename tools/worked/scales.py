"""Worked examples about growth, cost, reliability and hardware."""

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


def fused() -> Mapping[str, float]:
    """Time of three element-wise kernels and of one that does the work of all three.

    Memory at 3000 GB/s, which FlashMLA reports for the H800; an assumed 4 us for a launch.
    """
    bandwidth, launch = 3e12, 4e-6

    def ms(size: float, kernels: int) -> float:
        return 1e3 * (2 * kernels * size / bandwidth + kernels * launch)

    return {
        "three_large": ms(1e9, 3),
        "one_large": ms(1e9, 1),
        "three_small_us": 1e3 * ms(1e6, 3),
        "one_small_us": 1e3 * ms(1e6, 1),
        "small_launch_percent": 100 * 3 * launch / (ms(1e6, 3) / 1e3),
    }


def links() -> Mapping[str, float]:
    """Tensor parallelism over eight GPUs with V3's width, on a narrow and on a full NVLink.

    A ring all-reduce moves 2 (n-1)/n of the data; 160 GB/s is what V3 counts for the H800's
    400 GB/s, and the H100's 900 GB/s are taken to reach the same share.
    """
    tokens, width, devices, layers = 4096, 7168, 8, 61
    size = tokens * width * 2
    moved = 2 * (devices - 1) / devices * size
    narrow, full = 160e9, 160e9 * 900 / 400
    times = 4 * layers
    return {
        "size_mb": size / 1e6,
        "moved_mb": moved / 1e6,
        "narrow_ms": 1e3 * moved / narrow,
        "full_ms": 1e3 * moved / full,
        "full_speed": full / 1e9,
        "narrow_step_ms": 1e3 * moved / narrow * times,
        "full_step_ms": 1e3 * moved / full * times,
        "reductions": times,
        "infiniband_step_ms": 1e3 * moved / 50e9 * times,
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


def utilisation() -> Mapping[str, float]:
    """Set V3's operations a second beside the H100's peak, dense, in BF16 and in FP8."""
    rate = 6 * V3_ACTIVE * V3_TOKENS / (V3_GPU_HOURS * 3600) / 1e12
    return {"tflops": rate, "bf16_percent": 100 * rate / 989, "fp8_percent": 100 * rate / 1979}


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


def resident() -> Mapping[str, Any]:
    """Warps that fit on a multiprocessor by the registers each thread takes.

    65,536 registers and at most 64 warps of 32 threads (NVIDIA, Hopper tuning guide, 1.4.1.1);
    for 600 cycles of waiting, each warp has to find this many instructions of its own.
    """
    warps = {str(n): min(64, 65_536 // (32 * n)) for n in (32, 64, 128, 255)}
    return {"warps": warps, "work_each": {n: 600 / held for n, held in warps.items()}}


def divided() -> Mapping[str, Any]:
    """Multiply by two matrices whole, and cut by columns and then rows over two devices."""
    x, first, second = (1, 2), ((1, 0, 2, 1), (0, 1, 1, 1)), (1, 1, 1, 2)
    between = [sum(a * row[n] for a, row in zip(x, first, strict=True)) for n in range(4)]
    terms = [a * b for a, b in zip(between, second, strict=True)]
    return {"between": between, "whole": sum(terms), "parts": [sum(terms[:2]), sum(terms[2:])]}


def hidden_layer() -> Mapping[str, float]:
    """Time of one MoE layer's forward pass for 4,096 tokens, as far as it is known.

    Operations: two for each active parameter but the embeddings, over 61 layers; at the average
    speed of V3's pre-training. Communication: a dispatch in FP8 and a combine in BF16, four
    copies of a hidden state of 7,168, at 50 GB/s.
    """
    tokens, width = 4096, 7168
    active = 37.6e9 - 2 * 129_280 * width
    each = 2 * active / 61
    rate = 6 * V3_ACTIVE * V3_TOKENS / (V3_GPU_HOURS * 3600)
    compute = 1e3 * tokens * each / rate
    communication = 1e3 * tokens * width * 4 * (1 + 2) / 50e9
    passes = V3_TOKENS / tokens * 58 * 2
    hours = passes * communication / 1e3 / 3600
    return {
        "gflop_each": each / 1e9,
        "compute_ms": compute,
        "communication_ms": communication,
        "serial_ms": compute + communication,
        "hours_wan": hours / 1e4,
        "hours_thousand": hours / 1e3,
        "days": hours / 2048 / 24,
    }


def products() -> Mapping[str, float]:
    """Operations for each byte of a matrix product in BF16, by its shape."""

    def of(m: int, n: int, k: int) -> float:
        return 2 * m * n * k / (2 * (m * k + k * n + m * n))

    return {
        "large": of(4096, 4096, 4096),
        "medium": of(128, 4096, 4096),
        "vector": of(1, 4096, 4096),
    }


def generation() -> Mapping[str, float]:
    """Time of one token of a dense model of 70 billion parameters in BF16.

    FlashMLA's figures for the H800: 3000 GB/s and 660 TFLOPS.
    """
    parameters, bandwidth, peak = 70e9, 3e12, 660e12
    read, compute = 2 * parameters / bandwidth, 2 * parameters / peak
    return {
        "compute_ms": 1e3 * compute,
        "read_ms": 1e3 * read,
        "tokens_alone": 1 / read,
        "batch": read / compute,
    }
