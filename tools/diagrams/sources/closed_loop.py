"""Diagram: The loop of model, chip and system."""

from __future__ import annotations

from tools.diagrams.columns import Loop, Row
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap
from tools.diagrams.text import T

DIAGRAM = Diagram(
    id="closed-loop",
    title=T("模型—芯片—系统的闭环", "The loop of model, chip and system"),
    desc=T(
        "闭环：模型提出需求（精度、显存、互连）；芯片据此设计；系统软件（编译器、算子库、"
        "通信库、框架）"
        "让模型用上芯片；运行中的瓶颈再回到模型与芯片的下一代。国外一例：模型在 PyTorch "
        "或 JAX 上写，"
        "经 CUDA 或 XLA，在 NVIDIA GPU 或 TPU 上跑。国内一例：模型经 CANN 在昇腾上跑；"
        "回顾记下的判断是系统与芯片为短板，时间是 2025 年 2 月。",
        "The loop: models state needs (precision, memory, interconnect); chips are designed for "
        "them; system software (compilers, kernel and communication libraries, frameworks) puts "
        "the chip to use; bottlenecks met in running lead to the next models and chips. A case "
        "abroad: models in PyTorch or JAX, through CUDA or XLA, on NVIDIA GPUs or TPUs. A case in "
        "China: models through CANN on Ascend; the recap holds systems and chips to be the weak "
        "part, in February 2025.",
    ),
    body=[
        Loop(
            [
                Box(
                    T("模型", "Model"),
                    T("提出需求：精度、显存、互连", "states needs: precision, memory, links"),
                    "violet",
                ),
                Arrow(T("需求", "needs")),
                Box(
                    T("芯片", "Chip"), T("GPU、TPU、昇腾等", "GPU, TPU, Ascend and others"), "blue"
                ),
                Arrow(T("指令与驱动", "instructions, driver")),
                Box(
                    T("系统软件", "System software"),
                    T(
                        "编译器、算子库、通信库、框架",
                        "compilers, kernel and network libraries, frameworks",
                    ),
                    "green",
                ),
            ],
            T("↑ 运行中的瓶颈", "↑ bottlenecks in running"),
        ),
        Gap(10),
        Row(
            [
                Box(
                    T("国外一例", "Abroad, one case"),
                    T("PyTorch/JAX → CUDA/XLA → GPU/TPU", "PyTorch/JAX → CUDA/XLA → GPU/TPU"),
                    "grey",
                ),
                Box(
                    T("国内一例", "China, one case"),
                    T(
                        "模型 → CANN → 昇腾；短板：系统与芯片",
                        "model → CANN → Ascend; weak: systems, chips",
                    ),
                    "amber",
                ),
            ]
        ),
    ],
    source=T(
        "“短板”是回顾 2025 年 2 月的看法，非本站测量。",
        "“Weak” is the recap's view of February 2025, not measured here.",
    ),
    figure=Figure(
        4,
        (77, 78),
        T("谈国内外闭环的几点之后", "after the points on closed loops abroad and at home"),
    ),
    also=("closed-loop", "domestic-ecosystem"),
)
