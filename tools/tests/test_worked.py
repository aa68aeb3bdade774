"""The worked examples compute what their pages say, and agree with what the papers print."""

from __future__ import annotations

import itertools
import math

import pytest

from tools import labs
from tools.worked import hardware, model, reinforcement, scales, serving


def test_the_group_of_the_example_gets_plus_and_minus_one() -> None:
    """(1, 0, 0, 1) has mean and deviation one half."""
    assert reinforcement.advantages((1, 0, 0, 1)) == [1, -1, -1, 1]
    assert reinforcement.advantages((1, 1, 1, 1)) == [0, 0, 0, 0]


def test_the_step_raises_what_was_right_beyond_the_clip() -> None:
    """The gradient sums to nothing; after one step all ratios lie outside 0.8 to 1.2."""
    found = reinforcement.grpo()
    assert found["gradient"] == pytest.approx([0.5, -0.25, -0.25])
    assert found["ratios"][0] > 1.2
    assert max(found["ratios"][1:]) < 0.8


def test_routing_by_hand_picks_two_and_its_weights_sum_to_one() -> None:
    """The bias changes who is chosen, never the weight of a choice."""
    found = model.routing()
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
    found = model.one_token_through_v3()
    assert round(found["total_billion"]) == 671
    assert int(found["active_billion"]) == 37


def test_the_cache_is_that_of_the_hardware_paper() -> None:
    """70.272 KB for a token (arXiv 2505.09343, table 1)."""
    assert model.one_token_through_v3()["cache_kb"] == pytest.approx(70.272)


def test_the_day_of_inference_agrees_with_itself() -> None:
    """Cost, margin, cache hits and the average of nodes are those that DeepSeek published."""
    found = serving.one_day_of_inference()
    assert found["cost"] == pytest.approx(87_072)
    assert round(found["margin_percent"]) == 545
    assert found["hit_percent"] == pytest.approx(56.3, abs=0.06)
    assert abs(found["revenue_difference"]) < 0.001 * found["revenue"]
    assert found["nodes"] == pytest.approx(226.75, rel=0.001)


def test_the_tokens_of_sparse_training_are_those_of_the_paper() -> None:
    """2.1 and 943.7 billion (DeepSeek-V3.2-Exp, section 2.1)."""
    found = model.sparse_attention()
    assert round(found["warmup_billion"], 1) == 2.1
    assert round(found["sparse_billion"], 1) == 943.7
    few = model.sparse_attention(context=8, chosen=2)
    assert few["ratio_whole"] == pytest.approx(36 / (1 + 2 + 6 * 2))


def test_the_active_parameters_with_one_embedding_come_near_the_notes_on_the_weights() -> None:
    """36.7 billion (DeepSeek-V3, README_WEIGHTS.md)."""
    found = model.one_token_through_v3()
    assert found["active_one_embedding_billion"] == pytest.approx(36.7, abs=0.1)


def test_attention_by_hand_is_an_average_by_weight() -> None:
    """Weights sum to one, and equal scores get equal weights."""
    found = model.attention_by_hand()
    assert sum(found["weights"]) == pytest.approx(1)
    assert found["weights"][0] == found["weights"][2] > found["weights"][1]
    assert found["output"] == pytest.approx(10 * found["weights"][0] * 4 + 20 * found["weights"][1])


def test_yarn_divides_the_pairs_of_v3_into_three_kinds() -> None:
    """32 pairs in all; the scaling of attention is that of V3's code, 0.1 ln 40 + 1."""
    found = model.rotary_positions()
    assert found["kept"] + found["blended"] + found["slowed"] == 32
    assert found["shortest"] == pytest.approx(2 * math.pi)
    assert found["temperature"] == pytest.approx(1.3689, abs=1e-4)


