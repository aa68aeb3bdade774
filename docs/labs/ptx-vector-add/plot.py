"""Draws how many lines and instructions each layer has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.diagrams.bars import Bar, Bars
from tools.diagrams.diagram import Diagram
from tools.diagrams.text import T, same


def diagrams(data: Mapping[str, Any]) -> dict[str, Diagram]:
    """Give the plots by file name."""
    listings = data["listings"]
    first = next(iter(listings.values()))
    bars = [
        Bar(
            T("CUDA C++（源代码行）", "CUDA C++ (source lines)"),
            data["source_lines"],
            same(str(data["source_lines"])),
            "blue",
        ),
        Bar(
            T("PTX 指令（各目标相同）", "PTX instructions (same for all targets)"),
            first["count"],
            same(str(first["count"])),
            "amber",
        ),
    ]
    bars += [
        Bar(
            T(f"SASS 指令，{target}", f"SASS instructions, {target}"),
            row["sass_count"],
            same(str(row["sass_count"])),
            "violet",
        )
        for target, row in listings.items()
        if row["sass_count"]
    ]
    return {
        "plot": Diagram(
            id="ptx-vector-add",
            title=T("同一个内核，三种形式", "One kernel in three forms"),
            desc=T(
                "；".join(f"{b.label.zh} {b.shown.zh}" for b in bars)
                + "。同样的 PTX 在两代 GPU 上译成不同的 SASS。",
                "; ".join(f"{b.label.en}: {b.shown.en}" for b in bars)
                + ". The same PTX becomes different SASS on two generations of GPU.",
            ),
            body=[Bars(bars)],
        )
    }
