"""Plot: how often a group of answers gives a gradient, computed by `tools.worked`."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.palette import Tone
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T
from tools.worked import reinforcement

_CHANCES = tuple(n / 50 for n in range(51))


def _series(size: int, tone: Tone, dash: str = "") -> Series:
    points = [(100 * p, 100 * reinforcement.chance_of_gradient(p, size)) for p in _CHANCES]
    return Series(T(f"每组 {size} 个回答", f"{size} answers a group"), points, tone, dash)


DIAGRAM = Diagram(
    id="group-gradient",
    title=T("多难的题教得动", "Which questions can teach"),
    desc=T(
        "横轴是一次答对的概率，0 到 100%；纵轴是一组回答里有对有错、因而产生梯度的概率，0 到 100%。"
        "三条曲线是每组 4、16、64 个回答，都在两端降到 0、在中间最高。概率 10% 的题，三种组分别约 "
        "34%、81%、99.9%；组越大，能用的难度范围越宽。",
        "Across is the chance of a right answer, 0 to 100%; upwards the chance that a group holds "
        "right and wrong answers and so gives a gradient, 0 to 100%. Three curves are for 4, 16 "
        "and 64 answers a group; all fall to 0 at both ends and are highest between. At 10% they "
        "are about 34%, 81% and 99.9%: a larger group can use a wider range of difficulty.",
    ),
    body=[
        Plot(
            x=Axis(
                T("一次答对的概率，%", "chance of a right answer, %"),
                0,
                100,
                [(0, "0"), (10, "10"), (100, "100")],
            ),
            y=Axis(
                T("产生梯度的组，%", "groups that give a gradient, %"),
                0,
                100,
                [(0, "0"), (100, "100")],
            ),
            series=[
                _series(64, "amber", "2 3"),
                _series(16, "blue"),
                _series(4, "rose", "6 4"),
            ],
        )
    ],
    source=T(
        "由 tools/worked 算出；各次采样独立，得分只有对错",
        "Computed by tools/worked; independent samples, scored right or wrong",
    ),
    also=("reinforcement-learning", "grpo"),
)
