"""Addresses as a browser reads them (WHATWG URL Standard, 4.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from notes_kb.text.references import unescape

_EDGES = "".join(map(chr, range(0x21)))
_DROPPED = re.compile(r"[\t\n\r]")
_TAG = re.compile(r"<[a-zA-Z][^<>]*+>")
_ADDRESS = re.compile(
    r"""(?P<name>\s(?:href|src|poster)\s{0,9}=\s{0,9})"""
    r"""(?:"(?P<double>[^"<>]*+)"|'(?P<single>[^'<>]*+)'|(?P<bare>[^\s"'<>=`]++))""",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:")


def as_read(url: str) -> str:
    """Give an address without what a browser drops, and with its backslashes turned."""
    return _DROPPED.sub("", url.strip(_EDGES)).replace("\\", "/")


def is_remote(url: str) -> bool:
    """Whether an address may lead to another host; ``https:x`` may, by the page's own scheme."""
    read = as_read(url)
    return read.startswith("//") or _SCHEME.match(read) is not None


def is_web(url: str) -> bool:
    """Whether an address is one of the web's, in full or without its scheme."""
    return as_read(url).lower().startswith(("//", "http://", "https://"))


def addresses_in(html: str) -> Iterator[str]:
    """Yield the addresses that the tags of a page's HTML hold."""
    for tag in _TAG.finditer(html):
        yield from map(_written, _ADDRESS.finditer(tag[0]))


def replace_addresses(html: str, there: Callable[[str], str | None]) -> str:
    """Write other addresses into the tags of a page's HTML; one for which there is None stays."""

    def address(found: re.Match[str]) -> str:
        other = there(_written(found))
        return found[0] if other is None else f'{found["name"]}"{escape(other)}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(address, tag[0]), html)


def _written(found: re.Match[str]) -> str:
    return unescape(found["double"] or found["single"] or found["bare"] or "")
