"""Chinese news and column sites: 36kr, Huxiu, Woshipm, SSPAI and others that reprint."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, DATE, Place, Rule, cues

TAIL = Rule(
    name="news-tail",
    place=Place.TAIL,
    strong=cues(
        r"(?:该文|本文|文章)?观点仅代表作者(?:本人|个人)?.{0,40}(?:平台|信息存储空间).{0,30}",
        r"本内容为作者独立观点，不代表.{1,12}立场.{0,60}",
        r"(?:文章)?为作者独立观点，不代表.{1,12}立场。?",
        r"如对本稿件有异议或投诉，请联系.{1,40}",
        r"未经允许不得转载，授权事宜请联系.{1,40}",
        r"本文由 ?@.{1,30}(?:原创|授权|翻译)?发布于.{1,40}",
        r"题图来自 ?.{1,24}(?:，|, ?)基于 ?.{1,10}协议。?",
        r"36氪欧洲总站.{1,80}",
        r"© ?20[0-9]{2} .{1,40} all rights reserved\.?",
        r"正在改变与想要改变世界的人，都在 ?虎嗅app.{0,6}",
        r"给作者打赏，鼓励TA抓紧创作！",
        r"(?:下载|关注).{0,16}(?:，|,)?(?:一起)?.{0,20}(?:正版软件|让世界更美好|优质内容).{0,30}",
        r"实用、好用的 ?正版软件.{0,30}",
        r"(?:人人都是产品经理|运营派|鸟哥笔记|虎嗅|36氪|钛媒体|少数派).{0,30}(?:原创|首发|发布).{0,40}",
    ),
    weak=cues(
        rf"(?:收藏|点赞|评论|分享|好评) ?(?:{COUNT})?",
        rf"{COUNT} ?(?:收藏|点赞|评论|人赞赏|人打赏|好评|浏览)",
        "赞赏",
        "打赏",
        "举报",
        "更多精彩内容.{0,30}",
        "(?:相关|推荐|热门|最新)(?:文章|阅读|推荐|资讯)",
        "查看更多.{0,10}",
        "专栏作家",
        "评论.{0,6}",
        DATE,
    ),
    need_strong=1,
    need=1,
    links=True,
)
"""Whose opinion it is, who may reprint it, and the bar below."""

RULES = (TAIL,)
