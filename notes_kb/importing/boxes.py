"""Boxes with a title that documentation sets apart, as quotes with the title in bold.

Admonitions of Sphinx, MkDocs, Docusaurus, VuePress, Starlight and GitHub, and what opens at a
click (``details``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bs4.element import Tag

from notes_kb.importing.markup import HEADINGS, class_names, new_tag

_BOX = re.compile(
    r"admonition|theme-admonition|markdown-alert|custom-block|custom-container|starlight-aside"
    r"|hint-container|alert|callout|note|tip|warning|caution|danger|info|important",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"admonition-title|admonitionHeading_?\w{0,20}|admonition-heading|markdown-alert-title"
    r"|custom-block-title|custom-container-title|starlight-aside__title|hint-container-title"
    r"|alert-heading|callout-title",
    re.IGNORECASE,
)
_BLOCKS = (*HEADINGS, "div", "p", "ul", "ol", "section", "pre", "table")
_ELEMENTS = ("div", "aside", "section", "blockquote", "figure", "details")
_BOXED = "boxed"
"""The attribute of what becomes a quote."""
_LONGEST = 2_000
"""Characters of a box; what is longer is a part of the text that can be folded."""
_NEAR = 3
"""Elements among which a box's title stands first."""
_DEEPEST = 2
"""Quotes around a box; a note may not nest its blocks without end."""


def read_boxes(root: Tag) -> None:
    """Mark what `quote_boxes` makes quotes of, with a bold title at its head, in place.

    What is long, holds headings or is open from the beginning stays part of the text.
    """
    for box in root.find_all(_ELEMENTS):
        if any(_BOX.fullmatch(piece) for name in class_names(box) for piece in _pieces(name)):
            title = next((tag for tag in islice(box.find_all(True), _NEAR) if _is_title(tag)), None)
            if title is not None:
                box.attrs.pop("open", None)
                _set_apart(box, title)
    for box in root.find_all("details"):
        title = box.find("summary", recursive=False)
        if isinstance(title, Tag):
            _set_apart(box, title)


def quote_boxes(root: Tag) -> None:
    """Make quotes of what `read_boxes` has set apart, once the article is found among them."""
    for box in root.find_all(True, attrs={_BOXED: True}):
        box.name = "blockquote"
        del box[_BOXED]


def _set_apart(box: Tag, title: Tag) -> None:
    box.name = "div"
    if not _may_be_quoted(box, title):
        title.name = "p" if title.name != "p" and title.find(_BLOCKS) is None else title.name
        return
    title.extract()
    box[_BOXED] = "1"
    if shown := " ".join(title.get_text().split()):
        line = new_tag("p")
        line.append(new_tag("strong", shown))
        box.insert(0, line)


def _may_be_quoted(box: Tag, title: Tag) -> bool:
    if box.has_attr("open") or len(box.get_text()) > _LONGEST:
        return False
    in_title = len(title.find_all(HEADINGS))
    if len(box.find_all(HEADINGS, limit=in_title + 1)) > in_title:
        return False
    return len(box.find_parents(_is_quote, limit=_DEEPEST)) < _DEEPEST


def _is_quote(tag: Tag) -> bool:
    return tag.name == "blockquote" or tag.has_attr(_BOXED)


def _pieces(name: str) -> Iterator[str]:
    """Yield a class and what it begins with: ``admonition_x2f``, ``alert--info``."""
    yield name
    yield re.split(r"--|__?", name, maxsplit=1)[0]


def _is_title(tag: Tag) -> bool:
    return tag.name == "summary" or any(map(_TITLE.fullmatch, class_names(tag)))
