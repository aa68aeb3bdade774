"""A parsed note as the few lines that a story file expects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from notes_kb.domain.note import Block, BlockKind, Note, Section


def told(note: Note) -> dict[str, Any]:
    """Give a note in the format of the expectations, empty parts left out."""
    meta, source = note.meta, note.meta.source
    parts: dict[str, Any] = {
        "title": note.title,
        "date": meta.date,
        "source": [source.title, source.url, source.author] if source else [],
        "outline": [row for section in note.sections for row in _section(section)],
        "dropped": [f"{e.lines.first}-{e.lines.last} {e.rule}" for e in note.ledger if e.rule],
        "diagnostics": [f"{d.line}:{d.column} {d.kind}" for d in note.diagnostics],
    }
    return {key: part for key, part in parts.items() if part}


def _section(section: Section) -> Iterator[str]:
    lines = f"{section.lines.first}-{section.lines.last}"
    if section.level:
        ordinal = f"[{section.ordinal}] " if section.ordinal else ""
        topic = f" topic={section.topic}" if section.topic else ""
        stamp = f" from={section.fingerprint}" if section.fingerprint else ""
        marks = f"{{{section.id}{topic}{stamp}}}"
        yield f"{'#' * section.level} {ordinal}{section.heading} {marks} {lines}"
    for block in section.blocks:
        yield _block(block)
    for inner in section.sections:
        yield from _section(inner)


def _block(block: Block) -> str:
    where = f"{block.lines.first}-{block.lines.last}"
    depth = f"/{block.depth}" if block.depth else ""
    text = f"{block.alt}|{block.target}" if block.kind is BlockKind.FIGURE else block.text
    ordinal = f"[{block.ordinal}] " if block.ordinal else ""
    speaker = f"{block.label}: " if block.speaker else ""
    flags = " no-link" if block.no_link else ""
    topic = f" topic={block.topic}" if block.topic else ""
    return f"{block.kind}{depth} {where} {ordinal}{speaker}{text}{topic}{flags}"
