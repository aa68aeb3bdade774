"""Diagram: From framework to SASS: the layers of compiling."""

from __future__ import annotations

from tools.diagrams.columns import Row
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Node
from tools.diagrams.text import T, same

_BODY: list[Node] = [
    Box(T("框架：PyTorch", "Framework: PyTorch"), None, "grey"),
    Arrow(),
    Row(
        [
            Box(T("库", "Libraries"), same("cuBLAS cuDNN NCCL"), "blue"),
            Box(T("编译器", "Compilers"), same("Triton Inductor"), "blue"),
            Box(T("自写内核", "Own kernels"), same("CUDA C++"), "blue"),
        ],
        gap=6,
    ),
    Arrow(T("nvcc / NVVM", "nvcc / NVVM")),
    Box(
        T("PTX：虚拟指令集", "PTX: virtual instruction set"),
        T("文本，向前兼容，寄存器无限", "text, forward-compatible, unlimited registers"),
        "amber",
    ),
    Arrow(T("ptxas，或驱动 JIT", "ptxas, or the driver's JIT")),
    Box(
        T("SASS：机器码", "SASS: machine code"),
        T("只适用于一代 GPU（如 sm_90）", "one GPU generation only (e.g. sm_90)"),
        "violet",
    ),
    Arrow(T("驱动装载", "loaded by the driver")),
    Box(
        T("GPU：SM 与线程束", "GPU: SMs and warps"),
        T("32 个线程为一束", "32 threads make a warp"),
        "green",
    ),
]
DIAGRAM = Diagram(
    id="cuda-stack",
    title=T("从框架到 SASS：一次编译经过的层", "From framework to SASS: the layers of compiling"),
    desc=T(
        "自上而下：框架（PyTorch）调用库（cuBLAS、cuDNN、NCCL）或编译器（Triton、torch.compile）；"
        "也可自己写 CUDA C++ 内核。nvcc 把 CUDA C++ 编译成 PTX，一种虚拟指令集，向前兼容。"
        "ptxas 在构建时，或驱动在运行时（JIT），把 PTX 译成 SASS，即某一代 GPU（如 sm_90）的机器"
        "码。"
        "SASS 由 GPU 的 SM 以 32 线程的线程束执行。PTX 并不直接控制硬件，寄存器分配与指令调度由"
        " ptxas 决定。",
        "From the top: a framework (PyTorch) calls libraries (cuBLAS, cuDNN, NCCL) or a compiler "
        "(Triton, torch.compile), or one writes CUDA C++ kernels. nvcc compiles CUDA C++ to PTX, a "
        "virtual, forward-compatible instruction set. ptxas at build time, or the driver at run "
        "time (JIT), translates PTX to SASS, the machine code of one GPU generation "
        "(such as sm_90), which the "
        "GPU's SMs run in warps of 32 threads. PTX does not control the hardware directly: ptxas "
        "decides registers and instruction order.",
    ),
    body=_BODY,
    wide=_BODY,
    source=T(
        "来源：NVIDIA《CUDA C++ Programming Guide》《PTX ISA》。",
        "Sources: NVIDIA, CUDA C++ Programming Guide; PTX ISA.",
    ),
    figure=Figure(4, (61,), T("解释 CUDA 与 PTX 之后", "after the explanation of CUDA and PTX")),
    also=("cuda", "ptx", "sass", "cuda-driver-jit", "warp", "streaming-multiprocessor"),
)
