"""All statements of a site: the page that lists them, ``statements.json``, structured data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from notes_kb.build.keys import digest
from notes_kb.build.knowledge import content_key
from notes_kb.domain.concept import Concept
from notes_kb.domain.note import Note
from notes_kb.domain.verdict import Verdict
from notes_kb.knowledge_base import Statement
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.translation.pairing import NoteGroup

FORMAT_VERSION = 1
"""Of ``statements.json``; a reader refuses one that it does not know."""

STATED = "note-statements"
"""The step of the store that holds each note's part of ``statements.json``."""

MOST = 1500
"""Statements that the page lists one by one. Beyond, it lists those that are judged, as many
again, and counts the others, so that its size does not grow with the site."""

SHOWN, REASON = 240, 160
"""Characters of a statement, and of the editor's reason, that lists show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A statement as the page lists it."""

    statement: Statement
    text: str
    topic: Concept | None
    reason: str
    """The beginning of the editor's note that judges it; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A note's part of the page."""

    group: NoteGroup
    note: Note
    rows: tuple[Row, ...]
    left: int
    """Statements that are counted only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How much of a note the page lists, known from the note's summary alone."""

    group: NoteGroup
    note: Note
    whole: bool
    """Whether every statement is listed."""
    judged: bool
    """Whether the judged ones are listed."""


def shares(site: Site, language: str) -> Iterator[Share]:
    """Say of each note with statements how much of it the page of a language lists."""
    all_listed = judged_listed = 0
    for group in site.kb.groups.values():
        note = group.in_language(language)
        summary = site.kb.summaries[note.path]
        if not summary.statements:
            continue
        judged = sum(summary.verdicts.values())
        whole = all_listed + summary.statements <= MOST
        some = whole or (0 < judged <= MOST - judged_listed)
        all_listed += summary.statements if whole else 0
        judged_listed += judged if some and not whole else 0
        yield Share(group=group, note=note, whole=whole, judged=some)


def counts(site: Site, language: str) -> tuple[int, Mapping[str, int]]:
    """Give the number of statements in a language, and how many have each verdict."""
    total, verdicts = 0, Counter[str]()
    for group in site.kb.groups.values():
        summary = site.kb.summaries[group.in_language(language).path]
        total += summary.statements
        verdicts.update(summary.verdicts)
    return total, {v.value: verdicts[v.value] for v in Verdict if verdicts[v.value]}


def register(site: Site, language: str) -> dict[str, Any]:
    """Give what the page of all statements shows."""
    total, verdicts = counts(site, language)
    listed = [_listed(site, share) for share in shares(site, language)]
    used = Counter(row.topic.id for one in listed for row in one.rows if row.topic)
    return {
        "total": total,
        "judged": sum(verdicts.values()),
        "verdicts": verdicts,
        "listed": listed,
        "topics": [(topic, used[topic.id]) for topic in site.kb.topics if topic.id in used],
    }


def _listed(site: Site, share: Share) -> Listed:
    count = site.kb.summaries[share.note.path].statements
    if not share.judged:
        return Listed(group=share.group, note=share.note, rows=(), left=count)
    statements = site.kb.statements[share.note.path]
    texts = {one.anchor: one.block.prose.text for one in statements}
    rows = tuple(
        Row(
            statement=one,
            text=cut(one.block.prose.text, SHOWN),
            topic=site.kb.concepts.get(one.topic or ""),
            reason=cut(texts.get(one.standing.judge, ""), REASON),
        )
        for one in statements
        if one.standing.number and (share.whole or one.standing.verdict)
    )
    return Listed(group=share.group, note=share.note, rows=rows, left=count - len(rows))


