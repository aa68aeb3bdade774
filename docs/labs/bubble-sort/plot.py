"""Draws the recorded times and what they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.diagrams.bars import Bar, Bars
from tools.diagrams.diagram import Diagram
from tools.diagrams.palette import Tone
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T, same

NAMES: Mapping[str, T] = {
    "numpy-loop": T("NumPy 数组，逐元素循环", "NumPy array, loop over elements"),
    "array": T("Python，array 模块（不装箱存放）", "Python, array module (stored unboxed)"),
    "list": T("Python 列表", "Python list"),
    "O2:interp-boxed": T("C 写的解释器 + 装箱", "interpreter written in C, boxed"),
    "O2:interp": T("C 写的解释器", "interpreter written in C"),
    "numpy-odd-even": T("NumPy 整组交换（另一算法）", "NumPy, whole-array (another algorithm)"),
    "O0:native": T("C，-O0", "C, -O0"),
    "O2:boxed": T("C，-O2，装箱", "C, -O2, boxed"),
    "O2:native": T("C，-O2", "C, -O2"),
}
LINES: tuple[tuple[str, Tone, str], ...] = (
    ("numpy-loop", "rose", ""),
    ("list", "amber", ""),
    ("numpy-odd-even", "violet", "7 4"),
    ("O0:native", "blue", "2 3"),
    ("O2:native", "green", ""),
)


def _points(rows: Mapping[str, Any]) -> list[tuple[float, float]]:
    found = [(float(n), 1000 * row["seconds"]["min"]) for n, row in rows.items()]
    return sorted(found)


def _time(data: Mapping[str, Any]) -> Diagram:
    results = data["results"]
    series = []
    for mode, tone, dash in LINES:
        rows = sorted(results[mode].items(), key=lambda item: int(item[0]))
        band = [(1000 * r["seconds"]["min"], 1000 * r["seconds"]["q3"]) for _, r in rows]
        series.append(Series(NAMES[mode], _points(results[mode]), tone, dash, band, dots=True))
    sizes = sorted(int(n) for n in results["list"])
    times = [y for s in series for _, y in s.points]
    decades = [(10.0**n, f"{10.0**n:g}") for n in range(-3, 6)]
    low, high = min(times) / 1.5, max(times) * 1.5
    return Diagram(
        id="bubble-sort",
        title=T("冒泡排序：时间随 n 增长", "Bubble sort: time against n"),
        desc=T(
            "双对数图，纵轴为处理器时间，毫秒。各实现都按 n 的平方增长，直线平行："
            "逐元素的 NumPy 循环最慢，其次是 Python 列表，C 最快；"
            "整组交换的 NumPy 算法较平，随 n 增大接近 C。"
            "线是各轮的最小值，色带到上四分位。",
            "Log-log plot, milliseconds of processor time on the y-axis. All implementations "
            "grow with the square of n as parallel lines: the NumPy loop over elements is "
            "slowest, then the Python list, C is fastest; the whole-array NumPy algorithm is "
            "flatter and nears C as n grows. Lines are minima over the rounds, bands reach to "
            "the upper quartile.",
        ),
        body=[
            Plot(
                Axis(
                    T("n（个数，对数）", "n (numbers, log)"),
                    sizes[0] / 1.15,
                    sizes[-1] * 1.15,
                    [(n, f"{n:,}") for n in sizes[::2]],
                    log=True,
                ),
                Axis(
                    T("处理器毫秒（对数），最小值", "CPU milliseconds (log), minimum"),
                    low,
                    high,
                    [(v, t) for v, t in decades if low <= v <= high],
                    log=True,
                ),
                series,
                high=250,
            )
        ],
    )


def _parts(data: Mapping[str, Any]) -> Diagram:
    cost = data["ns_per_comparison"]
    tones: dict[str, Tone] = {"list": "amber", "array": "amber", "numpy-loop": "rose"}
    bars = [
        Bar(
            name,
            cost[mode],
            same(f"{cost[mode]:.{1 if cost[mode] >= 1 else 2}f} ns"),
            tones.get(mode, "green"),
        )
        for mode, name in NAMES.items()
    ]
    n = int(data["common"])
    return Diagram(
        id="bubble-sort-parts",
        title=T("一次比较要多少纳秒", "Nanoseconds for one comparison"),
        desc=T(
            f"n = {n:,} 时每次比较的平均处理器时间。"
            + "；".join(f"{b.label.zh} {b.shown.zh}" for b in bars)
            + "。",
            f"Mean processor time of one comparison at n = {n:,}. "
            + "; ".join(f"{b.label.en}: {b.shown.en}" for b in bars)
            + ".",
        ),
        body=[Bars(bars)],
        source=T(f"n = {n:,}，各轮最小值 ÷ 比较次数。", f"n = {n:,}; minimum over comparisons."),
    )


def diagrams(data: Mapping[str, Any]) -> dict[str, Diagram]:
    """Give the plots by file name."""
    return {"plot": _time(data), "parts": _parts(data)}
