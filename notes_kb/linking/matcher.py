"""Occurrences of concepts in a text: longest form first, each judged by its own script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from notes_kb.domain.mention import Ambiguity, Mention
from notes_kb.domain.slots import set_by_slots
from notes_kb.domain.span import Span
from notes_kb.languages import edges_hold, inside_name
from notes_kb.languages.scripts import UNSPACED, script_of
from notes_kb.linking.lexicon import Form, Lexicon
from notes_kb.linking.ranges import Ranges
from notes_kb.text.fold import squeeze

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,15}://[!-;=?-~]+|www\.[!-;=?-~]+")
"""A bare URL, in ASCII only, because Chinese text goes on behind it without a space."""


@set_by_slots
@dataclass(frozen=True, slots=True)
class Found:
    """What a text mentions, and what it may mention."""

    mentions: tuple[Mention, ...] = ()
    """In order, without overlaps."""
    ambiguities: tuple[Ambiguity, ...] = ()


@set_by_slots
@dataclass(frozen=True, slots=True)
class Occurrence:
    """A form at a place in the original text, with every concept that it may name."""

    span: Span
    candidates: tuple[str, ...]
    """Sorted; a single one is certain."""


def decide(found: Iterable[Occurrence], supported: Callable[[], frozenset[str]]) -> Found:
    """Turn occurrences into mentions; `supported` is asked once, and only for an ambiguous form."""
    mentions, ambiguities = [], []
    near: frozenset[str] | None = None
    for occurrence in found:
        candidates = occurrence.candidates
        if len(candidates) > 1:
            near = supported() if near is None else near
            candidates = tuple(c for c in candidates if c in near)
        if len(candidates) == 1:
            mentions.append(Mention(span=occurrence.span, concept=candidates[0]))
        else:
            ambiguities.append(Ambiguity(span=occurrence.span, candidates=occurrence.candidates))
    return Found(tuple(mentions), tuple(ambiguities))


def find_context(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Give the concepts whose ``context`` words stand in a section's text.

    Of several concepts that a form may name, the one among these is meant.
    """
    if not lexicon.context:
        return frozenset()
    squeezed = squeeze(text)
    concepts: set[str] = set()
    for number, start, end in lexicon.scan(squeezed.text):
        speaks_for = lexicon.context.get(lexicon.keys[number])
        if speaks_for and not speaks_for <= concepts and edges_hold(squeezed.text, start, end):
            concepts |= speaks_for
    return frozenset(concepts)


def find_occurrences(
    text: str, lexicon: Lexicon, inert: Sequence[Span] = ()
) -> tuple[Occurrence, ...]:
    """Find the longest forms of a text, whatever they name."""
    if not lexicon.keys:
        return ()
    squeezed = squeeze(text)
    hits = lexicon.scan(squeezed.text)
    if not hits:
        return ()
    closed = _closed(text, inert)
    guarded = _guarded(hits, lexicon)
    taken: list[Occurrence] = []
    free = bytearray(b"\1") * len(squeezed.text)
    # Longest first, then leftmost. A hit's edges are judged last, because that costs most.
    for number, start, end in sorted(hits, key=lambda hit: (hit[1] - hit[2], hit[1])):
        forms = lexicon.forms.get(lexicon.keys[number])
        if not forms or not all(free[start:end]):
            continue
        span = Span(squeezed.origin(start), squeezed.origin(end - 1) + 1)
        candidates = _candidates(forms, text, span, guarded, Span(start, end))
        if candidates and not closed.touch(span) and edges_hold(squeezed.text, start, end):
            if inside_name(text, span):
                continue
            free[start:end] = bytes(end - start)
            taken.append(Occurrence(span, candidates))
    return tuple(sorted(taken, key=lambda occurrence: occurrence.span))


class Missed(StrEnum):
    """Why a form that stands in a text is no mention."""

    AMBIGUOUS = "ambiguous"
    """It belongs to several concepts, and nothing near it decides."""
    GUARDED = "guarded"
    """It stands in a ``not_in`` string."""
    SPELLED = "spelled"
    """It is spelled with other capitals than the record asks for."""
    INSIDE_WORD = "inside-word"
    """It is a part of a longer word, in a script without blanks between words."""
    INSIDE_NAME = "inside-name"
    """It is a part of a name or identifier."""
    OPTED_OUT = "opted-out"
    """Nothing speaks against it, so the author has opted out."""


@dataclass(frozen=True, slots=True)
class MissedForm:
    """A form that is no mention."""

    span: Span
    concept: str
    """The first concept that it could name."""
    reason: Missed


