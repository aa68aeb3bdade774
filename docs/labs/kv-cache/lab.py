"""KV cache arithmetic: what one token costs in memory under MHA, GQA, MQA and MLA."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

FULL = MappingProxyType({"context": 131_072})
SMALL = FULL
BF16 = 16
"""Bits of one cached element unless said otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What the cache's size depends on, as the model's published configuration gives it."""

    name: str
    layers: int
    heads: int
    head_dim: int
    kv_heads: int = 0
    """Key/value heads of GQA (MQA: 1; MHA: as many as heads); 0 where the model uses MLA."""
    latent: int = 0
    """MLA's `kv_lora_rank`."""
    rope: int = 0
    """MLA's `qk_rope_head_dim`: the part of the key that carries the position, cached apart."""
    source: str


MODELS = (
    Model(
        name="DeepSeek-V3", layers=61, heads=128, head_dim=128, latent=512, rope=64,
        source="arXiv 2412.19437, section 4.2; config.json of DeepSeek-V3",
    ),
    Model(
        name="DeepSeek-V2", layers=60, heads=128, head_dim=128, latent=512, rope=64,
        source="arXiv 2405.04434, section 3.1.2",
    ),
    Model(
        name="DeepSeek 67B", layers=95, heads=64, head_dim=128, kv_heads=8,
        source="arXiv 2401.02954, table 2",
    ),
    Model(
        name="Qwen2.5-72B", layers=80, heads=64, head_dim=128, kv_heads=8,
        source="arXiv 2412.15115, table 1; config.json of Qwen2.5-72B",
    ),
    Model(
        name="Llama 3.1 405B", layers=126, heads=128, head_dim=128, kv_heads=8,
        source="arXiv 2407.21783, table 3",
    ),
)  # fmt: skip

PUBLISHED = (
    # arXiv 2505.09343, table 1: KB (1,000 bytes) per token in BF16
    ("DeepSeek-V3", 70.272),
    ("Qwen2.5-72B", 327.680),
    ("Llama 3.1 405B", 516.096),
)
V2_REDUCTION_PERCENT = 93.3
"""arXiv 2405.04434, abstract: KV cache of DeepSeek-V2 against DeepSeek 67B."""
V2_BITS = 6
"""arXiv 2405.04434, section 3.2.3: bits of an element on average as deployed."""
V2_GQA_GROUPS = 2.25
"""arXiv 2405.04434, table 1: MLA's cache equals GQA's with so many groups."""


def elements(model: Model, kind: str) -> int:
    """Count the cached elements of one token in one layer under a kind of attention."""
    if kind == "MLA":
        return model.latent + model.rope
    groups = {"MHA": model.heads, "GQA": model.kv_heads or 8, "MQA": 1}[kind]
    return 2 * groups * model.head_dim


def bytes_per_token(model: Model, kind: str, bits: int = BF16) -> float:
    """Give the bytes that one token takes in all layers together."""
    return elements(model, kind) * model.layers * bits / 8


def own_kind(model: Model) -> str:
    """Say which attention the model uses."""
    return "MLA" if model.latent else "GQA"


def run(context: int) -> dict[str, Any]:
    """Compute every figure of the page."""
    by_name = {model.name: model for model in MODELS}
    v2, old = by_name["DeepSeek-V2"], by_name["DeepSeek 67B"]
    v3 = by_name["DeepSeek-V3"]
    table = {}
    for model in MODELS:
        size = bytes_per_token(model, own_kind(model))
        table[model.name] = {
            "attention": own_kind(model),
            "layers": model.layers,
            "elements_per_layer": elements(model, own_kind(model)),
            "kb_per_token": size / 1000,
            "times_v3": size / bytes_per_token(v3, "MLA"),
            "gb_at_context": size * context / 1e9,
            "source": model.source,
        }
    counterfactual = {
        kind: {
            "elements_per_layer": elements(v3, kind),
            "kb_per_token": bytes_per_token(v3, kind) / 1000,
            "gb_at_context": bytes_per_token(v3, kind) * context / 1e9,
            "times_mla": bytes_per_token(v3, kind) / bytes_per_token(v3, "MLA"),
        }
        for kind in ("MHA", "GQA", "MQA", "MLA")
    }
    before = bytes_per_token(old, "GQA")
    return {
        "context": context,
        "models": table,
        "v3_heads": v3.heads,
        "v3_shape": counterfactual,
        "published": {
            name: {
                "published_kb": value,
                "computed_kb": bytes_per_token(by_name[name], own_kind(by_name[name])) / 1000,
            }
            for name, value in PUBLISHED
        },
        "v2": {
            "published_percent": V2_REDUCTION_PERCENT,
            "same_bits_percent": 100 * (1 - bytes_per_token(v2, "MLA") / before),
            "deployed_percent": 100 * (1 - bytes_per_token(v2, "MLA", V2_BITS) / before),
            "bits": V2_BITS,
            "against_mha_percent": 100
            * (1 - bytes_per_token(v2, "MLA") / bytes_per_token(v2, "MHA")),
            "published_groups": V2_GQA_GROUPS,
            "groups": elements(v2, "MLA") / (2 * v2.head_dim),
        },
    }
