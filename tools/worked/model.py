"""Worked examples of DeepSeek-V3's model: routing, attention, numbers, sizes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tools.worked.reinforcement import softmax

AFFINITIES = (
    (2.0, 1.0, 0.0, -1.0),
    (2.0, 0.5, 1.0, -1.0),
    (1.5, 1.0, -0.5, 0.0),
    (2.0, 1.0, 0.5, 0.8),
)
"""Inner products of four tokens with four experts."""


BIAS_STEP = 0.1


def routing() -> Mapping[str, Any]:
    """Four tokens, four experts, two for each token; then two steps of the bias."""
    scores = [[1 / (1 + math.exp(-x)) for x in row] for row in AFFINITIES]
    bias, rounds = [0.0] * 4, []
    for _ in range(3):
        chosen = [
            sorted(range(4), key=lambda e, row=row: -(row[e] + bias[e]))[:2] for row in scores
        ]
        load = [sum(e in picked for picked in chosen) for e in range(4)]
        gates = [
            [row[e] / sum(row[p] for p in picked) for e in picked]
            for row, picked in zip(scores, chosen, strict=True)
        ]
        rounds.append(
            {
                "bias": list(bias),
                "chosen": [[e + 1 for e in picked] for picked in chosen],
                "load": load,
                "gates": gates,
                "max_violation": max(load) / (sum(load) / 4) - 1,
            }
        )
        mean = sum(load) / 4
        bias = [b + BIAS_STEP * ((mean > n) - (mean < n)) for b, n in zip(bias, load, strict=True)]
    return {"scores": scores, "rounds": rounds}


def one_token_through_v3(context: int = 4096) -> Mapping[str, float]:
    """Count parameters, operations and bytes of one token in DeepSeek-V3's forward pass.

    Shapes: arXiv 2412.19437, section 4.2. Two come from config_671B.json of the published code,
    since the section does not state them: the dense layers' width and the vocabulary's size.
    A multiplication and an addition count as two operations.
    """
    hidden, heads, layers, dense_layers = 7168, 128, 61, 3
    head, rope, kv_rank, q_rank = 128, 64, 512, 1536
    expert, active, routed, dense, vocabulary = 2048, 8, 256, 18432, 129280
    attention = (
        hidden * q_rank
        + q_rank * heads * (head + rope)
        + hidden * (kv_rank + rope)
        + kv_rank * heads * head * 2
        + heads * head * hidden
    )
    one_expert, router = 3 * hidden * expert, hidden * routed
    moe_layers = layers - dense_layers
    dense_part = dense_layers * (attention + 3 * hidden * dense)
    active_part = moe_layers * (attention + router + (active + 1) * one_expert) + dense_part
    total = moe_layers * (attention + router + (routed + 1) * one_expert) + dense_part
    embedding = vocabulary * hidden
    scores = layers * 2 * heads * (head + rope + head) * context
    return {
        "attention_million": attention / 1e6,
        "expert_million": one_expert / 1e6,
        "chosen_experts_million": (active + 1) * one_expert / 1e6,
        # Chinese counts by ten thousands and hundred millions.
        "attention_yi": attention / 1e8,
        "expert_yi": one_expert / 1e8,
        "chosen_experts_yi": (active + 1) * one_expert / 1e8,
        "total_yi": (total + 2 * embedding) / 1e8,
        "active_yi": (active_part + 2 * embedding) / 1e8,
        "active_one_embedding_yi": (active_part + embedding) / 1e8,
        "active_one_embedding_billion": (active_part + embedding) / 1e9,
        "total_billion": (total + 2 * embedding) / 1e9,
        "active_billion": (active_part + 2 * embedding) / 1e9,
        "matrix_gflop": 2 * (active_part + embedding) / 1e9,
        "attention_gflop": 2 * layers * attention / 1e9,
        "experts_gflop": 2 * moe_layers * (active + 1) * one_expert / 1e9,
        "router_gflop": 2 * moe_layers * router / 1e9,
        "dense_gflop": 2 * dense_layers * 3 * hidden * dense / 1e9,
        "head_gflop": 2 * embedding / 1e9,
        "embedding_kb": 2 * hidden / 1e3,
        "logits_kb": 2 * vocabulary / 1e3,
        "dispatch_all_mb": moe_layers * 4 * hidden / 1e6,
        "combine_all_mb": moe_layers * 4 * 2 * hidden / 1e6,
        "cache_read_mb": 2 * (kv_rank + rope) * layers * context / 1e6,
        "attention_gb": layers * attention / 1e9,
        "experts_gb": moe_layers * (active + 1) * one_expert / 1e9,
        "scores_gflop": scores / 1e9,
        "context": context,
        "hidden_bf16_kb": 2 * hidden / 1e3,
        "dispatch_fp8_kb": hidden / 1e3,
        "dispatch_four_nodes_kb": 4 * hidden / 1e3,
        "combine_four_nodes_kb": 4 * 2 * hidden / 1e3,
        "cache_layer_bytes": 2 * (kv_rank + rope),
        "cache_kb": 2 * (kv_rank + rope) * layers / 1e3,
    }


def sparse_attention(context: int = 131_072, chosen: int = 2048) -> Mapping[str, float]:
    """Count tokens of DSA's training and the positions that its queries look at.

    Source: DeepSeek-V3.2-Exp, section 2.1. The indexer's own work is not counted.
    """
    warmup, sparse = 1000 * 16 * context, 15_000 * 480 * context
    dense_pairs = context * (context + 1) / 2
    sparse_pairs = chosen * (chosen + 1) / 2 + (context - chosen) * chosen
    return {
        "warmup_billion": warmup / 1e9,
        "warmup_yi": warmup / 1e8,
        "sparse_billion": sparse / 1e9,
        "sparse_yi": sparse / 1e8,
        "ratio_at_end": context / chosen,
        "ratio_whole": dense_pairs / sparse_pairs,
    }


def attention_by_hand() -> Mapping[str, Any]:
    """One query, three keys of two dimensions, three values: scores, weights, output."""
    query, keys, values = (1.0, 0.0), ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0)), (10.0, 20.0, 30.0)
    scores = [sum(q * k for q, k in zip(query, key, strict=True)) / math.sqrt(2) for key in keys]
    weights = softmax(scores)
    output = sum(w * v for w, v in zip(weights, values, strict=True))
    return {"scores": scores, "weights": weights, "output": output}


def rotary_positions(width: int = 64, base: float = 10_000.0, window: int = 4096) -> Any:
    """Count wavelengths of RoPE's pairs, and what YaRN does to each (V3, section 4.3).

    Pairs that turn more than `beta` times in the old window stay; those that turn less than
    `alpha` times are slowed down by `scale`; those between are blended (arXiv 2309.00071).
    """
    alpha, beta, scale = 1, 32, 40
    waves = [2 * math.pi * base ** (2 * i / width) for i in range(width // 2)]
    turns = [window / wave for wave in waves]
    kept, slowed = sum(r > beta for r in turns), sum(r < alpha for r in turns)
    return {
        "shortest": waves[0],
        "longest": waves[-1],
        "kept": kept,
        "slowed": slowed,
        "blended": len(turns) - kept - slowed,
        "temperature": 0.1 * math.log(scale) + 1,
    }


def indexer(context: int = 131_072, chosen: int = 2048) -> Mapping[str, float]:
    """Operations of DSA's indexer and of MLA's core attention in one layer, for one query.

    Shapes: config_671B_v3.2.json of DeepSeek-V3.2-Exp; MLA in its MQA form, where each head
    takes scores over 576 and sums values over 512 dimensions.
    """
    score, attend = 2 * 64 * 128, 2 * 128 * (576 + 512)
    dense, sparse = context * attend, context * score + chosen * attend
    return {
        "score": score,
        "attend": attend,
        "share_percent": 100 * score / attend,
        "dense_gflop": dense / 1e9,
        "indexer_gflop": context * score / 1e9,
        "chosen_gflop": chosen * attend / 1e9,
        "times": dense / sparse,
        "break_even": chosen * attend / (attend - score),
    }


def e4m3(value: float) -> float:
    """Round to the nearest FP8 number with 4 exponent and 3 mantissa bits (arXiv 2209.05433)."""
    size = min(abs(value), 448.0)
    if not size:
        return 0.0
    exponent = max(math.floor(math.log2(size)), -6)
    step = 2.0 ** (exponent - 3)
    return math.copysign(min(round(size / step) * step, 448.0), value)


def eight_bits() -> Mapping[str, Any]:
    """Two groups of values, one with an outlier: one scale for all, and one for each group."""
    small, large = (0.003, 0.05, -0.12, 0.3), (3000.0, 5.0, -40.0, 200.0)

    def stored(values: Sequence[float], peak: float) -> list[float]:
        scale = 448 / peak
        return [e4m3(v * scale) / scale for v in values]

    together, apart = stored(small, 3000.0), stored(small, 0.3)

    def errors(found: Sequence[float]) -> list[float]:
        return [100 * abs(f - v) / abs(v) for f, v in zip(found, small, strict=True)]

    return {
        "together": together,
        "apart": apart,
        "error_together": errors(together),
        "error_apart": errors(apart),
        "large": stored(large, 3000.0),
    }


def sizes_of_v3() -> Mapping[str, float]:
    """Small sums with V3's published figures, each named for the page that quotes it.

    Wire: 4,096 tokens of a GPU, FP8 dispatch of 7,168 values, 50 GB/s (V3, 3.2.2 and 3.3.3).
    Batch: 128 requests a GPU (profile-data), 8 of 256 experts. Reading: the cache of 131,072
    tokens at the 3,000 GB/s of FlashMLA. Training: 6 operations per active parameter and token.
    """
    hidden, tokens, wire = 7168, 4096, 50e9
    cache = one_token_through_v3()["cache_kb"] * 1e3 * 131_072
    training = 6 * 37e9 * 14.8e12
    return {
        "eight_nodes_ms": 1e3 * tokens * 8 * hidden / wire,
        "four_nodes_ms": 1e3 * tokens * 4 * hidden / wire,
        "expert_batch_one": 128 * 8 / 256,
        "expert_batch_many": 128 * 128 * 8 / 256,
        "read_cache_ms": 1e3 * cache / 3000e9,
        "training_flop": training / 1e24,
        "training_tflops": training / (2.664e6 * 3600) / 1e12,
        "gpu_days": 2.664e6 / 2048 / 24,
        "sparsity_percent": 100 * 37 / 671,
        "expert_sparsity_percent": 100 * 9 / 257,
        "weights_gb": 671.0,
        "active_gb": 37.0,
    }


def experts_touched(batch: int, experts: int = 256, chosen: int = 8) -> float:
    """Give how many experts a batch needs on average, if every choice were equally likely."""
    return experts * (1 - (1 - chosen / experts) ** batch)


def experts_of_v3() -> Mapping[str, Any]:
    """Parameters of V3's experts, and the experts that batches of tokens read."""
    hidden, width, layers = 7168, 2048, 58
    one = 3 * hidden * width
    batches = (1, 8, 32, 128, 512)
    return {
        "layer_billion": 257 * one / 1e9,
        "all_billion": 257 * one * layers / 1e9,
        "layer_yi": 257 * one / 1e8,
        "all_yi": 257 * one * layers / 1e8,
        "percent": 100 * 257 * one * layers / 671e9,
        "dense_width": 9 * width,
        "touched": {str(n): experts_touched(n) for n in batches},
        "tokens_each": {str(n): 8 * n / experts_touched(n) for n in batches},
        "read_mb_each": {str(n): experts_touched(n) * one / n / 1e6 for n in batches},
    }


