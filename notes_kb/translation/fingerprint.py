"""Short hashes of sections, by which a translation records what state it translates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from notes_kb.domain.note import Note, Section

FINGERPRINT_DIGITS = 8

_HEADING_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}[ \t]*$")
_ATTRIBUTES = re.compile(r"\{([^{}\n]{1,400})\}[ \t]*$")
_EDITORIAL = re.compile(r"[ ]?(?<![\w-])(?:verdict|concepts)=(?:\"[^\"{}]*+\"|[^\s{}\"]*+)")
"""Attributes by which an editor judges and sorts; they change no word that is translated."""
_SPACE = re.compile(r"\s+")


def fingerprints(note: Note) -> Mapping[str, str]:
    """Hash the source of every section of a note, each without its subsections, by anchor.

    White space, the heading's attributes, verdicts and the concepts of figures do not
    count, so that neither re-wrapping a paragraph nor judging it makes a translation stale.
    A hash is the first `FINGERPRINT_DIGITS` hexadecimal digits of SHA-256.
    """
    lines = note.text.split("\n")
    return {section.id: _hash(lines, section) for section in note.walk()}


def _hash(lines: list[str], section: Section) -> str:
    source = own_lines(section, lines)
    if source and section.heading:
        source[0] = _HEADING_ATTRIBUTES.sub("", source[0])
    plain = _SPACE.sub("", "".join(map(_without_editorial, source)))
    return hashlib.sha256(plain.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def own_lines(section: Section, lines: list[str]) -> list[str]:
    """Give those of a note's lines that belong to a section and to none below it."""
    below = section.sections
    last = below[0].lines.first - 1 if below else section.lines.last
    return lines[section.lines.first - 1 : last]


def _without_editorial(line: str) -> str:
    if "verdict=" not in line and "concepts=" not in line:
        return line
    return _ATTRIBUTES.sub(_kept_attributes, line)


def _kept_attributes(found: re.Match[str]) -> str:
    kept = _EDITORIAL.sub("", found[1]).strip()
    return f"{{{kept}}}" if kept else ""
