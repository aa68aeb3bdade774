"""Draws how many lines and instructions each layer has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.diagrams.bars import Bar, Bars
from tools.diagrams.diagram import Diagram
from tools.diagrams.text import T, same


def diagrams(data: Mapping[str, Any]) -> dict[str, Diagram]:
    """Give the plots by file name."""
    bars = [
        Bar(
            T("CUDA C++（源代码行）", "CUDA C++ (source lines)"),
            data["source_lines"],
            same(str(data["source_lines"])),
            "blue",
        ),
        Bar(
            T("PTX 指令（一份文件）", "PTX instructions (one file)"),
            data["ptx"]["count"],
            same(str(data["ptx"]["count"])),
            "amber",
        ),
    ]
    bars += [
        Bar(
            T(f"SASS 指令，{target}", f"SASS instructions, {target}"),
            row["count"],
            same(str(row["count"])),
            "violet",
        )
        for target, row in data["sass"].items()
    ]
    return {
        "plot": Diagram(
            id="ptx-vector-add",
            title=T("同一个内核，三种形式", "One kernel in three forms"),
            desc=T(
                "；".join(f"{b.label.zh} {b.shown.zh}" for b in bars)
                + "。同一份 PTX 文件在两代 GPU 上汇编成不同的 SASS。",
                "; ".join(f"{b.label.en}: {b.shown.en}" for b in bars)
                + ". The same PTX file is assembled to different SASS for two generations of GPU.",
            ),
            body=[Bars(bars)],
        )
    }
