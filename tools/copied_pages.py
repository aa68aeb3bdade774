"""Articles in Markdown as a browser's copy of the rendered page gives them, with their headings.

The copy has no marks but the bullets of lists: headings are lines like any other. What the
article itself calls a heading is known by line, so a decision of the loader can be judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\n.*?\n\1\n", re.DOTALL)
_NO_TEXT = re.compile(r"\$+|\{[.#][^}]*\}|:(?:label|numref|cite|eqref)\S*")
_HEADING = "\ue000"
"""Stands before a heading until the lines are counted."""
_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class Copied:
    """A page as text, and its headings."""

    text: str
    headings: dict[int, tuple[int, str]]
    """For each line (from 1) that is a heading, its level in the article and its text."""


def copied(markdown: str) -> Copied:
    """Give what a copy of the rendered article leaves."""
    tokens = _MARKDOWN.parse(_FRONT_MATTER.sub("", markdown))
    lines: list[str] = []
    levels: list[int] = []
    lists: list[list[int]] = []
    for n, token in enumerate(tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append([0 if token.type[0] == "b" else int(token.attrGet("start") or 1)])
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
            lines += [""] * (not lists)
        elif token.type in {"fence", "code_block"}:
            lines += ["", *token.content.rstrip("\n").split("\n"), ""]
        elif token.type == "inline":
            lines += _inline(tokens, n, lists, levels)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
    headings: dict[int, tuple[int, str]] = {}
    given = iter(levels)
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(_HEADING):
            headings[number] = (next(given), line.removeprefix(_HEADING))
    return Copied(text.replace(_HEADING, ""), headings)


def _inline(
    tokens: Sequence[Token], n: int, lists: Sequence[list[int]], levels: list[int]
) -> list[str]:
    text = _flat(tokens[n]).strip().replace(_HEADING, "")
    opened = tokens[n - 1]
    if opened.type == "heading_open":
        if not text:
            return []
        levels.append(int(opened.tag[1]))
        return ["", _HEADING + text.replace("\n", " "), ""]
    if lists and tokens[n - 2].type == "list_item_open":
        number = lists[-1][0]
        lists[-1][0] += number > 0
        return [f"{'  ' * len(lists)}{f'{number}.' if number else '•'} {text}"]
    if opened.type in {"th_open", "td_open"}:
        return [text]
    return ["", *text.split("\n"), ""] if text else []


def _flat(token: Token) -> str:
    out: list[str] = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            out.append(child.content)
        elif child.type == "hardbreak":
            out.append("\n")
        elif child.type == "image":
            out += (part.content for part in child.children or [])
    return _NO_TEXT.sub("", "".join(out))
