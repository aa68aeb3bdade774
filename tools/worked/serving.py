"""Worked examples of training and serving on many GPUs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any


def one_day_of_inference() -> Mapping[str, float]:
    """Check the figures of DeepSeek's inference overview against each other.

    Source: deepseek-ai/open-infra-index, day 6, statistics of 27 to 28 February 2025: average
    nodes, rent, tokens in billions, prices of R1 in dollars per million tokens, and throughput
    of a node in tokens per second.
    """
    nodes, gpus, rent, day = 226.75, 8, 2.0, 24 * 3600
    tokens_in, hits, tokens_out = 608e9, 342e9, 168e9
    price_hit, price_miss, price_out = 0.14e-6, 0.55e-6, 2.19e-6
    prefill_speed, decode_speed, published = 73.7e3, 14.8e3, 562_027
    cost = nodes * gpus * 24 * rent
    revenue = hits * price_hit + (tokens_in - hits) * price_miss + tokens_out * price_out
    prefill, decode = tokens_in / day / prefill_speed, tokens_out / day / decode_speed
    return {
        "cost": cost,
        "revenue": revenue,
        "revenue_difference": revenue - published,
        "margin_percent": 100 * (published - cost) / cost,
        "prefill_nodes": prefill,
        "decode_nodes": decode,
        "nodes": prefill + decode,
        "hit_percent": 100 * hits / tokens_in,
    }


def zero_memory(billions: float = 7.5, devices: int = 64) -> Mapping[str, float]:
    """Bytes of model states per device in mixed precision with Adam (arXiv 1910.02054, 3.1).

    2 bytes each for parameter and gradient, 12 for the optimiser; in GB.
    """
    return {
        "none": billions * 16,
        "stage1": billions * (4 + 12 / devices),
        "stage2": billions * (2 + 14 / devices),
        "stage3": billions * 16 / devices,
    }


def speculation() -> Mapping[str, float]:
    """Tokens for each pass of the main model with k drafts, each accepted with probability p."""

    def tokens(p: float, k: int) -> float:
        return sum(p**i for i in range(k + 1))

    return {
        "low": tokens(0.85, 1),
        "high": tokens(0.90, 1),
        "three_low": tokens(0.85, 3),
        "three_high": tokens(0.90, 3),
        "five_half": tokens(0.5, 5),
    }


def redundant_experts() -> Mapping[str, Any]:
    """Copy the expert whose copies are busiest, then give the next busiest to the idlest GPU."""
    loads, extra, gpus = (90.0, 30.0, 20.0, 20.0), 2, 2

    def busiest(parts: Sequence[float]) -> float:
        held: list[list[float]] = [[] for _ in range(gpus)]
        most = len(parts) // gpus
        for part in sorted(parts, reverse=True):
            free = [h for h in held if len(h) < most]
            min(free, key=sum).append(part)
        return max(sum(h) for h in held)

    copies = [1] * len(loads)
    for _ in range(extra):
        shares = [load / n for load, n in zip(loads, copies, strict=True)]
        copies[shares.index(max(shares))] += 1
    parts = [load / n for load, n in zip(loads, copies, strict=True) for _ in range(n)]
    mean = sum(loads) / gpus
    return {
        "copies": copies,
        "before": busiest(loads),
        "after": busiest(parts),
        "mean": mean,
        "ratio_before": busiest(loads) / mean,
        "ratio_after": busiest(parts) / mean,
    }


def nodes_reached() -> Mapping[str, float]:
    """Nodes that 8 of 256 experts lie on, if chosen evenly over 8 nodes without a limit.

    Also what 64 GPUs and 16 stages leave on one GPU (V3, sections 3.2 and 4.2).
    """
    nodes, experts, chosen = 8, 256, 8
    missed = math.comb(experts - experts // nodes, chosen) / math.comb(experts, chosen)
    reached = nodes * (1 - missed)
    routed = 256 * 3 * 7168 * 2048 * 58
    return {
        "reached": reached,
        "abroad": reached * (nodes - 1) / nodes,
        "saved_percent": 100 * (1 - 4 / reached),
        "gpu_million": routed / (64 * 16) / 1e6,
        "gpu_yi": routed / (64 * 16) / 1e8,
    }


def intensity(queries: int, score: int, value: int, cached: int) -> float:
    """Give the operations per byte of reading a BF16 cache while decoding.

    `queries` heads share one cached entry of `cached` numbers; each takes a score over `score`
    and a sum over `value` dimensions.
    """
    return 2 * queries * (score + value) / (2 * cached)


def intensities() -> Mapping[str, float]:
    """Operations per byte for V3's shape under four kinds of attention, and the GPU's ridge.

    Roofs: 3,000 GB/s and 660 TFLOPS, as FlashMLA reports of its own kernel on an H800.
    """
    bandwidth, peak = 3000e9, 660e12
    kinds = {
        "mha": intensity(1, 128, 128, 256),
        "gqa": intensity(16, 128, 128, 256),
        "mqa": intensity(128, 128, 128, 256),
        "mla": intensity(128, 576, 512, 576),
    }
    reached = {f"{name}_tflops": min(peak, bandwidth * n) / 1e12 for name, n in kinds.items()}
    return {**kinds, **reached, "ridge": peak / bandwidth}


def sessions() -> Mapping[str, float]:
    """How many sessions' caches fit on a decoding GPU of 80 GB; and fetching against computing.

    A GPU holds 3 experts of each layer, all of attention and two embeddings (inference
    overview: EP144); weights in FP8, embeddings in BF16. 4,989 tokens is the published mean.
    Fetching: 40 GiB/s, the peak of a 3FS client; computing: 73,700 tokens a second of a node.
    """
    cache = 70.272e3
    experts, attention = 3 * 58 * 3 * 7168 * 2048, 61 * 187.1e6
    embeddings = 2 * 2 * 129_280 * 7168
    weights = experts + attention + embeddings
    one = 4989 * cache
    long = 131_072
    return {
        "experts_gb": experts / 1e9,
        "weights_gb": weights / 1e9,
        "session_mb": one / 1e6,
        "sessions": math.floor((80e9 - weights) / one),
        "fetch_s": long * cache / (40 * 2**30),
        "compute_s": long / 73_700,
    }


def share_saved(ratio: float) -> float:
    """Give the share of time that full overlap saves, for communication over computation."""
    return min(1.0, ratio) / (1 + ratio)


def overlapped() -> Mapping[str, float]:
    """Per cent of time saved by full overlap at some ratios of communication to computation."""
    return {name: 100 * share_saved(r) for name, r in (("tenth", 0.1), ("half", 0.5), ("one", 1.0))}
