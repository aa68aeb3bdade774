"""A line that a converter broke at each change of type is one line again."""

from __future__ import annotations

import pytest

from notes_kb.importing.dialects import plain_markdown

AROUND = "".join(f"会上第{n}个人讲了路由的做法，也讲了成本。  \n  \n" for n in "一二三四五六七八")
"""Paragraphs of a text whose lines all end with two blanks, empty ones too."""


def joined(paragraph: str) -> list[str]:
    lines = paragraph.split("\n")
    text = AROUND + "".join(f"{line}  \n" for line in lines)
    plain = plain_markdown(text).text.split("\n")[16 : 16 + len(lines)]
    return [line.rstrip() for line in plain if line.strip()]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("会上说\n**路由**\n是最难的。", ["会上说**路由**是最难的。"]),
        ("它由\nDeepSeek\n 开源", ["它由DeepSeek 开源"]),
        ("**提示：**\n**先停机**", ["**提示：先停机**"]),
        ("一句说完。\n又一句", ["一句说完。", "又一句"]),
        ("它说 found!\n，大家才信", ["它说 found!，大家才信"]),
        ("**一句说完。**\n又一句", ["**一句说完。**", "又一句"]),
        ("# 一节\n说到成本", ["# 一节", "说到成本"]),
        ("说到成本\n![](a.png)\n图下的话", ["说到成本", "![](a.png)", "图下的话"]),
        ("先做：\n1、备料\n2、开工", ["先做：", "1、备料", "2、开工"]),
        ("- 至少有\n十二台机器", ["- 至少有十二台机器"]),
        ("1. \nhttps://example.org/a", ["1. https://example.org/a"]),
        ("地址\nhttps://example.org/a", ["地址 https://example.org/a"]),
        ("[一篇](https://a.example)\n[又一篇](https://b.example)", None),
        ("| a | b |\n| - | - |\n| 1 | 2 |", None),
        ("甲方案\n乙方案\n丙方案\n丁方案", None),
        ("一段\n\xa0 \n又一段", ["一段", "又一段"]),
        ("编\n译\n器\n夜\n话", ["编译器夜话"]),
        ("```\n甲\n乙\n```", None),
        ("we use\n**routing**\nevery day", ["we use**routing**every day"]),
        ("it is\nbroken", ["it is broken"]),
        ("价格 5\n6 折", None),
        ("用 `a`\n`b`", ["用 `a` `b`"]),
        ("*好*\n*坏*", ["*好* *坏*"]),
        ("[a]: http://a.example\n[b]: http://b.example", None),
        ("[^1]: 注释一\n[^2]: 注释二", None),
        ("    def f():\n        return 1", None),
        ("列一 | 列二\n--- | ---\n甲 | 乙", None),
        ("A. 甲\nB. 乙", None),
        ("一、甲\n二、乙", None),
        ("（一）甲说明\n（二）乙说明", None),
        ("✅ 支持中文\n❌ 不支持英文", None),
        ("姓名：林某\n年龄：三十", None),
        ("磨在山下转，\n水往山外走，\n人在磨边坐，\n月在天上明，", None),
        ("<p>甲\n乙</p>", None),
    ],
)
def test_pieces_of_a_line_are_set_beside_each_other(broken: str, whole: list[str] | None) -> None:
    """What ends a sentence, or begins a block, stays a line of its own."""
    assert joined(broken) == (broken.split("\n") if whole is None else whole)


@pytest.mark.parametrize("kept", ["会上说  \n路由", "会上说\n路由"])
def test_a_break_stays_where_not_every_line_has_one(kept: str) -> None:
    """Somebody who sets two blanks behind a line means it."""
    text = AROUND.replace("  \n", "\n") + kept
    assert plain_markdown(text).text == text


def test_lines_and_letters_stay_as_many() -> None:
    """Numbers of lines stay true to a paragraph, and nothing is lost."""
    text = f"{AROUND}它由  \n**社区**  \n开源。  \n  \n又一段  \n"
    plain = plain_markdown(text).text
    assert plain.count("\n") == text.count("\n")
    assert "".join(plain.split()) == "".join(text.split())
    assert plain.split("\n")[20] == "又一段  "


def test_verse_without_empty_lines_keeps_its_breaks() -> None:
    """Nothing but empty lines with blanks shows that a converter set them."""
    text = "".join(f"第{n}行诗，不短也不长  \n" for n in "一二三四五六七八九十")
    assert plain_markdown(text).text == text


def test_front_matter_and_lines_without_a_break_stay() -> None:
    """Only what was broken is joined: keys of a text that somebody else wrote above it are not."""
    front = "---\ntitle: 夜话\ndescription: some words\n---\n"
    soft = "会上说\n**路由**  \n是最难的。  \n"
    plain = plain_markdown(f"{front}{AROUND * 20}{soft}").text
    assert plain.startswith(front)
    assert plain.endswith("会上说\n**路由**是最难的。  \n\n")
