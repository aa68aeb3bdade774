"""Diagram: Where compute is spent: three stages."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Para
from tools.diagrams.text import T

DIAGRAM = Diagram(
    id="training-stages",
    title=T("算力花在哪个阶段", "Where compute is spent: three stages"),
    desc=T(
        "三个阶段依次衔接。预训练：在大量文本上预测下一个 token，得到基座模型，花费最多，只做一"
        "次；V3 用 14.8T token、266.4 万 H800 GPU 小时。后训练：监督微调与强化学习，得到会对话、会"
        "推理的模型；V3 用 0.5 万 GPU 小时。推理时计算：每次提问时写更长的思考、多次采样或自查，花"
        "费随使用次数增长。后一阶段建立在前一阶段之上，并不取代它；R1 的强化学习从 V3-Base 开"
        "始。",
        "Three stages in sequence. Pre-training: predict the next token of much text; gives "
        "a base model; costs most, done once; for V3 14.8T tokens and 2.664M H800 hours. "
        "Post-training: supervised fine-tuning and reinforcement learning; gives a model "
        "that converses and reasons; for V3 0.005M hours. Test-time compute: longer "
        "thinking, several samples or self-checks for each question; costs grow with use. "
        "Each stage stands on the one before and does not replace it; R1's reinforcement "
        "learning starts from V3-Base.",
    ),
    body=[
        Box(
            T("1 预训练", "1 Pre-training"),
            T(
                "预测下一个 token；V3 用 14.8T token、266.4 万 H800 GPU 小时",
                "next-token prediction; V3: 14.8T tokens, 2.664M H800 hours",
            ),
            "blue",
        ),
        Arrow(T("基座模型", "base model")),
        Box(
            T("2 后训练", "2 Post-training"),
            T("SFT 与强化学习；V3 用 0.5 万 GPU 小时", "SFT and RL; V3: 0.005M hours"),
            "violet",
        ),
        Arrow(T("对话或推理模型", "chat or reasoning model")),
        Box(
            T("3 推理时计算", "3 Test-time compute"),
            T(
                "想得更久、多次采样、自查；每次提问都要付",
                "think longer, sample more, check; paid for each question",
            ),
            "amber",
        ),
        Gap(10),
        Para(
            T(
                "后一阶段建立在前一阶段之上。R1 的强化学习从 V3-Base 开始。",
                "Each stage stands on the one before. R1's reinforcement learning starts from "
                "V3-Base.",
            ),
            css="ink",
        ),
    ],
    source=T(
        "GPU 小时来源：DeepSeek-V3，arXiv 2412.19437 表 1；不含 R1 的强化学习。",
        "Hours: DeepSeek-V3, arXiv 2412.19437, table 1; R1's reinforcement learning not included.",
    ),
    figure=Figure(
        2,
        (22, 23),
        T(
            "谈预训练与强推理两个时代的看法之后",
            "after the opinion on the two eras of pre-training and reasoning",
        ),
    ),
    also=("pre-training", "test-time-compute"),
)
