"""Lists, from CommonMark's indentation to Python-Markdown's."""

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from notes_kb.pages.note_markdown import reindent

COMMONMARK = MarkdownIt("commonmark")
CASES = {
    "list right behind a paragraph": "前言\n- 甲\n- 乙",
    "two spaces a level": "- a\n  - b\n    - c\n  - d\n- e",
    "four spaces a level": "- a\n    - b\n- c",
    "ordered with nested bullets": "1. x\n   - y\n2. z",
    "paragraph in an item": "- a\n\n  second\n\n- b",
    "rule is no item": "* * *\n\n- x",
    "space before the marker": " - a\n - b\n   - c",
    "no list at all": "第一段\n第二行\n\n第三段",
}


def structure(html):
    """What counts: the nesting of lists and items, and the text in each."""
    for loose in ("<p>", "</p>", "\n", "<br>", "<br />"):
        html = html.replace(loose, "")
    return html.replace("<hr />", "<hr>").replace(" ", "")


@pytest.mark.parametrize("source", CASES.values(), ids=CASES.keys())
def test_both_parsers_see_the_same_lists(source):
    """What CommonMark nests in the source, Python-Markdown nests in the result."""
    ours = markdown.markdown("\n".join(reindent(source.split("\n"))))
    assert structure(ours) == structure(COMMONMARK.render(source))


def test_code_in_an_item_keeps_its_own_indentation():
    """A fence moves as a whole; what looks like an item inside it is code."""
    lines = ["- a", "  ```py", "  - x", "      y", "  ```", "- b"]
    assert reindent(lines) == ["- a", "    ```py", "    - x", "        y", "    ```", "- b"]


@given(st.lists(st.text(alphabet="ab -*1.\t文`", max_size=12), max_size=12))
def test_only_white_space_changes(lines):
    """Every line keeps its text and its order; blank lines may be added."""
    kept = [line.strip(" \t") for line in lines if line.strip(" \t")]
    out = [line.strip(" \t") for line in reindent(lines) if line.strip(" \t")]
    assert out == kept
