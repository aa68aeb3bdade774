"""What a note means as it is written is no slip."""

from __future__ import annotations

import pytest

from notes_kb.loading.notes import parse_note

SOUND = [
    "[链接](https://example.org/){ .button .wide }",
    "![图](a.png){.center}",
    "**粗体**{ .red }",
    "## 标题 {#anchor .wide}",
    "- 一点 {.no-link}",
    "- 一点\n\n  ```py\n  x = 1\n  ```",
    "1. 一点\n\n   ~~~\n   x\n   ~~~",
    "> ```\n> 引文\n> ```",
    "!!! note\n\n    ```\n    x\n    ```",
    "脚注[^1]\n\n[^1]: 定义",
    "代码 `[页] (a.md)` 与 `[^没有]`",
    "[1] (https://example.org/)",
    "集合 {1, 2} 与 $x^{.5}$",
    "见 [页](a.md) (https://example.org/)",
    "| 甲 | 乙 |\n|---|:-:|\n| [[moe\\|专家]] | [[moe]] |",
    "见 [[moe|专家]] | 与别的",
    "```\n| 甲 | 乙 |\n|---|---|\n| [[moe|专家]] | 乙 |\n```",
    "| 甲 | 乙 |\n|---|---|\n| `[[moe|专家]]` | 乙 |\n\n[[moe|专家]] | 不在表里",
]
SLIPS = {"attributes-unread", "link-unread", "fence-unclosed", "footnote-unknown", "link-bar"}


@pytest.mark.parametrize("text", SOUND)
def test_what_is_sound_is_not_told(text: str) -> None:
    """Attributes right behind a link, code in lists and quotes, references with a number."""
    note = parse_note(
        f"---\ntitle: t\n---\n\n{text}\n", path="n.md", note_id="n", language="zh", pasted=False
    )
    assert [finding for finding in note.diagnostics if finding.kind in SLIPS] == []
