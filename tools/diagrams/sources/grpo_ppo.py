"""Diagram: GRPO and PPO: where the advantage comes from."""

from __future__ import annotations

from tools.diagrams.columns import Group, Row, Stack
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Node
from tools.diagrams.text import T, same

_BODY: list[Node] = [
    Group(
        same("PPO"),
        Stack(
            [
                Box(T("问题 → 策略 → 1 个答案", "question → policy → 1 answer"), None, "grey"),
                Arrow(),
                Row(
                    [
                        Box(
                            T("奖励 r", "Reward r"),
                            T("奖励模型或规则", "model or rule"),
                            "amber",
                        ),
                        Box(
                            T("价值模型 V", "Value network V"),
                            T("与策略同量级，也训练", "about policy-sized, trained too"),
                            "rose",
                        ),
                    ]
                ),
                Arrow(),
                Box(
                    T("优势 A：由 r 与 V 算出（GAE）", "Advantage A: from r and V (GAE)"),
                    None,
                    "blue",
                ),
            ]
        ),
        "rose",
    ),
    Gap(12),
    Group(
        same("GRPO"),
        Stack(
            [
                Box(T("问题 → 策略 → G 个答案", "question → policy → G answers"), None, "grey"),
                Gap(6),
                Row([Box(same(f"r{n}"), None, "amber") for n in ("₁", "₂", "₃", "…")]),
                Arrow(T("组内比较", "compare within the group")),
                Box(
                    T(
                        "优势 Aᵢ = (rᵢ − 组平均) ÷ 组标准差",
                        "Aᵢ = (rᵢ − group mean) ÷ group std",
                    ),
                    T("没有价值模型", "no value model"),
                    "blue",
                ),
            ]
        ),
        "green",
    ),
    Gap(10),
    Box(
        T("更新：都截断概率比", "Update: both clip the ratio"),
        T(
            "KL 约束：PPO 多放进奖励，GRPO 放进损失",
            "KL term: in the reward (PPO), in the loss (GRPO)",
        ),
        "violet",
    ),
]
_WIDE: list[Node] = [Row([_BODY[0], _BODY[2]], gap=14), *_BODY[3:]]
DIAGRAM = Diagram(
    id="grpo-ppo",
    title=T("GRPO 与 PPO：优势从哪里来", "GRPO and PPO: where the advantage comes from"),
    desc=T(
        "PPO：策略对每个问题写一个答案，奖励给分，另一个与策略规模相当的价值模型估计基线，"
        "优势由广义优势估计得到；要训练两个网络。GRPO：同一问题写 G 个答案，规则逐个给分，"
        "基线就是这一组的平均分，优势为（奖励 − 组平均）÷ 组标准差；不需要价值模型。"
        "两者的更新都截断概率比；约束偏离参考模型的 KL 项，PPO 多放进奖励，GRPO 放进损失。",
        "PPO: the policy writes one answer to a question, a reward scores it, and a value model "
        "about as large as the policy estimates the baseline; generalised advantage estimation "
        "gives the advantage; two networks are trained. GRPO: the policy writes G answers to the "
        "same question, rules score each, and the group's mean is the baseline: advantage = "
        "(reward − group mean) ÷ group standard deviation; no value model. Both clip the "
        "probability ratio in the update; the KL term towards a reference model usually stands in "
        "the reward with PPO, in the loss with GRPO.",
    ),
    body=_BODY,
    wide=_WIDE,
    source=T(
        "来源：PPO，arXiv 1707.06347；GRPO，arXiv 2402.03300 第 4.1 节。",
        "Sources: PPO, arXiv 1707.06347; GRPO, arXiv 2402.03300, section 4.1.",
    ),
    figure=Figure(2, (20,), T("讲 R1 训练流程之后", "after the statement on R1's training flow")),
    also=("grpo", "ppo"),
)
