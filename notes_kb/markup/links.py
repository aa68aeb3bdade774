"""Relative links, pointed at the page of the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

PRIORITY = 1
"""Right before the host turns file paths into URLs (0)."""


class RelativeLinks(Extension):
    """Pass the path of every relative link and picture through a function."""

    def __init__(self, resolve: Callable[[str], str]) -> None:
        """Take the function from a path as the author wrote it to a path for the host."""
        super().__init__()
        self.resolve = resolve

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.treeprocessors.register(_Links(md, self.resolve), "notes-kb-relative-links", PRIORITY)


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, resolve: Callable[[str], str]) -> None:
        super().__init__(md)
        self.resolve = resolve

    def run(self, root: Element) -> None:
        pointed = cache(self._point)  # A page names the same concepts again and again.
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(str(element.tag))
            written = element.get(key) if key else None
            if key and written:
                element.set(key, pointed(written))

    def _point(self, written: str) -> str:
        try:
            parts = urlsplit(written)
        except ValueError:
            return written
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return written
        path = quote(self.resolve(unquote(parts.path)))
        return urlunsplit(("", "", path, parts.query, parts.fragment))
