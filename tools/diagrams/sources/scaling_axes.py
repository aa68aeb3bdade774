"""Diagram: Two scaling curves (schematic)."""

from __future__ import annotations

from tools.diagrams.columns import Row
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Gap, Node
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T

_BASE = [(10.0**n, 4.0 * 10 ** (-0.057 * n)) for n in range(7)]
_THINK = [(10.0 ** (n / 2), 25 + 11 * n / 2) for n in range(11)]
_BODY: list[Node] = [
    Plot(
        Axis(T("训练计算量（对数）", "training compute (log)"), 1, 1e6, log=True),
        Axis(T("损失（对数）", "loss (log)"), 1.7, 4.2, log=True),
        [Series(T("训练规模律：幂律", "training: a power law"), _BASE, "blue")],
        high=120,
    ),
    Gap(8),
    Plot(
        Axis(
            T("每题思考的 token 数（对数）", "thinking tokens per question (log)"),
            1,
            1e5,
            log=True,
        ),
        Axis(T("正确率", "accuracy"), 15, 90),
        [
            Series(
                T("推理时规模：对数增长", "test time: grows with the logarithm"),
                _THINK,
                "violet",
            )
        ],
        high=120,
    ),
]
_WIDE: list[Node] = [Row([_BODY[0], _BODY[2]], gap=24)]
DIAGRAM = Diagram(
    id="scaling-axes",
    title=T("两条规模曲线（示意）", "Two scaling curves (schematic)"),
    desc=T(
        "示意图，数值非实测。左：训练计算量每增十倍，损失按幂律下降一小段，在双对数坐标上近似直线。"
        "右：推理时思考的 token 数每增十倍，可验证任务的正确率大致等量上升，直到饱和。"
        "两者都要付出指数增长的计算换取等量的改进。",
        "Schematic, not measured. First: with each tenfold of training compute the loss falls by a "
        "power law, a nearly straight line on log-log axes. Second: with each tenfold of thinking "
        "tokens at test time, accuracy on verifiable tasks rises by about the same amount, until "
        "it saturates. Both pay exponentially more compute for an equal gain.",
    ),
    body=_BODY,
    wide=_WIDE,
    source=T(
        "形状依据 arXiv 2001.08361、2203.15556（训练）与 2408.03314（推理时）。",
        "Shapes after arXiv 2001.08361 and 2203.15556 (training), 2408.03314 (test time).",
    ),
    figure=Figure(
        2, (24, 25, 26), T("同一处看法之后的几张图", "the further pictures after the same opinion")
    ),
    also=("scaling-laws", "test-time-compute"),
)
