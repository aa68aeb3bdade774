"""What Python writes, JavaScript reads: both are held to one table of rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from notes_kb.search.index import word_key
from notes_kb.search.wire import read_varint, varint
from notes_kb.text.normalize import fold
from notes_kb.text.stem import stem
from notes_kb.text.tokenize import identifier_parts, tokenize

ROWS: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "parity" / "analysis.json").read_text("utf-8")
)


@pytest.mark.parametrize(("text", "folded"), ROWS["fold"])
def test_width_case_and_script_are_folded(text: str, folded: str) -> None:
    """Full width, upper case, Traditional and invisible characters do not matter."""
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "tokens"), ROWS["tokens"])
def test_positions_run_through_all_scripts(text: str, tokens: list[list[object]]) -> None:
    """Terms that stand side by side have neighbouring places, in whatever script."""
    assert [list(token) for token in tokenize(text)] == tokens


@pytest.mark.parametrize(("text", "parts"), ROWS["parts"])
def test_identifiers_have_words(text: str, parts: dict[str, list[str]]) -> None:
    """A camelCase name is found by its words; a name with a word of one letter has none."""
    assert {name: list(words) for name, words in identifier_parts(text).items()} == parts


@pytest.mark.parametrize(("word", "root"), ROWS["stems"])
def test_forms_of_a_word_meet(word: str, root: str) -> None:
    """A stem is the same for the forms of a word, and never shorter than three letters."""
    assert stem(word) == root


@pytest.mark.parametrize(("word", "key"), ROWS["word_keys"])
def test_keys_sort_forms_together(word: str, key: str) -> None:
    """A key begins with the stem, and the word can be read from it."""
    assert word_key(word) == key


@pytest.mark.parametrize(("number", "data"), ROWS["varints"])
def test_varints(number: int, data: str) -> None:
    """Numbers are written in sevens of bits, the lowest first."""
    assert varint(number) == bytes.fromhex(data)
    assert read_varint(bytes.fromhex(data), 0) == (number, len(data) // 2)
