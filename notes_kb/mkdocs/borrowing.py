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
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from mkdocs.utils import get_relative_url

from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.pages.addresses import replace_addresses

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

    def there(written: str) -> str | None:
        address, concept = moved(site, written, source, page)
        if concept:
            linked[concept] = None
        return address

    html = replace_addresses(html, there)
    return Borrowed(html, tuple(linked))


def moved(
    site: Site, written: str, source: PlannedPage, page: PlannedPage
) -> tuple[str | None, str]:
    """Give an address of one page as another writes it, and the concept that it leads to.

    None for an address that is none of the site's, empty for what is no concept's.
    """
    try:
        parts = urlsplit(written)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return None, ""
        url = unquote(urlsplit(urljoin(f"/{source.url}", parts.path)).path).lstrip("/")
    except ValueError:  # `urlsplit` refuses some addresses.
        return None, ""
    known = site.pages_by_url.get(url)
    target = site.plan.find(known.path, page.language) if known else None
    there = target.url if target is not None else site.asset_urls.get(url)
    if there is None:
        return None, ""
    path = get_relative_url(there, page.url)
    concept = target.thing if target is not None and target.kind is Kind.CONCEPT else ""
    return urlunsplit(("", "", path, parts.query, parts.fragment)), concept
