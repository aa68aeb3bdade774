"""Cards of accounts and legal notices wherever they stand; and what only looks so."""

from __future__ import annotations

import pytest

from notes_kb.domain.note import Note
from notes_kb.loading.notes import parse_note

HOST = "mp.weixin.qq.com"
CARD = """\
![](https://example.org/avatar.png)

**某技术社**

每周聊一次系统。

143篇原创内容

公众号

，
"""
CLIP = """\
索引夜话
====

[{host}](https://{host}/s/1)林某

先说结论，索引不是越多越好。{above}

{part}
后来大家都去看了慢日志，才知道慢的是另一句。

再后来，那张表拆成了两张，谁也没有再提索引。
"""
NOTICE = """\
**Legal Disclaimer**

**免责声明**

特别提示

本页面所载的意见仅供参考，不构成任何投资建议，也不构成对任何人的要约，请读者自行判断并承担风险。

一般声明

本页面的版权归编译器夜话所有，未经书面许可，任何机构和个人不得以任何形式转载、复制或者引用。

![](https://example.org/code.png)
"""


def parse(text: str) -> Note:
    return parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)


def dropped(note: Note) -> list[str]:
    return [entry.rule for entry in note.ledger if entry.rule]


def clip(host: str = HOST, above: str = "", part: str = CARD) -> Note:
    return parse(CLIP.format(host=host, above=above, part=part))


@pytest.mark.parametrize("head", ["**某技术社**\n", "## 某技术社\n"], ids=["bold", "heading"])
@pytest.mark.parametrize("about", ["每周聊一次系统。\n\n", ""], ids=["described", "bare"])
def test_a_card_in_the_middle_goes_and_the_text_goes_on(head: str, about: str) -> None:
    """Its name is no heading; a line about the account may be missing."""
    part = CARD.replace("**某技术社**\n", head).replace("每周聊一次系统。\n\n", about)
    note = clip(part=part)
    assert dropped(note) == ["wechat-card"]
    shown = [block.text for section in note.walk() for block in section.blocks]
    assert [section.heading for section in note.sections] == [""]
    assert shown[-2].startswith("后来大家")
    assert shown[-1].startswith("再后来")


def test_cards_that_the_text_announces_stay() -> None:
    """They are what the text is about, the second as well as the first."""
    assert dropped(clip(above="推荐两个账号：", part=CARD + "\n" + CARD)) == []


def test_a_card_in_a_text_from_elsewhere_stays() -> None:
    """Somebody quotes it."""
    assert dropped(clip(host="example.org")) == []


@pytest.mark.parametrize("missing", ["![](https://example.org/avatar.png)\n\n", "公众号\n\n"])
def test_half_a_card_stays(missing: str) -> None:
    """Without its picture, or without its kind, it may be a text about an account."""
    assert dropped(clip(part=CARD.replace(missing, ""))) == []


BROADCAST = """\
![](https://example.org/face.png)

**某技术社**

，

将在03月27日 15:00 直播

索引到底慢在哪里

视频号
"""
BUTTON = "**[点击小程序查看报告原文]()**\n"


@pytest.mark.parametrize("part", [BROADCAST, BUTTON], ids=["broadcast", "button"])
def test_a_broadcast_and_a_dead_button_go_and_the_text_goes_on(part: str) -> None:
    """Neither leads anywhere in a clip."""
    note = clip(part=part)
    assert dropped(note) == ["wechat-card"]
    assert [section.heading for section in note.sections] == [""]


@pytest.mark.parametrize(
    "part",
    [
        BROADCAST.replace("视频号\n", "直播间的地址写在最后。\n"),
        "点击小程序查看报告原文\n",
        "[点击小程序查看报告原文](https://example.org/report)\n",
    ],
    ids=["another end", "no link", "a live link"],
)
def test_what_only_begins_like_them_stays(part: str) -> None:
    """One row of either proves nothing."""
    assert dropped(clip(part=part)) == []


COPY = """\
索引夜话

先说结论，索引不是越多越好。{above}

{part}
后来大家都去看了慢日志，才知道慢的是另一句。

再后来，那张表拆成了两张，谁也没有再提索引。
"""
COPIED = "某技术社\n\n每周聊一次系统，从不间断。\n\n143篇原创内容\n\n公众号\n\n，\n"


