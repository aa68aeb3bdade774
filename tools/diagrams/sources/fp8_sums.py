"""Plot: the error of long sums with few bits, plain and promoted, by `tools.worked`."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T
from tools.worked import model

_TERMS = tuple(2**k for k in range(7, 14))

DIAGRAM = Diagram(
    id="fp8-sums",
    title=T("只留 14 位的累加错多少", "Errors of sums that keep 14 bits"),
    desc=T(
        "横轴是相加的项数，128 到 8192，对数刻度；纵轴是相对误差，0 到 20%。只留 14 位一直累加"
        "时，误差从约 0.2% 升到 4096 项的约 7.5%、8192 项的约 15%。每 128 项把部分和转到 FP32 "
        "时，误差一直是约 0.2%。各项都是 1.3，误差同向，所以比随机数的情形更糟。",
        "Across are the terms added, 128 to 8192 on a logarithmic scale; upwards the relative "
        "error, 0 to 20%. Added straight on with 14 bits, the error grows from about 0.2% to "
        "about 7.5% at 4096 and 15% at 8192 terms. With partial sums moved to FP32 every 128 "
        "terms it stays at about 0.2%. All terms are 1.3 and err the same way, which is worse "
        "than random ones.",
    ),
    body=[
        Plot(
            x=Axis(
                T("相加的项数", "terms added"),
                128,
                8192,
                [(128, "128"), (4096, "4096"), (8192, "8192")],
                log=True,
            ),
            y=Axis(
                T("相对误差，%", "relative error, %"),
                0,
                20,
                [(0, "0"), (20, "20")],
            ),
            series=[
                Series(
                    T("一直累加", "added straight on"),
                    [(n, model.sum_error(n)) for n in _TERMS],
                    "rose",
                    "6 4",
                    dots=True,
                ),
                Series(
                    T("每 128 项转到 FP32", "to FP32 every 128 terms"),
                    [(n, model.sum_error(n, 128)) for n in _TERMS],
                    "blue",
                    dots=True,
                ),
            ],
        )
    ],
    source=T(
        "由 tools/worked 按 V3 报告 3.5.2 节的描述模拟：对齐、截去",
        "Simulated by tools/worked after V3's section 3.5.2: aligned, then truncated",
    ),
    also=("fp8",),
)
