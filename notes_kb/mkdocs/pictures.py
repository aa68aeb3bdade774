"""The pictures on a page: their sizes, and the way to each one by itself."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from notes_kb.loading.picture_sizes import PICTURES, PictureSize
from notes_kb.mkdocs.plan import PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.pages.addresses import is_remote
from notes_kb.pages.picture_sizes import with_picture_sizes
from notes_kb.pages.wide_pictures import wide_name, with_wide_pictures
from notes_kb.text.references import unescape


def size_on(site: Site, page: PlannedPage, written: str) -> PictureSize | None:
    """Give the size of the picture that an address means on a page; None for any other's."""
    if not _may_be_picture(written):
        return None
    try:
        parts = urlsplit(written)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        base = urlsplit(site.config.site_url or "").path.rstrip("/") + "/"
        path = urlsplit(urljoin(f"{base}{page.url}", parts.path)).path
    except ValueError:  # `urlsplit` refuses some addresses.
        return None
    return site.picture_size(path[len(base) :]) if path.startswith(base) else None


def _may_be_picture(written: str) -> bool:
    """Whether an address may be a picture's, before it is taken apart: most are pages'.

    A suffix may be written in escapes, and a browser takes line breaks out of it.
    """
    path = written.partition("#")[0].partition("?")[0]
    plain = "%" not in path[-12:] and path.isprintable()
    return path.lower().endswith(PICTURES) or not plain


def sized(site: Site, page: PlannedPage, html: str) -> str:
    """Give a page's body with the sizes of its pictures."""
    return with_picture_sizes(html, lambda written: size_on(site, page, written))


_SOURCE = re.compile(r'\ssrc="([^"]*)"')


def pictures_in(html: str) -> set[str]:
    """Give the addresses of the pictures that a page's HTML shows."""
    return set(_SOURCE.findall(html))


_FIGURE = re.compile(r'<figure class="nk-figure">(<img [^<>]*>)')


def sizes_on(site: Site, page: PlannedPage, written: str) -> tuple[PictureSize | None, ...]:
    """Give the sizes of a picture and of the wide one beside it, as far as there are any."""
    wide = wide_name(written) if _may_be_picture(written) else ""
    return size_on(site, page, written), size_on(site, page, wide) if wide else None


def finished(site: Site, page: PlannedPage, html: str) -> str:
    """Give a page whose pictures can be opened, and have their wide variants.

    This comes last: other plugins look for pictures that stand by themselves.
    """
    html = enlargeable(html)
    return with_wide_pictures(html, lambda written: size_on(site, page, written))


def enlargeable(html: str) -> str:
    """Let a note's pictures be opened by themselves, which needs no script.

    A plugin that opens pictures in its own way leaves those alone that are links already,
    and where it made one, this leaves that.
    """
    return _FIGURE.sub(_linked, html)


def _linked(found: re.Match[str]) -> str:
    source = _SOURCE.search(found[1])
    # Another plugin may have written a `>` within a value, where the element does not end.
    cut = found[1].count('"') % 2
    if source is None or cut or is_remote(unescape(source[1])):
        return found[0]
    return f'<figure class="nk-figure"><a class="nk-zoom" href="{source[1]}">{found[1]}</a>'
