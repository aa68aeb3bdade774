"""The knowledge base for programs: JSON, feeds, ``llms.txt``, and the Markdown twins of pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from notes_kb.domain.concept import Concept
from notes_kb.languages.strings import strings
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.statements import Statements
from notes_kb.mkdocs.twins import twin, twin_uri, use_twins
from notes_kb.text.brackets import escape_label

FORMAT_VERSION = 1
"""Of ``concepts.json``; a reader refuses one that it does not know."""

FEED_LENGTH = 30
"""Notes in a feed, the newest."""

ATOM = "http://www.w3.org/2005/Atom"
register_namespace("atom", ATOM)


class Export(NamedTuple):
    """A file for programs."""

    uri: str
    """Its path from the site's root."""
    key: bytes
    """Stands for its text; empty where only the text itself can tell."""
    data: Callable[[], bytes]
    """Makes the text, in UTF-8."""


def exports(site: Site, body_key: Callable[[PlannedPage], bytes]) -> Iterator[Export]:
    """Yield every export; its text is made when it is asked for.

    `body_key` digests all that a page's body shows.
    """
    if not site.kb.groups and not site.kb.concepts:
        return
    yield Export("concepts.json", b"", _encoded(_concepts, site))
    statements, twins = Statements(site), list[bytes]()
    yield Export("statements.json", statements.key, statements.data)
    for language in site.languages.codes:
        root = "" if language == site.languages.default else f"{language}/"
        yield Export(f"{root}llms.txt", b"", _encoded(_llms_txt, site, language))
        if all(page.canonical_url for page in site.plan.of_kind(Kind.NOTE, language)):
            uri = f"{root}feed.xml"
            yield Export(uri, b"", _encoded(_feed, site, language, uri))
        for kind in (Kind.NOTE, Kind.CONCEPT):
            for page in site.plan.of_kind(kind, language):
                if not page.fallback_from:
                    export = Export(twin_uri(page), *twin(site, page, body_key))
                    if kind is Kind.NOTE:
                        twins.append(export.key)
                    yield export
    use_twins(site, twins)


def _encoded(write: Callable[..., str], *told: object) -> Callable[[], bytes]:
    return lambda: write(*told).encode()


def _concepts(site: Site) -> str:
    records = [_record(site, concept) for concept in site.kb.concepts.values()]
    data = {"format_version": FORMAT_VERSION, "concepts": records}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _record(site: Site, concept: Concept) -> Mapping[str, Any]:
    pages = {code: site.page(Kind.CONCEPT, code, concept.id) for code in site.languages.codes}
    return {
        "id": concept.id,
        "labels": dict(concept.labels),
        "aliases": {code: list(forms) for code, forms in concept.aliases.items()},
        "definition": dict(concept.definition),
        "topic": concept.topic,
        "broader": list(concept.broader),
        "related": list(concept.related),
        "sources": [{"title": s.title, "url": s.url} for s in concept.sources],
        "mentions": len(site.backlinks[concept.id]),
        "urls": {code: page.canonical_url or page.url for code, page in pages.items() if page},
    }


def _llms_txt(site: Site, language: str) -> str:
    return "\n".join(_llms(site, language)) + "\n"


def _llms(site: Site, language: str) -> Iterator[str]:
    """Follow llmstxt.org: a title, a summary in a quote, lists of links."""
    title, description = site.titles[language]
    words = strings(language)
    yield f"# {title}"
    if description:
        yield f"\n> {description}"
    for kind, key in ((Kind.NOTE, "notes"), (Kind.CONCEPT, "concepts")):
        pages = [p for p in site.plan.of_kind(kind, language) if not p.fallback_from]
        if pages:
            yield f"\n## {words[key]}\n"
        for page in pages:
            summary = page.description
            link = f"- [{escape_label(page.title)}]({_absolute(page, twin_uri(page))})"
            yield f"{link}: {summary}" if summary else link


def _absolute(page: PlannedPage, uri: str) -> str:
    base = (page.canonical_url or "").removesuffix(page.url)
    return f"{base}{uri}" if base else f"/{uri}"


def _feed(site: Site, language: str, uri: str) -> str:
    """Write RSS 2.0 with Atom's self link; the dates are the notes' own."""
    title, description = site.titles[language]
    home = site.page(Kind.HOME, language)
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    _add(channel, "title", title)
    _add(channel, "link", (home.canonical_url if home else "") or "/")
    _add(channel, "description", description or title)
    _add(channel, "language", language)
    own = _absolute(home, uri) if home else ""
    SubElement(channel, f"{{{ATOM}}}link", href=own, rel="self", type="application/rss+xml")
    pages = [p for p in site.plan.of_kind(Kind.NOTE, language) if not p.fallback_from]
    for page in pages[:FEED_LENGTH]:
        _add_item(channel, site, page)
    indent(feed, "")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(feed, "unicode")}\n'


def _add_item(channel: Element, site: Site, page: PlannedPage) -> None:
    note = site.kb.groups[page.thing].in_language(page.language)
    item = SubElement(channel, "item")
    _add(item, "title", note.title)
    _add(item, "link", page.canonical_url or "")
    _add(item, "guid", page.canonical_url or "", isPermaLink="true")
    published = _rfc822(note.meta.date)
    if published:
        _add(item, "pubDate", published)
    abstract = site.kb.summaries[note.path].abstract
    _add(item, "description", note.meta.summary or abstract or note.title)


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _rfc822(iso: str) -> str:
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return ""
    return format_datetime(datetime.combine(day, time(), UTC), usegmt=True)
