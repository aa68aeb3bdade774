"""Whether a built site is found by its own search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.languages import find_language
from notes_kb.search.asked import Asked
from notes_kb.search.blocks import Cache, PageRow, kept
from notes_kb.search.documents import Entry
from notes_kb.search.golden import Golden
from notes_kb.search.headings import bare
from notes_kb.search.node import Ask, NodeError, ask, find_node
from notes_kb.search.part import LONGEST_HEADING
from notes_kb.text.tokenize import is_cjk

SAMPLE = 60
"""Headings, and labels, that are looked for."""


def self_test(
    site: Path,
    pages: Iterable[PageRow],
    entries: Sequence[Entry],
    golden: Sequence[Golden] = (),
    cache: Cache | None = None,
) -> list[Diagnostic]:
    """Look for a sample of headings and labels and for the golden queries.

    `pages` are read several times. With a cache, only those queries are asked whose answers may
    have changed since the last test. An error of the test itself says nothing about the index: it
    is one warning.
    """
    try:
        labels = _labels(pages, entries, cache)
        return _tested(site, [*_headings(pages), *labels, *golden], cache)
    except NodeError as error:
        kind = kinds.SEARCH_UNTESTED if find_node() else kinds.SEARCH_WITHOUT_NODE
        return [kind.at(reason=str(error))]
    except Exception as error:  # Whatever it is, the site is built and sound.
        return [kinds.SEARCH_UNTESTED.at(reason=f"{type(error).__name__}: {error}")]


def _tested(site: Path, wanted: Sequence[Golden], cache: Cache | None) -> list[Diagnostic]:
    asked = Asked(site, cache) if cache is not None else None
    left = [want for want in wanted if asked is None or not asked.holds(astuple(want))]
    if not left:
        return []
    used = asked is not None
    answers = ask(site, [Ask(w.query, w.language, max(w.within, 10), used) for w in left])
    findings = []
    for want, answer in zip(left, answers, strict=True):
        if finding := _judge(want, answer):
            findings.append(finding)
        elif asked is not None and "used" in answer:
            asked.add(astuple(want), answer["used"])
    if asked is not None:
        asked.keep(astuple(want) for want in wanted)
    return findings


def _judge(want: Golden, answer: dict[str, object]) -> Diagnostic | None:
    if error := answer.get("error"):
        return kinds.SEARCH_FAILS.at(query=want.query, error=error)
    results = answer["results"]
    assert isinstance(results, list)
    urls = [result["url"] for result in results[: want.within]]
    if want.url in urls or (not want.url and "" in urls):
        return None
    page = want.url or "the home page"
    return kinds.SEARCH_SELF_TEST.at(query=want.query, page=page, within=want.within)


def _headings(pages: Iterable[PageRow]) -> Iterator[Golden]:
    """Sample headings that one page alone has, evenly over the site.

    Two that differ in capitals, blanks or marks alone are one heading, as they are for the engine.
    """
    owners: dict[str, tuple[str, str] | None] = {}
    forms: dict[str, str] = {}
    for page in pages:
        own = (page.url, page.language)
        for section in page.sections:
            name = section.heading
            form = forms.get(name)
            if form is None:
                form = forms[name] = section.name or bare(name)
            if owners.setdefault(form, own) != own:
                owners[form] = None
    names = sorted(
        name
        for name, form in forms.items()
        if owners[form] and 2 <= len(name) <= LONGEST_HEADING and any(map(_tells, name))
    )
    step = max(1, len(names) // SAMPLE)
    for name in names[::step][:SAMPLE]:
        url, language = owners[forms[name]] or ("", "")
        yield Golden(name, url, language=language)


def _tells(character: str) -> bool:
    return is_cjk(character) or character.isalnum()


def _labels(
    pages: Iterable[PageRow], entries: Sequence[Entry], cache: Cache | None
) -> Iterator[Golden]:
    """Ask for concepts by their labels in each language, for the page in that language."""
    known = {page.url for page in pages}
    step = max(1, len(entries) // SAMPLE)
    asked = [
        (language, label, entry.urls.get(language) or "")
        for entry in sorted(entries, key=lambda entry: entry.id)[::step][:SAMPLE]
        for language, label in sorted(entry.labels.items())
        if entry.urls.get(language) in known
    ]
    others = _other_spellings([(language, label) for language, label, _ in asked], cache)
    for (language, label, url), spellings in zip(asked, others, strict=True):
        yield Golden(label, url, language=language)
        for other in spellings:  # In Traditional characters too, say, where they differ.
            yield Golden(other, url, language=language)


def _other_spellings(
    labels: Sequence[tuple[str, str]], cache: Cache | None
) -> Sequence[Sequence[str]]:
    """Give how else each label of a language is spelt; kept, since it takes a dictionary."""

    def spelt() -> bytes:
        return json.dumps(
            [list(find_language(c).other_spellings(one)) for c, one in labels]
        ).encode()

    found: list[list[str]] = json.loads(kept(cache, b"spelt", labels, spelt))
    return found
