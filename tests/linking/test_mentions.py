"""What a note mentions, and what its author opted out of."""

from __future__ import annotations

from notes_kb.linking.lexicon import build_lexicon
from notes_kb.linking.mentions import find_note_mentions
from notes_kb.loading.notes import parse_note
from tests.linking.stories import concept

CONCEPTS = {
    c.id: c
    for c in [
        concept("rl", {"zh": ["强化学习"], "en": ["RL"]}),
        concept("agent", {"zh": ["智能体"], "en": ["agent"]}),
        concept("sm-a", {"en": ["SM"], "context": {"zh": ["线程"]}}),
        concept("sm-b", {"en": ["SM"]}),
    ]
}


def _told(text: str) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """Give heading and blocks with their mentions (explicit ones with !), and the undecided."""
    note = parse_note(text, path="notes/x.md", note_id="x", language="zh", pasted=False)
    found = find_note_mentions(note, build_lexicon(CONCEPTS.values()))
    told = []
    for section in note.walk():
        for prose, mentions in [
            (section.prose, found.of_heading(section)),
            *((block.prose, found.of(block)) for block in section.blocks),
        ]:
            shown = [
                f"{prose.text[m.span.start : m.span.end]}={m.concept}{'!' * m.explicit}"
                for m in mentions
            ]
            if prose.text:
                told.append((prose.text, shown))
    return told, [f"{u.form}@{u.lines.first}" for u in found.undecided]


def test_headings_points_and_quotes_mention() -> None:
    """Mentions count wherever running text stands; code and formulas hold none."""
    told, _ = _told("## 强化学习 {#rl}\n\n- agent 用 `RL` 和 $RL$\n\n> 智能体\n\n```\nagent\n```\n")
    assert told == [
        ("强化学习", ["强化学习=rl"]),
        ("agent 用 RL 和 RL", ["agent=agent"]),
        ("智能体", ["智能体=agent"]),
    ]


def test_explicit_links_are_mentions() -> None:
    """An explicit link mentions its target and hides what its words would mention."""
    told, _ = _told("## 甲\n\n- 用[[rl|智能体]]和[[RL]]，不用[[nothing|agent]]\n")
    assert told[1] == (
        "用智能体和RL，不用agent",
        ["智能体=rl!", "RL=rl!", "agent=agent"],
    )


def test_opting_out() -> None:
    """An opted-out block and a `no_links` concept have explicit mentions only."""
    told, _ = _told(
        "---\nno_links: [强化学习]\n---\n\n## 甲\n\n- 强化学习与智能体\n"
        "- 智能体 [[rl]] {.no-link}\n"
    )
    assert [mentions for _, mentions in told[1:]] == [["智能体=agent"], ["rl=rl!"]]


def test_the_section_is_the_context() -> None:
    """A context word anywhere in the section decides; one in another section does not."""
    told, undecided = _told("## 甲\n\n- 每个 SM\n- 许多线程\n\n## 乙\n\n- 每个 SM\n")
    assert told[1] == ("每个 SM", ["SM=sm-a"])
    assert undecided == ["SM@8"]
