"""The statements of all notes on a topic, as the Markdown of the topic's page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from notes_kb.domain.note import Note
from notes_kb.knowledge_base import KnowledgeBase, Statement
from notes_kb.markup.compose import compose_statement
from notes_kb.markup.detach import detacher
from notes_kb.markup.indent import TAB


def compose_topic(kb: KnowledgeBase, topic: str, language: str) -> str:
    """Write a topic's statements, grouped by note, each with a link to its place.

    Links are relative to the notes' folder, as those of the statements are. The
    result is empty where no note speaks of the topic.
    """
    return "\n\n".join(
        "\n".join(_group(group.in_language(language), statements))
        for group, statements in kb.on_topic(topic, language)
    )


def _group(note: Note, statements: list[Statement]) -> Iterator[str]:
    yield f"## [{_escape(note.title)}]({note.id}.md) {{#{note.id}}}"
    yield ""
    detach = detacher(note)
    open_depths: list[tuple[str, int]] = []
    for statement in statements:
        yield from _statement(statement, _depth(statement, open_depths), detach)


def _depth(statement: Statement, open_depths: list[tuple[str, int]]) -> int:
    """Nest a point below the nearest point before it in its section that was shallower."""
    section, depth = statement.section.id, statement.block.depth
    while open_depths and (open_depths[-1][0] != section or open_depths[-1][1] >= depth):
        open_depths.pop()
    open_depths.append((section, depth))
    return len(open_depths) - 1


def _statement(statement: Statement, depth: int, detach: Callable[[str], str]) -> Iterator[str]:
    pad = " " * TAB * depth
    lines = [line.strip() for line in compose_statement(statement.block, detach).split("\n")]
    source = f" [↗]({statement.note.id}.md#{statement.anchor}){{.nk-source}}"
    yield f"{pad}- {lines[0]}" + (source if len(lines) == 1 else "")
    for number, line in enumerate(lines[1:], 2):
        yield f"{pad}    {line}" + (source if number == len(lines) else "")


_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""Python-Markdown has no backslash escape for these."""


def _escape(title: str) -> str:
    escaped = re.sub(r"([\\`*_{}\[\]])", r"\\\1", title)
    return re.sub("[&<>]", lambda match: _ENTITIES[match[0]], escaped)
