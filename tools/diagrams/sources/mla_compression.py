"""Diagram: MLA: cache one compressed vector."""

from __future__ import annotations

from tools.diagrams.bars import Bar, Bars
from tools.diagrams.columns import Group, Row, Stack
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Node, Para
from tools.diagrams.text import T, same

_BODY: list[Node] = [
    Box(T("隐藏状态 h（7,168 维）", "Hidden state h (7,168 wide)"), None, "grey"),
    Arrow(T("下投影", "project down")),
    Group(
        T("只缓存这两项（576 个数）", "Only these are cached (576 numbers)"),
        Row(
            [
                Box(T("潜在向量 c", "Latent c"), T("512 维", "512 wide"), "green"),
                Box(
                    T("位置键 kR", "Position key kR"),
                    T("64 维，各头共用", "64 wide, shared"),
                    "amber",
                ),
            ],
            shares=(3, 2),
        ),
        "green",
    ),
    Arrow(T("上投影（可并入矩阵）", "project up (can be merged)")),
    Box(T("128 个头的键与值", "Keys and values of 128 heads"), None, "violet"),
    Gap(10),
    Para(T("每 token 每层缓存的数", "Numbers cached per token and layer"), bold=True, css="ink"),
    Gap(4),
    Bars(
        [
            Bar(same("MHA"), 32768, same("32,768"), "grey"),
            Bar(T("GQA（8 组）", "GQA (8 groups)"), 2048, same("2,048"), "blue"),
            Bar(same("MLA"), 576, same("576"), "green"),
            Bar(same("MQA"), 256, same("256"), "grey"),
        ]
    ),
]
_WIDE: list[Node] = [Row([Stack(_BODY[:5]), Stack(_BODY[6:])], gap=28)]
DIAGRAM = Diagram(
    id="mla-compression",
    title=T("MLA：缓存一个压缩向量", "MLA: cache one compressed vector"),
    desc=T(
        "每个 token 每层：隐藏状态（7,168 维）下投影为 512 维的潜在向量 c，"
        "另算一个带位置的 64 维键 kR，"
        "只缓存这 576 个数。注意力计算时由 c 上投影出 128 个头的键和值（上投影矩阵可并入前后矩阵"
        "）。"
        "同样形状用 MHA 要缓存 32,768 个数，GQA（8 组）2,048 个，MQA 256 个。",
        "For each token and layer: the hidden state (7,168 wide) is projected down to a latent "
        "vector c of 512 numbers, and a key kR of 64 numbers carries the position; only these 576 "
        "are cached. For attention, c is projected up to keys and values of 128 heads (the "
        "up-projection can be merged into its neighbours). The same shape would cache 32,768 "
        "numbers with MHA, 2,048 with GQA (8 groups), 256 with MQA.",
    ),
    body=_BODY,
    wide=_WIDE,
    source=T(
        "来源：arXiv 2405.04434 第 2.1 节；形状取 V3，arXiv 2412.19437。",
        "Sources: arXiv 2405.04434, section 2.1; shape of V3, arXiv 2412.19437.",
    ),
    figure=Figure(
        3, (48,), T("列出四种系统优化之后", "after the four system optimisations are announced")
    ),
    also=("mla", "kv-cache"),
)