def test_pass_at_k_is_the_share_of_choices_with_a_right_one() -> None:
    """The formula counts what listing all choices of k samples counts."""
    right = (1, 1, 0, 0, 0, 0)
    for k in (1, 2, 3):
        choices = list(itertools.combinations(right, k))
        share = sum(any(choice) for choice in choices) / len(choices)
        assert reinforcement.pass_at(k, 6, 2) == pytest.approx(share)


def test_a_vote_counts_as_listing_every_outcome_does() -> None:
    """Three votes among three answers; ties are drawn by lot."""
    shares = (0.5, 0.3, 0.2)
    total = 0.0
    for drawn in itertools.product(range(3), repeat=3):
        counts = [drawn.count(k) for k in range(3)]
        best = [k for k in range(3) if counts[k] == max(counts)]
        if 0 in best:
            total += math.prod(shares[k] for k in drawn) / len(best)
    assert reinforcement.chance_of_winning(shares, 3) == pytest.approx(total)
    votes = reinforcement.answers_sampled()
    assert votes["leads"]["64"] > votes["leads"]["1"]
    assert votes["behind"]["64"] < votes["behind"]["1"]


def test_both_estimators_have_the_divergence_as_their_mean() -> None:
    """k1 may be negative, k3 never is and varies less."""
    found = reinforcement.divergence()
    assert found["mean_k3"] == pytest.approx(found["divergence"])
    assert min(found["k1"]) < 0 < min(found["k3"])
    assert found["spread_k3"] < found["spread_k1"]


def test_a_baseline_leaves_the_mean_and_lowers_the_variance() -> None:
    """The exact gradient for the right answer's logit is 1/3 times 2/3."""
    found = reinforcement.baselines()
    assert found["mean"] == pytest.approx(2 / 9)
    assert found["mean_centred"] == pytest.approx(2 / 9)
    assert found["mean_shifted"] == pytest.approx(2 / 9)
    assert found["variance_centred"] < found["variance"] < found["variance_shifted"]


def test_clipping_stops_only_what_would_go_on_gaining() -> None:
    """The bound is taken above the range with a gain and below it with a loss to avoid."""
    found = reinforcement.clipped_cases()
    for name, bounded in (("up_good", 1), ("down_bad", 1), ("up_bad", 0), ("down_good", 0)):
        case = found[name]
        assert case["taken"] == (case["bounded"] if bounded else case["plain"])


def test_zero_saves_what_its_paper_prints() -> None:
    """120, 31.4, 16.6 and 1.9 GB (arXiv 1910.02054, figure 1)."""
    found = serving.zero_memory()
    assert [round(v, 1) for v in found.values()] == [120.0, 31.4, 16.6, 1.9]


def test_the_indexer_costs_a_small_share_of_attention() -> None:
    """Beyond the point of break-even the sparse form takes fewer operations."""
    found = model.indexer()
    assert found["share_percent"] < 10
    assert found["times"] > 10
    at_even = model.indexer(context=round(found["break_even"]))
    assert at_even["times"] == pytest.approx(1, rel=0.001)


def test_eight_bits_round_to_what_the_format_has() -> None:
    """E4M3 ends at 448, has steps of 1/8 from 1 to 2, and 2**-9 as its smallest number."""
    assert [model.e4m3(v) for v in (500.0, -1.07, 0.0, 2**-9, 2**-11)] == [
        448,
        -1.125,
        0,
        2**-9,
        0,
    ]
    found = model.eight_bits()
    assert found["together"][0] == 0 < found["apart"][0]
    assert max(found["error_apart"]) < 7 < max(found["error_together"])


def test_copies_of_a_busy_expert_level_the_load() -> None:
    """No load is lost, and the busiest GPU comes down to the mean in the example."""
    found = serving.redundant_experts()
    assert sum(found["copies"]) == 6
    assert found["ratio_before"] > 1.3
    assert found["ratio_after"] == pytest.approx(1)


def test_training_took_less_than_two_months_as_the_report_says() -> None:
    """2.664 million hours on 2,048 GPUs (arXiv 2412.19437, section 1)."""
    assert 50 < model.sizes_of_v3()["gpu_days"] < 61