def copy(part: str, above: str = "") -> Note:
    text = COPY.format(part=part, above=above)
    return parse_note(text, path="x.txt", note_id="x", language="zh", pasted=True)


@pytest.mark.parametrize("about", ["每周聊一次系统，从不间断。\n\n", ""], ids=["described", "bare"])
def test_a_copy_brings_the_card_without_its_picture(about: str) -> None:
    """Its name is the short line above, or above the line about it."""
    note = copy(COPIED.replace("每周聊一次系统，从不间断。\n\n", about))
    assert dropped(note) == ["wechat-card"]
    shown = [block.text for section in note.walk() for block in section.blocks]
    assert len(shown) == 3
    assert shown[0].startswith("先说结论")


def test_a_copied_card_at_the_end_goes_with_its_name() -> None:
    """The count and the kind belong to the tail; name and motto stand above them."""
    text = COPY.format(part="", above="") + "\n" + COPIED
    note = parse_note(text, path="x.txt", note_id="x", language="zh", pasted=True)
    shown = [block.text for section in note.walk() for block in section.blocks]
    assert shown[-1].startswith("再后来")


@pytest.mark.parametrize("call", ["点击关注，每天更新系统夜话", "▲点击下方名片关注"])
def test_the_call_below_a_card_goes_with_it(call: str) -> None:
    """In a copy and in a clip; the same words elsewhere stay."""
    assert dropped(copy(f"{COPIED}\n{call}\n\n")) == ["wechat-card"]
    shown = [b.text for s in copy(f"{COPIED}\n{call}\n\n").walk() for b in s.blocks]
    assert len(shown) == 3
    clip = CLIP.format(host=HOST, above="", part=f"{CARD}\n{call}\n")
    assert call not in "".join(b.text for s in parse(clip).walk() for b in s.blocks)
    assert call in "".join(b.text for s in copy(f"{call}\n\n").walk() for b in s.blocks)


LISTED = "索引为什么慢？\n\n两个人谈路由，谈到天亮\n\n一年里最好的十次夜话\n\n"


def test_titles_of_others_above_a_copied_card_go() -> None:
    """Their head says what they are; without it, or without a card, they stay."""
    text = COPY.format(part="", above="") + "\n{head}" + LISTED + "{tail}"
    rules = {
        head: dropped(
            parse_note(
                text.format(head=head, tail=COPIED),
                path="x.txt",
                note_id="x",
                language="zh",
                pasted=True,
            )
        )
        for head in ("更多阅读\n\n", "【往期回顾】\n\n", "延伸阅读\n\n", "")
    }
    assert "wechat-articles" in rules["更多阅读\n\n"]
    assert "wechat-articles" in rules["【往期回顾】\n\n"]
    assert "wechat-articles" not in rules["延伸阅读\n\n"]
    assert "wechat-articles" not in rules[""]
    alone = text.format(head="更多阅读\n\n", tail="这就是全部，谢谢大家。\n")
    note = parse_note(alone, path="x.txt", note_id="x", language="zh", pasted=True)
    assert "wechat-articles" not in dropped(note)


@pytest.mark.parametrize(
    ("tail", "gone"),
    [
        (f"推荐阅读\n\n{LISTED}", True),
        ("往期阅读：两个人谈路由\n\n索引为什么慢？\n", True),
        (f"延伸阅读\n\n{LISTED}", False),
        ("推荐阅读\n\n索引为什么慢？\n", False),
        (f"推荐阅读\n\n{LISTED}这些文章都说，索引不是越多越好。\n", False),
    ],
    ids=["titles", "one behind the head", "further reading", "one", "a text below"],
)
def test_titles_of_others_that_end_a_copied_page_go(tail: str, gone: bool) -> None:
    """Where the line below the title says that an account's page was copied."""
    for host in (HOST, "example.org"):
        text = f"索引夜话\n\n{host}林某\n\n先说结论，索引不是越多越好，后来大家都知道了。\n\n{tail}"
        note = parse_note(text, path="x.txt", note_id="x", language="zh", pasted=True)
        assert ("wechat-articles" in dropped(note)) == (gone and host == HOST)


