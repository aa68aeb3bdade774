"""The worked examples compute what their pages say, and agree with what the papers print."""

from __future__ import annotations

import pytest

from tools import worked


def test_the_group_of_the_example_gets_plus_and_minus_one() -> None:
    """(1, 0, 0, 1) has mean and deviation one half."""
    assert worked.advantages((1, 0, 0, 1)) == [1, -1, -1, 1]
    assert worked.advantages((1, 1, 1, 1)) == [0, 0, 0, 0]


def test_the_step_raises_what_was_right_beyond_the_clip() -> None:
    """The gradient sums to nothing; after one step all ratios lie outside 0.8 to 1.2."""
    found = worked.grpo()
    assert found["gradient"] == pytest.approx([0.5, -0.25, -0.25])
    assert found["ratios"][0] > 1.2
    assert max(found["ratios"][1:]) < 0.8


def test_routing_by_hand_picks_two_and_its_weights_sum_to_one() -> None:
    """The bias changes who is chosen, never the weight of a choice."""
    found = worked.routing()
    for one in found["rounds"]:
        assert sum(one["load"]) == 8
        for token, (chosen, gates) in enumerate(zip(one["chosen"], one["gates"], strict=True)):
            assert sum(gates) == pytest.approx(1)
            scores = [found["scores"][token][e - 1] for e in chosen]
            assert gates == pytest.approx([s / sum(scores) for s in scores])
    first, *_, last = (one["max_violation"] for one in found["rounds"])
    assert last < first


def test_the_count_of_parameters_is_that_of_the_report() -> None:
    """671 billion in all and 37 billion for a token (arXiv 2412.19437, abstract)."""
    found = worked.one_token_through_v3()
    assert round(found["total_billion"]) == 671
    assert int(found["active_billion"]) == 37


def test_the_cache_is_that_of_the_hardware_paper() -> None:
    """70.272 KB for a token (arXiv 2505.09343, table 1)."""
    assert worked.one_token_through_v3()["cache_kb"] == pytest.approx(70.272)
