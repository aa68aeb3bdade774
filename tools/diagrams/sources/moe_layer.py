"""Diagram: V3's MoE layer: shared and routed experts."""

from __future__ import annotations

from tools.diagrams.bars import Bar, Bars, Cells
from tools.diagrams.columns import Columns, Group, Row
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Node
from tools.diagrams.palette import Tone
from tools.diagrams.text import T, same

_PICKED = frozenset({3, 17, 22, 30, 41, 46, 58, 63})
_ROUTED: tuple[Tone, ...] = tuple("violet" if n in _PICKED else "grey" for n in range(64))
_BODY: list[Node] = [
    Box(T("token 的隐藏状态（7,168 维）", "Token's hidden state (7,168 wide)"), None, "grey"),
    Arrow(),
    Row(
        [
            Box(T("共享专家 ×1", "Shared expert ×1"), T("总是计算", "always computed"), "green"),
            Box(
                T("路由器", "Router"),
                T("sigmoid 打分，选 8/256", "sigmoid scores, picks 8 of 256"),
                "amber",
            ),
        ],
        shares=(2, 3),
    ),
    Arrow(T("最多 4 个节点", "at most 4 nodes")),
    Group(
        T("路由专家 256 个（一格代表 4 个）", "256 routed experts (a cell stands for 4)"),
        Cells(_ROUTED, 16),
        "violet",
    ),
    Arrow(T("按得分加权求和", "sum weighted by score")),
    Box(T("共享 + 路由 + 残差", "Shared + routed + residual"), None, "blue"),
    Gap(8),
    Bars(
        [
            Bar(T("总参数", "All parameters"), 671, same("671B"), "grey"),
            Bar(T("每 token 激活", "Active for one token"), 37, same("37B"), "violet"),
        ]
    ),
]
_EXPERTS_AT_MOST = Group(
    T(
        "路由专家 256 个（一格 4 个），最多 4 个节点",
        "256 routed experts (4 a cell), at most 4 nodes",
    ),
    Cells(_ROUTED, 16),
    "violet",
)
_WIDE: list[Node] = [
    Columns([_BODY[:3], [_EXPERTS_AT_MOST, *_BODY[5:7]]]),
    *_BODY[7:],
]
DIAGRAM = Diagram(
    id="moe-layer",
    title=T("V3 的 MoE 层：共享专家与路由专家", "V3's MoE layer: shared and routed experts"),
    desc=T(
        "每个 token 的隐藏状态（7,168 维）同时进入 1 个共享专家和路由器。路由器用 sigmoid "
        "算出与 256 个路由专家的亲和度，"
        "选出 8 个（最多分布在 4 个节点上），按归一化的亲和度加权。两部分输出与残差相加。"
        "因此 671B 参数中每个 token 只激活 37B。图中 64 格各代表 4 个专家，着色的为选中的 8 个。",
        "Each token's hidden state (7,168 wide) goes to 1 shared expert and to the router. "
        "The router scores 256 routed "
        "experts by a sigmoid, picks 8 of them (on at most 4 nodes) and weighs them by their "
        "normalised scores. Both outputs are added to the residual. So each token activates 37B "
        "of 671B parameters. The drawing shows 64 cells for 256 experts; the coloured ones are "
        "the 8 that were picked.",
    ),
    body=_BODY,
    wide=_WIDE,
    source=T(
        "来源：DeepSeek-V3，arXiv 2412.19437 第 2.1.2、4.2 节。",
        "Source: DeepSeek-V3, arXiv 2412.19437, sections 2.1.2 and 4.2.",
    ),
    figure=Figure(
        3, (38,), T("说 MoE 架构降低计算量之前", "before the statement that MoE cuts compute")
    ),
    also=("moe", "router", "shared-experts", "fine-grained-experts"),
)