@pytest.mark.parametrize(
    ("part", "above"),
    [
        (COPIED, "推荐一个账号："),
        (COPIED.replace("公众号\n\n", ""), ""),
        ("大家读完了，都说好。\n\n有人问，那个号写了多少？\n\n143篇原创内容\n\n公众号\n\n", ""),
    ],
    ids=["announced", "without its kind", "without a name"],
)
def test_a_copy_keeps_what_may_be_text(part: str, above: str) -> None:
    """Announced, incomplete, or below sentences."""
    assert dropped(copy(part, above)) == []


def article(title: str, tail: str, last: str = "") -> Note:
    body = "\n\n".join(
        f"第{n}段讲的是编译器怎样读一行代码，又怎样把它写成另一行。" for n in range(9)
    )
    return parse(f"# {title}\n\n{body}\n\n{tail}\n{last}")


def test_a_legal_notice_at_the_end_goes_as_a_whole() -> None:
    """Names, clauses and the picture below them."""
    note = article("编译器夜话", NOTICE)
    assert dropped(note) == ["legal-notice"]
    assert "免责" not in "".join(section.heading for section in note.sections)


def test_a_text_about_notices_keeps_its_example() -> None:
    """A title or a paragraph that speaks of them is enough."""
    assert dropped(article("免责声明应当怎样写", NOTICE)) == []


def test_what_is_said_below_a_notice_keeps_it() -> None:
    """A paragraph of another kind shows that it is a part of the text."""
    last = "以上是今天的全部内容，下一次夜话会接着讲寄存器怎样分配，以及它为什么总是不够用。\n"
    assert dropped(article("编译器夜话", NOTICE, last)) == []


def test_a_section_of_risks_is_a_part_of_the_text() -> None:
    """They are the author's, not a notice."""
    risks = "**风险提示**\n\n编译器的进展不及预期，下游的采用慢于我们的假设，成本也可能不降。\n"
    assert dropped(article("编译器夜话", risks)) == []


@pytest.mark.parametrize("label", ["****推**荐阅读**", "**- END -**", "（全文完）"])
def test_a_label_with_nothing_below_it_goes(label: str) -> None:
    """A picture may follow, which stays."""
    note = article("编译器夜话", label, "\n![](https://example.org/last.png)\n")
    assert dropped(note) == ["wechat-label-below"]
    assert note.sections[-1].blocks[-1].target == "https://example.org/last.png"


@pytest.mark.parametrize(
    "tail",
    [
        "**推荐阅读**\n\n* [编译器的一本书](https://example.org/book)\n* 另一本书\n",
        "**延伸阅读**\n\n• 创建视图\n\n• 删除视图\n",
        "• 开始\n\n• 完\n",
    ],
)
def test_what_authors_recommend_stays(tail: str) -> None:
    """A list below the label is theirs, and the last word of a list is no label."""
    assert dropped(article("编译器夜话", tail)) == []


def test_calls_and_credits_in_large_type_are_no_headings() -> None:
    """They stay as text."""
    calls = ["**点击图片，看下一场夜话**", "**编辑\\|王某**", "[点击小程序查看原文]()"]
    body = "\n\n".join(f"## {call}\n\n下面是正文的一段，讲的是寄存器。" for call in calls)
    note = parse(
        f"# 编译器夜话\n\n[{HOST}](https://{HOST}/s/1)林某\n\n{body}\n\n## 点击越多越好吗\n\n否。\n"
    )
    assert [section.heading for section in note.walk() if section.heading] == ["点击越多越好吗"]


OWN_CARDS = [
    "![](https://example.org/qr.png)\n\n**某技术社**\n\n每周聊一次系统，从寄存器聊到机房。\n",
    "**某研究院某技术社 (Mou Tech)**\n\n只讲系统的一个号。\n\n![](https://example.org/qr.png)\n",
    "### 某技术社\n\n←扫码找到我们\n\n从寄存器聊到机房\n\n每周一次，从不间断！\n\n![](https://example.org/qr.png)\n",
]


def of_account(tail: str, account: str = "某技术社") -> Note:
    title = f"#  编译器夜话  \n林某  {account}   2026-05-12 09:30  "
    body = "\n\n".join(
        f"第{n}段讲的是编译器怎样读一行代码，又怎样把它写成另一行。" for n in range(9)
    )
    return parse(f"{title}\n\n![](https://mmbiz.qpic.cn/a.png)\n\n{body}\n\n{tail}")


@pytest.mark.parametrize("card", OWN_CARDS)
def test_the_card_of_the_account_itself_goes(card: str) -> None:
    """Its name, and what it says of itself below."""
    assert dropped(of_account(card)) == ["wechat-own-card"]


