"""What a platform shows below a title goes from the text, and becomes metadata."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from notes_kb.domain.note import Note
from notes_kb.loading.notes import parse_note

HEADS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("heads.yml").read_text("utf-8")
)
TITLE = "编译器夜话"
BODY = """\
编译器的第一句话，讲的是它怎样把一段程序变成另一段程序。

一节

又一句话，比第一句短。
"""


def parse(head: str, *, pasted: bool, body: str = BODY) -> Note:
    title = TITLE if pasted else f"# {TITLE}"
    path = "x.txt" if pasted else "x.md"
    text = f"{title}\n\n{head}\n\n{body}"
    return parse_note(text, path=path, note_id="x", language="zh", pasted=pasted)


def kept(note: Note) -> list[str]:
    gone = {n for e in note.ledger if e.rule for n in range(e.lines.first, e.lines.last + 1)}
    lines = enumerate(note.text.split("\n"), 1)
    said = (line for n, line in lines if n not in gone and any(c.isalnum() for c in line))
    return [line for line in said if not line.startswith("![")]


def said(note: Note) -> tuple[str, str, str]:
    source = note.meta.source
    return (source.author if source else "", source.title if source else "", note.meta.date)


def told(head: dict[str, Any]) -> tuple[str, str, str]:
    return head.get("author", ""), head.get("title", ""), str(head.get("date", ""))


@pytest.mark.parametrize("pasted", [True, False], ids=["paste", "markdown"])
@pytest.mark.parametrize("head", HEADS, ids=lambda head: head["name"])
def test_a_head_goes_and_says_who_where_and_when(head: dict[str, Any], pasted: bool) -> None:
    """Title and text stay to the last line."""
    note = parse(head["head"], pasted=pasted)
    stay = head.get("kept", [])
    lines = head["head"].rstrip("\n").split("\n") if stay == "all" else stay
    title = TITLE if pasted else f"# {TITLE}"
    assert kept(note) == [title, *lines, *(line for line in BODY.split("\n") if line)]
    assert said(note) == told(head)


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head["name"])
def test_a_head_in_the_middle_is_text(head: dict[str, Any]) -> None:
    """A talk about such a page quotes it."""
    note = parse(f"{BODY}\n{head['head']}", pasted=True)
    assert [entry for entry in note.ledger if entry.rule] == []


PROSE = """\
原创 作品 的版权归作者所有，2026-05-12 起生效，平台不得转载。
会议 2026-05-12 09:30 开始，地点在北京。
17 人赞同了该方案，3 人反对。
这份感谢发自 内心，也发自 凹非寺。
收录于合集的文章都有编号。
在小说阅读器里读代码，是一种体验。
以下文章来源于实践，作者在一线工作了十年，写下了这些体会。
posted @ the wall of the office, where nobody reads it
2 min read, they said; it took an hour.
最近修改：编译器的后端，2026年5月12日开始。
发表于北京的会议上，他们讲了三件事。
微信号 是怎样编码的
功能介绍 是产品经理写的。
林某 和 王某 在 2026-05-12 见面
阅读 8 分钟之后，答案就清楚了。
编译器 12 个，推理 3 个，都在这里。
Original sources compile faster than generated ones.
Matrix 是一家做矩阵运算的公司。
粉丝：128，文章：3，这是他们的全部数据。
Created by hand: the parser, the lexer and the linker.
""".splitlines()


@pytest.mark.parametrize("pasted", [True, False], ids=["paste", "markdown"])
@pytest.mark.parametrize("line", PROSE)
def test_a_line_of_prose_stays(line: str, pasted: bool) -> None:
    """Whatever words of a platform it holds."""
    note = parse(line, pasted=pasted)
    assert line in kept(note)
    assert said(note) == ("", "", "")


def test_prose_below_a_head_stays() -> None:
    """A short first line is no name, because the head has ended."""
    head = "原创 林某 某技术社 2026-05-12 09:30 北京\n\n写在前面\n\n先说结论"
    note = parse(head, pasted=True)
    assert kept(note)[1:3] == ["写在前面", "先说结论"]
    assert said(note) == ("林某", "某技术社", "2026-05-12")


def test_a_label_counts_more_than_a_head() -> None:
    """What the author wrote of the origin is surer than what the page shows."""
    head = "原创 某编辑 某技术社 2026-05-12 09:30 北京\n\n作者｜林某"
    assert said(parse(head, pasted=True)) == ("林某", "某技术社", "2026-05-12")


def test_a_title_that_a_clip_repeats_stands_once() -> None:
    """As a heading, or behind the picture of the cover."""
    for again in (f"# {TITLE}", f"![cover](https://example.org/c.png)\n\n# {TITLE}"):
        note = parse(again, pasted=False)
        assert [e.rule for e in note.ledger if e.rule] == ["title-again"]
        assert TITLE not in {section.heading for section in note.walk()}
    other = parse(f"## {TITLE}里的人", pasted=False)
    assert [e.rule for e in other.ledger if e.rule] == []


@pytest.mark.parametrize("pasted", [True, False])
def test_lines_that_differ_only_in_a_tag_are_no_repeated_title(pasted: bool) -> None:
    """Code without fences begins so."""
    text = f"#include<iostream>\n#include<iomanip>\n{BODY}"
    note = parse_note(text, path="x", note_id="x", language="zh", pasted=pasted)
    assert [entry for entry in note.ledger if entry.rule] == []


def test_credits_are_no_headings() -> None:
    """A line that names a translator stands alone, short, above text that names her too."""
    long = "路由决定每个词元去哪几位专家，专家之间的负载要均衡，否则有的卡忙有的卡闲。" * 8
    sections = "\n\n".join(f"{name}\n\n{long}" for name in ("背景介绍", "负载均衡", "小结"))
    text = f"路由的做法\n\n作者：林一\n\n编译：周二\n\n周二编译时说：{long}\n\n{sections}\n"
    note = parse_note(text, path="x", note_id="x", language="zh", pasted=True)
    assert [one.heading for one in note.walk()] == ["", "背景介绍", "负载均衡", "小结"]


def test_the_picture_of_a_card_goes_with_its_name() -> None:
    """A picture below the title that no card follows is the text's."""
    picture = "![](https://example.org/avatar.png)"
    card = f"{picture}\n\n**某技术社**\n\n聊聊系统\n\n96篇原创内容\n\n公众号"
    for above, stays in (("", []), ("![](https://example.org/cover.png)\n\n", ["cover"])):
        note = parse(above + card, pasted=False)
        gone = {n for e in note.ledger if e.rule for n in range(e.lines.first, e.lines.last + 1)}
        left = [line for n, line in enumerate(note.text.split("\n"), 1) if n not in gone]
        pictures = [line for line in left if line.startswith("![")]
        assert pictures == [f"![](https://example.org/{name}.png)" for name in stays]
    note = parse(f"{picture}\n\n关注\n\n点击上方蓝字关注我们", pasted=False)
    assert all(e.lines.first != 3 for e in note.ledger if e.rule)


