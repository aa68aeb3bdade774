"""Private marks that carry a statement's anchor through the Markdown of a page.

A mark stands at the end of a statement's last line: a noncharacter, the anchor,
optionally a space and a class, and the closing noncharacter. The loader removes
noncharacters from every source, so no author can write one. Marks survive
whatever two Markdown parsers disagree on: the block that ends up with the text
gets the anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

OPEN, CLOSE = "\ufdd0", "\ufdd1"

NO_LINK = "no-link"
"""The documented class by which an author opts a block out of linking."""

PRIORITY = 15
"""Behind inline patterns (20), before concept links, so that they see no mark."""

CITE_PRIORITY = 1.5
"""Behind concept links, the table of contents and the search, so that none sees the permalink."""

_MARK = re.compile(f"{OPEN}([a-z0-9-]+)( {NO_LINK})?{CLOSE}")
_OWNERS = frozenset({"li", "p", "dd", "td", "th"})


def mark(anchor: str, *, no_link: bool = False) -> str:
    """Give the mark for a statement's anchor."""
    return f"{OPEN}{anchor}{' ' + NO_LINK if no_link else ''}{CLOSE}"


class StatementAnchors(Extension):
    """Turn marks into ``id`` attributes and permalinks on list items and paragraphs."""

    def __init__(self, cite_title: str = "") -> None:
        """Take the permalink's title; without one no permalinks are added."""
        super().__init__()
        self.cite_title = cite_title

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the two passes."""
        md.treeprocessors.register(_Anchors(md), "notes-kb-anchors", PRIORITY)
        md.postprocessors.register(_Leftovers(md), "notes-kb-leftover-marks", 0)
        if self.cite_title:
            cite = _Permalinks(md, self.cite_title)
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
    for anchor, no_link, rest in zip(marked[::3], marked[1::3], marked[2::3], strict=True):
        if owner is None or owner.get("id") is not None:
            child += 1
            taker = node = Element("span")
            where = "tail"
            parent.insert(child, taker)
        else:
            taker = owner
        taker.set("id", anchor)
        taker.set("class", f"{taker.get('class', '')} nk-statement{no_link or ''}".strip())
        setattr(node, where, f"{getattr(node, where) or ''}{rest}")


class _Permalinks(Treeprocessor):
    def __init__(self, md: Markdown, title: str) -> None:
        super().__init__(md)
        self.title = title

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if "nk-statement" not in element.get("class", "").split():
                continue
            nested = next((i for i, e in enumerate(element) if e.tag in {"ul", "ol"}), None)
            link = SubElement(element, "a")
            link.set("class", "nk-cite")
            link.set("href", f"#{element.get('id')}")
            link.set("title", self.title)
            link.text = "#"
            if nested is not None:
                element.remove(link)
                element.insert(nested, link)


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
