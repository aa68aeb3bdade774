"""What note-taking programs write becomes plain Markdown, line for line."""

from __future__ import annotations

import pytest

from notes_kb.importing.dialects import plain_markdown


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("![[白板.png|300]]", "![](白板.png)"),
        ("![[a b.png|A board]]", "![A board](a%20b.png)"),
        ("see [[Other page|that page]] and [[同一页#节]]", "see that page and 同一页"),
        ("[[moe]] stays", "[[moe]] stays"),
        ('{% asset_img board.png "A board" %}', "![A board](board.png)"),
        ("`[[x]]` is code\n```\n[[y]]\n```", "`x` is code\n```\n[[y]]\n```"),
        ("above\n<!-- more -->\nbelow", "above\n\nbelow"),
        ("- # Cost\n\t- cheap\n\t  id:: 6512\n\t\t- very", "# Cost\n- cheap\n\n\t- very"),
        ("- a list\n- of [x](y)", "- a list\n- of [x](y)"),
    ],
)
def test_a_line_becomes_plain(written: str, plain: str) -> None:
    """Obsidian's embeds and links, Hexo's tags, Logseq's outline; code stays."""
    assert plain_markdown(written, is_concept=lambda name: name == "moe").text == plain


def test_dropped_lines_are_told_with_their_rules() -> None:
    """Numbers of lines stay true."""
    told = plain_markdown("- # A\n  collapsed:: true\n\t- b")
    assert told.dropped == ((2, "logseq-property"),)
