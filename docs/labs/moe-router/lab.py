"""A router with top-k experts on synthetic tokens: what balances the load, and at what price.

Tokens come from clusters of unequal frequency; each cluster has its own linear map to learn.
A linear router with sigmoid scores picks k of E linear experts; router and experts are trained
together by gradient descent with momentum on the squared error, with gradients written out by hand.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FULL = MappingProxyType(
    {"seeds": 5, "steps": 1500, "tokens": 512, "experts": 16, "top_k": 2, "width": 16,
     "clusters": 32, "every": 25}
)  # fmt: skip
SMALL = MappingProxyType(
    {"seeds": 2, "steps": 300, "tokens": 256, "experts": 8, "top_k": 2, "width": 8,
     "clusters": 16, "every": 25}
)  # fmt: skip


LEARNING_RATES = (0.5, 0.5)
"""Of the router and of the experts."""


COMMON = 3.0
"""Size of the component that all tokens share, where a cluster's own has size 1."""


class Start(NamedTuple):
    """How a run without balancing begins, and whether its router learns."""

    common: float = COMMON
    learns: bool = True


STARTS: Mapping[str, Start] = MappingProxyType(
    {
        "crowded": Start(),
        "even": Start(common=0.0),
        "even-fixed": Start(common=0.0, learns=False),
    }
)
"""Crowded: the shared component sends most tokens to the same experts before any training.
Even: without it the untrained router spreads them. If imbalance fed itself, it would grow there,
and grow above what a router that never learns has."""


class Method(NamedTuple):
    """How a run balances: weight of the auxiliary loss, and update rate of the biases."""

    alpha: float = 0.0
    rate: float = 0.0


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "none": Method(),
        "aux-weak": Method(alpha=0.01),
        "aux": Method(alpha=0.1),
        "aux-heavy": Method(alpha=1.0),
        "bias": Method(rate=0.001),
        "bias-fast": Method(rate=0.01),
    }
)


@dataclass(frozen=True)
class World:
    """Where tokens come from: cluster centres, their frequencies, and the map of each."""

    centres: Array
    frequency: Array
    maps: Array

    @staticmethod
    def of(
        rng: np.random.Generator, clusters: int, width: int, common_size: float = COMMON
    ) -> World:
        """Draw a world; frequencies fall as 1/sqrt(rank).

        All centres share one large component, as the hidden states of a language model do; it is
        what sends most tokens to the same few experts at the start.
        """
        frequency = np.arange(1, clusters + 1) ** -0.5
        common = rng.normal(size=width) * common_size
        return World(
            common + rng.normal(size=(clusters, width)),
            frequency / frequency.sum(),
            rng.normal(size=(clusters, width, width)) / np.sqrt(width),
        )

    def draw(self, rng: np.random.Generator, tokens: int) -> tuple[Array, Array]:
        """Draw tokens and their targets."""
        cluster = rng.choice(len(self.frequency), size=tokens, p=self.frequency)
        x = self.centres[cluster] + rng.normal(size=(tokens, self.centres.shape[1])) * 0.5
        x /= np.sqrt((x * x).mean(axis=1, keepdims=True))  # RMSNorm, as before a real router
        return x, np.einsum("td,tde->te", x, self.maps[cluster])


class Forward(NamedTuple):
    """What one pass through the layer gives."""

    scores: Array
    chosen: NDArray[np.bool_]
    gates: Array
    outs: Array
    y: Array


class Layer:
    """Router and experts with their optimiser."""

    def __init__(self, rng: np.random.Generator, width: int, experts: int, top_k: int) -> None:
        self.router = rng.normal(size=(width, experts)) * 0.1
        self.experts = rng.normal(size=(experts, width, width)) * 0.1
        self.bias = np.zeros(experts)
        self.top_k = top_k
        self._speed = [np.zeros_like(self.router), np.zeros_like(self.experts)]

    def forward(self, x: Array) -> Forward:
        """Route and compute; the bias bears on the choice only, never on the gates."""
        scores = 1.0 / (1.0 + np.exp(-(x @ self.router)))
        order = np.argsort(-(scores + self.bias), axis=1, kind="stable")[:, : self.top_k]
        chosen = np.zeros(scores.shape, dtype=bool)
        np.put_along_axis(chosen, order, values=True, axis=1)
        kept = np.where(chosen, scores, 0.0)
        gates = kept / kept.sum(axis=1, keepdims=True)
        count, width, _ = self.experts.shape
        side_by_side = self.experts.transpose(1, 0, 2).reshape(width, count * width)
        outs = (x @ side_by_side).reshape(len(x), count, width)
        return Forward(scores, chosen, gates, outs, np.einsum("tn,tne->te", gates, outs))

    def gradients(self, x: Array, target: Array, f: Forward, alpha: float) -> tuple[Array, Array]:
        """Give the gradients of loss(x) for router and experts."""
        d_y = 2.0 * (f.y - target) / f.y.size
        gated = (f.gates[:, :, None] * x[:, None, :]).reshape(len(x), -1)
        d_experts = (gated.T @ d_y).reshape(self.experts.shape)
        d_gates = np.einsum("te,tne->tn", d_y, f.outs)
        total = np.where(f.chosen, f.scores, 0.0).sum(axis=1, keepdims=True)
        mean = (f.gates * d_gates).sum(axis=1, keepdims=True)
        d_scores = np.where(f.chosen, (d_gates - mean) / total, 0.0)
        if alpha:
            share = f.scores / f.scores.sum(axis=1, keepdims=True)
            d_share = alpha * f.scores.shape[1] * loads(f.chosen) / len(x)
            d_share = np.broadcast_to(d_share, share.shape)
            inner = (share * d_share).sum(axis=1, keepdims=True)
            d_scores = d_scores + (d_share - inner) / f.scores.sum(axis=1, keepdims=True)
        return x.T @ (d_scores * f.scores * (1.0 - f.scores)), d_experts

    def update(self, gradients: tuple[Array, Array], *, router: bool = True) -> None:
        """Take one step of gradient descent with momentum 0.9; `router` may stay as it is."""
        self._speed = [0.9 * v + g for v, g in zip(self._speed, gradients, strict=True)]
        if router:
            self.router = self.router - LEARNING_RATES[0] * self._speed[0]
        self.experts = self.experts - LEARNING_RATES[1] * self._speed[1]

    def rebalance(self, chosen: NDArray[np.bool_], rate: float) -> None:
        """Move each bias by one fixed step towards an even load (arXiv 2408.15664)."""
        load = loads(chosen)
        self.bias += rate * np.sign(load.mean() - load)