CLIP = """\
编译器夜话怎么办？一夜读懂它
====

[m.huxiu.com](https://m.huxiu.com/a)虎嗅网

{below}

编译器的第一句话，讲的是它怎样把一段程序变成另一段程序。

又一句话，比第一句短。

{end}
"""


def gone(below: str, end: str = "") -> list[tuple[str, int]]:
    text = CLIP.format(below=below, end=end)
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    return [(e.rule, e.lines.first) for e in note.ledger if e.rule]


AGAIN = {
    "the same": ("编译器夜话怎么办？一夜读懂它", True),
    "the same in bold": ("**编译器夜话怎么办？一夜读懂它**", True),
    "with other words between": ("编译器夜话该怎么办？一夜读懂它", True),
    "with another end": ("编译器夜话怎么办？一夜读懂第二篇", False),
    "with another number between": ("编译器夜话2怎么办？一夜读懂它", False),
    "a sentence": ("编译器夜话怎么办？一夜读懂它。", False),
    "a point": ("- 编译器夜话怎么办？一夜读懂它", False),
    "words of its own": ("编译器的人怎么读懂它", False),
}


@pytest.mark.parametrize(("line", "again"), AGAIN.values(), ids=AGAIN)
def test_a_title_right_below_a_clippers_line_stands_once(line: str, again: bool) -> None:
    """A page may change a word of it; what begins a text says more or ends otherwise."""
    assert gone(line) == ([("title-again", 6)] if again else [])


def test_where_a_text_is_from_is_said_once() -> None:
    """The head says it, so that the end need not; another account is another matter."""
    said = "本文来自微信公众号：某社（ID：mou），作者：林某"
    assert gone(f"{said}，题图来自：某处", said) == [("origin-again", 12)]
    assert gone(said, said.replace("某社", "别社")) == []
    assert gone("先说结论。", said) == []


def test_an_editor_with_a_number_is_the_sites() -> None:
    """A name alone is a credit, which stays."""
    assert gone("先说结论。", "责任编辑：林某 SF107") == [("news-tail", 12)]
    assert gone("先说结论。", "责任编辑：林某") == []


@pytest.mark.parametrize(
    ("heading", "title", "gone"),
    [
        ("## Kiln Press", "窑炉怎样升温", True),
        ("## KILN", "窑炉怎样升温", True),
        ("## 窑炉", "窑炉怎样升温", False),
        ("## Kilns of the south", "窑炉怎样升温", False),
    ],
)
def test_a_heading_that_only_names_the_site_is_its_source(
    heading: str, title: str, gone: bool
) -> None:
    """It is called as the host is, and the page has a title of its own."""
    front = f"---\ntitle: {title}\nsource: https://kiln.press/a/1\npublished: 2025-02-03\n---\n"
    note = parse_note(
        f"{front}{heading}\n\n{BODY}", path="x.md", note_id="x", language="zh", pasted=False
    )
    assert (heading not in kept(note)) is gone
    if gone:
        assert said(note)[1] == heading.strip("# ")


def test_a_section_about_what_a_site_is_named_for_stays() -> None:
    """Others of its level stand beside it."""
    front = "---\ntitle: 窑炉入门\nsource: https://kiln.press/a\npublished: 2025-02-03\n---\n"
    text = f"{front}## Kiln\n\n{BODY}\n## Wheel\n\n另一件东西。\n"
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    assert "## Kiln" in kept(note)


def test_places_that_a_page_names_for_its_links_go() -> None:
    """A link without a text shows nothing."""
    front = "---\ntitle: 窑炉\nsource: https://example.com/a\npublished: 2025-02-03\n---\n"
    text = f"{front}{BODY}\n[](#two)\n\n[](#three) [](https://example.com/b)\n\n[看这里](#two)\n"
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    assert [line for line in kept(note) if line.startswith("[")] == ["[看这里](#two)"]


@pytest.mark.parametrize("value", ["unknown", "N/A", "未知", '"-"'])
def test_a_source_that_nobody_knows_is_none(value: str) -> None:
    """Tools write a word where they know nothing."""
    text = f"---\ntitle: 窑炉\nsource: {value}\nauthor: {value}\n---\n{BODY}"
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    assert note.meta.source is None
