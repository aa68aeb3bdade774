"""From the home page to what a page belongs to: shown over it, and told to search engines."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any, NamedTuple

from notes_kb.concept_map.values import topic_of
from notes_kb.languages.strings import strings
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site


class Crumb(NamedTuple):
    """A step of the way."""

    name: str
    page: PlannedPage


_LISTS = {
    Kind.NOTE: Kind.NOTES,
    Kind.PARALLEL: Kind.NOTES,
    Kind.TOPIC: Kind.TOPICS,
    Kind.CONCEPT: Kind.CONCEPTS,
    Kind.MAP: Kind.CONCEPTS,
    Kind.ROUTE: Kind.ROUTES,
}
"""The list in which a page of each kind stands."""


def crumbs(site: Site, page: PlannedPage) -> list[Crumb]:
    """Give the way to a page, without the page itself; empty where it belongs to no list."""
    if page.kind is Kind.PAGE and page.path in site.relations.labs:
        return _to_lab(site, page)
    if page.kind not in _LISTS:
        return []
    return [Crumb(name, there) for name, there in _steps(site, page) if there is not None]


def _to_lab(site: Site, page: PlannedPage) -> list[Crumb]:
    """Give the way to a page that measures: over the index page of the folder it stands in.

    Other ordinary pages stay as their owner made them.
    """
    folder = posixpath.dirname(page.path.removesuffix("/index"))
    listed = site.plan.find(f"{folder}/index", page.language) if folder else None
    home = site.plan.find("index", page.language)
    if listed is None or home is None:
        return []
    return [Crumb(strings(page.language)["home"], home), Crumb(listed.title, listed)]


def _steps(site: Site, page: PlannedPage) -> Iterator[tuple[str, PlannedPage | None]]:
    words, language = strings(page.language), page.language
    home = site.page(Kind.HOME, language) or site.plan.find("index", language)
    listed = _LISTS[page.kind]
    yield words["home"], home
    yield words[listed.value], site.page(listed, language)
    if page.kind is Kind.PARALLEL:
        note = site.kb.groups[page.thing].in_language(language)
        yield note.title, site.page(Kind.NOTE, language, page.thing)
    if page.kind is Kind.CONCEPT:
        topic = topic_of(page.thing, site.kb.concepts)
        if topic and topic != page.thing:
            label = site.kb.concepts[topic].label(language)
            yield label, site.page(Kind.TOPIC, language, topic)


def breadcrumb_list(site: Site, page: PlannedPage) -> dict[str, Any] | None:
    """Describe the way as a schema.org ``BreadcrumbList``, the page itself at its end."""
    way = crumbs(site, page)
    if not way or page.fallback_from or not page.canonical_url:
        return None
    steps = [*way, Crumb(page.heading or page.title, page)]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": step.name,
                "item": step.page.canonical_url or step.page.url,
            }
            for place, step in enumerate(steps, 1)
        ],
    }