def loads(chosen: NDArray[np.bool_]) -> Array:
    """Give each expert's share of all assignments; the shares sum to one."""
    counts: Array = chosen.sum(axis=0).astype(np.float64)
    shares: Array = counts / counts.sum()
    return shares


def max_violation(load: Array) -> float:
    """MaxVio: the busiest expert's load over the mean, less one (arXiv 2408.15664)."""
    return float(load.max() / load.mean() - 1.0)


def loss(layer: Layer, x: Array, target: Array, alpha: float) -> float:
    """Squared error plus the auxiliary loss alpha E sum(f_i P_i), f held constant."""
    f = layer.forward(x)
    share = (f.scores / f.scores.sum(axis=1, keepdims=True)).mean(axis=0)
    experts: int = f.scores.shape[1]
    return float(np.mean((f.y - target) ** 2)) + alpha * experts * float(loads(f.chosen) @ share)


def train(
    method: Method, seed: int, size: Mapping[str, int], start: Start = STARTS["crowded"]
) -> dict[str, Any]:
    """Train once; the same seed gives every method the same world, tokens and start."""
    rng = np.random.default_rng(seed)
    world = World.of(rng, size["clusters"], size["width"], start.common)
    held_x, held_y = world.draw(rng, 4096)
    layer = Layer(rng, size["width"], size["experts"], size["top_k"])
    variance = float(held_y.var())
    steps, violation, error, history = [], [], [], []
    for step in range(size["steps"] + 1):
        x, target = world.draw(rng, size["tokens"])
        f = layer.forward(x)
        if step % size["every"] == 0:
            held = layer.forward(held_x)
            steps.append(step)
            history.append(loads(held.chosen).tolist())
            violation.append(max_violation(loads(held.chosen)))
            error.append(float(np.mean((held.y - held_y) ** 2)) / variance)
        layer.update(layer.gradients(x, target, f, method.alpha), router=start.learns)
        if method.rate:
            layer.rebalance(f.chosen, method.rate)
    last = np.array(history[-1])
    return {
        "steps": steps,
        "max_violation": violation,
        "error": error,
        "load": history,
        "idle": int((last < 0.1 * last.mean()).sum()),
    }


def _across(runs: Sequence[Sequence[float]]) -> dict[str, list[float]]:
    columns = list(zip(*runs, strict=True))
    return {
        "median": [statistics.median(c) for c in columns],
        "low": [min(c) for c in columns],
        "high": [max(c) for c in columns],
    }


def _before_and_after(start: Start, seeds: int, size: Mapping[str, int]) -> dict[str, Any]:
    """Give MaxVio without balancing: untrained, at its highest, and trained."""
    runs = [train(Method(), seed, size, start)["max_violation"] for seed in range(seeds)]
    found = {"before": [r[0] for r in runs], "after": [r[-1] for r in runs]}
    return {
        "grew": sum(r[-1] > r[0] for r in runs),
        **{
            key: {"median": statistics.median(values), "low": min(values), "high": max(values)}
            for key, values in found.items()
        },
    }


def run(seeds: int, **size: int) -> dict[str, Any]:
    """Train every method with every seed; give medians and ranges over the seeds."""
    methods: dict[str, Any] = {}
    for name, method in METHODS.items():
        runs = [train(method, seed, size) for seed in range(seeds)]
        methods[name] = {
            "alpha": method.alpha,
            "rate": method.rate,
            "max_violation": _across([r["max_violation"] for r in runs]),
            "error": _across([r["error"] for r in runs]),
            "final": {
                "max_violation": statistics.median(r["max_violation"][-1] for r in runs),
                "worst_violation": max(r["max_violation"][-1] for r in runs),
                "error_percent": 100 * statistics.median(r["error"][-1] for r in runs),
                "error_low": 100 * min(r["error"][-1] for r in runs),
                "error_high": 100 * max(r["error"][-1] for r in runs),
                "idle_experts": statistics.median(r["idle"] for r in runs),
                "busiest_share_percent": 100 * statistics.median(max(r["load"][-1]) for r in runs),
            },
            "load_of_first_seed": runs[0]["load"],
        }
    return {
        "steps": runs[0]["steps"],
        "methods": methods,
        "starts": {name: _before_and_after(s, seeds, size) for name, s in STARTS.items()},
        "seeds": seeds,
        "even_share_percent": 100 / size["experts"],
    }
