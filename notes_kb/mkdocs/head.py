"""What the head of each page says about its other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import escape

from notes_kb.mkdocs.pages import SitePage
from notes_kb.mkdocs.site import Site

REL = "alternate "
"""``alternate`` with the white space that HTML allows round a token.

Material fetches a site map from below every ``link[rel=alternate]``, which for a
page's own versions are requests that fail, and off the production host requests
to a third party. Its selector compares the value as written; every reader of
HTML splits it into tokens (HTML Living Standard, 2.3.7).
"""

_THEME_ALTERNATE = re.compile(r'<link rel="alternate" [^<>]{0,2000}hreflang="[^"<>]{0,40}">\s*')


def rewrite_head(html: str, site: Site, page: SitePage) -> str:
    """Replace the theme's alternates by absolute, reciprocal ones with ``x-default``."""
    head, closing, body = html.partition("</head>")
    if not closing:
        return html
    head = _THEME_ALTERNATE.sub("", head)
    return f"{head}{''.join(_alternates(site, page))}{closing}{body}"


def _alternates(site: Site, page: SitePage) -> Iterator[str]:
    """Give the links, none on a fallback page and none where there is one language."""
    there = site.alternates(page.path)
    if len(there) < 2 or page.fallback_from:
        return
    default = there.get(site.languages.default) or next(iter(there.values()))
    for code, version in [*there.items(), ("x-default", default)]:
        if version.canonical_url:
            url = escape(version.canonical_url)
            yield f'<link rel="{REL}" hreflang="{escape(code)}" href="{url}">\n'
