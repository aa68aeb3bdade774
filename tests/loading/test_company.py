"""A line among the lines of its document: what is measured, and what the trees make of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from notes_kb.loading.recap_blocks import scan
from notes_kb.loading.recap_company import (
    MEASURES,
    Company,
    Tree,
    end_class,
    judge,
    measure_company,
    start_class,
)
from notes_kb.loading.recap_headings import weigh_lines
from notes_kb.loading.recap_lines import read_lines
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.recap_trees import TREES

TEXT = """\
路由器的选择

路由器为每个词选出八个专家，其余的专家这一次不参加计算，所以路由器的开销很小。

Figure out

通信怎样隐藏

把一批词切成两半，一半通信的时候另一半计算，于是通信几乎不花时间。
"""


def measured(text: str) -> dict[str, Company]:
    """The company of each line that may be a heading, by the line."""
    drafts = scan(read_lines(list(enumerate(text.split("\n"), 1))))
    document, _, weights = weigh_lines(drafts, "", Reasons())
    return {document.drafts[n].text: c for n, c in measure_company(document, weights).items()}


def test_a_line_is_measured_against_its_document() -> None:
    """Widths, distances, words that come back below, and how likely its likes are."""
    found = measured(TEXT)
    router, hiding = found["路由器的选择"], found["通信怎样隐藏"]
    assert (router.width, router.width_above, router.text_above) == (12, -1, 0)
    assert (router.recurs_below, router.recurs_above) == (60, 0)
    assert router.recurs_rather_below == 60
    assert hiding.recurs_below > hiding.recurs_above
    assert found["Figure out"].alike < hiding.alike


def test_a_text_without_such_lines_has_no_company() -> None:
    """Nor does an empty one."""
    assert measured("") == {}
    assert measured("一句话，说完了。\n\n另一句话，也说完了。\n") == {}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("Why?", 2, 4), ("why。", 3, 1), ("2 甲", 1, 9), ("甲：", 4, 2), ("“甲”", 5, 6),
     ("a 2", 3, 7), ("甲 b", 4, 8), ("**甲，**", 5, 3), ("甲★", 4, 10), ("行！", 4, 5), ("", 0, 0)],
)  # fmt: skip
def test_how_a_line_begins_and_ends(text: str, start: int, end: int) -> None:
    """In whole numbers, by the kinds of characters."""
    assert (start_class(text), end_class(text)) == (start, end)


def test_trees_add_up_and_say_by_what() -> None:
    """The measure that a tree asks first is given what the tree adds."""
    company = next(iter(measured(TEXT).values()))
    trees = (("width", 12, ("end", 9, 30, 0), -50), ("width", 3, -5, 7), ("times", 0, 1, 2))
    assert judge(company, trees, -10) == (29, {"width": 37, "times": 2})


def asked(node: Tree | int) -> Iterator[str]:
    """The measures that a tree asks for."""
    if not isinstance(node, int):
        yield node[0]
        yield from asked(node[2])
        yield from asked(node[3])


def test_the_table_asks_for_what_is_measured() -> None:
    """No measure is misspelt in any branch, and none is taken that no tree asks for."""
    assert {name for tree in TREES for name in asked(tree)} == set(MEASURES)
