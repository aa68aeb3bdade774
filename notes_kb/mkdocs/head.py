"""What the head of each page says about its other languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape

from markupsafe import escape
from mkdocs.utils import get_relative_url

from notes_kb.languages.strings import strings
from notes_kb.mkdocs.crumbs import breadcrumb_list
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.share_cards import HEIGHT, WIDTH, shared
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.statements import claim_reviews
from notes_kb.mkdocs.twins import twin_uri

REL = "alternate "
"""``alternate`` with the white space that HTML allows round a token.

Material fetches a site map from below every ``link[rel=alternate]``, which for a
page's own versions are requests that fail, and off the production host requests
to a third party. Its selector compares the value as written; every reader of
HTML splits it into tokens (HTML Living Standard, 2.3.7).
"""

_THEME_ALTERNATE = re.compile(r'<link rel="alternate" [^<>]{0,2000}hreflang="[^"<>]{0,40}">\s*')


def rewrite_head(html: str, site: Site, page: PlannedPage) -> str:
    """Replace the theme's alternates by absolute, reciprocal ones with ``x-default``."""
    head, closing, body = html.partition("</head>")
    if not closing:
        return html
    if len(site.languages.codes) > 1:
        # The menu keeps the owner's own entries; as alternates of this page they would be
        # wrong, since they name the home page of each language on every page.
        head = _THEME_ALTERNATE.sub("", head)
    added = [*_alternates(site, page), *_machine_readable(site, page), *_shared(site, page)]
    return f"{head}{''.join(added)}{closing}{with_names(body, page.language)}"


def with_names(body: str, language: str) -> str:
    """Name what the theme leaves nameless: the search dialog, sections of the navigation.

    That is WCAG 2.2, 4.1.2. A section with a page of its own is named after a label that holds
    an icon only; the title inside of the section is always text.
    """
    label = escape(strings(language)["search"])
    body = body.replace(
        'data-md-component="search" role="dialog">',
        f'data-md-component="search" role="dialog" aria-label="{label}">',
        1,
    )
    return _SECTION.sub(r'\g<start>\g<id>_title\g<middle> id="\g<id>_title"', body)


_SECTION = re.compile(
    r'(?P<start><nav class="md-nav" data-md-level="[0-9]{1,3}" aria-labelledby=")'
    r"(?P<id>__nav_[0-9_]{1,40})_label"
    r'(?P<middle>"[^<>]{0,100}>\s{0,200}<label class="md-nav__title" for="[0-9_a-z]{1,48}")'
)


def _alternates(site: Site, page: PlannedPage) -> Iterator[str]:
    """Give the links, none on a fallback page and none where there is one language."""
    there = site.plan.alternates(page.path)
    if len(there) < 2 or page.fallback_from:
        return
    default = there.get(site.languages.default) or next(iter(there.values()))
    for code, version in [*there.items(), ("x-default", default)]:
        if version.canonical_url:
            url = escape(version.canonical_url)
            yield f'<link rel="{REL}" hreflang="{escape(code)}" href="{url}">\n'


def _machine_readable(site: Site, page: PlannedPage) -> Iterator[str]:
    """Point to the page's Markdown twin and the language's feed, and describe a concept."""
    if page.kind in {Kind.NOTE, Kind.CONCEPT} and not page.fallback_from:
        url = escape(get_relative_url(twin_uri(page), page.url))
        yield f'<link rel="{REL}" type="text/markdown" href="{url}">\n'
    if page.kind in {Kind.HOME, Kind.NOTES} and page.canonical_url:
        root = "" if page.language == site.languages.default else f"{page.language}/"
        url = escape(get_relative_url(f"{root}feed.xml", page.url))
        yield f'<link rel="{REL}" type="application/rss+xml" href="{url}">\n'
    if page.kind is Kind.CONCEPT:
        yield _json_ld(_defined_term(site, page))
    if page.kind is Kind.NOTE and not page.fallback_from:
        yield _json_ld(_article(site, page))
    if way := breadcrumb_list(site, page):
        yield _json_ld(way)
    if page.kind is Kind.NOTE and (reviews := claim_reviews(site, page)):
        yield _json_ld(reviews)


def _shared(site: Site, page: PlannedPage) -> Iterator[str]:
    """Say what a chat or a network shows of the page where somebody shares it: Open Graph."""
    name, about = site.titles[page.language]
    description = page.description or page.abstract or str(page.page.meta.get("description", ""))
    said = {
        "og:type": "article" if page.kind in {Kind.NOTE, Kind.PARALLEL} else "website",
        "og:site_name": name,
        "og:title": name if page.kind is Kind.HOME else page.title,
        "og:description": unescape(description) or about,
        "og:url": page.canonical_url,
        "og:locale": page.language.replace("-", "_"),
    }
    if page.kind is Kind.NOTE:
        note = site.kb.groups[page.thing].in_language(page.language)
        said["article:published_time"] = note.meta.date
        said["article:modified_time"] = note.meta.updated
    cards = site.share_cards
    if cards and shared(page) and page.canonical_url:
        root = page.canonical_url.removesuffix(page.url if page.url != "./" else "")
        said["og:image"] = f"{root}{cards.uri(page)}"
        said |= {"og:image:width": str(WIDTH), "og:image:height": str(HEIGHT)}
        said["og:image:alt"] = page.title
    for key, value in said.items():
        if value:
            yield f'<meta property="{key}" content="{escape(value)}">\n'


def _json_ld(data: object) -> str:
    """Write structured data so that it is safe inside of a script element."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{text}</script>\n'


def _article(site: Site, page: PlannedPage) -> Mapping[str, object]:
    """Describe a note as a schema.org ``Article``: its source, and the work that it translates."""
    group = site.kb.groups[page.thing]
    note = group.in_language(page.language)
    original = site.page(Kind.NOTE, group.original, group.id)
    source = note.meta.source
    based = {"@type": "CreativeWork", "name": source.title, "url": source.url} if source else {}
    translated = note is not group.source and original is not None
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": page.canonical_url or page.url,
        "headline": note.title,
        "inLanguage": page.language,
        "description": page.description or page.abstract,
        "datePublished": note.meta.date,
        "dateModified": note.meta.updated,
        "isBasedOn": {key: value for key, value in based.items() if value},
        "isPartOf": {"@type": "WebSite", "name": site.titles[page.language][0]},
        "translationOfWork": {"@id": original.canonical_url or original.url}
        if translated and original
        else None,
    }
    return {key: value for key, value in data.items() if value}


def _defined_term(site: Site, page: PlannedPage) -> Mapping[str, object]:
    """Describe a concept as a schema.org ``DefinedTerm``."""
    concept = site.kb.concepts[page.thing]
    glossary = site.page(Kind.CONCEPTS, page.language)
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": page.canonical_url or page.url,
        "termCode": concept.id,
        "name": concept.label(page.language),
        "alternateName": [form for _, form in concept.forms()],
        "description": concept.definition.get(page.language, ""),
        "inLanguage": page.language,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": (glossary.canonical_url or glossary.url) if glossary else "",
            "name": site.titles[page.language][0],
        },
    }
