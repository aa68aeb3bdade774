"""What a text says of its origin becomes metadata, and prose about the same stays prose."""

from __future__ import annotations

import pytest

from notes_kb.domain.note import Note
from notes_kb.loading.notes import parse_note
from notes_kb.loading.platforms.sites import cut_host

BODY = "\n\n正文的第一句，讲的是推理。\n\n## 一节\n\n又一句。\n"


def parse(text: str, *, pasted: bool = False) -> Note:
    return parse_note(text, path="x.md", note_id="x", language="zh", pasted=pasted)


def said(note: Note) -> tuple[str, str, str, str, str]:
    source = note.meta.source
    url, author, title = (source.url, source.author, source.title) if source else ("", "", "")
    return url, author, title, note.meta.date, note.meta.event


U = "https://example.org/a"
W = "https://mp.weixin.qq.com/s/a"
Z = "https://zhuanlan.zhihu.com/p/1"
HEADS = {
    "clipper": (f"题\n===\n\n[example.org]({U})林某 某社", (U, "林某 某社", "example.org", "", "")),
    "clipper, name twice": (
        f"# 题\n\n[example.org]({U})某社 某社",
        (U, "某社", "example.org", "", ""),
    ),
    "clipper, page words": (
        f"# 题\n\n[example.org]({U})林某 已关注",
        (U, "林某", "example.org", "", ""),
    ),
    "clipper, a day": (
        f"# 题\n\n[example.org]({U})林某2025-02-03 10:00发布于某地",
        (U, "林某", "example.org", "2025-02-03", ""),
    ),
    "clipper, what a page counts behind the day": (
        f"# 题\n\n[example.org]({U})林某 2025-02-03 10:00 分享 林某 帖子数：932 评论数：54",
        (U, "林某", "example.org", "2025-02-03", ""),
    ),
    "a label that reports from a place beats a clipper": (
        f"# 题\n\n[example.org]({U})某社\n\n##### 林某 发自 凹非寺\n某社 \\| 公众号 SomeAccount",
        (U, "林某", "example.org", "", ""),
    ),
    "clipper, parentheses": (
        "# 题\n\n[example.org](https://example.org/f(1)?u=(2))",
        ("https://example.org/f(1)?u=(2)", "", "example.org", "", ""),
    ),
    "names and a day set apart by blanks": (
        "#  题  \n原创 林某  某技术社   2025-02-03 10:00  \n",
        ("", "林某", "某技术社", "2025-02-03", ""),
    ),
    "names with blanks set apart by more": (
        "#  题  \nLin Mou  Systems Weekly   2025-02-03 10:00  \n\n![](https://mmbiz.qpic.cn/a)\n",
        ("", "Lin Mou", "Systems Weekly", "2025-02-03", ""),
    ),
    "one name set apart by blanks": (
        "#  题  \n 某技术社   2025-02-03 10:00  \n\n![](https://mmbiz.qpic.cn/a)\n",
        ("", "某技术社", "某技术社", "2025-02-03", ""),
    ),
    "a name twice set apart by blanks, in a paste": (
        "题\n\n原创 Systems Weekly  Systems Weekly   2025-02-03 10:00",
        ("", "Systems Weekly", "Systems Weekly", "2025-02-03", ""),
    ),
    "clipper, copied without the link": (
        "题\n\nmp.example.com林某 某社",
        ("", "林某 某社", "mp.example.com", "", ""),
    ),
    "clipper, copied, page words": ("题\n\nexample.org关注", ("", "", "example.org", "", "")),
    "clipper, copied, nothing but the host": (
        "题\n\nwww.example.org",
        ("", "", "example.org", "", ""),
    ),
    "clipper, copied, a Latin name": (
        "题\n\nexample.orgJane Doe 关注",
        ("", "Jane Doe", "example.org", "", ""),
    ),
    "clipper, copied, a day": (
        "题\n\nexample.org2025-02-03",
        ("", "", "example.org", "2025-02-03", ""),
    ),
    "clipper, author and account": (
        f"# 题\n\n[mp.weixin.qq.com]({W})林某 某社",
        (W, "林某", "某社", "", ""),
    ),
    "clipper, authors and an account of several words": (
        f"# 题\n\n[mp.weixin.qq.com]({W})林某某 王某等 Systems Weekly",
        (W, "林某某 王某等", "Systems Weekly", "", ""),
    ),
    "clipper, account alone": (
        f"# 题\n\n[mp.weixin.qq.com]({W})某社",
        (W, "某社", "某社", "", ""),
    ),
    "clipper, account of several words twice": (
        f"# 题\n\n[mp.weixin.qq.com]({W})Systems Weekly Systems Weekly",
        (W, "Systems Weekly", "Systems Weekly", "", ""),
    ),
    "clipper, an account that is called something": (
        f"# 题\n\n[mp.weixin.qq.com]({W})想去夜校的 某社",
        (W, "某社", "某社", "", ""),
    ),
    "clipper, a mark and a call instead of an author": (
        f"# 题\n\n[mp.weixin.qq.com]({W})点击关注👉 某社",
        (W, "某社", "某社", "", ""),
    ),
    "clipper, two words in Latin letters": (
        f"# 题\n\n[mp.weixin.qq.com]({W})Linmou Systems Weekly",
        (W, "Linmou Systems Weekly", "微信公众号", "", ""),
    ),
    "clipper, two names of people": (
        f"# 题\n\n[mp.weixin.qq.com]({W})林晓 王小明",
        (W, "林晓 王小明", "微信公众号", "", ""),
    ),
    "clipper, the name of the site": (
        "# 题\n\n[m.huxiu.com](https://m.huxiu.com/a)虎嗅网",
        ("https://m.huxiu.com/a", "", "虎嗅网", "", ""),
    ),
    "clipper, copied from an account": (
        "题\n\nmp.weixin.qq.com林某 某社",
        ("", "林某", "某社", "", ""),
    ),
    "clipper, copied from an account in small letters": (
        "题\n\nmp.weixin.qq.comlinmou 某社",
        ("", "linmou", "某社", "", ""),
    ),
    "clipper, copied from an account that is called something": (
        "题\n\nmp.weixin.qq.com想去夜校的 某社",
        ("", "某社", "某社", "", ""),
    ),
    "clipper, copied from a known site": (
        "题\n\nwww.huxiu.com某社©",
        ("", "某社", "虎嗅网", "", ""),
    ),
    "clipper, copied, a site that ends its titles with its name": (
        "题 - 少数派\n\nsspai.comlinmou",
        ("", "linmou", "少数派", "", ""),
    ),
    "clipper, copied, a year": (
        "题\n\nwww.example.org2025年2月3日 42次浏览",
        ("", "", "example.org", "2025-02-03", ""),
    ),
    "clipper, copied, who is who by whose account": (
        "题\n\nwww.example.comorder by Example.com",
        ("", "", "example.com", "", ""),
    ),
    "a label within the name": (
        "# 题\n\n文丨编译夜校作者 林某",
        ("", "林某", "", "", ""),
    ),
    "a mail address behind the name": (
        "# 题\n\n作者：林某 邮箱：linmou@example.com",
        ("", "林某", "", "", ""),
    ),
    "a group before the names": (
        "# 题\n\n作者：某社资产研究：林某，王某",
        ("", "林某，王某", "", "", ""),
    ),
    "label beats a clipper": (
        f"# 题\n\n[example.org]({U})林某 某社\n\n**文丨王某**",
        (U, "王某", "example.org", "", ""),
    ),
    "clipper, an account on a known site beside the author of a label": (
        "# 题\n\n[www.sohu.com](https://www.sohu.com/a/1)某社\n\n**文 \\| 林某**",
        ("https://www.sohu.com/a/1", "林某", "搜狐 · 某社", "", ""),
    ),
    "clipper, a name and its slogan are no account": (
        "# 题\n\n[www.sohu.com](https://www.sohu.com/a/1)某社每天讲一个编译故事\n\n作者：林某",
        ("https://www.sohu.com/a/1", "林某", "搜狐", "", ""),
    ),
    "clipper, a name of the machine, and where the text is from": (
        "# 题\n\n[finance.sina.cn](https://finance.sina.cn/a)sina_mobile\n\n来源：某社（ID：mou）",
        ("https://finance.sina.cn/a", "某社", "新浪网", "", ""),
    ),
    "clipper, a sentence about the account, and the day": (
        "# 题\n\n[m.huxiu.com](https://m.huxiu.com/a)虎嗅网\n\n"
        "本文来自微信公众号：[某社（ID：mou）](https://example.org/w)，作者：林某，首发于2025年2月3日，题图来自：某处",
        ("https://m.huxiu.com/a", "林某", "虎嗅网 · 某社", "2025-02-03", ""),
    ),
    "an account in quotes": (
        f"# 题\n\n[36kr.com](https://36kr.com/p/1)\n\n编者按：本文来自微信公众号“[某社]({W})”（ID:mou）"
        "，作者：林某，36氪经授权发布。",
        ("https://36kr.com/p/1", "林某", "36氪 · 某社", "", ""),
    ),
    "what a text is taken from is no account where it is a title": (
        "# 题\n\n[www.sohu.com](https://www.sohu.com/a/1)林某\n\n来源：《夜谈：路由》",
        ("https://www.sohu.com/a/1", "林某", "搜狐", "", ""),
    ),
    "names behind a bar": (
        "# 题\n\n**采访丨林某 王某**\n\n**文丨林某**",
        ("", "林某", "", "", ""),
    ),
    "labels": (
        f"# 题\n\n作者：林某\n原文链接：{U}\n时间：2025年2月3日\n活动名称：夜谈",
        (U, "林某", "example.org", "2025-02-03", "夜谈"),
    ),
    "bars": ("# 题\n\n**出品｜某社**\n\n**作者｜林某**", ("", "林某", "", "", "")),
    "sentence": (
        "# 题\n\n本文来自微信公众号：某社（ID：x），作者：林某，编辑：王某",
        ("", "林某", "某社", "", ""),
    ),
    "by": ("# T\n\nBy Jane Doe, Feb 3, 2025", ("", "Jane Doe", "", "2025-02-03", "")),
    "name and day": ("# T\n\nJane Doe 2025-02-03 10:00", ("", "Jane Doe", "", "2025-02-03", "")),
    "properties": (f"author:: [[林某]]\nsource:: {U}\n\n# 题", (U, "林某", "example.org", "", "")),
    "comments": (
        f'[#]: subject: "T"\n[#]: via: "{U}"\n[#]: author: "Jane https://x.org"\n\n题\n====',
        (U, "Jane", "T", "", ""),
    ),
    "converter": (
        f"> 本文由 [简悦 SimpRead](http://ksria.com/simpread/) 转码， 原文地址 [x]({U})\n\n# 题",
        (U, "", "example.org", "", ""),
    ),
}


