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
        ("title:: Talk\n- # A\n\t- b", "# Talk\n# A\n- b"),
        ("date:: [[2026-03-05]]\n- # A\n\t- b", "Date: 2026-03-05\n# A\n- b"),
        ("- # A\n\t- TODO one\n\t- DONE two", "# A\n- [ ] one\n- [x] two"),
        (
            "- # A\n\t- b\n\t  id:: 64a1b2c3-0000-0000-0000-000000000001\n"
            "\t- ((64a1b2c3-0000-0000-0000-000000000001))",
            "# A\n- b\n\n- b",
        ),
        (
            "- # A\n\t- #+BEGIN_QUOTE\n\t  one\n\t  two\n\t  #+END_QUOTE",
            "# A\n\n- > one\n  > two\n",
        ),
        ("- # A\n\t- b\n\t  :LOGBOOK:\n\t  CLOCK: 1\n\t  :END:", "# A\n- b\n\n\n"),
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
