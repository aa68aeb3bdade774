"""Zhihu: attribution on copied text, the column's head, the voting bar."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, DATE, Place, Rule, cues

_ATTRIBUTION = cues(
    r"链接[:：] ?https?://(?:www|zhuanlan)\.zhihu\.com/[!-~]{1,200}",
    r"来源[:：] ?知乎",
    r"著作权归作者所有。?.{0,80}",
)
HEAD_ATTRIBUTION = Rule(
    name="zhihu-attribution-head",
    source=True,
    place=Place.HEAD,
    strong=_ATTRIBUTION,
    weak=cues(r"作者[:：].{1,40}"),
    opening=cues(r"作者[:：].{1,40}"),
    need_strong=2,
    need=3,
)
"""Author, address and rights, which the site puts before copied text."""

ATTRIBUTION = Rule(
    name="zhihu-attribution",
    source=True,
    place=Place.TAIL,
    strong=_ATTRIBUTION,
    weak=cues(r"作者[:：].{1,40}", r"[—-]{4,24}"),
    opening=cues(r"作者[:：].{1,40}", r"[—-]{4,24}"),
    need_strong=2,
    need=3,
)
"""The same behind the text."""

_VOTES = (
    rf"{COUNT} ?人赞同了该(?:文章|回答)",
    rf".{{0,30}}等 ?{COUNT} ?人赞同了该(?:文章|回答)",
)
VOTES = Rule(
    name="zhihu-votes",
    place=Place.HEAD,
    strong=cues(*_VOTES),
    need_strong=1,
    need=1,
)
"""The count of votes alone, where a clipper has taken author and column."""

HEAD = Rule(
    name="zhihu-head",
    place=Place.HEAD,
    strong=cues(
        *_VOTES,
        r"(?:首发|收录)于 ?[·•]? ?.{0,30}",
        r"目录 ?收起",
        rf"{COUNT} ?人关注了该问题",
    ),
    weak=cues(
        r"\+? ?(?:已?关注|关注[他她])",
        "关注问题",
        "写回答",
        "切换模式",
        "登录/注册",
        "目录",
        "收起",
        "创作声明[:：].{0,30}",
        rf"(?:编辑|发布)于 ?{DATE}.{{0,16}}",
    ),
    opening=cues("关注", rf"(?:编辑|发布)于 ?{DATE}.{{0,16}}"),
    need_strong=1,
    need=2,
    authors=True,
)
"""Column, author and the count of votes."""

TAIL = Rule(
    name="zhihu-tail",
    place=Place.TAIL,
    strong=cues(
        rf"(?:编辑|发布)于 ?{DATE}.{{0,16}}",
        rf"赞同 ?{COUNT}",
        r"(?:添加评论|" + COUNT + r" ?条评论)",
        r"申请转载",
        r"文章被以下专栏收录",
        r"理性发言，友善互动",
        r"还没有评论，发表第一个评论吧",
        r"欢迎参与讨论",
        r"发布一条带图评论吧",
        r"关于作者",
    ),
    weak=cues(
        "分享",
        "喜欢",
        "收藏",
        "收起",
        "举报",
        "推荐阅读",
        "默认",
        "最新",
        "想来知乎工作？.{0,40}",
        "赞同",
        "关注他",
        "发私信",
        "回答",
        "文章",
        "关注者",
    ),
    need_strong=3,
    need=5,
)
"""Dates, votes and the comment form."""

RULES = (TAIL, ATTRIBUTION, HEAD_ATTRIBUTION, HEAD, VOTES)
