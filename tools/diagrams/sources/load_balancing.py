"""Diagram: Balancing experts: two ways."""

from __future__ import annotations

from tools.diagrams.bars import Bar, Bars
from tools.diagrams.columns import Group, Row, Stack
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Box, Gap, Node, Para
from tools.diagrams.text import T, same

_BODY: list[Node] = [
    Group(
        T("不管：路由坍塌", "Left alone: routing collapse"),
        Bars(
            [
                Bar(T("专家 1", "Expert 1"), 62, same("62%"), "rose"),
                Bar(T("专家 2", "Expert 2"), 30, same("30%"), "rose"),
                Bar(T("专家 3、4", "Experts 3, 4"), 8, same("8%"), "grey"),
            ]
        ),
        "rose",
    ),
    Gap(10),
    Box(
        T("办法一：辅助损失", "Way 1: auxiliary loss"),
        T(
            "损失 + α·N·Σ fᵢPᵢ；均匀时最小；梯度会干扰主任务",
            "loss + α·N·Σ fᵢPᵢ; least when even; its gradient disturbs the main task",
        ),
        "amber",
    ),
    Gap(10),
    Box(
        T("办法二：偏置（V3）", "Way 2: bias (V3)"),
        T(
            "按 sᵢ\u00a0+\u00a0bᵢ 选专家，权重仍用 sᵢ；"
            "每步过载 bᵢ\u00a0−\u00a0γ，欠载 bᵢ\u00a0+\u00a0γ；无梯度",
            "choose by sᵢ\u00a0+\u00a0bᵢ, weigh by sᵢ; "
            "each step bᵢ\u00a0−\u00a0γ if over, bᵢ\u00a0+\u00a0γ if under; no gradient",
        ),
        "green",
    ),
    Gap(10),
    Para(
        T(
            "条形为示意；实测见“路由器”实验。",
            "Bars are schematic; measured in the router lab.",
        ),
    ),
]
_WIDE: list[Node] = [
    Row([_BODY[0], Stack([_BODY[2], Gap(10), _BODY[4]])], gap=14, shares=(2, 3)),
    *_BODY[5:],
]
DIAGRAM = Diagram(
    id="load-balancing",
    title=T("专家负载均衡：两种办法", "Balancing experts: two ways"),
    desc=T(
        "不管：先被选中的专家学得快，更常被选中，其余闲置（路由坍塌）；示意的负载为 "
        "62%、30%、8%。"
        "辅助损失：在损失里加 α·N·Σ fᵢPᵢ，负载越不均惩罚越大，但它的梯度会干扰主任务。"
        "偏置（无辅助损失）：每个专家一个偏置 bᵢ，只影响选谁、不影响权重；每步过载的减 "
        "γ，欠载的加 γ；"
        "不产生梯度。V3 用后者，另加极小的序列级辅助损失。",
        "Left alone: experts picked first learn faster and are picked more; the rest idle (routing "
        "collapse), schematically 62%, 30% and 8% of the load. Auxiliary loss: add "
        "α·N·Σ fᵢPᵢ to the loss, which punishes uneven "
        "load, but its "
        "gradient disturbs the main task. Bias, without auxiliary loss: a bias bᵢ for each expert "
        "bears on the choice only, not on the weights; after each step the overloaded lose γ, the "
        "underloaded gain γ; no gradient. V3 uses the latter, with a very small sequence-wise "
        "auxiliary loss besides.",
    ),
    body=_BODY,
    wide=_WIDE,
    source=T(
        "来源：arXiv 2101.03961、2006.16668、2408.15664、2412.19437 第 2.1.2 节。",
        "Sources: arXiv 2101.03961, 2006.16668, 2408.15664, 2412.19437 (section 2.1.2).",
    ),
    figure=Figure(
        3, (43, 44), T("列出四种系统优化之后", "after the four system optimisations are announced")
    ),
    also=("load-balancing", "auxiliary-loss-free-balancing", "moe"),
)
