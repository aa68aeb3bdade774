"""A short hash of what a section says, by which a translation knows its original."""

from __future__ import annotations

import hashlib
import re

from notes_kb.domain.note import Note, Section

FINGERPRINT_DIGITS = 8

_HEADING_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}[ \t]*$")
_SPACE = re.compile(r"\s+")


def fingerprint(note: Note, section: Section) -> str:
    """Hash a section's own source, without its subsections.

    White space and the heading's attributes do not count, so that neither
    re-wrapping a paragraph nor adding an anchor makes a translation stale.
    The result is the first `FINGERPRINT_DIGITS` hexadecimal digits of SHA-256.
    """
    source = note.text.split("\n")[section.lines.first - 1 : _own_end(section)]
    if source and section.heading:
        source[0] = _HEADING_ATTRIBUTES.sub("", source[0])
    plain = _SPACE.sub("", "".join(source))
    return hashlib.sha256(plain.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def _own_end(section: Section) -> int:
    """The last line that belongs to the section and to none below it."""
    return section.sections[0].lines.first - 1 if section.sections else section.lines.last
