"""Which pages are searched, and what each says to the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from notes_kb.mkdocs.files import GOLDEN
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.search import documents_of
from notes_kb.mkdocs.site import Site
from notes_kb.search.documents import Document, Entry
from notes_kb.search.sections import PageSection
from notes_kb.search.selftest import Golden

SEARCHED = frozenset({Kind.PAGE, Kind.HOME, Kind.NOTE, Kind.CONCEPT})
"""Pages with words of their own; topics, lists and parallel pages only repeat others'."""


def page_documents(
    site: Site, page: PlannedPage, sections: Iterable[PageSection]
) -> list[Document]:
    """Give the documents of a page, from the sections of its own text."""
    if page.kind not in SEARCHED or page.fallback_from:
        return []
    return documents_of(
        _introduced(site, page, list(sections)),
        url=page.url,
        title=page.title,
        language=page.language,
        meta=page.page.meta,
        pair=page.path if len(site.plan.alternates(page.path)) > 1 else "",
        concepts=_mentioned(site, page),
    )


def _introduced(site: Site, page: PlannedPage, sections: list[PageSection]) -> list[PageSection]:
    """Put what a template says first in front of what the Markdown says."""
    words = {
        Kind.CONCEPT: lambda: site.kb.concepts[page.thing].definition.get(page.language, ""),
        Kind.NOTE: lambda: _facts(site, page),
    }
    if page.kind not in words:
        named = bool(sections) and not sections[0].anchor
        title = PageSection(anchor="", level=1, heading="", path=(), text="")
        return sections if named else [title, *sections]  # A page is found by its title alone.
    if page.kind is Kind.CONCEPT and page.language not in site.kb.concepts[page.thing].articles:
        sections = []  # The page shows the article of another language, found there.
    first = PageSection(anchor="", level=1, heading="", path=(), text=words[page.kind]())
    if sections and not sections[0].anchor:
        first = replace(first, text=f"{first.text}\n{sections[0].text}".strip())
        sections = sections[1:]
    return [first, *sections]


def _facts(site: Site, page: PlannedPage) -> str:
    meta = site.kb.groups[page.thing].in_language(page.language).meta
    return "\n".join(text for text in (meta.summary, meta.event, *meta.tags) if text)


def _mentioned(site: Site, page: PlannedPage) -> Mapping[str, list[str]]:
    """Give the concepts of each section of a note, by anchor."""
    if page.kind is not Kind.NOTE:
        return {}
    found: dict[str, dict[str, None]] = {}
    note = site.kb.groups[page.thing].in_language(page.language)
    for statement in site.kb.statements[note.path]:
        found.setdefault(statement.section.id, {}).update(dict.fromkeys(statement.concepts))
    return {anchor: list(concepts) for anchor, concepts in found.items()}


def concept_entries(site: Site) -> tuple[Entry, ...]:
    """Give the concepts as search knows them."""
    return tuple(
        Entry(
            id=concept.id,
            labels=dict(concept.labels),
            aliases=dict(concept.aliases),
            urls={
                code: page.url
                for code in site.languages.codes
                if (page := site.page(Kind.CONCEPT, code, concept.id))
            },
        )
        for concept in site.kb.concepts.values()
    )


def load_golden(docs_dir: Path) -> tuple[Golden, ...]:
    """Read the owner's golden queries: ``[{query, url, within, language}]``.

    Raises `ValueError` with a remedy where the file is no such list.
    """
    path = docs_dir / GOLDEN
    if not path.is_file():
        return ()
    try:
        rows = yaml.safe_load(path.read_text("utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise ValueError(f"{GOLDEN}: {problem}; {_WANTED}") from problem
    if not isinstance(rows, list):
        raise ValueError(f"{GOLDEN} holds no list; {_WANTED}")
    return tuple(_golden(number, row) for number, row in enumerate(rows, 1))


_WANTED = "write a list of {query: …, url: …, within: 10, language: zh}"


def _golden(number: int, row: object) -> Golden:
    known = {"query": str, "url": str, "within": int, "language": str}
    if not isinstance(row, dict) or not {"query", "url"} <= row.keys():
        raise ValueError(f"{GOLDEN}: entry {number} has no query and url; {_WANTED}")
    for key, value in row.items():
        if key not in known or not isinstance(value, known[key]):
            raise ValueError(f"{GOLDEN}: entry {number}: '{key}: {value}' is not known; {_WANTED}")
    return Golden(**row)
