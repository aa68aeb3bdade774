"""The sections of a page as plain text, collected while the page is rendered."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

PRIORITY = 2
"""Behind everything that changes the tree: anchors, concept links, figure slots, notices."""

EXCLUDE = "data-search-exclude"
"""The attribute that keeps a block out of the search."""

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
    .split()
)  # fmt: skip
_SILENT = frozenset("script style template svg button select textarea iframe object".split())
_MARKS = frozenset({"headerlink", "footnote-backref", "md-annotation__index"})
_PLACEHOLDER = re.compile("\x02wzxhzdk:([0-9]+)\x03")
_MARKUP = re.compile(r"<!--.{0,100000}?-->|<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>", re.DOTALL)
_CODE_CLASS = re.compile(r"""class\s*=\s*["'][^"'<>]*\bhighlight""")
_SPACE = re.compile(r"[ \t\r\f\v]*\n[\s]*|[ \t\r\f\v]+")
_HAN_BREAK = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")


@dataclass(slots=True)
class PageSection:
    """A section as it stands on the page."""

    anchor: str
    """The heading's id; empty for what stands before the first heading or below the page's own."""
    level: int
    heading: str
    path: tuple[str, ...]
    """The headings above, outermost first, without the page's title."""
    text: str


@dataclass(slots=True)
class Collector:
    """Cuts running text at headings."""

    code: bool = True
    """Whether blocks of code are part of the text."""
    sections: list[PageSection] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _path: list[tuple[int, str]] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Add text to the section that is open."""
        self._pieces.append(text)

    def block(self) -> None:
        """Begin or end a block: what follows stands on a line of its own."""
        self._pieces.append("\0")

    def head(self, level: int, anchor: str, heading: str) -> None:
        """Open a section; the first heading of the first level is the page itself."""
        self._close()
        if level == 1 and not any(section.heading for section in self.sections):
            self.sections.append(PageSection("", level, heading, (), ""))
            return
        self._path = [item for item in self._path if item[0] < level]
        path = tuple(name for _, name in self._path)
        self._path.append((level, heading))
        self.sections.append(PageSection(anchor, level, heading, path, ""))

    def mark(self) -> int:
        """Give the place that `take` takes what is said from now on from."""
        return len(self._pieces)

    def take(self, start: int) -> str:
        """Take back what was said since a mark, on one line."""
        text = plain("".join(self._pieces[start:])).replace("\n", " ")
        del self._pieces[start:]
        return text

    def finish(self) -> tuple[PageSection, ...]:
        """Give all sections that hold something; an empty page has one all the same."""
        self._close()
        held = tuple(s for s in self.sections if s.heading or s.text)
        return held or tuple(self.sections[:1])

    def _close(self) -> None:
        text = plain("".join(self._pieces))
        self._pieces.clear()
        if not self.sections:
            self.sections.append(PageSection("", 1, "", (), text))
        else:
            section = self.sections[-1]
            section.text = f"{section.text}\n{text}".strip()


def plain(text: str) -> str:
    """Bring collected text into shape: a line for each block, no other line ends."""
    lines = []
    for block in text.split("\0"):
        line = _SPACE.sub(" ", _HAN_BREAK.sub("", block.strip())).strip()
        if line:
            lines.append(line)
    return "\n".join(lines)


def html_sections(source: str, *, code: bool = True) -> tuple[PageSection, ...]:
    """Collect the sections of a page that is there as HTML only."""
    collector = Collector(code)
    _collect_html(source, collector)
    return collector.finish()


class DocumentExtension(Extension):
    """Leaves the sections of the page that was rendered last in `sections`."""

    def __init__(self, *, code: bool = True) -> None:
        """Choose whether blocks of code are searched."""
        super().__init__()
        self.code = code
        self.sections: tuple[PageSection, ...] = ()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Register the processor behind all others."""
        md.treeprocessors.register(_Sections(md, self), "notes-kb-search", PRIORITY)


class _Sections(Treeprocessor):
    def __init__(self, md: Markdown, extension: DocumentExtension) -> None:
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
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if EXCLUDE in element.attrib:
            del element.attrib[EXCLUDE]
            return
        if _is_mark(element.get("class", ""), element.get("aria-hidden")):
            return
        if tag in _HEADINGS:
            self.heading(element)
        elif tag == "img":
            self.collector.say(element.get("alt") or "")
        elif tag == "br":
            self.collector.say("\n")
        elif tag == "pre" and not self.collector.code:
            return
        elif tag in _BLOCKS:
            self.collector.block()
            self.children(element)
            self.collector.block()
        else:
            self.children(element)

    def heading(self, element: Element) -> None:
        inner = Collector(self.collector.code)
        _Walk.on(self.stash, inner).children(element)
        self.collector.head(_HEADINGS[element.tag], element.get("id", ""), inner.take(0))

    @classmethod
    def on(cls, stash: list[Any], collector: Collector) -> _Walk:
        """Walk with another collector."""
        walk = cls.__new__(cls)
        walk.stash, walk.collector = stash, collector
        return walk

    def text(self, text: str) -> None:
        """Say a text node; what was stashed is looked up."""
        if "\x02" not in text:
            self.collector.say(html.unescape(text) if "&" in text else text)
            return
        at = 0
        for match in _PLACEHOLDER.finditer(text):
            self.collector.say(_unmarked(text[at : match.start()]))
            self.stashed(int(match[1]))
            at = match.end()
        self.collector.say(_unmarked(text[at:]))

    def stashed(self, number: int) -> None:
        raw = self.stash[number] if number < len(self.stash) else ""
        if isinstance(raw, Element):
            self.element(raw)
        elif isinstance(raw, str):
            if "\x02wzxhzdk:" in raw:
                self.text(_MARKUP.sub("\0", raw))
            else:
                _collect_html(raw, self.collector)


def _unmarked(text: str) -> str:
    return html.unescape(text.replace(AMP_SUBSTITUTE, "&").replace("\x02", "").replace("\x03", ""))


def _is_mark(classes: str, hidden: str | None) -> bool:
    return hidden == "true" or any(name in _MARKS for name in classes.split())


def _collect_html(source: str, collector: Collector) -> None:
    """Say the text of a piece of HTML in one pass, without building a tree."""
    reader, at = _Reader(collector), 0
    for match in _MARKUP.finditer(source):
        reader.say(source[at : match.start()])
        at = match.end()
        if match[2] is not None:
            reader.tag(match[2].lower(), bool(match[1]), match[3])
    reader.say(source[at:])


class _Reader:
    """Reads tags one after the other."""

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self.silent = ""
        """The tag in which nothing is said."""
        self.depth = 0
        """How many tags of that name are open."""
        self.heading: tuple[int, str, int] | None = None
        """Level and id of the open heading, and where its text begins."""

    def say(self, text: str) -> None:
        if text and not self.silent:
            self.collector.say(html.unescape(text))

    def tag(self, tag: str, closing: bool, attributes: str) -> None:
        if self.silent:
            self.in_silence(tag, closing, attributes)
        elif not closing and _is_silent(tag, attributes, self.collector.code):
            self.silent, self.depth = ("" if tag in _VOID else tag), 1
        elif tag in _HEADINGS:
            self.in_heading(_HEADINGS[tag], closing, attributes)
        elif tag in _BLOCKS:
            self.collector.block()
        elif tag == "br":
            self.collector.say("\n")
        elif tag == "img":
            self.collector.say(_attribute(attributes, "alt"))

    def in_silence(self, tag: str, closing: bool, attributes: str) -> None:
        if tag == self.silent and not attributes.endswith("/"):
            self.depth += -1 if closing else 1
            self.silent = self.silent if self.depth else ""

    def in_heading(self, level: int, closing: bool, attributes: str) -> None:
        if not closing:
            self.heading = (level, _attribute(attributes, "id"), self.collector.mark())
        elif self.heading:
            level, anchor, start = self.heading
            self.collector.head(level, anchor, self.collector.take(start))
            self.heading = None


_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def _is_silent(tag: str, attributes: str, code: bool) -> bool:
    if tag in _SILENT or EXCLUDE in attributes:
        return True
    if not code and (tag == "pre" or (tag == "div" and _CODE_CLASS.search(attributes))):
        return True
    classes = _attribute(attributes, "class")
    return _is_mark(classes, _attribute(attributes, "aria-hidden") or None)


def _attribute(attributes: str, name: str) -> str:
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            return html.unescape(match[2] or match[3] or "")
    return ""


_ATTRIBUTE = re.compile(r"""([A-Za-z][A-Za-z0-9:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def paragraphs(sections: tuple[PageSection, ...]) -> Iterator[str]:
    """Yield every block of text of a page, headings left out."""
    for section in sections:
        yield from section.text.split("\n")
