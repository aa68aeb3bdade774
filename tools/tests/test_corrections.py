"""What was once wrong on a page stays corrected, in both languages.

Each row is a statement that a close reading against its source has put right; the source stands
beside it. Whoever changes such a passage on purpose changes the row with it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
RECAP, V3, R1 = (
    f"notes/{name}"
    for name in (
        "2025-02-ccf-deepseek",
        "2024-12-deepseek-v3-report",
        "2025-01-deepseek-r1-paper",
    )
)

CORRECTED = (
    (V3, "一共部署 32 个冗余专家", "32 redundant experts are deployed in all"),  # 3.4.1
    ("concepts/rule-based-reward", "需要不断重新训练", "would have to be retrained"),  # R1 2.2.2
    ("concepts/cold-start", "按人的先验设计", "designed with human priors"),  # R1 v1, 2.3.1
    ("concepts/grpo", "用整个回答的比率", "takes the ratio of the whole answer"),  # R1 v1, eq. 1
    ("concepts/grpo", "除以回答长度", "divides by its length"),  # arXiv 2402.03300, 4.1
    ("concepts/reinforcement-learning", "共 512 个", "512 in all"),  # R1 v2, 2.1
    ("concepts/pre-training", "对话模型 V3 为 39.2%", "the chat model V3"),  # V3, table 6
    ("concepts/pipeline-parallelism", "同步版本气泡不变", "synchronous form"),  # arXiv 2006.09503
    ("concepts/domestic-ecosystem", "理由只是与微缩放", "compatibility with microscaling"),
    ("concepts/fp8", "一阶矩和二阶矩都用 BF16", "both moments of AdamW BF16"),  # V3, 3.3.3
    ("concepts/multi-token-prediction", "前一个模块（深度", "from the module before it"),  # eq. 21
    ("concepts/moores-law", "从 2007 年起", "from 2007"),  # doi 10.1145/3282307
    ("concepts/sass", "... UR4 = n", "... UR4 = n"),
    ("concepts/sass", "提交 `9da4a23`", "commit `9da4a23`"),  # DeepGEMM
    ("concepts/ptx-vs-cuda", "`9da4a23`", "`9da4a23`"),
    ("concepts/deepseek-r1-zero", "77.9%", "77.9%"),  # R1 v2, 2.3
    (R1, "77.9%，第一版是 71.0%", "77.9%, where the first version had 71.0%"),
    ("concepts/all-to-all", "字节数是分发的两倍", "twice the bytes of the dispatch"),  # V3, 3.3.3
    ("concepts/kv-cache", "容易混淆的四件事", "Four common confusions"),
    (RECAP, "原帖上的图可能还在", "the post itself may still have them"),
    (RECAP, "尚未找到可以引用的原始出处", "no primary source that could be cited was found"),
    (RECAP, "无法实现闭环", "cannot close the loop"),
    (RECAP, "原文写作“软软和硬件结合”", "The original says 软软和硬件结合"),
    (RECAP, "作者说，DeepSeek-V3 的训练花费其实非常低", "The author says that training"),
    (RECAP, "原帖说，国外的生态已经完整", "The post says that abroad"),
    ("concepts/co-design", "结构要顺应硬件的强弱项", "follows the strengths and weaknesses"),
    ("concepts/gpu-kernel", "只剩一次读、一次写", "only one read and one write remain"),
    ("labs/grpo-toy/index", "规则奖励够用", "A rule-based reward suffices"),
    ("labs/index", "没有解释器", "because nothing interprets it"),
)
WITHDRAWN = (
    "hope_wisdom",
    "迁就硬件的长短",
    "结构为网络让了路",
    "只剩一进一出",
    "is reward enough",
)
"""Wording that no page may have again: an author taken from an advertisement, and riddles."""
RECORDED = ("developing/",)
"""Pages that tell what was changed may quote it."""


def _read(page: str, suffix: str) -> str:
    text = (DOCS / f"{page}{suffix}.md").read_text(encoding="utf-8")
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


@pytest.mark.parametrize(("page", "chinese", "english"), CORRECTED)
def test_a_corrected_statement_stands(page: str, chinese: str, english: str) -> None:
    """The page says it, in Chinese and in English."""
    assert chinese in _read(page, "")
    assert english in _read(page, ".en")


def test_withdrawn_wording_is_on_no_page() -> None:
    """Neither language has it."""
    for path in sorted(DOCS.rglob("*.md")):
        if not str(path.relative_to(DOCS)).startswith(RECORDED):
            text = path.read_text(encoding="utf-8")
            assert not [w for w in WITHDRAWN if w in text], path
