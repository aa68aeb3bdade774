"""The text of a page by sections: what is searched, and how it is read from HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from notes_kb.text.references import unescape

EXCLUDE = "data-search-exclude"
"""The attribute that keeps a block out of the search."""

HEADINGS = {f"h{n}": n for n in range(1, 7)}
"""The level of each heading's tag."""
BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
    .split()
)  # fmt: skip
"""Tags whose content stands on lines of its own."""
SILENT = frozenset("script style template svg button select textarea iframe object".split())
"""Tags whose content is no text."""
_MARKS = frozenset(
    {"headerlink", "footnote-backref", "md-annotation__index", "linenos", "lineno", "linenodiv"}
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

# Every pattern runs over contributed text, so each is linear: possessive quantifiers give
# nothing back, and an attribute's name begins where no name goes on.
_MARKUP = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9-]*+)([^<>]*+)>")
_ATTRIBUTE = re.compile(
    r"""(?<![A-Za-z0-9:-])([A-Za-z][A-Za-z0-9:-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')"""
)
_MAYBE_MARK = re.compile(f"(?i:hidden)|&|{'|'.join(sorted(_MARKS))}")
"""What stands in the attributes of every mark; `&` because any letter may be a reference."""
_CODE_CLASS = re.compile(r"""class\s*+=\s*+["'][^"'<>]*\bhighlight""")
_SPACE = re.compile(r"[ \t\r\f\v]*\n[\s]*|[ \t\r\f\v]+")
_HAN_BREAK = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section as it stands on the page."""

    anchor: str
    """The heading's id; empty for what stands before the first heading or below the page's own."""
    level: int
    heading: str
    path: tuple[str, ...]
    """The headings above, outermost first, without the page's title."""
    text: str
    code: str = ""
    """The section's blocks of code, line by line."""


@dataclass(slots=True)
class Collector:
    """Cuts running text at headings."""

    code: bool = True
    """Whether blocks of code are searched."""
    sections: list[PageSection] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _code: list[str] = field(default_factory=list)
    _path: list[tuple[int, str]] = field(default_factory=list)
    _headed: bool = False
    """Whether a section has a heading yet."""

    def say(self, text: str) -> None:
        """Add text to the section that is open."""
        self._pieces.append(text)

    def block(self) -> None:
        """Begin or end a block: what follows stands on a line of its own."""
        self._pieces.append("\0")

    def add_code(self, text: str) -> None:
        """Add a block of code, which stands apart from the text around it."""
        self.block()
        if self.code:
            self._code.append(text)

    def head(self, level: int, anchor: str, heading: str) -> None:
        """Open a section; the first heading of the first level is the page itself."""
        self._close()
        if level == 1 and not self._headed:
            self._headed = bool(heading)
            self.sections.append(PageSection("", level, heading, (), ""))
            return
        self._path = [item for item in self._path if item[0] < level]
        path = tuple(name for _, name in self._path)
        self._path.append((level, heading))
        self._headed = self._headed or bool(heading)
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
        held = tuple(s for s in self.sections if s.heading or s.text or s.code)
        return held or tuple(self.sections[:1])

    def _close(self) -> None:
        text = plain("".join(self._pieces))
        code = "\n".join(filter(None, map(code_lines, self._code)))
        self._pieces.clear()
        self._code.clear()
        if not self.sections:
            self.sections.append(PageSection("", 1, "", (), text, code))
        else:
            section = self.sections[-1]
            joined = f"{section.text}\n{text}".strip()
            code = f"{section.code}\n{code}".strip("\n")
            self.sections[-1] = replace(section, text=joined, code=code)


def code_lines(code: str) -> str:
    """Bring a block of code into shape: no empty lines, no blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in code.split("\n") if line.strip())


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
    read_html(source, collector)
    return collector.finish()


def is_mark(classes: str, hidden: str | None) -> bool:
    """Tell whether an element is a mark beside the text, such as a heading's link to itself."""
    return hidden == "true" or any(name in _MARKS for name in classes.split())


def read_html(source: str, collector: Collector) -> None:
    """Say the text of a piece of HTML in one pass, without building a tree."""
    reader, at = _Reader(collector), 0
    for start, end, tag in _markup(source):
        reader.say(source[at:start])
        at = end
        if tag:
            reader.tag(tag[2].lower(), bool(tag[1]), tag[3])
    reader.say(source[at:])
    reader.finish()


def without_markup(source: str, instead: str) -> str:
    """Replace every tag and comment of a piece of HTML."""
    kept, at = [], 0
    for start, end, _ in _markup(source):
        kept.append(source[at:start])
        at = end
    return instead.join([*kept, source[at:]])


def _markup(source: str) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Yield the span of each comment, with None, and of each tag, with its match.

    A comment that nothing closes is text. The end of a comment is searched for without
    a regular expression, and never again once there is none, so that the time is linear.
    """
    at, closed = 0, True
    while match := _MARKUP.search(source, at):
        at = match.end()
        if match[2] is not None:
            yield match.start(), at, match
            continue
        end = source.find("-->", at) if closed else -1
        closed = end >= 0
        if closed:
            at = end + 3
            yield match.start(), at, None


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
        self.code: list[str] | None = None
        """The text of the open block of code."""

    def say(self, text: str) -> None:
        if not text or self.silent:
            return
        if self.code is None:
            self.collector.say(unescape(text))
        else:
            self.code.append(unescape(text))

    def finish(self) -> None:
        """Keep a block of code that nothing closes."""
        if self.code is not None:
            self.collector.add_code("".join(self.code))
            self.code = None

    def tag(self, tag: str, closing: bool, attributes: str) -> None:
        if self.silent:
            self.in_silence(tag, closing, attributes)
        elif not closing and _is_silent(tag, attributes, self.collector.code):
            self.silent, self.depth = ("" if tag in _VOID else tag), 1
        elif tag == "pre":
            self.in_code(closing)
        elif self.code is not None:
            self.say("\n" if tag == "br" else "")
        elif tag in HEADINGS:
            self.in_heading(HEADINGS[tag], closing, attributes)
        elif tag in BLOCKS:
            self.collector.block()
        elif tag == "br":
            self.collector.say("\n")
        elif tag == "img":
            self.collector.say(_attribute(attributes, "alt"))

    def in_silence(self, tag: str, closing: bool, attributes: str) -> None:
        if tag == self.silent and not attributes.endswith("/"):
            self.depth += -1 if closing else 1
            self.silent = self.silent if self.depth else ""

    def in_code(self, closing: bool) -> None:
        self.finish()
        if not closing:
            self.code = []

    def in_heading(self, level: int, closing: bool, attributes: str) -> None:
        if not closing:
            self.heading = (level, _attribute(attributes, "id"), self.collector.mark())
        elif self.heading:
            level, anchor, start = self.heading
            self.collector.head(level, anchor, self.collector.take(start))
            self.heading = None


def _is_silent(tag: str, attributes: str, code: bool) -> bool:
    if tag in SILENT or EXCLUDE in attributes:
        return True
    if not code and (tag == "pre" or (tag == "div" and _CODE_CLASS.search(attributes))):
        return True
    if not _MAYBE_MARK.search(attributes):
        return False
    classes = _attribute(attributes, "class")
    return is_mark(classes, _attribute(attributes, "aria-hidden") or None)


def _attribute(attributes: str, name: str) -> str:
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            return unescape(match[2] or match[3] or "")
    return ""
