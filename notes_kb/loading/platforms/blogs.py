"""Self-hosted blogs: what common themes and comment services put below an article."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, DATE, NO_POINT, Place, Rule, cues, link_cue

TAIL = Rule(
    name="blog-tail",
    place=Place.TAIL,
    strong=cues(
        r".{0,40}您的支持将鼓励我继续创作.{0,30}",
        r"如果觉得(?:我的)?(?:文章|这篇文章|本文)对(?:您|你)有(?:用|帮助).{0,60}",
        r"(?:本文|文章|博客)?作者[:：] ?.{1,40}本文(?:链接|标题)[:：].{1,200}",
        r"本博客所有文章除特别声明外.{0,80}(?:许可协议|协议).{0,60}",
        r"版权声明[:：] ?.{0,60}(?:除特别声明外|许可协议|转载请注明).{0,80}",
        r"(?:please enable javascript to view the )?comments powered by .{1,30}",
        r"powered by (?:hexo|hugo|jekyll|gitalk|disqus|valine|waline|twikoo|typecho|halo).{0,80}",
        r"由 ?(?:hexo|hugo|jekyll|typecho|halo) ?.{0,20}(?:驱动|强力驱动).{0,60}",
        r"发表回复 ?(?:取消回复)?",
        r"您的邮箱地址不会被公开.{0,40}",
        r"来必力评论.{0,20}",
        r"本站总访问量.{0,60}",
        r"login with github to comment",
        r"使用 ?github ?登录.{0,20}",
    ),
    weak=cues(
        "打赏(?:支持)?",
        "赞赏(?:支持)?",
        "微信支付",
        "支付宝",
        "微信打赏",
        r"(?:本文|文章)(?:作者|链接|标题)[:：].{1,200}",
        r"许可协议[:：].{1,60}",
        r"(?:上|下)一篇[:：]?.{0,80}",
        r"(?:previous|next|older|newer)(?: post)?s?.{0,80}",
        r"(?:更多阅读|相关文章|相关推荐|文章目录|归档|友情链接).{0,4}",
        rf"{COUNT} ?(?:条)?(?:评论|comments?)",
        r"(?:评论|留言|comments?) ?[（(]?(?:[0-9]{0,6})[)）]?",
        r"© ?20[0-9]{2}.{0,80}",
        r"#.{1,24}",
        DATE,
        "-{0,3} ?本文结束.{0,20}",
    ),
    opening=cues("打赏(?:支持)?", "赞赏(?:支持)?", "-{0,3} ?本文结束.{0,20}"),
    need_strong=1,
    need=2,
    links=True,
)
"""Rewards, licence, neighbours and the comment service."""

HEAD = Rule(
    name="blog-head",
    place=Place.HEAD,
    strong=cues(
        r"阅读次数[:：].{0,10}",
        r"本文字数[:：].{0,10}",
        r"阅读时长 ?(?:≈|&asymp;).{0,10}",
        r"分类于.{0,30}",
    ),
    weak=cues(
        rf"(?:发表|发布|更新)于 ?(?P<day>{DATE})?",
        rf"(?P<day>{DATE})",
        r"[0-9.]{1,6} ?k",
        r"[0-9]{1,4} ?分钟",
    ),
    opening=cues(r"[0-9.]{1,6} ?k", r"[0-9]{1,4} ?分钟"),
    need_strong=2,
    need=4,
)
"""Day, category, words and reading time below the title."""

WEEKLY = Rule(
    name="weekly-head",
    place=Place.HEAD,
    strong=cues(
        r"这里记录(?:过去)?每周值得.{2,30}，.{0,12}(?:发布|更新)。.{0,80}",
        r"(?:本杂志|本周刊|本项目)开源.{0,16}欢迎.{0,120}",
    ),
    need_strong=2,
    need=2,
)
"""What a weekly journal says above each of its issues."""

PAGER = Rule(
    name="blog-pager",
    place=Place.TAIL,
    strong=(
        link_cue(
            rf"«.{{1,160}}»|{NO_POINT}[«‹←]? ?"
            r"(?:[上下]一[篇页章节课]|[前次]の(?:記事|ページ)|previous|next|older|newer).{0,80}",
            r"https?://",
            whole=True,
        ),
    ),
    need_strong=1,
    need=1,
)
"""Links to the articles before and after."""

RULES = (TAIL, HEAD, WEEKLY, PAGER)
