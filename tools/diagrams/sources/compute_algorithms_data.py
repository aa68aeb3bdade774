"""Diagram: Compute, algorithms and data drive each other."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram, Figure
from tools.diagrams.nodes import Arrow, Box, Gap, Para
from tools.diagrams.text import T

DIAGRAM = Diagram(
    id="compute-algorithms-data",
    title=T("算力、算法、数据互相推动", "Compute, algorithms and data drive each other"),
    desc=T(
        "三者互为条件。算力：2012 年用 GPU 训练 AlexNet，此后到 TPU 与万卡集群。算法："
        "反向传播（1986）、"
        "Transformer（2017）、MoE 与强化学习，让同样的算力得到更多。数据：ImageNet（2009）、"
        "网页文本，"
        "以及模型自己生成、可验证的数据。缺一项，另两项的投入收益下降。",
        "Each is a condition of the others. Compute: GPUs trained AlexNet in 2012; TPUs and "
        "clusters of 10,000 cards followed. Algorithms: back-propagation (1986), the "
        "Transformer (2017), MoE and reinforcement learning get more out of the same compute. "
        "Data: ImageNet (2009), web text, and data that models generate and rules verify. Where "
        "one is short, spending on the others returns less.",
    ),
    body=[
        Box(
            T("算力", "Compute"),
            T(
                "2012 GPU 训练 AlexNet → TPU → 万卡集群",
                "2012 AlexNet on GPUs → TPUs → 10k-card clusters",
            ),
            "blue",
        ),
        Arrow(T("能训更大的模型", "trains larger models"), both=True),
        Box(
            T("算法", "Algorithms"),
            T(
                "1986 反向传播 → 2017 Transformer → MoE、强化学习",
                "1986 back-propagation → 2017 Transformer → MoE, RL",
            ),
            "violet",
        ),
        Arrow(T("用好更多数据", "makes use of more data"), both=True),
        Box(
            T("数据", "Data"),
            T(
                "2009 ImageNet → 网页文本 → 可验证的合成数据",
                "2009 ImageNet → web text → verified synthetic data",
            ),
            "green",
        ),
        Gap(10),
        Para(
            T("缺一项，另两项的投入收益下降。", "Where one is short, the others return less."),
            css="ink",
            anchor="middle",
        ),
    ],
    source=T(
        "年份来源：Rumelhart 等 1986；Deng 等 2009；Krizhevsky 等 2012；arXiv 1706.03762。",
        "Years: Rumelhart et al. 1986; Deng et al. 2009; Krizhevsky et al. 2012; arXiv 1706.03762.",
    ),
    figure=Figure(
        4,
        (72, 73),
        T("讲人工智能发展的三个要素之后", "after the three factors behind the history of AI"),
    ),
    also=("compute-algorithms-data",),
)
