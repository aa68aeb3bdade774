"""Diagram: What training DeepSeek-V3 cost."""

from __future__ import annotations

from tools.diagrams.bars import Bar, Bars
from tools.diagrams.columns import Group
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Box, Gap, Para
from tools.diagrams.text import T, same

DIAGRAM = Diagram(
    id="v3-cost",
    title=T("DeepSeek-V3 的训练成本", "What training DeepSeek-V3 cost"),
    desc=T(
        "论文公布的 H800 GPU 小时：预训练 266.4 万，上下文扩展 11.9 万，后训练 0.5 万，"
        "合计 278.8 万。"
        "按每 GPU 小时 2 美元的假定租价，合 557.6 万美元。这个数不含此前的研究、消融实验、"
        "数据、人员与硬件购置，"
        "也不含 R1。",
        "H800 GPU hours as published: pre-training 2.664 million, context extension 0.119 million, "
        "post-training 0.005 million, 2.788 million in all. At an assumed rent of 2 US dollars an "
        "hour, 5.576 million dollars. It covers neither earlier research and ablations, nor data, "
        "staff and buying hardware, nor R1.",
    ),
    body=[
        Bars(
            [
                Bar(T("预训练", "Pre-training"), 2664, same("2,664K"), "blue"),
                Bar(T("上下文扩展", "Context extension"), 119, same("119K"), "violet"),
                Bar(T("后训练", "Post-training"), 5, same("5K"), "amber"),
            ]
        ),
        Gap(8),
        Box(
            T("合计 2,788K H800 GPU 小时", "2,788K H800 hours in all"),
            T("× 2 美元/GPU 小时（假定）= 557.6 万美元", "× $2 an hour (assumed) = $5.576M"),
            "green",
        ),
        Gap(10),
        Group(
            T("这个数不包括", "What the figure leaves out"),
            Para(
                T(
                    "此前的研究与消融实验；数据；人员；购置显卡与机房；R1 的训练",
                    "earlier research and ablations; data; staff; buying GPUs and buildings; "
                    "training R1",
                ),
                css="ink",
            ),
            "rose",
        ),
    ],
    source=T(
        "来源：DeepSeek-V3，arXiv 2412.19437 表 1。",
        "Source: DeepSeek-V3, arXiv 2412.19437, table 1.",
    ),
    figure=Figure(
        3, (37,), T("说 V3 训练成本很低之后", "after the statement that V3's training cost is low")
    ),
    also=("deepseek-v3", "training-cost"),
)
