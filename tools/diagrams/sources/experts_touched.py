"""Plot: experts that a batch reads, and tokens for each, computed by `tools.worked`."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T
from tools.worked import model

_BATCHES = tuple(2**k for k in range(13))


def _read(experts: int, chosen: int) -> list[tuple[float, float]]:
    return [(n, 100 * model.experts_touched(n, experts, chosen) / experts) for n in _BATCHES]


DIAGRAM = Diagram(
    id="experts-touched",
    title=T("一批 token 要读多少专家", "How many experts a batch of tokens reads"),
    desc=T(
        "横轴是一批里的 token 数，1 到 4096，对数刻度；纵轴是一层里至少被选中一次的专家占全部的"
        "百分比，0 到 100。256 选 8 时，1 个 token 读 3%，32 个读约 64%，128 个已读约 98%。"
        "8 选 2 时，1 个 token 就读 25%，8 个读约 90%。假定每种选择同样可能。",
        "Across are the tokens of a batch, 1 to 4096 on a logarithmic scale; upwards the per cent "
        "of a layer's experts that are chosen at least once, 0 to 100. With 8 of 256, one token "
        "reads 3%, 32 read about 64%, and 128 already about 98%. With 2 of 8, one token reads "
        "25% and 8 read about 90%. Every choice is taken to be equally likely.",
    ),
    body=[
        Plot(
            x=Axis(
                T("一批里的 token 数", "tokens in a batch"),
                1,
                4096,
                [(1, "1"), (32, "32"), (4096, "4096")],
                log=True,
            ),
            y=Axis(T("要读的专家，%", "experts to read, %"), 0, 100, [(0, "0"), (100, "100")]),
            series=[
                Series(T("256 选 8（V3）", "8 of 256 (V3)"), _read(256, 8), "blue"),
                Series(T("8 选 2（Mixtral）", "2 of 8 (Mixtral)"), _read(8, 2), "rose", "6 4"),
            ],
        )
    ],
    source=T(
        "由 tools/worked 算出；选择均匀且独立",
        "Computed by tools/worked; even, independent choices",
    ),
    also=("moe",),
)
