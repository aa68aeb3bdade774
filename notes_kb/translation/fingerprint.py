"""Short hashes of sections, by which a translation records what state it translates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from notes_kb.domain.note import Note, Section

FINGERPRINT_DIGITS = 8

_HEADING_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}[ \t]*$")
_SPACE = re.compile(r"\s+")


def fingerprints(note: Note) -> Mapping[str, str]:
    """Hash the source of every section of a note, each without its subsections, by anchor.

    White space and the heading's attributes do not count, so that neither
    re-wrapping a paragraph nor adding an anchor makes a translation stale.
    A hash is the first `FINGERPRINT_DIGITS` hexadecimal digits of SHA-256.
    """
    lines = note.text.split("\n")
    return {section.id: _hash(lines, section) for section in note.walk()}


def _hash(lines: list[str], section: Section) -> str:
    source = own_lines(section, lines)
    if source and section.heading:
        source[0] = _HEADING_ATTRIBUTES.sub("", source[0])
    plain = _SPACE.sub("", "".join(source))
    return hashlib.sha256(plain.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def own_lines(section: Section, lines: list[str]) -> list[str]:
    """Give those of a note's lines that belong to a section and to none below it."""
    below = section.sections
    last = below[0].lines.first - 1 if below else section.lines.last
    return lines[section.lines.first - 1 : last]
