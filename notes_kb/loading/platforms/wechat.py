"""WeChat official accounts: calls to follow, account cards, other articles, the reading bar."""

from __future__ import annotations

import re

from notes_kb.loading.platforms.rule import (
    COUNT,
    DATE,
    Place,
    Rule,
    cues,
    find_cue,
    link_cue,
    marked_cue,
)
from notes_kb.loading.provenance import PLACE
from notes_kb.loading.rows import Row

_CALLS = (
    r".{0,16}(?:点击|戳)(?:上方|下方|上面|下面|文末)?.{0,8}(?:蓝字|蓝色字).{0,24}",
    r".{0,6}点击(?:上方|下方).{0,30}关注.{0,20}",
    r"(?:点击)?(?:上方|上面)蓝色?字体?.{0,4}关注.{0,24}",
    r".{0,20}(?:设为|加|添加)?(?:.{0,4})星标.{0,30}",
    r".{0,10}关注.{0,24}[，,] ?回复.{1,40}",
    r".{0,24}只对常读和星标.{0,120}",
    r".{0,24}(?:微信)?公众号(?:推送机制|又?改版|改了).{0,16}(?:星标|看不到|迷路).{0,40}",
)
_CARD = (r"[0-9]{1,5} ?篇原创内容",)
_ORIGINAL = r"(?:原创|original|转载|reprint)"
_POSTED = "(?:发表于|posted on)"
_DAY_AND_PLACE = rf"(?P<day>{DATE})(?: (?:{PLACE}))?"
_READER = (
    r"在(?:小说|小窗)阅读器(?:中|读|里).{0,10}",
    r"在公众号小说(?:中|里).{0,10}",
)
_AUTHOR = r" ?(?:作者|author)[:：]? ?(?P<author>[^，。]{1,30})"
"""The author of a text that was taken from another account; a comma stands before."""

_COVER = link_cue("", r"https?://mp\.weixin\.qq\.com/s")
"""A picture, or nothing at all, that leads to another article."""
_ARTICLE = link_cue(r".{4,120}", r"https?://mp\.weixin\.qq\.com/s", whole=True)
"""The title of another article, as its link."""
_BROKEN = cues(r"(?![•·\[])[^\[\]]{4,120}\]\(https?://mp\.weixin\.qq\.com/s[!-~]{0,300}\)")
"""The same, where its cover stands on the line above and the link holds both."""
_OLD_TITLES = link_cue(r"(?:>> ?[^>]{4,80}){1,6}", r"https?://mp\.weixin\.qq\.com/s")
"""Such titles beside their covers, all on one line."""
_OLD_TITLE = marked_cue(">>", r"(?:>> ?)?[^>\s].{3,80}(?<![。；：])")
"""The title of another article behind two marks, as some accounts list them."""

BYLINE = Rule(
    name="wechat-byline",
    place=Place.HEAD,
    strong=(
        *cues(
            rf"{_ORIGINAL} (?P<names>.{{1,60}}?) ?{_DAY_AND_PLACE}",
            rf"{_ORIGINAL} (?P<names>.{{1,60}}?) ?(?P<day>{DATE}) ?{_POSTED} ?.{{1,12}}",
            rf"(?P<names>[^，。：:]{{1,60}}?) ?(?P<day>{DATE}) ?{_POSTED} ?.{{1,12}}",
        ),
        link_cue(
            rf"(?:{_ORIGINAL} )?(?!.*(?:点击|这里|展开|查看|click|here|show))"
            r"(?P<names>[^，。：:]{1,60})",
            r"javascript:(?:void\\?\(0\\?\))?;?$",
        ),
    ),
    need_strong=1,
    need=1,
)
"""Author, account, day and place on one line."""

BYLINE_ALONE = Rule(
    name="wechat-byline",
    place=Place.HEAD,
    strong=cues(
        rf"(?!{_ORIGINAL} )(?P<names>[^，。：:]{{1,60}}?) {_DAY_AND_PLACE}", _DAY_AND_PLACE
    ),
    need_strong=1,
    need=1,
)
"""The same without a word that says whose the text is: on a page of WeChat, and as it marks it."""
_MARKED_DAY = re.compile(r"[^*\n]{0,60}\*[^*\n]{8,40}[0-9]:[0-9]{2}\*(?: \*[^*\n]{1,24}\*)?")
"""A day and an hour in emphasis at the end, or a place behind."""