@pytest.mark.parametrize(("head", "facts"), HEADS.values(), ids=HEADS.keys())
def test_a_head_becomes_metadata(head: str, facts: tuple[str, ...]) -> None:
    """Address, author, title, day and event of the source."""
    assert said(parse(head + BODY)) == facts


PROSE = {
    "places and an hour set apart by blanks": "北京  上海  2025-02-03 10:00 到",
    "a sentence and a day set apart by blanks": "会上说，投票在这时结束：  2025-02-03 10:00",
    "a name and a day without an hour": "编译器夜话  2025-02-03 以后的事",
    "a link that begins a sentence": f"[example.org]({U}) 是会议的网站，看完再来读这篇笔记",
    "a link that begins a short one": f"[example.org]({U})是这次会议的网站。",
    "a link that begins a long one with a day": (
        f"[example.org]({U})是这次会议的网站，会议的内容和时间都在上面，于2025-02-03开始，欢迎来。"
    ),
    "a link in a sentence": f"回放见 [example.org]({U}) 的首页。",
    "a slash": "编辑 /etc/hosts 文件需要什么？权限和编辑器。",
    "a question": "作者：他为什么这么写？",
    "a time in a sentence": "会议于 2025-02-03 10:00 开始",
    "a host that begins a sentence": "example.org 刚刚上线",
    "a host glued to a sentence": "example.org上线了，欢迎来看",
    "a host that a sentence without its mark begins with": "example.org是会议的网站",
    "a host glued to its description": "example.org程序员的社交网络",
    "a known host that begins a sentence": "zhihu.com是问答的网站",
    "a known host in an address": "github.com/linmou",
    "a file": "router.py说明",
    "a path": "example.org/a",
    "a host that begins a paragraph": "example.org\n它是会议的网站",
    "a host that is another": "[example.com](https://example.org/a)",
}


