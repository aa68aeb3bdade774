"""The topic of each block, in the order of what decides it."""

from __future__ import annotations

from notes_kb.domain.note import Note
from notes_kb.linking.lexicon import build_lexicon
from notes_kb.linking.mentions import find_note_mentions
from notes_kb.linking.topics import assign_topics, broader_ancestors
from notes_kb.loading.notes import parse_note
from tests.linking.stories import concept

CONCEPTS = {
    c.id: c
    for c in [
        concept("moe", {"zh": ["混合专家"], "en": ["MoE"], "topic": 3}),
        concept("rl", {"zh": ["强化学习"], "en": ["RL"], "topic": 2}),
        concept("ptx", {"en": ["PTX"], "topic": 4}),
        concept("router", {"zh": ["路由器"], "en": ["router"], "broader": ["moe"]}),
        concept("grpo", {"en": ["GRPO"], "broader": ["policy"]}),
        concept("policy", {"zh": ["策略"], "en": ["policy"], "broader": ["rl", "loop"]}),
        concept("loop", {"en": ["loop"], "broader": ["policy", "nowhere"]}),
        concept("plain", {"en": ["plain"]}),
    ]
}


def _note(text: str) -> Note:
    return parse_note(text, path="notes/x.md", note_id="x", language="zh", pasted=False)


def _topics(text: str) -> tuple[dict[str, str | None], list[tuple[str, tuple[str, ...]]]]:
    note = _note(text)
    mentions = find_note_mentions(note, build_lexicon(CONCEPTS.values()))
    found = assign_topics(note, mentions, CONCEPTS)
    blocks = [block for section in note.walk() for block in section.blocks]
    told = {block.prose.text: found.of(block) for block in blocks}
    return told, [(blocks[tie.block].prose.text, tie.topics) for tie in found.ties]


def test_the_point_itself_decides_first() -> None:
    """`{topic=…}` on a point beats its heading, which beats what the point mentions."""
    blocks, ties = _topics("## 标题 {topic=ptx}\n\n- 甲：混合专家 {topic=rl}\n- 乙：混合专家\n")
    assert (blocks, ties) == ({"甲：混合专家": "rl", "乙：混合专家": "ptx"}, [])


def test_the_nearest_heading_decides() -> None:
    """A heading's topic holds for the sections below it until one has its own."""
    blocks, _ = _topics("## 甲 {topic=ptx}\n\n### 乙\n\n- 一\n\n### 丙 {topic=rl}\n\n- 二\n")
    assert blocks == {"一": "ptx", "二": "rl"}


def test_mentions_vote_with_their_ancestors() -> None:
    """A concept votes for every topic above it; a circle in `broader` ends the walk."""
    blocks, ties = _topics("## 甲\n\n- 路由器\n- GRPO 与 plain\n")
    assert (blocks, ties) == ({"路由器": "moe", "GRPO 与 plain": "rl"}, [])


def test_each_concept_votes_once() -> None:
    """Repeating a concept does not outvote two others."""
    blocks, _ = _topics("## 甲\n\n- 路由器、路由器、路由器，GRPO 和策略\n")
    assert blocks == {"路由器、路由器、路由器，GRPO 和策略": "rl"}


def test_the_section_decides_for_a_silent_point() -> None:
    """A point that mentions nothing takes the topic of its section's votes."""
    blocks, _ = _topics("## 甲\n\n- 混合专家很多\n- 没有提到什么\n\n## 乙\n\n- 什么也没有\n")
    assert blocks == {"混合专家很多": "moe", "没有提到什么": "moe", "什么也没有": None}


def test_a_tie_goes_to_the_section_or_is_reported() -> None:
    """A tied point takes the section's topic if that is among the tied; else it has none."""
    blocks, ties = _topics("## 甲\n\n- 混合专家与 PTX\n- 路由器\n")
    assert (blocks["混合专家与 PTX"], ties) == ("moe", [])
    blocks, ties = _topics("## 甲\n\n- 混合专家与 PTX\n- 别的\n")
    assert (blocks, ties) == (
        {"混合专家与 PTX": None, "别的": None},
        [("混合专家与 PTX", ("moe", "ptx"))],
    )


def test_an_unknown_topic_says_nothing() -> None:
    """`topic=` that names no topic leaves the decision to the next in order."""
    blocks, _ = _topics("## 甲 {topic=plain}\n\n- 混合专家 {topic=nowhere}\n")
    assert blocks == {"混合专家": "moe"}


def test_ancestors_end() -> None:
    """Ancestors come nearest first, each once; unknown ids and circles are passed over."""
    assert broader_ancestors("grpo", CONCEPTS) == ("grpo", "policy", "rl", "loop")
    assert broader_ancestors("nowhere", CONCEPTS) == ()


def test_one_statement_does_not_speak_for_a_long_section() -> None:
    """A section has a topic where half of its statements vote for it, or a third and its heading.

    In 45 statements of real articles that had their topic from a third of their section, 20
    were about it.
    """
    rows = [
        ("甲", 1, ["moe", "moe"]),
        ("甲", 2, ["moe", None, None]),
        ("混合专家", 2, ["moe", "moe", "moe"]),
        ("混合专家", 3, ["moe", None, None, None]),
        ("PTX", 2, ["moe", None, None]),
    ]
    for heading, silent, topics in rows:
        others = "".join(f"- 没有提到什么{n}\n" for n in range(silent))
        blocks, _ = _topics(f"## {heading}\n\n- 混合专家和路由器\n{others}")
        assert list(blocks.values()) == topics, heading


def test_a_credit_has_no_topic_of_its_section() -> None:
    """A line that says where a figure comes from says nothing of the topic."""
    blocks, _ = _topics("## 混合专家\n\n混合专家\n\n来源：某报告\n\n看法：值得一试\n")
    assert list(blocks.values()) == ["moe", None, "moe"]


def test_what_stands_before_the_first_heading_has_only_its_own_topics() -> None:
    """The lines above all sections are no section: who spoke where is about no topic."""
    blocks, _ = _topics("混合专家\n\n没有提到什么\n")
    assert blocks == {"混合专家": "moe", "没有提到什么": None}


def test_an_answer_has_the_topic_of_its_question() -> None:
    """An answer that names no concept is about what was asked; one that does is about that."""
    blocks, _ = _topics(
        "## 甲\n\n问：混合专家怎样训练？\n\n答：分两步。\n\n问：别的呢？\n\n答：不知道。\n\n"
        "问：路由器呢？\n\n答：PTX。\n\n问：完了？\n\n答：完了。\n"
    )
    told = {text: topic for text, topic in blocks.items() if text.startswith("答")}
    assert told == {
        "答：分两步。": "moe",
        "答：不知道。": None,
        "答：PTX。": "ptx",
        "答：完了。": None,
    }
