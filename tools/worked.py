"""The worked examples of the concept pages: small computations whose figures the pages quote.

A page quotes one as `0.51<!--=worked//grpo/probability_after-->`; `labs.py quote` writes it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any


@cache
def data() -> Mapping[str, Any]:
    """Give every example's figures by its name."""
    return {"grpo": grpo(), "routing": routing(), "v3": one_token_through_v3()}


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

    Shapes: arXiv 2412.19437, section 4.2. Two come from the model's config.json, since the
    section does not state them: the dense layers' width and the exact size of the vocabulary.
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
        "total_billion": (total + 2 * embedding) / 1e9,
        "active_billion": (active_part + 2 * embedding) / 1e9,
        "matrix_gflop": 2 * (active_part + embedding) / 1e9,
        "scores_gflop": scores / 1e9,
        "context": context,
        "hidden_bf16_kb": 2 * hidden / 1e3,
        "dispatch_fp8_kb": hidden / 1e3,
        "dispatch_four_nodes_kb": 4 * hidden / 1e3,
        "combine_four_nodes_kb": 4 * 2 * hidden / 1e3,
        "cache_layer_bytes": 2 * (kv_rank + rope),
        "cache_kb": 2 * (kv_rank + rope) * layers / 1e3,
    }
