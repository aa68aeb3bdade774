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


def _by_rate(variants: Mapping[str, Any]) -> list[Series]:
    found = []
    for key, _, tone, dash in LINES:
        rates = variants[key]["area_percent_by_rate"]
        points = sorted((float(rate), value) for rate, value in rates.items())
        found.append(Series(None, points, tone, dash, dots=True))
    return found


def diagrams(data: Mapping[str, Any]) -> dict[str, Diagram]:
    """Give the plots by file name."""
    steps, variants = data["steps"], data["variants"]
    series = []
    for key, name, tone, dash in LINES:
        row = variants[key]["curve"]
        series.append(
            Series(
                name,
                [(s, 100 * v) for s, v in zip(steps, row["mean"], strict=True)],
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
                "上图：两位数加法的正确率，各用自己够大的学习率。GRPO、只减组均值与 0/1 奖励下的"
                "无基线三条线几乎重合，约四十步到八成；奖励整体加 1 后，无基线学得很慢，"
                "只到六成左右。色带为均值的 95% 区间。"
                "下图：各学习率下全程的平均正确率。GRPO 在小学习率时就高，"
                "大学习率时三者相同；奖励加 1 后无基线只有一个窄峰。"
                "最下：梯度估计的噪声，奖励加 1 后无基线的噪声约为减组均值的十倍。",
                "First: accuracy on sums of two digits, each variant with a learning rate that is "
                "large enough for it. GRPO, the group mean only, and no baseline with rewards 0/1 "
                "nearly coincide and reach four in five after some forty steps; with 1 added to "
                "all rewards, no baseline learns slowly and gets to about six in ten. Bands are "
                "95 % intervals of the mean. Second: mean accuracy over training against the "
                "learning rate. GRPO is high at small rates already, at large rates the three are "
                "the same; with 1 added, no baseline has one narrow peak. Last: the noise of "
                "gradient estimates; with 1 added, it is about ten times that of the group mean.",
            ),
            body=[
                Plot(
                    Axis(T("训练步数", "training steps"), 0, steps[-1], ticks),
                    Axis(
                        T("正确率，%（均值与 95% 区间）", "right answers, % (mean, 95 % interval)"),
                        0,
                        100,
                        [(n, str(n)) for n in (0, 25, 50, 75, 100)],
                    ),
                    series,
                    high=200,
                ),
                Gap(12),
                Plot(
                    Axis(
                        T("学习率（对数）", "learning rate (log)"),
                        data["rates"]["low"] / 1.3,
                        data["rates"]["high"] * 1.3,
                        [(4.0**n, f"{4**n:,}") for n in (1, 3, 5, 7)],
                        log=True,
                    ),
                    Axis(
                        T("全程平均正确率，%", "mean over training, %"),
                        0,
                        100,
                        [(n, str(n)) for n in (0, 25, 50, 75, 100)],
                    ),
                    _by_rate(variants),
                    high=150,
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
