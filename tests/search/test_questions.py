"""The project's own site answers questions that readers ask in their own words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.search.questions import ask_all, load_questions, page_url, share_within
from tests.site import REPOSITORY, build

QUESTIONS = list(load_questions())


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("guide/site.md", "guide/site/"),
        ("guide/site.en.md", "en/guide/site/"),
        ("labs/kv-cache/index.md", "labs/kv-cache/"),
        ("index.en.md", "en/"),
        ("index.md", ""),
    ],
)
def test_a_source_has_one_page(source: str, url: str) -> None:
    """The default language stands at the root."""
    assert page_url(source) == url


def test_there_are_enough_questions_in_both_languages() -> None:
    """No page is asked for more than a few times, so that no page decides the share."""
    assert len(QUESTIONS) >= 100
    assert min(Counter(one.language for one in QUESTIONS).values()) >= 50
    assert max(Counter(one.urls[0] for one in QUESTIONS).values()) <= 4


def test_nineteen_of_twenty_questions_are_answered_within_three_results(tmp_path: Path) -> None:
    """`python -m benchmarks.search.questions` shows those that are not."""
    (tmp_path / "docs").symlink_to(REPOSITORY / "docs", target_is_directory=True)
    config = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    built = build(tmp_path, {}, config=config)
    assert built.code == 0, built.log
    asked = ask_all(tmp_path / "site", QUESTIONS)
    assert all(one.urls for one in asked)
    assert share_within(asked, 3) >= 0.95
