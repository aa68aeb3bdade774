"""Plot: operations of dense and of sparse attention over the context, by `tools.worked`."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.nodes import Node
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T
from tools.worked import model

_CONTEXTS = tuple(2**k for k in range(10, 21))


def _points(name: str) -> list[tuple[float, float]]:
    return [(n, model.indexer(context=n, chosen=min(n, 2048))[name]) for n in _CONTEXTS]


def _sparse() -> list[tuple[float, float]]:
    found = [(n, model.indexer(context=n, chosen=min(n, 2048))) for n in _CONTEXTS]
    return [(n, one["indexer_gflop"] + one["chosen_gflop"]) for n, one in found]


_BODY: list[Node] = [
    Plot(
        x=Axis(
            T("上下文，token", "context, tokens"),
            1024,
            2**20,
            [(1024, "1K"), (2**20, "1M")],
            log=True,
        ),
        y=Axis(
            T("GFLOP，一个 token、一层", "GFLOP of a token in a layer"),
            0.01,
            1000,
            [(0.01, "0.01"), (1, "1"), (1000, "1000")],
            log=True,
        ),
        series=[
            Series(T("稠密（MLA）", "dense (MLA)"), _points("dense_gflop"), "rose", "6 4"),
            Series(
                T(
                    "稀疏（DSA）：索引器加选中的 2048 个",
                    "sparse (DSA): indexer and 2,048 chosen",
                ),
                _sparse(),
                "blue",
            ),
            Series(
                T("其中索引器", "of which the indexer"),
                _points("indexer_gflop"),
                "amber",
                "2 3",
            ),
        ],
    )
]
DIAGRAM = Diagram(
    id="sparse-cost",
    title=T("稠密与稀疏注意力的运算量", "Operations of dense and sparse attention"),
    desc=T(
        "横轴是上下文长度，1K 到 1M；纵轴是一个 token 在一层里的 GFLOP，0.01 到 1000；两轴都是对数"
        "刻度。稠密注意力一直按比例上升，在 131072 处约 36.5。稀疏注意力在 2048 以下略高，因为多了"
        "索引器；以上先几乎是平的，再由索引器带着上升，在 131072 处约 2.7。",
        "Across is the context, 1K to 1M; upwards the GFLOP of a token in one layer, 0.01 to 1000; "
        "both scales are logarithmic. Dense attention rises in proportion, to about 36.5 at "
        "131,072. Sparse attention lies slightly above it up to 2,048, because of the indexer; it "
        "is then nearly flat at first and rises with the indexer, to about 2.7 at 131,072.",
    ),
    body=_BODY,
    wide=_BODY,
    source=T(
        "按 DeepSeek-V3.2-Exp 的配置由 tools/worked 算出",
        "Computed by tools/worked from DeepSeek-V3.2-Exp's configuration",
    ),
    also=("sparse-attention",),
)