@pytest.mark.parametrize("line", PROSE.values(), ids=PROSE.keys())
def test_prose_is_no_metadata(line: str) -> None:
    """It stays in the text, whatever words and links it holds."""
    note = parse(f"# 题\n\n{line}{BODY}")
    assert said(note) == ("", "", "", "", "")
    assert [e for e in note.ledger if e.role == "meta"] == []


def test_credits_below_the_first_heading_are_text() -> None:
    """Only the head and a block at the end count."""
    note = parse(f"# 题\n\n## 一节\n\n作者：林某\n\n原文链接：{U}\n{BODY}")
    assert note.meta.source is None


def test_a_block_of_credits_at_the_end_counts_and_stays() -> None:
    """One label alone is a line of the text."""
    end = f"\n---\n\nvia: {U}\n\n作者：[Jane][a] 译者：[某人](https://example.org/b)\n\n[a]: {U}\n"
    note = parse(f"# 题{BODY}{end}")
    assert said(note)[:2] == (U, "Jane")
    shown = "\n".join(b.text for s in note.walk() for b in s.blocks)
    assert "译者" in shown
    assert parse(f"# 题{BODY}\n作者：林某\n").meta.source is None


def test_a_note_with_front_matter_decides() -> None:
    """What the head says fills gaps, unless it speaks of another source."""
    front = "---\ndate: 2024-01-01\nsource: {title: 夜谈, url: 'https://example.org/own'}\n---\n"
    note = parse(f"{front}\n作者：林某\n\n原文链接：{U}\n\n时间：2025-02-03{BODY}")
    assert said(note) == ("https://example.org/own", "", "夜谈", "2024-01-01", "")
    gap = parse(f"---\nsource: {{url: '{U}'}}\n---\n\n作者：林某{BODY}")
    assert said(gap)[:2] == (U, "林某")


ENDS = {
    "a report": (
        "文章来源\n\n本文摘自：2025年2月3日已经发布的《夜谈：路由》\n\n林某 执证编号：S1",
        "2025-02-03",
    ),
    "a report of somebody": (
        "本文参考：2025年2月3日某研究院已发布的《夜谈》，作者信息为：\n\n林某", "2025-02-03",
    ),
    "a label": ("发布日期：2025.02.03\n\n转载请注明出处。", "2025-02-03"),
    "a time that ends the page": ("转载请注明出处。\n\n2025-02-03 15:13:25", "2025-02-03"),
    "a day within the text": ("2025-02-03\n\n这一天大家谈到很晚。", ""),
    "a day in a sentence": ("本文摘自某社2025年2月3日的夜谈，有删改。", ""),
    "a label of something else": ("活动：2025-02-03\n\n欢迎来。", ""),
}  # fmt: skip


