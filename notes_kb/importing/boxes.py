"""Boxes with a title that documentation sets apart, as quotes with the title in bold.

Admonitions of Sphinx, MkDocs, Docusaurus, VuePress, Starlight and GitHub, and what opens at a
click (``details``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bs4.element import Tag

from notes_kb.importing.markup import HEADINGS, class_names, new_tag
from notes_kb.languages import LANGUAGES

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
_DRAWN = re.compile(r"(?:background|border)(?:-color|-left)?\s*:(?!\s*(?:none|transparent|0\b))")
_DRAWN_NAMES = re.compile(r"wp-block-group|has-background|panel|well|box|wp-block-column")
_LABELS = frozenset(word for one in LANGUAGES for word in one.page_parts.notes)
"""What the notes are called that stand in a box, in small letters."""
_BLOCKS = (*HEADINGS, "div", "p", "ul", "ol", "section", "pre", "table")
_ELEMENTS = ("div", "aside", "section", "blockquote", "figure", "details")
_BOXED = "boxed"
"""The attribute of what becomes a quote."""
_LONGEST = 2_000
"""Characters of a box; what is longer is a part of the text that can be folded."""
_NEAR = 4
"""Elements among which a box's title stands first."""
_DEEPEST = 2
"""Quotes around a box; a note may not nest its blocks without end."""


def read_boxes(root: Tag) -> None:
    """Mark what `quote_boxes` makes quotes of, with a bold title at its head, in place.

    What is long, holds headings or is open from the beginning stays part of the text.
    """
    for box in root.find_all("div"):
        if not _LABELS.isdisjoint(class_names(box)):
            _lay_out(box)
    for box in root.find_all(_ELEMENTS):
        if any(_BOX.fullmatch(piece) for name in class_names(box) for piece in _pieces(name)):
            near = _first_elements(box)
            title = next((tag for tag in near if _is_title(tag)), None) or _label(box, near)
            if title is not None:
                box.attrs.pop("open", None)
                _set_apart(box, title)
        elif _is_drawn(box) and _is_labelled(box) and _may_be_quoted(box, None):
            box.name, box[_BOXED] = "div", "1"
    for box in root.find_all("details"):
        title = box.find("summary", recursive=False)
        if isinstance(title, Tag):
            _set_apart(box, title)


def quote_boxes(root: Tag) -> None:
    """Make quotes of what `read_boxes` has set apart, once the article is found among them."""
    for box in root.find_all(True, attrs={_BOXED: True}):
        box.name = "blockquote"
        del box[_BOXED]


def _lay_out(box: Tag) -> None:
    """Take a box out of the table that sets its sign beside its text (Asciidoctor, DocBook)."""
    table = next((one for one in box.children if isinstance(one, Tag)), None)
    cells = table.find_all(["td", "th"]) if table is not None and table.name == "table" else []
    if not 2 <= len(cells) <= 3 or _says_more(cells[0]):
        return
    kind = next((name for name in class_names(box) if name in _LABELS), "")
    signs, content = cells[:-1], cells[-1]
    said = " ".join(" ".join(sign.get_text().split()) for sign in signs).strip()
    title = new_tag("div", said or kind.capitalize())
    title["class"] = "admonition-title"
    inner = list(content.contents)
    box.clear()
    box.extend([title, *inner])
    box["class"] = "admonition"


def _says_more(sign: Tag) -> bool:
    """Tell a cell of text from the one that holds a box's sign or its name."""
    word = sign.get_text().strip(" :：!！\n").casefold()
    return bool(word) and word not in _LABELS


def _is_drawn(box: Tag) -> bool:
    """Tell an element that a page draws as a box, whatever stands in it."""
    drawn = _DRAWN.search(str(box.get("style") or "")) is not None
    return drawn or any(map(_DRAWN_NAMES.fullmatch, class_names(box)))


def _is_labelled(box: Tag) -> bool:
    boxed = box.find_parent(attrs={_BOXED: True}) is not None
    return not boxed and _label(box, _first_elements(box)) is not None


def _first_elements(box: Tag) -> list[Tag]:
    return list(islice((one for one in box.descendants if isinstance(one, Tag)), _NEAR))


def _label(box: Tag, near: Sequence[Tag]) -> Tag | None:
    """Find the word with which a note begins: ``Note``, in bold or as a heading."""
    for tag in near:
        word = tag.get_text() if tag.name in {"strong", "b", *HEADINGS} else ""
        if word.strip(" :：!！\n").casefold() in _LABELS:
            return tag if box.get_text().lstrip().startswith(word.strip()) else None
    return None


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


def _may_be_quoted(box: Tag, title: Tag | None) -> bool:
    if box.has_attr("open") or len(box.get_text()) > _LONGEST:
        return False
    in_title = 0 if title is None else len(title.find_all(HEADINGS)) + (title.name in HEADINGS)
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
