"""Marks that carry the blocks of a parsed note through Python-Markdown.

A mark stands at the end of a block's last line: a noncharacter, the block's number
in its note, a colon, its anchor where it is a statement, optionally a space and a
class, and the closing noncharacter. The loader removes noncharacters from every
source, so no author can write one. The element that ends up with the text gets the
anchor, and it is what other pages show of the block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

OPEN, CLOSE = "\ufdd0", "\ufdd1"

NO_LINK = "no-link"
"""The documented class by which an author opts a block out of linking."""

BLOCK = "nk-block"
"""The attribute that holds a block's number until the page is cut; never rendered."""

CITE = "nk-cite"
"""The class of the link from a statement to itself."""

PRIORITY = 15
"""Behind inline patterns (20), before concept links, so that they see no mark."""

SPEAKER = "nk-speaker"
"""The class of the name before what a speaker says."""

SPEAKER_PRIORITY = 3.5
"""Behind concept links, so that nobody's name is linked; before the text is read for the search."""

VERDICT = "nk-verdict"
"""The class of the word that judges a statement; the verdict itself is a modifier of it."""

CITE_PRIORITY = 1.5
"""Behind concept links, the table of contents and the search, so that none sees the permalink."""

_MARK = re.compile(f"{OPEN}([0-9]+):([a-z0-9-]*)( {NO_LINK})?{CLOSE}")
_OWNERS = frozenset({"li", "p", "dd", "td", "th"})


def mark(number: int, anchor: str = "", *, no_link: bool = False) -> str:
    """Give the mark of a block; only a statement has an anchor."""
    return f"{OPEN}{number}:{anchor}{' ' + NO_LINK if no_link else ''}{CLOSE}"


class Handle(NamedTuple):
    """What stands behind a statement."""

    text: str
    """What the link to the statement shows: its number."""
    name: str
    """What a screen reader says of the link."""
    verdict: str = ""
    """The verdict; empty where nobody judged it."""
    verdict_text: str = ""
    """The verdict in the words of the page's language."""


class StatementMarks(Extension):
    """Turn marks into ``id`` attributes and permalinks on list items and paragraphs."""

    def __init__(
        self,
        handles: Mapping[str, Handle] | None = None,
        speakers: Mapping[int, str] | None = None,
    ) -> None:
        """Take the handles by their anchors, and the words before turns by blocks' numbers."""
        super().__init__()
        self.handles = handles or {}
        self.speakers = speakers or {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the passes."""
        md.treeprocessors.register(_Anchors(md), "notes-kb-anchors", PRIORITY)
        md.postprocessors.register(_Leftovers(md), "notes-kb-leftover-marks", 0)
        if self.speakers:
            names = _Speakers(md, self.speakers)
            md.treeprocessors.register(names, "notes-kb-speakers", SPEAKER_PRIORITY)
        if self.handles:
            cite = _Permalinks(md, self.handles)
            md.treeprocessors.register(cite, "notes-kb-permalinks", CITE_PRIORITY)


class _Anchors(Treeprocessor):
    def run(self, root: Element) -> None:
        # From the end, so that what is put in leaves earlier places true.
        for owner, parent, child in reversed(list(_texts(root, root))):
            _place(owner if owner is not root else None, parent, child)


def _place(owner: Element | None, parent: Element, child: int) -> None:
    """Give the owner of a text its anchor; what it cannot take stands in the text itself."""
    node, where = (parent, "text") if child < 0 else (parent[child], "tail")
    first, *marked = _MARK.split(getattr(node, where))
    setattr(node, where, first)
    for number, anchor, no_link, rest in zip(*(marked[n::4] for n in range(4)), strict=True):
        if owner is not None:
            # An element that holds two blocks is neither's alone.
            owner.set(BLOCK, "" if BLOCK in owner.attrib else number)
        taker = owner
        if anchor and (taker is None or taker.get("id") is not None):
            child += 1
            taker = node = Element("span")
            where = "tail"
            parent.insert(child, taker)
        classes = f"{'nk-statement' if anchor else ''}{no_link or ''}".strip()
        if taker is not None and classes:
            taker.set("class", f"{taker.get('class', '')} {classes}".strip())
        if taker is not None and anchor:
            taker.set("id", anchor)
        setattr(node, where, f"{getattr(node, where) or ''}{rest}")


class _Speakers(Treeprocessor):
    def __init__(self, md: Markdown, speakers: Mapping[int, str]) -> None:
        super().__init__(md)
        self.speakers = {str(number): words for number, words in speakers.items()}

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            words = self.speakers.get(element.get(BLOCK, ""))
            if words:
                name = Element("b", {"class": SPEAKER})
                # As an atomic string, or what is stashed would be looked up in a name.
                name.text, name.tail = AtomicString(words), element.text
                element.text = None
                element.insert(0, name)


class _Permalinks(Treeprocessor):
    def __init__(self, md: Markdown, handles: Mapping[str, Handle]) -> None:
        super().__init__(md)
        self.handles = handles

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if "nk-statement" not in element.get("class", "").split():
                continue
            handle = self.handles.get(element.get("id", ""))
            if handle is None:
                continue
            at = own_end(element)
            if handle.verdict:
                judged = Element("span", {"class": f"{VERDICT} {VERDICT}--{handle.verdict}"})
                judged.text = AtomicString(handle.verdict_text)
                element.insert(at, judged)
                at += 1
            link = Element("a", {"class": CITE, "href": f"#{element.get('id')}"})
            link.set("aria-label", handle.name)
            link.text = AtomicString(handle.text)
            element.insert(at, link)


def own_end(element: Element) -> int:
    """Give the number of the child at which an item's nested lists begin."""
    nested = (i for i, e in enumerate(element) if e.tag in {"ul", "ol"})
    return next(nested, len(element))


def _texts(parent: Element, owner: Element) -> Iterator[tuple[Element, Element, int]]:
    """Yield each marked text: its block, its parent, and the child that it follows (or -1)."""
    mine = parent if parent.tag in _OWNERS else owner
    if parent.text and OPEN in parent.text:
        yield mine, parent, -1
    for number, child in enumerate(parent):
        yield from _texts(child, mine)
        if child.tail and OPEN in child.tail:
            yield mine, parent, number


class _Leftovers(Postprocessor):
    """Takes out marks that ended in raw HTML, which no pass over the tree sees."""

    def run(self, text: str) -> str:
        return _MARK.sub("", text)
