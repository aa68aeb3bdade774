"""Keeps a line of text from opening a Markdown block that its author did not mean.

What is escaped here means the same to CommonMark, which parses notes, and to
Python-Markdown, which renders them: a backslash only before what both let it escape, an
entity before everything else.
"""

from __future__ import annotations

import re

from notes_kb.loading.attributes import split_attributes

_BACKSLASH = frozenset("\\`*_{}[]()>#+-.!")
"""What a backslash escapes in Python-Markdown without extensions."""

_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)")
_OPENING = re.compile(
    r"#{1,6}(?=[ \t]|$)|[-+*](?=[ \t]|$)|>|\||~{3}|`{3}|\$\$"
    r"|<(?=[A-Za-z/!?])(?!https?://|mailto:)|\[[^\[\]\n]{1,300}\]:|[!?]{3}|\{|:[ \t]"
)
"""What opens a block at the head of a line: headings, lists, quotes, tables, fences, formulas,
raw HTML, definitions, admonitions, attributes."""
_DRAWN = (frozenset("="), frozenset("-:| \t"), frozenset("_ \t"), frozenset("* \t"))
"""The characters of lines that are drawn: underlines, rules, the rule of a table."""


def escape_line(line: str) -> str:
    """Give a line that stands as text whatever it begins with; blanks at its ends go."""
    line = line.strip()
    numbered = _NUMBERED.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.end(1) :]}"
    drawn = any(marks.issuperset(line) for marks in _DRAWN)
    return escape_first(line) if drawn or _OPENING.match(line) else line


def escape_first(text: str) -> str:
    """Take the meaning off the first character of a text."""
    first = text[:1]
    if not first:
        return text
    return f"\\{text}" if first in _BACKSLASH else f"&#{ord(first)};{text[1:]}"


def escape_attributes(text: str) -> str:
    """Keep braces at the end of a block from being read as its attributes."""
    bare, attributes = split_attributes(text)
    if attributes is None:
        return text
    return f"{bare} \\{text[text.rfind('{') :]}".lstrip()
