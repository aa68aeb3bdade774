"""The recap that the project began with, where it is at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from notes_kb.domain.note import Note
from notes_kb.loading.library import load_note
from tests.loading.retention import lost_lines, uncovered_lines

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed" / "ccf-deepseek-recap.txt"

pytestmark = pytest.mark.skipif(
    not SEED.is_file(), reason="the seed recap is not beside this repository"
)


@pytest.fixture(scope="module")
def seed() -> Note:
    return load_note(SEED, path="seed.txt", note_id="seed", language="zh", pasted=True)


def test_five_numbered_sections_with_two_questions_under_the_fifth(seed: Note) -> None:
    """Title, preface, 一 to 五, and (1) and (2) one level down."""
    assert seed.title.startswith("CCF论坛")
    outer = [section for section in seed.sections if section.level]
    assert [(s.ordinal, s.level) for s in outer] == [(o, 2) for o in "一二三四五"]
    assert [(s.ordinal, s.level) for s in outer[4].sections] == [("1", 3), ("2", 3)]
    assert [s.heading[:8] for s in outer[4].sections] == ["deepseek"] * 2


def test_figures_summaries_and_points_are_counted(seed: Note) -> None:
    """37 slots, 2 summaries, 28 points; nothing else but three paragraphs."""
    kinds = Counter(block.kind.value for section in seed.walk() for block in section.blocks)
    assert kinds == {"figure": 37, "summary": 2, "point": 28, "paragraph": 3}


def test_only_the_comment_and_red_packet_tail_is_dropped(seed: Note) -> None:
    """One rule, from the word above the form to the last line."""
    dropped = [entry for entry in seed.ledger if entry.role == "dropped"]
    assert [entry.rule for entry in dropped] == ["csdn-red-packet"]
    lines = seed.text.split("\n")
    assert lines[dropped[0].lines.first - 1] == "评论"
    assert lines[dropped[0].lines.first - 2].startswith("  • ")
    assert dropped[0].lines.last == len([*lines][: len(lines) - (not lines[-1])])


def test_the_lone_letter_is_kept_and_reported(seed: Note) -> None:
    """It is a paragraph, and the only finding."""
    (finding,) = seed.diagnostics
    assert (finding.kind, finding.source.strip()) == ("stray-text", "a")
    (stray,) = [b for s in seed.walk() for b in s.blocks if b.lines.first == finding.line]
    assert (stray.kind, stray.text) == ("paragraph", "a")


def test_nothing_is_lost(seed: Note) -> None:
    """Each line once in the ledger, each kept line in the note."""
    assert uncovered_lines(seed) == []
    assert lost_lines(seed) == []