@pytest.mark.parametrize(("end", "day"), ENDS.values(), ids=ENDS.keys())
def test_the_end_says_the_day(end: str, day: str) -> None:
    """It stays in the text, in a paste and in Markdown; only licences and their heading go."""
    gone = [line for line in end.split("\n") if line == "文章来源" or "执证编号" in line]
    for title, pasted in (("# 题", False), ("题", True)):
        text = f"{title}{BODY}\n{end}\n"
        note = parse(text, pasted=pasted)
        assert note.meta.date == day
        dropped = [entry.lines for entry in note.ledger if entry.role == "dropped"]
        lines = text.split("\n")
        assert [lines[n.first - 1] for n in dropped if n.first == n.last] == gone
        assert len(dropped) == len(gone)


SUFFIXES = {
    "by the host": ("怎样编译 - 知乎", "https://www.zhihu.com/a", "怎样编译", "知乎"),
    "two of them": ("怎样编译_知乎 - 知乎专栏", "https://zhuanlan.zhihu.com/a", "怎样编译", "知乎"),
    "glued": ("怎样编译-虎嗅网", "https://m.huxiu.com/a", "怎样编译", "虎嗅网"),
    "with the author's part": (
        "怎样编译_linmou的博客-CSDN博客", "https://blog.csdn.net/a", "怎样编译", "CSDN博客",
    ),
    "by a host that nobody knows": (
        "How to compile | Nightschool", "https://nightschool.example/a",
        "How to compile", "Nightschool",
    ),
    "another site": ("怎样编译 - 少数派", "https://www.zhihu.com/a", "怎样编译 - 少数派", "知乎"),
    "a dash of several": ("编译---知乎", "https://www.zhihu.com/a", "编译---知乎", "知乎"),
    "a part of the title": ("怎样读知乎", "https://www.zhihu.com/a", "怎样读知乎", "知乎"),
    "nothing but the name": ("- 知乎", "https://www.zhihu.com/a", "- 知乎", "知乎"),
}  # fmt: skip


@pytest.mark.parametrize(("title", "url", "bare", "site"), SUFFIXES.values(), ids=SUFFIXES.keys())
def test_the_name_of_the_site_is_no_part_of_the_title(
    title: str, url: str, bare: str, site: str
) -> None:
    """It is the source's, unless the author of a note says otherwise."""
    host = url.split("/")[2]
    note = parse(f"# {title}\n\n[{host}]({url})林某{BODY}")
    assert note.title == bare
    assert said(note)[2] == site
    front = f"---\ntitle: {title!r}\nsource: {{url: '{url}'}}\n---\n"
    assert parse(f"{front}{BODY}").title == title


def test_an_account_is_where_others_write() -> None:
    """Where a label names the author, the account of a clipper's line is the source's title."""
    clip = f"# 题\n\n[mp.weixin.qq.com]({W})某社 某社\n\n文：林某{BODY}"
    assert said(parse(clip))[:3] == (W, "林某", "某社")
    copy = f"题\n\nmp.weixin.qq.com某社\n\n文：林某{BODY}"
    assert said(parse(copy, pasted=True))[:3] == ("", "林某", "某社")


def test_the_end_of_a_clip_names_its_author() -> None:
    """Behind a label, once, and the line stays; a list of books names several."""
    head = f"# 题\n\n[mp.weixin.qq.com]({W})某社{BODY}"
    note = parse(f"{head}\n作者：林某，写字的人。\n\n感谢各位。\n")
    assert said(note)[:3] == (W, "林某", "某社")
    assert any("写字的人" in b.text for s in note.walk() for b in s.blocks)
    books = parse(f"{head}\n《夜谈》\n\n作者：林某\n\n《夜谈二》\n\n作者：王某\n")
    assert said(books)[:3] == (W, "某社", "某社")


ACCOUNTS = {
    "https://x.com/linmou/status/1": "linmou",
    "https://x.com/i/article/1": "",
    "https://qiita.com/linmou/items/a1": "linmou",
    "https://speakerdeck.com/linmou/yakai": "linmou",
    "https://github.com/linmou/yakai?tab=readme-ov-file": "linmou",
    "https://github.com/topics/yakai": "",
    "https://github.com/linmou": "",
    "https://example.org/linmou/items/a1": "",
}


@pytest.mark.parametrize(("url", "author"), ACCOUNTS.items())
def test_an_address_names_the_author(url: str, author: str) -> None:
    """On sites that put the account into it, where nothing else names somebody."""
    assert said(parse(f"---\ntitle: 题\nsource: {url}\n---\n{BODY}"))[1] == author
    named = parse(f"---\ntitle: 题\nsource: {url}\nauthor: 王某\n---\n{BODY}")
    assert said(named)[1] == "王某"
    site = parse(f'---\ntitle: 题\nsource: {url}\nauthor:\n  - "[[Qiita]]"\n---\n{BODY}')
    assert said(site)[1] == (author if "qiita" in url else "Qiita")


def test_a_line_about_the_author_leaves_the_address() -> None:
    """Who wrote cannot be told from it, so that it stays in the text."""
    note = parse(f"# 题\n\n[zhuanlan.zhihu.com]({Z})某社以需求为导向，致力于夜谈。{BODY}")
    assert said(note)[:3] == (Z, "", "知乎")
    assert any("致力于夜谈" in b.text for s in note.walk() for b in s.blocks)


