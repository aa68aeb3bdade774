"""Plot: majority votes and pass@k over the number of samples, computed by `tools.worked`."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.nodes import Node
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T
from tools.worked import reinforcement

_SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)


def _voted(shares: tuple[float, ...]) -> list[tuple[float, float]]:
    return [(n, 100 * reinforcement.chance_of_winning(shares, n)) for n in _SIZES]


_BODY: list[Node] = [
    Plot(
        x=Axis(
            T("采样次数", "samples"),
            1,
            64,
            [(1, "1"), (4, "4"), (64, "64")],
            log=True,
        ),
        y=Axis(T("答对，%", "right, %"), 0, 100, [(0, "0"), (100, "100")]),
        series=[
            Series(
                T("表决，正确答案领先", "vote, right answer ahead"),
                _voted((0.4, 0.3, 0.2, 0.1)),
                "blue",
            ),
            Series(
                T("表决，正确答案落后", "vote, right answer behind"),
                _voted((0.3, 0.4, 0.2, 0.1)),
                "rose",
                "6 4",
            ),
            Series(
                T("落后时的 pass@k", "pass@k when behind"),
                [(n, 100 * (1 - 0.7**n)) for n in _SIZES],
                "amber",
                "2 3",
            ),
        ],
    )
]
DIAGRAM = Diagram(
    id="votes",
    title=T("采样次数与三种得分", "Samples, and three scores"),
    desc=T(
        "横轴是采样次数，1 到 64，对数刻度；纵轴是答对的百分比，0 到 100。正确答案领先（概率 40%，"
        "其余 30%、20%、10%）时，多数表决从 40% 升到约 83%。正确答案落后（30%，最大的错误答案 "
        "40%）时，表决从 30% 降到约 17%；同一道题的 pass@k 却升到接近 100%。",
        "Across is the number of samples, 1 to 64 on a logarithmic scale; upwards the per cent "
        "right, 0 to 100. Where the right answer leads (40%, the others 30%, 20%, 10%), a majority "
        "vote rises from 40% to about 83%. Where it is behind (30% against 40% for a wrong one), "
        "the vote falls from 30% to about 17%, while pass@k of the same question rises to nearly "
        "100%.",
    ),
    body=_BODY,
    wide=_BODY,
    source=T("由 tools/worked 算出；各次采样独立", "Computed by tools/worked; independent samples"),
    also=("pass-at-k", "test-time-compute"),
)
