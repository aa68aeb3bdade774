"""``[[id]]`` and ``[[id|text]]`` as Python-Markdown reads them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from notes_kb.markup.linked_page import CLASS, EXPLICIT, LinkedPage, Linking

PRIORITY = 185
"""Behind code (190), in which brackets are literal; before escapes (180), which would take
the bar of ``[[id\\|text]]`` in a table, and before references and links (170)."""

SOURCE_PRIORITY = 175
"""Before everything that rewrites lines, so that findings are on the author's."""

MARKER = "nk-concept-id"
"""The attribute by which explicit links find their way to the tree processor; never rendered."""

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class RememberSource(Preprocessor):
    """Begins a page: forgets the one before and keeps its lines."""

    def __init__(self, md: Markdown, linking: Linking) -> None:
        """Take the state that the passes share."""
        super().__init__(md)
        self.linking = linking

    def run(self, lines: list[str]) -> list[str]:
        """Keep the lines and change none."""
        self.linking.page = LinkedPage(lines=list(lines))
        return lines


class ExplicitLinks(InlineProcessor):
    """Makes links of what the author put in brackets; an unknown name leaves its text."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, linking: Linking) -> None:
        """Take the state that the passes share."""
        super().__init__(EXPLICIT, md)
        self.linking = linking

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the host's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        """Give the link, or the text where nothing is linked."""
        linking, written = self.linking, m.group(2)
        name, text = m.group(1).strip(), _ESCAPED.sub(r"\1", written or m.group(1)).strip()
        concept = linking.names.resolve(name)
        if concept is None:
            linking.report_unknown(name)
            return text, m.start(0), m.end(0)
        if concept == name and written is None and linking.label:
            text = linking.label(concept)
        element = Element("a")
        element.text = AtomicString(text)
        element.set("class", CLASS)
        element.set("href", linking.href(concept))
        element.set(MARKER, concept)
        return element, m.start(0), m.end(0)


def flatten_nested(root: Element) -> None:
    """Turn an explicit link within another link into plain text: HTML has no nested links."""
    for outer in root.iter("a"):
        for inner in outer.iter("a"):
            if inner is not outer and inner.get(MARKER):
                inner.tag = "span"
                inner.attrib.clear()
