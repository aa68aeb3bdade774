"""Draws the success rate over steps, and the noise of the gradient estimates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.diagrams.bars import Bar, Bars
from tools.diagrams.diagram import Diagram
from tools.diagrams.nodes import Gap, Para
from tools.diagrams.palette import Tone
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T

LINES: tuple[tuple[str, T, Tone, str], ...] = (
    ("group", T("GRPO：组均值与标准差", "GRPO: group mean and deviation"), "green", ""),
    ("group-mean", T("只减组均值", "group mean only"), "blue", "7 4"),
    ("none", T("无基线，奖励 0/1", "no baseline, reward 0/1"), "amber", "2 3"),
    ("none-shifted", T("无基线，奖励 1/2", "no baseline, reward 1/2"), "rose", ""),
)
PROBES = ("group-mean", "none", "none-shifted")


def diagrams(data: Mapping[str, Any]) -> dict[str, Diagram]:
    """Give the plots by file name."""
    steps, variants = data["steps"], data["variants"]
    series = []
    for key, name, tone, dash in LINES:
        row = variants[key]
        series.append(
            Series(
                name,
                [(s, 100 * v) for s, v in zip(steps, row["median"], strict=True)],
                tone,
                dash,
                [(100 * a, 100 * b) for a, b in zip(row["low"], row["high"], strict=True)],
            )
        )
    names = {key: name for key, name, _, _ in LINES}
    noise = data["probe"]["variants"]
    bars = [
        Bar(
            names[key],
            noise[key]["noise"],
            T(f"{noise[key]['noise']:.1f}", f"{noise[key]['noise']:.1f}"),
            "rose" if key == "none-shifted" else "blue",
        )
        for key in PROBES
    ]
    ticks = [(float(v), str(v)) for v in range(0, steps[-1] + 1, 100)]
    return {
        "plot": Diagram(
            id="grpo-toy",
            title=T("奖励随步数上升", "Reward over steps"),
            desc=T(
                "上图：两位数加法的正确率。GRPO（减组均值、除以标准差）上升最快；只减组均值与 "
                "0/1 奖励下的"
                "无基线几乎重合，稍慢；奖励整体加 1 后，无基线学得很慢，只到六成左右。"
                "色带为各种子的范围。"
                "下图：梯度估计的噪声，奖励加 1 后无基线的噪声约为减组均值的十倍。",
                "First: accuracy on sums of two digits. GRPO (less the group's mean, over its "
                "deviation) rises fastest; the group mean only and no baseline with rewards 0/1 "
                "nearly coincide, a little later; with 1 added to all rewards, no baseline learns "
                "slowly and gets to about six in ten. Bands are the range over seeds. Second: the "
                "noise of gradient estimates; with 1 added, it is about ten times that of the "
                "group mean.",
            ),
            body=[
                Plot(
                    Axis(T("训练步数", "training steps"), 0, steps[-1], ticks),
                    Axis(
                        T("正确率，%（中位数与范围）", "right answers, % (median and range)"),
                        0,
                        100,
                        [(n, str(n)) for n in (0, 25, 50, 75, 100)],
                    ),
                    series,
                    high=200,
                ),
                Gap(12),
                Para(
                    T(
                        "梯度估计的噪声（÷ 真梯度长度）",
                        "Noise of gradient estimates (÷ exact length)",
                    ),
                    bold=True,
                    css="ink",
                ),
                Gap(4),
                Bars(bars),
            ],
        )
    }
