"""Diagram: Four kinds of optimisation in the V3 report."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Box, Gap
from tools.diagrams.text import T

DIAGRAM = Diagram(
    id="system-optimisations",
    title=T("V3 报告中的四类系统优化", "Four kinds of optimisation in the V3 report"),
    desc=T(
        "按我们的归类。负载：用偏置做无辅助损失的专家均衡，节点受限路由。通信：DualPipe "
        "让计算与通信重叠，"
        "自写的跨节点全对全内核只占 132 个 SM 中的 20 个。显存：反向时重算 RMSNorm 与 MLA 上投影，"
        "EMA 参数放在 CPU，MTP 与主模型共用嵌入和输出头。计算：FP8 混合精度训练，按小块缩放。",
        "Grouped by us. Load: experts balanced by biases without auxiliary loss, routing limited "
        "to 4 nodes. Communication: DualPipe overlaps it with computing, own cross-node all-to-all "
        "kernels take 20 of 132 SMs. Memory: RMSNorm and MLA up-projections recomputed in the "
        "backward pass, averaged (EMA) weights kept on the CPU, embedding and head shared "
        "with MTP. "
        "Computing: FP8 mixed-precision training with fine-grained scaling.",
    ),
    body=[
        Box(
            T("负载均衡", "Load"),
            T(
                "偏置均衡，无辅助损失；最多 4 个节点",
                "bias balancing, no auxiliary loss; at most 4 nodes",
            ),
            "amber",
        ),
        Gap(),
        Box(
            T("通信", "Communication"),
            T(
                "DualPipe 重叠计算与通信；全对全内核占 20/132 个 SM",
                "DualPipe overlaps it with computing; all-to-all kernels take 20 of 132 SMs",
            ),
            "blue",
        ),
        Gap(),
        Box(
            T("显存", "Memory"),
            T(
                "重算 RMSNorm 与 MLA 上投影；EMA 放 CPU；MTP 共用嵌入与输出头",
                "recompute RMSNorm and MLA up-projections; EMA on the CPU; "
                "MTP shares embedding and head",
            ),
            "violet",
        ),
        Gap(),
        Box(
            T("计算", "Computing"),
            T("FP8 混合精度，按小块缩放", "FP8 mixed precision, fine-grained scaling"),
            "green",
        ),
    ],
    source=T(
        "来源：DeepSeek-V3，arXiv 2412.19437 第 2.1.2、3.2、3.3 节。分类为本站所加。",
        "Source: DeepSeek-V3, arXiv 2412.19437, sections 2.1.2, 3.2, 3.3. The grouping is ours.",
    ),
    figure=Figure(
        3, (42,), T("列出四种系统优化之后", "after the four system optimisations are announced")
    ),
    also=("dualpipe", "fp8", "load-balancing"),
)