@pytest.mark.parametrize(
    "end",
    [
        "某技术社\n\n2026年5月12日\n",
        "**某技术社**\n",
        "**某技术社**\n\n[下一场夜话的报名](https://example.org/next)\n",
        "**某技术社的做法**\n\n先把寄存器分给循环里的变量。\n",
        f"**某技术社**\n\n{'每一行代码都要先读一遍，再写成另一行。' * 5}\n",
        "谢谢某技术社\n\n场地是他们借给我们的。\n",
        "## 某技术社\n\n以上就是这个平台的架构\n",
        "推荐三个号：\n\n某技术社\n\n只讲系统\n\n每周一次\n",
        "某技术社\n\n- 每周聊一次系统\n\n![](https://example.org/qr.png)\n",
        "某技术社\n\n一共五个人，某技术社出了两个。\n\n![](https://example.org/qr.png)\n",
    ],
)
def test_what_names_the_account_and_is_no_card_stays(end: str) -> None:
    """A signature with its day, a heading, a paragraph."""
    assert dropped(of_account(end)) == []
    assert dropped(article("编译器夜话", OWN_CARDS[0])) == []


DISCLAIMERS = [
    "本文仅供学习交流，请勿用于非法用途，由此造成的一切后果均由使用者本人负责。",
    "免责声明：文章中的工具仅限研究之用，任何人不得用于其他用途，否则后果自行承担。",
    "# 免责声明：本文仅供学习，请勿用于非法用途，造成的后果均由使用者本人负责，与作者无关。",
    "**声明：⽂中所涉及的做法仅供参考，不得用于生产，出了问题与本公众号无关。**",
]


@pytest.mark.parametrize("said", DISCLAIMERS)
@pytest.mark.parametrize("label", ["", "**免责声明**\n\n", "阅读须知\n\n"])
def test_who_answers_for_a_text_is_no_part_of_it(said: str, label: str) -> None:
    """Below the title or at the end, with the label above it."""
    at_end = article("编译器夜话", f"{label}{said}\n")
    body = "\n\n".join(f"第{n}段讲的是编译器怎样读一行代码。" for n in range(9))
    at_head = parse(f"# 编译器夜话\n\n{label}{said}\n\n{body}\n")
    for note in (at_end, at_head):
        assert dropped(note) == ["legal-notice"]
        assert not any("声明" in section.heading for section in note.walk())


@pytest.mark.parametrize(
    "tail",
    [
        f"**声明**\n\n{DISCLAIMERS[0]}\n\n**怎么修**\n\n升级到新版。\n",
        "这个工具只用于内网，谁也不得把它放到外面，放了也没人看。\n",
        "- 本工具仅限学习使用，不得用于生产，造成的后果由使用者承担。\n- 带出去的自负责任。\n",
        "最后选了开源的方案，\n但是工具禁止用于商业，造成的任何损失都由使用者承担，要小心。\n",
        "| 许可 | 工具不得用于商业，造成的任何后果由使用者承担 |\n",
        "感谢林某审阅本文；只供研究参考，文中的任何错误，后果都由我本人负责。\n",
        "“本文仅供学习，一切后果自负”——每个安全工具都写着这句话，没有人读。\n",
        "- 遵守法律：做测试不得越界，越界的后果要自行承担。\n\n- 做好记录。\n",
        f"作者：林某。{DISCLAIMERS[0]}\n",
    ],
)
def test_a_disclaimer_with_text_below_it_and_rules_of_a_text_stay(tail: str) -> None:
    """So does one that says who wrote the text."""
    assert dropped(article("编译器夜话", tail)) == []


def test_a_text_about_notices_keeps_one_that_it_quotes() -> None:
    """Whether its title or a paragraph speaks of them, above or below."""
    assert dropped(article("聊聊免责声明", DISCLAIMERS[0])) == []
    assert dropped(article("夜话", f"下面这份免责声明写得最短。\n\n{DISCLAIMERS[0]}\n")) == []


def test_a_short_text_that_is_a_notice_stays() -> None:
    """What is more than half of a text is the text."""
    note = parse(f"# 守则\n\n先读这一条。\n\n{DISCLAIMERS[0]}\n\n{DISCLAIMERS[1]}\n")
    assert dropped(note) == []
