"""Transcripts: turns whose labels have a place in a recording beside the name."""

from __future__ import annotations

import pytest

from notes_kb.domain.note import Block, BlockKind, Note
from notes_kb.importing.dialects import plain_markdown
from notes_kb.loading.notes import parse_note

SAID = ("今天我们聊聊混合专家", "Load balancing comes first.", "好。", "Who pays for the wires?")


def _read(text: str, *, pasted: bool, language: str = "zh") -> Note:
    return parse_note(text, path="x.md", note_id="x", language=language, pasted=pasted)


def _blocks(note: Note) -> list[Block]:
    return [block for section in note.walk() for block in section.blocks]


def _turns(note: Note) -> list[tuple[str, str, str]]:
    return [(b.speaker, b.time, b.text) for b in _blocks(note) if b.kind is BlockKind.TURN]


@pytest.mark.parametrize("pasted", [True, False])
@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("{name} {time}\n{said}", ("发言人1", "发言人2")),
        ("{name}  {time}\n\n{said}", ("说话人 1", "杜若")),
        ("{name}（{time}）：{said}", ("张三", "李四")),
        ("{name}({time}):\n{said}", ("张三", "李四")),
        ("{name} [{time}]: {said}", ("Ana Bo", "Kim Ray")),
        ("**{name} ({time})** {said}", ("Ana Bo", "Kim Ray")),
        ("**{name}:** {time}\n\n{said}", ("Ana Bo", "Kim 9000")),
        ("**{name}:** \\[{time}\\] {said}", ("Ana Bo", "Kim Ray")),
        ("{name}: {time}\n\n{said}", ("Speaker 0", "Speaker 1")),
        ("{name} – {time}: {said}", ("Ana Bo", "Kim Ray")),
        ("[{time}] {name}: {said}", ("SPEAKER_00", "SPEAKER_01")),
        ("{time} {name}：{said}", ("王明", "李华")),
        ("**{time}** **{name}**\n{said}", ("王明", "李华")),
        ("{name} {time}\\\n{said}", ("说话人 1", "说话人 2")),
    ],
)
def test_a_time_beside_a_name_tells_a_turn(form: str, names: tuple[str, str], pasted: bool) -> None:
    """Programs that hear speech write them; the text need not sound like speech."""
    times = ("00:01", "00:12", "1:02:03", "1:02:40")
    rows = [form.format(name=names[n % 2], time=time, said=SAID[n]) for n, time in enumerate(times)]
    note = _read("\n\n".join(rows) + "\n", pasted=pasted)
    assert _turns(note) == [(names[n % 2], times[n], SAID[n]) for n in range(4)]
    assert len(_blocks(note)) == 4


def test_a_transcript_without_empty_lines_is_read_row_by_row() -> None:
    """As programs for meetings copy it: a line for who and when, and one for what."""
    rows = (f"发言人{n % 2 + 1} 00:{n:02}\n{SAID[n % 4]}" for n in range(6))
    note = _read("周会\n\n" + "\n".join(rows) + "\n", pasted=True)
    assert note.title == "周会"
    assert [(speaker, time) for speaker, time, _ in _turns(note)] == [
        (f"发言人{n % 2 + 1}", f"00:{n:02}") for n in range(6)
    ]


@pytest.mark.parametrize("said", ["-5 degrees", "--verbose is the flag", ":smile: ok", "**Yes.**"])
def test_a_mark_that_begins_what_is_said_stays(said: str) -> None:
    """One mark stands between a time and a text, and what follows it is the speaker's."""
    text = f"{said} I think."
    rows = (f"{name} (00:{n}1): {text}" for n, name in enumerate(("Ana Bo", "Kim Ray") * 2))
    note = _read("\n\n".join(rows), pasted=False, language="en")
    assert [said for _, _, said in _turns(note)] == [text] * 4


def test_one_word_names_somebody_where_it_sounds_like_speech() -> None:
    """Ana is a name and Keynote is none: only what they say can tell."""
    said = ("What did you build?", "I built a router.", "Why did you?", "We had to, you know.")
    rows = (f"{('Ana', 'Kim')[n % 2]} 00:{n}1\n{said[n % 4]}" for n in range(6))
    note = _read("\n\n".join(rows), pasted=False, language="en")
    assert [speaker for speaker, _, _ in _turns(note)] == ["Ana", "Kim"] * 3


def test_a_talk_of_one_speaker_is_a_transcript() -> None:
    """The times tell it, where nobody answers."""
    text = "\n\n".join(f"发言人1 {n:02}:30\n{said}" for n, said in enumerate(SAID))
    assert [time for _, time, _ in _turns(_read(text, pasted=True))] == [
        "00:30", "01:30", "02:30", "03:30",
    ]  # fmt: skip


def test_who_speaks_without_a_time_speaks_too() -> None:
    """Some transcripts tell the time now and then; a word between two parts is no speaker."""
    text = (
        "**Ana Bo:** [00:10] Welcome to the show!\n\n**Kim Ray:** Thanks for having me.\n\n"
        "**Break:** [10:00]\n\n**Ana Bo:** [10:30] We are back. How did you begin?\n\n"
        "**Kim Ray:** I wrote it for myself.\n\n**Ana Bo:** [20:00] And who uses it?\n"
    )
    assert _turns(_read(text, pasted=False, language="en")) == [
        ("Ana Bo", "00:10", "Welcome to the show!"),
        ("Kim Ray", "", "Thanks for having me."),
        ("Ana Bo", "10:30", "We are back. How did you begin?"),
        ("Kim Ray", "", "I wrote it for myself."),
        ("Ana Bo", "20:00", "And who uses it?"),
    ]


