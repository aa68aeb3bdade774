"""Puts the sizes of pictures into a page's HTML, so that nothing moves when they arrive.

A browser keeps the place of a picture whose `width` and `height` it knows (HTML, 15.4.3),
however wide the style sheet shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from notes_kb.loading.picture_sizes import PictureSize
from notes_kb.text.references import unescape

FLUID = "nk-fluid"
"""The class of a drawing that is as wide as its place, as it is without a size."""

_PICTURE = re.compile(
    r"<(?:(?P<opens>picture)\b|(?P<closes>/picture)\b|img(?P<attributes>\s[^<>]*+)>)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"""\s(?P<name>[a-z][-a-z]{0,20})(?:\s{0,9}=\s{0,9}"""
    r"""(?:"(?P<double>[^"<]*+)"|'(?P<single>[^'<]*+)'|(?P<bare>[^\s"'<>=`]++)))?""",
    re.IGNORECASE,
)

SizeOf = Callable[[str], PictureSize | None]
"""Gives the size of the picture that an address on the page means, if it is known."""


def picture_sources(html: str) -> Iterator[str]:
    """Yield the address of each picture whose size the page leaves open, as it is written."""
    for attributes in _open_pictures(html):
        yield attributes["src"]


def _open_pictures(html: str) -> Iterator[dict[str, str]]:
    within = False
    for found in _PICTURE.finditer(html):
        if found["opens"] or found["closes"]:
            within = bool(found["opens"])
        elif not within and (attributes := _open(found)):
            yield attributes


def _open(found: re.Match[str]) -> dict[str, str] | None:
    """Give the attributes of a picture of one source whose author left its height open."""
    # Where the tag was cut at a ``>`` within a value, something else than attributes is left.
    if _NAME.sub("", found["attributes"]).strip(" \t\r\n/"):
        return None
    attributes = {
        one["name"].lower(): one["double"] or one["single"] or one["bare"] or ""
        for one in _NAME.finditer(found["attributes"])
    }
    if not attributes.get("src") or attributes.keys() & {"height", "srcset", "style"}:
        return None
    return attributes


def with_picture_sizes(html: str, size_of: SizeOf) -> str:
    """Add `width` and `height` to the pictures of a page whose size is known.

    What an author says of a picture's size stands; where it is a width in pixels, the height
    that belongs to it is added.
    """
    within = False

    def sized(found: re.Match[str]) -> str:
        nonlocal within
        if found["opens"] or found["closes"]:
            within = bool(found["opens"])
            return found[0]
        attributes = None if within else _open(found)
        size = size_of(unescape(attributes["src"])) if attributes else None
        if attributes is None or size is None:
            return found[0]
        return _sized(found[0], attributes, size)

    return _PICTURE.sub(sized, html) if "<img" in html or "<IMG" in html else html


def _sized(tag: str, attributes: dict[str, str], size: PictureSize) -> str:
    own = attributes.get("width")
    # Behind a value without quotation marks, a slash belongs to the value.
    end = len(tag) - (2 if tag.endswith((" />", '"/>', "'/>")) else 1)
    head, close = tag[:end].rstrip(), tag[end:]
    space = " " if close == "/>" else ""
    if own is not None:
        pixels = own.strip().removesuffix("px")
        if not (pixels.isascii() and pixels.isdecimal() and 0 < len(pixels) < 6):
            return tag
        height = max(1, round(int(pixels) * size.height / size.width))
        return f'{head} height="{height}"{space}{close}'
    if size.fluid:
        head = _with_class(head, attributes)
    return f'{head} width="{size.width}" height="{size.height}"{space}{close}'


_CLASS = re.compile(r"""(\sclass\s{0,9}=\s{0,9}["'])""", re.IGNORECASE)


def _with_class(head: str, attributes: dict[str, str]) -> str:
    if "class" not in attributes:
        return f'{head} class="{FLUID}"'
    return _CLASS.sub(rf"\g<1>{FLUID} ", head, count=1)
