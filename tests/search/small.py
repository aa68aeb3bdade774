"""A small site for tests: its index is written by Python and loaded by the JavaScript tests.

``python -m tests.search.small`` writes the index anew after a change of the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from notes_kb.search.documents import Document, Entry, Options
from notes_kb.search.index import build_index

FOLDER = Path(__file__).parent.parent / "js" / "fixtures" / "index"
OPTIONS = Options(
    languages={"zh": "简体中文", "en": "English"},
    propose_url="https://example.org/new?title={query}",
)
RL, MOE = "concepts/reinforcement-learning/", "concepts/moe/"


def _page(url: str, language: str, title: str, *sections: tuple[str, str, str], pair: str = "",
          concepts: tuple[str, ...] = ()) -> list[Document]:  # fmt: skip
    return [
        Document(
            url=url,
            title=title,
            language=language,
            anchor=anchor,
            heading=heading,
            level=2 if anchor else 1,
            text=text,
            pair=pair,
            concepts=concepts,
        )
        for anchor, heading, text in sections
    ]


def documents() -> list[Document]:
    """Give the documents of the site: two languages, two concepts, one odd page."""
    return [
        *_page(
            "notes/evening/", "zh", "夜谈：推理模型",
            ("", "", "这一晚谈了两个小时。"),
            ("r1", "一种推理模型 R1",
             "R1模型先用规则打分，再做强化学习。\n训练用了 GRPO，省去价值网络。"),
            ("fft", "快速傅里叶逆变换", "逆变换与正变换只差一个符号，用C++写十行就够。"),
            pair="evening", concepts=("rl",),
        ),
        *_page(
            "en/notes/evening/", "en", "An evening on reasoning models",
            ("", "", "The talk took two hours."),
            ("r1", "A reasoning model", "R1 was rewarded by rules, then trained by GRPO."),
            pair="evening", concepts=("rl",),
        ),
        *_page(
            "notes/trees/", "zh", "线段树笔记",
            ("", "", "息学竞赛里常见的数据结构。"),
            ("merge", "线段树合并", "两棵线段树逐点相加。节点按需新建，内存随查询增长。"),
            ("dijkstra", "Dijkstra算法", "每次取出距离最小的节点。用堆可以更快。"),
            ("long", "带权无向连通图的最小生成树与次小生成树", "先排序，再并查集。"),
        ),
        *_page(RL, "zh", "强化学习", ("", "", "让智能体从奖励里学会行动。"), pair="rl"),
        *_page("en/" + RL, "en", "Reinforcement learning",
               ("", "", "Training an agent by rewards; policies generate actions."), pair="rl"),
        *_page(MOE, "zh", "混合专家模型", ("", "", "每个词元只经过少数专家。"), pair="moe"),
        *_page("en/" + MOE, "en", "Mixture of Experts",
               ("", "", "Each token visits few experts, so that running costs stay low."),
               pair="moe"),
        *_page("odd/", "zh", "<b>引号\"与&标签</b>",
               ("", "", "<script>alert(1)</script> 与 \"引号\"。")),
    ]  # fmt: skip


def entries() -> list[Entry]:
    """Give the concepts of the site."""
    return [
        Entry(
            id="rl",
            labels={"zh": "强化学习", "en": "Reinforcement learning"},
            aliases={"en": ("RL",)},
            urls={"zh": RL, "en": "en/" + RL},
        ),
        Entry(
            id="moe",
            labels={"zh": "混合专家模型", "en": "Mixture of Experts"},
            aliases={"zh": ("专家混合",), "en": ("MoE",)},
            urls={"zh": MOE, "en": "en/" + MOE},
        ),
    ]


def index() -> Mapping[str, bytes]:
    """Build the site's index."""
    return build_index(documents(), lexicon_entries=entries(), options=OPTIONS)


def write() -> None:
    """Write the fixture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.iterdir():
        path.unlink()
    for name, data in index().items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    write()
