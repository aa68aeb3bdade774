"""Lists of terms with what each means, as lists of points: the house format has no other.

A term stands in bold at the head of its point; what it means follows behind a colon, or, where
it is more than a line, in the point. Lists nest as their elements do.
"""

from __future__ import annotations

from collections.abc import Iterator

from bs4.element import NavigableString, Tag

from notes_kb.importing.markup import HEADINGS, new_tag
from notes_kb.languages.scripts import is_han

_BLOCKS = (
    *HEADINGS, "address", "article", "blockquote", "details", "div", "dl", "figure", "hr", "img",
    "ol", "p", "pre", "section", "table", "ul",
)  # fmt: skip
_LONGEST = 3_000
"""Characters of what a term means; what is longer is text with a title."""
_BETWEEN = ", "
_ENDS = (":", "：", "—", "–", "-")


def list_definitions(root: Tag) -> None:
    """Make points of the terms of each list, in place; the inner lists first."""
    for one in reversed(root.find_all("dl")):
        pairs = list(_pairs(one))
        if not any(terms for terms, _ in pairs) or _is_text(one, pairs):
            _write_out(pairs)
            _drop_holders(one)
            one.name = "div"
            continue
        points = [
            _point(several, meanings)
            for terms, meanings in pairs
            for several in ([terms] if meanings else [[term] for term in terms])
        ]
        one.clear()
        one.name = "ul"
        one.extend(points)


def _pairs(one: Tag) -> Iterator[tuple[list[Tag], list[Tag]]]:
    """Yield terms and what they mean together."""
    terms: list[Tag] = []
    meanings: list[Tag] = []
    for tag in one.find_all(["dt", "dd"]):
        if tag.find_parent("dl") is not one:
            continue
        if tag.name == "dt" and meanings:
            yield terms, meanings
            terms, meanings = [], []
        (terms if tag.name == "dt" else meanings).append(tag)
    if terms or meanings:
        yield terms, meanings


def _is_text(one: Tag, pairs: list[tuple[list[Tag], list[Tag]]]) -> bool:
    """Tell what is laid out as such a list from one: it holds sections, or long texts."""
    if one.find(HEADINGS) is not None:
        return True
    return any(len(tag.get_text()) > _LONGEST for _, meanings in pairs for tag in meanings)


def _write_out(pairs: list[tuple[list[Tag], list[Tag]]]) -> None:
    """Make paragraphs of the terms, and leave what they mean as text."""
    for terms, meanings in pairs:
        for term in terms:
            if term.find(_BLOCKS) is None and term.get_text().strip():
                term.replace_with(_in_bold([term], "p"))
            else:
                term.name = "div"
        for meaning in meanings:
            meaning.name = "div" if meaning.find(_BLOCKS) is not None else "p"


def _drop_holders(one: Tag) -> None:
    for holder in one.find_all("div", recursive=False):
        holder.unwrap()


def _point(terms: list[Tag], meanings: list[Tag]) -> Tag:
    point = _in_bold(terms, "li")
    said = point.get_text().strip()
    if len(meanings) == 1 and (only := _on_a_line(meanings[0])) is not None:
        mark = "：" if said and is_han(said[-1]) else ": "
        if said and only.get_text().strip():
            point.append(NavigableString(" " if said.endswith(_ENDS) else mark))
        first = only.contents[0] if only.contents else None
        if isinstance(first, NavigableString):
            first.replace_with(NavigableString(first.lstrip()))
        point.extend(list(only.contents))
        return point
    for meaning in meanings:
        meaning.name = "div" if meaning.find(_BLOCKS) is not None else "p"
        point.append(meaning.extract())
    return point


def _in_bold(terms: list[Tag], name: str) -> Tag:
    """Put terms in bold into an element, with blanks and a comma between several."""
    holder = new_tag(name)
    for place, term in enumerate(terms):
        for bold in term.find_all(["strong", "b"]):
            bold.unwrap()
        if place:
            holder.append(NavigableString(_BETWEEN))
        first = next(term.strings, None)
        if first is not None:  # What Texinfo shows before the name of a function.
            first.replace_with(NavigableString(first.lstrip(" \n:：")))
        whole = new_tag("strong")
        whole.extend(list(term.contents))
        holder.append(whole if term.find(_BLOCKS) is None else term)
    return holder


def _on_a_line(meaning: Tag) -> Tag | None:
    """Give the element of a meaning that is one line; None where it is more."""
    blocks = meaning.find_all(_BLOCKS, limit=2)
    if not blocks:
        return meaning
    alone = len(blocks) == 1 and blocks[0].name in {"p", "div"}
    said = blocks[0].get_text().strip() == meaning.get_text().strip()
    return blocks[0] if alone and said else None
