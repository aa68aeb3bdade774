"""The list of notes: cards, and of very many, lines of older ones in lists that open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notes_kb.mkdocs import views
from tests.site import build_here, draw

DAYS = [
    "2025-03-02",
    "2025-03-01",
    "2024-12-31",
    "2024-05-02",
    "2024-05-01",
    "2024-01-09",
    "2023-07-01",
    "",
]
"""Of the notes, newest first; the last one has none."""


def _listed(root: Path, language: str = "") -> str:
    tree = {
        f"docs/notes/note-{number}.md": f"---\ntitle: 第 {number} 篇\n"
        + (f"date: {day}\nsummary: 说了什么。\n" if day else "")
        + "---\n\n一句话。\n"
        for number, day in enumerate(DAYS)
    }
    tree["docs/notes/note-4.en.md"] = "---\ntitle: The fourth\n---\n\nA sentence.\n"
    draw(root, {"docs/index.md": "# 首页\n", **tree})
    build_here(root)
    html = (root / f"site/{language}notes/index.html").read_text("utf-8")
    return re.split(r'class="nk-lead">', html)[1].split("statements/")[0]


def _links(html: str) -> list[str]:
    return re.findall(r'href="(?:\.\./)*(?:notes/)?(note-[0-9])/"', html)


def test_few_notes_are_cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them, up to the limit itself."""
    monkeypatch.setattr(views, "CARDS", len(DAYS))
    html = _listed(tmp_path)
    assert html.count("nk-card-item") == len(DAYS)
    assert "<details" not in html
    assert "nk-letters" not in html


def test_of_many_notes_the_older_ones_open_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By year, by month where a year has many; in order, each once, without a script."""
    for name, value in {"CARDS": len(DAYS) - 1, "LISTED": 3, "FOLDED": 2}.items():
        monkeypatch.setattr(views, name, value)
    html = _listed(tmp_path)
    assert _links(html) == [f"note-{number}" for number in range(len(DAYS))]
    assert html.count("nk-card-item") == 3
    assert re.findall(r"<summary>(.*?)</summary>", html) == [
        "2024-05 · 2 篇笔记",
        "2024-01 · 1 篇笔记",
        "1 篇笔记",
        "未注明日期 · 1 篇笔记",
    ]
    assert re.findall(r'<h2 id="(y[0-9]*)">', html) == ["y2025", "y2024", "y2023"]
    assert re.findall(r'href="#(y[0-9]*)"', html) == ["y2025", "y2024", "y2023"]
    english = (tmp_path / "site/en/notes/index.html").read_text("utf-8")
    assert '<a href="note-4/"><time>2024-05-01</time> The fourth</a>' in english
    assert 'aria-label="Years"' in english
    assert '<a href="note-5/" lang="zh"><time>2024-01-09</time> 第 5 篇</a>' in english


def test_a_year_that_is_cut_says_how_many_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where some of its notes are cards."""
    for name, value in {"CARDS": 5, "LISTED": 4}.items():
        monkeypatch.setattr(views, name, value)
    html = _listed(tmp_path)
    assert re.findall(r"<summary>(.*?)</summary>", html)[0] == "另有 2 篇"
