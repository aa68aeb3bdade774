"""Nothing is lost, nothing raises: any text, any bytes."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notes_kb.domain.note import Note
from notes_kb.importing.note_import import write_note
from notes_kb.loading.decode import decode
from notes_kb.loading.library import note_from_bytes
from notes_kb.loading.notes import parse_note
from tests.loading.retention import lost_lines, uncovered_lines

WORDS = st.sampled_from(
    [
        "模型",
        "训练成本很低",
        "MoE",
        "agent",
        "负载均衡",
        "a",
        "1",
        "the router",
        "讲座",
        "红包",
        "评论",
        "`code`",
        "**粗体**",
        "$x_1$",
        "[[moe]]",
        "[text](http://x.y)",
        "<b>",
        "{.no-link}",
        "100%",
        "！",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
MARKERS = st.sampled_from(
    [
        "",
        "",
        "• ",
        "· ",
        "- ",
        "* ",
        "○ ",
        "一、",
        "二、",
        "三、",
        "（一）",
        "(1) ",
        "(2)",
        "1. ",
        "2. ",
        "1、",
        "1.1 ",
        "1.2 ",
        "①",
        "第一章 ",
        "壹、",
        "１．",
        "01 ",
        "# ",
        "## ",
        "### ",
        "> ",
        "Q: ",
        "答：",
        "总结：",
        "Key takeaway: ",
        "图1：",
        "Figure 2. ",
        "作者：",
        "原文链接：",
        "| ",
        "```",
        "$$ ",
        "**",
        "    ",
        "\t",
        "　　",
        "[^1]: ",
        "[ref]: ",
        "!!! note ",
        "<div>",
        "1) ",
        "---",
        "====",
    ]
)
ENDS = st.sampled_from(["", "", "", "。", "：", " |", "**", "```", " $$", "  ", "?", " {.no-link}"])
WHOLE = st.sampled_from(
    [
        "",
        "",
        "",
        "在这里插入图片描述",
        "[图片]",
        "img",
        "image.png",
        "![alt](missing)",
        "![](a.png)",
        "---",
        "====",
        "```",
        "```python",
        "$$",
        "| a | b |",
        "|---|---|",
        "a",
        "    x = 1;",
        "Press enter or click to view image in full size",
        "@[TOC](目录)",
        "2025-02-03",
        "[example.org](https://example.org/a) 某人 某号",
        "[跳转到 Cubox 查看](https://cubox.pro/my/card?id=1)",
        "via: https://example.org/a",
        "译者：[某人][a]",
        '[#]: subject: "x"',
        "title:: 模型",
        "往期推荐",
        "143篇原创内容",
        "公众号",
        "[![a](a.png)](https://example.org)",
        "![x][1]",
        "[1]: b.png",
        "<img src='a.png' alt='图'>",
        "![](a.png =500x)模型",
        "文[图片]",
        "▲ 图下的一行",
        "图表1：成本",
        "添加红包",
        "需支付：10.00",
        "抵扣说明：",
        "红包个数最小为10个",
        "钱包余额 0",
        "{#id}",
        "<!-- c -->",
        "> ",
        "- ",
    ]
)
INDENTS = st.sampled_from(["", "", "", "  ", "    ", "　　", "\t", "\u200b", "      "])
LINES = st.one_of(
    WHOLE, st.builds(lambda i, m, s, e: i + m + s + e, INDENTS, MARKERS, SENTENCES, ENDS)
)
RECAPS = st.lists(LINES, max_size=25).map("\n".join)
"""Text that looks like pasted recaps, Markdown and what people make of both."""
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


def parsed(text: str, *, pasted: bool) -> Note:
    text = decode(text.encode()).text
    return parse_note(text, path="x", note_id="x", language="zh", pasted=pasted)


@pytest.mark.parametrize("pasted", [True, False])
@settings(max_examples=300, deadline=None)
@given(text=st.one_of(RECAPS, ANY))
def test_every_line_is_in_the_ledger_once_and_every_kept_line_in_the_note(
    pasted: bool, text: str
) -> None:
    """The ledger covers each line once; a kept line's letters stand in what holds it."""
    note = parsed(text, pasted=pasted)
    assert uncovered_lines(note) == []
    assert lost_lines(note) == []


