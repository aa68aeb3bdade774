"""Cards of mini programmes and channels, buttons and hints; and what only looks so."""

from __future__ import annotations

import pytest

from notes_kb.domain.note import Note
from notes_kb.loading.notes import parse_note
from tests.loading.retention import body, kept

CLIP = """\
索引夜话
====

[mp.weixin.qq.com](https://mp.weixin.qq.com/s/1)林某

先说结论，索引不是越多越好，多了反而更慢。

{part}

后来大家都去看了慢日志，才知道慢的是另一句。

再后来，那张表拆成了两张，谁也没有再提索引。
"""
PROGRAMME = """\
![](https://example.org/1.png)

磨坊小铺 ， ， ，

一本讲石磨的书

![](https://example.org/2.png)

小程序"""
CHANNEL = "磨坊夜话\n\n，赞 31"


def parse(part: str) -> Note:
    text = CLIP.format(part=part)
    return parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)


GONE = {
    "a card of a mini programme": PROGRAMME,
    "one without a title": PROGRAMME.replace("一本讲石磨的书\n\n", ""),
    "one without pictures": "磨坊小铺 ， ， ，\n\n一本讲石磨的书\n\n小程序",
    "one on a line": "![](https://example.org/1.png) 磨坊小铺 ， 交易担保 ， 放心买 ， 石磨的书"
    " ![](https://example.org/2.png) 小程序",
    "one with the line that asks to buy": f"**↓点击购买新书《石磨》↓**\n\n{PROGRAMME}",
    "one that a line announces that asks to buy": f"**推荐购买方式：**\n\n{PROGRAMME}",
    "a card of a channel": CHANNEL,
    "one whose likes stand below": "磨坊夜话\n\n，赞\n118",
    "one with its label": f"**热点视频推荐↓↓↓**\n\n{CHANNEL}",
    "one with the call below": f"{CHANNEL}\n\n**点赞关注** **磨坊视频号，**\n\n观看更多精彩视频",
    "buttons below code": "```\nmake\n```\n\nEnter fullscreen mode\n\nExit fullscreen mode",
    "a video that is lost": "视频加载失败，请刷新页面再试\n\n"
    "![](https://example.org/c?u=data%3Aimage%2Fpng%3Bbase64%2CiVBORw)",
    "one whose button is a word": "视频加载失败，请刷新页面再试\n\n"
    "![](data:image/png;base64,iVBORw) 刷新",
    "how to move a list": "向上滑动查看名单",
    "how to move it, with hands": "👈 左右滑动查看更多 👉",
    "where to book, on a dead link": "**客栈预订戳👉[两天一夜 ¥349 起]()**",
}


@pytest.mark.parametrize("part", GONE.values(), ids=GONE)
def test_what_a_page_put_between_two_paragraphs_is_dropped_whole(part: str) -> None:
    """Nothing of it stays but code, and all else does."""
    code = [line for line in body(part) if line in {"```", "make"}]
    own = body(CLIP.format(part="\n".join(code)))
    assert [line for line in kept(parse(part)) if line not in own] == []
    assert len(kept(parse(part))) == len(own)


STAYS = {
    "a mini programme that the text is about": f"我们试了这一个：\n\n{PROGRAMME}",
    "a kind of programme": "先看三样东西 ，一样一样说。\n\n小程序",
    "a sentence about likes": "磨坊夜话这个号我看了三年，每一期都看。\n\n，赞 31",
    "a button in a talk about buttons": "Enter fullscreen mode\n\n按下它，画面就铺满了。",
    "a gesture in a list": "- 向上滑动查看更多\n- 向左滑动删除",
    "a gesture in a sentence": "向上滑动查看名单，是这个页面最早的一个手势。",
    "a heading about a gesture": "## 左右滑动查看更多",
    "a live link to a booking": "客栈预订戳👉[两天一夜](https://example.org/book)",
}


@pytest.mark.parametrize("part", STAYS.values(), ids=STAYS)
def test_what_an_author_wrote_stays(part: str) -> None:
    """A card that is announced, and words about cards, buttons and gestures."""
    assert kept(parse(part)) == body(CLIP.format(part=part))


def test_the_name_of_a_notice_goes_with_nothing_below() -> None:
    """A page unfolds the clauses when asked, so that a clip has the name and a hint alone."""
    text = CLIP.format(part="中间的一段，说的是日志怎样看，从哪一行看起。")
    end = "**法律声明**\n\n向上滑动参见完整法律声明及二维码\n\n![](https://example.org/code.png)\n"
    note = parse_note(f"{text}\n{end}", path="x.md", note_id="x", language="zh", pasted=False)
    assert kept(note) == body(text)


PICTURE = "![](https://example.org/1.png)"
PLACES = """\
## 目次

1. [はじめに](https://example.org/s/1#はじめに)
2. [必要なもの](https://example.org/s/1#必要なもの)
   - [石](https://example.org/s/1#石)"""


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (PLACES, 4),
        (PLACES.replace("https://example.org/s/1", ""), 4),
        (PLACES.replace("/s/1#石", "/s/2#石"), 0),
        (PLACES.replace("#石", ""), 0),
        (PLACES.replace("## 目次\n\n", ""), 0),
        ("- [甲的来历](#a)\n- [乙的来历](#b)\n- [丙的来历](#c)", 0),
        (f"{PICTURE}\n\n- [甲的来历](#a)\n- [乙的来历](#b)\n- [丙的来历](#c)", 3),
        (f"{PICTURE}\n\n- [甲的来历](#a)\n- [乙的来历](#b)\n- [丁的来历](#d)", 0),
    ],
)
def test_links_to_places_of_the_page_are_a_table_of_contents(text: str, gone: int) -> None:
    """With a label above; without one if the text repeats each, and no sentence leads there."""
    below = "\n\n".join(f"## {name}的来历\n\n{name}是石匠的儿子，也是石匠。" for name in "甲乙丙")
    note = parse(f"{text}\n\n{below}")
    dropped = [entry for entry in note.ledger if entry.rule]
    assert [entry.rule for entry in dropped] == ["contents-list"] * bool(gone)
    assert len(body(note.text)) - len(kept(note)) == gone


MOVING = "![](https://mmbiz.qpic.cn/mmbiz_gif/abc/640?wx_fmt=gif)"
LONG = "石磨的齿要三年一修，修的时候要先把上扇吊起来，再一道一道地凿，凿完才能放下，放下才能磨。"


@pytest.mark.parametrize(
    ("head", "gone"),
    [
        (f"{MOVING}\n\n{LONG}", [MOVING]),
        (f"{MOVING}\n\n**竹里书房**\n\n{LONG}", [MOVING, "**竹里书房**"]),
        (f"{MOVING}\n\n**导语**\n\n{LONG}", [MOVING]),
        (f"{MOVING}\n\n图｜石磨怎样转\n\n{LONG}", []),
        (f"{LONG}\n\n{MOVING}\n\n{LONG}", []),
        (f"![](https://mmbiz.qpic.cn/mmbiz_png/abc/640)\n\n{LONG}", []),
    ],
)
def test_the_moving_banner_of_an_account_goes_with_its_mark(head: str, gone: list[str]) -> None:
    """It stands first and has no caption; a heading below it is none of the account's."""
    text = (
        f"竹匠\n====\n\n[mp.weixin.qq.com](https://mp.weixin.qq.com/s/1)阿岳 竹里人家\n\n{head}\n"
    )
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    stays = kept(note)
    assert [line for line in body(text) if line not in stays] == gone