def is_byline(row: Row) -> bool:
    """Tell the line of names, day and hour that stands first on a page of WeChat's."""
    marked = not row.opaque and _MARKED_DAY.fullmatch(row.raw.strip()) is not None
    return marked and find_cue(BYLINE_ALONE.strong, row) >= 0


BYLINE_ROWS = Rule(
    name="wechat-byline",
    place=Place.HEAD,
    strong=cues(rf"{_ORIGINAL} (?P<names>[^，。：:]{{1,60}})"),
    weak=cues(_DAY_AND_PLACE),
    opening=cues(_DAY_AND_PLACE),
    need_strong=1,
    need=2,
)
"""The same on two lines: author and account, then day and place."""

COLLECTIONS = Rule(
    name="wechat-collections",
    place=Place.HEAD,
    strong=cues(
        r"收录于(?:合集|专辑|话题)(?: ?#.{1,60})?",
        r"(?:#?[^，。：:]{1,24}?)?[0-9]{1,4} ?个",
    ),
    need_strong=2,
    need=2,
)
"""The collections of the account that hold the article."""

LABEL = Rule(
    name="wechat-collections-label",
    place=Place.HEAD,
    strong=cues(r"收录于(?:合集|专辑|话题)"),
    need_strong=1,
    need=1,
)
"""Their label, where their names did not come along."""

NEWSROOM = Rule(
    name="wechat-newsroom",
    place=Place.HEAD,
    strong=cues(
        r"(?P<author>[^，。：:]{1,24}?) (?:发自|整理自|编辑自) .{1,10}",
        r"(?P<account>[^，。：:|｜]{1,16}?)(?: (?:出品|报道|编译))?"
        r" ?[|｜] ?公众号 ?[A-Za-z][\w-]{2,30}",
    ),
    need_strong=2,
    need=2,
)
"""Who reports from where, and for which account."""

HEAD = Rule(
    name="wechat-head",
    place=Place.HEAD,
    strong=cues(
        *_CALLS,
        *_CARD,
        r"(?:以下文章来源于|the following article is from)"
        rf" ?(?P<account>[^，,。]{{1,40}}?)(?:(?: ?[，,])?{_AUTHOR})?",
        *_READER,
        rf"(?P<day>{DATE}) ?{_POSTED} ?.{{1,12}}",
        rf"_?{_POSTED}_? ?(?:{PLACE})",
        r"功能介绍 .{1,200}",
        r"听全文",
        r"点(?:我|这里).{0,8}关注.{0,40}",
    ),
    weak=cues(
        "原创",
        "转载",
        "关注我们",
        "关注",
        "去阅读",
        "original",
        rf"(?!{_ORIGINAL} )(?P<names>[^，。：:]{{1,40}}?) {_DAY_AND_PLACE}",
        _DAY_AND_PLACE,
        rf"[，,]{_AUTHOR}",
        "，",
        r"微信号 ?[A-Za-z][\w-]{4,30}",
        rf"_?{_POSTED}_?(?: ?.{{1,12}})?",
        r"作者 ?[|｜] ?(?P<author>.{1,20})",
        "公众号",
        "小程序",
        "视频号",
        r"加入我们.{1,24}",
    ),
    opening=cues(
        "原创",
        "关注",
        _DAY_AND_PLACE,
        "公众号",
        "去阅读",
        "，",
        rf"[，,]{_AUTHOR}",
        rf"_?{_POSTED}_?(?: ?.{{1,12}})?",
    ),
    cards=cues(*_CARD),
    need_strong=1,
    need=2,
    authors=True,
    account=True,
)
"""Account, date, where it was taken from, and the call to follow."""

CALL = Rule(
    name="wechat-call",
    place=Place.HEAD,
    strong=cues(
        r".{0,24}只对常读和星标.{0,120}",
        r".{0,16}(?:点击|戳)(?:上方|下方|上面|下面)?.{0,8}蓝字.{0,12}(?:关注|星标).{0,24}",
        r"点击(?:上方|下方).{0,30}(?:关注|星标|订阅).{0,20}",
        r"(?:点击)?(?:上方|上面)蓝色?字体?.{0,4}关注.{0,24}",
    ),
    need_strong=1,
    need=1,
)
"""The call to follow, alone above the article."""

