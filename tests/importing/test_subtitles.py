"""Subtitles and what players copy, as paragraphs of a note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.domain.language import Languages
from notes_kb.domain.note import Block, BlockKind
from notes_kb.importing.note_import import Imported, import_source
from notes_kb.importing.structure import letters
from notes_kb.importing.subtitles import read_subtitles

LANGUAGES = Languages({"zh": "简体中文", "en": "English"})
PIECES = (
    "大家好，今天我们来讲", "混合专家模型。", "路由先选两个专家，", "再把它们的结果加起来。",
)  # fmt: skip


def _imported(text: str, name: str) -> Imported:
    return import_source(text.encode(), name=name, languages=LANGUAGES)


def _blocks(imported: Imported) -> list[Block]:
    assert imported.difference is None
    return [block for section in imported.note.walk() for block in section.blocks]


def _srt(pieces: list[str] | tuple[str, ...], seconds: int = 3) -> str:
    def clock(at: int, milliseconds: int) -> str:
        return f"00:{at // 60:02}:{at % 60:02},{milliseconds:03}"

    return "\n\n".join(
        f"{n + 1}\n{clock(n * seconds, 0)} --> {clock(n * seconds + 2, 900)}\n{piece}"
        for n, piece in enumerate(pieces)
    )


def test_pieces_of_sentences_become_a_paragraph() -> None:
    """With the place in the recording; numbers and times are counted as left out."""
    imported = _imported(_srt(PIECES), "夜话.mp3.srt")
    (block,) = _blocks(imported)
    assert imported.note.title == "夜话"
    assert block.text == "[00:00] " + "".join(PIECES)
    assert imported.dropped() == {"subtitle-time": 8}


def test_cues_without_marks_are_parted_by_blanks() -> None:
    """Nobody can read words without a mark between; where a paragraph is long, a cue ends it."""
    pieces = [piece.strip("，。") for piece in PIECES * 10]
    blocks = _blocks(_imported(_srt(pieces, seconds=1), "夜话.srt"))
    assert blocks[0].text.startswith("[00:00] 大家好，今天我们来讲 混合专家模型 路由先选两个专家 ")
    assert len(blocks) > 1
    assert "".join(b.text for b in blocks).count("混合专家模型") == 10


WEB = """WEBVTT - Night talk

STYLE
::cue { color: red }

NOTE nobody reads this

1
00:01.000 --> 00:04.000 align:start
<v Ana Bo>Welcome, <i>all</i> of you.</v>

00:04.000 --> 00:09.000
<v Kim Ray>Thanks &amp; hello.

