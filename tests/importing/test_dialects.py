"""What note-taking programs write becomes plain Markdown, line for line."""

from __future__ import annotations

from itertools import pairwise

import pytest

from notes_kb.importing.dialects import plain_markdown
from notes_kb.importing.note_import import write_note
from notes_kb.loading.notes import parse_note

ID = "64a1b2c3-0000-0000-0000-00000000000"
"""All but the last digit of the name of a block."""


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("![[白板.png|300]]", "![](白板.png)"),
        ("![[a b.png|A board]]", "![A board](a%20b.png)"),
        ("see [[Other page|that page]] and [[同一页#节]]", "see that page and 同一页"),
        ("[[moe]] stays", "[[moe]] stays"),
        ("## Cost ^abc123-Xy\nIt is low. ^1a2b3c", "## Cost\nIt is low."),
        ("x ^2 and `a ^12345`", "x ^2 and `a ^12345`"),
        ('{% asset_img board.png "A board" %}', "![A board](board.png)"),
        ("`[[x]]` is code\n```\n[[y]]\n```", "`[[x]]` is code\n```\n[[y]]\n```"),
        ("`` a`[[x]] `` and [[x]]", "`` a`[[x]] `` and x"),
        ("[[1]](#source), [[2]][s]", "[[1]](#source), [[2]][s]"),
        ("if [[ -f x ]]; then", "if [[ -f x ]]; then"),
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
        (
            "title:: X\n- The answer - NOW or never\n- `- TODO x` is code\n- NOW go",
            "# X\n- The answer - NOW or never\n- `- TODO x` is code\n- [ ] go",
        ),
        (
            "- # A\n\t- b\n\t  :LOGBOOK:\n\t  CLOCK: 1\n\t- c\n\t  :END:",
            "# A\n- b\n  :LOGBOOK:\n  CLOCK: 1\n- c\n  :END:",
        ),
        (
            "- # A\n\t- b\n\t  :LOGBOOK:\n\t- ```\n\t  - x\n\t  ```\n\t  :END:",
            "# A\n- b\n  :LOGBOOK:\n- ```\n  - x\n  ```\n  :END:",
        ),
        (
            "- # A\n\t- #+BEGIN_QUOTE\n\t  a\n\t  ```\n\t  - x\n\t  ```\n\t  b\n\t  #+END_QUOTE",
            "# A\n\n- > a\n  ```\n  - x\n  ```\n  > b\n",
        ),
        (
            "- # A\n\t- #+BEGIN_QUOTE\n\t  one\n\t- two\n\t  #+END_QUOTE",
            "# A\n- #+BEGIN_QUOTE\n  one\n- two\n  #+END_QUOTE",
        ),
        (
            "- # A\n\t- as she said\n\t  #+BEGIN_QUOTE\n\t  one\n\t  #+END_QUOTE\n\t- two",
            "# A\n- as she said\n\n  > one\n\n- two",
        ),
        (
            "- # A\n\t- #+BEGIN_QUOTE\n\t  one\n\t  :LOGBOOK:\n\t  #+END_QUOTE\n\t  :END:\n\t- two",
            "# A\n\n- > one\n\n\n\n- two",
        ),
        (f"title:: X\n- a\n  id:: {ID}1\n- b (({ID}1))\n  id:: {ID}2\n- (({ID}2))",
         "# X\n- a\n\n- b a\n\n- b a"),
        (f"title:: X\n- a (({ID}2))\n  id:: {ID}1\n- b (({ID}1))\n  id:: {ID}2",
         f"# X\n- a b a (({ID}2))\n\n- b a b (({ID}1))\n"),
        ("- a list\n- of [x](y)", "- a list\n- of [x](y)"),
    ],
)  # fmt: skip
def test_a_line_becomes_plain(written: str, plain: str) -> None:
    """Obsidian's embeds and links, Hexo's tags, Logseq's outline; code stays."""
    assert plain_markdown(written, Named()).text == plain


class Named:
    """Links to a concept, a note that is imported as well, and headings."""

    def named(self, name: str, heading: str) -> str | None:
        """Know two names."""
        known = {"moe": "moe", "第二篇": "di-er-pian", "": ""}
        if name not in known:
            return None
        anchor = {"成本": "#cheng-ben"}.get(heading, "")
        return f"{known[name]}{anchor}" or None

    def addressed(self, path: str, heading: str) -> str | None:
        """Know one file."""
        return "di-er-pian" if path.endswith("第 2.md") else None


@pytest.mark.parametrize(
    ("written", "linked"),
    [
        ("见[[第二篇]]。", "见[[di-er-pian|第二篇]]。"),
        ("[[第二篇#成本|它]]、[[第二篇#无]]", "[[di-er-pian#cheng-ben|它]]、[[di-er-pian|第二篇]]"),
        ("[[#成本]] ![[第二篇]]", "[[#cheng-ben|成本]] [[di-er-pian|第二篇]]"),
        ("| [[第二篇\\|它]] | [[第二篇]] |", "| [[di-er-pian\\|它]] | [[di-er-pian\\|第二篇]] |"),
        ("a | [[第二篇]]", "a | [[di-er-pian]]"),
        ("[它](../a/%E7%AC%AC%202.md)", "[[di-er-pian|它]]"),
        ("[它](<../a/第 2.md>)", "[[di-er-pian|它]]"),
        ("[**它**](%E7%AC%AC%202.md#x)", "[**它**](di-er-pian.md)"),
        ("[它](b.md) ![它](%E7%AC%AC%202.md)", "[它](b.md) ![它](%E7%AC%AC%202.md)"),
        ("[[moe|m]] [[moe]] [[别的#成本|此]]", "[[moe|m]] [[moe]] 此"),
        ("`[它](%E7%AC%AC%202.md)`", "`[它](%E7%AC%AC%202.md)`"),
    ],
)  # fmt: skip
def test_a_link_names_the_note_that_it_leads_to(written: str, linked: str) -> None:
    """By its id and anchor, and shows what it showed."""
    assert plain_markdown(written, Named()).text == linked


