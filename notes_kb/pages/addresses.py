"""Addresses as a browser reads them (WHATWG URL Standard, 4.4)."""

from __future__ import annotations

import re

_EDGES = "".join(map(chr, range(0x21)))
_DROPPED = re.compile(r"[\t\n\r]")
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
