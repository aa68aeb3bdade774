"""Diagram: One layer of DeepSeek-V3, and the whole."""

from __future__ import annotations

from tools.diagrams.columns import Group, Row, Stack
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Node
from tools.diagrams.text import T, same

_BODY: list[Node] = [
    Box(T("token 嵌入", "Token embedding"), None, "grey"),
    Arrow(),
    Group(
        T("共 61 层，每层", "61 layers, each"),
        Stack(
            [
                Box(same("RMSNorm"), None, "grey"),
                Gap(5),
                Box(
                    T("多头潜在注意力 MLA", "Latent attention, MLA"),
                    T("压缩键值缓存", "compresses the KV cache"),
                    "green",
                ),
                Arrow(T("＋ 残差", "+ residual")),
                Box(same("RMSNorm"), None, "grey"),
                Gap(5),
                Row(
                    [
                        Box(T("前 3 层：稠密", "First 3: dense"), None, "grey"),
                        Box(
                            T("其余 58 层：MoE", "Other 58: MoE"),
                            T("1 共享 + 8/256 路由", "1 shared + 8 of 256"),
                            "violet",
                        ),
                    ],
                    shares=(2, 3),
                ),
                Arrow(T("＋ 残差", "+ residual")),
            ]
        ),
        "blue",
    ),
    Arrow(),
    Row(
        [
            Box(T("输出头", "Output head"), T("下一个 token", "next token"), "blue"),
            Box(
                T("MTP 模块", "MTP module"),
                T("训练时多预测一个", "one more, in training"),
                "amber",
            ),
        ]
    ),
]
DIAGRAM = Diagram(
    id="v3-block",
    title=T("DeepSeek-V3 的一层与整体", "One layer of DeepSeek-V3, and the whole"),
    desc=T(
        "token 嵌入之后是 61 层。"
        "每层：RMSNorm、多头潜在注意力（MLA）、残差；再 RMSNorm、前馈、残差。"
        "前 3 层的前馈是稠密的，其余 58 层是 MoE（1 个共享专家，256 个路由专家选 8）。"
        "最后是输出头；训练时另有一个多 token 预测（MTP）模块，多预测一个 token。",
        "Token embedding is followed by 61 layers. Each: RMSNorm, multi-head latent attention "
        "(MLA), residual; RMSNorm, feed-forward, residual. The feed-forward is dense in the first "
        "3 layers and MoE in the other 58 (1 shared expert, 8 of 256 routed experts). At the end "
        "the output head; in training also a multi-token prediction (MTP) module, which predicts "
        "one token more.",
    ),
    body=_BODY,
    wide=_BODY,
    source=T(
        "来源：DeepSeek-V3，arXiv 2412.19437 第 2、4.2 节。",
        "Source: DeepSeek-V3, arXiv 2412.19437, sections 2 and 4.2.",
    ),
    figure=Figure(
        4, (54,), T("提到论文主要框架之后", "after the mention of the paper's main framework")
    ),
    also=("deepseek-v3", "mla", "moe", "multi-token-prediction"),
)
