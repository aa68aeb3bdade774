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
    original: Note,
    translation: Note,
    states: Container[State],
    untouched: Container[str] = (),
) -> tuple[str, tuple[SectionStatus, ...]]:
    """Give a translation's source with the fingerprints of its original, and what was stamped.

    Only sections in one of `states` get a stamp, and none that is named in `untouched`; an old
    one is replaced. Everything but the headings' attributes stays as it is. Sections that only
    one side has cannot be stamped.
    """
    lines = translation.text.split("\n")
    stamped = []
    for status in compare_sections(original, translation):
        wanted = status.state in states and status.section not in untouched
        if wanted and status.state not in {State.MISSING, State.EXTRA}:
            at = status.line - 1
            lines[at] = with_anchor(lines[at], status.section, f"from={status.current}")
            stamped.append(status)
    return "\n".join(lines), tuple(stamped)


def with_anchor(heading: str, section: str, stamp: str = "") -> str:
    """Set ``from=`` among a heading's attributes, or take it out, and write the anchor out."""
    found = _ATTRIBUTES.search(heading)
    if found and not all(map(_ATTRIBUTE.match, found.group(1).split())):
        found = None  # Braces of the author's, such as a set.
    inside = _STAMP.sub("", found.group(1)).strip() if found else ""
    anchor = "" if f"#{section}" in inside.split() else f"#{section}"
    text = (heading[: found.start()] if found else heading).rstrip()
    return f"{text} {{{' '.join(filter(None, (anchor, inside, stamp)))}}}"
