"""Worked examples about kernels, links and the speed of GPUs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.worked.scales import V3_ACTIVE, V3_GPU_HOURS, V3_TOKENS


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


def utilisation() -> Mapping[str, float]:
    """Set V3's operations a second beside the H100's peak, dense, in BF16 and in FP8."""
    rate = 6 * V3_ACTIVE * V3_TOKENS / (V3_GPU_HOURS * 3600) / 1e12
    return {"tflops": rate, "bf16_percent": 100 * rate / 989, "fp8_percent": 100 * rate / 1979}


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


def tiles() -> Mapping[str, Any]:
    """Memory traffic of a product of two 4096 x 4096 matrices in BF16, by the size of a tile.

    Each tile of n x n results reads its rows and columns once; caches are not counted. Times at
    FlashMLA's 3000 GB/s and 660 TFLOPS; shared memory for a slice of 64 of both inputs, four deep.
    """
    size = 4096
    found = {}
    for n in (1, 64, 128, 256):
        traffic = 2 * size**3 / n * 2
        found[str(n)] = {
            "gb": traffic / 1e9,
            "ms": 1e3 * traffic / 3e12,
            "shared_kb": 4 * 2 * n * 64 * 2 / 1e3,
        }
    return {"sizes": found, "compute_ms": 1e3 * 2 * size**3 / 660e12}


def branches() -> Mapping[str, Any]:
    """Time of a warp whose threads take a branch of 100 cycles with chance p, else one of 10.

    Both branches run if both are taken; sorted threads would take the mean.
    """
    found = {}
    for p in (0.001, 0.01, 0.1):
        some_long, some_short = 1 - (1 - p) ** 32, 1 - p**32
        together, alone = 100 * some_long + 10 * some_short, 100 * p + 10 * (1 - p)
        found[f"{p:g}"] = {
            "some_percent": 100 * some_long,
            "cycles": together,
            "ideal": alone,
            "ratio": together / alone,
        }
    return found
