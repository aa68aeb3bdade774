"""Texts that no inline pattern fits are passed by, and all others come out as ever."""

from __future__ import annotations

import pytest
from markdown import Markdown

from notes_kb.pages.tree_passes import QuickInline

SITE = ["attr_list", "footnotes", "smarty", "pymdownx.arithmatex", "pymdownx.caret"]
TEXTS = [
    "plain text, 中文。",
    "*a* and _b_, **c _d_**",
    "a `code` and \\`none\\`, \\\\`x`",
    "[a](b) [c] ![d](e) [^f]\n\n[c]: http://e.example\n[^f]: note",
    "$x$ and \\(y\\) and 3 $ only",
    "line  \nbreak &amp; <b>raw</b> <http://e.example> x^2^",
    "- item *a*\n- `b` tail [c](d) tail *e*",
    "# *Heading* {#h}\n\n| a | b |\n|---|---|\n| *c* | `d` |",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_html_is_the_same(text: str) -> None:
    """With the pass in its place, a text becomes the same HTML."""
    quick = Markdown(extensions=[*SITE, "tables", QuickInline()])
    assert type(quick.treeprocessors["inline"]).__name__ == "_QuickInline"
    assert quick.convert(text) == Markdown(extensions=[*SITE, "tables"]).convert(text)
