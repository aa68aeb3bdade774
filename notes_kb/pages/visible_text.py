"""What a reader sees of a rendered page, as runs of text that know their nodes.

A run is the flattened text of what stands between two block boundaries. Each
piece of it is one text node, so that a place in the run can be found again in
the tree, also where Python-Markdown keeps something else in the text: escaped
characters, entities and raw HTML are stashed behind ``STX … ETX`` until the end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from notes_kb.domain.span import Span
from notes_kb.pages.statement_marks import CITE, NO_LINK
from notes_kb.text.references import unescape

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_INLINE = frozenset(
    """a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q rb rp rt ruby s samp
    small span strong sub sup time tt u var wbr""".split()
)
"""Elements that stand within a line of text; all others end a run."""

_SKIPPED = frozenset(
    """audio button canvas iframe label math noscript object option pre script select style
    summary svg template textarea title video""".split()
)
"""Elements whose text is no prose."""

_SKIPPED_CLASSES = frozenset(["toc", "footnote-ref", "footnote-backref", "headerlink", CITE])
"""What extensions add beside the author's words."""

_INERT = frozenset("code kbd samp tt var".split())
"""Elements whose text is shown but names nothing."""

_DOLLAR = ord("$")
_STASHED = re.compile("\x02([^\x02\x03]{1,80})\x03")
_RAW_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
_MATH = re.compile(
    r"\$\$[^$]{1,2000}\$\$"
    r"|(?<![\\$\w])\$(?![\s$])[^$\n]{1,1000}(?<![\s\\])\$(?![\d$])"
    r"|\\\([^\n]{1,300}?\\\)"
)
"""Formulas that no extension took, by Pandoc's rule for the dollar sign."""


@dataclass(slots=True)
class Piece:
    """One text node within a run."""

    parent: Element
    """The element whose text it is, or whose child's tail."""
    child: int
    """The number of the child whose tail it is; -1 for the parent's text."""
    start: int
    """Where it begins in the run."""
    raw: str
    """The node's text as Python-Markdown has it."""
    places: list[Span] | None
    """For each visible character, its range in `raw`; None where they agree one for one."""
    breaks: tuple[int, ...]
    """Offsets in the run at which raw tags stand, which no link may enclose."""
    linkable: bool

    @property
    def end(self) -> int:
        """Where the piece ends in its run."""
        return self.start + len(self.raw if self.places is None else self.places)

    def raw_range(self, span: Span) -> tuple[int, int] | None:
        """Give the range in `raw` of a span of the run; None where it is not whole in here."""
        if span.start < self.start or span.end > self.end:
            return None
        if bisect_right(self.breaks, span.start) < bisect_left(self.breaks, span.end):
            return None
        start, end = span.start - self.start, span.end - self.start
        if self.places is None:
            return start, end
        return self.places[start].start, self.places[end - 1].end


@dataclass(slots=True)
class Run:
    """The visible text between two block boundaries."""

    section: int
    """The number of the heading above it; 0 before any."""
    heading: bool
    """Whether it is a heading itself."""
    opted_out: bool
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    inert: list[Span] = field(default_factory=list)
    explicit: list[tuple[Span, str]] = field(default_factory=list)
    """Links that the author wrote, with their concepts."""


@dataclass(slots=True)
class Heading:
    """A heading, which opens a section."""

    anchor: str = ""
    text: str = ""


