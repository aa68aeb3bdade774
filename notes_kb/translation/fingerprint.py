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


_PICTURE = re.compile(
    r"!\[(?P<label>[^\[\]\n:：]{1,12}[:：])?(?P<alt>[^\[\]\n]{0,300})\]"
    r"\((?:<[^<>\n]{0,1000}>|[^\s()]{0,1000})(?:\s{1,9}\"[^\"\n]{0,300}\")?\)"
    r"(?:\{[^{}\n]{1,400}\})?"
)
"""A picture: the label before its words (图 1：, Missing:), the words, its file, its attributes."""


def fingerprints(note: Note) -> Mapping[str, str]:
    """Hash the source of every section of a note, each without its subsections, by anchor.

    White space, the heading's attributes, verdicts, the concepts of figures and the files of
    pictures do not count, so that neither re-wrapping a paragraph, nor judging it, nor filling
    the slot of a lost figure makes a translation stale.
    A hash is the first `FINGERPRINT_DIGITS` hexadecimal digits of SHA-256.
    """
    lines = note.text.split("\n")
    return {section.id: _hash(_plain(lines, section)) for section in note.walk()}


def opening_fingerprint(note: Note) -> str:
    """Hash what stands before the first heading, as `fingerprints` does; empty for nothing."""
    first = note.sections[0] if note.sections and not note.sections[0].id else None
    return _hash(_plain(note.text.split("\n"), first)) if first else ""


def with_pictures(note: Note) -> Mapping[str, str]:
    """Hash as `fingerprints` once did, files of pictures and all, where that gives another hash.

    Stamps that were written then stay true.
    """
    if "![" not in note.text:
        return {}
    lines = note.text.split("\n")
    plain = {section.id: _plain(lines, section, pictures=True) for section in note.walk()}
    return {anchor: _hash(source) for anchor, source in plain.items() if "![" in source}


def words_of(section: Section, lines: list[str]) -> str:
    """Give the text of a section below its heading; the heading's where there is none."""
    own = own_lines(section, lines)
    text = " ".join(" ".join(own[1:] if section.heading else own).split())
    return text or section.heading


def words_fingerprints(note: Note) -> Mapping[str, str]:
    """Hash what `words_of` gives of every section, by anchor: two texts alike have one hash."""
    lines = note.text.split("\n")
    return {section.id: _hash(words_of(section, lines)) for section in note.walk()}


def _plain(lines: list[str], section: Section, *, pictures: bool = False) -> str:
    """Give what is hashed of a section."""
    source = own_lines(section, lines)
    if source and section.heading:
        source[0] = _HEADING_ATTRIBUTES.sub("", source[0])
    kept = map(_without_editorial, source)
    text = "".join(kept if pictures else map(_without_files, kept))
    return "".join(text.split())


def _hash(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def _without_files(line: str) -> str:
    return _PICTURE.sub(r"![\g<alt>]", line) if "![" in line else line


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
