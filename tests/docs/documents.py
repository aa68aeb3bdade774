"""The project's documents, read as their readers would: blocks, tables, links, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.site import REPOSITORY

GUIDE = REPOSITORY / "docs" / "guide"
DEVELOPING = REPOSITORY / "docs" / "developing"
ROOT_DOCUMENTS = tuple(
    REPOSITORY / name
    for base in ("README", "CONTRIBUTING", "CHANGELOG")
    for name in (f"{base}.md", f"{base}.zh.md")
)
ALL_DOCUMENTS = (*ROOT_DOCUMENTS, *sorted(GUIDE.glob("*.md")), *sorted(DEVELOPING.rglob("*.md")))

_FENCE = re.compile(r"^(`{3,})([a-z]*)(.*)$")
_TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True)
class CodeBlock:
    """A fenced block of code."""

    language: str
    title: str
    """What ``title="…"`` names: the file that the block is."""
    text: str


def split_code(path: Path) -> tuple[str, tuple[CodeBlock, ...]]:
    """Give a document's text without its fenced blocks, and the blocks."""
    prose: list[str] = []
    blocks: list[CodeBlock] = []
    fence, language, title, inside = "", "", "", list[str]()
    for line in path.read_text("utf-8").split("\n"):
        opened = _FENCE.match(line.strip())
        if fence:
            if line.strip() == fence:
                blocks.append(CodeBlock(language, title, "\n".join(inside) + "\n"))
                fence = ""
            else:
                inside.append(line)
        elif opened:
            named = _TITLE.search(opened[3])
            fence, language, title = opened[1], opened[2], named[1] if named else ""
            inside = []
        else:
            prose.append(line)
    assert not fence, f"{path.name}: a block of code is not closed"
    return "\n".join(prose), tuple(blocks)


def read_table(path: Path, heading: str) -> tuple[tuple[str, ...], ...]:
    """Give the rows of the first table below the heading that holds a text."""
    prose, _ = split_code(path)
    below = prose.split(heading, 1)[1]
    rows: list[tuple[str, ...]] = []
    for line in below.split("\n"):
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
        elif rows:
            break
    return tuple(rows[2:])


def headings(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the level and the explicit anchor of each heading below the title."""
    prose, _ = split_code(path)
    yield from re.findall(r"^(#{2,6}) .*?(?:\{#([a-z0-9-]+)\})?$", prose, re.MULTILINE)


def relative_links(path: Path) -> Iterator[str]:
    """Yield the target of every link that is no address."""
    prose, _ = split_code(path)
    prose = re.sub(r"`[^`\n]*`", "", prose)
    for target in re.findall(r"\]\(([^()\s]+)\)", prose):
        if not re.match(r"[a-z]+:", target):
            yield target
