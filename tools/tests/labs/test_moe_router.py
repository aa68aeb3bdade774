"""The router's gradients are right, and balancing balances."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")

from tools import labs  # noqa: E402 - skipped as a whole without NumPy

lab = labs.load("moe-router", "lab")


def _layer(seed: int = 0, alpha: float = 0.0):
    rng = np.random.default_rng(seed)
    world = lab.World.of(rng, 4, 5)
    x, target = world.draw(rng, 64)
    layer = lab.Layer(rng, 5, 6, 2)
    return layer, x, target, layer.gradients(x, target, layer.forward(x), alpha)


@pytest.mark.parametrize("alpha", [0.0, 0.5])
@pytest.mark.parametrize("which", ["router", "experts"])
def test_gradients_agree_with_differences(which: str, alpha: float) -> None:
    """The hand-written gradient is the slope of the loss, while the choice of experts stays."""
    layer, x, target, gradients = _layer(alpha=alpha)
    weight = getattr(layer, which)
    gradient = gradients[0 if which == "router" else 1]
    rng = np.random.default_rng(1)
    for _ in range(12):
        at = tuple(int(rng.integers(n)) for n in weight.shape)
        slopes = []
        for sign in (1, -1):
            kept = weight[at]
            weight[at] = kept + sign * 1e-6
            slopes.append(lab.loss(layer, x, target, alpha))
            weight[at] = kept
        assert (slopes[0] - slopes[1]) / 2e-6 == pytest.approx(gradient[at], rel=1e-3, abs=1e-7)


def test_a_bias_moves_the_choice_and_never_the_weights() -> None:
    """Pushing one expert up picks it everywhere; its gate still comes from its own score."""
    layer, x, _, _ = _layer()
    layer.bias[3] = 10.0
    f = layer.forward(x)
    assert f.chosen[:, 3].all()
    kept = np.where(f.chosen, f.scores, 0)
    assert np.allclose(f.gates, kept / kept.sum(axis=1, keepdims=True))
    assert (f.chosen.sum(axis=1) == layer.top_k).all()


def test_rebalancing_lowers_the_busy_and_lifts_the_idle() -> None:
    """Each bias moves by exactly u, against its load."""
    layer, _, _, _ = _layer()
    chosen = np.zeros((10, 6), dtype=bool)
    chosen[:, :2] = True
    layer.rebalance(chosen, 0.01)
    assert layer.bias.tolist() == [-0.01, -0.01, 0.01, 0.01, 0.01, 0.01]


def test_max_violation_counts_from_even() -> None:
    """0 where all carry the same; E/k - 1 where k of E carry all."""
    assert lab.max_violation(np.full(8, 1 / 8)) == pytest.approx(0)
    assert lab.max_violation(np.array([0.5, 0.5, 0, 0, 0, 0, 0, 0])) == pytest.approx(3)


def test_balancing_balances() -> None:
    """On a small run both ways end more even than none; all learn something."""
    methods = lab.run(**lab.SMALL)["methods"]
    left_alone = methods["none"]["final"]["max_violation"]
    assert methods["aux"]["final"]["max_violation"] < left_alone
    assert methods["bias"]["final"]["max_violation"] < left_alone
    assert all(m["final"]["error_percent"] < 90 for m in methods.values())
    for method in methods.values():
        assert np.allclose(np.sum(method["load_of_first_seed"], axis=1), 1)