_OPENERS = (
    r".{0,12}往期(?:精彩|回顾|推荐|文章|热文|好文|内容|原创|阅读|精选|热门|干货|历史).{0,16}",
    r"(?:前文|往期)(?:阅读|推荐|回顾|直达)[:：]?",
    r"(?:精选|历史|精彩)(?:历史|精选)?文章.{0,8}[:：]",
    r"猜你(?:可能)?(?:还)?(?:喜欢|感兴趣|想看)(?:[|｜丨].{1,8})?",
    r"(?:其他人|大家|读者|他们)(?:都|也)?(?:在看|还看了|还在看|在读)",
    r"[\[【（(]?(?:历史|近期|热门)(?:好文|热文|热门文章|精选|回顾)[\]】）)]?",
    r"[-—=*·|/ ]{0,4}(?:更多|其他|历史|热门)(?:热门|精彩|推荐|原创|好)?(?:文章|内容|阅读|推荐)"
    r"[-—=*·|/:： ]{0,4}",
)
_SIDE_OPENERS = (
    r"[-—=*·|/▼▽↓👇 【\[]{0,4}(?:推荐|延伸|相关|拓展|扩展)(?:阅读|文章)[-—=*·|/:：▼▽↓👇 】\]]{0,4}",
    r"[-—=*·|/▼▽↓👇 【\[]{0,4}(?:阅读|热文|好文|热门|精彩)推荐[-—=*·|/:：▼▽↓👇 】\]]{0,4}",
    r"更多阅读[:：]?",
    r"recommend(?:ed)?",
)
_ENDINGS = (
    r"[-—–·•\s|/（(【《=*©~]{0,6}(?:the ?end|end|fin|完|全文完|本文完|正文完|文完)"
    r"[-—–·•\s|/）)】》.。=*~]{0,6}"
)

ACCOUNT = Rule(
    name="wechat-account",
    place=Place.TAIL,
    strong=cues(
        *_OPENERS,
        *_CARD,
        r"(?!• ).{0,24}(?:长按|扫描?|识别|扫一扫).{0,16}(?:二维码|小程序码).{0,30}",
        r".{0,12}扫码(?:即可)?(?:关注|加入|添加|进群|领取|入群|咨询|报名|订阅).{0,16}",
        r".{0,10}(?:欢迎|记得|点击下方|点击上方|戳|快来|点这里|点我).{0,14}关注.{0,24}",
        r".{0,10}(?:点击|长按).{0,6}(?:名片|卡片|下方).{0,6}关注.{0,16}",
        r".{0,6}(?:点击)?关注(?:下方|上方)?(?:名片|卡片|二维码).{0,16}",
        r".{0,6}好看你?就分享.{0,4}有用你?就点个?赞.{0,6}",
        r"[球求](?:分享|点赞|在看|收藏|关注)",
        r"感谢(?:您|你)抽出(?:.{0,20}阅读本文)?",
        r"来阅读本文",
        r".{2,24}(?:交流|粉丝)群招新.{0,6}",
        r".{0,40}点(?:个|一下|亮|点|击)?.{0,8}[「“\"'【 ]?(?:在看|再看|小花).{0,24}",
        r".{0,30}[「“\"'【](?:在看|点赞|分享|转发|收藏)[」”\"'】].{0,30}",
        r"喜欢.{0,16}(?:点|关注|转发|分享).{0,24}",
        r"(?![•·]).{0,24}(?:加|设置?|标)(?:个|为|记|上)?.{0,2}星标.{0,20}",
        r"\W{0,3}星标.{2,20}(?:不错过|不迷路|第一时间).{0,12}",
        r".{0,20}后台回复.{1,40}",
        r"已结束直播，可观看回放",
        r".{0,12}(?:图片|配图|素材|插图|视频).{0,6}(?:源自|来自|来源于?|源于|取自).{0,8}"
        r"(?:网络|互联网).{0,30}",
        r".{0,30}(?:侵权|侵删).{0,4}(?:联系|删|告知).{0,16}",
        r"(?!.{0,4}著作权).{0,24}转载.{0,12}(?:请|需|须|务必).{0,6}(?:联系|注明|添加|后台|申请|授权|获得|标注|在).{0,50}",
        r"(?!• ).{0,16}(?:公众号|微信号|微信公众号)(?: ?ID)?[:：] ?.{1,40}",
        r"搜索文章丨.{1,60}",
        r"[“「]?(?:投稿|商务合作|商务|合作|爆料|加群|进群|寻求报道|投稿或寻求报道|转载|约稿).{0,10}"
        r"[:：] ?.{1,60}",
        r"(?:本文|文章|以上内容)?(?:仅代表|仅为|为)作者.{0,6}(?:观点|立场).{0,30}",
        r"[*＊]?本文.{1,30}(?:授权|原创).{0,8}(?:刊载|发布|转载|文章|首发).{0,60}",
        r"目前 ?[0-9]{1,8}\+?人已关注.{0,10}",
        r"您目前设备暂不支持播放",
        r"本文不构成.{0,8}投资建议.{0,60}",
        r"本文(?:首发|原创)(?:于|发布于|自)?(?:微信)?公众号.{1,90}转载请.{1,20}",
        r"本文原创发布于.{1,20}，未经.{0,8}(?:许可|授权)，?禁止转载。?",
    ),
    weak=(
        _COVER,
        *cues(
            r"关注[^，。：:]{2,16}",
            *_SIDE_OPENERS,
            "公众号",
            "服务号",
            "视频号",
            "小程序",
            r".{1,24} ， ， ，?.{0,30}",
            r"，赞 ?[0-9]{0,8}",
            "阅读原文",
            r".{0,12}(?:点击|戳)[「“\"'【↓👇 ]{0,2}阅读原文.{0,40}",
            "关注我们",
            "扫码加入",
            "扫码即可加入",
            r"[（(]?点击(?:文字|标题|图片|下图|链接|下方|名片).{0,4}(?:即可)?(?:阅读|查看|跳转|购买|了解).{0,16}[）)]?",
            r"微信扫一扫.{0,16}",
            r"[-—↓ ]{0,4}(?:点击|戳).{0,10}购买.{0,40}",
            r"热点视频.{0,8}",
            r"(?:公众号)?ID[:：] ?[A-Za-z][\w-]{2,30}",
            _ENDINGS,
        ),
    ),
    inner=(*cues(r"[^。！？]{1,60} \| [^。]{1,30}"), _OLD_TITLE, *_BROKEN),
    opening=cues(*_SIDE_OPENERS, _ENDINGS, "关注我们"),
    cards=cues(*_CARD, r".{1,24} ， ， ，?.{0,30}"),
    lists=cues(*_OPENERS, *_SIDE_OPENERS),
    listed=(_ARTICLE, *_BROKEN),
    need_strong=1,
    need=2,
    links=True,
    authored=True,
)
"""What an account puts below its articles: other articles, its card, calls and conditions."""

