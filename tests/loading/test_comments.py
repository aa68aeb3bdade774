"""Comments that a copy of a page brings along go as a whole; a text about comments stays."""

from __future__ import annotations

import pytest

from notes_kb.domain.note import Note
from notes_kb.loading.notes import parse_note

TEXT = """\
# 水泵夜话

第一句话讲的是水泵为什么会响，第二句讲怎样让它不响。

## 怎样不响

先把底座垫平，再把管子固定住，最后才看电机。
"""
COMMENTS = """\
**留言 2**

- 修泵的人

  江苏2022年8月11日

  赞3

  垫平底座以后确实不响了，不过冬天又响起来，是不是橡胶变硬的缘故？请再讲一讲。

  水泵社

  作者2022年8月11日

  赞

  对的。

- Pump

  2022年8月12日

  Like1

  谢谢！

已无更多数据
"""
BAR = "阅读 2.2万\n\n写留言\n\n"
TAILS = {
    "alone": COMMENTS,
    "below the bar": BAR + COMMENTS,
    "of this year": COMMENTS.replace("江苏2022年8月11日", "广西6月19日").replace(
        "作者2022年8月11日", "作者昨天"
    ),
    "twice": f"{BAR}{COMMENTS}\n[](javacript:;)\n\n水泵社\n\n25119148\n\n写留言\n\n{COMMENTS}",
}
KEPT = {
    "a number of comments in a talk": "## 留言 2\n\n读者问得最多的是橡胶。\n",
    "no end": COMMENTS.removesuffix("已无更多数据\n"),
    "no likes": COMMENTS.replace("赞", "好").replace("Like1", "好"),
    "text behind them": f"{COMMENTS}\n最后再说一句：冬天以前把橡胶换掉，来年就省事了。\n",
    "in code": f"```\n{COMMENTS}```\n",
}


def parse(text: str) -> Note:
    return parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS.keys())
def test_comments_below_a_text_go_with_their_bar(tail: str) -> None:
    """Everything from the bar to the end has their rule, and nothing above it."""
    note = parse(f"{TEXT}\n{tail}")
    (entry,) = [entry for entry in note.ledger if entry.rule]
    assert entry.rule == "wechat-comments"
    assert entry.lines.first == len(TEXT.split("\n")) + 1
    assert [block.text for section in note.walk() for block in section.blocks][-1] == (
        "先把底座垫平，再把管子固定住，最后才看电机。"
    )


@pytest.mark.parametrize("tail", KEPT.values(), ids=KEPT.keys())
def test_what_are_no_comments_for_certain_stays(tail: str) -> None:
    """Their count, their end and a like below each day are all needed, and nothing behind."""
    assert not any(entry.rule == "wechat-comments" for entry in parse(f"{TEXT}\n{tail}").ledger)


def test_a_picture_that_never_loaded_parts_no_tail() -> None:
    """It says nothing, so that the rows above it are looked at too."""
    dot = (
        "!\\[图片\\](data:image/svg+xml,%3C%3Fxml version='1.0'%3F%3E%3Csvg width='1px' "
        "height='1px'%3E%3Cg transform='translate(-2, -1)'%3E%3C/g%3E%3C/svg%3E)"
    )
    tail = f"往期推荐\n\n{dot}\n\n阅读原文\n\n在看 12\n\n喜欢此内容的人还喜欢\n\n微信扫一扫\n"
    note = parse(f"{TEXT}\n{tail}")
    assert any(entry.rule for entry in note.ledger)
    assert note.sections[-1].blocks[-1].text == "先把底座垫平，再把管子固定住，最后才看电机。"
