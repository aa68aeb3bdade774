"""Editor's notes, told from what the recap says."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from notes_kb.languages import LANGUAGES

PRIORITY = 4
"""Behind inline patterns (20); the order among the passes of this package is free."""

CLASS = "nk-editor-note"

_WORDS = "|".join(word for language in LANGUAGES for word in language.labels.editors_note)
_LABEL = re.compile(rf"\s*(?:{_WORDS})", re.IGNORECASE)
_OWNERS = frozenset({"li", "p"})


class EditorNotes(Extension):
    """Mark list items and paragraphs that begin with a bold **Editor's note** or **编者注**."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.treeprocessors.register(_Notes(md), "notes-kb-editor-notes", PRIORITY)


class _Notes(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in _OWNERS and _labelled(element):
                element.set("class", f"{element.get('class', '')} {CLASS}".strip())


def _labelled(element: Element) -> bool:
    """Whether the first thing in the element is a strong label."""
    first = element[0] if len(element) and not (element.text or "").strip() else None
    return first is not None and first.tag == "strong" and bool(_LABEL.match(first.text or ""))
