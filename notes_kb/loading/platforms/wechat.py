"""WeChat official accounts: the call to follow above, the reading bar below."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, DATE, Place, Rule, cues

HEAD = Rule(
    name="wechat-head",
    place=Place.HEAD,
    strong=cues(
        r".{0,12}点击(?:上方|下方)?.{0,6}蓝字.{0,24}",
        r".{0,6}点击上方.{0,30}关注.{0,20}",
        r"以下文章来源于.{1,40}",
        r"在小说阅读器(?:中|读).{0,10}",
        r"(?:设为|加).{0,2}星标.{0,30}",
        r"听全文",
    ),
    weak=cues(
        "原创",
        "转载",
        "关注我们",
        "关注",
        "去阅读",
        rf"{DATE}",
        r"作者 ?[|｜].{1,20}",
        "公众号",
        r"以下文章来源于.{1,40}",
    ),
    opening=cues("原创", "关注", DATE),
    need_strong=1,
    need=2,
)
"""Account, date and the call to follow."""

TAIL = Rule(
    name="wechat-tail",
    place=Place.TAIL,
    strong=cues(
        r"预览时标签不可点",
        r"喜欢此内容的人还喜欢",
        r"微信扫一扫.{0,16}",
        r"(?:继续|向上)滑动看下一个",
        r"轻触阅读原文",
        r"[，,：:. ]{0,20}(?:视频)? ?(?:小程序)? ?赞 ?[，,] ?轻点两下取消赞.{0,30}",
        r"轻点两下取消(?:赞|在看)",
        r".{0,10}长按.{0,12}二维码.{0,24}",
        r"写留言",
        r"使用小程序",
        r"作者提示[:：].{0,30}",
        r"修改于 ?.{4,20}",
        r"Scan to Follow",
        r"个人观点，仅供参考",
    ),
    weak=cues(
        "阅读原文",
        rf"阅读 ?{COUNT}\+?",
        rf"在看 ?(?:{COUNT})?",
        rf"赞 ?(?:{COUNT})?",
        "分享",
        "收藏",
        "留言",
        "精选留言",
        "知道了",
        "取消",
        "允许",
        "关闭",
        "更多",
        "微信号",
        "投诉",
        r"人划线",
        rf"{COUNT}人划线",
        "，",
        r"×",
        r"分析",
    ),
    opening=cues("阅读原文", rf"阅读 ?{COUNT}\\+?", rf"在看 ?(?:{COUNT})?"),
    need_strong=2,
    need=4,
)
"""The bar below the article and the texts of its dialogs."""

RULES = (TAIL, HEAD)
