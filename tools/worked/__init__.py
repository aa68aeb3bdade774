"""The worked examples of the concept pages: small computations whose figures the pages quote.

A page quotes one as `0.51<!--=worked//grpo/probability_after-->`; `labs.py quote` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tools.worked import hardware, model, reinforcement, scales, serving


@cache
def data() -> Mapping[str, Any]:
    """Give every example's figures by its name."""
    return {
        "grpo": reinforcement.grpo(),
        "votes": reinforcement.answers_sampled(),
        "kl": reinforcement.divergence(),
        "baseline": reinforcement.baselines(),
        "ppo": reinforcement.clipped_cases(),
        "groups": reinforcement.groups(),
        "gae": reinforcement.credit(),
        "checker": reinforcement.checkers(),
        "rl": reinforcement.cost_of_r1(),
        "routing": model.routing(),
        "balance": model.balance_loss(),
        "v3": model.one_token_through_v3(),
        "moe": model.experts_of_v3(),
        "dsa": model.sparse_attention(),
        "attention": model.attention_by_hand(),
        "latent": model.latent_by_hand(),
        "rope": model.rotary_positions(),
        "indexer": model.indexer(),
        "fp8": model.eight_bits(),
        "sums": model.long_sums(),
        "sizes": model.sizes_of_v3(),
        "steps": model.steps_of_v3(),
        "inference": serving.one_day_of_inference(),
        "zero": serving.zero_memory(),
        "speculation": serving.speculation(),
        "copies": serving.redundant_experts(),
        "nodes": serving.nodes_reached(),
        "roofline": serving.intensities(),
        "sessions": serving.sessions(),
        "overlap": serving.overlapped(),
        "laws": scales.three_laws(),
        "chinchilla": scales.shares_of_compute(),
        "alexnet": scales.since_alexnet(),
        "manysteps": scales.many_steps(),
        "kept": scales.kept_samples(),
        "fused": hardware.fused(),
        "links": hardware.links(),
        "combinations": scales.combinations(),
        "pairs": scales.preferences(),
        "known": scales.known_question(),
        "utilisation": hardware.utilisation(),
        "masked": scales.answers_alone(),
        "base": scales.from_the_base(),
        "bits": scales.compressed(),
        "resident": hardware.resident(),
        "divided": hardware.divided(),
        "hidden": hardware.hidden_layer(),
        "products": hardware.products(),
        "generation": hardware.generation(),
        "tiles": hardware.tiles(),
        "branches": hardware.branches(),
        "algorithm": scales.better_algorithm(),
        "thinking": scales.thinking(),
        "series": scales.steps_in_series(),
        "push": scales.auxiliary_push(),
        "proxy": scales.best_by_proxy(),
    }
