"""Links to places of a page that did not come along: they lead to the page that has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from notes_kb.domain.note import Note
from notes_kb.loading.link_targets import written_target
from notes_kb.loading.rows import read_rows
from notes_kb.text.slug import slugify

_LINK = re.compile(
    r"(?<!`)(?P<code>`++).{0,2000}?(?<!`)(?P=code)(?!`)|\]\(#(?P<anchor>[^()\s\"]{1,200})\)"
)
"""A link to an anchor of its own page, or code, in which there is none."""
_WRITTEN = re.compile(r"\{#([\w-]{1,200})|\b(?:id|name)=[\"']([^\"'\s]{1,200})[\"']")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def lead_back(text: str, note: Note) -> str:
    """Give a note's text with each link to a place that it lacks leading to its source.

    A place that the note has under another name is linked there. Where the source has no
    address, such links stay: the check tells them.

    Args:
        text: The note as written.
        note: What the loader reads from it.
    """
    if "](#" not in text:
        return text
    address = note.meta.source.url.partition("#")[0] if note.meta.source else ""
    address = written_target(address)
    known = frozenset(_anchors(text, note))

    def led(match: re.Match[str]) -> str:
        anchor = unquote(match["anchor"] or "")
        if not anchor or anchor in known:
            return match[0]
        for name in (slugify(anchor), slugify(_HUMP.sub(" ", anchor))):
            if name in known:
                return f"](#{name})"
        return f"]({address}#{match['anchor']})" if address else match[0]

    lines = text.split("\n")
    for row in read_rows(enumerate(lines, 1)):
        if not row.opaque and "](#" in row.raw:
            lines[row.number - 1] = _LINK.sub(led, row.raw)
    return "\n".join(lines)


def _anchors(text: str, note: Note) -> Iterator[str]:
    """Yield the anchors that the note's page has."""
    for section in note.walk():
        yield section.id
        yield from (anchor for anchor, _ in section.statements())
    for match in _WRITTEN.finditer(text):
        yield match[1] or match[2]