def test_the_account_behind_a_title_goes() -> None:
    """As its name stands behind the author's."""
    assert parse(f"# 夜谈 | 某社\n\n[mp.weixin.qq.com]({W})林某 某社{BODY}").title == "夜谈"
    assert parse(f"夜谈｜某社\n\nmp.weixin.qq.com某社 某社{BODY}", pasted=True).title == "夜谈"
    assert parse(f"# 夜谈｜林某\n\n[mp.weixin.qq.com]({W})林某 某社{BODY}").title == "夜谈｜林某"


@pytest.mark.parametrize(
    "title",
    ["夜谈：看这一篇就够了。", "1、2、3 夜谈只要三步？", "夜谈太简单了......", "登录后您可以："],
)
def test_the_line_above_a_clippers_is_the_title(title: str) -> None:
    """However it ends or begins; a paragraph that ends so is none elsewhere."""
    assert parse(f"{title}\n\nmp.weixin.qq.com林某 某社{BODY}", pasted=True).title == title
    assert parse(f"夜谈是一种谈话，它在夜里。{BODY}", pasted=True).title == "x"


def test_what_was_dropped_is_no_metadata() -> None:
    """The name in a platform's window is not the author's."""
    tail = (
        "添加红包\n红包个数最小为10个\n需支付：10.00\n作者：someone\n发出的红包\n扫码支付\n"
        "钱包余额 0\n抵扣说明：\n"
    )
    assert parse(f"题{BODY}\n{tail}", pasted=True).meta.source is None


FOREIGN = {
    "obsidian": (
        f'source: "{U}"\nauthor:\n  - "[[Jane]]"\n  - "[[John]]"\npublished: 2025-02-03',
        (U, "Jane, John", "example.org", "2025-02-03", ""),
    ),
    "exported": (
        f"URL: {U}\nAuthor: 林某\npublish_time: 2025/2/3 9:05",
        (U, "林某", "example.org", "2025-02-03T09:05:00", ""),
    ),
    "humps": ("datePublished: 2025-02-03\nCreator: 林某", ("", "林某", "", "2025-02-03", "")),
    "not a date": ("published: true\nauthor: 林某", ("", "林某", "", "", "")),
}  # fmt: skip


@pytest.mark.parametrize(("front", "facts"), FOREIGN.values(), ids=FOREIGN.keys())
def test_keys_of_other_tools_fill_gaps(front: str, facts: tuple[str, ...]) -> None:
    """They are reported as remarks, and ours decide."""
    note = parse(f"---\n{front}\n---\n\n# 题{BODY}")
    assert said(note) == facts
    assert {d.severity for d in note.diagnostics} == {"note"}
    ours = parse(f"---\n{front}\ndate: 2020-01-01\n---\n\n# 题{BODY}")
    assert ours.meta.date == "2020-01-01"


def test_a_sentence_under_another_name_is_the_summary() -> None:
    """Vaults and generators call it as they like."""
    for key in ("desc", "description", "Synopsis"):
        assert (
            parse(f"---\n{key}: 三个人谈路由。\n---\n\n# 题{BODY}").meta.summary == "三个人谈路由。"
        )


TITLE_AGAIN = {
    "a heading": ("水泵夜话", "## 水泵夜话", ""),
    "a heading below a picture": ("水泵夜话", "![](https://example.org/a.png)\n\n## 水泵夜话", ""),
    "a heading without the site's name": ("水泵为什么会响｜某技术社", "## 水泵为什么会响", ""),
    "a heading without a name in brackets": (
        "How a pump works in winter (Part of it)", "# How a pump works in winter", "",
    ),
    "a line below a picture": ("水泵夜话", "![](https://example.org/a.png)\n\n水泵夜话", ""),
    "the last line": ("水泵夜话｜某技术社", "", "水泵夜话｜某技术社"),
}  # fmt: skip
NO_TITLE = {
    "the first of several talks": ("水泵夜话", "- 水泵夜话\n- 管子夜话", ""),
    "the title itself": ("水泵夜话", "# 水泵夜话", ""),
    "the beginning of it": ("水泵是什么？怎样选", "## 水泵是什么？", ""),
    "its first word": ("Pumps in practice", "## Pumps", ""),
    "a sentence that ends alike": ("水泵夜话", "", "谢谢大家来听水泵夜话"),
}


def _titles(title: str, above: str, below: str, keys: str = "author: 林某\n") -> list[str]:
    body = f"{above}\n\n第一句话讲水泵。\n\n## 一节\n\n第二句话讲管子。\n\n{below}\n"
    text = f"---\ntitle: {title}\n{keys}---\n{body}"
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    return [note.text.split("\n")[e.lines.first - 1] for e in note.ledger if e.rule]


@pytest.mark.parametrize(("title", "above", "below"), TITLE_AGAIN.values(), ids=TITLE_AGAIN.keys())
def test_the_title_that_a_clipper_told_is_not_told_again(
    title: str, above: str, below: str
) -> None:
    """The page shows it above and below the text; in a note of ours it is the author's."""
    assert _titles(title, above, below) == [(above or below).split("\n")[-1]]
    assert _titles(title, above, below, keys="") == []


@pytest.mark.parametrize(("title", "above", "below"), NO_TITLE.values(), ids=NO_TITLE.keys())
def test_what_only_begins_as_the_title_does_stays(title: str, above: str, below: str) -> None:
    """A question that the title begins with heads a section."""
    assert _titles(title, above, below) == []


