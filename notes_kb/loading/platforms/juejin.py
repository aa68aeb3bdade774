"""Juejin: reading time above, comments and columns below."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, DATE, Place, Rule, cues

HEAD = Rule(
    name="juejin-head",
    place=Place.HEAD,
    strong=cues(rf"阅读 ?{COUNT} ?分钟", r"专栏[:：].{1,40}", r"智能总结", r"AI ?代码助手.{0,20}"),
    weak=cues("关注", "已关注", DATE, r"\+? ?关注"),
    opening=cues("关注", "已关注"),
    need_strong=1,
    need=3,
    authors=True,
)
"""Author, date, views and reading time below the title."""

GLUED = Rule(
    name="juejin-byline",
    place=Place.HEAD,
    strong=cues(rf"(?P<day>[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}) ?{COUNT} ?阅读 ?{COUNT} ?分钟"),
    need_strong=1,
    need=1,
    authors=True,
)
"""Date, views and reading time as a copy glues them, the author above."""

TAIL = Rule(
    name="juejin-tail",
    place=Place.TAIL,
    strong=cues(
        r"抢首评，友善交流",
        r"登录 ?/ ?注册 ?即可发布评论[!！]",
        r"本文收录于以下专栏",
        r"看完啦，登录分享一下感受吧.{0,2}",
        r"找对属于你的技术圈子",
        r"回复「进群」.{0,20}",
        r"为你推荐",
        r"平等表达，友善交流",
        r"0 ?/ ?1000",
        r"暂无评论数据",
        r"温馨提示",
        r"当前操作失败.{0,30}",
        r"沉浸阅读",
    ),
    weak=cues(
        "标签[:：].{0,80}",
        "话题[:：].{0,80}",
        "上一篇",
        "下一篇",
        "专栏目录",
        "相关推荐",
        "精选内容",
        "目录",
        "收起",
        "发送",
        "点赞",
        "收藏",
        "评论",
        "分享",
        "举报",
        "关注",
        "已关注",
        "取消",
        "前往",
        "私信",
        "作者",
        "最热",
        "最新",
        r"#.{1,20}",
        rf"(?:评论|点赞|收藏|阅读) ?{COUNT}",
        "订阅专栏",
        "已订阅",
        r"专栏.{0,6}",
        rf"{COUNT} ?订阅",
        rf"{COUNT} ?篇文章",
    ),
    opening=cues("标签[:：].{0,80}", "话题[:：].{0,80}"),
    need_strong=2,
    need=4,
)
"""Tags, columns, comment form and recommendations."""

RULES = (TAIL, HEAD, GLUED)
