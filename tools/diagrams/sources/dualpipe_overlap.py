"""Diagram: DualPipe: communication hidden behind compute."""

from __future__ import annotations

from tools.diagrams.bars import Key
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.lanes import Lanes, Slot
from tools.diagrams.nodes import Gap, Para
from tools.diagrams.palette import Tone
from tools.diagrams.text import T


def _lane(spec: str) -> list[Slot]:
    """Read `length tone` pairs: b compute of backward, f of forward, c communication."""
    tones: dict[str, Tone] = {"f": "amber", "b": "green", "c": "blue", "w": "violet"}
    slots, at = [], 0.0
    for part in spec.split():
        long = float(part[1:])
        if part[0] in tones:
            slots.append(Slot(at, at + long, tones[part[0]]))
        at += long
    return slots


DIAGRAM = Diagram(
    id="dualpipe-overlap",
    title=T("DualPipe：把通信藏在计算后面", "DualPipe: communication hidden behind compute"),
    desc=T(
        "一个前向块与一个反向块配成一对，各切成注意力、分发、MLP、合并四段，反向的注意力与 MLP "
        "再分为对输入与对权重的梯度。一方计算时，另一方通信：反向 MLP 计算时前向在分发，"
        "前向 MLP 计算时反向在分发，其余类推。全对全与流水线通信因此都被遮住。"
        "不重叠时，计算要停下来等通信。段长为示意。",
        "A forward and a backward chunk form a pair. Each is cut into attention, dispatch, MLP and "
        "combine; the backward's attention and MLP are cut again into gradients for inputs and for "
        "weights. While one computes, the other communicates: the forward dispatches during the "
        "backward's MLP, the backward dispatches during the forward's MLP, and so on. All-to-all "
        "and pipeline communication are thus hidden. Without overlap, compute waits. Lengths are "
        "schematic.",
    ),
    body=[
        Para(T("不重叠：计算等待通信", "Without overlap: compute waits"), bold=True, css="ink"),
        Gap(4),
        Lanes(
            [
                (T("计算", "compute"), _lane("f2 _2 f2 _2 b2 _2 b2 w1 _2 b2 w1")),
                (T("通信", "network"), _lane("_2 c2 _2 c2 _2 c2 _3 c2")),
            ],
            20,
        ),
        Gap(12),
        Para(T("DualPipe：成对重叠", "DualPipe: overlapped in pairs"), bold=True, css="ink"),
        Gap(4),
        Lanes(
            [
                (T("计算", "compute"), _lane("b2 f2 b2 w1 f2 w1 b2")),
                (T("通信", "network"), _lane("c1.8 _.2 c1.8 _.2 c1.8 _1.2 c1.8")),
            ],
            20,
        ),
        Gap(12),
        Key(
            [
                ("amber", T("前向：注意力、MLP", "forward: attention, MLP")),
                ("green", T("反向：对输入的梯度", "backward: gradients for inputs")),
                ("violet", T("反向：对权重的梯度", "backward: gradients for weights")),
                ("blue", T("全对全：分发、合并", "all-to-all: dispatch, combine")),
            ]
        ),
    ],
    source=T(
        "来源：DeepSeek-V3，arXiv 2412.19437 第 3.2.1 节。气泡见“流水线”实验。",
        "Source: DeepSeek-V3, arXiv 2412.19437, section 3.2.1. For bubbles see the pipeline lab.",
    ),
    figure=Figure(
        3, (45, 46), T("列出四种系统优化之后", "after the four system optimisations are announced")
    ),
    also=("dualpipe", "all-to-all", "pipeline-parallelism"),
)