@pytest.mark.parametrize("page", ["rule-based-reward.md", "rule-based-reward.en.md"])
def test_the_reward_on_the_page_judges_as_the_page_says(page: str) -> None:
    """The code shown is run: format and answer count, whatever else is written."""
    text = (labs.LABS.parent / "concepts" / page).read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    names: dict[str, object] = {}
    exec(code, names)
    reward = names["reward"]
    assert callable(reward)
    thought = "<think>6 × 7</think>"
    assert reward(thought + "\\boxed{42}", "42") == 2
    assert reward("\\boxed{42}", "42") == 1
    assert reward(thought + "42", "42") == 1
    assert reward("42", "42") == 0
    assert reward(thought + "\\boxed{41} \\boxed{42}", "42") == 2
    assert reward(thought + "\\boxed{42.0}", "42") == 1


def test_the_stages_of_a_token_add_up_to_the_whole() -> None:
    """No matrix is counted twice or left out."""
    found = model.one_token_through_v3()
    stages = ("attention", "experts", "router", "dense", "head")
    total = sum(found[f"{stage}_gflop"] for stage in stages)
    assert total == pytest.approx(found["matrix_gflop"])


def test_a_group_teaches_where_its_answers_differ() -> None:
    """The chance counts what listing all outcomes of a group counts; it is even about one half."""
    right, size = 0.3, 4
    total = sum(
        math.prod(right if one else 1 - right for one in outcome)
        for outcome in itertools.product((0, 1), repeat=size)
        if 0 < sum(outcome) < size
    )
    assert reinforcement.chance_of_gradient(right, size) == pytest.approx(total)
    found = reinforcement.groups()
    assert found["16"]["10"] == pytest.approx(found["16"]["90"])
    assert found["4"]["10"] < found["16"]["10"] < found["64"]["10"]


def test_advantages_of_steps_reach_from_one_step_to_the_whole_answer() -> None:
    """With decay 0 each step sees the next value only, with 1 the reward less its own value."""
    found = reinforcement.credit()
    values = found["values"]
    assert found["one_step"] == pytest.approx([0.1, -0.3, 0.5, 0.2])
    assert found["whole"] == pytest.approx([1 - v for v in values])
    assert found["blended"][-1] == pytest.approx(0.2)


def test_a_checker_is_worth_less_on_harder_questions() -> None:
    """Counted on 10,000 answers: 1% right, 1% of the others passed, makes 100 to 99."""
    found = reinforcement.checkers()
    assert found["1"]["1"] == pytest.approx(100 * 100 / (100 + 99))
    assert found["1"]["1"] < found["1"]["5"] < found["1"]["50"]


def test_the_hours_of_r1_are_those_of_the_paper() -> None:
    """101, 41 and 5 thousand, 147 thousand in all (arXiv 2501.12948v2, table 7)."""
    found = reinforcement.cost_of_r1()
    assert [round(found[name] / 1000) for name in ("zero", "second", "all")] == [101, 41, 147]


def test_a_batch_touches_as_many_experts_as_drawing_shows() -> None:
    """Two tokens that each take one of two experts touch 1.5 of them on average."""
    assert model.experts_touched(2, 2, 1) == pytest.approx(1.5)
    assert model.experts_touched(1) == pytest.approx(8)
    assert model.experts_touched(100_000) == pytest.approx(256)


def test_nearly_all_of_v3_is_experts_and_its_dense_layers_cost_as_much() -> None:
    """18,432, the dense width of config_671B.json, is that of nine experts."""
    found = model.experts_of_v3()
    assert found["dense_width"] == 18_432
    assert 97 < found["percent"] < 98.5


def test_the_auxiliary_loss_falls_with_the_bias() -> None:
    """Equal shares would give 1 where the scores are equal too."""
    found = model.balance_loss()
    assert sum(found["f"]) == pytest.approx(4)
    assert sum(found["p"]) == pytest.approx(1)
    assert found["later"] < found["loss"]


