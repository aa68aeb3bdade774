"""Diagram: Expert parallelism: tokens travel between nodes."""

from __future__ import annotations

from tools.diagrams.bars import Cells
from tools.diagrams.columns import Group, Row, Stack
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Para
from tools.diagrams.text import T

DIAGRAM = Diagram(
    id="expert-parallelism",
    title=T("专家并行：token 在节点间往返", "Expert parallelism: tokens travel between nodes"),
    desc=T(
        "专家分布在许多 GPU 上。每个 MoE 层两次全对全：分发，把 token 送到其专家所在的 "
        "GPU；合并，把结果送回。"
        "跨节点走 InfiniBand（约 50 GB/s），节点内走 NVLink（V3 报告记 160 GB/s，约为 3.2 倍）。"
        "所以 V3 让每个 token 最多去 4 个节点：先经 InfiniBand 到目标节点上同号的 GPU，"
        "再经 NVLink 转给专家。",
        "The experts lie on many GPUs. Each MoE layer makes two all-to-all exchanges: dispatch "
        "sends tokens to the GPUs of their experts; combine brings results back. Between nodes "
        "they go by InfiniBand (about 50 GB/s), within a node by NVLink (the V3 report has 160 "
        "GB/s, about 3.2 times as much). So V3 sends a token to at most 4 nodes: by InfiniBand to "
        "the GPU of the same number there, then by NVLink to the expert.",
    ),
    body=[
        Box(
            T("节点 A：token", "Node A: a token"),
            T("路由器选出 8 个专家", "its router picks 8 experts"),
            "amber",
        ),
        Arrow(T("分发：InfiniBand，50 GB/s", "dispatch: InfiniBand, 50 GB/s")),
        Group(
            T("最多 4 个节点，每个 8 卡", "at most 4 nodes of 8 GPUs each"),
            Row(
                [
                    Stack(
                        [
                            Cells(
                                (
                                    "violet",
                                    "grey",
                                    "grey",
                                    "violet",
                                    "grey",
                                    "grey",
                                    "grey",
                                    "grey",
                                ),
                                4,
                            )
                        ]
                    ),
                    Stack(
                        [
                            Cells(
                                (
                                    "grey",
                                    "violet",
                                    "grey",
                                    "grey",
                                    "grey",
                                    "grey",
                                    "violet",
                                    "grey",
                                ),
                                4,
                            )
                        ]
                    ),
                    Stack(
                        [
                            Cells(
                                (
                                    "grey",
                                    "grey",
                                    "violet",
                                    "grey",
                                    "violet",
                                    "grey",
                                    "grey",
                                    "grey",
                                ),
                                4,
                            )
                        ]
                    ),
                    Stack(
                        [
                            Cells(
                                (
                                    "grey",
                                    "grey",
                                    "grey",
                                    "grey",
                                    "violet",
                                    "violet",
                                    "grey",
                                    "grey",
                                ),
                                4,
                            )
                        ]
                    ),
                ],
                gap=12,
            ),
            "violet",
        ),
        Gap(6),
        Para(
            T("节点内经 NVLink（160 GB/s）转给专家", "within a node by NVLink (160 GB/s)"),
            anchor="middle",
        ),
        Arrow(T("合并：原路送回", "combine: the same way back")),
        Box(T("节点 A：加权求和", "Node A: weighted sum"), None, "green"),
    ],
    source=T(
        "来源：DeepSeek-V3，arXiv 2412.19437 第 3.2.2 节。",
        "Source: DeepSeek-V3, arXiv 2412.19437, section 3.2.2.",
    ),
    figure=Figure(
        3, (49,), T("列出四种系统优化之后", "after the four system optimisations are announced")
    ),
    also=("expert-parallelism", "all-to-all", "nvlink"),
)
