"""What an export keeps of a note comes back, whatever the note holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.importing.exported import restore_export
from notes_kb.loading.export_marks import hide, unhide
from notes_kb.mkdocs.export import Target, _export
from notes_kb.mkdocs.findings import planned_site
from tests.exported import faults, knowledge
from tests.site import CONCEPT, draw

LANGUAGES = {"zh": "简体中文", "en": "English"}

SENTENCE = st.sampled_from(
    [
        *("混合专家让参数变多。", "见 [[moe]] 与 [[moe|它]]。", "MoE and [[Mixture of Experts]].", "无"),
        *("`[[moe]]` 与 ``a`b``", "公式 $a_{1}$ 与 MoE", "**混合专家** 与 *MoE*", "[页](../guide.md#begin)"),
        *("![图](../a.svg)", "<b>MoE</b>", "甲 &amp; 乙 <!-- c -->", "[[没有]]", "尾 {.no-link}", "尾 {topic=moe}"),
        *("a--b {#x}", "见[英](../guide.en.md)。", "\\[[x]]", "[甲][ref]", "1. 项", "![缺图：甲](missing)"),
        *("https://example.org/x", "[^1]", "*a*", "x\\", "a | b", "“引”", "![远](https://example.org/x.png)"),
    ]
)  # fmt: skip
LINE = st.builds(
    lambda mark, text: mark + text,
    st.sampled_from(
        ["", "", "- ", "  - ", "    - ", "1. ", "2) ", "> ", "### ", "## ", "| ", "    "]
    ),
    st.lists(SENTENCE, min_size=1, max_size=3).map(" ".join),
)
BLOCK = st.one_of(
    LINE,
    st.sampled_from(
        [
            "## 节 {#jie topic=moe}",
            "## 二、节 ##",
            "标题\n===",
            "```py\nx = [[moe]]\n```",
            "~~~\n<!-- notes_kb: made -->\n~~~",
            "| a | b |\n| - | - |\n| [[moe\\|x]] | MoE |",
            "[ref]: ../guide.md",
            "[^1]: 注：混合专家。",
            "$$\nx\n$$",
            "!!! note\n    混合专家",
            "<div>\n[[moe]]\n</div>",
            "---",
            "**一、粗体标题**",
            "![](missing)",
        ]
    ),
)
NOTE = st.lists(BLOCK, min_size=1, max_size=10).flatmap(
    lambda blocks: st.sampled_from(["\n", "\n\n"]).map(lambda gap: gap.join(blocks))
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw a site whose notes are written anew for each example."""
    tree = {
        "docs/index.md": "# 首页\n",
        "docs/guide.md": "# 指南\n\n## 开始 {#begin}\n",
        "docs/guide.en.md": "# Guide\n\n## Begin {#begin}\n",
        "docs/a.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
        "docs/concepts/moe.md": CONCEPT,
        "docs/notes/x.md": "x\n",
    }
    return draw(tmp_path_factory.mktemp("round"), tree)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(text=NOTE, target=st.sampled_from(list(Target)))
def test_any_note_comes_back(site: Path, text: str, target: Target) -> None:
    """Sections, statements and everything that they say, by either form of export."""
    (site / "docs/notes/x.md").write_text(f"---\ntitle: 题\n---\n\n{text}\n", "utf-8")
    with planned_site(site / "mkdocs.yml") as plugin:
        assert plugin is not None
        export = _export(plugin, target, lambda _done, _all: None)
    found = {k: v for k, v in export.files.items() if k.endswith(".json") or k.endswith(".md")}
    folder = site / "export"
    for name, data in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    again = site / "again"
    for name, data in restore_export(folder).files.items():
        path = again / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    ours, theirs = knowledge(site / "docs", LANGUAGES), knowledge(again, LANGUAGES)
    assert theirs["notes"] == ours["notes"]
    assert theirs["mentions"] == ours["mentions"]
    assert [fault for fault in faults(export.files) if "mark" in fault] == []


@given(st.text(alphabet="->&;#45amp a"))
def test_a_comment_keeps_anything(text: str) -> None:
    """Also hyphens, which would end it, and what looks like an escape."""
    comment = hide(text)
    assert re.fullmatch(r"<!-- notes: (.*) -->", comment, re.DOTALL)
    inner = comment.removeprefix("<!-- notes: ").removesuffix(" -->")
    assert "--" not in inner
    assert unhide(inner) == text