def test_a_byline_may_be_the_first_line_of_a_copy_without_a_title() -> None:
    """No title has an hour in emphasis; one that says when an evening begins has none."""
    text = "\n某技术社 _2026年05月12日 09:30_\n\n第一句话讲水泵。\n"
    assert said(parse(text)) == ("", "某技术社", "", "2026-05-12", "")
    assert said(parse(text.replace("_", ""))) == ("", "", "", "", "")


def test_an_address_with_its_label_is_the_source_and_no_title() -> None:
    """Above all else in a copy."""
    note = parse(f"源：{U}\n\n正文的第一句，讲的是推理。\n\n又一句，讲的是训练。\n", pasted=True)
    assert said(note)[:3] == (U, "", "example.org")
    assert note.title == "x"


def test_a_copied_host_ends_where_another_line_says_so() -> None:
    """Nothing parts it from a name in small letters."""
    body = f"{BODY}\n全文见 https://www.linmou.com/2025/a ，有删改。\n"
    note = parse(f"夜谈\n\nlinmou.comwangmou{body}", pasted=True)
    assert said(note)[:3] == ("", "wangmou", "linmou.com")
    assert said(parse(f"夜谈\n\nlinmou.comwangmou{BODY}", pasted=True))[:3] == ("", "", "")
    assert said(parse(f"夜谈\n\nlinmou.com.cn{body}", pasted=True))[1] == ""


def test_words_behind_an_address_name_the_source() -> None:
    """Front matter that a person wrote."""
    note = parse(f"---\nsource: {U} (夜谈 / 第一版)\n---\n\n# 题{BODY}")
    assert said(note)[:3] == (U, "", "夜谈 / 第一版")
    assert parse(f"---\nsource: {U}\n---\n\n# 题{BODY}").meta.source.title == "example.org"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (f"夜话\n\n{U}\n\n正文一句。\n", U),
        (f"夜话\n{U}\n正文一句。\n", U),
        (f"夜话\n\n{U}\n\n{U}/2\n\n正文一句。\n", ""),
        (f"夜话\n\n见 {U}\n\n正文一句。\n", ""),
        (f"夜话\n\n正文一句。\n\n{U}\n", ""),
        (f"夜话\n\n{U}\n\n来源：{W}\n\n正文一句。\n", W),
    ],
    ids=["apart", "dense", "a list of links", "within a line", "at the end", "a label beside it"],
)
@pytest.mark.parametrize("mark", ["", "# "], ids=["paste", "markdown"])
def test_an_address_right_below_the_title_is_the_source(text: str, url: str, mark: str) -> None:
    """So people share pages: the title and where it is."""
    assert said(parse(mark + text, pasted=not mark))[0] == url


NOTE = "https://note.com/linmou/n/n1"
BEHIND = {
    "the author that a key tells": ("夜話｜林", "林", "夜話", "林"),
    "bars in the name": ("夜話｜林｜夜の人", "林｜夜の人", "夜話", "林｜夜の人"),
    "the site as its author": ("夜話｜第一夜｜林", "note（ノート）", "夜話｜第一夜", "林"),
    "another name": ("夜話｜王", "林", "夜話｜王", "林"),
}


@pytest.mark.parametrize(("written", "key", "title", "author"), BEHIND.values(), ids=BEHIND)
def test_a_title_ends_with_the_author(written: str, key: str, title: str, author: str) -> None:
    """All pages of one site have it so."""
    front = f'title: "{written}"\nsource: "{NOTE}"\nauthor:\n  - "[[{key}]]"'
    note = parse(f"---\n{front}\n---\n{BODY}")
    assert note.title == title
    assert said(note)[:3] == (NOTE, author, "note")


def test_the_heading_shows_where_the_author_begins() -> None:
    """No key names one, and the page has its title without."""
    front = f'title: "夜話｜第一夜｜林"\nsource: "{NOTE}"\npublished: 2025-02-03'
    note = parse(f"---\n{front}\n---\n## 夜話｜第一夜\n{BODY}")
    assert (note.title, said(note)[1]) == ("夜話｜第一夜", "林")


@pytest.mark.parametrize(
    "line",
    [
        "最近話題になっている、ChatGPTです。",
        "—— @linmou",
    ],
)
def test_what_names_no_author_of_a_note(line: str) -> None:
    """Words about others, and who said what somebody quotes, in a note that no tool made."""
    assert said(parse(f"# 夜話\n\n{line}\n\n本文です。{BODY}"))[1] == ""


def test_titles_and_headings_stay_that_look_like_others() -> None:
    """A title with a bar, a heading over a credit at the head, a section that is a link."""
    assert parse(f"---\nsource: {NOTE}\n---\n\n# 深層学習入門｜基礎編\n{BODY}").title == (
        "深層学習入門｜基礎編"
    )
    assert parse(f"# Source\n\nAuthor: Jane Doe\n{BODY}").title == "Source"
    ended = parse(f"# T\n{BODY}\n## Source\n\nAuthor: Jane Doe\n\nDate: 2025-02-03\n")
    assert "Source" in [section.heading for section in ended.walk()]
    linked = parse(f"# T\n\n[example.org]({U}) A\n\n## [The Paper]({U}/paper)\n{BODY}")
    assert any("The Paper" in section.heading for section in linked.walk())


