"""Draws imbalance and error over steps, and the load of every expert."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.diagrams.diagram import Diagram
from tools.diagrams.nodes import Gap, Para
from tools.diagrams.palette import Tone
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T

METHODS: tuple[tuple[str, T, Tone, str], ...] = (
    ("none", T("不均衡", "no balancing"), "rose", ""),
    ("aux", T("辅助损失 α = 0.1", "auxiliary loss, α = 0.1"), "blue", ""),
    ("aux-heavy", T("辅助损失 α = 1", "auxiliary loss, α = 1"), "blue", "3 3"),
    ("bias", T("偏置 γ = 0.001", "bias, γ = 0.001"), "green", ""),
    ("bias-fast", T("偏置 γ = 0.01", "bias, γ = 0.01"), "amber", "7 4"),
)


def _over_steps(data: Mapping[str, Any]) -> Diagram:
    steps = data["steps"]
    ticks = [(float(v), f"{v:,}") for v in range(0, steps[-1] + 1, max(steps[-1] // 3, 1))]
    x = Axis(T("训练步数", "training steps"), 0, steps[-1], ticks)

    def series(field: str, scale: float) -> list[Series]:
        found = []
        for key, name, tone, dash in METHODS:
            row = data["methods"][key][field]
            points = [(s, scale * v) for s, v in zip(steps, row["median"], strict=True)]
            found.append(Series(name, points, tone, dash))
        return found

    return Diagram(
        id="moe-router",
        title=T("负载与误差随训练变化", "Load and error while training"),
        desc=T(
            "上图：MaxVio（最忙专家的负载超出平均的倍数）。不均衡时下降很慢，停在一以上；"
            "α = 0.1 的辅助损失一开始就压低；γ = 0.001 的偏置稍后压低，末段略升；"
            "α = 1 的辅助损失起步乱、之后最平；γ = 0.01 的偏置来回振荡。"
            "下图：留出数据上的误差。α = 1 最高，不均衡次之，其余较低。",
            "First plot: MaxVio, by how much the busiest expert exceeds the mean. Without "
            "balancing it falls slowly and stays above one; the auxiliary loss with α = 0.1 holds "
            "it down from the start; the bias with γ = 0.001 does so a little later and rises "
            "somewhat at the end; α = 1 starts in disorder and is then the most even; the bias "
            "with γ = 0.01 swings. Second plot: error on held-out data. It is highest with α = 1, "
            "next without balancing, lower with the others.",
        ),
        body=[
            Plot(
                x,
                Axis(
                    T("MaxVio（各种子的中位数）", "MaxVio (median of the seeds)"),
                    0,
                    7,
                    [(n, str(n)) for n in range(8)],
                ),
                series("max_violation", 1),
                high=180,
            ),
            Gap(12),
            Plot(
                x,
                Axis(
                    T("误差，占方差的百分比（对数）", "error, percent of the variance (log)"),
                    5,
                    120,
                    [(n, str(n)) for n in (5, 10, 20, 50, 100)],
                    log=True,
                ),
                series("error", 100),
                high=150,
            ),
        ],
    )


def _loads(data: Mapping[str, Any]) -> Diagram:
    steps = data["steps"]
    ticks = [(float(v), f"{v:,}") for v in range(0, steps[-1] + 1, max(steps[-1] // 3, 1))]
    body: list[Any] = []
    for key, name, tone, _ in METHODS:
        if key in ("aux-heavy", "bias-fast"):
            continue
        columns = list(zip(*data["methods"][key]["load_of_first_seed"], strict=True))
        lines = [
            Series(None, [(s, 100 * v) for s, v in zip(steps, column, strict=True)], tone)
            for column in columns
        ]
        body += [
            Para(name, bold=True, css="ink"),
            Plot(
                Axis(T("训练步数", "training steps"), 0, steps[-1], ticks),
                Axis(
                    T("每个专家的负载，%", "load of each expert, %"),
                    0,
                    50,
                    [(n, str(n)) for n in (0, 25, 50)],
                ),
                lines,
                high=110,
            ),
            Gap(6),
        ]
    even = f"{data['even_share_percent']:g} %"
    return Diagram(
        id="moe-router-load",
        title=T("每个专家的负载", "The load of each expert"),
        desc=T(
            f"三幅小图，每条线是一个专家，均匀时为 {even}。不均衡：少数专家长期占大头，几个贴近零。"
            "辅助损失：约两百步后收拢到平均附近。偏置：更快收拢，后期略散开。",
            f"Three small plots, a line for each expert; an even share is {even}. No balancing: a "
            "few experts keep large shares, some lie near zero. Auxiliary loss: the lines draw "
            "together within some hundred steps. Bias: they draw together sooner and spread a "
            "little later on.",
        ),
        body=body,
        source=T("第一个随机种子，留出数据。", "First seed, held-out data."),
    )


def diagrams(data: Mapping[str, Any]) -> dict[str, Diagram]:
    """Give the plots by file name."""
    return {"plot": _over_steps(data), "load": _loads(data)}
