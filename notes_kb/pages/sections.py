"""The sections of a page as plain text, collected while the page is rendered."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from notes_kb.search.sections import (
    BLOCKS,
    EXCLUDE,
    HEADINGS,
    SILENT,
    Collector,
    PageSection,
    is_mark,
    read_html,
    without_markup,
)
from notes_kb.text.references import unescape

PRIORITY = 2
"""Behind everything that changes the tree: anchors, concept links, figure slots, notices."""

_PLACEHOLDER = re.compile("\x02wzxhzdk:([0-9]+)\x03")


class SectionText(Extension):
    """Leaves the sections of the page that was converted in `sections`."""

    def __init__(self, *, code: bool = True) -> None:
        """Choose whether blocks of code are searched."""
        super().__init__()
        self.code = code
        self.sections: tuple[PageSection, ...] = ()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Register the processor behind all others."""
        md.treeprocessors.register(_Sections(md, self), "notes-kb-section-text", PRIORITY)


class _Sections(Treeprocessor):
    def __init__(self, md: Markdown, extension: SectionText) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        """Walk the tree once."""
        collector = Collector(self.extension.code)
        _Walk(self.md, collector).children(root)
        self.extension.sections = collector.finish()


class _Walk:
    """The visible text of a tree, raw HTML and stashed code resolved."""

    def __init__(self, md: Markdown, collector: Collector) -> None:
        self.stash: list[Any] = md.htmlStash.rawHtmlBlocks
        self.collector = collector

    def children(self, element: Element) -> None:
        """Say what is in an element."""
        if element.text:
            self.text(element.text)
        for child in element:
            self.element(child)
            if child.tail:
                self.text(child.tail)

    def element(self, element: Element) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT:
            return
        if EXCLUDE in element.attrib:
            del element.attrib[EXCLUDE]
            return
        if is_mark(element.get("class", ""), element.get("aria-hidden")):
            return
        if "arithmatex" in element.get("class", "").split():
            self.formula(element)
            return
        if tag in HEADINGS:
            self.heading(element)
        elif tag == "img":
            self.collector.say(element.get("alt") or "")
        elif tag == "br":
            self.collector.say("\n")
        elif tag == "pre":
            self.collector.add_code(self.code(element))
        elif tag in BLOCKS:
            self.collector.block()
            self.children(element)
            self.collector.block()
        else:
            self.children(element)

    def formula(self, element: Element) -> None:
        """Say the TeX of a formula, without the delimiters that mark it for a script."""
        text = "".join(element.itertext()).strip()
        if text.startswith(("\\(", "\\[")):
            text = text[2:-2].strip()
        if element.tag == "div":
            self.collector.block()
        self.text(text)
        if element.tag == "div":
            self.collector.block()

    def heading(self, element: Element) -> None:
        inner = Collector(self.collector.code)
        _Walk.on(self.stash, inner).children(element)
        self.collector.head(HEADINGS[element.tag], element.get("id", ""), inner.take(0))

    def code(self, element: Element) -> str:
        """Give the text of a block of code as it is shown."""
        text = _PLACEHOLDER.sub(
            lambda match: without_markup(str(self.stashed_value(int(match[1]))), ""),
            "".join(element.itertext()),
        )
        return _unmarked(text)

    @classmethod
    def on(cls, stash: list[Any], collector: Collector) -> _Walk:
        """Walk with another collector."""
        walk = cls.__new__(cls)
        walk.stash, walk.collector = stash, collector
        return walk

    def text(self, text: str) -> None:
        """Say a text node; what was stashed is looked up."""
        if "\x02" not in text:
            self.collector.say(unescape(text))
            return
        at = 0
        for match in _PLACEHOLDER.finditer(text):
            self.collector.say(_unmarked(text[at : match.start()]))
            self.stashed(int(match[1]))
            at = match.end()
        self.collector.say(_unmarked(text[at:]))

    def stashed_value(self, number: int) -> Any:
        return self.stash[number] if number < len(self.stash) else ""

    def stashed(self, number: int) -> None:
        raw = self.stashed_value(number)
        if isinstance(raw, Element):
            self.element(raw)
        elif isinstance(raw, str):
            if "\x02wzxhzdk:" in raw:
                self.text(without_markup(raw, "\0"))
            else:
                read_html(raw, self.collector)


def _unmarked(text: str) -> str:
    return unescape(text.replace(AMP_SUBSTITUTE, "&").replace("\x02", "").replace("\x03", ""))
