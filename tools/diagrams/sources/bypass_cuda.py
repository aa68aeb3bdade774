"""Diagram: What “bypassed CUDA” amounts to."""

from __future__ import annotations

from tools.diagrams.columns import Group, Row
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Node
from tools.diagrams.text import T, same

_BODY: list[Node] = [
    Group(
        T("CUDA C++ 源文件（.cu）", "CUDA C++ source (.cu)"),
        Row(
            [
                Box(T("绝大部分：C++", "Most: C++"), None, "blue"),
                Box(
                    T("几行内联 PTX", "A few lines of inline PTX"),
                    T("asm volatile(…)", "asm volatile(…)"),
                    "rose",
                ),
            ]
        ),
        "blue",
    ),
    Arrow(T("nvcc 一起编译", "nvcc compiles both")),
    Box(same("PTX"), T("内联的指令原样进入", "the inline ones go in as written"), "amber"),
    Arrow(T("ptxas 或驱动 JIT", "ptxas or the driver's JIT")),
    Box(same("SASS"), T("某一代 GPU 的机器码", "machine code of one GPU generation"), "violet"),
    Arrow(),
    Box(T("驱动 → GPU", "Driver → GPU"), None, "grey"),
    Gap(10),
    Row(
        [
            Box(
                T("绕过了", "Bypassed"),
                T("编译器对少数指令的选择", "the compiler's choice of a few instructions"),
                "rose",
            ),
            Box(
                T("没有绕过", "Not bypassed"),
                T("CUDA 工具链、驱动、NVIDIA 硬件", "CUDA toolchain, driver, NVIDIA hardware"),
                "green",
            ),
        ]
    ),
]
DIAGRAM = Diagram(
    id="bypass-cuda",
    title=T("“绕过 CUDA”指什么", "What “bypassed CUDA” amounts to"),
    desc=T(
        "V3 报告只说：跨节点全对全内核里用了定制的 PTX 指令，并自动调整通信块大小，以减少 "
        "L2 缓存占用和对其他 SM 的干扰。"
        "这些 PTX 以内联汇编写在 CUDA C++ 里，由 nvcc 编译，由 NVIDIA 驱动装载，在 NVIDIA "
        "GPU 上运行。"
        "绕过的是 CUDA C++ 编译器对少数指令的默认选择；工具链、驱动、硬件都没有绕过。",
        "The V3 report says only this: its cross-node all-to-all kernels use customised PTX "
        "instructions and an auto-tuned chunk size, to use less L2 cache and disturb other SMs "
        "less. Such PTX is inline assembly within CUDA C++, compiled by nvcc, loaded by NVIDIA's "
        "driver, run on NVIDIA GPUs. What is bypassed is the CUDA C++ compiler's own choice of a "
        "few instructions; toolchain, driver and hardware are not.",
    ),
    body=_BODY,
    wide=_BODY,
    source=T(
        "来源：arXiv 2412.19437 第 3.2.2 节；NVIDIA《Inline PTX Assembly》。",
        "Sources: arXiv 2412.19437, section 3.2.2; NVIDIA, Inline PTX Assembly.",
    ),
    figure=Figure(
        4, (56,), T("问是否绕过 CUDA 之后", "after the question whether CUDA was bypassed")
    ),
    also=("cuda", "ptx", "inline-ptx"),
)
