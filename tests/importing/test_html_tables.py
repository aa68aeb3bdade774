"""Tables that Markdown holds as HTML, as the import writes them."""

from __future__ import annotations

import pytest

from notes_kb.domain.language import Languages
from notes_kb.domain.note import BlockKind
from notes_kb.importing.dialects import plain_markdown
from notes_kb.importing.note_import import import_source

STYLE = ' style="padding: 0pt; border: 1px solid rgb(221, 221, 221)"'
ROWS = f"<tr{STYLE}><td{STYLE}><p><strong>名称</strong></p></td><td>显存</td></tr>"
TABLE = f"<table><tbody>{ROWS}<tr><td>甲 | 乙</td><td>80 GB</td></tr></tbody></table>"
WRITTEN = "| **名称** | 显存 |\n| --- | --- |\n| 甲 \\| 乙 | 80 GB |"
LANGUAGES = Languages({"zh": "简体中文"})


@pytest.mark.parametrize(
    ("markdown", "written"),
    [
        (f"前文\n{TABLE}\n后文\n", f"前文\n\n{WRITTEN}\n\n后文\n"),
        (f"{TABLE}后文\n", f"\n{WRITTEN}\n\n后文\n"),
        (TABLE.replace("</tr><tr>", "</tr>\n<tr>"), f"\n{WRITTEN}\n"),
        (
            "<table><tr><td rowspan=2>甲</td><td>一</td></tr><tr><td>二</td></tr></table>",
            "\n| 甲 | 一 |\n| --- | --- |\n| 甲 | 二 |\n",
        ),
        ("<table><tr><td><p>框里的话</p></td></tr></table>", "\n框里的话\n"),
        (f"```html\n{TABLE}\n```\n", f"```html\n{TABLE}\n```\n"),
        (f"{TABLE.removesuffix('</table>')}\n\n后文\n",) * 2,
        ("<table><tr><td>甲<svg><text>图</text></svg></td></tr></table>\n",) * 2,
        (f"用 {TABLE} 写表格\n",) * 2,
        ("1. 一\n   <table><tr><td>甲</td><td>乙</td></tr></table>\n\n   还是一\n2. 二\n",) * 2,
        ('<table><tr><td><a href="./b.md">甲</a></td><td>乙</td></tr></table>\n',) * 2,
        ("<table><tr><td><code>a|b</code></td><td>乙</td></tr></table>\n",) * 2,
        ("<table><tr><td>$b_2*c*$</td><td>乙</td></tr></table>\n",) * 2,
    ],
    ids=["between text", "text behind it", "on several lines", "spanned", "a frame", "code",
         "not closed", "text that would be lost", "within a line", "in a list",
         "a link within the site", "a bar in code", "a formula"],
)  # fmt: skip
def test_a_table_of_html_is_written_in_markdown(markdown: str, written: str) -> None:
    """Where all of its text stands in it; otherwise it stays as it is."""
    assert plain_markdown(markdown).text == written


def test_lines_are_told_as_the_source_has_them() -> None:
    """A table takes more lines in Markdown than it may have had."""
    text = f"# 夜话\n{TABLE}尾\n\n看[这里]( 。\n"
    plain = plain_markdown(text)
    rows = plain.text.split("\n")
    for word, line in (("# 夜话", 1), ("| **名称** | 显存 |", 2), ("尾", 2), ("看[这里]( 。", 4)):
        assert plain.numbers[rows.index(word)] == line
    assert len(plain.numbers) == len(rows)


def test_an_imported_table_is_a_table() -> None:
    """What it says is text in which concepts are found, and no style of a page is left."""
    data = f"# 夜话\n\n{TABLE}\n".encode()
    imported = import_source(data, name="talk.md", languages=LANGUAGES)
    (table,) = [b for s in imported.note.walk() for b in s.blocks]
    assert table.kind is BlockKind.TABLE
    assert "80 GB" in table.prose.text
    assert "style" not in imported.text
