"""Concepts by any of their names: the synonyms of a query, with where they are mentioned."""

from __future__ import annotations

import json
from collections.abc import Sequence

from notes_kb.search.documents import Entry
from notes_kb.search.readings import INITIALS, WHOLE, reading_keys
from notes_kb.search.shards import Item
from notes_kb.search.site import Site
from notes_kb.text.normalize import fold
from notes_kb.text.tokenize import is_cjk, tokenize

MOST = 400
"""Mentions that are listed for a concept."""


def form_items(site: Site, entries: Sequence[Entry]) -> list[Item]:
    """List concepts under each bare form of their names, and under its reading.

    What a form leads to: the concept's names, the sections that mention it, and the
    first sections of its own pages.
    """
    mentions = _mentions(site)
    headings = {number: bare(section.heading) for number, section in site.sections()}
    pages = {part.url: base for part, base in zip(site.parts, site.bases, strict=True)}
    found: dict[str, list[dict[str, object]]] = {}
    for entry in sorted(entries, key=lambda entry: entry.id):
        forms = {bare(form) for form in entry.forms()} - {""}
        own = sorted({pages[url] for url in entry.urls.values() if url in pages})
        record: dict[str, object] = {
            "id": entry.id,
            "labels": dict(sorted(entry.labels.items())),
            "forms": list(entry.forms()),
            "own": own,
            "in": _distances(
                [(n, _rank(headings[n], forms)) for n in sorted(set(mentions.get(entry.id, [])))]
            ),
        }
        for key in sorted({key for form in entry.forms() for key in _keys(form)}):
            found.setdefault(key, []).append(record)
    return [(key, _json(records)) for key, records in sorted(found.items())]


def bare(text: str) -> str:
    """Give a form without anything that takes no part in a match: spaces, hyphens, marks."""
    return "".join(
        term[0] if len(term) == 2 and is_cjk(term[0]) else term for term, _ in _atoms(text)
    )


def _atoms(text: str) -> list[tuple[str, int]]:
    """Give the terms that make up a text once: pairs, and the last character of a run."""
    terms = list(tokenize(fold(text)))
    pairs = {place for term, place in terms if len(term) == 2 and is_cjk(term[0])}
    kept = [
        (term, place)
        for term, place in terms
        if not (len(term) == 1 and is_cjk(term) and (place in pairs or place - 1 in pairs))
    ]
    ends = [
        (term[1], place + 1)
        for term, place in kept
        if len(term) == 2 and is_cjk(term[0]) and place + 1 not in pairs
    ]
    return sorted([*kept, *ends], key=lambda item: item[1])


def _keys(form: str) -> list[str]:
    spoken = [key for key, kind in reading_keys(form) if kind in (WHOLE, INITIALS)]
    return [key for key in (bare(form), *spoken) if key]


def _mentions(site: Site) -> dict[str, list[int]]:
    mentions: dict[str, list[int]] = {}
    for number, section in site.sections():
        for concept in section.concepts:
            mentions.setdefault(concept, []).append(number)
    return mentions


def _rank(heading: str, forms: set[str]) -> int:
    """Tell whether a heading is a name of the concept (2), holds one (1), or not (0)."""
    return 2 if heading in forms else int(any(form in heading for form in forms))


def _distances(mentions: Sequence[tuple[int, int]]) -> list[int]:
    """Write ``distance << 2 | rank``, mentions in headings before others where there are many."""
    kept = sorted(sorted(mentions, key=lambda mention: -mention[1])[:MOST])
    out, last = [], 0
    for number, rank in kept:
        out.append(number - last << 2 | rank)
        last = number
    return out


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
