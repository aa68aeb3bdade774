"""Links that a clipper broke over paragraphs, as the import reads them."""

from __future__ import annotations

import pytest

from notes_kb.importing.dialects import plain_markdown

SITE = "https://example.com/a"


@pytest.mark.parametrize(
    ("markdown", "written"),
    [
        (f"[\n\n夜话第二期\n\n]({SITE})", f"[夜话第二期]({SITE})"),
        (f'[\n\n夜话第二期\n\n]({SITE} "夜话")', f"[夜话第二期]({SITE})"),
        (f"[\n\n#### 周南\n\n]({SITE})", f"#### [周南]({SITE})"),
        (
            f"[📦\n\nThe code\n\nClone it and run.\n\n→]({SITE}) [📚\n\nThe book\n\n]({SITE}/2)",
            f"📦 [The code]({SITE}) Clone it and run. →\n📚 [The book]({SITE}/2)",
        ),
        (f"[\n\n![图](a.png)\n\n夜话\n\n]({SITE})", f"![图](a.png)\n[夜话]({SITE})"),
        (f"听完：[\n\n夜话\n\n]({SITE})后面", f"听完：\n[夜话]({SITE})\n后面"),
        (f"![一张图：\n\n三步走]({SITE}.png)", f"![一张图： 三步走]({SITE}.png)"),
        (f"[夜话\n第二期]({SITE})",) * 2,
        (f"[\n\n- 一\n\n]({SITE})",) * 2,
        (f"[\n\n另一个[链接]({SITE})\n\n]({SITE})",) * 2,
        (f"```\n[\n\n夜话\n\n]({SITE})\n```",) * 2,
        (f"\\[\n\n夜话\n\n]({SITE})",) * 2,
        ("[\n\n夜话\n\n](a.md)",) * 2,
        (f"[\n\n## 第一节\n\n内容一\n\n## 第二节\n\n]({SITE})",) * 2,
        (f"[\n\n标题\n----\n\n内容\n\n]({SITE})",) * 2,
        (f"- 一\n- [\n\n  夜话\n\n  ]({SITE})\n- 三",) * 2,
        (f"用 `arr[`\n\n说明\n\n结束]({SITE})",) * 2,
    ],
    ids=["on three lines", "with a title", "a heading", "two cards", "a picture", "text around",
         "the words of a picture", "unbroken", "a list", "another link", "code", "a bracket",
         "within the folder", "headings with texts", "an underlined heading", "an item",
         "a bracket of code"],
)  # fmt: skip
def test_a_broken_link_is_joined(markdown: str, written: str) -> None:
    """What it leads to stays, as all of its text does, and so do the numbers of lines."""
    text = plain_markdown(f"# 夜话\n\n{markdown}\n\n尾\n").text
    rows = [row for row in text.split("\n") if row]
    assert "\n".join(rows[1:-1]) == "\n".join(row for row in written.split("\n") if row)
    assert text.count("\n") == markdown.count("\n") + 5
