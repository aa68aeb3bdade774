"""Plot: what the reward of a checker that is sometimes fooled is worth, by `tools.worked`."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.palette import Tone
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T
from tools.worked import reinforcement

_RIGHT = tuple(10 ** (n / 20) for n in range(41))


def _series(fooled: int, tone: Tone, dash: str = "") -> Series:
    points = [
        (p, 100 * reinforcement.share_truly_right(p / 100, 0.0, fooled / 100)) for p in _RIGHT
    ]
    return Series(T(f"误放 {fooled}%", f"{fooled}% passed wrongly"), points, tone, dash)


DIAGRAM = Diagram(
    id="lenient-checker",
    title=T("拿到奖励的回答有多少真对", "How many rewarded answers are right"),
    desc=T(
        "横轴是模型答对的概率，1% 到 100%，对数刻度；纵轴是拿到奖励的回答里真正答对的百分比，0 到 "
        "100。核对程序把错答案误放的比例为 1%、5%、10% 时，三条曲线都随题目变容易而升高。答对概率 "
        "1% 的难题上，三者分别约 50%、17%、9%：误放率一样，题越难，奖励越不可信。",
        "Across is the chance of a right answer, 1% to 100% on a logarithmic scale; upwards the "
        "per cent of rewarded answers that are truly right, 0 to 100. For checkers that pass 1%, "
        "5% and 10% of wrong answers the curves rise as questions get easier. At a chance of 1% "
        "they are about 50%, 17% and 9%: the harder the question, the less a reward means.",
    ),
    body=[
        Plot(
            x=Axis(
                T("答对的概率，%", "chance of a right answer, %"),
                1,
                100,
                [(1, "1"), (10, "10"), (100, "100")],
                log=True,
            ),
            y=Axis(
                T("受奖者中真对的，%", "right among the rewarded, %"),
                0,
                100,
                [(0, "0"), (50, "50"), (100, "100")],
            ),
            series=[
                _series(1, "blue"),
                _series(5, "amber", "2 3"),
                _series(10, "rose", "6 4"),
            ],
        )
    ],
    source=T(
        "由 tools/worked 按贝叶斯公式算出；对的从不漏判",
        "Computed by tools/worked with Bayes' rule; no right answer is refused",
    ),
    also=("rule-based-reward",),
)
