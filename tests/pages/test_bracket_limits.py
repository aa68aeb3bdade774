"""Brackets of one paragraph, bounded without changing what a reader sees."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from notes_kb.pages.bracket_limits import DEEPEST, BracketLimits, limit_brackets

ORDINARY = [
    "见[一](a.md)、[二][r]、![三](b.png)，区间 [0, 1) 与 f(x) < 2，`a[i][j] < b`。",
    "[![图](a.png)](b.md) <kbd>x</kbd> \\[ \\] [[moe]] [[moe|文]]",
    "\n".join(f"- [{n}](a.md#{n}) `x < {n}` 与 `m[{n}`" for n in range(99)),
]


@pytest.mark.parametrize("markdown", ORDINARY)
def test_ordinary_text_stays_as_it_is(markdown):
    """However many links a paragraph has, what is closed does not count."""
    assert limit_brackets(markdown) == markdown


HOSTILE = ["[", "![", "[a][", "[x\n", "[^", "<a ", "<a \n\n", "[](", "[a](<", "`[``", "`a\nb`[`c`"]


@pytest.mark.parametrize("opener", HOSTILE)
def test_few_brackets_stay_open(opener):
    """Of a long run, all but the first show as themselves and open nothing."""
    bounded = limit_brackets(opener * 2000)
    assert html.unescape(bounded) == opener * 2000
    plain = re.sub(r"(?<!`)`(?!`)[^`]+`(?!`)", "", bounded)
    assert plain.count("[") - plain.count("]") <= DEEPEST
    assert len(re.findall("<[a-z]", plain)) <= DEEPEST
    assert len(re.findall(r"\]\((?![^()]*\))", bounded)) <= DEEPEST


def test_a_page_of_brackets_shows_them_all():
    """The reader sees what was written, and fenced code is left alone."""
    md = Markdown(extensions=["pymdownx.superfences", BracketLimits()])
    shown = re.sub(r"<[^>]*>", "", md.convert(f"{'[' * 500}\n\n```\n{'[' * 500}\n```\n"))
    assert html.unescape(shown).split() == ["[" * 500, "[" * 500]
    assert "&amp;" not in shown


@given(st.text(alphabet="[]()<>`\\\\ a", max_size=200))
def test_nothing_is_lost(text):
    """Undoing the references gives back the text."""
    assert html.unescape(limit_brackets(text)) == text