def balance_loss() -> Mapping[str, Any]:
    """Switch's auxiliary loss, divided by its weight, before and after two steps of the bias.

    f is an expert's share of the choices times the number of experts, P its mean share of a
    token's scores (V3, equations 17 to 20). Equal loads and scores give 1.
    """
    found = routing()
    scores = found["scores"]
    tokens, experts, chosen = len(scores), len(scores[0]), 2
    shares = [[s / sum(row) for s in row] for row in scores]
    mean = [sum(row[e] for row in shares) / tokens for e in range(experts)]

    def loads(step: int) -> list[float]:
        return [experts * n / (chosen * tokens) for n in found["rounds"][step]["load"]]

    def loss(step: int) -> float:
        return sum(f * p for f, p in zip(loads(step), mean, strict=True))

    return {"f": loads(0), "p": mean, "loss": loss(0), "later": loss(2)}


def latent_by_hand() -> Mapping[str, Any]:
    """A head of two dimensions whose key and value come from a latent of one number.

    `expanded` makes the key before the product; `absorbed` moves the matrix to the query.
    """
    hidden, down, key_up, value_up, query = (2.0, 4.0), (0.5, 0.25), (2.0, -1.0), (3.0, 1.0), (1, 1)
    latent = sum(h * d for h, d in zip(hidden, down, strict=True))
    key = [latent * k for k in key_up]
    moved = sum(q * k for q, k in zip(query, key_up, strict=True))
    return {
        "latent": latent,
        "key": key,
        "value": [latent * v for v in value_up],
        "expanded": sum(q * k for q, k in zip(query, key, strict=True)),
        "moved": moved,
        "absorbed": moved * latent,
        "mha_million": 4 * 7168 * 128 * 128 / 1e6,
        "mha_yi": 4 * 7168 * 128 * 128 / 1e8,
    }


