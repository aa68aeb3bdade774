"""Platform parts go as a whole and by name; a body about the same things stays."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
import yaml

from notes_kb.domain.note import Note
from notes_kb.loading.notes import parse_note
from notes_kb.loading.platforms.packs import RULES
from tests.loading.retention import body, kept

PARTS = yaml.safe_load(Path(__file__).with_name("platforms.yml").read_text("utf-8"))
HEADS = yaml.safe_load(Path(__file__).with_name("heads.yml").read_text("utf-8"))
TAILS = [part for part in PARTS if "tail" in part]
LISTED = [part for part in TAILS if part["rule"] != "csdn-copyright"]
"""Those that are more than two sentences, which make no list of interface words."""

TALK = """\
红包系统怎样扛住除夕夜

一、业务

• 用户点开评论，添加红包，填写金额和个数。
• 余额不足时前往充值，需支付的部分走扫码支付。
• 余额充值
• 收藏、分享、点赞都记在同一张表里。

二、余额

添加红包
扫码支付
钱包余额的变动有两条规则：先冻结，再扣减。
抵扣说明写在收银台，用户看得见。
1.余额可以退回原路。
2.红包过期以后退回余额。

三、评论

评论区的热度决定推荐，没有评论的文章不进首页。
Follow and share: the two buttons that people use most.
评论
"""
"""A talk about red packets, comments, recharge and payment, near the end too."""


def parse(text: str) -> Note:
    return parse_note(text, path="x.txt", note_id="x", language="zh", pasted=True)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part["rule"])
def test_a_platform_part_is_dropped_by_its_rule_and_nothing_else_is(part: dict[str, str]) -> None:
    """Title and body stay to the last line, the part goes whole."""
    title, _, rest = TALK.partition("\n")
    head = part.get("head", "")
    note = parse(f"{title}\n{head}{rest}\n{part.get('tail', '')}")
    assert {entry.rule for entry in note.ledger if entry.rule} == {part["rule"]}
    assert kept(note) == body(TALK)
    assert note.title == title


def test_every_rule_is_shown_by_a_part() -> None:
    """A rule without an example cannot be judged; some heads have theirs in heads.yml."""
    shown = {part["rule"] for part in PARTS}
    for head in HEADS:
        note = parse(f"编译器夜话\n\n{head['head']}\n正文的第一句话，讲的是编译器。\n")
        shown |= {entry.rule for entry in note.ledger if entry.rule}
    assert {rule.name for rule in RULES} - shown == {"csdn-copyright-head", "zhihu-attribution"}


@pytest.mark.parametrize(
    ("first", "second"), list(permutations(TAILS, 2)), ids=lambda part: part["rule"]
)
def test_tails_of_two_platforms_both_go(first: dict[str, str], second: dict[str, str]) -> None:
    """An article that was reposted carries two tails, in either order."""
    note = parse(f"{TALK}\n{first['tail']}\n{second['tail']}")
    assert kept(note) == body(TALK)


def test_a_talk_about_red_packets_keeps_every_line() -> None:
    """No word of the body drops a line, also where the talk ends with it."""
    note = parse(TALK)
    assert [entry for entry in note.ledger if entry.rule] == []
    assert kept(note) == body(TALK)


@pytest.mark.parametrize("part", TAILS, ids=lambda part: part["rule"])
def test_a_tail_in_the_middle_is_text(part: dict[str, str]) -> None:
    """What does not reach the end of the document is quoted, not left over."""
    note = parse(
        f"{TALK}\n{part['tail']}\n最后一段是正文，说明上面的界面文字从哪里来，为什么要引用它。\n"
    )
    assert [entry for entry in note.ledger if entry.rule] == []


@pytest.mark.parametrize("part", LISTED, ids=lambda part: part["rule"])
def test_half_a_tail_without_its_marks_is_text(part: dict[str, str]) -> None:
    """Two lines of it prove nothing; a list of interface words is a list."""
    lines = [f"• {line}" for line in body(part["tail"])]
    note = parse(f"{TALK}\n" + "\n".join(lines))
    assert [entry for entry in note.ledger if entry.rule] == []


def test_a_printed_table_of_contents_goes_because_the_text_repeats_it() -> None:
    """Every entry stands below again; a list that does not is kept."""
    text = "夜话\n\n文章目录\n一、推理\n二、训练\n\n一、推理\n\n甲。\n\n二、训练\n\n乙。\n"
    note = parse(text)
    assert [(e.lines.first, e.lines.last, e.rule) for e in note.ledger if e.rule] == [
        (3, 5, "contents-list")
    ]
    assert [
        e for e in parse(text.replace("二、训练\n\n乙", "二、别的\n\n乙")).ledger if e.rule
    ] == []


def test_a_copied_table_of_contents_has_bullets() -> None:
    """The numbers behind them are no letters of the entries."""
    entries = "• 第 1 部分 推理\n• 1.1 路由\n• 第 2 部分 训练\n"
    text = "第 1 部分 推理\n\n甲。\n\n1.1 路由\n\n乙。\n\n第 2 部分 训练\n\n丙。\n"
    note = parse(f"夜话\n\nTable of Contents\n\n{entries}\n{text}")
    assert [(e.lines.first, e.lines.last, e.rule) for e in note.ledger if e.rule] == [
        (3, 7, "contents-list")
    ]


def test_the_address_in_a_dropped_line_becomes_the_source() -> None:
    """The platform's attribution goes from the text, not from the record."""
    tail = next(part["tail"] for part in PARTS if part["rule"] == "csdn-copyright")
    source = parse(f"{TALK}\n{tail}").meta.source
    assert source is not None
    assert source.url == "https://blog.csdn.net/example/article/details/1"


