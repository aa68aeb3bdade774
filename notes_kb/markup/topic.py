"""The statements of all notes on a topic, as the Markdown of the topic's page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes_kb.domain.note import Block, BlockKind
from notes_kb.knowledge_base import KnowledgeBase, Statement
from notes_kb.markup.indent import TAB

_ATTRIBUTES = re.compile(r"[ \t]*\{:?[^{}\n]*\}[ \t]*$")


def compose_topic(kb: KnowledgeBase, topic: str, language: str) -> str:
    """Write a topic's statements, grouped by note, each with a link to its place.

    Links are relative to the notes' folder, as those of the statements are. The
    result is empty where no note speaks of the topic.
    """
    return "\n\n".join(
        "\n".join(_group(group.id, group.in_language(language).title, statements))
        for group, statements in kb.on_topic(topic, language)
    )


def _group(note_id: str, title: str, statements: list[Statement]) -> Iterator[str]:
    yield f"## [{_escape(title)}]({note_id}.md) {{#{note_id}}}"
    yield ""
    open_depths: list[tuple[str, int]] = []
    for statement in statements:
        yield from _statement(note_id, statement, _depth(statement, open_depths))


def _depth(statement: Statement, open_depths: list[tuple[str, int]]) -> int:
    """Nest a point below the nearest point before it in its section that was shallower."""
    section, depth = statement.section.id, statement.block.depth
    while open_depths and (open_depths[-1][0] != section or open_depths[-1][1] >= depth):
        open_depths.pop()
    open_depths.append((section, depth))
    return len(open_depths) - 1


def _statement(note_id: str, statement: Statement, depth: int) -> Iterator[str]:
    pad = " " * TAB * depth
    lines = [line.strip() for line in _text(statement.block).split("\n")]
    source = f" [↗]({note_id}.md#{statement.anchor}){{.nk-source}}"
    yield f"{pad}- {lines[0]}" + (source if len(lines) == 1 else "")
    for number, line in enumerate(lines[1:], 2):
        yield f"{pad}    {line}" + (source if number == len(lines) else "")


def _text(block: Block) -> str:
    text = _ATTRIBUTES.sub("", block.text) if block.topic or block.no_link else block.text
    numbered = block.kind is BlockKind.POINT and block.ordinal
    return f"{block.ordinal} {text}" if numbered else text


def _escape(title: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>])", r"\\\1", title)