KEPT_BITS = 14
"""Bits that Hopper's tensor cores keep of each term in an FP8 sum (V3, section 3.5.2)."""


def limited_sum(terms: int, value: float, promote: int | None = None) -> float:
    """Add equal terms in steps that keep `KEPT_BITS` bits below the larger operand's exponent.

    With `promote`, partial sums of that many terms are added exactly. It follows the report's
    description (alignment to the largest exponent, truncation), not the hardware bit by bit.
    """

    def added(total: float, term: float) -> float:
        step = math.ldexp(1.0, math.floor(math.log2(max(total, term))) - KEPT_BITS + 1)
        return (math.floor(total / step) + math.floor(term / step)) * step

    exact = partial = 0.0
    for n in range(1, terms + 1):
        partial = added(partial, value) if partial else value
        if promote and n % promote == 0:
            exact, partial = exact + partial, 0.0
    return exact + partial


def sum_error(terms: int, promote: int | None = None, value: float = 1.3) -> float:
    """Give the relative error of a limited sum of equal terms, in per cent."""
    return 100 * abs(limited_sum(terms, value, promote) / (terms * value) - 1)


def long_sums() -> Mapping[str, Any]:
    """Errors in per cent of sums of 128, 1,024 and 4,096 terms, plain and promoted."""
    return {
        name: {str(n): sum_error(n, promote) for n in (128, 1024, 4096)}
        for name, promote in (("plain", None), ("promoted", 128))
    }


def steps_of_v3() -> Mapping[str, float]:
    """Tokens of one training step and the steps of pre-training (V3, section 4.2)."""
    tokens = 15_360 * 4096
    return {
        "tokens_million": tokens / 1e6,
        "tokens_wan": tokens / 1e4,
        "steps": 14.8e12 / tokens,
        "seconds": 2.664e6 * 3600 / 2048 / (14.8e12 / tokens),
    }
