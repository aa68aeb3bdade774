"""What the head of each page says about its other languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from markupsafe import escape
from mkdocs.utils import get_relative_url

from notes_kb.languages.strings import strings
from notes_kb.mkdocs.plan import Kind, PlannedPage
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
    added = [*_alternates(site, page), *_machine_readable(site, page)]
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
        yield f'<script type="application/ld+json">{_defined_term(site, page)}</script>\n'
    if page.kind is Kind.NOTE and (reviews := claim_reviews(site, page)):
        yield f'<script type="application/ld+json">{_in_script(reviews)}</script>\n'


def _defined_term(site: Site, page: PlannedPage) -> str:
    """Describe a concept as a schema.org ``DefinedTerm``; safe inside a script element."""
    concept = site.kb.concepts[page.thing]
    glossary = site.page(Kind.CONCEPTS, page.language)
    data = {
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
    return _in_script(data)


def _in_script(data: object) -> str:
    """Write data as JSON that is safe inside a script element."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