def test_a_link_to_another_account_is_text() -> None:
    """Right below the title, on a page of note.com; so is the number above it."""
    other = "1\n\n[鈴木花子](https://note.com/hanako)\n\nさんの話を聞いた。"
    note = parse(f'---\nsource: "{NOTE}"\n---\n\n# 夜話\n\n{other}{BODY}')
    assert [e.rule for e in note.ledger if e.role == "dropped"] == []


def test_a_second_sentence_of_origin_with_words_of_its_own_is_text() -> None:
    """Only what the head says goes when the end says it again."""
    head = "本文来自《新周刊》，作者王五。"
    more = "本文来自《新周刊》，我们删去了其中关于价格的第三节。"
    for end, rules in ((head, ["origin-again"]), (more, [])):
        note = parse(f"题\n\n{head}{BODY}\n又一段话，说的是别的事。\n\n{end}\n", pasted=True)
        assert [e.rule for e in note.ledger if e.role == "dropped"] == rules


def test_an_empty_heading_below_a_lone_number_is_no_title() -> None:
    """Nor does it end in an error."""
    assert [section.heading for section in parse("①\n\n###").walk() if section.heading] == []


def test_a_host_is_the_longest_that_the_text_names() -> None:
    """Whatever order a set has."""
    links = ["见 https://example.co/a", "见 https://example.com/b"]
    assert cut_host("example.comlinmou", links) == ("example.com", "linmou", True)


def test_a_publication_is_no_author() -> None:
    """Its name stands in the address where an author's may; the author says who that is."""
    front = 'title: 夜話\nsource: "https://zenn.dev/yakai/articles/a"\nauthor:\n  - "[[Zenn]]"'
    badge = "20[tech](https://zenn.dev/tech-or-idea)"
    place = "[夜会の技術ブログ](https://zenn.dev/p/yakai)"
    who = "夜会でコンパイラを作っている、linmouです。"
    one = parse(f"---\n{front}\n---\n{place}\n\n{badge}\n\n{who}{BODY}")
    assert said(one)[1:3] == ("linmou", "夜会の技術ブログ")
    own = parse(f"---\n{front}\n---\n{badge}\n\nはじめに。{BODY}")
    assert said(own)[1:3] == ("yakai", "Zenn")
    assert [e.lines.first for e in one.ledger if e.rule == "zenn-head"] == [7]


@pytest.mark.parametrize(
    "line",
    [
        "今回のテーマは、Dockerです。",
        "こんにちは、今日はいい天気です。",
        "作っているのは、夜会です。",
    ],
)
def test_a_sentence_in_japanese_introduces_nobody(line: str) -> None:
    """Only who greets, or says what they do, says a name."""
    assert parse(f"# 夜話\n\n{line}{BODY}").meta.source is None


SIGNED = {
    "names of accounts": ("------ @linmou \\& wangmou", "linmou & wangmou"),
    "one": ("—— @linmou", "linmou"),
    "a name without its mark": ("—— 林某", ""),
    "a quote": ("> —— @linmou", ""),
    "a sentence": ("—— @linmou 说过的话，大家都记得。", ""),
}


@pytest.mark.parametrize(("line", "author"), SIGNED.values(), ids=SIGNED)
def test_a_preface_is_signed(line: str, author: str) -> None:
    """Where nothing else tells the author, and the line stays."""
    note = parse(f"# 题\n\n[example.org]({U})\n\n## 卷首语\n\n写在前面。\n\n{line}{BODY}")
    assert said(note)[1] == author
    assert not any(entry.rule for entry in note.ledger)


@pytest.mark.parametrize("label", ["**原文链接**", "原文链接：", "Original link:"])
def test_an_address_below_its_label_is_the_source_at_the_end(label: str) -> None:
    """Both stay, the label is no heading, and a list of other articles above them goes."""
    titles = "\n\n".join(f"[第{n}场夜话的记录]({W}{n})" for n in range(4))
    credits = f"{label}\n\n{U}\n"
    note = parse(f"# 题{BODY}\n**推荐阅读**\n\n{titles}\n\n{credits}\n欢迎关注某技术社\n")
    assert said(note)[0] == U
    assert [section.heading for section in note.walk() if section.heading] == ["一节"]
    assert {e.rule for e in note.ledger if e.rule} == {"wechat-account"}
    last = list(note.walk())[-1].blocks
    assert [block.text for block in last[-2:]] == [label, U]


def test_a_word_above_an_address_in_the_text_is_no_label() -> None:
    """Only near the end, and only what nothing else can mean."""
    note = parse(f"# 题{BODY}\n链接\n\n{U}\n\n最后一段，讲的是训练。\n")
    assert said(note)[0] == ""


AUTHORS_OF_CLIPS = {
    "a blog's link": (U, "[[View all posts by Ada Lin]]", "Ada Lin"),
    "a mark behind the name": (U, "[[林某 原创]]", "林某"),
    "a note under another name": (U, "[[people/linmou|林某]]", "林某"),
    "a name with a bar": (U, "[[林某 | 某社]]", "林某 | 某社"),
    "a site of others": ("https://www.youtube.com/watch?v=1", "[[YouTube]]", ""),
    "the name of another site": (U, "[[YouTube]]", "YouTube"),
    "a site with its own pages": ("https://gigazine.net/news/1/", "[[GIGAZINE]]", "GIGAZINE"),
    "accounts in English": (W, "[[Weixin Official Accounts Platform]]", ""),
}


