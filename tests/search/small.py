"""A small site for tests: its index is written by Python and loaded by the JavaScript tests.

``python -m tests.search.small`` writes the index anew after a change of the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from notes_kb.search.documents import Document, Entry, Options
from notes_kb.search.index import build_index

FOLDER = Path(__file__).parent.parent / "js" / "fixtures" / "index"
RL, MOE = "concepts/reinforcement-learning/", "concepts/moe/"
OPTIONS = Options(
    languages={"zh": "简体中文", "en": "English"},
    propose_url="https://example.org/new?title={query}",
    kinds={
        RL: {"zh": "概念", "en": "Concept"},
        f"en/{RL}": {"zh": "概念", "en": "Concept"},
        "notes/evening/": {"zh": "笔记", "en": "Note"},
        "en/notes/evening/": {"zh": "笔记", "en": "Note"},
    },
    topics=[({"zh": "推理", "en": "Reasoning"}, {"zh": "topics/r/", "en": "en/topics/r/"})],
)


def _page(url: str, language: str, title: str, *sections: tuple[str, str, str], pair: str = "",
          concepts: tuple[str, ...] = (), code: str = "") -> list[Document]:  # fmt: skip
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
            code=code,
        )
        for anchor, heading, text in sections
    ]


def documents() -> list[Document]:
    """Give the documents of the site: two languages, some concepts, one odd page."""
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
        *_page("shell/", "zh", "命令行杂记",
               ("data", "$data", "变量的写法。"), ("hosts", "/etc/hosts", "主机表的写法。"),
               ("cloud", "“云”简介", "把计算放到远处。"), ("plain", "data", "数据的写法。")),
        *_page("appendix/", "zh", "附录",
               ("one", "附录（一）", "表格。"), ("two", "附录（二）", "插图。"),
               ("three", "附录（三）", "索引。")),
        *_page("copy-code/", "zh", "拷贝", ("", "", "两块内存之间的搬运。"),
               code="cudaMemcpyAsync(dst, src, size);\nscores = biased_grouped_topk(gate)"),
        *_page("copy-prose/", "zh", "异步搬运", ("", "", "搬运时调用 cudaMemcpyAsync 即可。")),
        *_page("en/phrase/", "en", "Monday", ("", "", "The turbine wheel was measured twice.")),
        *_page("en/near/", "en", "Tuesday", ("", "", "A wheel of that turbine turned slowly.")),
        *_page("en/far/", "en", "Wednesday",
               ("", "", f"Turbine first. {'Nothing of it follows here. ' * 20} Wheel last.")),
        *_page("en/some/", "en", "Thursday", ("", "", "Only a turbine stood there.")),
        *_page("en/form/", "en", "Friday", ("", "", "They were measuring all day.")),
        *_page("lists/", "zh", "名单",
               ("", "", f"查尔斯。{'另一件事。' * 20}加冕。{'又一件事。' * 20}时间。")),
        *_page("crown/", "zh", "王冠", ("", "", "查尔斯的加冕礼在五月举行。")),
        *_page("balance/", "zh", "负载均衡", ("", "", "让各处的活一样多。")),
        *_page("concepts/moores-law/", "zh", "摩尔定律", ("", "", "每两年翻一番。")),
        *_page("routing/", "zh", "路由", ("", "", "MoE 的路由决定去处。")),
        *_page("concepts/expert/", "zh", "专家", ("", "", "只懂一件事。")),
        *_page("spelling/", "zh", "拼写", ("", "", "拼音 zhuanjia 怎样写。")),
        *_page("concepts/crew/", "zh", "人力", ("", "", "做事的人。")),
        *_page("team/", "zh", "团队", ("meet", "专家会", "每周一次。")),
        *_page("zebra/", "zh", "斑马", ("", "", "zebra 是一种马。"), pair="zebra"),
        *_page("zebras/", "zh", "动物园", ("", "", "zebra zebra zebra zebra")),
        *_page("en/zebra/", "en", "Zebra", ("", "", "It has stripes."), pair="zebra"),
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
        Entry(id="moores-law", labels={"zh": "摩尔定律"}, urls={"zh": "concepts/moores-law/"}),
        Entry(id="expert", labels={"zh": "专家"}, urls={"zh": "concepts/expert/"}),
        Entry(id="crew", labels={"zh": "人力"}, urls={"zh": "concepts/crew/"}),
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