def test_moving_the_matrix_to_the_query_changes_no_score() -> None:
    """Matrix products may be grouped either way."""
    found = model.latent_by_hand()
    assert found["expanded"] == pytest.approx(found["absorbed"])
    assert found["moved"] != found["absorbed"]


def test_long_sums_lose_what_promoted_ones_keep() -> None:
    """Within 128 terms both are the same; beyond, only the plain sum gets worse."""
    found = model.long_sums()
    assert found["plain"]["128"] == found["promoted"]["128"] == found["promoted"]["4096"]
    assert found["plain"]["4096"] > 10 * found["promoted"]["4096"]
    assert model.limited_sum(3, 1.0) == 3


def test_v3_took_about_two_hundred_thousand_steps() -> None:
    """15,360 sequences of 4,096 tokens a step, 14.8 trillion tokens (V3, section 4.2)."""
    found = model.steps_of_v3()
    assert found["steps"] * found["tokens_million"] == pytest.approx(14.8e6)


def test_eight_experts_lie_on_five_of_eight_nodes() -> None:
    """Two of four experts over two nodes lie on 5/3 nodes, as listing the pairs shows."""
    pairs = list(itertools.combinations((0, 0, 1, 1), 2))
    assert sum(len(set(pair)) for pair in pairs) / len(pairs) == pytest.approx(5 / 3)
    assert 5 < serving.nodes_reached()["reached"] < 5.5


def test_latent_attention_lies_where_bandwidth_and_arithmetic_meet() -> None:
    """More heads to one cached entry means more operations for each byte."""
    found = serving.intensities()
    assert found["mha"] == 1
    assert found["mha"] < found["gqa"] < found["mqa"] < found["mla"]
    assert found["mqa"] < found["ridge"] < found["mla"]


def test_more_sessions_fit_than_the_published_batch() -> None:
    """128 requests a GPU (profile-data); a fetched cache comes sooner than a computed one."""
    found = serving.sessions()
    assert found["sessions"] > 128
    assert found["fetch_s"] < found["compute_s"]


def test_overlap_saves_most_where_both_take_as_long() -> None:
    """And as much at a ratio as at its inverse."""
    assert serving.share_saved(1) == 0.5
    assert serving.share_saved(0.25) == pytest.approx(serving.share_saved(4))
    assert serving.share_saved(0.5) < 0.5


def test_the_three_laws_ask_for_different_things() -> None:
    """Ten times the components take the time of log2(10) doublings; loss halves at 2 to the 20."""
    found = scales.three_laws()
    assert 2 ** (found["moore_years_to_ten"] / 2) == pytest.approx(10)
    assert (1 - found["loss_ten"] / 100) ** 3 == pytest.approx(1 - found["loss_thousand"] / 100)
    assert (found["factor_to_halve"] * 1e6) ** -0.05 == pytest.approx(0.5)
    assert 2 ** (found["years_to_halve"] / 2) == pytest.approx(found["factor_to_halve"] * 1e6)


def test_chinchilla_s_share_spends_the_same_computation() -> None:
    """Twenty tokens for a parameter, and six operations for each pair of them."""
    found = scales.shares_of_compute()
    parameters, tokens = found["parameters_billion"] * 1e9, found["tokens_wan_yi"] * 1e12
    assert tokens == pytest.approx(20 * parameters)
    assert 6 * parameters * tokens == pytest.approx(6 * 37e9 * 14.8e12)
    assert found["dearer"] == pytest.approx(parameters / 37e9)


def test_alexnet_s_cards_bound_what_it_computed() -> None:
    """The bound, and the years that the same cards would need for V3, agree."""
    found = scales.since_alexnet()
    six_days = 6 / 365 / 1e3
    assert found["years_thousand"] / six_days == pytest.approx(found["times_million"] * 1e6)
    assert found["peak_tflops"] == pytest.approx(1.581, abs=0.001)


