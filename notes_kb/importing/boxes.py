"""Boxes with a title that documentation sets apart, as quotes with the title in bold.

Admonitions of Sphinx, MkDocs, Docusaurus, VuePress, Starlight and GitHub, and what opens at a
click (``details``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bs4.element import Tag

from notes_kb.importing.markup import new_tag

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
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ELEMENTS = ("div", "aside", "section", "blockquote", "figure")
_NEAR = 3
"""Elements among which a box's title stands first."""
_DEEPEST = 2
"""Quotes around a box; a note may not nest its blocks without end."""


def read_boxes(root: Tag) -> None:
    """Make quotes of boxes, in place; one with headings in it stays part of the text."""
    for box in root.find_all(_ELEMENTS):
        if any(_BOX.fullmatch(piece) for name in _classes(box) for piece in _pieces(name)):
            title = next((tag for tag in islice(box.find_all(True), _NEAR) if _is_title(tag)), None)
            if title is not None:
                _set_apart(box, title)
    for box in root.find_all("details"):
        title = box.find("summary", recursive=False)
        if isinstance(title, Tag):
            _set_apart(box, title)


def _set_apart(box: Tag, title: Tag) -> None:
    shown = " ".join(title.get_text().split())
    title.extract()
    quoted = len(box.find_parents("blockquote")) < _DEEPEST
    box.name = "blockquote" if quoted and box.find(_HEADINGS) is None else "div"
    if shown:
        line = new_tag("p")
        line.append(new_tag("strong", shown))
        box.insert(0, line)


def _classes(tag: Tag) -> list[str]:
    return [str(name) for name in tag.get("class") or ()]


def _pieces(name: str) -> Iterator[str]:
    """Yield a class and what it begins with: ``admonition_x2f``, ``alert--info``."""
    yield name
    yield re.split(r"--|__?", name, maxsplit=1)[0]


def _is_title(tag: Tag) -> bool:
    return any(map(_TITLE.fullmatch, _classes(tag)))
