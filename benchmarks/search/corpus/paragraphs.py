"""The paragraphs of a folder that exist in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADING = re.compile(r"^#{1,6} ")
_ANCHOR = re.compile(r"\{#([\w-]+)")
_INERT = ("#", "!", "|", "<", "```", "---", "$$", "[^", "{")
"""How lines begin that are no running text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or list item in both languages."""

    zh: str
    en: str


def paired_paragraphs(folder: Path) -> tuple[Paragraph, ...]:
    """Pair the paragraphs of ``x.md`` and ``x.en.md`` where a section has as many in each."""
    found: list[Paragraph] = []
    for english in sorted(folder.rglob("*.en.md")):
        chinese = english.with_name(english.name.removesuffix(".en.md") + ".md")
        if not chinese.is_file():
            continue
        left, right = dict(_sections(chinese)), dict(_sections(english))
        for anchor in left.keys() & right.keys():
            if len(left[anchor]) == len(right[anchor]):
                pairs = zip(left[anchor], right[anchor], strict=True)
                found += [Paragraph(zh, en) for zh, en in pairs]
    return tuple(sorted(set(found), key=lambda p: (p.zh, p.en)))


def _sections(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Give the running text of each section that has an anchor of its own."""
    anchor, lines = "", list[str]()
    fenced = False
    for line in path.read_text("utf-8").splitlines():
        text = line.strip()
        if text.startswith("```"):
            fenced = not fenced
        elif _HEADING.match(text):
            if anchor:
                yield anchor, lines
            match = _ANCHOR.search(text)
            anchor, lines = (match[1] if match else ""), []
        elif text and not fenced and not text.startswith(_INERT):
            lines.append(text.removeprefix("- "))
    if anchor:
        yield anchor, lines
