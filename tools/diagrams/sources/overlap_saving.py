"""Plot: the time that full overlap saves, by the ratio of communication to computation."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T
from tools.worked import serving

_RATIOS = tuple(10 ** (n / 20) for n in range(-20, 21))

DIAGRAM = Diagram(
    id="overlap-saving",
    title=T("重叠能省多少时间", "What overlap can save"),
    desc=T(
        "横轴是通信时间与计算时间之比，0.1 到 10，对数刻度；纵轴是完全重叠省下的时间占串行时间的"
        "百分比，0 到 60。曲线在比值 1 处最高，为 50%；0.1 和 10 处都只有约 9%。"
        "V3 训练的比值约为 1。",
        "Across is the time of communication over that of computation, 0.1 to 10 on a logarithmic "
        "scale; upwards the per cent of the serial time that full overlap saves, 0 to 60. The "
        "curve peaks at a ratio of 1 with 50%; at 0.1 and at 10 it is only about 9%. V3's "
        "training has a ratio of about 1.",
    ),
    body=[
        Plot(
            x=Axis(
                T("通信 ÷ 计算", "communication ÷ computation"),
                0.1,
                10,
                [(0.1, "0.1"), (1, "1"), (10, "10")],
                log=True,
            ),
            y=Axis(T("省下的时间，%", "time saved, %"), 0, 60, [(0, "0"), (50, "50")]),
            series=[
                Series(
                    T("完全重叠", "full overlap"),
                    [(r, 100 * serving.share_saved(r)) for r in _RATIOS],
                    "blue",
                ),
                Series(
                    T("V3 训练：约 1 比 1", "V3's training: about 1 to 1"),
                    [(1, 50)],
                    "amber",
                    dots=True,
                ),
            ],
        )
    ],
    source=T(
        "由 tools/worked 算出；比值见 V3 报告 3.2.1 节",
        "Computed by tools/worked; ratio from V3, section 3.2.1",
    ),
    also=("dualpipe", "communication-overlap"),
)
