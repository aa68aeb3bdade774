"""A second drawing of a picture for wide windows: ``figure.wide.svg`` beside ``figure.svg``.

A drawing that is as narrow as a phone leaves half of a wide page empty and fills a screen
with its height. The browser chooses between the two by itself (HTML, 4.8.1).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from notes_kb.loading.picture_sizes import PictureSize
from notes_kb.text.references import unescape

FROM_WIDTH = 900
"""CSS pixels of a window from which on the wide picture is shown."""

_MARK = ".wide"

_PICTURE = re.compile(r"<(?:(?P<opens>picture)\b|(?P<closes>/picture)\b|(?P<img>img\s[^<>]*+)>)")
_LEFT_ALONE = re.compile(r"""\ssrcset=|\sclass=["'][^"'<>]*\bno-wide\b""")
_SOURCE = re.compile(r'\ssrc="([^"<>]*)"')


def wide_name(address: str) -> str:
    """Give the address that the wide picture beside a picture has; empty where it has none.

    Only for a picture of the site's own, without a query.
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # `urlsplit` refuses some addresses.
        return ""
    stem, suffix = posixpath.splitext(address)
    if not suffix or stem.endswith(_MARK) or parts.scheme or parts.netloc or parts.query:
        return ""
    return "" if parts.fragment else f"{stem}{_MARK}{suffix}"


def with_wide_pictures(html: str, size_of: Callable[[str], PictureSize | None]) -> str:
    """Offer the browser the wide picture beside each picture that has one.

    `size_of` gives the size of the picture at an address, None where there is none. What an
    author wrote as ``<picture>`` or with ``srcset`` stays, and so does a picture of the class
    ``no-wide``, whose place is narrow on every page.
    """
    within = False

    def offered(found: re.Match[str]) -> str:
        nonlocal within
        if found["opens"] or found["closes"]:
            within = bool(found["opens"])
            return found[0]
        return found[0] if within else _offered(found[0], size_of)

    return _PICTURE.sub(offered, html)


def _offered(tag: str, size_of: Callable[[str], PictureSize | None]) -> str:
    source = _SOURCE.search(tag)
    # A `>` within a value ends the match where the element does not end.
    if source is None or tag.count('"') % 2 or _LEFT_ALONE.search(tag):
        return tag
    address = wide_name(unescape(source[1]))
    size = size_of(address) if address else None
    if size is None:
        return tag
    return (
        f'<picture><source media="(min-width: {FROM_WIDTH}px)" srcset="{_candidate(address)}" '
        f'width="{size.width}" height="{size.height}">{tag}</picture>'
    )


def _candidate(address: str) -> str:
    """Write an address as the only candidate of a list, in which blanks and commas part them."""
    return escape(address.replace(" ", "%20").replace(",", "%2C"))