def test_a_check_helps_long_tasks_most() -> None:
    """Retrying raises every chance, and the more so the longer the task."""
    found = scales.many_steps()
    gains = [found["checked"][n] / found["plain"][n] for n in ("5", "20", "50")]
    assert gains == sorted(gains)
    assert gains[0] > 1
    assert found["plain"]["20"] == pytest.approx(35.8, abs=0.05)
    assert found["step_checked"] < 100


def test_rejection_sampling_leaves_few_hard_questions() -> None:
    """Shares sum to one; a cap for each question raises the share of the hard ones."""
    found = scales.kept_samples()
    for shares in (found["whole"], found["capped"]):
        assert sum(shares.values()) == pytest.approx(100)
    assert found["capped"]["hard"] > 4 * found["whole"]["hard"]
    assert found["any"]["hard"] == pytest.approx(100 * (1 - 0.98**16))


def test_fusing_three_kernels_saves_two_thirds() -> None:
    """Of memory traffic with much data, of launches with little."""
    found = hardware.fused()
    assert found["three_large"] / found["one_large"] == pytest.approx(3)
    assert found["three_small_us"] / found["one_small_us"] == pytest.approx(3)
    assert found["small_launch_percent"] > 80


def test_a_narrow_link_costs_in_proportion() -> None:
    """Times are in the inverse proportion of 160, 360 and 50 GB/s."""
    found = hardware.links()
    assert found["narrow_step_ms"] / found["full_step_ms"] == pytest.approx(900 / 400)
    assert found["infiniband_step_ms"] / found["narrow_step_ms"] == pytest.approx(160 / 50)
    assert found["reductions"] == 244


def test_the_ways_to_choose_are_those_of_the_paper() -> None:
    """120 and 4,426,165,368 (arXiv 2401.06066, section 3.1)."""
    found = scales.combinations()
    assert found["coarse"] == 120
    assert found["fine_yi"] * 1e8 == pytest.approx(4_426_165_368)
    assert found["router_percent"] < 0.5


def test_a_wrong_order_costs_more_than_none() -> None:
    """The loss of a pair falls with its difference and at zero is log 2."""
    found = scales.preferences()
    assert found["loss"] == sorted(found["loss"], reverse=True)
    assert found["loss"][0] == pytest.approx(math.log(2))
    assert found["wrong_loss"] - found["loss"][2] == pytest.approx(2)


def test_knowing_the_question_lowers_the_variance() -> None:
    """Total variance is that within questions and that between them."""
    found = scales.known_question()
    assert found["one"] == pytest.approx(found["own"] + 0.4**2)
    assert found["group_error"] == pytest.approx(0.075)


def test_utilisation_depends_on_the_peak() -> None:
    """Half as much against twice the peak; the rate is that of the page on training cost."""
    found = hardware.utilisation()
    assert found["bf16_percent"] / found["fp8_percent"] == pytest.approx(2, abs=0.01)
    assert round(found["tflops"]) == 343


def test_small_examples_add_up() -> None:
    """Shares are shares: of loss, of a mixed group, of a byte, of warps, of a cut matrix."""
    masked = scales.answers_alone()
    assert masked["mean"] == pytest.approx(1.9)
    assert masked["prompt_percent"] == pytest.approx(100 * 1.8 / 1.9)
    assert scales.from_the_base()["hard"] == pytest.approx(1.6, abs=0.05)
    bits = scales.compressed()
    assert bits["percent"] * bits["ratio"] == pytest.approx(100)
    assert hardware.resident()["warps"] == {"32": 64, "64": 32, "128": 16, "255": 8}
    cut = hardware.divided()
    assert cut["between"] == [1, 2, 4, 3]
    assert cut["whole"] == sum(cut["parts"]) == 13


