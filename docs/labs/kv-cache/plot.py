"""Draws bytes per token of published models, and of V3's shape under four kinds of attention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.diagrams.bars import Bar, Bars
from tools.diagrams.diagram import Diagram
from tools.diagrams.nodes import Gap, Para
from tools.diagrams.text import T, same


def diagrams(data: Mapping[str, Any]) -> dict[str, Diagram]:
    """Give the plots by file name."""
    models = sorted(data["models"].items(), key=lambda item: -item[1]["kb_per_token"])
    bars = [
        Bar(
            same(f"{name} ({row['attention']})"),
            row["kb_per_token"],
            same(f"{row['kb_per_token']:.1f} KB"),
            "green" if row["attention"] == "MLA" else "blue",
        )
        for name, row in models
    ]
    shapes = [
        Bar(
            same(kind),
            row["kb_per_token"],
            same(f"{row['kb_per_token']:,.1f} KB"),
            "green" if kind == "MLA" else "grey",
        )
        for kind, row in sorted(data["v3_shape"].items(), key=lambda item: -item[1]["kb_per_token"])
    ]
    told = "; ".join(f"{b.label.en} {b.shown.en}" for b in bars)
    told_shapes = "; ".join(f"{b.label.en} {b.shown.en}" for b in shapes)
    return {
        "plot": Diagram(
            id="kv-cache",
            title=T("每个 token 的 KV 缓存", "KV cache of one token"),
            desc=T(
                f"BF16，KB 为 1000 字节。已发布的模型：{told.replace('; ', '；')}。"
                f"V3 的形状换用不同注意力：{told_shapes.replace('; ', '；')}。",
                f"BF16; a KB is 1,000 bytes. Published models: {told}. V3's shape under other "
                f"kinds of attention: {told_shapes}.",
            ),
            body=[
                Para(T("已发布的模型", "Published models"), bold=True, css="ink"),
                Gap(4),
                Bars(bars),
                Gap(14),
                Para(
                    T("V3 的形状换用不同注意力", "V3's shape under four kinds of attention"),
                    bold=True,
                    css="ink",
                ),
                Gap(4),
                Bars(shapes),
            ],
            source=T(
                "BF16；KB = 1000 字节；GQA 取 8 组。", "BF16; KB = 1,000 bytes; GQA with 8 groups."
            ),
        )
    }
