"""Calendar: how long after a publication a version for Chinese chips was there."""

from __future__ import annotations

from datetime import date

from tools.diagrams.bars import Key
from tools.diagrams.diagram import Diagram
from tools.diagrams.nodes import Gap
from tools.diagrams.text import T
from tools.diagrams.timeline import Event, Published, Timeline

_OFFICIAL = date(2026, 9, 30)

_CALENDAR = Timeline(
    date(2024, 12, 1),
    date(2026, 10, 31),
    [
        Published(
            T("V3 的权重", "V3's weights"),
            date(2024, 12, 26),
            [Event(date(2024, 12, 26), "amber")],
        ),
        Published(
            T("FlashMLA（解码内核）", "FlashMLA (a decoding kernel)"),
            date(2025, 2, 24),
            [Event(date(2025, 2, 27), "blue")],
        ),
        Published(
            T("DeepEP（通信库）", "DeepEP (communication)"),
            date(2025, 2, 25),
            [
                Event(date(2025, 2, 27), "blue"),
                Event(date(2025, 7, 28), "blue"),
                Event(_OFFICIAL, "green"),
            ],
        ),
        Published(
            T("DeepGEMM（矩阵乘）", "DeepGEMM (matrix products)"),
            date(2025, 2, 26),
            [Event(date(2025, 8, 19), "blue"), Event(_OFFICIAL, "green")],
        ),
        Published(
            T("V3.2-Exp 的权重", "V3.2-Exp's weights"),
            date(2025, 9, 29),
            [Event(date(2025, 9, 29), "amber")],
        ),
    ],
    [
        (date(2025, 1, 1), T("2025 年", "2025")),
        (date(2025, 7, 1), T("7 月", "July")),
        (date(2026, 1, 1), T("2026 年", "2026")),
        (date(2026, 7, 1), T("7 月", "July")),
    ],
)

_KEY = Key(
    [
        ("grey", T("公布 CUDA 版或权重", "CUDA version or weights published")),
        ("amber", T("发布时的说明里就有昇腾的推理办法", "ways to serve on Ascend come with it")),
        ("blue", T("别人的移植，或移植的提议", "a port of others, or a proposal of one")),
        ("green", T("DeepSeek 自己的昇腾版", "DeepSeek's own version for Ascend")),
    ]
)

DIAGRAM = Diagram(
    id="ported-after",
    title=T("公布之后多少天，有了国产芯片上的版本", "Days until a version for Chinese chips"),
    desc=T(
        "横轴是日历，从 2025 年前后到 2026 年 10 月，按天数等比例；点上的数字是距公布的天数。"
        "V3 的权重和 V3.2-Exp 的权重公布当天（0 天），说明里就有昇腾的推理办法。FlashMLA 公布 3 天"
        "后，README 已列出五家国产芯片的移植。DeepEP 公布 2 天后有摩尔线程的分支（只有节点内），"
        "153 天后有昇腾后端的提议，582 天后有 DeepSeek 自己的昇腾版。DeepGEMM 公布 174 天后有社区"
        "的昇腾版，581 天后有 DeepSeek 自己的昇腾版。",
        "Across is the calendar, from about 2025 to October 2026, to scale by days; the figure at "
        "a mark is the days since publication. On the day (0) of V3's and of V3.2-Exp's weights, "
        "ways to serve them on Ascend came with them. FlashMLA: after 3 days the README listed "
        "ports to five Chinese chips. DeepEP: after 2 days a fork for Moore Threads (within a node "
        "only), after 153 a proposed Ascend backend, after 582 DeepSeek's own Ascend version. "
        "DeepGEMM: after 174 days a community version for Ascend, after 581 DeepSeek's own.",
    ),
    body=[_CALENDAR, Gap(10), _KEY],
    wide=[_CALENDAR, Gap(10), _KEY],
    source=T(
        "来源：各仓库的提交历史；DeepEP 第 332 号议题；各项的提交号见正文",
        "Source: history of the repositories; DeepEP issue 332; commits are named in the text",
    ),
    also=("domestic-ecosystem",),
)
