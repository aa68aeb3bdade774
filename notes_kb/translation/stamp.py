"""Writes into a translation which state of the original it translates."""

from __future__ import annotations

import re
from collections.abc import Container

from notes_kb.domain.note import Note
from notes_kb.translation.status import SectionStatus, State, compare_sections

_ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}[ \t]*$")
_ATTRIBUTE = re.compile(r"[#.].|[A-Za-z][\w-]*=|.*[\"']$")
_STAMP = re.compile(r"(?:^|(?<![ \t])[ \t]+)from=[^ \t}]*")


def stamp(
    original: Note, translation: Note, states: Container[State]
) -> tuple[str, tuple[SectionStatus, ...]]:
    """Give a translation's source with the fingerprints of its original, and what was stamped.

    Only sections in one of `states` get a stamp; an old one is replaced. Everything
    but the headings' attributes stays as it is. Sections that only one side has
    cannot be stamped.
    """
    lines = translation.text.split("\n")
    stamped = []
    for status in compare_sections(original, translation):
        if status.state in states and status.state not in {State.MISSING, State.EXTRA}:
            at = status.line - 1
            lines[at] = _stamped(lines[at], status)
            stamped.append(status)
    return "\n".join(lines), tuple(stamped)


def _stamped(heading: str, status: SectionStatus) -> str:
    """Set ``from=`` among a heading's attributes; the anchor is written out where it was not."""
    found = _ATTRIBUTES.search(heading)
    if found and not all(map(_ATTRIBUTE.match, found.group(1).split())):
        found = None  # Braces of the author's, such as a set.
    inside = _STAMP.sub("", found.group(1)).strip() if found else ""
    anchor = "" if f"#{status.section}" in inside.split() else f"#{status.section} "
    text = (heading[: found.start()] if found else heading).rstrip()
    return f"{text} {{{anchor}{inside}{' ' if inside else ''}from={status.current}}}"