def find_missed(text: str, lexicon: Lexicon, taken: Sequence[Span]) -> tuple[MissedForm, ...]:
    """Find forms outside of some ranges, longest first as `find_occurrences`, with the reason.

    Args:
        text: What `find_occurrences` was given.
        lexicon: Likewise.
        taken: What is inert, and what is mentioned.
    """
    squeezed = squeeze(text)
    hits = lexicon.scan(squeezed.text)
    if not hits:
        return ()
    closed = _closed(text, taken)
    guarded = _guarded(hits, lexicon)
    found: list[MissedForm] = []
    free = bytearray(b"\1") * len(squeezed.text)
    for number, start, end in sorted(hits, key=lambda hit: (hit[1] - hit[2], hit[1])):
        forms = lexicon.forms.get(lexicon.keys[number])
        span = Span(squeezed.origin(start), squeezed.origin(end - 1) + 1)
        if not forms or not all(free[start:end]) or closed.touch(span):
            continue
        reason = _why_missed(forms, text, span, guarded, squeezed.text, Span(start, end))
        if reason is not None:
            free[start:end] = bytes(end - start)
            found.append(MissedForm(span, min(form.concept for form in forms), reason))
    return tuple(sorted(found, key=lambda one: one.span))


def _closed(text: str, inert: Sequence[Span]) -> Ranges:
    """Give the ranges of a text in which nothing is mentioned, addresses among them."""
    addressed = "://" in text or "www." in text
    addresses = _ADDRESS.finditer(text) if addressed else ()
    return Ranges([*inert, *(Span(*match.span()) for match in addresses)])


def _why_missed(
    forms: Sequence[Form],
    text: str,
    span: Span,
    guarded: Mapping[str, Ranges],
    squeezed: str,
    hit: Span,
) -> Missed | None:
    """Give the reason; None for letters in a word that only happen to be a form."""
    if not edges_hold(squeezed, hit.start, hit.end):
        edges = (squeezed[hit.start], squeezed[hit.end - 1])
        wide = all(script_of(character) in UNSPACED for character in edges)
        return Missed.INSIDE_WORD if wide else None
    if inside_name(text, span):
        return Missed.INSIDE_NAME
    if not any(_spelled(form, text, span) for form in forms):
        return Missed.SPELLED
    candidates = _candidates(forms, text, span, guarded, hit)
    if not candidates:
        return Missed.GUARDED
    return Missed.AMBIGUOUS if len(candidates) > 1 else Missed.OPTED_OUT


def _guarded(hits: Iterable[tuple[int, int, int]], lexicon: Lexicon) -> Mapping[str, Ranges]:
    """Give, for each concept, the ranges in which it is not meant."""
    spans: dict[str, list[Span]] = {}
    if lexicon.guards:
        for number, start, end in hits:
            for concept in lexicon.guards.get(lexicon.keys[number], ()):
                spans.setdefault(concept, []).append(Span(start, end))
    return {concept: Ranges(found) for concept, found in spans.items()}


def _candidates(
    forms: Iterable[Form],
    text: str,
    span: Span,
    guarded: Mapping[str, Ranges],
    hit: Span,
) -> tuple[str, ...]:
    """Give the concepts that a form names as it is spelled here, outside their guards."""
    named = {form.concept for form in forms if _spelled(form, text, span)}
    return tuple(
        sorted(
            concept
            for concept in named
            if concept not in guarded or not guarded[concept].cover(hit)
        )
    )


def _spelled(form: Form, text: str, span: Span) -> bool:
    """Tell whether the spelling of an occurrence suits a form's rule for capitals."""
    if not (form.exact or form.acronym):
        return True
    here = text[span.start : span.end]
    if form.exact:
        return _case(here) == _case(form.written)
    return any(c.isupper() for c in here) or _beside_unspaced(text, span)


def _case(text: str) -> str:
    """Give the letters of a text, which is what capitals are compared by."""
    return "".join(c for c in text if c.isalnum())


def _beside_unspaced(text: str, span: Span) -> bool:
    """Tell whether Han or kana stand next to an occurrence: no English word would be there."""
    before, after = (
        text[max(0, span.start - 3) : span.start].rstrip(),
        text[span.end : span.end + 3].lstrip(),
    )
    return any(script_of(c) in UNSPACED for c in (before[-1:], after[:1]) if c)


def distinct(mentions: Iterable[Mention]) -> Iterator[str]:
    """Give the concepts of mentions, each once, in order of appearance."""
    yield from dict.fromkeys(mention.concept for mention in mentions)