class VisibleText:
    """Walks a rendered tree in document order, once."""

    def __init__(self, stash: Callable[[int], object], explicit: str) -> None:
        """Take the raw HTML by number, and the attribute that marks explicit links."""
        self.runs: list[Run] = []
        self.headings = [Heading()]
        self._stash = stash
        self._explicit = explicit
        self._parts: list[str] = []
        self._length = 0
        self._escaped: list[int] = []
        self._raw_tags: list[tuple[str, int]] = []
        self._raw_open: dict[str, int] = {}
        self._run = Run(0, False, False)

    def walk(self, root: Element) -> None:
        """Collect all runs below an element."""
        self._block(root, heading=False, opted_out=False)

    def _block(self, element: Element, *, heading: bool, opted_out: bool) -> None:
        classes = element.get("class", "").split()
        if element.tag in _SKIPPED or not isinstance(element.tag, str):
            return
        if _SKIPPED_CLASSES.intersection(classes) or "arithmatex" in classes:
            return
        opted_out = opted_out or NO_LINK in classes
        if element.tag in HEADINGS:
            heading = True
            self.headings.append(Heading(anchor=element.get("id", "")))
        self._open(heading, opted_out)
        self._text(element, -1, element.text, linkable=not heading)
        for number, child in enumerate(element):
            if child.tag in _INLINE:
                self._inline(child, linkable=not heading)
            elif isinstance(child.tag, str):
                self._close()
                self._block(child, heading=heading, opted_out=opted_out)
                self._open(heading, opted_out)
            self._text(element, number, child.tail, linkable=not heading)
        self._close()

    def _open(self, heading: bool, opted_out: bool) -> None:
        self._run = Run(len(self.headings) - 1, heading, opted_out)
        self._parts, self._length, self._escaped = [], 0, []
        self._raw_tags, self._raw_open = [], {}

    def _close(self) -> None:
        run = self._run
        run.text = "".join(self._parts)
        for _, start in self._raw_tags:  # A raw tag that nobody closed reaches to the end.
            run.inert.append(Span(start, self._length))
        if run.heading and run.text.strip():
            self.headings[-1].text = " ".join(run.text.split())
        if run.text.strip():
            run.inert.extend(_formulas(run.text, self._escaped))
            self.runs.append(run)

    def _inline(self, element: Element, *, linkable: bool) -> None:
        """Add an inline element; its tail is its parent's business."""
        classes = element.get("class", "").split()
        if _SKIPPED_CLASSES.intersection(classes):
            return
        if element.tag in {"br", "img", "wbr"}:
            self._add("" if element.tag == "wbr" else "\n" if element.tag == "br" else " ")
            return
        start = self._length
        linkable = linkable and element.tag != "a" and NO_LINK not in classes
        self._text(element, -1, element.text, linkable=linkable)
        for number, child in enumerate(element):
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                self._inline(child, linkable=linkable)
            self._text(element, number, child.tail, linkable=linkable)
        span = Span(start, self._length)
        if element.get(self._explicit):
            self._run.explicit.append((span, element.get(self._explicit, "")))
        elif element.tag in _INERT or NO_LINK in classes or "arithmatex" in classes:
            self._run.inert.append(span)

    def _text(self, parent: Element, child: int, raw: str | None, *, linkable: bool) -> None:
        """Add one text node."""
        if not raw:
            return
        start = self._length
        places: list[Span] | None = None
        breaks: tuple[int, ...] = ()
        atomic = isinstance(raw, AtomicString) and parent.tag not in {"abbr", "a"}
        if "\x02" in raw:
            places, breaks = self._decode(raw)
        elif atomic and parent.tag in _INERT and "&" in raw:
            # Code is kept escaped; nothing in it becomes a link, so its places do not matter.
            shown = unescape(raw)
            places, linkable = [Span(0, len(raw))] * len(shown), False
            self._add(shown)
        else:
            self._add(raw)
        if atomic:
            self._run.inert.append(Span(start, self._length))
        self._run.pieces.append(Piece(parent, child, start, raw, places, breaks, linkable))

    def _decode(self, raw: str) -> tuple[list[Span], tuple[int, ...]]:
        """Add a text node that holds stashed things; give each character's place, and the tags."""
        places: list[Span] = []
        breaks: list[int] = []
        at = 0
        for stashed in _STASHED.finditer(raw):
            places.extend(Span(n, n + 1) for n in range(at, stashed.start()))
            self._add(raw[at : stashed.start()])
            shown = self._stashed(stashed.group(1))
            if not shown or shown == "\n":
                breaks.append(self._length + len(shown))
            places.extend([Span(*stashed.span())] * len(shown))
            self._add(shown)
            at = stashed.end()
        places.extend(Span(n, n + 1) for n in range(at, len(raw)))
        self._add(raw[at:])
        return places, tuple(breaks)

    def _stashed(self, key: str) -> str:
        """Give what a reader sees of a stashed thing: a character, or nothing for a tag."""
        if key.isdecimal():
            if int(key) == _DOLLAR:
                self._escaped.append(self._length)
            return chr(int(key)) if int(key) < 0x110000 else " "
        if key == "amp":
            return "&"
        if not key.startswith("wzxhzdk:"):
            return " "
        html = self._stash(int(key.removeprefix("wzxhzdk:")))
        if not isinstance(html, str):
            return " "
        if html.startswith("&"):
            return unescape(html)[:1]
        self._raw_tag(html)
        return "\n" if html.startswith(("<br", "<BR")) else ""

    def _raw_tag(self, html: str) -> None:
        """Between a raw tag and its end, everything is the author's own HTML."""
        match = _RAW_TAG.match(html)
        if match is None or match[2].lower() in _VOID or html.rstrip().endswith("/>"):
            return
        name = match[2].lower()
        if not match[1]:
            self._raw_tags.append((name, self._length))
            self._raw_open[name] = self._raw_open.get(name, 0) + 1
            return
        while self._raw_open.get(name):
            opened, start = self._raw_tags.pop()
            self._raw_open[opened] -= 1
            self._run.inert.append(Span(start, self._length))
            if opened == name:
                return

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _formulas(text: str, escaped: list[int]) -> Iterator[Span]:
    if "$" not in text and "\\(" not in text:
        return
    if escaped:
        characters = list(text)
        for at in escaped:
            characters[at] = "\x00"
        text = "".join(characters)
    for match in _MATH.finditer(text):
        yield Span(*match.span())
