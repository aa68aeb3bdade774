"""Diagram: What one comparison goes through."""

from __future__ import annotations

from tools.diagrams.columns import Group, Row, Stack
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Para
from tools.diagrams.text import T, same

DIAGRAM = Diagram(
    id="bubble-sort-layers",
    title=T("一次“比较”要经过多少层", "What one comparison goes through"),
    desc=T(
        "比较数组里两个相邻的数。C：编译成几条机器指令，两次取数、一次比较、一次跳转，"
        "数就在数组里，每个 8 字节。"
        "Python：解释器约执行 23 条字节码；每条都要取指、分派；列表里存的是指针，要再去取装箱的"
        "整数对象，"
        "检查类型，增减引用计数；每个数约 40 字节。NumPy 逐元素循环更慢，因为每次取数都要新建对象；"
        "整个数组一起算才快。",
        "Comparing two neighbours of an array. C: a few machine instructions, two loads, "
        "a compare, "
        "a jump; the numbers lie in the array, 8 bytes each. Python: the interpreter runs about 23 "
        "bytecode instructions; each is fetched and dispatched; the list holds pointers, so the "
        "boxed integer must be fetched, its type checked, its references counted; about 40 bytes a "
        "number. A NumPy loop over elements is slower still, for each access makes a new object; "
        "only whole-array operations are fast.",
    ),
    body=[
        Group(
            T("C：数就在数组里", "C: the numbers lie in the array"),
            Stack(
                [
                    Row([Box(same(n), None, "green") for n in ("7", "3", "9", "1")], gap=2),
                    Gap(6),
                    Para(
                        T(
                            "2 次取数、1 次比较、1 次跳转；每个数 8 字节",
                            "2 loads, 1 compare, 1 jump; 8 bytes a number",
                        ),
                        css="ink",
                    ),
                ]
            ),
            "green",
        ),
        Gap(12),
        Group(
            T("Python 列表：指针指向对象", "Python list: pointers to objects"),
            Stack(
                [
                    Row([Box(same("→"), None, "grey") for _ in range(4)], gap=2),
                    Row([Arrow() for _ in range(4)], gap=2),
                    Row(
                        [
                            Box(same(n), T("类型 计数", "type, count"), "amber")
                            for n in ("7", "3", "9", "1")
                        ],
                        gap=4,
                    ),
                    Gap(6),
                    Para(
                        T(
                            "约 23 条字节码：取指、分派、解引用、查类型、计数；每个数约 40 字节",
                            "about 23 bytecodes: fetch, dispatch, follow pointers, check types, "
                            "count references; about 40 bytes a number",
                        ),
                        css="ink",
                    ),
                ]
            ),
            "amber",
        ),
    ],
    source=T("数字来自本站“冒泡排序”实验。", "Figures from the bubble sort lab of this site."),
    figure=Figure(
        4,
        (64,),
        T("用 C 与 Python 冒泡排序作例之后", "after the example of bubble sort in C and Python"),
    ),
    also=("bubble-sort",),
)