INSIDE = [
    '```\n[#]: subject: "x"\n```',
    '$$\n\n[#]: subject: "x"\n$$',
    "    模型\ntitle:: 模型\n    模型",
    "    模型\n[example.org](https://example.org/a) 某人 某号\n    模型",
    "    模型\n\n[example.org](https://example.org/a) 某人 某号\n\n    模型",
    "图1：模型\n[example.org](https://example.org/a) 某人\n[![a](a.png)](https://example.org)",
    "<!--\n\n[example.org](https://example.org/a) 某人\n\n-->",
]
"""What tools write as metadata, in the middle of a block, which it may not lose."""


@pytest.mark.parametrize("pasted", [True, False])
@pytest.mark.parametrize("text", INSIDE)
def test_no_metadata_is_taken_out_of_a_block(text: str, pasted: bool) -> None:
    """Only the parsers know where a block ends, so they have the last word."""
    assert lost_lines(parsed(text, pasted=pasted)) == []


def test_a_footnote_of_one_bold_line_is_no_heading() -> None:
    """Its mark would be lost, and the text behind it would become its section."""
    note = parsed("[^1]: **粗体**\n\n正文。", pasted=False)
    assert [section.heading for section in note.walk()] == [""]
    assert lost_lines(note) == []


@pytest.mark.parametrize("pasted", [True, False])
@settings(max_examples=200, deadline=None)
@given(data=st.one_of(st.binary(max_size=400), RECAPS.map(str.encode)))
def test_any_bytes_give_a_note(pasted: bool, data: bytes) -> None:
    """Whatever the bytes, there is a note, and no control character in it."""
    note = note_from_bytes(data, path="x", note_id="x", language="zh", pasted=pasted)
    assert uncovered_lines(note) == []
    assert not any(ord(c) < 32 and c not in "\n\t" for c in note.text)


CLIP = "---\nsource: https://example.org/a\nauthor: 某人\n---\n"
"""The keys by which a clipper tells where a page is from."""


@settings(max_examples=300, deadline=None)
@example(text="###")
@example(text="![](a.png =500x)模型\n---")
@example(text="在这里插入图片描述\n![alt](missing)\n---")
@example(text="图1：模型\n[![a](a.png)](https://example.org)\n在这里插入图片描述")
@given(text=RECAPS)
def test_any_page_gives_a_clip(text: str) -> None:
    """A clip is read further than other Markdown, and loses no line either."""
    note = parsed(CLIP + text, pasted=False)
    assert uncovered_lines(note) == []
    assert lost_lines(note) == []


@settings(max_examples=150, deadline=None)
@given(text=RECAPS)
def test_sections_nest_and_have_anchors_of_their_own(text: str) -> None:
    """Anchors are unique, and a section's lines hold those of its blocks and subsections."""
    note = parsed(text, pasted=True)
    ids = [section.id for section in note.walk()]
    assert len(ids) == len(set(ids))
    for section in note.walk():
        inner = [*section.blocks, *section.sections]
        assert all(section.lines.first <= part.lines.first for part in inner)
        assert all(part.lines.last <= section.lines.last for part in inner)
        assert all(sub.level > section.level for sub in section.sections)


def test_a_heading_without_words_is_none_in_a_clip() -> None:
    """A page had something there that the clipper did not take."""
    note = parsed(CLIP + "###\n\n第一句话。\n\n## \n\n第二句话。\n", pasted=False)
    assert [section.heading for section in note.walk()] == [""]
    assert [block.text for block in note.sections[0].blocks] == ["第一句话。", "第二句话。"]
    assert [entry.rule for entry in note.ledger if entry.rule] == ["clipper-blank"] * 2


def test_items_without_words_are_none_in_a_clip() -> None:
    """What they marked stands below them, or did not come along."""
    note = parsed(CLIP + "三件事：\n\n- \n垫平底座；\n\n\n- \n固定管子。\n\n-\n", pasted=False)
    assert [b.text for b in note.sections[0].blocks] == ["三件事：", "垫平底座；", "固定管子。"]


def test_code_below_an_item_without_words_stays_code() -> None:
    """In its note it is no part of the list above it."""
    note = parsed(CLIP + "两步：\n\n- 先建索引。\n\n- \n\n    index = build(texts)\n", pasted=False)
    assert [b.kind.value for b in note.sections[0].blocks][-1] == "code"
    written = write_note(note, "notes/x.md")
    assert written.difference is None
    assert "```\nindex = build(texts)\n```" in written.text
