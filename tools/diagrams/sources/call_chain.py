"""Diagram: Who calls whom at run time."""

from __future__ import annotations

from tools.diagrams.columns import Columns
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Node, Para
from tools.diagrams.text import T

_BODY: list[Node] = [
    Box(T("应用", "Application"), T("Python：y = a + b", "Python: y = a + b"), "grey"),
    Arrow(),
    Box(
        T("框架调度器", "Framework dispatcher"),
        T("按类型与设备选内核", "picks a kernel by type and device"),
        "blue",
    ),
    Arrow(),
    Box(T("CUDA 运行时 libcudart", "CUDA runtime, libcudart"), None, "blue"),
    Arrow(),
    Box(
        T("驱动接口 libcuda", "Driver API, libcuda"),
        T("写命令队列，敲门铃", "writes the queue, rings the doorbell"),
        "amber",
    ),
    Gap(6),
    Para(
        T(
            "内核态驱动：事先分配内存与通道，每次启动不经过它",
            "kernel-mode driver: sets up memory and channels before; not on each launch's path",
        ),
        anchor="middle",
    ),
    Arrow(T("PCIe", "PCIe")),
    Box(
        T("GPU 前端", "GPU front end"),
        T("取命令，分发线程块", "fetches commands, hands out blocks"),
        "violet",
    ),
    Arrow(),
    Box(T("SM：线程束执行 SASS", "SMs: warps run SASS"), None, "green"),
    Arrow(
        T("流、事件：异步完成", "streams, events: done, async"),
    ),
    Box(T("应用得到结果", "Application gets the result"), None, "grey"),
]
_WIDE: list[Node] = [Columns([_BODY[:5], _BODY[6:11], _BODY[12:]])]
DIAGRAM = Diagram(
    id="call-chain",
    title=T("运行时谁调用谁", "Who calls whom at run time"),
    desc=T(
        "应用用 Python 调用框架；框架的 C++ 调度器选定内核；CUDA 运行时（libcudart）把启动请求交"
        "给驱动接口（libcuda）；"
        "用户态驱动把命令写进命令队列并敲门铃；内核态驱动事先配置好内存与通道，平时不参与每次启动；"
        "GPU 前端取出命令，把线程块分给各 SM，SM 以线程束执行 SASS。结果通过流与事件异步通知应用。",
        "The application calls the framework from Python; the framework's C++ dispatcher picks a "
        "kernel; the CUDA runtime (libcudart) hands the launch to the driver API (libcuda); the "
        "user-mode driver writes commands to a queue and rings a doorbell; the kernel-mode driver "
        "has set up memory and channels before and takes no part in each launch; the GPU's front "
        "end fetches commands and gives blocks to the SMs, which run SASS in warps. Streams and "
        "events tell the application asynchronously.",
    ),
    body=_BODY,
    wide=_WIDE,
    source=T(
        "来源：NVIDIA《CUDA C++ Programming Guide》；NVIDIA open-gpu-kernel-modules。",
        "Sources: NVIDIA, CUDA C++ Programming Guide; NVIDIA open-gpu-kernel-modules.",
    ),
    figure=Figure(
        4,
        (62,),
        T(
            "问上层应用如何调用底层硬件之后",
            "after the question how applications reach the hardware",
        ),
    ),
    also=("cuda", "cuda-driver-jit"),
)
