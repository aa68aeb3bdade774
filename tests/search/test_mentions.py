"""Concepts that pages mention under another name lead a query to them."""

from __future__ import annotations

import pytest

from notes_kb.search.node import Ask, ask
from tests.site import build

TREE = {
    "docs/index.md": "# 首页\n\n这里谈 MoE。\n",
    "docs/guide.md": "# 指南\n\n## 用法 {#use}\n\n先读 MoE 的部分。\n",
    "docs/notes/talk.md": "---\ntitle: 夜话\n---\n\n## 一 {#one}\n\n- MoE 很省。\n",
    "docs/concepts/moe.md": "---\nlabels: {zh: 混合专家模型}\naliases: {zh: [MoE]}\n---\n\n略。\n",
    "docs/concepts/other.md": "---\nlabels: {zh: 稀疏激活}\n---\n\n与 MoE 有关。\n",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The pages that the label finds, with the anchors of their sections."""
    built = build(tmp_path_factory.mktemp("mentions"), TREE)
    assert built.code == 0, built.log
    (answer,) = ask(built.root / "site", [Ask("混合专家模型", "zh")])
    return {r["url"]: [s["anchor"] for s in r["sections"]] for r in answer["results"]}


@pytest.mark.parametrize(
    ("url", "anchor"),
    [("", ""), ("guide/", "use"), ("notes/talk/", "one"), ("concepts/other/", "")],
)
def test_every_kind_of_page_gives_its_mentions(
    found: dict[str, list[str]], url: str, anchor: str
) -> None:
    """Home, ordinary pages, notes and concepts are found by a name that they do not use."""
    assert anchor in found.get(url, ["missing"])
