"""Labels of a paste or a note: which of them name who speaks."""

from __future__ import annotations

import pytest

from notes_kb.domain.note import BlockKind
from notes_kb.loading.library import note_from_bytes
from notes_kb.loading.notes import parse_note

CHAT = "【张三】大家好\n\n【李四】你好呀\n\n【张三】今天讲混合专家\n\n【李四】好的，开始吧…"
ASKED = "【记者】现在用什么路由？\n\n【周南】按专家选词\n\n图见附件\n\n" * 2
GRADED = "【初级】什么是锁\n\n一次只让一个线程进去。\n\n【中级】锁的代价\n\n等待和切换。\n\n" * 2
UNANSWERED = "【初级】什么是锁？\n\n【中级】什么是死锁？\n\n【初级】锁分几种？\n\n【中级】选哪种？"


@pytest.mark.parametrize("pasted", [True, False])
@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (CHAT, ["张三", "李四"] * 2),
        (CHAT.replace("】", "】："), ["张三", "李四"] * 2),
        (ASKED, ["记者", "周南"] * 2),
        (GRADED.replace("】", "】："), ["初级", "中级"] * 2),
        (GRADED.replace("锁\n", "锁。有人知道吗\n"), ["初级", "中级"] * 2),
        (GRADED, []),
        (GRADED.replace("一次只让一个线程进去。", "```\nlock()\n```"), []),
        (UNANSWERED, []),
    ],
    ids=["chat", "colons", "asked and answered", "grades with colons", "two sentences", "graded",
         "graded code", "graded questions alone"],
)  # fmt: skip
def test_a_label_in_brackets_speaks_unless_it_grades_headings(
    text: str, speakers: list[str], pasted: bool
) -> None:
    """A grade has a question behind it, or a heading with its text below; a colon is speech."""
    note = note_from_bytes(
        f"一次讨论的记录\n\n{text}\n".encode(),
        path="talk.txt" if pasted else "talk.md",
        note_id="talk",
        language="zh",
        pasted=pasted,
    )
    told = [block.speaker for part in note.walk() for block in part.blocks if block.speaker]
    assert told == speakers


FIELDS = ("目的", "解释", "具体方法")
GUESTS = ("林某", "王工", "张三")


@pytest.mark.parametrize(
    ("labels", "turns"),
    [(FIELDS, 0), (GUESTS, 9)],
    ids=["fields", "guests"],
)
def test_what_every_section_explains_is_no_speaker(labels: tuple[str, ...], turns: int) -> None:
    """Guests who answer one after the other have names, and what a form asks for has none."""
    said = "你先看看电机，再想想我刚才问的那个问题：它为什么会响？"
    section = "\n\n".join(f"**{label}：**\n\n{said}" for label in labels)
    text = "# 水泵夜话\n\n" + "\n\n".join(f"## 第{n}件事\n\n{section}" for n in "一二三")
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    found = [b for s in note.walk() for b in s.blocks if b.kind is BlockKind.TURN]
    assert len(found) == turns


TALK = "**顾梅**：你坐哪一班船？\n\n**韩远**：我坐头班，你呢？\n\n"


@pytest.mark.parametrize(
    ("paragraph", "speaker", "text"),
    [
        ("**韩** **远**：我走路。", "韩远", "我走路。"),
        ("**韩**远**：我走路，你呢？**", "韩远", "我走路，你呢？"),
        ("****韩远：****我走路。", "韩远", "我走路。"),
        ("**韩远：我走路。**有人推车。", "韩远", "**我走路。**有人推车。"),
        ("**韩远：***[00:12]* 我走路。", "韩远", "*[00:12]* 我走路。"),
        ("*韩远：* 我走路。", "韩远", "我走路。"),
        ("**韩远**（船工，住在下游）：我走路。", "韩远（船工，住在下游）", "我走路。"),
        ("**韩远：**  \n我走路。\n她坐船。", "韩远", "我走路。\n她坐船。"),
        ("**「潮声」** **：** 你们呢？", "「潮声」", "你们呢？"),
        ("**案例一**：走路的人。", "", ""),
        ("**路程**：八里", "", ""),
    ],
)
def test_the_label_of_a_speaker_may_be_written_in_many_ways(
    paragraph: str, speaker: str, text: str
) -> None:
    """Emphasis begins and ends anywhere in it, and a role stands in brackets behind the name."""
    body = f"# 渡口\n\n{TALK * 2}{paragraph}\n\n{TALK}**潮声**：你们明天还来吗？\n"
    note = parse_note(body, path="x.md", note_id="x", language="zh", pasted=False)
    block = next(b for s in note.walk() for b in s.blocks if b.lines.first == 11)
    assert (block.speaker, block.text if speaker else "") == (speaker, text)


def test_chats_with_a_machine_are_turns() -> None:
    """The roles that a tool writes above each message name who speaks."""
    said = ("Can you sort list {} for me?", "Sure, here is how you could sort list {} in a line.")
    text = "\n\n".join(
        f"{role}\n\n{said[n % 2].format(n)}" for n, role in enumerate(["User", "Assistant"] * 4)
    )
    note = parse_note(f"# Chat\n\n{text}\n", path="x.md", note_id="x", language="en", pasted=False)
    found = [b.speaker for s in note.walk() for b in s.blocks if b.kind is BlockKind.TURN]
    assert found == ["User", "Assistant"] * 4
