"""Draws the three schedules as time tables, and their bubble ratios."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.diagrams.bars import Bar, Bars, Key
from tools.diagrams.diagram import Diagram
from tools.diagrams.lanes import Lanes, Slot
from tools.diagrams.nodes import Gap, Node, Para
from tools.diagrams.palette import Tone
from tools.diagrams.text import T, same

TONES: Mapping[str, Tone] = {"F": "amber", "B": "green", "I": "blue", "W": "violet", "FB": "rose"}
KEY = Key(
    [
        ("amber", T("F：前向", "F: forward")),
        ("green", T("B：整个反向", "B: whole backward")),
        ("blue", T("B − W：只算输入梯度", "B − W: gradient for inputs only")),
        ("violet", T("W：权重梯度", "W: gradient for weights")),
        ("rose", T("F&B：重叠的一对", "F&B: an overlapped pair")),
    ]
)


def _schedules(data: Mapping[str, Any]) -> Diagram:
    drawn = data["drawn"]
    total = max(lane[-1][1] for lanes in drawn["lanes"].values() for lane in lanes)
    body: list[Node] = []
    ends = []
    for name in ("1F1B", "ZB1P", "DualPipe"):
        lanes = drawn["lanes"][name]
        end = max(lane[-1][1] for lane in lanes)
        ends.append((name, end))
        body += [
            Para(T(f"{name}：长 {end:g}", f"{name}: {end:g} long"), bold=True, css="ink"),
            Gap(4),
            Lanes(
                [
                    (T(f"卡 {n}", f"GPU {n}"), [Slot(a, b, TONES[k]) for a, b, k in lane])
                    for n, lane in enumerate(lanes)
                ],
                total,
            ),
            Gap(12),
        ]
    size = (drawn["devices"], drawn["batches"])
    return Diagram(
        id="pipeline-bubbles",
        title=T("三种流水线调度", "Three pipeline schedules"),
        desc=T(
            f"{size[0]} 卡、{size[1]} 个微批的时间表，空白为气泡。总长："
            + "，".join(f"{n} {e:g}" for n, e in ends)
            + "。1F1B 首尾留下阶梯状空白；ZB1P 把权重梯度移到末尾填补；"
            "DualPipe 从两端同时送入微批。",
            f"Time tables for {size[0]} GPUs and {size[1]} micro-batches; blank is bubble. Length: "
            + ", ".join(f"{n} {e:g}" for n, e in ends)
            + ". 1F1B leaves steps of blank at both ends; ZB1P moves weight gradients to the end "
            "to fill them; DualPipe feeds micro-batches from both ends.",
        ),
        body=[*body, KEY],
        source=T("F = 1，B = 2，W = 1，F&B = 3。", "F = 1, B = 2, W = 1, F&B = 3."),
    )


def _ratios(data: Mapping[str, Any]) -> Diagram:
    tones: Mapping[str, Tone] = {"1F1B": "amber", "ZB1P": "blue", "DualPipe": "rose"}
    sizes = sorted({r["devices"] for r in data["rows"]})
    body: list[Node] = []
    told: list[str] = []
    for devices in sizes:
        rows = [r for r in data["rows"] if r["devices"] == devices]
        batches = min(r["batches"] for r in rows)
        rows = [r for r in rows if r["batches"] == batches]
        bars = [
            Bar(
                same(r["schedule"]),
                r["ratio_percent"],
                same(f"{r['ratio_percent']:.1f} %"),
                tones[r["schedule"]],
            )
            for r in rows
        ]
        told += [f"{devices}×{batches} {b.label.en} {b.shown.en}" for b in bars]
        head = T(f"{devices} 卡，{batches} 个微批", f"{devices} GPUs, {batches} micro-batches")
        body += [Para(head, bold=True, css="ink"), Gap(3), Bars(bars), Gap(10)]
    return Diagram(
        id="pipeline-bubbles-ratio",
        title=T("气泡占一步的比例", "Bubble as a share of the step"),
        desc=T(
            "模拟所得（卡数×微批）：" + "；".join(told) + "。",
            "Simulated (GPUs × micro-batches): " + "; ".join(told) + ".",
        ),
        body=body,
    )


def diagrams(data: Mapping[str, Any]) -> dict[str, Diagram]:
    """Give the plots by file name."""
    return {"plot": _schedules(data), "ratio": _ratios(data)}
