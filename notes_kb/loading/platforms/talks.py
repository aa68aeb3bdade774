"""Calls to talk below an article, and the questions that stand above them; on any platform."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes_kb.loading.platforms.rule import NO_POINT, Place, Rule, cues
from notes_kb.loading.rows import Row

_POLL = (
    r"(?=.{4,40}[？?！!～~呢吗]{1,3}$)(?=.*(?:你|您|大家))"
    r"(?=.*(?:哪|什么|最爱|喜欢|推荐|想去|分享|如何看)).*"
)
"""A question to the reader."""
TALK = Rule(
    name="reader-talk",
    place=Place.TAIL,
    strong=cues(
        r"(?![•·*-] )\W{0,4}(?:(?:每日|今日|本期|今天|文末|每人|读者|有奖)(?:互动)?(?:话题|互动)"
        r"|互动话题|评论留言|互动有[奖礼]|互动送好礼|极客一问)(?:讨论|奖品)?\W{0,4}",
        rf"{NO_POINT}(?=.*(?:评论|留言|点赞))(?=.*(?:选出|抽取|抽出|抽[0-9一两三五十]|送出|寄送|赠送|送上|任选))"
        r"(?=.*(?:位|名|个|本|份|截止))"
        r"(?=.*(?:我们|小编|福利|截止|奉上|区抽|将为|粉丝)).{10,180}",
        rf"{NO_POINT}(?=.*(?:获奖|中奖)(?:用户|者|名单|同学|读者))"
        r"(?=.*(?:请于|请在|请私信|回复|领取|公布|邮寄)).{8,160}",
        r"(?![•·])\W{0,3}(?:赶快|赶紧|快来?|欢迎)留言(?:吧|哦|哟|告诉).{0,16}",
        r"(?![•·])\W{0,3}(?:欢迎|快来?|请|可以|一起|记得|并){1,3}(?:在|来|到|去)?(?:下方|文末|本文)?的?"
        r"(?:评论|留言)区(?:里|中)?(?:和|跟|与)[^。，：:]{1,12}(?:分享|聊聊|说说|讨论|交流)[^。：:；;？?的]{0,12}",
    ),
    weak=cues(
        r".{0,24}(?:送出|赠送|寄送).{2,40}(?:一|1|[0-9]{1,2}) ?(?:本|份|个|张|套).{0,8}",
        r"\W{0,3}转发(?:本文|文章|朋友圈)\W{0,3}",
    ),
    inner=cues(_POLL),
    opening=cues(r"\W{0,3}转发(?:本文|文章|朋友圈)\W{0,3}"),
    need_strong=1,
    need=1,
    authored=True,
)
"""The call to talk below an article, its question, and what is to be won."""

_TALKS = re.compile(r"(?:评论|留言)区|留言(?:吧|哦|哟|告诉)")
_FOLLOWS = re.compile(r"关注|转发|点赞")
_POLLED = re.compile(_POLL)
_SHORT = 32
"""Characters of the longest line of a question to the reader."""
_MOST_ASKED = 5
_QUESTION = re.compile(
    rf"{_POLL}|(?=.*[你您哪吗呢么几]).{{2,30}}[？?]|.{{2,30}}呢[？?！!～~]?|.{{0,20}}(?:你|大家).{{0,12}}吗[？?！!～~]{{0,2}}"
)


def count_questions(above: Sequence[Row], part: Sequence[Row]) -> int:
    """Count the short lines right above a call to talk that ask what is to be talked about.

    Above any other call one line belongs to it that asks what the reader likes best.
    """
    first = next((row for row in part if row.speaks), None)
    if first is None or first.opaque:
        return 0
    talks = _TALKS.search(first.text) is not None
    if not talks and not _FOLLOWS.search(first.text):
        return 0
    asked = 0
    for count, row in enumerate(reversed(above[1:][-_MOST_ASKED:]), 1):
        if row.opaque or row.pictured or not row.speaks or len(row.text) > _SHORT:
            break
        pattern = _QUESTION if talks else _POLLED
        if pattern.fullmatch(row.text):
            asked = count
        elif not talks or row.text.endswith(("。", "；", "：", ":", ".")):
            break
        if not talks:
            break
    return asked


RULES = (TALK,)
