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


def _is_slot_row(element: Element) -> bool:
    """Whether a paragraph holds slots and nothing else."""
    return (
        element.tag == "p"
        and not (element.text or "").strip()
        and len(element) > 0
        and all(e.get("class") == "nk-slot" and not (e.tail or "").strip() for e in element)
    )


def _gather(parent: Element) -> None:
    """Put neighbouring slot paragraphs into one row, so that eight lost slides read as one."""
    row: Element | None = None
    for child in list(parent):
        if not _is_slot_row(child):
            row = None
            _gather(child)
        elif row is None:
            row = child
            row.set("class", "nk-slots")
        else:
            row.extend(list(child))
            row.tail = child.tail
            parent.remove(child)
