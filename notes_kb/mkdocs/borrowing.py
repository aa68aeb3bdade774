"""Pages that show, in another language, the text of an ordinary page: their links are made to fit.

A page's raw HTML, and whatever extensions or other plugins make, holds addresses relative to the
page's own. Where the text stands elsewhere, an address of a page or file of the site is written
anew, and leads to the reader's language; every other one stays as its author wrote it.

Where extensions or other plugins make a page's HTML, it is not rendered again for the
languages that the page lacks: what an extension collects while it renders, it would collect
twice. The finished HTML is taken over, when every page has been rendered.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from mkdocs.utils import get_relative_url

from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.text.references import unescape

_TAG = re.compile(r"<[a-zA-Z][^<>]*+>")
_ADDRESS = re.compile(
    r"""(?P<name>\s(?:href|src|poster)\s{0,9}=\s{0,9})"""
    r"""(?:"(?P<double>[^"<>]*+)"|'(?P<single>[^'<>]*+)'|(?P<bare>[^\s"'<>=`]++))""",
    re.IGNORECASE,
)
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


def borrowed(site: Site, source: PlannedPage, page: PlannedPage) -> Borrowed:
    """Give the finished HTML of one page for another."""
    return relocated(site, _ADDED.sub("", source.page.content or ""), source, page)


def relocated(site: Site, html: str, source: PlannedPage, page: PlannedPage) -> Borrowed:
    """Give HTML of one page as it stands on another, its addresses made to fit."""
    linked: dict[str, None] = {}

    def address(found: re.Match[str]) -> str:
        written = found["double"] or found["single"] or found["bare"] or ""
        there = _moved(site, unescape(written), source, page, linked)
        return found[0] if there is None else f'{found["name"]}"{escape(there)}"'

    html = _TAG.sub(lambda tag: _ADDRESS.sub(address, tag[0]), html)
    return Borrowed(html, tuple(linked))


def _moved(
    site: Site, written: str, source: PlannedPage, page: PlannedPage, linked: dict[str, None]
) -> str | None:
    """Give an address as the other page writes it; None for one that is none of the site's."""
    try:
        parts = urlsplit(written)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return None
        url = unquote(urlsplit(urljoin(f"/{source.url}", parts.path)).path).lstrip("/")
    except ValueError:  # `urlsplit` refuses some addresses.
        return None
    known = site.pages_by_url.get(url)
    target = site.plan.find(known.path, page.language) if known else None
    if target is not None and target.kind is Kind.CONCEPT:
        linked[target.thing] = None
    there = target.url if target is not None else site.asset_urls.get(url)
    if there is None:
        return None
    path = get_relative_url(there, page.url)
    return urlunsplit(("", "", path, parts.query, parts.fragment))
