"""Bars: one examination, and what each stage and each way of counting makes of it."""

from __future__ import annotations

from tools.diagrams.bars import Bar, Bars
from tools.diagrams.diagram import Diagram
from tools.diagrams.text import T, same

DIAGRAM = Diagram(
    id="aime-scores",
    title=T("同一份试卷：AIME 2024", "One examination: AIME 2024"),
    desc=T(
        "AIME 2024 的得分，横条从 0 起。V3-Base 在强化学习开始时 15.6%；V3 对话版 39.2%；"
        "R1-Zero 71.0%；R1-Zero 64 次表决 86.7%；R1 79.8%；OpenAI o1-1217 79.2%。除表决外都是"
        " pass@1。V3 的输出上限是 8K，R1 是 32K。",
        "Scores on AIME 2024, bars from 0. V3-Base where reinforcement learning begins 15.6%; "
        "V3's chat model 39.2%; R1-Zero 71.0%; R1-Zero with 64 votes 86.7%; R1 79.8%; OpenAI's "
        "o1-1217 79.2%. All but the votes are pass@1. V3's output was limited to 8K, R1's to "
        "32K.",
    ),
    body=[
        Bars(
            [
                Bar(T("V3-Base，强化学习之前", "V3-Base, before RL"), 15.6, same("15.6"), "grey"),
                Bar(T("V3 对话版", "V3 chat"), 39.2, same("39.2"), "grey"),
                Bar(T("R1-Zero", "R1-Zero"), 71.0, same("71.0"), "amber"),
                Bar(T("R1-Zero，64 次表决", "R1-Zero, 64 votes"), 86.7, same("86.7"), "rose"),
                Bar(T("R1", "R1"), 79.8, same("79.8"), "blue"),
                Bar(T("OpenAI o1-1217", "OpenAI o1-1217"), 79.2, same("79.2"), "violet"),
            ]
        )
    ],
    source=T(
        "来源：R1 论文第一版 2.2.4 节、表 2、表 4；V3 报告表 6",
        "Source: R1, first version, section 2.2.4, tables 2 and 4; V3, table 6",
    ),
    also=("r1-reasoning",),
)
