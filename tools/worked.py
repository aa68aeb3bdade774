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
    return {
        "grpo": grpo(),
        "routing": routing(),
        "v3": one_token_through_v3(),
        "inference": one_day_of_inference(),
        "dsa": sparse_attention(),
        "attention": attention_by_hand(),
        "rope": rotary_positions(),
        "votes": answers_sampled(),
        "kl": divergence(),
        "baseline": baselines(),
        "ppo": clipped_cases(),
        "zero": zero_memory(),
        "speculation": speculation(),
        "indexer": indexer(),
        "fp8": eight_bits(),
        "copies": redundant_experts(),
        "sizes": sizes_of_v3(),
    }


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