00:09.500 --> 01:00:12.000
<v Ana Bo>Shall we begin
<v Ana Bo>with routers?
"""


def test_named_voices_are_turns() -> None:
    """Settings, styles, comments and marks of type are no part of what is said."""
    blocks = _blocks(_imported(WEB, "talk.en.vtt"))
    assert [(b.kind, b.speaker, b.time, b.text) for b in blocks] == [
        (BlockKind.TURN, "Ana Bo", "00:01", "Welcome, all of you."),
        (BlockKind.TURN, "Kim Ray", "00:04", "Thanks & hello."),
        (BlockKind.TURN, "Ana Bo", "00:09", "Shall we begin with routers?"),
    ]


def test_names_at_the_heads_of_cues_are_voices() -> None:
    """As meetings and interviews are written down; what follows is said by the same."""
    pieces = (
        "Ana Smith: Hello there everyone.", "Bob Lee: Hi, thanks.", "Ana Smith: Let us begin.",
        "With routers.", "Bob Lee: As you like.",
    )  # fmt: skip
    blocks = _blocks(_imported(_srt(pieces), "talk.en.srt"))
    assert [(b.speaker, b.time, b.text) for b in blocks] == [
        ("Ana Smith", "00:00", "Hello there everyone."),
        ("Bob Lee", "00:03", "Hi, thanks."),
        ("Ana Smith", "00:06", "Let us begin. With routers."),
        ("Bob Lee", "00:12", "As you like."),
    ]


@pytest.mark.parametrize(
    ("cue", "said"),
    [
        ("<v Ana>Hello\n<v Bob>Hi there", [("Ana", "Hello"), ("Bob", "Hi there")]),
        ("hello\n>> hi there", [("", "[00:00] hello"), ("", "[00:00] hi there")]),
    ],
)
def test_two_voices_in_one_cue_are_two(cue: str, said: list[tuple[str, str]]) -> None:
    """Each row may have a voice of its own."""
    text = f"WEBVTT\n\n00:00.000 --> 00:02.000\n{cue}\n\n00:03.000 --> 00:05.000\n<v Ana>Yes.\n"
    spoken = read_subtitles(text)
    assert spoken is not None
    rows = [row for row in spoken.text.split("\n") if row]
    for voice, words in said:
        assert words in rows
        assert not voice or f"{voice} 00:00" in rows


@pytest.mark.parametrize("form", ["{time}\n{row}\n", "[{time}] {row}\n"])
def test_a_row_of_nothing_but_marks_says_nothing(form: str) -> None:
    """It is one of many, and stops none of the others."""
    rows = ("<i></i>" if n == 3 else f"hello {n}" for n in range(10))
    spoken = read_subtitles(
        "".join(form.format(time=f"0:{n * 4:02}", row=r) for n, r in enumerate(rows))
    )
    assert spoken is not None
    assert spoken.text.startswith("[00:00] hello 0 hello 1 hello 2 hello 4")


def test_who_answers_behind_a_mark_is_not_the_one_before() -> None:
    """Nobody knows who it is until a name stands there again."""
    pieces = (
        "Ana Smith: Hello everyone.", "Bob Lee: Hi.", "Ana Smith: Questions?", ">> May I?",
        "Go on.", "Bob Lee: Please.",
    )  # fmt: skip
    spoken = read_subtitles(_srt(pieces))
    assert spoken is not None
    assert "Ana Smith 00:06\nQuestions?\n\n[00:09] May I? Go on.\n\nBob Lee 00:15\n" in spoken.text


def test_words_in_angle_brackets_are_said() -> None:
    """Only marks of type go."""
    spoken = read_subtitles(_srt(("use <i>List</i><String> and a < b > c", "{\\an8}x_{i}")))
    assert spoken is not None
    assert "use List<String> and a < b > c x_{i}" in spoken.text


@pytest.mark.parametrize(
    "text",
    [
        _srt(PIECES) + "\n\n# 我的总结\n\n- 要点一\n",
        "".join(f"0:{n * 4:02}\n{PIECES[n % 4]}\n" for n in range(10))
        + "\n# 我的总结\n\n- 要点一\n",
        "".join(f"[0:{n * 4:02}] {PIECES[n % 4]}\n" for n in range(10))
        + "\n# 我的总结\n\n- 要点一\n",
    ],
    ids=["a file", "below times", "behind times"],
)
def test_what_somebody_wrote_below_stays_as_it_is(text: str) -> None:
    """A summary has lines and marks of its own."""
    spoken = read_subtitles(text)
    assert spoken is not None
    assert spoken.text.endswith("\n# 我的总结\n\n- 要点一\n")
    assert len(spoken.numbers) == spoken.text.count("\n") + 1
    assert text.split("\n")[spoken.numbers[-2] - 1] == "- 要点一"


def test_an_empty_line_within_a_cue_ends_no_sentence() -> None:
    """Nor does a text between two cues get lost."""
    first, second = "1\n00:00:00,000 --> 00:00:02,000", "2\n00:00:03,000 --> 00:00:05,000"
    spoken = read_subtitles(f"{first}\n先选专家，\n\n再算。\n\n{second}\n完。\n")
    assert spoken is not None
    assert spoken.text.startswith("[00:00] 先选专家，再算。完。")


def test_lines_that_roll_up_are_said_once() -> None:
    """Automatic captions show each line again below the next."""
    rows = ["we begin with", "routers and then", "look at", "the experts", "one by one."]
    text = "WEBVTT\n\n" + "\n\n".join(
        f"00:00:{n * 2:02}.000 --> 00:00:{n * 2 + 2:02}.000\n{rows[n - 1] if n else ' '}\n"
        f"<00:00:01.500><c>{row}</c>"
        for n, row in enumerate(rows)
    )
    (block,) = _blocks(_imported(text, "talk.vtt"))
    assert block.text == "[00:00] " + " ".join(rows)


def test_a_number_that_is_said_is_not_counted_as_left_out() -> None:
    """Only the number above a time is the file's."""
    spoken = read_subtitles(_srt(("42", "是答案。")))
    assert spoken is not None
    assert spoken.text.startswith("[00:00] 42 是答案。")
    assert len(spoken.dropped) == 4


def test_what_is_said_twice_stands_twice() -> None:
    """In a talk somebody says yes, and yes again."""
    (block,) = _blocks(_imported(_srt(("对。", "对。", "就这样。")), "a.srt"))
    assert block.text == "[00:00] 对。对。就这样。"


def test_what_a_player_copies_is_joined() -> None:
    """A time on each second line, perhaps said in words too, and the title above."""
    rows = "".join(f"0:{n * 4:02}\n{n * 4} seconds\n{PIECES[n % 4]}\n" for n in range(12))
    imported = _imported(f"夜话：混合专家\n\n{rows}", "paste.txt")
    (block,) = _blocks(imported)
    assert imported.note.title == "夜话：混合专家"
    assert block.text == "[00:00] " + "".join(PIECES * 3)


def test_lines_behind_their_times_are_joined() -> None:
    """As programs that hear speech print them."""
    rows = "".join(
        f"[00:{n * 4:02}.000 --> 00:{n * 4 + 4:02}.000]  {PIECES[n % 4]}\n" for n in range(12)
    )
    assert read_subtitles(rows).text.rstrip() == "[00:00] " + "".join(PIECES * 3)


SPOKEN = st.text(st.sampled_from("甲乙丙ab 1:.，。？[](*#>"), min_size=1, max_size=60)


@given(st.lists(SPOKEN.filter(letters), min_size=2, max_size=30, unique_by=letters))
def test_nothing_that_is_said_is_lost(pieces: list[str]) -> None:
    """Each letter stands in its order, whatever is said."""
    spoken = read_subtitles(_srt(pieces))
    assert spoken is not None
    said = [part.partition("] ")[2] for part in spoken.text.split("\n\n")]
    assert letters("".join(said)) == letters("".join(pieces))
    assert len(spoken.numbers) == spoken.text.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        "夜话\n\n" + "".join(f"{n}:00\n第{n}章\n" for n in range(12)),
        "日程\n\n" + "".join(f"09:{n * 5:02}\n第{n}个报告\n" for n in range(12)),
        "".join(f"00:{n * 3:02} 张三：第{n}句\n" for n in range(12)),
        "".join(f"00:{n * 3:02} 第{n}句\n还有一行\n" for n in range(12)),
        "WEBVTT 是一种格式。\n\n00:00 是开始。\n",
        "1\n2\n3\n",
    ],
    ids=["chapters", "a programme", "speakers", "further lines", "about subtitles", "numbers"],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    """What is no series of short pieces is read as any paste."""
    assert read_subtitles(text) is None
