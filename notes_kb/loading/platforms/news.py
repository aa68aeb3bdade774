"""Chinese news and column sites: 36kr, Huxiu, Woshipm, SSPAI and others that reprint."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, DATE, Place, Rule, cues
from notes_kb.loading.provenance import PLACE

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
        r"责任编辑[:：] ?[^，。：:]{1,16}?[ _]?[a-z]{1,3}[0-9]{2,6}",
        r"返回搜狐，?查看更多.{0,30}",
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

INFOQ = Rule(
    name="infoq-head",
    place=Place.HEAD,
    strong=cues(
        r"本文字数[:：] ?[0-9]{1,6} ?字?",
        r"阅读(?:完需|时长)[:：] ?约? ?[0-9~～-]{1,7} ?(?:分钟|min)",
    ),
    weak=cues(PLACE, rf"(?P<day>{DATE})"),
    need_strong=2,
    need=2,
    authors=True,
)
"""Author, day, place, length and reading time, as InfoQ China and some accounts have them."""

SSPAI = Rule(
    name="sspai-head",
    place=Place.HEAD,
    strong=cues(
        r"matrix ?(?:首页推荐|精选|社区)",
        r"(?:matrix )?是少数派的写作社区.{0,160}",
        r"文章代表作者(?:个人)?观点，少数派仅对标题和排版略作修改。?",
    ),
    weak=cues("matrix"),
    need_strong=1,
    need=1,
)
"""What SSPAI says above the articles of its readers."""

COLUMN = Rule(
    name="news-head",
    place=Place.HEAD,
    strong=cues(rf"(?P<author>[^，。：:·]{{1,30}}?) ?· ?(?P<day>{DATE})"),
    weak=cues(r"\+? ?已?关注", "阅读原文", "收藏", "分享", "摘要"),
    opening=cues(r"\+? ?已?关注"),
    need_strong=1,
    need=2,
)
"""Author and day, the button to follow below."""

ZSXQ = Rule(
    name="zsxq-head",
    place=Place.HEAD,
    strong=cues(r"来自[:：]? ?.{1,30}星球", rf"阅读人数[:：]? ?{COUNT}", "扫码加入星球"),
    weak=cues(DATE, "精华", "展开全部", "查看详情"),
    opening=cues(DATE),
    need_strong=1,
    need=2,
    authors=True,
)
"""Where a post of a paid group stood, its author and day."""

BILIBILI = Rule(
    name="bilibili-head",
    place=Place.HEAD,
    strong=cues(
        rf"(?P<day>{DATE}) ?-{{1,2}} ?(?:{COUNT})? ?(?:浏览|阅读)(?: ?· ?.{{1,40}})?",
        rf"粉丝[:：] ?{COUNT} ?文章[:：] ?{COUNT}",
    ),
    weak=cues(r"\+? ?已?关注", "收录于文集", rf"共 ?{COUNT} ?篇"),
    opening=cues(r"\+? ?已?关注"),
    need_strong=1,
    need=2,
    authors=True,
)
"""Day, counters and author of a column."""

FEISHU = Rule(
    name="feishu-head",
    place=Place.HEAD,
    strong=cues(
        rf"(?:最近|最后|上次)(?:修改|更新|编辑)(?:时间|于)?[:：]? ?(?P<day>{DATE})",
        r"(?:今天|昨天|前天|[0-9]{1,2} ?月 ?[0-9]{1,2} ?日) ?(?:修改|更新|编辑)",
    ),
    weak=cues("分享", "添加图标", "添加封面", "评论", "复制链接", "权限"),
    opening=cues("分享"),
    need_strong=1,
    need=2,
    authors=True,
)
"""Owner and day of a document, and its buttons."""

NOTION = Rule(
    name="notion-head",
    place=Place.HEAD,
    strong=cues(
        r"(?:created|last edited) (?:time|by)[:：] ?.{1,60}",
        r"(?:创建|上次编辑|最后编辑)(?:时间|人|者)[:：] ?.{1,60}",
    ),
    weak=cues(r"(?:created|updated|status|type|priority|property|状态|类型|优先级)[:：] ?.{1,60}"),
    opening=cues(r"(?:created|updated|status|type|状态|类型)[:：] ?.{1,60}"),
    need_strong=1,
    need=2,
)
"""Properties of a page that say nothing of its text; author, tags and address stay."""

RULES = (TAIL, INFOQ, SSPAI, COLUMN, ZSXQ, BILIBILI, FEISHU, NOTION)
