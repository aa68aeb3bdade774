"""Pages that show, in another language, what the host rendered: their links are made to fit.

Where extensions or other plugins make a page's HTML, it is not rendered again for the
languages that the page lacks: what an extension collects while it renders, it would collect
twice. The finished HTML is taken over, when every page has been rendered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from mkdocs.utils import get_relative_url

from notes_kb.mkdocs.plan import Kind, Plan, PlannedPage
from notes_kb.mkdocs.site import Site

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ADDRESS = re.compile(r'(\s(?:href|src)=")([^"<>]*)"')
_ADDED = re.compile(
    r'<template class="nk-cards">.*?</template>|<nav class="nk-languages".*?</nav>', re.DOTALL
)
"""What we put behind a page's body, which is another one in another language."""


class Borrowed(NamedTuple):
    """A page's HTML as another page shows it."""

    html: str
    linked: tuple[str, ...]
    """The concepts that it links to."""


def borrows(site: Site, page: PlannedPage) -> bool:
    """Whether a page shows an ordinary page that was not rendered as a value."""
    shows = page.made and page.kind is Kind.PAGE and page.fallback_from
    return bool(shows) and page.shows not in site.renderings


def pages_by_url(plan: Plan) -> Mapping[str, PlannedPage]:
    """Give the pages by their URLs, relative to the site's root."""
    return {page.url: page for page in plan.pages.values()}


def borrowed(
    plan: Plan, source: PlannedPage, page: PlannedPage, by_url: Mapping[str, PlannedPage]
) -> Borrowed:
    """Give the finished HTML of one page for another; its links lead to the reader's language."""
    linked: dict[str, None] = {}

    def address(found: re.Match[str]) -> str:
        parts = urlsplit(unescape(found[2]))
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return found[0]
        url = urljoin(f"/{source.url}", parts.path).lstrip("/")
        known = by_url.get("" if url == "./" else url)
        target = plan.find(known.path, page.language) if known else None
        if target is not None:
            url = target.url
            if target.kind is Kind.CONCEPT:
                linked[target.thing] = None
        path = get_relative_url(url, page.url)
        there = urlunsplit(("", "", path, parts.query, parts.fragment))
        return f'{found[1]}{escape(there)}"'

    def tag(found: re.Match[str]) -> str:
        try:
            return _ADDRESS.sub(address, found[0])
        except ValueError:  # An address that `urlsplit` refuses stays as the author wrote it.
            return found[0]

    html = _TAG.sub(tag, _ADDED.sub("", source.page.content or ""))
    return Borrowed(html, tuple(linked))
