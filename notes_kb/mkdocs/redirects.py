"""Pages at the addresses that notes and concepts had before, which lead to where they are now.

A static host answers with files only. The page leads on by a script, which keeps the section
that was asked for (``#moe--2``), without scripts by a ``refresh``, and by a link.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mkdocs.utils import get_relative_url

from notes_kb.mkdocs.assets import redirect_script
from notes_kb.mkdocs.plan import Kind, PlannedPage, dest_uri
from notes_kb.mkdocs.site import Site

_KINDS = ((Kind.NOTE, Kind.PARALLEL), (Kind.CONCEPT, Kind.TOPIC))
"""The kinds of pages that a note has, and those that a concept has."""

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
<meta name="robots" content="noindex">
<script src="{script}" data-to="{to}"></script>
<noscript><meta http-equiv="refresh" content="0; url={to}"></noscript>
</head>
<body>
<p><a href="{to}">{title}</a></p>
</body>
</html>
"""


def redirect_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the file and the HTML of each page that leads on, in every language.

    A former id that is in use again leads nowhere, and of two that share one the first
    stands; `notes_kb.checks.former_ids` reports both.
    """
    made: set[str] = set()
    for kinds, thing, former_ids in _renamed(site):
        for former in former_ids:
            for kind in kinds:
                for language in site.languages.codes:
                    page = site.page(kind, language, thing)
                    path = site.plan.path_of(kind, former)
                    if page is None or site.plan.find(path, language):
                        continue
                    directories = site.config.use_directory_urls
                    uri = dest_uri(path, language, site.languages, directories=directories)
                    if uri not in made:
                        made.add(uri)
                        yield uri, _redirect(page, uri)


def _renamed(site: Site) -> Iterator[tuple[tuple[Kind, ...], str, tuple[str, ...]]]:
    """Yield the kinds of pages, the id and the former ids of what has had other ids."""
    notes, concepts = _KINDS
    for group in site.kb.groups.values():
        former = [one for note in group.versions.values() for one in note.meta.former_ids]
        if former:
            yield notes, group.id, tuple(dict.fromkeys(former))
    for concept in site.kb.concepts.values():
        if concept.former_ids:
            yield concepts, concept.id, concept.former_ids


def _redirect(page: PlannedPage, uri: str) -> str:
    address = uri.removesuffix("index.html")
    to = get_relative_url(page.url, address)
    return _PAGE.format(
        language=escape(page.language),
        title=escape(page.title),
        canonical=escape(page.canonical_url or to),
        script=escape(get_relative_url(redirect_script(), address)),
        to=escape(to),
    )
