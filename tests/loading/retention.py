"""What "every kept line's text stands in the parsed note" means, to the letter."""

from __future__ import annotations

import re
import unicodedata

from notes_kb.domain.note import Block, Note
from notes_kb.languages.scripts import WIDE_BARS
from notes_kb.loading.attributes import split_attributes
from notes_kb.loading.ledger import source_lines


def letters(text: str) -> str:
    """The letters and digits of a text, in order; full-width ones as their plain twins.

    Unicode counts 丨, which pages draw as a bar before their headings, among the letters.
    """
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c.isalnum() and c not in WIDE_BARS)


def without_attributes(line: str) -> str:
    """A line without the attributes behind it, and what a clipped page has in front of a text.

    That is an anchor, or the numbers of the lines of code, which the page shows beside it. A
    heading has no link to itself, either: neither the sign beside it nor the one over it.
    """
    if line.startswith("#"):
        line = re.sub(r"\[[#¶]?\]\([^()\s]*#[^()\s]+(?: \"[^\"]*\")?\)", "", line)
        line = re.sub(r"\A(#+ )\[([^\[\]]+)\]\(#[^()\s]+\)\Z", r"\1\2", line)
    return re.sub(r"\A(?:\{#[\w-]+\}|\| ```[ \d]+``` (?=\| ```))", "", split_attributes(line)[0])


def lost_lines(note: Note) -> list[tuple[int, str]]:
    """Kept lines whose letters stand, in order, in nothing of the note that claims the line."""
    lines = source_lines(note.text)
    holders: dict[int, list[str]] = {}
    headings = {
        e.lines.first: range(e.lines.first, e.lines.last + 1)
        for e in note.ledger
        if e.role == "heading"
    }
    for section in note.walk():
        if section.heading:
            for n in headings[section.lines.first]:
                holders.setdefault(n, []).append(section.ordinal + section.heading)
        for block in section.blocks:
            for n in range(block.lines.first, block.lines.last + 1):
                holders.setdefault(n, []).append(_block_text(block))
    lost = []
    for entry in note.ledger:
        if entry.role in {"blank", "dropped"}:
            continue
        for n in range(entry.lines.first, entry.lines.last + 1):
            found = [note.title] if entry.role == "title" else holders.get(n, [])
            if entry.role == "meta" and not found:
                continue
            bare = without_attributes(lines[n - 1])
            if letters(bare) and not any(letters(bare) in letters(text) for text in held(found)):
                lost.append((n, lines[n - 1]))
    return lost


def held(found: list[str]) -> list[str]:
    """The texts that hold a line, and all of them in a row: a picture parts from its text."""
    return [*found, "".join(found)]


def _block_text(block: Block) -> str:
    return f"{block.label}{block.ordinal}{block.text}\n{block.alt}"


def kept(note: Note) -> list[str]:
    """The lines with words that no rule dropped."""
    gone = _dropped(note)
    lines = enumerate(note.text.split("\n"), 1)
    return [line for n, line in lines if n not in gone and line.strip()]


def dropped(note: Note) -> list[str]:
    """The lines with words that a rule dropped."""
    gone = _dropped(note)
    lines = enumerate(note.text.split("\n"), 1)
    return [line for n, line in lines if n in gone and line.strip()]


def _dropped(note: Note) -> set[int]:
    return {n for e in note.ledger if e.rule for n in range(e.lines.first, e.lines.last + 1)}


def body(text: str) -> list[str]:
    """The lines of a text that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


def uncovered_lines(note: Note) -> list[int]:
    """Lines that the ledger holds not exactly once, in order."""
    held = [n for e in note.ledger for n in range(e.lines.first, e.lines.last + 1)]
    expected = list(range(1, len(source_lines(note.text)) + 1))
    return [] if held == expected else sorted(set(expected) ^ set(held)) or [0]
