"""Breaking text into lines, in both scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.diagrams.text import width, wrap

TEXTS = st.text(alphabet="ab1 MoE路由专家，。（）—", min_size=1, max_size=60)

ROWS = [
    ("one line", 200, ["one line"]),
    ("two words here", 70, ["two", "words", "here"]),
    ("专家负载均衡", 43, ["专家负", "载均衡"]),
    ("选专家，再加权", 43, ["选专", "家，再", "加权"]),  # no line begins with a stop
    ("选（专家）", 29, ["选", "（专", "家）"]),  # none ends with an opening bracket
    ("V3 的 MoE 层", 60, ["V3 的", "MoE 层"]),
    ("a\nb", 200, ["a", "b"]),
]


@pytest.mark.parametrize(("text", "room", "lines"), ROWS)
def test_lines_break_where_a_typesetter_would(text: str, room: float, lines: list[str]) -> None:
    """Latin breaks at spaces, Han anywhere but before a stop or behind an opening bracket."""
    assert wrap(text, room, 14) == lines


@given(TEXTS, st.floats(20, 200))
def test_wrapping_loses_nothing_but_spaces(text: str, room: float) -> None:
    """The lines hold the text's characters in their order."""
    assert "".join(wrap(text, room, 14)).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.floats(0.5, 40))
def test_width_grows_with_size(text: str, size: float) -> None:
    """Twice the size is twice the width, and bold is wider."""
    assert width(text, 2 * size) == pytest.approx(2 * width(text, size))
    assert width(text, size, bold=True) > width(text, size)
