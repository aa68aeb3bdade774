"""Figures that a source lost, and pictures that a page may not fetch."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

MISSING = "missing"
"""The target by which a note marks a figure that its source lost."""

PRIORITY = 4
"""Behind inline patterns, before the host resolves relative links (0)."""

_REMOTE = ("http://", "https://", "//")


class FigureSlots(Extension):
    """Show a slot where there is no picture: lost in the source, or kept on another host."""

    def __init__(self, *, lost: str, remote: str, remote_images: bool = False) -> None:
        """Take the two captions shown without one of the author's, and whether remote is fine."""
        super().__init__()
        self.captions = (lost, remote)
        self.remote_images = remote_images

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.treeprocessors.register(_Slots(md, self), "notes-kb-figures", PRIORITY)


class _Slots(Treeprocessor):
    def __init__(self, md: Markdown, options: FigureSlots) -> None:
        super().__init__(md)
        self.lost, self.remote = options.captions
        self.remote_images = options.remote_images

    def run(self, root: Element) -> None:
        for image in list(root.iter("img")):
            source = image.get("src", "")
            if source == MISSING:
                self._slot(image, image.get("alt") or self.lost, None)
            elif source.startswith(_REMOTE) and not self.remote_images:
                self._slot(image, image.get("alt") or self.remote, source)
            else:
                image.set("loading", "lazy")
        _gather(root)

    def _slot(self, image: Element, caption: str, link: str | None) -> None:
        tail = image.tail
        image.clear()
        image.tail = tail
        image.tag = "span"
        image.set("class", "nk-slot")
        if link:
            anchor = SubElement(image, "a")
            anchor.set("href", link)
            anchor.set("rel", "noopener noreferrer")
            anchor.text = caption
        else:
            image.text = caption


def _row_class(element: Element) -> str:
    """Name the row that a paragraph opens: of slots, of pictures, or none."""
    alone = not (element.text or "").strip() and all(not (e.tail or "").strip() for e in element)
    if element.tag != "p" or not len(element) or not alone:
        return ""
    if all(e.get("class") == "nk-slot" for e in element):
        return "nk-slots"
    return "nk-pictures" if all(e.tag == "img" for e in element) else ""


def _gather(parent: Element) -> None:
    """Put neighbouring slots, or pictures, into one row: eight lost slides read as one."""
    row: Element | None = None
    for child in list(parent):
        kind = _row_class(child)
        if not kind:
            row = None
            _gather(child)
        elif row is None or row.get("class") != kind:
            row = child
            row.set("class", kind)
        else:
            row.extend(list(child))
            row.tail = child.tail
            parent.remove(child)
