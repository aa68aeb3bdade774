"""The linker on labelled text: rules exactly, language as well as promised."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest

from tests.linking.stories import Story, stories

PRECISION, RECALL = 0.98, 0.95

ALL = tuple(stories())
BY_LANGUAGE = ("zh-", "en-", "ja-")
RULES = [story for story in ALL if not story.name.startswith(BY_LANGUAGE)]
LABELLED = [story for story in ALL if story.name.startswith(BY_LANGUAGE)]


@pytest.mark.parametrize("story", RULES, ids=lambda story: story.name)
def test_a_rule_holds_exactly(story: Story) -> None:
    """A story of a rule gives just its mentions and findings."""
    assert story.found() == (story.mentions, story.diagnostics)


@dataclass
class Score:
    counts: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)

    def add(self, story: Story) -> None:
        found, labelled = set(story.found()[0]), set(story.mentions)
        self.counts.update(
            right=len(found & labelled), wrong=len(found - labelled), missed=len(labelled - found)
        )
        if found != labelled:
            added, missed = sorted(found - labelled), sorted(labelled - found)
            self.mistakes.append(f"{story.name}: {story.text!r} wrong {added} missed {missed}")

    @property
    def precision(self) -> float:
        return self.counts["right"] / (self.counts["right"] + self.counts["wrong"])

    @property
    def recall(self) -> float:
        return self.counts["right"] / (self.counts["right"] + self.counts["missed"])


@pytest.mark.parametrize("language", ["all", "zh", "en", "ja"])
def test_precision_and_recall(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On labelled text, precision is at least 0.98 and recall at least 0.95, in each language."""
    score = Score()
    chosen = [s for s in LABELLED if language in ("all", s.language)]
    for story in chosen:
        score.add(story)
    with capsys.disabled():
        print(
            f"\nconcept links, {language}: {len(chosen)} stories, precision {score.precision:.3f}, "
            f"recall {score.recall:.3f} ({dict(score.counts)})"
        )
    assert score.precision >= PRECISION, "\n".join(score.mistakes)
    assert score.recall >= RECALL, "\n".join(score.mistakes)


def test_there_are_enough_stories() -> None:
    """At least 120 stories are labelled, half of them Chinese or mixed, with hard negatives."""
    japanese = [story for story in LABELLED if story.language == "ja"]
    others = [story for story in LABELLED if story.language != "ja"]
    chinese = [story for story in others if story.language == "zh"]
    silent = [story for story in others if not story.mentions]
    assert len(others) >= 120
    assert len(chinese) * 2 >= len(others)
    assert len(silent) >= 40
    assert len(japanese) >= 50
    assert len([story for story in japanese if not story.mentions]) >= 15


def test_every_label_is_sound() -> None:
    """Each labelled span lies within its text, names a known concept and overlaps no other."""
    for story in ALL:
        known, end = {concept.id for concept in story.concepts}, 0
        for label in story.mentions:
            place, concept = label.split(" ")
            first, last = map(int, place.split("-"))
            assert end <= first < last <= len(story.text), story.name
            assert concept in known, story.name
            end = last