def cut(text: str, most: int) -> str:
    """Give a text in one line, its end cut off where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


# For programs


class Statements:
    """Every statement of every note, in each language that it is written in, as JSON."""

    def __init__(self, site: Site) -> None:
        """Digest what is said of each note."""
        self._site = site
        self._pages = {
            _digest(site, page): page
            for language in site.languages.codes
            for page in site.plan.of_kind(Kind.NOTE, language)
            if not page.fallback_from
        }
        self.key = digest(FORMAT_VERSION, tuple(self._pages))
        """Stands for the text."""
        site.renderer.store.use(STATED, self._pages)

    def data(self) -> bytes:
        """Write the file; what is said of a note is kept, since it takes the whole note.

        Bytes throughout: twenty megabytes of two thousand files take longer to decode than to read.
        """
        store = self._site.renderer.store
        known = store.get_many(STATED, self._pages)
        for key, page in self._pages.items():
            if key not in known:
                known[key] = _fragment(self._site, page)
                store.put(STATED, key, known[key])
        parts = b",\n".join(filter(None, (known[key] for key in self._pages)))
        head = json.dumps({"format_version": FORMAT_VERSION})[:-1].encode()
        return b'%b, "statements": [\n%b\n]}\n' % (head, parts)


def new_fragment(site: Site, page: PlannedPage) -> tuple[bytes, bytes] | None:
    """Write what is said of a note, where the store does not hold it; give its key and text."""
    if page.kind is not Kind.NOTE or page.fallback_from:
        return None
    key = _digest(site, page)
    known = site.renderer.store.use(STATED, (key,))
    return None if known else (key, _fragment(site, page))


def _digest(site: Site, page: PlannedPage) -> bytes:
    """Digest what is said of a note."""
    note = site.kb.groups[page.thing].in_language(page.language)
    summary = site.kb.summaries[note.path]
    return digest(
        (content_key(note), page.canonical_url or page.url),
        (tuple(sorted(summary.quotes.items())), tuple(sorted(summary.outlines.items()))),
    )


def _fragment(site: Site, page: PlannedPage) -> bytes:
    """Give a note's statements, one a line."""
    note = site.kb.groups[page.thing].in_language(page.language)
    url = page.canonical_url or page.url
    statements = site.kb.statements[note.path]
    texts = {one.anchor: one.block.prose.text for one in statements}
    records = (_record(one, url, texts) for one in statements if one.standing.number)
    lines = (json.dumps(one, ensure_ascii=False, sort_keys=True) for one in records)
    return ",\n".join(lines).encode("utf-8", "replace")


def _record(one: Statement, url: str, texts: Mapping[str, str]) -> dict[str, Any]:
    verdict = one.standing.verdict
    judge = one.standing.judge
    return {
        "id": f"{one.note.id}#{one.anchor}",
        "language": one.note.language,
        "note": one.note.id,
        "number": one.standing.number,
        "section": one.section.prose.text,
        "text": one.block.prose.text,
        "topic": one.topic,
        "concepts": list(one.concepts),
        "verdict": verdict.value if verdict else None,
        "reason": texts.get(judge) if judge else None,
        "url": f"{url}#{one.anchor}",
    }


def claim_reviews(site: Site, page: PlannedPage) -> list[dict[str, Any]]:
    """Describe the judged statements of a note's page as schema.org ``ClaimReview``."""
    note = site.kb.groups[page.thing].in_language(page.language)
    if page.fallback_from or not site.kb.summaries[note.path].verdicts:
        return []
    statements = site.kb.statements[note.path]
    texts = {one.anchor: one.block.prose.text for one in statements}
    url = page.canonical_url or page.url
    return [
        _claim_review(one, url, site.titles[page.language][0], texts)
        for one in statements
        if one.standing.verdict
    ]


def _claim_review(one: Statement, url: str, by: str, texts: Mapping[str, str]) -> dict[str, Any]:
    judge = one.standing.judge
    appearance = {"@type": "CreativeWork", "name": one.note.title, "url": url}
    source = one.note.meta.source
    if source and source.url:
        appearance["isBasedOn"] = source.url
    reason = cut(texts.get(judge, ""), 2 * REASON)
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{url}#{judge or one.anchor}",
        "inLanguage": one.note.language,
        "claimReviewed": cut(one.block.prose.text, 2 * SHOWN),
        "itemReviewed": {
            "@type": "Claim",
            "@id": f"{url}#{one.anchor}",
            "appearance": appearance,
        },
        "author": {"@type": "Organization", "name": by},
        "reviewRating": {"@type": "Rating", "alternateName": str(one.standing.verdict)},
        **({"reviewBody": reason} if reason else {}),
    }