RECOMMENDED = Rule(
    name="wechat-recommended",
    place=Place.TAIL,
    strong=cues(*_SIDE_OPENERS),
    weak=(_COVER,),
    need_strong=1,
    need=2,
    links=True,
    authored=True,
)
"""Other articles, each shown by a picture that leads to it."""

ARTICLES = Rule(
    name="wechat-articles",
    place=Place.TAIL,
    strong=cues(*_SIDE_OPENERS, *_OPENERS),
    weak=(_COVER, _ARTICLE, *_BROKEN),
    inner=(_OLD_TITLE,),
    need_strong=1,
    need=2,
    authored=True,
)
"""Other articles of accounts by their titles; links that lead elsewhere are further reading."""

COVERS = Rule(
    name="wechat-covers",
    place=Place.TAIL,
    strong=(_COVER, _OLD_TITLES),
    inner=(_OLD_TITLE,),
    need_strong=1,
    need=1,
    authored=True,
)
"""The same without a word above."""

_BEFORE_TITLE = (
    r"[\[【（(]?(?:(?:推荐|延伸|相关|拓展|扩展|往期|前文)(?:阅读|文章|推荐|回顾)|(?:上篇|上一篇|前一篇)(?:文章)?"
    r"|往期)[\]】）)]?[:：] ?.{4,120}"
)
LABELLED = Rule(
    name="wechat-labelled",
    place=Place.TAIL,
    strong=(link_cue(_BEFORE_TITLE, r"https?://mp\.weixin\.qq\.com/s"),),
    need_strong=1,
    need=1,
    authored=True,
)
"""Other articles, each behind a label of its own."""

