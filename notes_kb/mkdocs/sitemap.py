"""The entries of the site map: each page, and where it stands in other languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape
from mkdocs.structure.files import File

from notes_kb.mkdocs.plan import Plan


def sitemap_entries(plan: Plan, pages: Iterable[File]) -> Markup:
    """Give the ``url`` elements of a site's pages; pages that stand in for another have none.

    In Python, because a template takes several times as long over thousands of pages.
    """

    @cache  # It is the same for the page in each language.
    def links(path: str) -> str:
        versions = plan.alternates(path)
        if len(versions) < 2:
            return ""
        default = versions.get(plan.languages.default) or next(iter(versions.values()))
        named = [*versions.items(), ("x-default", default)]
        return "".join([_link(code, version.canonical_url) for code, version in named])

    out: list[str] = []
    for file in pages:
        page = file.page
        planned = plan.of(page) if page is not None else None
        where = (page.canonical_url or page.abs_url) if page is not None else None
        if page is None or page.is_link or not where or (planned and planned.fallback_from):
            continue
        changed = f"\n    <lastmod>{escape(page.update_date)}</lastmod>" if page.update_date else ""
        beside = links(planned.path) if planned and page.canonical_url else ""
        out.append(f"\n  <url>\n    <loc>{escape(where)}</loc>{changed}{beside}\n  </url>")
    return Markup("".join(out))


def _link(code: str, address: str) -> str:
    return f'\n    <xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>'
