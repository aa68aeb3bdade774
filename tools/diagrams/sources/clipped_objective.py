"""Plot: PPO's objective over the probability ratio, for both signs of the advantage."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T, same

_STEPS = [i / 50 for i in range(101)]


def _objective(ratio: float, advantage: float) -> float:
    clipped = min(max(ratio, 0.8), 1.2)
    return min(ratio * advantage, clipped * advantage)


DIAGRAM = Diagram(
    id="clipped-objective",
    title=T("PPO 的截断目标", "PPO's clipped objective"),
    desc=T(
        "横轴是概率比 ρ，从 0 到 2；纵轴是目标。截断范围 0.8 到 1.2。优势为 +1 时，目标随 ρ 上升到 "
        "1.2，之后是平的：再推高也不得利。优势为 −1 时，ρ 低于 0.8 的一段是平的，高于 0.8 随 ρ "
        "下降，没有下限：概率升错了方向就一直受罚。",
        "Across is the probability ratio ρ from 0 to 2, upwards the objective; the range of "
        "clipping is 0.8 to 1.2. With an advantage of +1 the objective rises with ρ up to 1.2 and "
        "is flat after that: going further gains nothing. With −1 it is flat below 0.8 and falls "
        "with ρ above, without bound: a probability that rose wrongly goes on being punished.",
    ),
    body=[
        Plot(
            x=Axis(
                T("概率比 ρ（新 ÷ 旧）", "ratio ρ (new ÷ old)"),
                0,
                2,
                [(0, "0"), (0.8, "0.8"), (1.2, "1.2"), (2, "2")],
            ),
            y=Axis(
                T("目标", "objective"), -2, 2, [(-2, "−2"), (-0.8, "−0.8"), (1.2, "1.2"), (2, "2")]
            ),
            series=[
                Series(
                    T("优势 +1：升到 1.2 为止", "advantage +1: up to 1.2"),
                    [(x, _objective(x, 1)) for x in _STEPS],
                    "blue",
                ),
                Series(
                    T("优势 −1：降到 0.8 为止", "advantage −1: down to 0.8"),
                    [(x, _objective(x, -1)) for x in _STEPS],
                    "rose",
                    "6 4",
                ),
            ],
        )
    ],
    source=same("arXiv 1707.06347, ε = 0.2"),
    also=("ppo",),
)