CALL_BELOW = Rule(
    name="wechat-call-below",
    place=Place.TAIL,
    strong=cues(
        r"(?![•·])[^。]{0,40}点(?:个|一下|亮|点|击).{0,6}[「“\"'【 ]?(?:在看|再看)[」”\"'】]?"
        r"[^。]{0,24}",
        r"(?![•·])(?=.*(?:在看|[3三]连))(?:[^。，,]{0,8}[，,])?(?:分享|点赞|在看|收藏|转发)"
        r"(?:[、，,/ ]{0,3}(?:分享|点赞|在看|收藏|转发)){1,3}"
        r"[，,！!～~ 3三连走起吧哦啦都在这里]{0,12}",
        r"(?![•·])[^。]{0,30}一键三连[^。]{0,30}",
        r"支持[^。]{1,16}就?(?:点|来)个三连[^。]{0,6}",
        r"(?![•·])[^。]{0,12}三连[加和，、]?关注[^。]{0,16}。?",
    ),
    need_strong=1,
    need=1,
    authored=True,
)
"""The call to pass the article on, alone below it."""

_WHERE = r"(?:下方|文末|本文)?的?(?:评论|留言)区(?:里|中)?"
_INVITED = r"(?:欢迎|快|来|请|记得|不妨|可以|一起|通通|都|我们|咱们|大家){0,3}(?:在|来|到|去)?"
_SAID = (
    r"(?:和|跟|与|给|快|来|一起|大家|我们|你|等){0,4}"
    r"(?:见|聊|说|唠|告诉|分享|留言|讨论|交流|互动)(?!的|什么|了)[^。：:，,；;？?的]{0,12}"
)
TALK_BELOW = Rule(
    name="wechat-talk-below",
    place=Place.TAIL,
    strong=cues(
        rf"(?![•·])(?:[^。：:]{{2,24}}[，,！!？?～~ ])?\W{{0,3}}{_INVITED}{_WHERE}(?:{_SAID}|见。)",
        r"(?:欢迎|快|一起)?来(?:评论|留言)区[，,！!～~]{0,3}",
    ),
    weak=cues(r"(?:和|跟|与)(?:大家|我们)(?:一起)?(?:分享|聊聊|说说|交流)(?:一下)?吧[～~！!]{0,3}"),
    inner=(_OLD_TITLE,),
    need_strong=1,
    need=1,
    authored=True,
)
"""The call to talk below the article, alone or with titles of others behind it."""

_COLLECTION = r"[^，。]{1,24} · 目录"
LABELS_BELOW = cues(
    *(
        rf"(?![•·])(?:{text})"
        for text in (*_SIDE_OPENERS, *_OPENERS, _ENDINGS, "阅读原文", _COLLECTION)
    )
)
"""The mark of the end, or the label of a list that did not come along."""

TAIL = Rule(
    name="wechat-tail",
    place=Place.TAIL,
    strong=cues(
        r"预览时标签不可点",
        r"收录于话题.{0,20}",
        r"喜欢此内容的人还喜欢",
        r"不看的原因",
        r"内容(?:质量低|低质) ?(?:不看此公众号(?:内容)?)?",
        r"不看此公众号(?:内容)?",
        r"已同步到看一看.{0,12}",
        r"前往[“\"「]发现[”\"」].{0,40}",
        r"看一看入口已关闭",
        r"发送到看一看",
        r"最多200字，当前共.{0,6}字?",
        r"微信扫一扫.{0,16}",
        r"关注该公众号",
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
        rf"阅读 ?(?:{COUNT})?\+?",
        rf"在看 ?(?:{COUNT})?",
        rf"赞 ?(?:{COUNT})?",
        "不喜欢",
        "确定",
        "分享",
        "收藏",
        "听过",
        "留言",
        r".{1,24} · 目录",
        "精选留言",
        "知道了",
        "我知道了",
        "取消",
        "允许",
        "关闭",
        "更多",
        "发送",
        "发送中",
        "已发送",
        "前往看一看",
        "上一篇 ?下一篇",
        "微信号",
        "投诉",
        "人划线",
        rf"{COUNT}人划线",
        "，",
        r"×",
        "分析",
    ),
    opening=cues("阅读原文", r".{1,24} · 目录", rf"阅读 ?{COUNT}\+?", rf"在看 ?(?:{COUNT})?"),
    need_strong=2,
    need=4,
    links=True,
)
"""The bar below the article and the texts of its dialogs."""

RULES = (
    TAIL,
    ACCOUNT,
    RECOMMENDED,
    ARTICLES,
    COVERS,
    LABELLED,
    CALL_BELOW,
    TALK_BELOW,
    BYLINE,
    BYLINE_ROWS,
    COLLECTIONS,
    LABEL,
    NEWSROOM,
    HEAD,
    CALL,
)
