"""Limits how many brackets are open at once, because Python-Markdown's scan is quadratic.

For each opening bracket it looks for the closing one, in several patterns, so that a
run of unclosed ones costs the square of its length. Nobody nests brackets deeply; what
opens further inside is written as a character reference, which shows the same and
opens nothing.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

DEEPEST = 16
"""Brackets of one kind that may be open at once: in a paragraph, tags in a page."""

PRIORITY = 22
"""Behind fenced code (25), which is put aside by then; before raw HTML (20) is looked for."""

_TOKEN = re.compile(
    r"""(?P<blank>\n[ \t]*(?=\n))
    | \\[^\n]  # escaped
    | (?<!`)`(?!`)(?:(?!\n[ \t]*+\n)[^`])++`(?!`)  # code
    | (?<=\])\(  # where the target of a link begins
    | <(?=[A-Za-z/!?])  # where a tag begins
    | [\[\])>]""",
    re.VERBOSE,
)
_CLOSES = {"]": "[", ")": "(", ">": "<"}
_REFERENCES = {"[": "&#91;", "(": "&#40;", "<": "&lt;"}


class BracketLimits(Extension):
    """Limit how many brackets of a kind are open at once."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.preprocessors.register(_Limits(md), "notes-kb-bracket-limits", PRIORITY)


class _Limits(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return limit_brackets("\n".join(lines)).split("\n")


def limit_brackets(markdown: str) -> str:
    """Write a page with no more than `DEEPEST` brackets of a kind open at once."""
    opened = dict.fromkeys(_REFERENCES, 0)

    def bounded(match: re.Match[str]) -> str:
        token = match[0]
        if match["blank"] is not None:
            opened.update({"[": 0, "(": 0})  # A tag may go on behind a blank line.
        elif token in _CLOSES:
            opened[_CLOSES[token]] = max(0, opened[_CLOSES[token]] - 1)
        elif token in opened and opened[token] >= DEEPEST:
            return _REFERENCES[token]
        elif token in opened:
            opened[token] += 1
        return token

    return _TOKEN.sub(bounded, markdown)
