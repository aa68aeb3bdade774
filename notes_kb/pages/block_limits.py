"""Limits how many rules and headings stand in one block, because its reading is quadratic.

Python-Markdown takes one rule or heading off a block and looks at the whole rest again. An
empty line behind every few of them ends the block there, where a new one begins anyway.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

MOST = 8
"""Rules and headings of one block."""

PRIORITY = 21
"""Behind fenced code (25), which is put aside by then; before raw HTML (20) is looked for."""

_HEADING = re.compile(r"#{1,6}[ \t]")


class BlockLimits(Extension):
    """Limit how many rules and headings stand in one block."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.preprocessors.register(_Limits(md), "notes-kb-block-limits", PRIORITY)


class _Limits(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return limit_blocks(lines)


def limit_blocks(lines: list[str]) -> list[str]:
    """Put an empty line behind every `MOST` rules and headings of a block."""
    out: list[str] = []
    count = 0
    for line in lines:
        out.append(line)
        if not line.strip():
            count = 0
        elif _ends_block(line):
            count += 1
            if count == MOST:
                out.append("")
                count = 0
    return out


def _ends_block(line: str) -> bool:
    """Whether a line that is not indented as code is a rule or a heading."""
    if line.startswith(("    ", "\t")):
        return False
    marks = line.replace(" ", "").replace("\t", "")
    rule = len(marks) >= 3 and marks[0] in "*-_" and not marks.strip(marks[0])
    return rule or _HEADING.match(line.lstrip(" ")) is not None