def test_rows_beside_what_was_dropped_are_named_where_they_may_belong_to_it() -> None:
    """Links to other articles above a bar: a person has to judge whether they are the text's."""
    bar = next(part["tail"] for part in PARTS if part["rule"] == "wechat-tail")
    links = "[别人的一篇文章](https://example.org/1)\n\n[又一篇](https://example.org/2)\n"
    last = "再看看这些，它们都不是这次夜话的内容，而是同一个公众号的别的文章，编号从一到二："
    text = f"{TALK}\n{last}\n\n{links}\n{bar}"
    note = parse(text)
    lines = note.text.split("\n")
    named = [lines[d.line - 1] for d in note.diagnostics if d.kind == "boilerplate-kept"]
    assert named == [line for line in links.split("\n") if line]
    assert [d for d in parse(TALK).diagnostics if d.kind == "boilerplate-kept"] == []


OWN = {
    "references of the article's own": """
**推荐阅读**

[磨坊的历史](https://example.org/1)

[水车怎样转](https://example.org/2)

[秤的来历](https://example.org/3)

石磨的齿

水车的轴

秤杆的星

每一样都要一个人做上十年，才知道手往哪里放，所以这些书要慢慢读。
""",
    "links to other articles, and the text that goes on": """
**往期推荐**

[磨坊的历史](http://mp.weixin.qq.com/s?__biz=a&mid=1)

[水车怎样转](http://mp.weixin.qq.com/s?__biz=a&mid=2)

[秤的来历](http://mp.weixin.qq.com/s?__biz=a&mid=3)

这三篇是去年写的，今年又走了一遍，磨坊已经拆掉了，水车还在原来的地方转。

长按图片识别二维码

关注某技术社
""",
    "a talk about comments": """
评论区的设计

快来评论区聊聊，这句话写在每一页的末尾，点的人不到百分之一。

评论区见

有人把这三个字印在封面上，第二天的评论比平时多了一倍，第三天又落回原处。

评论区分享的热度怎样算

评论区里说了什么，比说了多少更要紧
""",
    "points behind two marks": """
>> 磨坊要修在水边

>> 水车要朝着风
""",
    "mail that answers mail": """
>> 明天的会改到几点？
> 改到三点，评论区见。
好，三点见。
""",
}
"""Ends of texts that look like the tails of accounts."""


@pytest.mark.parametrize("end", OWN.values(), ids=OWN)
def test_an_end_that_the_author_wrote_stays(end: str) -> None:
    """References, talk about comments and quotes are the text's, up to its last line."""
    calls = ("长按图片识别二维码", "关注某技术社")
    note = parse(f"{TALK}\n{end}")
    own = [line for line in body(f"{TALK}\n{end}") if line not in calls]
    assert [line for line in kept(note) if line not in calls] == own


def test_the_likes_of_a_head_go_where_they_stand_again_at_the_end() -> None:
    """Zenn counts above and below; another number that ends a text is its last word."""
    head = "385\n4[tech](https://zenn.dev/tech-or-idea)"
    title, _, rest = TALK.partition("\n")
    note = parse(f"{title}\n{head}\n{rest}\n\n42\n\n385\n\n4\n")
    assert [(e.rule, e.lines.first) for e in note.ledger if e.rule] == [
        ("zenn-head", 2),
        ("zenn-tail", len(note.text.split("\n")) - 3),
    ]
    assert kept(note)[-1] == "42"


CLIP = """\
---
title: 石磨夜谈
source: "{address}"
created: 2026-07-08
---
{head}

石磨的齿三年修一次，水车的轴坏得更早。

又一段话，讲的是水。
{tail}
"""


def parse_clip(address: str, head: str = "", tail: str = "") -> Note:
    text = CLIP.format(address=address, head=head, tail=tail)
    return parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)


BYLINES = {
    "an account": ("某磨坊 *2026年6月29日 14:21*", "某磨坊", "2026-06-29"),
    "a day alone": ("*2026年6月29日 14:21*", "", "2026-06-29"),
    "a place": ("某磨坊 *2026年6月29日 14:21* *北京*", "某磨坊", "2026-06-29"),
    "a day without an hour": ("某磨坊 *2026年6月29日*", None, ""),
    "a sentence": ("我们在磨坊，那是*2026年6月29日 14:21*", None, ""),
    "no emphasis": ("某磨坊 2026年6月29日 14:21", None, ""),
}