def test_a_time_that_is_a_link_stays_one() -> None:
    """It leads to that place of the recording."""
    link = "[(00:00:{0})](https://example.com/watch?v=x&t={0})"
    names = ("Ana Bo", "Kim Ray") * 2
    rows = [f"{name} {link.format(n + 10)} {SAID[1]}" for n, name in enumerate(names)]
    assert _turns(_read("\n\n".join(rows), pasted=False, language="en")) == [
        (name, "", f"{link.format(n + 10)} {SAID[1]}") for n, name in enumerate(names)
    ]


@pytest.mark.parametrize("pasted", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "09:00 王明：开场致辞\n\n09:30 李华：混合专家\n\n10:00 张三：推理优化\n\n10:30 茶歇\n",
        "00:00 开场\n\n03:21 什么是混合专家\n\n10:05 路由\n\n20:10 问答\n",
        "湖人 102:58\n\n主场\n\n公牛 88:45\n\n客场\n\n湖人 12:10\n\n主场\n",
        "会议时间 14:00\n\n地点在二楼\n\n会议时间 15:00\n\n地点在三楼\n",
        "比例 3:10 的图更好看\n\n比例 3:20 的图也行\n\n比例 3:40 的图不行\n",
        "他在（12:30）提到：模型很重要。\n\n他在（15:10）提到：数据更重要。\n\n他在（20:30）提到：算力也要。\n",
        "John 3:16\n\nFor the wind blows where it wishes, and you hear its sound.\n\n"
        "John 3:17\n\nFor nobody was sent to judge, but that all might be saved.\n\n"
        "John 3:18\n\nWhoever believes is not judged; whoever does not is already.\n",
        "[09:00] Keynote: The future\n\n[10:00] Break: coffee\n\n[10:30] Keynote: Agents\n\n"
        "[11:30] Break: lunch\n",
        "演讲 09:30\n\n大模型怎样省电\n\n茶歇 10:30\n\n二楼走廊\n\n演讲 11:00\n\n"
        "谁来管数据\n\n茶歇 12:00\n\n一楼\n",
        "[12:01:02] INFO: start server\n\n[12:01:03] WARN: no config\n\n"
        "[12:01:05] INFO: ready\n\n[12:01:09] WARN: slow disk\n",
        "Fixed (10:12): bug a\n\nAdded (10:30): b\n\nFixed (11:12): bug c\n\nAdded (11:30): d\n",
        "到站 08:10\n\n北京南\n\n到站 09:20\n\n济南西\n\n到站 10:30\n\n南京南\n",
        "配速（5:30）：第一公里\n\n配速（5:35）：第二公里\n\n配速（5:50）：第三公里\n",
        "关键点 (12:30) 模型很重要。\n\n关键点 (15:10) 数据也重要。\n\n"
        "关键点 (20:10) 算力更重要。\n",
        "张三 2025-02-03 10:12\n\n大家好。\n\n李四 2025-02-03 10:13\n\n你好。\n\n"
        "张三 2025-02-03 10:15\n\n开始吧。\n",
    ],
    ids=[
        "a programme",
        "chapters",
        "scores out of order",
        "two only",
        "within sentences",
        "what somebody said",
        "verses",
        "a programme in brackets",
        "a programme above rooms",
        "a log",
        "changes",
        "a timetable",
        "paces",
        "notes on a film",
        "a chat of a day",
    ],
)
def test_other_times_are_no_turns(text: str, pasted: bool) -> None:
    """Who stands in a programme comes once; a label is alone, or a bracket or colon ends it."""
    assert _turns(_read(f"夜话\n\n{text}", pasted=pasted)) == []


def test_a_clip_without_empty_lines_is_read_row_by_row() -> None:
    """A clipper keeps the lines of a page that has no paragraphs."""
    front = "---\ntitle: 夜话\nsource: https://example.com/a\nauthor:\n  - 陈默\n---\n"
    rows = "".join(f"发言人{n % 2 + 1} 00:{n:02}\n{SAID[n % 4]}\n" for n in range(4))
    note = _read(plain_markdown(front + rows).text, pasted=False)
    assert [(speaker, text) for speaker, _, text in _turns(note)] == [
        (f"发言人{n % 2 + 1}", SAID[n]) for n in range(4)
    ]


def test_the_name_of_a_film_is_no_address() -> None:
    """It says nothing of where the recording is."""
    front = "---\ntitle: Wires\nvideo: intro.mp4\n---\n"
    note = _read(f"{front}\nText.\n", pasted=False, language="en")
    assert note.meta.source is None
    assert [one.kind for one in note.diagnostics] == ["front-matter-unknown-key"]


def test_the_front_matter_of_a_transcript_names_who_spoke() -> None:
    """And where the recording is."""
    front = "---\ntitle: Wires\nspeakers: [Ana Bo, Kim Ray]\nmedia: https://example.com/v\n---\n"
    note = _read(f"{front}\nText.\n", pasted=False, language="en")
    assert note.meta.source is not None
    assert (note.meta.source.author, note.meta.source.url) == (
        "Ana Bo, Kim Ray", "https://example.com/v",
    )  # fmt: skip
