"""CSDN: red packet and payment, copyright line, article bar, page end, contents mark."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import AMOUNT, COUNT, DATE, Place, Rule, cues

RED_PACKET = Rule(
    name="csdn-red-packet",
    place=Place.TAIL,
    strong=cues(
        r"请填写红包祝福语.{0,8}",
        r"红包个数最小为[0-9]{1,4}个",
        r"红包金额最低[0-9.]{1,6}元",
        rf"当前余额{AMOUNT}前往充值 ?[>＞]?",
        rf"需支付[:：]{AMOUNT}元?",
        r"领取后你会自动成为.{0,20}粉丝.{0,6}",
        r"[0-9][.、．]余额是钱包充值的.{0,40}",
        r"[0-9][.、．]余额无法直接购买.{0,40}",
        r"抵扣说明[:：]",
        rf"钱包余额 ?{AMOUNT}",
        r"成就一亿技术人[!！]",
    ),
    weak=cues(
        "评论",
        "添加红包",
        "发出的红包",
        "实付",
        "使用余额支付",
        "点击重新获取",
        "扫码支付",
        "余额充值",
        "打赏作者",
        rf"{AMOUNT}元?",
        "你的鼓励将是我创作的最大动力",
    ),
    opening=cues("评论", "添加红包"),
    need_strong=3,
    need=5,
)
"""The form for red packets and rewards that stands below every article."""

_COPYRIGHT = cues(
    r"版权声明[:：] ?本文为.{0,80}CC ?4\.0 ?BY-SA.{0,60}",
    r"(?:本文|原文)链接[:：] ?https?://blog\.csdn\.net/[!-~]{1,200}",
)
COPYRIGHT = Rule(
    name="csdn-copyright",
    source=True,
    place=Place.TAIL,
    strong=_COPYRIGHT,
    weak=cues("[—-]{8,24}"),
    opening=cues("[—-]{8,24}"),
    need_strong=2,
    need=2,
)
"""What the site adds to copied text: the licence and the article's address."""

HEAD_COPYRIGHT = Rule(
    name="csdn-copyright-head",
    source=True,
    place=Place.HEAD,
    strong=_COPYRIGHT,
    need_strong=2,
    need=2,
)
"""The same above the article."""

ARTICLE_BAR = Rule(
    name="csdn-article-bar",
    source=True,
    place=Place.HEAD,
    strong=cues(
        rf"(?:最新推荐文章)?(?:已)?于 ?(?P<day>{DATE}) ?(?:首次)?(?:发布|修改)"
        r"(?:[ ·]?.{0,20}阅读.{0,10})?",
        rf"阅读量 ?{COUNT}",
        rf"点赞数? ?{COUNT}",
        r"分类专栏[:：].{0,80}",
        r"文章标签[:：].{0,120}",
        r"CC ?4\.0 ?BY-SA版权",
        r"版权声明[:：] ?本文为.{0,80}CC ?4\.0 ?BY-SA.{0,60}",
        r"本文链接[:：] ?https?://blog\.csdn\.net/[!-~]{1,200}",
    ),
    weak=cues(
        "原创",
        "转载",
        "翻译",
        "版权",
        "置顶",
        rf"收藏 ?{COUNT}",
        "收藏",
        rf"评论数? ?{COUNT}",
        rf"{COUNT} ?篇文章 ?{COUNT} ?订阅",
        "订阅专栏",
        "关注",
    ),
    opening=cues("原创", "转载", "翻译", "版权", rf"收藏 ?{COUNT}"),
    need_strong=2,
    need=4,
    authors=True,
)
"""Author, date and counters below the title."""

PAGE_END = Rule(
    name="csdn-page-end",
    place=Place.TAIL,
    strong=cues(
        r"觉得还不错\? ?一键收藏",
        r"参与评论 ?您还未登录.{0,40}",
        r"您还未登录，请先 ?登录.{0,20}",
        r"登录 ?后发表或查看评论",
        r"确定要放弃本次机会[？?]",
        r"福利倒计时.{0,20}",
        r"普通VIP年卡可用",
        r".{0,20}招贤纳士.{0,120}",
        r".{0,20}kefu@csdn\.net.{0,60}",
        r".{0,10}北京创新乐知网络技术有限公司.{0,60}",
        r".{0,40}版权与免责声明.{0,80}",
        r"被折叠的 ?.{0,12}条评论.{0,30}",
        r"相关推荐.{0,6}您将看到.{0,30}",
    ),
    weak=cues(
        "评论",
        "点赞",
        "踩",
        "收藏",
        "分享",
        "打赏",
        "关注",
        "举报",
        "专栏目录",
        "立即使用",
        "优惠劵",
        "关于我们",
        "商务合作",
        "寻求报道",
        "在线客服",
        "400-660-0108",
        r"工作时间.{0,16}",
        rf"(?:点赞|收藏|评论|分享) ?{COUNT}",
        r"查看更多评论",
        r"到底了[~～]?",
        r".{0,4}ICP备.{0,20}",
    ),
    opening=cues("点赞", "踩", rf"(?:点赞|收藏|评论|分享) ?{COUNT}"),
    need_strong=2,
    need=4,
)
"""The bar with the thumbs, the comment form, the company."""

CONTENTS_MARK = Rule(
    name="csdn-toc-mark",
    place=Place.TOP,
    strong=cues(r"@\[TOC\](?:[（(].{0,60}[)）])?", r"\[TOC\]", r"@TOC"),
)
"""The mark at which the site's editor puts a table of contents."""

RULES = (RED_PACKET, COPYRIGHT, PAGE_END, HEAD_COPYRIGHT, ARTICLE_BAR, CONTENTS_MARK)
