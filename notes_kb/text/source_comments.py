"""Scripts and style sheets of ours as they are published: without their comments."""

from __future__ import annotations


def without_comments(source: str) -> str:
    """Leave out the comments at the beginning of lines, and empty lines.

    They are a third of what a reader would fetch. A comment behind code stays: to find
    it takes a parser, since strings and expressions may hold the same characters. So no
    line of a string may begin with ``//`` or ``/*``.
    """
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        if not inside and not line.lstrip().startswith("/"):  # As most lines are.
            if line and not line.isspace():
                kept.append(line)
            continue
        inside, text = _behind_comments(line, inside)
        if text.strip():
            kept.append(text)
    return "\n".join([*kept, ""])


def _behind_comments(line: str, inside: bool) -> tuple[bool, str]:
    """Give whether a comment goes on behind the line, and the line behind its comments."""
    text = line
    while inside or text.lstrip().startswith("/*"):
        begun = text if inside else text.lstrip()[2:]
        _, closing, text = begun.partition("*/")
        if not closing:
            return True, ""
        inside = False
    return False, "" if text.lstrip().startswith("//") else text
