"""What a reader must know about a section, shown under its heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

PRIORITY = -1
"""Behind the table of contents (5), so that a notice is no part of a heading, and behind the
host's own links (0), because a notice leads to a page rather than to a file."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionMark:
    """A notice under one heading."""

    state: str
    """``stale`` or ``fallback``; it becomes the class ``nk-notice--<state>``."""
    text: str
    """The notice, in the page's language."""
    notice_language: str
    """The page's language."""
    language: str = ""
    """The language the section stands in, where that is not the page's."""
    link: str = ""
    """Where the link at the end of the notice leads; empty for none."""
    link_text: str = ""


class SectionMarks(Extension):
    """Put notices under headings, and wrap sections that stand in another language."""

    def __init__(self, marks: Mapping[str, SectionMark]) -> None:
        """Take the notice of each heading's anchor."""
        super().__init__()
        self.marks = marks

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass where there is anything to show."""
        if self.marks:
            md.treeprocessors.register(_Marks(md, self.marks), "notes-kb-section-marks", PRIORITY)


class _Marks(Treeprocessor):
    def __init__(self, md: Markdown, marks: Mapping[str, SectionMark]) -> None:
        super().__init__(md)
        self.marks = marks

    def run(self, root: Element) -> None:
        children = list(root)
        for child in children:
            root.remove(child)
        target = root
        for child in children:
            mark = self.marks.get(child.get("id", "")) if child.tag in _HEADINGS else None
            if child.tag in _HEADINGS:
                target = root
            if mark and mark.language:
                target = SubElement(root, "div")
                target.set("class", "nk-fallback")
                target.set("lang", mark.language)
            target.append(child)
            if mark:
                target.append(_notice(mark))


def _notice(mark: SectionMark) -> Element:
    notice = Element("p")
    notice.set("class", f"nk-notice nk-notice--{mark.state}")
    notice.set("lang", mark.notice_language)
    notice.text = mark.text
    if mark.link:
        notice.text += " "
        link = SubElement(notice, "a")
        link.set("href", mark.link)
        link.text = mark.link_text
    return notice
