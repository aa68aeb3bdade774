"""Jianshu: counters above, rights and rewards below."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, DATE, Place, Rule, cues

HEAD = Rule(
    name="jianshu-head",
    place=Place.HEAD,
    strong=cues(rf"字数 ?{COUNT}", rf"阅读 ?{COUNT}", r"IP属地[:：] ?.{1,8}", r"赞赏支持"),
    weak=cues("关注", DATE, r"[0-9.]{8,10} [0-9:]{5,8}", rf"(?:评论|喜欢) ?{COUNT}"),
    need_strong=2,
    need=3,
    authors=True,
)
"""Author, date, words and views below the title."""

TAIL = Rule(
    name="jianshu-tail",
    place=Place.TAIL,
    strong=cues(
        r"©? ?著作权归作者所有[,，]转载.{0,30}",
        r"【?平台声明】?[:：]?.{0,30}文章内容.{0,160}",
        r"最后编辑于[:：] ?.{8,22}",
        r"更多精彩内容，就在简书.{0,6}",
        r".{0,2}小礼物走一走，来简书.{0,8}",
        r"赞赏支持.{0,20}",
        r"还没有人赞赏，支持一下",
        rf"总资产 ?{COUNT}.{{0,40}}共写了.{{0,60}}",
        r"被以下专题收入.{0,20}",
        r"推荐阅读.{0,2}更多精彩内容",
        rf"{COUNT} ?人点赞",
    ),
    weak=cues(
        "日记本",
        "随笔",
        "关注",
        "赞赏",
        "下载简书APP",
        "评论",
        "赞",
        "举报文章",
        "总资产.{0,20}",
        rf"(?:评论|赞|喜欢) ?{COUNT}",
        rf"{COUNT} ?赞",
        "写下你的评论.{0,4}",
        "登录",
    ),
    opening=cues("日记本", "随笔"),
    need_strong=2,
    need=3,
)
"""Rights, rewards, collections and comments."""

RULES = (TAIL, HEAD)