@pytest.mark.parametrize(
    ("url", "written", "author"), AUTHORS_OF_CLIPS.values(), ids=AUTHORS_OF_CLIPS.keys()
)
def test_a_clip_names_its_author(url: str, written: str, author: str) -> None:
    """What a tool takes from the page is a name, or what the page has in its place."""
    front = f'title: 夜谈\nsource: "{url}"\nauthor:\n  - "{written}"'
    assert said(parse(f"---\n{front}\n---\n{BODY}"))[1] == author


TITLES_OF_PAGES = {
    "a site that nobody knows": (U, "石磨夜谈 - 某站", "## 石磨夜谈", "石磨夜谈"),
    "an author and a site": (U, "On mills | by Ada Lin | Mills", "## On mills", "On mills"),
    "no heading": (U, "石磨夜谈 - 某站", "石磨夜谈，讲的是磨。", "石磨夜谈 - 某站"),
    "another heading": (U, "石磨夜谈 - 某站", "## 石磨", "石磨夜谈 - 某站"),
    "a host's name": ("https://mills.example/a", "磨 - 夜谈 | Mills 周刊", "文。", "磨 - 夜谈"),
    "a part of it": ("https://blog.mills.example/a", "磨 - News of Mills", "文。", "磨"),
    "a topic": (
        "https://mills.example/a",
        "磨 - Watermills again",
        "文。",
        "磨 - Watermills again",
    ),
    "a known site": ("https://github.com/a/b", "磨 | GitHub 夜谈", "文。", "磨 | GitHub 夜谈"),
    "more words": (U, "On mills and - water", "## On mills", "On mills and - water"),
    "a site in front": ("https://github.com/a/b", "GitHub - a/b: Mills", "Text.", "a/b: Mills"),
    "another site in front": (U, "GitHub - a/b: Mills", "Text.", "GitHub - a/b: Mills"),
}


@pytest.mark.parametrize(
    ("url", "told", "head", "title"), TITLES_OF_PAGES.values(), ids=TITLES_OF_PAGES.keys()
)
def test_a_page_shows_its_title_without_the_site(
    url: str, told: str, head: str, title: str
) -> None:
    """The heading above a clip's text says where the title ends."""
    front = f'title: "{told}"\nsource: "{url}"\ncreated: 2025-02-03'
    assert parse(f"---\n{front}\n---\n{head}\n{BODY}").title == title


def test_a_blog_is_called_by_its_author() -> None:
    """On a host where each author has one."""
    front = 'title: "夜话 - 林某"\nsource: "{}"\nauthor:\n  - "[[林某]]"'
    own = front.format("https://linmou.hatenablog.com/entry/a")
    assert parse(f"---\n{own}\n---\n{BODY}").title == "夜话"
    assert parse(f"---\n{front.format(U)}\n---\n{BODY}").title == "夜话 - 林某"


def test_an_author_of_two_words_is_no_account() -> None:
    """A clip tells the author; the line that repeats the name has the form of two names."""
    keys = f'title: "题"\nsource: "{W}"\nauthor:\n  - "[[Lin 某某]]"\ntags:\n  - "clippings"\n'
    front = f"---\n{keys}---\n"
    note = parse(f"{front}Lin 某某 *2025年2月3日 10:00*{BODY}")
    assert (said(note)[1], note.meta.date) == ("Lin 某某", "2025-02-03")
    assert "某某" not in said(note)[2]
    ends = ("工具测评 · 目录", "作者提示: 个人观点，仅供参考", "继续滑动看下一个")
    bar = "\n\n".join((*ends, "某技术社", "向上滑动看下一个\n"))
    note = parse(f"{front}Lin 某某 *2025年2月3日 10:00*{BODY}\n{bar}")
    assert said(note)[1:3] == ("Lin 某某", "某技术社")
    assert [block.text for block in list(note.walk())[-1].blocks] == ["又一句。"]


def test_several_addresses_below_such_labels_name_no_source() -> None:
    """A list of originals is the text's."""
    note = parse(f"# 题{BODY}\n第一篇\n\n原文链接\n\n{U}\n\n第二篇\n\n原文链接\n\n{Z}\n")
    assert said(note)[0] == ""


@pytest.mark.parametrize(
    ("title", "url", "cut"),
    [
        ("Installing | Mill basics", "https://mill.example/docs", "Installing | Mill basics"),
        ("Installing | Mill Docs", "https://mill.example/docs", "Installing"),
        ("What I like - Mill vs River", "https://blog.mill.example/a", None),
        ("水车的修法 | Mill 技术博客", "https://mill.example/a", "水车的修法"),
        ("知乎 - 一家公司的十年", "https://www.zhihu.com/a", None),
    ],
)
def test_a_title_keeps_what_only_begins_as_its_host(title: str, url: str, cut: str | None) -> None:
    """What sites call themselves stands beside the host's name; other words are the title's."""
    front = f'---\ntitle: "{title}"\nsource: "{url}"\npublished: 2025-02-03\n---\n'
    assert parse(f"{front}{BODY}").title == (cut or title)
