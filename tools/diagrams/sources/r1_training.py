"""Diagram: How R1-Zero and R1 were trained."""

from __future__ import annotations

from tools.diagrams.columns import Columns, Group, Row, Stack
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Node
from tools.diagrams.text import T, same

_BASE = Box(same("DeepSeek-V3-Base"), None, "grey")
_ZERO = (
    Box(
        T("强化学习 GRPO", "RL with GRPO"),
        T("奖励：准确、格式；无 SFT", "rewards: accuracy, format; no SFT"),
        "violet",
    ),
    Box(same("R1-Zero"), T("会推理，但难读", "reasons, hard to read"), "green"),
)
_STEPS: tuple[Node, ...] = (
    Box(
        T("1 冷启动 SFT", "1 Cold-start SFT"),
        T("数千条长思维链", "thousands of long chains of thought"),
        "blue",
    ),
    Arrow(),
    Box(
        T("2 推理强化学习", "2 RL for reasoning"),
        T("GRPO，加语言一致性奖励", "GRPO, plus a language-consistency reward"),
        "violet",
    ),
    Arrow(T("拒绝采样", "rejection sampling")),
    Box(
        T("3 重新微调 V3-Base", "3 Fine-tune V3-Base afresh"),
        T(
            "约 60 万条推理 + 约 20 万条其他，两轮",
            "about 600k reasoning + 200k other samples, two epochs",
        ),
        "blue",
    ),
    Arrow(),
    Box(
        T("4 全场景强化学习", "4 RL for all scenarios"),
        T("规则奖励与偏好奖励", "rule-based and preference rewards"),
        "violet",
    ),
    Arrow(),
    Box(same("DeepSeek-R1"), None, "green"),
)
_FOUR = T("R1：从 V3-Base 起四步", "R1: four steps from V3-Base")
_DISTILLED = (
    Arrow(T("同样约 80 万条数据", "the same 800k samples")),
    Box(
        T("蒸馏模型", "Distilled models"),
        T("Qwen、Llama，1.5B–70B，只做 SFT", "Qwen and Llama, 1.5B–70B, SFT only"),
        "amber",
    ),
)
_BODY: list[Node] = [
    _BASE,
    Arrow(),
    Group(same("R1-Zero"), Row(_ZERO, gap=22, arrows=True, shares=(3, 2))),
    Gap(10),
    Group(_FOUR, Stack(_STEPS)),
    *_DISTILLED,
]
_WIDE: list[Node] = [
    _BASE,
    Arrow(),
    Row(
        [
            Group(same("R1-Zero"), Stack([_ZERO[0], Arrow(), _ZERO[1]])),
            Group(_FOUR, Columns([_STEPS[:5], _STEPS[6:]])),
        ],
        gap=14,
        shares=(2, 5),
    ),
    *_DISTILLED,
]
DIAGRAM = Diagram(
    id="r1-training",
    title=T("R1-Zero 与 R1 的训练流程", "How R1-Zero and R1 were trained"),
    desc=T(
        "起点都是 DeepSeek-V3-Base。R1-Zero：直接做强化学习（GRPO，奖励为答案准确与格式），"
        "不经监督微调。"
        "R1 分四步：用数千条冷启动长思维链微调；面向推理的强化学习，另加语言一致性奖励；"
        "拒绝采样得约 60 万条推理数据，加约 20 万条其他数据，重新微调 V3-Base 两轮；"
        "面向全部场景的强化学习，得到 R1。这约 80 万条数据还用来微调 Qwen 与 Llama，"
        "得到 1.5B 至 70B 的蒸馏模型。",
        "Both start from DeepSeek-V3-Base. R1-Zero: reinforcement learning at once (GRPO, rewards "
        "for right answers and format), no supervised fine-tuning. R1 takes four steps: "
        "fine-tuning on thousands of cold-start chains of thought; reinforcement learning for "
        "reasoning with an added language-consistency reward; rejection sampling gives about 600k "
        "reasoning samples, which with about 200k others fine-tune V3-Base afresh for two epochs; "
        "reinforcement learning for all scenarios gives R1. The same 800k samples also fine-tune "
        "Qwen and Llama into distilled models of 1.5B to 70B.",
    ),
    body=_BODY,
    wide=_WIDE,
    source=T(
        "来源：DeepSeek-R1，arXiv 2501.12948 第 2 节。",
        "Source: DeepSeek-R1, arXiv 2501.12948, section 2.",
    ),
    figure=Figure(
        2,
        (17,),
        T("第二部分开头，讲 R1 训练流程处", "opening of part two, where R1's training is told"),
    ),
    also=("deepseek-r1", "deepseek-r1-zero", "cold-start", "rejection-sampling"),
)
