"""Diagram: Three “laws” with three different x-axes."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Box, Gap, Para
from tools.diagrams.text import T

DIAGRAM = Diagram(
    id="growth-laws",
    title=T("三种“规律”，横轴并不相同", "Three “laws” with three different x-axes"),
    desc=T(
        "摩尔定律：芯片上的晶体管数大约每两年翻一番，横轴是时间。莱特定律：累计产量每翻一番，"
        "单位成本下降固定比例，电池适用，横轴是产量。规模定律：计算量、参数与数据按比例增加，"
        "损失按幂律下降，横轴是投入。三者都是经验规律，不是自然定律；后两者没有投入就不会前进。",
        "Moore's law: transistors on a chip double about every two years; the x-axis is time. "
        "Wright's law: each doubling of cumulative output cuts unit cost by a fixed share, as with "
        "batteries; the x-axis is output. Scaling laws: loss falls by a power law as compute, "
        "parameters and data grow together; the x-axis is spending. All three are empirical, not "
        "laws of nature; the latter two do not advance by waiting.",
    ),
    body=[
        Box(
            T("摩尔定律：芯片", "Moore's law: chips"),
            T("晶体管数约两年翻一番", "transistors double in about two years"),
            "blue",
        ),
        Gap(4),
        Para(T("横轴：时间", "x-axis: time"), anchor="middle"),
        Gap(10),
        Box(
            T("莱特定律：电池", "Wright's law: batteries"),
            T(
                "累计产量翻一番，单位成本降固定比例",
                "each doubling of output cuts unit cost by a fixed share",
            ),
            "green",
        ),
        Gap(4),
        Para(T("横轴：累计产量", "x-axis: cumulative output"), anchor="middle"),
        Gap(10),
        Box(
            T("规模定律：大模型", "Scaling laws: language models"),
            T(
                "损失随计算、参数、数据按幂律下降",
                "loss falls by a power law in compute, parameters and data",
            ),
            "violet",
        ),
        Gap(4),
        Para(T("横轴：投入", "x-axis: what is spent"), anchor="middle"),
        Gap(10),
        Para(
            T(
                "都是经验规律。“处处都有摩尔定律”混淆了三种横轴。",
                "All are empirical. “Moore's law everywhere” mixes up three x-axes.",
            ),
            css="ink",
        ),
    ],
    source=T(
        "来源：Moore 1965、1975；Wright 1936；Kaplan 等，arXiv 2001.08361。",
        "Sources: Moore 1965, 1975; Wright 1936; Kaplan et al., arXiv 2001.08361.",
    ),
    figure=Figure(
        2,
        (28,),
        T(
            "说摩尔定律也见于电池与人工智能之后",
            "after the claim that Moore's law holds for batteries and AI too",
        ),
    ),
    also=("moores-law", "scaling-laws"),
)
