"""Plot: AIME 2024 of the models distilled from R1, over their parameters."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T

DIAGRAM = Diagram(
    id="distilled-sizes",
    title=T("R1 的蒸馏模型：大小与成绩", "Models distilled from R1: size and score"),
    desc=T(
        "横轴是参数量，1B 到 100B，对数刻度；纵轴是 AIME 2024 的 pass@1，0 到 100。蒸馏的 "
        "Qwen：1.5B 为 28.9，7B 为 55.5，14B 为 69.7，32B 为 72.6。蒸馏的 Llama：8B 为 50.4，70B "
        "为 70.0。在同一个 32B 基座上直接强化学习为 47.0。R1 自己是 79.8，以横线表示。",
        "Across are parameters, 1B to 100B on a logarithmic scale; upwards pass@1 on AIME 2024, 0 "
        "to 100. Distilled Qwen: 28.9 with 1.5B, 55.5 with 7B, 69.7 with 14B, 72.6 with 32B. "
        "Distilled Llama: 50.4 with 8B, 70.0 with 70B. Reinforcement learning straight on the same "
        "32B base gives 47.0. R1 itself, with 79.8, is the horizontal line.",
    ),
    body=[
        Plot(
            x=Axis(
                T("参数量", "parameters"),
                1,
                100,
                [(1, "1B"), (100, "100B")],
                log=True,
            ),
            y=Axis(
                T("AIME 2024 pass@1，%", "AIME 2024 pass@1, %"),
                0,
                100,
                [(0, "0"), (100, "100")],
            ),
            series=[
                Series(T("R1：79.8", "R1: 79.8"), [(1, 79.8), (100, 79.8)], "grey", "2 3"),
                Series(
                    T("蒸馏的 Qwen", "distilled Qwen"),
                    [(1.5, 28.9), (7, 55.5), (14, 69.7), (32, 72.6)],
                    "blue",
                    dots=True,
                ),
                Series(
                    T("蒸馏的 Llama", "distilled Llama"),
                    [(8, 50.4), (70, 70.0)],
                    "amber",
                    "6 4",
                    dots=True,
                ),
                Series(
                    T("32B 基座直接强化学习", "reinforcement learning on the 32B base"),
                    [(32, 47.0)],
                    "rose",
                    dots=True,
                ),
            ],
        )
    ],
    source=T("来源：R1 论文第一版表 4、5、6", "Source: R1 paper, first version, tables 4 to 6"),
    also=("deepseek-r1", "distillation"),
)