@pytest.mark.parametrize(("line", "author", "day"), BYLINES.values(), ids=BYLINES.keys())
def test_a_clip_of_wechat_begins_with_its_account(line: str, author: str | None, day: str) -> None:
    """As the page marks it: a name, and day and hour in emphasis; elsewhere the line stays."""
    note = parse_clip("https://mp.weixin.qq.com/s/a", head=line)
    assert [e.rule for e in note.ledger if e.rule] == ["wechat-byline"] * (author is not None)
    assert note.meta.source is not None
    if author is not None:
        assert (note.meta.source.author, note.meta.date) == (author, day)
    elsewhere = parse_clip("https://example.org/a", head=line)
    assert [e.rule for e in elsewhere.ledger if e.rule] == []


ZENN = "https://zenn.dev/a/articles/b"
LIKES = {
    "both": (ZENN, "196\n\n109", "196\n\n109", ["head", "tail"]),
    "twice": (ZENN, "196\n\n109", "196\n\n109\n\n196\n\n109", ["head", "tail"]),
    "others": (ZENN, "196\n\n109", "196\n\n7", []),
    "elsewhere": ("https://example.org/a", "196\n\n109", "196\n\n109", []),
}


@pytest.mark.parametrize(("address", "head", "tail", "ends"), LIKES.values(), ids=LIKES.keys())
def test_likes_go_from_both_ends(address: str, head: str, tail: str, ends: list[str]) -> None:
    """Where the same two counters begin and end a page of Zenn's, with no badge beside them."""
    note = parse_clip(address, head, tail)
    assert [e.rule for e in note.ledger if e.rule] == [f"zenn-{end}" for end in ends]


ENDS = {
    "a button": ("https://mp.weixin.qq.com/s/a", "\n阅读原文", ["wechat-label-below"]),
    "a sentence": ("https://mp.weixin.qq.com/s/a", "\n阅读原文时请带上磨盘。", []),
    "a picture's hint": (
        "https://example.org/a",
        "\nPress enter or click to view image in full size\n\n![](https://example.org/a.png)",
        ["page-button"],
    ),
    "a lost picture's hint": (
        "https://example.org/a",
        "\nPress enter or click to view image in full size",
        [],
    ),
    "a point": ("https://example.org/a", "\n- Press enter or click to view image in full size", []),
}  # fmt: skip


@pytest.mark.parametrize(("address", "tail", "rules"), ENDS.values(), ids=ENDS.keys())
def test_a_button_says_nothing(address: str, tail: str, rules: list[str]) -> None:
    """Alone on its line; within a sentence or a list its words are text."""
    assert [e.rule for e in parse_clip(address, tail=tail).ledger if e.rule] == rules


DECK = """\
[

水车的故事

](https://speakerdeck.com/linmou/shui-che "水车的故事")

[linmou](https://speakerdeck.com/linmou)

2

400"""
DECKS = {
    "a list": (f"## More Decks by 林某\n\n{DECK}\n\n{DECK}", "speakerdeck.com", 1),
    "two lists": (
        f"## Other Decks in 水\n\n{DECK}\n\n{DECK}\n\n## Featured\n\n{DECK}\n\n{DECK}",
        "speakerdeck.com",
        2,
    ),
    "one deck": (f"## Featured\n\n{DECK}", "speakerdeck.com", 0),
    "no heading": (DECK, "speakerdeck.com", 0),
    "another name": (f"## 参考\n\n{DECK}\n\n{DECK}", "speakerdeck.com", 0),
    "another site": (f"## Featured\n\n{DECK}\n\n{DECK}", "example.org", 0),
}  # fmt: skip


@pytest.mark.parametrize(("lists", "host", "count"), DECKS.values(), ids=DECKS.keys())
def test_lists_of_other_decks_go(lists: str, host: str, count: int) -> None:
    """They stand above the transcript, which stays with its heading."""
    own = parse_clip(f"https://{host}/linmou/shi-mo", head=lists)
    assert any("石磨的齿" in block.text for one in own.walk() for block in one.blocks)
    note = parse_clip(f"https://{host}/linmou/shi-mo", head=f"{lists}\n\n## Transcript")
    assert [e.rule for e in note.ledger if e.rule] == ["other-decks"] * count
    assert "Transcript" in [section.heading for section in note.walk()]


def test_items_of_an_author_that_are_words_of_a_page_stay() -> None:
    """An article on documentation lists what stands below its pages."""
    note = parse(f"{TALK}\n• Edit this page\n• Was this page helpful?\n• Send feedback\n")
    assert [entry for entry in note.ledger if entry.rule] == []
    text = "# a\n\n磨坊的第一段话。\n\n- Edit this page\n- Was this page helpful?\n"
    note = parse_note(text, path="x.md", note_id="x", language="en", pasted=False)
    assert [entry for entry in note.ledger if entry.rule] == []
