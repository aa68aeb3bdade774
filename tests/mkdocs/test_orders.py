"""The order of names in an index, and its keeping between builds."""

from __future__ import annotations

import pytest

from notes_kb.build.store import MemoryStore
from notes_kb.mkdocs import plan
from notes_kb.text.alphabet import in_order

NAMES = {
    "moe": "混合专家",
    "hopper": "Hopper",
    "r1": "DeepSeek-R1",
    "mtp": "多词元预测",
    "80": "80/20",
}


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("zh", ("r1", "mtp", "hopper", "moe", "80")),
        ("en", ("r1", "mtp", "hopper", "moe", "80")),
    ],
)
def test_names_stand_by_how_they_are_read(language, order) -> None:
    """DeepSeek, duo, Hopper, hun; what begins with no letter comes last."""
    assert in_order(NAMES, language) == order


def test_an_order_is_made_once(monkeypatch) -> None:
    """The next build reads no dictionary; another name or language is another order."""
    store = MemoryStore()
    first = plan.keep_orders(store)(NAMES, "zh")
    made: list[str] = []
    monkeypatch.setattr(plan, "in_order", lambda names, language: made.append(language) or ())
    again = plan.keep_orders(store)
    assert again(NAMES, "zh") == first == in_order(NAMES, "zh")
    assert not made
    again(NAMES | {"moe": "专家混合"}, "zh")
    again(NAMES, "en")
    assert made == ["zh", "en"]
