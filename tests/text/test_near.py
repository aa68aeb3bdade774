"""The known name that a mistyped one means."""

from __future__ import annotations

import difflib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.text import near
from notes_kb.text.near import BESIDE, NearNames

FILES = [f"notes/2025-{n:05}-evening.md" for n in range(0, 40_000, 7)]
MEANT = ["notes/2025-moe-forum.md", "concepts/mixture-of-experts.md", "images/router.png"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("notes/2025-moe-forom.md", "notes/2025-moe-forum.md"),  # A letter
        ("note/2025-moe-forum.md", "notes/2025-moe-forum.md"),  # Its folder
        ("concepts/mixture-of-expert.md", "concepts/mixture-of-experts.md"),
        ("talks/concepts/mixture-of-experts.md", "concepts/mixture-of-experts.md"),
        ("images/ruoter.png", "images/router.png"),
        ("images/router.jpg", "images/router.png"),
        ("elsewhere/nothing-like-it.pdf", None),
        ("", None),
    ],
)
def test_a_slip_is_found_among_thousands(written: str, meant: str | None) -> None:
    """In the name, in its folder, in its ending."""
    assert NearNames([*FILES, *MEANT]).nearest(written, cutoff=0.8) == meant


@given(st.lists(st.text("ab/.", max_size=6), max_size=4 * BESIDE), st.text("ab/.", max_size=6))
def test_few_names_are_all_compared(names: list[str], written: str) -> None:
    """What is told is then the nearest of all."""
    found = difflib.get_close_matches(written, sorted(set(names)), n=1, cutoff=0.6)
    assert NearNames(names).nearest(written, cutoff=0.6) == (found[0] if found else None)


def test_the_work_does_not_grow_with_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand broken links in a site of a thousand files are no million comparisons."""
    compared: list[int] = []

    def count(_: str, names: list[str], **__: object) -> list[str]:
        compared.append(len(names))
        return []

    monkeypatch.setattr(near, "get_close_matches", count)
    chance = random.Random(1)
    names = NearNames(["".join(chance.choices("abcdef/", k=30)) for _ in range(20_000)])
    for _ in range(50):
        names.nearest("".join(chance.choices("abcdef/", k=30)), cutoff=0.8)
    assert len(compared) == 50
    assert max(compared) <= 4 * BESIDE
