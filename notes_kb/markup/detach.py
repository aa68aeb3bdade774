"""A statement's Markdown, taken out of its note so that it can stand on another page."""

from __future__ import annotations

import re
from collections.abc import Callable

from notes_kb.domain.note import Note

_DEFINITION = re.compile(r" {0,3}\[([^\[\]]{1,200})\]:[ \t]{0,9}<?([^\s<>]{0,2000})")
_REFERENCE = re.compile(r"\[([^\[\]]{1,500})\]\[([^\[\]]{0,200})\]")
_FOOTNOTE = re.compile(r"\[\^([^\[\]]{1,200})\]")


def detacher(note: Note) -> Callable[[str], str]:
    """Give a function from a block's Markdown to one that needs nothing else of its note.

    Links within the note lead to the note, references become the links that they
    stand for, and footnotes, which stay behind, lose their number. Paths are
    relative to the notes' folder.
    """
    defined = dict(_definitions(note))
    here = f"]({note.id}.md#"

    def reference(match: re.Match[str]) -> str:
        target = defined.get(_folded(match[2] or match[1]))
        return f"[{match[1]}](<{target}>)" if target else match[0]

    def footnote(match: re.Match[str]) -> str:
        return "" if _folded(f"^{match[1]}") in defined else match[0]

    def detach(markdown: str) -> str:
        if "[" not in markdown:
            return markdown
        linked = _REFERENCE.sub(reference, _FOOTNOTE.sub(footnote, markdown))
        return linked.replace("](#", here)

    return detach


def _definitions(note: Note) -> list[tuple[str, str]]:
    if "]:" not in note.text:
        return []
    found = (_DEFINITION.match(line) for line in note.text.split("\n"))
    return [(_folded(match[1]), match[2]) for match in found if match]


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())
