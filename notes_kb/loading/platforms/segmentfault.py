"""SegmentFault: date and reading time above, licence and comments below."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, DATE, Place, Rule, cues

_DAY = rf"(?:{DATE}|[0-9]{{1,2}} ?月 ?[0-9]{{1,2}} ?日)"

HEAD = Rule(
    name="segmentfault-head",
    place=Place.HEAD,
    strong=cues(
        rf"发布于 ?{_DAY}(?: ?[·•]? ?.{{1,8}})?",
        rf"阅读 ?{COUNT} ?分钟",
        rf"{COUNT} ?(?:声望|粉丝)",
        rf"更新于 ?{_DAY}",
    ),
    weak=cues("关注作者", "关注", "头像"),
    need_strong=2,
    need=2,
    authors=True,
)
"""Author, date and reading time below the title."""

TAIL = Rule(
    name="segmentfault-tail",
    place=Place.TAIL,
    strong=cues(
        r"本作品系.{0,12}采用《?.{0,40}》?许可协议",
        r"本文系.{0,6}，.{0,4}阅读原文",
        rf"{COUNT} ?声望",
        r"引用和评论",
        r"评论支持部分 ?Markdown ?语法.{0,120}",
        r"登录参与评论",
        r"得票 ?最新",
        r"撰写评论 ?\.{0,3}",
        r"思否.{0,20}团队",
        rf"阅读 ?{COUNT} ?(?:发布于 ?{_DAY}|更新于 ?{_DAY})?",
    ),
    weak=cues(
        rf"(?:发布|更新)于 ?{_DAY}",
        rf"(?:赞|收藏|分享) ?(?:{COUNT})?",
        rf"{COUNT} ?粉丝",
        "关注作者",
        rf"(?:{COUNT}|暂无) ?条?评论",
        "推荐阅读",
        "得票",
        "最新",
        "[«»] ?(?:上|下)一篇.{0,80}",
        r"(?:上|下)一篇 ?[«»].{0,80}",
        "提交评论",
        "宣传栏",
    ),
    need_strong=2,
    need=4,
)
"""Licence, author card and comments."""

RULES = (TAIL, HEAD)
