"""Diagram: Hardware–software co-design: V3 as a case."""

from __future__ import annotations

from tools.diagrams.columns import Loop
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box
from tools.diagrams.text import T

DIAGRAM = Diagram(
    id="codesign-loop",
    title=T("软硬件协同：V3 的例子", "Hardware–software co-design: V3 as a case"),
    desc=T(
        "硬件的限制推动模型与软件的设计，反过来软件的经验成为对下一代硬件的要求。"
        "V3 的三个例子：H800 的 NVLink 带宽被减到 400 GB/s、跨节点网络更慢，于是路由限制在 "
        "4 个节点，并用 DualPipe 遮住通信；"
        "显存有限，于是用 MLA 压缩键值缓存；FP8 累加精度不足，于是每 128 个元素转到 FP32。"
        "反馈给硬件：提高累加精度、支持细粒度缩放、把通信从 SM 上卸下。",
        "Limits of hardware shape model and software; what software learns becomes a demand on the "
        "next hardware. Three cases of V3: the H800's NVLink is cut to 400 GB/s and the network "
        "between nodes is slower still, so routing is limited to 4 nodes and DualPipe hides "
        "communication; memory is limited, so MLA compresses the KV cache; FP8 sums keep too few "
        "bits, so every 128 elements move to FP32. Fed back to hardware: longer accumulators, "
        "fine-grained scaling, communication taken off the SMs.",
    ),
    body=[
        Loop(
            [
                Box(
                    T("硬件的限制", "Limits of the hardware"),
                    T(
                        "H800：NVLink 400 GB/s；显存；FP8 累加",
                        "H800: NVLink 400 GB/s; memory; FP8 sums",
                    ),
                    "rose",
                ),
                Arrow(T("于是", "so")),
                Box(
                    T("模型", "Model"),
                    T("MLA；路由最多 4 个节点", "MLA; routing to 4 nodes at most"),
                    "violet",
                ),
                Arrow(T("于是", "so")),
                Box(
                    T("软件", "Software"),
                    T(
                        "DualPipe；FP32 分段累加；自写通信内核",
                        "DualPipe; FP32 partial sums; own network kernels",
                    ),
                    "blue",
                ),
                Arrow(T("总结出", "learns")),
                Box(
                    T("对硬件的要求", "Demands on hardware"),
                    T(
                        "更长的累加器；细粒度缩放；通信卸载",
                        "longer accumulators; fine scaling; network offload",
                    ),
                    "green",
                ),
            ],
            T("↑ 下一代", "↑ next generation"),
        )
    ],
    source=T(
        "来源：arXiv 2412.19437 第 3.5 节；arXiv 2505.09343。",
        "Sources: arXiv 2412.19437, section 3.5; arXiv 2505.09343.",
    ),
    figure=Figure(
        4, (80,), T("谈未来软硬件协同之后", "after the outlook on hardware–software co-design")
    ),
    also=("co-design", "nvlink", "fp8"),
)
