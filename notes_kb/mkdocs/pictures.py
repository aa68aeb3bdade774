"""The sizes of the pictures on a page, by the addresses that the page writes."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from notes_kb.loading.picture_sizes import PictureSize
from notes_kb.mkdocs.plan import PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.pages.picture_sizes import with_picture_sizes


def size_on(site: Site, page: PlannedPage, written: str) -> PictureSize | None:
    """Give the size of the picture that an address means on a page; None for any other's."""
    try:
        parts = urlsplit(written)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        base = urlsplit(site.config.site_url or "").path.rstrip("/") + "/"
        path = urlsplit(urljoin(f"{base}{page.url}", parts.path)).path
    except ValueError:  # `urlsplit` refuses some addresses.
        return None
    return site.picture_size(path[len(base) :]) if path.startswith(base) else None


def sized(site: Site, page: PlannedPage, html: str) -> str:
    """Give a page's body with the sizes of its pictures."""
    return with_picture_sizes(html, lambda written: size_on(site, page, written))
