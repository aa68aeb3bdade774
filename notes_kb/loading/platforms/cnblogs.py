"""cnblogs: the line that says when it was posted, comments, announcements."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import DATE, Place, Rule, cues

_POSTED = rf"posted (?:@|on) ?(?P<day>{DATE}) {{0,4}}(?P<author>\S.{{0,39}}?)? {{0,4}}阅读.{{0,30}}"
HEAD = Rule(name="cnblogs-head", place=Place.HEAD, strong=cues(_POSTED), need_strong=1, need=1)
"""Day, author and counters above the text, as newer skins have it."""

TAIL = Rule(
    name="cnblogs-tail",
    place=Place.TAIL,
    strong=cues(
        _POSTED,
        r"刷新评论 ?刷新页面 ?返回顶部",
        r"登录后才能查看或发表评论.{0,40}",
        r".{0,4}好文要顶.{0,40}",
        r"粉丝 ?- ?[0-9]{1,7} ?关注 ?- ?[0-9]{1,7}",
        r"Powered by:? ?\.NET.{0,40}",
        r"【推荐】.{1,80}",
        r"(?:编辑推荐|阅读排行|最新IT新闻|相关博文|历史上的今天|最新新闻)[:：]",
        r"[«»] ?(?:上|下)一篇[:：].{1,120}",
        r"园龄[:：].{1,20}",
        r"升级成为会员",
    ),
    weak=cues(
        r"分类[:：].{1,60}",
        r"标签[:：].{1,120}",
        r"\+加关注",
        "关注我",
        "收藏该文",
        "微信分享",
        "公告",
        r"昵称[:：].{1,30}",
        r"(?:粉丝|关注)[:：] ?[0-9]{1,7}",
        r"Copyright ©.{1,60}",
        "博客园.{0,10}",
        "编辑",
        "收藏",
        "举报",
    ),
    inner=cues(r"[·•] ?.{1,80}"),
    opening=cues(r"分类[:：].{1,60}", r"标签[:：].{1,120}"),
    need_strong=2,
    need=3,
)
"""Categories, neighbours, comment form and announcements."""

RULES = (TAIL, HEAD)