def test_links_stay_in_a_note_of_the_site() -> None:
    """Of which only the pictures are changed."""
    text = "[[第二篇]] ![[a-talk]] [它](%E7%AC%AC%202.md) ![[b.png]]"
    assert plain_markdown(text, None).text == text.replace("![[b.png]]", "![](b.png)")


def test_dropped_lines_are_told_with_their_rules() -> None:
    """Numbers of lines stay true."""
    told = plain_markdown("- # A\n  collapsed:: true\n\t- b")
    assert told.dropped == ((2, "logseq-property"),)


@pytest.mark.parametrize("depth", [1, 30])
def test_references_do_not_multiply_a_text(depth: int) -> None:
    """What they insert has a limit; the ones beyond it, and the deepest, stay as written."""
    names = [f"{ID[:-1]}{n:02}" for n in range(depth + 1)]
    blocks = "".join(
        f"- {'word ' * 50}(({below}))(({below}))\n  id:: {name}\n"
        for below, name in pairwise(names)
    )
    page = f"title:: X\n{blocks}" + f"- (({names[-1]}))\n" * 2000
    shown = plain_markdown(page).text
    assert 1.5 * len(page) < len(shown) < len(page) + 110_000
    assert shown.endswith(f"- (({names[-1]}))\n")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("<div align=center><img src=a.png ></div>", "![](a.png)"),
        ('<p align="center">\n<img src="a b.png" alt="A kiln" width="9">\n<b>图 2.1 窑</b>\n</p>',
         "![图 2.1 窑。A kiln](a%20b.png)\n\n\n"),
        ('<p align="center">\n<img src="a.png" />\n<p><i>Ash &amp; clay</i></p>\n</p>',
         "![Ash & clay](a.png)\n\n\n"),
        ("text\n<div>\n<img src='a.png'>\n</div>\n\nmore", "text\n\n![](a.png)\n\n\nmore"),
        ("  <div>\n  <img src='a.png'>\n  </div>", "  ![](a.png)\n\n"),
        ("<div><img src='a.png'><br>one<img src='b.png'><br>two</div>",
         "![one](a.png) ![two](b.png)"),
        ("<div><img src='a.png'><img src='b.png'></div>", "![](a.png) ![](b.png)"),
    ],
)  # fmt: skip
def test_pictures_in_html_become_figures(written: str, plain: str) -> None:
    """A block of nothing but pictures and captions, in as many lines; note and source agree."""
    text = plain_markdown(written).text
    assert text == plain
    source = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    note = write_note(source, "notes/x.md")
    assert note.difference is None
    blocks = [block for section in note.note.walk() for block in section.blocks]
    assert sum(block.kind == "figure" for block in blocks) == text.count("![")


@pytest.mark.parametrize(
    "text",
    [
        "text\n<div><img src='a.png'></div>",
        "<div>\n<img src='a.png'>\n</div>\ntext right below",
        "<div><img src='a.png'><p>" + "A long sentence of a text. " * 6 + "</p></div>",
        "<p><a href='https://x.example'><img src='a.png'></a></p>",
        "<div><img src='a.png'>one<img src='b.png'></div>",
        "<div>\n<img src='a.png'>\n\n</div>",
        "<div><img alt='a'></div>",
        "<div><p>words</p></div>",
        "<div><img src='a.png'>a < b</div>",
        "```\n<div><img src='a.png'></div>\n```",
        "<div>\n```\n<img src='a.png'>\n```\n</div>",
    ],
)
def test_html_that_says_more_stays(text: str) -> None:
    """No text and no link goes with it, and none comes to stand within a figure."""
    assert plain_markdown(text).text == text


FILM = "https://example.org/a.mp4"
PLAYERS = {
    "a film": (f'<video src="{FILM}" controls=""></video>', f"<{FILM}>"),
    "a film's source": (
        f'<video controls=""><source src="{FILM}" type="video/mp4"></video>', f"<{FILM}>",
    ),
    "a sound": (f'<audio src="{FILM}"></audio>', f"<{FILM}>"),
    "a page": (
        '<iframe src="https://example.org/e?a=1&amp;b=2" title="A (short) film"></iframe>',
        "[A (short) film](<https://example.org/e?a=1&b=2>)",
    ),
    "in code": (f"```\n<video src='{FILM}'></video>\n```",) * 2,
    "within a sentence": (f"See <video src='{FILM}'></video> here.",) * 2,
    "of no address": ("<iframe srcdoc='x'></iframe>",) * 2,
    "that is no web page": ("<iframe src='javascript:x()'></iframe>",) * 2,
}  # fmt: skip


@pytest.mark.parametrize(("written", "plain"), PLAYERS.values(), ids=PLAYERS.keys())
def test_what_pages_may_not_hold_becomes_its_link(written: str, plain: str) -> None:
    """A site takes players out; a reader of the note can follow the link."""
    assert plain_markdown(written).text == plain
    note = parse_note(f"# A\n\n{plain}\n", path="x.md", note_id="x", language="en", pasted=False)
    imported = write_note(note, "notes/x.md")
    assert imported.difference is None
    assert plain_markdown(imported.text).text == imported.text
