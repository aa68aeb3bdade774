"""What an export keeps of a note comes back, whatever the note holds."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.cli.export_folder import replace_folder
from notes_kb.importing.exported import restore_export
from notes_kb.loading.export_marks import hide, unhide
from notes_kb.mkdocs.export import Target, export_site
from tests.exported import knowledge
from tests.site import CONCEPT, CONFIG

LANGUAGES = {"zh": "简体中文", "en": "English"}

SENTENCES = r"""
混合专家让参数变多。
见 [[moe]] 与 [[moe|它]]。
MoE and [[Mixture of Experts]].
无
`[[moe]]` 与 ``a`b``
公式 $a_{1}$ 与 MoE
**混合专家** 与 *MoE*
[页](../guide.md#begin)
![图](../a.svg)
<b>MoE</b>
甲 &amp; 乙 <!-- c -->
[[没有]]
尾 {.no-link}
尾 {topic=moe}
a--b {#x}
见[英](../guide.en.md)。
\[[x]]
[甲][ref]
1. 项
![缺图：甲](missing)
https://example.org/x
[^1]
*a*
x\
a | b
“引”
![远](https://example.org/x.png)
**主持人**：MoE 怎么样？
""".strip().split("\n")
MARKS = ("", "", "", "- ", "- ", "  - ", "    - ", "1. ", "2) ", "> ", "### ", "## ", "| ", "    ")
BLOCKS = (
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
    "# 大标题",
    "###紧挨着",
    "{.no-link}",
)
NOTES = 60


def _note(chance: Random) -> str:
    """Put a note together from pieces, some of which fit badly."""
    blocks = [
        chance.choice(BLOCKS)
        if chance.random() < 0.3
        else chance.choice(MARKS) + " ".join(chance.choices(SENTENCES, k=chance.randint(1, 3)))
        for _ in range(chance.randint(1, 9))
    ]
    gap = chance.choice(["\n", "\n\n"])
    return f"---\ntitle: 题\n---\n\n{gap.join(blocks)}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw a site of many notes."""
    chance = Random(13)
    tree = {
        "docs/index.md": "# 首页\n",
        "docs/guide.md": "# 指南\n\n## 开始 {#begin}\n",
        "docs/guide.en.md": "# Guide\n\n## Begin {#begin}\n",
        "docs/a.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
        "docs/concepts/moe.md": CONCEPT,
    }
    tree |= {f"docs/notes/n{number}.md": _note(chance) for number in range(NOTES)}
    root = tmp_path_factory.mktemp("round")
    for name, text in {"mkdocs.yml": CONFIG, **tree}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.mark.parametrize("target", Target)
def test_any_note_comes_back(site: Path, tmp_path: Path, target: Target) -> None:
    """Sections, statements and everything that they say, by either form of export."""
    export = export_site(site / "mkdocs.yml", target)
    replace_folder(tmp_path / "export", export.files)
    restored = restore_export(tmp_path / "export")
    replace_folder(tmp_path / "again", restored.files)
    ours = knowledge(site / "docs", LANGUAGES)
    theirs = knowledge(tmp_path / "again", LANGUAGES)
    lost = {
        name: (site / "docs/notes" / f"{name.split('.')[0]}.md").read_text("utf-8")
        for name, note in ours["notes"].items()
        if theirs["notes"].get(name) != note
    }
    assert not lost, "\n=====\n".join(lost.values())
    assert theirs["mentions"] == ours["mentions"]


@given(st.text(alphabet="->&;#45amp a"))
def test_a_comment_keeps_anything(text: str) -> None:
    """Also hyphens, which would end it, and what looks like an escape."""
    comment = hide(text)
    assert re.fullmatch(r"<!-- notes: (.*) -->", comment, re.DOTALL)
    inner = comment.removeprefix("<!-- notes: ").removesuffix(" -->")
    assert "--" not in inner
    assert unhide(inner) == text
