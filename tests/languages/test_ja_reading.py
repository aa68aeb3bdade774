"""Kana in Latin letters, for search keys and anchors."""

from __future__ import annotations

import pytest

from notes_kb.languages.ja import romanise
from notes_kb.search.readings import INNER, WHOLE, reading_keys
from notes_kb.text.slug import slugify

ROWS = [
    ("モデル", "moderu"),
    ("サーバー", "saba"),
    ("エージェント", "ejento"),
    ("キャッシュ", "kyasshu"),
    ("マッチ", "matchi"),
    ("アテンション", "atenshon"),
    ("ファイル", "fairu"),
    ("パーティー", "pati"),
    ("ウィンドウ", "windou"),
    ("チェック", "chekku"),
    ("ヴァイオリン", "vaiorin"),
    ("シャツ", "shatsu"),
    ("ジュース", "jusu"),
    ("つづき", "tsuzuki"),
    ("ふじ", "fuji"),
    ("っ", ""),
    ("ー", ""),
    ("ァ", "a"),
]


@pytest.mark.parametrize(("kana", "letters"), ROWS)
def test_kana_are_romanised_as_hepburn_does(kana: str, letters: str) -> None:
    """Small kana join the syllable before or double the consonant behind; long marks go."""
    assert romanise(kana) == letters


def test_a_heading_is_found_by_the_reading_of_its_kana() -> None:
    """A katakana word has its whole reading as a key, also inside a heading."""
    assert dict(reading_keys("モデル")) == {"moderu": WHOLE}
    assert dict(reading_keys("R1 モデル"))["moderu"] == INNER
    assert dict(reading_keys("ﾓﾃﾞﾙ"))["moderu"] == WHOLE


def test_a_heading_in_kana_has_an_anchor() -> None:
    """Kana give letters, as Han characters do."""
    assert slugify("エージェントのメモリ") == "ejentonomemori"
    assert slugify("R1 モデル") == "r1-moderu"
