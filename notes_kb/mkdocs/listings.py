"""What each template shows: one function a kind of page, values in, values out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from notes_kb.domain.mention import Backlink
from notes_kb.linking.related import related_notes
from notes_kb.mkdocs.pages import SitePage
from notes_kb.mkdocs.site import Kind, Site
from notes_kb.translation.parallel import align
from notes_kb.translation.status import State, compare_sections

LATEST = 6
"""Notes on the home page."""
FREQUENT = 24
"""Concepts on the home page."""
RELATED = 4
"""Related notes under a note."""
QUOTES = 12
"""Mentions quoted a note on a concept's page; the rest is counted."""


def home(site: Site, page: SitePage) -> dict[str, Any]:
    """Topics with their counts, the latest notes, the concepts mentioned most."""
    kb = site.kb
    frequent = sorted(kb.concepts.values(), key=lambda c: (-len(site.backlinks[c.id]), c.id))
    title, description = site.titles[page.language]
    return {
        "title": title,
        "description": description,
        "topics": topics(site, page)["topics"],
        "groups": list(kb.groups.values())[:LATEST],
        "frequent": [c for c in frequent if c.topic is None][:FREQUENT],
        "statements": sum(len(kb.statements[g.source.path]) for g in kb.groups.values()),
    }


def notes(site: Site, page: SitePage) -> dict[str, Any]:
    """All notes, by year."""
    years = groupby(site.kb.groups.values(), key=lambda g: g.source.meta.date[:4])
    return {"years": [(year, list(groups)) for year, groups in years]}


def topics(site: Site, page: SitePage) -> dict[str, Any]:
    """The topics, each with how many statements and notes it has."""
    rows = []
    for concept in site.kb.topics:
        found = list(site.kb.on_topic(concept.id, page.language))
        rows.append((concept, sum(len(statements) for _, statements in found), len(found)))
    return {"topics": rows}


def note(site: Site, page: SitePage) -> dict[str, Any]:
    """A note's group, its mentioned concepts and its related notes."""
    group = site.kb.groups[page.thing]
    version = group.in_language(page.language)
    mentioned = Counter(c for s in site.kb.statements[version.path] for c in s.concepts)
    order = sorted(mentioned, key=lambda c: (-mentioned[c], c))
    return {
        "group": group,
        "note": version,
        "mentioned": [site.kb.concepts[c] for c in order],
        "refused": bool(version.text.strip()) and not version.sections,
        "related": [site.kb.groups[n] for n in _related(site).get(page.thing, ())],
    }


def _related(site: Site) -> Mapping[str, tuple[str, ...]]:
    if site.related is None:
        concepts = {
            group.id: [c for s in site.kb.statements[group.source.path] for c in s.concepts]
            for group in site.kb.groups.values()
        }
        site.related = related_notes(concepts, RELATED)
    return site.related


def topic(site: Site, page: SitePage) -> dict[str, Any]:
    """A topic, its counts and the concepts below it."""
    concept = site.kb.concepts[page.thing]
    found = list(site.kb.on_topic(concept.id, page.language))
    return {
        "concept": concept,
        "statements": sum(len(statements) for _, statements in found),
        "notes": len(found),
        "narrower": site.kb.narrower(concept.id),
    }


def concepts(site: Site, page: SitePage) -> dict[str, Any]:
    """All concepts, topics first, each with how often it is mentioned."""
    by_topic = [(topic, site.kb.narrower(topic.id)) for topic in site.kb.topics]
    grouped = {c.id for _, found in by_topic for c in found} | {t.id for t in site.kb.topics}
    rest = [c for c in site.kb.concepts.values() if c.id not in grouped]
    return {"by_topic": by_topic, "rest": rest}


def concept(site: Site, page: SitePage) -> dict[str, Any]:
    """A concept's record, its neighbours, and its mentions in the page's language first."""
    record = site.kb.concepts[page.thing]
    article = record.articles.get(page.language) or next(iter(record.articles.values()), None)
    article_language = next((k for k, v in record.articles.items() if v is article), "")
    known = site.kb.concepts
    return {
        "concept": record,
        "article_language": article_language if article_language != page.language else "",
        "broader": [known[c] for c in record.broader if c in known],
        "narrower": site.kb.narrower(record.id),
        "related": [known[c] for c in record.related if c in known],
        "mentions": _mentions(site, page, record.id),
    }


def _mentions(
    site: Site, page: SitePage, concept_id: str
) -> list[tuple[str, list[tuple[SitePage, list[Backlink], int]]]]:
    """Give [(language, [(page, quotes, how many more)])], the page's language first."""
    by_language: dict[str, dict[str, list[Backlink]]] = {}
    for backlink in site.backlinks[concept_id]:
        by_language.setdefault(backlink.language, {}).setdefault(backlink.path, []).append(backlink)
    ordered = [page.language, *site.languages.others(page.language)]
    result = []
    for language in ordered:
        rows = []
        for path, found in by_language.get(language, {}).items():
            target = site.by_source.get(path)
            quotes = _one_a_statement(found)
            if target:
                rows.append((target, quotes[:QUOTES], len(quotes[QUOTES:])))
        if rows:
            result.append((language, rows))
    return result


def _one_a_statement(found: list[Backlink]) -> list[Backlink]:
    return list({b.anchor: b for b in reversed(found)}.values())[::-1]


def parallel(site: Site, page: SitePage) -> dict[str, Any]:
    """A note's sections in all its languages, block by block."""
    group = site.kb.groups[page.thing]
    return {"group": group, "rows": list(align(group))}


def translations(site: Site, page: SitePage) -> dict[str, Any]:
    """How far each translation of each note has kept up."""
    rows = []
    for group in site.kb.groups.values():
        for code in site.languages.others(group.original):
            version = group.versions.get(code)
            states = compare_sections(group.source, version) if version else ()
            rows.append((group, code, version, Counter(s.state for s in states)))
    return {"rows": rows, "states": list(State)}


def ordinary(site: Site, page: SitePage) -> dict[str, Any]:
    """Nothing more than the page's own body, for a page shown in another language."""
    return {}


VIEWS: Mapping[Kind, Callable[[Site, SitePage], dict[str, Any]]] = {
    Kind.PAGE: ordinary,
    Kind.HOME: home,
    Kind.NOTES: notes,
    Kind.NOTE: note,
    Kind.PARALLEL: parallel,
    Kind.TOPICS: topics,
    Kind.TOPIC: topic,
    Kind.CONCEPTS: concepts,
    Kind.CONCEPT: concept,
    Kind.TRANSLATIONS: translations,
}
