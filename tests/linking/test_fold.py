"""Folding keeps offsets; squeezing knows where each character stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.text.fold import fold, form_key, squeeze

TEXT = st.text(
    st.sampled_from("aZ 1-–’　Ａ強学ﾊﾞﾟ゚ﾞー\n\t\u200b\u00ad\u00a0İẞΣ。·") | st.characters(), max_size=60
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MoE", "moe"),
        ("ＭｏＥ", "moe"),
        ("chain-of-thought", "chain of thought"),
        ("chain‑of–thought", "Chain  of\nThought"),
        ("R1 模型", "R1模型"),
        ("R1\u3000模型", "r1 模型"),
        ("KV 缓存", "KV緩存"),
        ("強化學習", "强化学习"),
        ("强化\n学习", "强化学习"),
        ("soft\u00adhyphen", "softhyphen"),
        ("agent’s", "agent's"),
        ("R1 モデル", "R1モデル"),
        ("モデ\nル", "モデル"),
        ("ﾓﾃﾞﾙ", "モデル"),
        ("ｻｰﾊﾞｰ", "サーバー"),
    ],
)
def test_spellings_of_one_form(one: str, other: str) -> None:
    """Case, width, script, hyphens and the space between scripts do not distinguish forms."""
    assert form_key(one) == form_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("强化 学习", "强化学习"), ("open source", "opensource"), ("C++", "C"), ("R1", "R 1")],
)
def test_spellings_of_two_forms(one: str, other: str) -> None:
    """A space between words of one script, and every sign, distinguish forms."""
    assert form_key(one) != form_key(other)


@given(TEXT)
def test_folding_keeps_the_length(text: str) -> None:
    """Any text keeps its length, also where Python's lower() does not."""
    assert len(fold(text)) == len(text)


@given(TEXT)
def test_squeezing_knows_origins(text: str) -> None:
    """Each squeezed character is the folded one at its origin, or a space for a gap."""
    squeezed, folded = squeeze(text), fold(text)
    origins = [squeezed.origin(n) for n in range(len(squeezed.text))]
    assert origins == sorted(set(origins))
    for character, origin in zip(squeezed.text, origins, strict=True):
        assert character == folded[origin] or (
            character == " " and (folded[origin].isspace() or folded[origin] == "-")
        )


@given(TEXT)
def test_squeezing_twice_changes_nothing_more(text: str) -> None:
    """What was squeezed is as short as it gets, but for what a dropped sign brings together."""
    once = squeeze(text.replace("\u200b", "").replace("\u00ad", "")).text
    assert len(squeeze(once).text) <= len(once)
    assert "  " not in once
