"""Numberings of headings and list items in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.languages.numbering import Style, counted_word, states_count
from notes_kb.text.numbering import parse_numbering

ROWS = [
    # line, style, as written, ordinal, counts to, rest
    ("一、概述", Style.HAN, "一、", "一", (1,), "概述"),
    ("十二、结语", Style.HAN, "十二、", "十二", (12,), "结语"),
    ("二十、结语", Style.HAN, "二十、", "二十", (20,), "结语"),
    ("（三）访存", Style.HAN_BRACKETS, "（三）", "三", (3,), "访存"),
    ("(三) 访存", Style.HAN_BRACKETS, "(三)", "三", (3,), "访存"),
    ("壹、总论", Style.FORMAL, "壹、", "壹", (1,), "总论"),
    ("第一章 硬件", Style.CHAPTER, "第一章", "第一章", (1,), "硬件"),
    ("第三章模型", Style.CHAPTER, "第三章", "第三章", (3,), "模型"),
    ("第3节：缓存", Style.CLAUSE, "第3节：", "第3节", (3,), "缓存"),
    ("第二部分 软件", Style.PART, "第二部分", "第二部分", (2,), "软件"),
    ("Part 2: Software", Style.PART, "Part 2:", "Part 2", (2,), "Software"),
    ("1. Kernels", Style.ARABIC, "1.", "1", (1,), "Kernels"),
    ("1\\. Kernels", Style.ARABIC, "1\\.", "1", (1,), "Kernels"),
    ("01\\. Kernels", Style.PADDED, "01\\.", "01", (1,), "Kernels"),
    ("1\\) names", Style.HALF_BRACKET, "1\\)", "1", (1,), "names"),
    ("1、算力", Style.ARABIC, "1、", "1", (1,), "算力"),
    ("１．算力", Style.ARABIC, "１．", "1", (1,), "算力"),
    ("1.1 结构", Style.DOTTED_2, "1.1", "1.1", (1, 1), "结构"),
    ("1.1.2. Cache", Style.DOTTED_3, "1.1.2.", "1.1.2", (1, 1, 2), "Cache"),
    ("1) names", Style.HALF_BRACKET, "1)", "1", (1,), "names"),
    ("(1)技术", Style.BRACKETS, "(1)", "1", (1,), "技术"),
    ("（１）技术", Style.BRACKETS, "（１）", "1", (1,), "技术"),
    ("①甲", Style.CIRCLED, "①", "①", (1,), "甲"),
    ("⑫甲", Style.CIRCLED, "⑫", "⑫", (12,), "甲"),
    ("❸甲", Style.CIRCLED, "❸", "❸", (3,), "甲"),
    ("第四章，集成", Style.CHAPTER, "第四章，", "第四章", (4,), "集成"),
    ("第五章——发布", Style.CHAPTER, "第五章——", "第五章", (5,), "发布"),
    ("Chapter 6 - Release", Style.CHAPTER, "Chapter 6 -", "Chapter 6", (6,), "Release"),
    ("#3 会议帮手", Style.PADDED, "#3", "3", (3,), "会议帮手"),
    ("No.12 Zed", Style.PADDED, "No.12", "12", (12,), "Zed"),
    ("01 起点", Style.PADDED, "01", "01", (1,), "起点"),
    ("#03起点", Style.PADDED, "#03", "03", (3,), "起点"),
    ("#10终点", Style.PADDED, "#10", "10", (10,), "终点"),
    ("0x00 起点", Style.PADDED, "0x00", "0x00", (0,), "起点"),
    ("0x0A、终点", Style.PADDED, "0x0A、", "0x0A", (10,), "终点"),
    ("0x1. Start", Style.PADDED, "0x1.", "0x1", (1,), "Start"),
    ("0x02路由", Style.PADDED, "0x02", "0x02", (2,), "路由"),
    ("02 .NET 的路由", Style.PADDED, "02", "02", (2,), ".NET 的路由"),
    ("02 . Routing", Style.PADDED, "02 .", "02", (2,), "Routing"),
    ("PART01 起点", Style.PART, "PART01", "PART01", (1,), "起点"),
    ("Part.2 Software", Style.PART, "Part.2", "Part.2", (2,), "Software"),
    ("Ⅲ、附录", Style.ROMAN, "Ⅲ、", "Ⅲ", (3,), "附录"),
    ("IV. Appendix", Style.ROMAN, "IV.", "IV", (4,), "Appendix"),
    ("B. second", Style.LETTER, "B.", "B", (2,), "second"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_numbering_is_read(row: tuple[str, Style, str, str, tuple[int, ...], str]) -> None:
    """Style, spelling, ordinal, value and the rest of the line."""
    found = parse_numbering(row[0])
    assert found is not None
    assert (row[0], found.style, found.written, found.ordinal, found.numbers, found.rest) == row


@pytest.mark.parametrize(
    "line",
    [
        "一些人认为",
        "一起看",
        "1,000 元",
        "0x7fff 以上的地址",
        "0x80040154",
        "0x80 之后的字节",
        "0xFF表示掩码",
        "0xcert 框架",
        "PART2.5 新增",
        "0x1F4A9",
        "Party 1 of 3",
        "part2go",
        "2025.02.03 会议",
        "3.5% 的成本",
        "第一次",
        "第一章节很长",
        "第一节课我们讲",
        "10.1.1.1.1",
        "I think so",
        "Apart from that",
        "(see below)",
        "（图片）",
        "",
        "1999年",
        "#1024 is closed",
        "No. that is wrong",
        "Nothing to see",
        "100GB",
        "2.7-9月的新题材",
    ],
)
def test_what_only_begins_like_a_number_is_text(line: str) -> None:
    """A sentence keeps its first word."""
    assert parse_numbering(line) is None


@given(
    st.text(
        alphabet="第一二十百〇壹贰0123456789０１.．、)）(（①⑳⑴❶➊➓ⅠⅫIVXA 章节部分：:", max_size=12
    )
)
def test_any_line_gives_a_numbering_or_none(line: str) -> None:
    """No combination of digits raises, and the line is what it was cut into."""
    found = parse_numbering(line.strip())
    if found is not None:
        bare = line.strip()
        assert bare.startswith(found.written)
        assert bare[len(found.written) :].strip() == found.rest


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Step 2: install", "Step"),
        ("方法 1a：脚本", "方法"),
        ("步骤二：选择模型", "步骤"),
        ("分析之三：服务注册", "分析之"),
        ("第一步：定义状态", "第步"),
        ("第 3 招，找老用户", "第招"),
        ("案例③ 一家书店", "案例"),
        ("统一管理", ""),
        ("第一次见面", ""),
        ("2 Step", ""),
        ("", ""),
    ],
)
def test_the_word_that_a_line_counts_with_is_read(line: str, word: str) -> None:
    """A word and its number, in digits or Han numerals, with a mark or a blank behind."""
    assert counted_word(line) == word


def test_a_text_states_how_many_it_counts() -> None:
    """In digits or Han numerals; ordinals and dates count nothing."""
    assert states_count("6 款建索引的工具", 6)
    assert states_count("三大理由", 3)
    assert not states_count("第三大理由", 3)
    assert not states_count("2026年的工具", 6)
