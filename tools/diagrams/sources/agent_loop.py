"""Diagram: An agent loop round a reasoning model."""

from __future__ import annotations

from tools.diagrams.columns import Loop
from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Node
from tools.diagrams.text import T

_BODY: list[Node] = [
    Box(T("任务", "Task"), T("目标、约束、可用工具", "goal, limits, tools at hand"), "grey"),
    Arrow(),
    Loop(
        [
            Box(
                T("推理模型", "Reasoning model"),
                T("思考：拆解问题、自查、改计划", "thinks: split up, check itself, replan"),
                "violet",
            ),
            Arrow(T("选择动作", "picks an action")),
            Box(
                T("调用工具", "Tool call"),
                T("搜索 · 运行代码 · 读写文件", "search · run code · read and write files"),
                "blue",
            ),
            Arrow(T("返回观察", "observation")),
            Box(
                T("检查并写回上下文", "Check, add to context"),
                T("出错、过期、可疑的内容先挡下", "hold back errors, stale or suspect text"),
                "amber",
            ),
        ],
        T("↑ 未完成：继续思考", "↑ not done: think again"),
    ),
    Arrow(T("完成、预算用尽或需人确认", "done, out of budget, or a person must decide")),
    Box(T("答案与依据", "Answer with its grounds"), None, "green"),
]
DIAGRAM = Diagram(
    id="agent-loop",
    title=T("推理模型如何驱动智能体", "An agent loop round a reasoning model"),
    desc=T(
        "任务进入推理模型；模型先写出思考，再选择动作：要么调用工具（搜索、代码、文件），"
        "要么给出答案。工具返回观察结果，经检查后写回上下文，模型再次思考。"
        "循环在任务完成、预算用尽或需要人确认时停止。",
        "A task goes to the reasoning model, which first writes down its thinking and then picks "
        "an action: call a tool (search, code, files) or answer. The tool returns an observation, "
        "which is checked, added to the context, and thought about again. The loop stops when the "
        "task is done, the budget is spent, or a person must confirm.",
    ),
    body=_BODY,
    wide=_BODY,
    source=T(
        "思考与行动交替的形式见 ReAct，arXiv 2210.03629。",
        "Thinking and acting in turn: ReAct, arXiv 2210.03629.",
    ),
    figure=Figure(
        1,
        (9,),
        T("R1 与智能体的几条看法之前", "before the remarks on R1 and agents"),
    ),
    also=("agent", "reasoning-model"),
)
