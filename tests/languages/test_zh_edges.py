"""The edge rule, asked directly, and the dictionary that it asks."""

from __future__ import annotations

import subprocess
import sys
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.languages.zh import words
from notes_kb.languages.zh.edges import stands_alone
from notes_kb.languages.zh.words import is_word, log_probability

ROWS = [
    ("思维链接", "思维链", False),
    ("思维链条件", "思维链", True),
    ("强化学习班", "强化学习", False),
    ("强化学习算法", "强化学习", True),
    ("智能体检", "智能体", False),
    ("智能体系统", "智能体", True),
    ("智能体重新规划", "智能体", True),
    ("政策略有", "策略", False),
    ("策略有待改进", "策略", True),
    ("明显存在", "显存", False),
    ("显存在增长", "显存", True),
    ("蒸馏水", "蒸馏", False),
    ("蒸馏法", "蒸馏", True),
    ("R1模型号称最强", "模型", True),
]


@pytest.mark.parametrize(("run", "form", "expected"), ROWS)
def test_a_form_gives_way_to_words_that_it_cuts(run: str, form: str, expected: bool) -> None:
    """A form stands unless the run reads better with a word across one of its edges."""
    start = run.index(form)
    assert stands_alone(run, start, start + len(form)) is expected


@settings(deadline=None)
@given(st.text(st.sampled_from("智能体检思维链接的在x "), min_size=1, max_size=30), st.data())
def test_a_form_by_itself_stands(text: str, data: st.DataObject) -> None:
    """Between boundaries that are no Han characters, every form stands."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    form = text[start:end]
    assert stands_alone(f"x{form}，", 1, 1 + len(form))


def test_the_dictionary_is_read_without_jieba() -> None:
    """Counts come from the table; the package with its global tokenizer stays unimported."""
    code = (
        "import sys; from notes_kb.languages.zh.words import is_word;"
        "assert is_word('学习'); assert 'jieba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_common_words_are_likelier() -> None:
    """A share is a logarithm, common words have the greater, unknown characters the least."""
    assert 0 > log_probability("的") > log_probability("学习") > log_probability("线程")
    assert log_probability("\U00020000") == min(map(log_probability, ["\U00020000", "线程", "龘"]))


def test_every_word_of_the_dictionary_is_found_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searched as it lies, and read whole as another version would be, it gives the same."""
    rows = [line.split() for line in words._dictionary().decode().splitlines()]
    counts = {word: int(count) for word, count, _ in rows}
    total = log(sum(counts.values()))
    expected = {word: log(count or 1) - total for word, count in counts.items()}
    assert len(expected) > 300_000
    assert {word: log_probability(word) for word in expected if is_word(word)} == expected
    unknown = [f"{word}〇" for word in expected if f"{word}〇" not in expected]
    assert not any(map(is_word, [*unknown, "\ud7ff", "\U0010fffe", "x"]))
    monkeypatch.setattr(words, "_ORDERED_SIZE", 0)
    for cached in (words._entries_from, words._log_total):
        cached.cache_clear()
    assert {word: log_probability(word) for word in expected} == expected
    for cached in (words._entries_from, words._log_total):
        cached.cache_clear()
