"""Fitting the weights of headings: what an article teaches, and that a fit follows it."""

from __future__ import annotations

from types import SimpleNamespace

from notes_kb.loading.recap_evidence import SIGNS
from notes_kb.loading.recap_nesting import WEIGHTS
from tools.copied_pages import copied
from tools.recap_weights import Example, fit_signs, grown, judge_levels, read_example, written

ARTICLE = "# 标题\n\n" + "".join(
    f"## 章{name}\n\n{'这一段是正文，说了一件事。' * 12}\n\n"
    f"### 节{name}\n\n{'又一段正文，说了另一件。' * 12}\n\n"
    for name in "甲乙丙丁戊己庚辛"
)


def test_a_copy_has_no_marks_and_tells_its_headings() -> None:
    """Lines and levels of the headings are those of the copy, not of the Markdown."""
    page = copied("---\ntitle: x\n---\n# A\n\n- one\n\n## B\n\n```\n# code\n```\n")
    assert page.text == "A\n\n  • one\n\nB\n\n# code\n"
    assert page.headings == {1: (1, "A"), 5: (2, "B")}


def test_an_article_gives_its_headings_by_level() -> None:
    """The title is none of them; the outermost level is 0."""
    example = read_example(ARTICLE)
    assert example is not None
    assert [level for level in example.levels if level is not None] == [0, 1] * 8
    assert 0 <= judge_levels([example], WEIGHTS) <= 1


def test_a_fit_follows_its_lines() -> None:
    """A sign that only headings show gains, and one that only other lines show loses."""
    lines = tuple(((0,), True) if n % 2 else ((1,), False) for n in range(400))
    weights = fit_signs([Example(lines=lines, traits=(), levels=())], rounds=3)
    assert weights[0] > SIGNS[0].weight
    assert weights[1] < SIGNS[1].weight


def test_a_grown_tree_is_written_in_whole_numbers() -> None:
    """What goes left has at most the number that is written; leaves are hundredths."""
    leaf = {"is_leaf": True, "feature_idx": 0, "num_threshold": 0.0, "left": 0, "right": 0}
    nodes = [
        {"is_leaf": False, "value": 0.0, "feature_idx": 3, "num_threshold": 17.5, "left": 1,
         "right": 2},
        leaf | {"value": 0.257},
        leaf | {"value": -1.0},
    ]  # fmt: skip
    model = SimpleNamespace(
        _predictors=[[SimpleNamespace(nodes=nodes)]], _baseline_prediction=[[-0.5]]
    )
    base, trees = grown(model)
    assert (base, trees) == (-50, (("width", 17, 26, -100),))
    space: dict[str, object] = {}
    exec(written(base, trees), space)
    assert (space["BASE"], space["TREES"]) == (base, trees)
