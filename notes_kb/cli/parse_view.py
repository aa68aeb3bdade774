"""A parsed note for programs and for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Block, BlockKind, LedgerEntry, Note, Section, Source
from notes_kb.linking.matcher import distinct
from notes_kb.linking.mentions import NoteMentions
from notes_kb.linking.topics import Topics
from notes_kb.loading.ledger import BLANK
from notes_kb.loading.note_meta import NOTE_KEYS
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.record import SOURCE_PARTS

FORMAT_VERSION = 1
"""Of the JSON; it grows when a key changes its meaning or goes."""
_SHOWN = 60
"""Characters of a block in the outline."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What the concepts say about a note; empty without concepts."""

    mentions: NoteMentions = field(default_factory=NoteMentions)
    topics: Topics | None = None
    """None where there are no concepts; then a block's topic is what its author wrote."""

    def topic(self, block: Block) -> str | None:
        """Give a block's topic."""
        return self.topics.of(block) if self.topics else block.topic


def as_json(note: Note, linked: Linked) -> str:
    """Give the format of ``notes-kb parse --format json``: stable keys, Unicode as it is."""
    value = {
        "format_version": FORMAT_VERSION,
        "title": note.title,
        "language": note.language,
        "encoding": note.encoding,
        "meta": _meta(note),
        "sections": [_section(section, linked) for section in note.sections],
        "ledger": [_entry(entry) for entry in note.ledger],
        "diagnostics": [_finding(finding) for finding in note.diagnostics],
    }
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def _meta(note: Note) -> dict[str, Any]:
    """Give the keys that have a value."""
    values = {key: getattr(note.meta, key) for key in NOTE_KEYS if key != "title"}
    return {key: _plain(value) for key, value in values.items() if value}


def _plain(value: str | tuple[str, ...] | Source) -> Any:
    if isinstance(value, Source):
        parts = {key: getattr(value, key) for key in SOURCE_PARTS}
        return {key: text for key, text in parts.items() if text}
    return list(value) if isinstance(value, tuple) else value


def _section(section: Section, linked: Linked) -> dict[str, Any]:
    return {
        "id": section.id,
        "level": section.level,
        "ordinal": section.ordinal,
        "heading": section.heading,
        "lines": [section.lines.first, section.lines.last],
        "topic": section.topic,
        "blocks": [_block(block, linked) for block in section.blocks],
        "sections": [_section(inner, linked) for inner in section.sections],
    }


def _block(block: Block, linked: Linked) -> dict[str, Any]:
    lines = [block.lines.first, block.lines.last]
    if block.kind is BlockKind.FIGURE:
        return {
            "kind": block.kind,
            "text": block.text,
            "lines": lines,
            "alt": block.alt,
            "target": block.target,
        }
    spoken = {"speaker": block.speaker} if block.speaker else {}
    spoken |= {"time": block.time} if block.time else {}
    judged = {"verdict": block.verdict} if block.verdict else {}
    return {
        **spoken,
        **judged,
        "kind": block.kind,
        "text": block.text,
        "depth": block.depth,
        "ordinal": block.ordinal,
        "lines": lines,
        "topic": linked.topic(block),
        "concepts": list(distinct(linked.mentions.of(block))),
    }


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    value: dict[str, Any] = {"lines": [entry.lines.first, entry.lines.last], "role": entry.role}
    return value | ({"rule": entry.rule} if entry.rule else {})


def _finding(finding: Diagnostic) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "hint": finding.hint,
    }


def as_explanation(note: Note, reasons: Reasons) -> str:
    """Give each line that is not blank with its role, and the reasons below it."""
    lines = note.text.split("\n")
    rows: list[str] = []
    for entry in note.ledger:
        if entry.role == BLANK:
            continue
        for n in range(entry.lines.first, entry.lines.last + 1):
            if not lines[n - 1].strip():
                continue
            text = " ".join(lines[n - 1].split())
            shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
            rule = f" ({entry.rule})" if entry.rule else ""
            rows.append(f"{n:>5} {entry.role}{rule}: {shown}")
            rows += [f"        {why}" for why in reasons.by_line.get(n, ())]
    return "\n".join(rows)


def as_text(note: Note, linked: Linked) -> str:
    """Give an outline, what became of the lines, and the findings."""
    rows = [note.title, ""]
    for section in note.sections:
        rows += _outline(section, 0)
    rows += ["", *_summary(note), *(_told(finding) for finding in note.diagnostics)]
    return "\n".join(rows)


def _outline(section: Section, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if section.heading:
        number = f"{section.ordinal} " if section.ordinal else ""
        yield f"{indent}{number}{section.heading}  #{section.id}  line {section.lines.first}"
    for block in section.blocks:
        text = "  " * block.depth + _short(block)
        yield f"{indent}  {block.lines.first:>4} {block.kind:<9} {text}"
    for inner in section.sections:
        yield from _outline(inner, depth + 1)


def _short(block: Block) -> str:
    text = block.alt or block.target or "" if block.kind is BlockKind.FIGURE else block.text
    speaker = f"{block.label}:" if block.speaker else ""
    text = " ".join(f"{block.ordinal} {speaker} {text}".split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _summary(note: Note) -> Iterator[str]:
    """Count lines by role, and name each rule that dropped some."""
    counts: Counter[str] = Counter()
    for entry in note.ledger:
        counts[entry.role] += entry.lines.last - entry.lines.first + 1
    total = sum(counts.values())
    roles = ", ".join(f"{role} {counts[role]}" for role in sorted(counts))
    yield f"{total} lines: {roles}" if total else "no lines"
    for entry in note.ledger:
        if entry.rule:
            yield f"lines {entry.lines.first}-{entry.lines.last} dropped by {entry.rule}"


def _told(finding: Diagnostic) -> str:
    place = f"line {finding.line}: " if finding.line else ""
    hint = f" ({finding.hint})" if finding.hint else ""
    return f"{place}{finding.severity}: {finding.message} [{finding.kind}]{hint}"
