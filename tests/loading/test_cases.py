"""Each story: a file as somebody pasted or wrote it, and what the loader makes of it.

To add one, put a ``.txt`` (paste) or ``.md`` (note) into ``cases`` and the outline that
you expect beside it as ``.yml``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from notes_kb.loading.library import note_from_bytes
from tests.loading.render import told
from tests.loading.retention import lost_lines, uncovered_lines

CASES = sorted(p for p in Path(__file__).with_name("cases").iterdir() if p.suffix != ".yml")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_story_comes_out_as_told(case: Path) -> None:
    """Title, outline, what was dropped and what was found are as the expectation says."""
    note = note_from_bytes(
        case.read_bytes(),
        path=case.name,
        note_id=case.stem,
        language="zh",
        pasted=case.suffix == ".txt",
    )
    assert told(note) == yaml.safe_load(case.with_suffix(".yml").read_text("utf-8"))
    assert uncovered_lines(note) == []
    assert lost_lines(note) == []


def test_every_story_has_its_expectation() -> None:
    """No expectation lies about without a story."""
    stories = {case.stem for case in CASES}
    assert {p.stem for p in Path(__file__).with_name("cases").glob("*.yml")} == stories
    assert len(stories) > 15