def test_hiding_nothing_would_cost_weeks() -> None:
    """Dispatch and combine are those of the pages on all-to-all; the sum over V3's training."""
    found = hardware.hidden_layer()
    sizes = model.sizes_of_v3()
    assert found["communication_ms"] == pytest.approx(
        sizes["four_nodes_ms"] + sizes["eight_nodes_ms"]
    )
    assert found["serial_ms"] - found["compute_ms"] == pytest.approx(found["communication_ms"])
    assert found["hours_thousand"] * 1e3 / 2048 / 24 == pytest.approx(found["days"])
    assert found["hours_thousand"] < 2664


def test_one_token_leaves_arithmetic_idle() -> None:
    """A product with one row does one operation a byte; a batch of 220 evens out an H800."""
    found = hardware.products()
    assert found["vector"] == pytest.approx(1, abs=0.001)
    assert found["large"] == pytest.approx(4096 / 3)
    alone = hardware.generation()
    assert alone["read_ms"] / alone["compute_ms"] == pytest.approx(alone["batch"])
    assert alone["batch"] == pytest.approx(serving.intensities()["ridge"])


def test_a_better_algorithm_overtakes_a_faster_language() -> None:
    """Beyond the crossing a hundredfold slower language with n log n is faster, not before."""
    found = scales.better_algorithm()
    n = int(found["crossing"])
    assert (n - 1) / 2 > 100 * math.log2(n)
    assert (n - 2) / 2 <= 100 * math.log2(n - 1)
    assert found["quadratic_million"] == pytest.approx(8000 * 7999 / 2e6)
    assert found["ratio"] > 300


def test_thinking_costs_in_proportion_to_its_length() -> None:
    """Price and time grow by the same factor."""
    found = scales.thinking()
    assert found["whole_cents"] / found["answer_cents"] == pytest.approx(found["ratio"])
    assert 60 * found["whole_minutes"] / found["answer_seconds"] == pytest.approx(found["ratio"])
    steps = scales.steps_in_series()
    assert steps["written_out"] == 100 * steps["at_once"]


def test_choosing_harder_by_a_score_that_can_be_cheated_makes_it_worse() -> None:
    """The score rises throughout; quality rises and then falls below where it began."""
    found = scales.best_by_proxy()
    scores = [one["score"] for one in found.values()]
    quality = [one["quality"] for one in found.values()]
    assert scores == sorted(scores)
    assert quality[1] > quality[0] > quality[-1]
    assert quality[1] > quality[2]
    mean_of_largest_of_16 = 1.76599
    assert found["16"]["cheated"] == pytest.approx(100 * (1 - 0.999**16))
    honest = (found["16"]["quality"] + 5 * (1 - 0.999**16)) / 0.999**16
    assert honest * math.sqrt(2) == pytest.approx(mean_of_largest_of_16, abs=1e-4)


def test_larger_tiles_read_less_until_they_no_longer_fit() -> None:
    """Traffic falls in proportion to the side; 228 KB of shared memory hold 128 and not 256."""
    found = hardware.tiles()["sizes"]
    assert found["64"]["gb"] / found["256"]["gb"] == pytest.approx(4)
    assert found["128"]["shared_kb"] < 228 < found["256"]["shared_kb"]


def test_a_rare_branch_slows_a_whole_warp() -> None:
    """A warp takes both branches where one thread of 32 differs."""
    found = hardware.branches()
    assert found["0.01"]["some_percent"] == pytest.approx(100 * (1 - 0.99**32))
    assert all(one["ratio"] > 1.2 for one in found.values())
    assert found["0.1"]["cycles"] == pytest.approx(110, abs=4)


def test_the_auxiliary_loss_pushes_the_busy_expert_harder() -> None:
    """Three times the load, three times the push; with equal loads the loss is one."""
    found = scales.auxiliary_push()
    assert found["push"][0] == pytest.approx(3 * found["push"][1])
    assert found["even"] == pytest.approx(1)
    assert found["loss"] > found["even"]
