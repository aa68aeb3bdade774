"""Rendering what strangers wrote takes time in proportion to its length, whatever its shape."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from markdown import Markdown

from notes_kb.linking.lexicon import build_lexicon
from notes_kb.linking.mentions import find_note_mentions
from notes_kb.loading.notes import parse_note
from notes_kb.pages.block_limits import MOST, BlockLimits
from notes_kb.pages.render import Needs, Recipe, Words, article_source, render, render_note
from notes_kb.pages.tree_passes import FigureWords
from tests.linking.stories import concept

EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.superfences", "pymdownx.arithmatex", "pymdownx.tabbed", "pymdownx.tilde",
)  # fmt: skip
LEXICON = build_lexicon([concept("moe", {"zh": ["混合专家"], "en": ["MoE"]})])
NEEDS = Needs(
    recipe=Recipe(extensions=EXTENSIONS),
    lexicon=LEXICON,
    label=str,
    words=Words(
        figures=FigureWords("lost", "remote"), statement="cite {number}", editor_note="cite"
    ),
)
SHAPES = {
    "comments": "<!-- a >",
    "openings of comments": "<!-- ",
    "known links": "[[moe]] ",
    "unknown links": "- [[name{n}]]\n",
    "rules": "* * *\n",
    "rules and text": "a\n* * *\n",
    "marks of a rule": "* ",
    "headings in one block": "# a\n",
    "brackets": "[",
}
SIZE = 1500
"""Characters of the smallest text; the others have 2, 4 and 8 times as many."""
AT_ONCE = 0.5
"""Processor seconds for the longest text below which growth is not measured."""
LINEAR = 3.0
"""Growth of the time when the text doubles; square is 4."""


def _text(unit: str, size: int) -> str:
    pieces, length = [], 0
    while length < size:
        pieces.append(unit.replace("{n}", str(len(pieces))))
        length += len(pieces[-1])
    return "".join(pieces)


def _article(text: str) -> object:
    return render(article_source("concepts/a.md", "zh", text, "other", 5), NEEDS)


def _note(text: str) -> object:
    note = parse_note(
        f"---\ntitle: a\n---\n\n## h\n\n{text}",
        path="notes/a.md",
        note_id="a",
        language="zh",
        pasted=False,
    )
    return render_note(note, find_note_mentions(note, LEXICON), NEEDS)


def _seconds(run: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    run(text)
    return time.process_time() - start


@pytest.mark.parametrize("run", [_article, _note])
@pytest.mark.parametrize("unit", SHAPES.values(), ids=SHAPES.keys())
def test_twice_the_length_takes_twice_the_time(run: Callable[[str], object], unit: str) -> None:
    """Of 1, 2, 4 and 8 times the text, measured where it takes long enough to measure."""
    texts = [_text(unit, SIZE * times) for times in (1, 2, 4, 8)]
    if _seconds(run, texts[-1]) < AT_ONCE:
        return
    times = [min(_seconds(run, text) for _ in range(2)) for text in texts]
    assert times[3] / times[2] < LINEAR or times[2] / times[1] < LINEAR, times


@pytest.mark.parametrize(
    "source",
    [
        "* * *\n" * (3 * MOST),
        "a\n* * *\n" * (3 * MOST),
        "# a\ntext\n" * (3 * MOST),
        "a\n---\n" * (3 * MOST),
        "- a\n\n    ```\n" + "    # a\n" * (3 * MOST) + "    ```\n",
        "```\n" + "# a\n" * (3 * MOST) + "```\n",
        "    # a\n" * (3 * MOST),
        "> a\n" * (3 * MOST),
    ],
)
def test_the_limit_of_blocks_changes_no_page(source: str) -> None:
    """The empty line stands where a block ends anyway, and not in code."""
    extensions = ["pymdownx.superfences"]
    assert Markdown(extensions=[*extensions, BlockLimits()]).convert(source) == Markdown(
        extensions=extensions
    ).convert(source)
