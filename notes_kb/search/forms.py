"""Concepts by any of their names: the synonyms of a query, with where they are mentioned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from notes_kb.search.blocks import Block, Cache, kept
from notes_kb.search.documents import Entry
from notes_kb.search.headings import bare
from notes_kb.search.readings import INITIALS, WHOLE, reading_keys
from notes_kb.search.site import Site
from notes_kb.search.spool import Item

MOST = 400
"""Mentions that are listed for a concept."""


def form_items(site: Site, entries: Sequence[Entry], cache: Cache | None = None) -> list[Item]:
    """List concepts under each bare form of their names, and under its pinyin.

    What a form leads to: the concept's names, the sections that mention it, the first
    sections of its own pages, and how the form names it (`_keys`).
    """
    mentions = _mentions(site, entries, cache)
    pages = {page.url: number for number, page in site.pages()}
    found: dict[str, list[dict[str, object]]] = {}
    ordered = sorted(entries, key=lambda entry: entry.id)
    for entry, keys in zip(ordered, _keys_of(ordered, cache), strict=True):
        own = sorted({pages[url] for url in entry.urls.values() if url in pages})
        record: dict[str, object] = {
            "id": entry.id,
            "labels": dict(sorted(entry.labels.items())),
            "forms": list(entry.forms()),
            "own": own,
            "in": _distances(mentions.get(entry.id, ())),
        }
        for key, kind in sorted(keys.items()):
            found.setdefault(key, []).append(record | ({"by": kind} if kind else {}))
    return [(key, _json(records)) for key, records in sorted(found.items())]


def _keys_of(entries: Sequence[Entry], cache: Cache | None) -> list[dict[str, int]]:
    """Give the keys of concepts; kept, since reading names aloud takes a dictionary."""
    forms = [entry.forms() for entry in entries]
    frozen = kept(cache, b"forms", forms, lambda: json.dumps(list(map(_keys, entries))).encode())
    keys: list[dict[str, int]] = json.loads(frozen)
    return keys


def _keys(entry: Entry) -> dict[str, int]:
    """Map the keys of a concept to how each names it: 0 a name, 1 its reading, 2 initials."""
    keys: dict[str, int] = {}
    for form in entry.forms():
        spoken = [(key, 1 + kind) for key, kind in reading_keys(form) if kind in (WHOLE, INITIALS)]
        for key, kind in ((bare(form), 0), *spoken):
            keys[key] = min(kind, keys.get(key, kind))
    keys.pop("", None)
    return keys


def _mentions(
    site: Site, entries: Sequence[Entry], cache: Cache | None
) -> dict[str, list[tuple[int, int]]]:
    """Map concepts to the sections that mention them, in order: number, and rank of the heading."""
    forms = [(entry.id, sorted({bare(form) for form in entry.forms()} - {""})) for entry in entries]
    mentions: dict[str, list[tuple[int, int]]] = {}
    for block in site.blocks:
        make = partial(_mentions_in, block, forms)
        found: dict[str, list[list[int]]] = json.loads(
            kept(cache, b"mentions", (block.key, forms), make)
        )
        for concept, sections in found.items():
            mentions.setdefault(concept, []).extend(
                [(block.base + n, rank) for n, rank in sections]
            )
    return mentions


def _mentions_in(block: Block, forms: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """Do so for the sections of one block, counted from its first."""
    of = dict(forms)
    mentions: dict[str, list[tuple[int, int]]] = {}
    for number, section in block.numbered():
        for concept in dict.fromkeys(section.concepts):
            rank = _rank(section.name, of.get(concept, ()))
            mentions.setdefault(concept, []).append((number - block.base, rank))
    return json.dumps(mentions).encode()


def _rank(heading: str, forms: Sequence[str]) -> int:
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
