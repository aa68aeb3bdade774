"""Diagram: V3's FP8 mixed-precision data flow."""

from __future__ import annotations

from tools.diagrams.columns import Group, Row
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Node, Para
from tools.diagrams.text import T

_BODY: list[Node] = [
    Row(
        [
            Box(
                T("激活 BF16", "Activations BF16"),
                T("按 1×128 缩放", "scaled by 1×128"),
                "blue",
            ),
            Box(
                T("主权重 FP32", "Weights FP32"),
                T("按 128×128 缩放", "scaled by 128×128"),
                "violet",
            ),
        ]
    ),
    Arrow(T("量化为 FP8 E4M3", "quantise to FP8 E4M3")),
    Box(
        T("张量核心：FP8 矩阵乘", "Tensor cores: FP8 products"),
        T("前向 · 输入梯度 · 权重梯度", "forward · input gradient · weight gradient"),
        "amber",
    ),
    Arrow(T("每 128 个元素一次", "every 128 elements")),
    Box(
        T("CUDA 核心：FP32 累加", "CUDA cores: add up in FP32"),
        T("补足张量核心的累加精度", "makes up for the tensor cores' short sums"),
        "green",
    ),
    Arrow(),
    Row(
        [
            Box(T("输出 BF16", "Output BF16"), None, "blue"),
            Box(T("权重梯度 FP32", "Weight gradient FP32"), None, "violet"),
        ]
    ),
    Gap(10),
    Group(
        T("不用 FP8", "Not in FP8"),
        Para(
            T(
                "嵌入、输出头、MoE 门控、归一化、注意力：BF16/FP32；优化器的矩：BF16",
                "embedding, output head, MoE gating, normalisation, attention: BF16/FP32; "
                "optimiser moments: BF16",
            ),
            css="ink",
        ),
        "grey",
    ),
]
DIAGRAM = Diagram(
    id="fp8-flow",
    title=T("V3 的 FP8 混合精度数据流", "V3's FP8 mixed-precision data flow"),
    desc=T(
        "一个线性层有三次矩阵乘：前向、对输入的梯度、对权重的梯度，都以 FP8（E4M3）输入。"
        "激活按 1×128 的小条、权重按 128×128 的小块各自缩放。张量核心累加的有效位数不足，"
        "因此每 128 个元素把部分和搬到 CUDA 核心以 FP32 累加。主权重与梯度保持 FP32，"
        "优化器的矩用 BF16。"
        "嵌入、输出头、门控、归一化与注意力保持 BF16 或 FP32。",
        "A linear layer has three matrix products: forward, gradient for inputs, gradient for "
        "weights; all take FP8 (E4M3) inputs. Activations are scaled by strips of 1×128, weights "
        "by blocks of 128×128. Tensor cores keep too few bits when adding up, so every 128 "
        "elements the partial sum moves to CUDA cores and is added in FP32. Master weights and "
        "gradients stay in FP32, the optimiser's moments in BF16. Embedding, output head, gating, "
        "normalisation and attention stay in BF16 or FP32.",
    ),
    body=_BODY,
    wide=_BODY,
    source=T(
        "来源：DeepSeek-V3，arXiv 2412.19437 第 3.3 节。",
        "Source: DeepSeek-V3, arXiv 2412.19437, section 3.3.",
    ),
    figure=Figure(
        3, (47,), T("列出四种系统优化之后", "after the four system optimisations are announced")
    ),
    also=("fp8", "tensor-core"),
)
