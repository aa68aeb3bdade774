"""The changes between two builds: a few words of a page, a new alias of a concept."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.build.corpus import TERMS
from benchmarks.build.vocabulary import SPARE

_EDITED = re.compile(r"（第 \d+ 次修改）")
_INERT = re.compile(r"[#|<>!$:{}\[=`~-]|\s|\d+\.|\*\*\*|___")
"""How lines begin that are no plain paragraph."""
_POINT = re.compile(r"- [^\[{<!|]*$")


class EditError(Exception):
    """A folder or page holds nothing to edit."""


def edit_text(page: Path, number: int) -> str:
    """Change the first paragraph or point of a Markdown page; give the text that is new.

    A further edit takes the place of the one before, so that the page does not grow.
    Raises EditError where a page has neither.
    """
    new = f"（第 {number} 次修改）"
    lines = _EDITED.sub("", page.read_text("utf-8")).split("\n")
    place = _first_text(lines)
    if place is None:
        raise EditError(f"{page} has no paragraph to edit")
    lines[place] = f"{lines[place].rstrip()}{new}"
    page.write_text("\n".join(lines), "utf-8", newline="\n")
    return new


def _first_text(lines: list[str]) -> int | None:
    """Find the first line of running text: no front matter, code, heading, table or HTML."""
    fence = "---" if lines[0] == "---" else ""
    for number, line in enumerate(lines):
        text = line.strip()
        if fence:
            fence = "" if number and text.startswith(fence) else fence
        elif text.startswith(("```", "~~~")):
            fence = text[:3]
        elif _POINT.match(line) or (line and not _INERT.match(line)):
            return number
    return None


def add_alias(concepts: Path, number: int) -> None:
    """Give a concept of a generated corpus an alias that some of its notes hold already.

    There are `len(SPARE)` aliases to give; a further number gives one to another concept
    after it was taken from the first.
    """
    zh, en = SPARE[number % len(SPARE)]
    for place, term in enumerate(TERMS):
        path = concepts / f"{term.id}.md"
        text = path.read_text("utf-8")
        changed = text.replace(f", {zh}]", "]").replace(f", {en}]", "]")
        if place == number % len(TERMS):
            changed = changed.replace(f"  zh: [{term.alias[0]}", f"  zh: [{term.alias[0]}, {zh}")
            changed = changed.replace(f"  en: [{term.alias[1]}", f"  en: [{term.alias[1]}, {en}")
        if changed != text:
            path.write_text(changed, "utf-8", newline="\n")


def page_to_edit(docs: Path) -> Path:
    """Give the page in the middle: a note of a generated corpus, else one with a paragraph.

    Raises EditError where there is none.
    """
    notes = sorted(p for p in docs.glob("notes/n*.md") if not p.stem.endswith(".en"))
    pages = notes or sorted(docs.rglob("*.md"))
    after = [*pages[len(pages) // 2 :], *pages[: len(pages) // 2]]
    for page in after:
        if _first_text(page.read_text("utf-8").split("\n")) is not None:
            return page
    raise EditError(f"{docs} holds no page with a paragraph")
