"""The index of one page: pure, cacheable, and merged with others without the page."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import sub
from typing import Any

from notes_kb.search.documents import Document
from notes_kb.search.wire import SMALL, VARINTS, read_varint, varint
from notes_kb.text.normalize import fold
from notes_kb.text.tokenize import identifier_parts, is_cjk, tokenize

BODY = 32
"""The position at which a section's text begins; its heading stands before it."""
LONGEST_HEADING = 28
"""Terms of a heading that count as such; a longer one is also indexed as text."""
LONGEST_TEXT = 6_000
"""Characters of a section that are indexed as one; longer ones are cut at a block's end."""
OVERLAP = 64
"""Characters that two pieces of one endless block share, so that no phrase is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A piece of a page as the results show it."""

    anchor: str
    level: int
    heading: str
    text: str
    length: int
    """In positions."""
    boost: float
    path: tuple[str, ...]
    concepts: tuple[str, ...]
    code: bool = False
    """Whether the text is code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the index needs of one page."""

    url: str
    title: str
    language: str
    pair: str
    sections: tuple[Section, ...]
    """Those of text first, then those of code."""
    terms: str
    """All terms in order, one a line: a string for each would take most of the memory."""
    spans: array[int]
    """For each term: its first section's head, its last section, the size of its postings."""
    postings: bytes
    """For each term its sections as `_encode` writes them, without the first head."""

    def rows(self) -> Iterator[tuple[str, int, int, bytes]]:
        """Yield each term with its first head, its last section, and its postings."""
        if not self.terms:
            return
        postings, at = self.postings, 0
        spans = iter(self.spans)
        for term, head, last, size in zip(self.terms.split("\n"), spans, spans, spans, strict=True):
            yield term, head, last, postings[at : at + size]
            at += size

    def ref(self) -> PartRef:
        """Refer to this part by a digest of all that it holds."""
        head, spans = self._frozen()
        state = blake2b(head, digest_size=16)
        state.update(spans)
        state.update(self.postings)
        return PartRef(url=self.url, language=self.language, key=state.digest(), load=lambda: self)

    def to_bytes(self) -> bytes:
        """Freeze for a cache."""
        data, spans = self._frozen()
        sizes = array("I", [len(data), len(spans)]).tobytes()
        return zlib.compress(b"".join([sizes, data, spans, self.postings]), 1)

    def _frozen(self) -> tuple[bytes, bytes]:
        sections = [
            [s.anchor, s.level, s.heading, s.text, s.length, s.boost, s.path, s.concepts, s.code]
            for s in self.sections
        ]
        head = [self.url, self.title, self.language, self.pair, sections, self.terms]
        data = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        return data, self.spans.tobytes()

    @classmethod
    def from_bytes(cls, frozen: bytes) -> Part:
        """Read what `to_bytes` wrote on the same machine."""
        raw = zlib.decompress(frozen)
        data_size, spans_size = array("I", raw[:8])
        head: list[Any] = json.loads(raw[8 : 8 + data_size])
        spans = array("I", raw[8 + data_size : 8 + data_size + spans_size])
        url, title, language, pair, sections, terms = head
        return cls(
            url=url,
            title=title,
            language=language,
            pair=pair,
            sections=tuple(map(_section, sections)),
            terms=terms,
            spans=spans,
            postings=raw[8 + data_size + spans_size :],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRef:
    """A part that is loaded when it is needed, as from a cache."""

    url: str
    language: str
    key: bytes
    """Differs from those of all parts with other content: a digest of the part, or of all
    that it was made from."""
    load: Callable[[], Part]


def index_page(documents: Sequence[Document]) -> Part:
    """Index the documents of one page, which share url, title, language and pair."""
    postings = _Postings()
    sections: list[Section] = []
    for document, heading, text, code in _pieces(documents):
        places, heading_length, length = _places(heading, text)
        postings.add(len(sections), places, heading_length)
        sections.append(
            Section(
                anchor=document.anchor,
                level=document.level,
                heading=document.name,
                text=text,
                length=length,
                boost=document.boost,
                path=document.path,
                concepts=() if code else document.concepts,
                code=code,
            )
        )
    postings.add_lone_ends()
    page = documents[0]
    terms, spans, blob = postings.frozen()
    return Part(
        url=page.url,
        title=page.title,
        language=page.language,
        pair=page.pair,
        sections=tuple(sections),
        terms=terms,
        spans=spans,
        postings=blob,
    )


class _Entry:
    """The first head of a term, its last section, and its postings without that head.

    They are a `bytearray` only where there was something to append, since most terms stand in
    one section.
    """

    __slots__ = ("blob", "head", "last")

    def __init__(self, head: int, last: int, blob: bytes | bytearray) -> None:
        self.head, self.last, self.blob = head, last, blob


class _Postings:
    """Where the terms of a page stand: for each, first head, last section, and bytes."""

    def __init__(self) -> None:
        self.terms: dict[str, _Entry] = {}

    def add(self, number: int, places: dict[str, int | list[int]], heading_length: int) -> None:
        """Add the terms of a section."""
        terms = self.terms
        for term, where in places.items():
            if type(where) is int and where >= BODY:
                several, entry = 0, VARINTS[where] if where < SMALL else varint(where)
            else:
                several, entry = _encode(where, heading_length)
            known = terms.get(term)
            if known is None:
                terms[term] = _Entry(number << 1 | several, number, entry)
            else:
                if type(known.blob) is bytes:
                    known.blob = bytearray(known.blob)
                gap = number - known.last << 1 | several
                known.blob += VARINTS[gap] if gap < SMALL else varint(gap)
                known.blob += entry
                known.last = number

    def add_lone_ends(self) -> None:
        """Add the characters that begin no term of the page, so that each alone finds it."""
        firsts = {term[0] for term in self.terms}
        lone = {
            term[1]: term
            for term in self.terms
            if len(term) == 2 and term[1] not in firsts and is_cjk(term[0])
        }
        for character, term in lone.items():
            head, blob = self.terms[term].head, self.terms[term].blob
            place, at = read_varint(blob, read_varint(blob, 0)[1] if head & 1 else 0)
            length = read_varint(blob, at)[0] if place < BODY else 0
            self.add(head >> 1, {character: place + 1}, length)

    def frozen(self) -> tuple[str, array[int], bytes]:
        """Give the terms in order, their spans, and the postings of each."""
        spans: list[int] = []
        blobs = []
        terms = sorted(self.terms)
        for term in terms:
            entry = self.terms[term]
            spans += (entry.head, entry.last, len(entry.blob))
            blobs.append(entry.blob)
        return "\n".join(terms), array("I", spans), b"".join(blobs)


def _section(values: Sequence[Any]) -> Section:
    anchor, level, heading, text, length, boost, path, concepts, code = values
    return Section(
        anchor=anchor,
        level=level,
        heading=heading,
        text=text,
        length=length,
        boost=boost,
        path=tuple(path),
        concepts=tuple(concepts),
        code=code,
    )


def _pieces(documents: Sequence[Document]) -> Iterator[tuple[Document, str, str, bool]]:
    """Yield (document, heading to index, text, whether it is code), long texts in pieces.

    Code comes behind all texts, so that texts that are shown together stand together.
    """
    for document in documents:
        heading = document.name
        for text in cut(document.text):
            yield document, heading, text, False
            heading = ""
    for document in documents:
        for text in cut(document.code) if document.code else ():
            yield document, "", text, True


def cut(text: str) -> Iterator[str]:
    """Cut a text at its line ends into pieces of at most `LONGEST_TEXT`."""
    at = 0
    while len(text) - at > LONGEST_TEXT:
        end = text.rfind("\n", at + LONGEST_TEXT // 2, at + LONGEST_TEXT)
        if end > 0:
            yield text[at:end]
            at = end + 1
        else:
            yield text[at : at + LONGEST_TEXT]
            at += LONGEST_TEXT - OVERLAP
    yield text[at:]


def _places(heading: str, text: str) -> tuple[dict[str, int | list[int]], int, int]:
    """Give every term's places, the heading's length, and the section's.

    A term that stands once, as most do, has its place itself instead of a list.
    """
    places: dict[str, int | list[int]] = {}
    size, end = 0, 0
    for term, place in heading_terms(heading):
        end = max(end, place + (2 if len(term) == 2 and is_cjk(term[0]) else 1))
        if end <= LONGEST_HEADING:
            size = end
            _put(places, term, place)
    _put_parts(places, heading, BODY)
    if end > LONGEST_HEADING:
        text = f"{heading}\n{text}"
    terms = tokenize(fold(text), BODY)
    for term, place in terms:
        known = places.get(term)
        if known is None:
            places[term] = place
        elif type(known) is int:
            places[term] = [known, place]
        else:
            known.append(place)  # type: ignore[union-attr]
    _put_parts(places, text)
    return places, size, terms[-1][1] + 1 - BODY if terms else 0


def heading_terms(heading: str) -> list[tuple[str, int]]:
    """Give the terms of a heading with their places, the first of them 0.

    So a heading that begins with punctuation (``/etc/hosts``, ``“云”简介``) begins with its
    first term.
    """
    terms = tokenize(fold(heading))
    first = terms[0][1] if terms else 0
    return [(term, place - first) for term, place in terms] if first else terms


def _put_parts(places: dict[str, int | list[int]], text: str, most: int | None = None) -> None:
    """Add the words of camelCase identifiers, each at the place behind its identifier.

    There it belongs to no other phrase than the next word does, and is never the first word
    of a heading, which would make it the whole heading. `most` bounds the places.
    """
    for whole, parts in identifier_parts(text).items():
        where = places.get(whole, ())
        behind = [place + 1 for place in ([where] if isinstance(where, int) else where)]
        if most is not None:
            behind = [place for place in behind if place < most]
        for part in dict.fromkeys(parts):
            known = places.get(part, [])
            several = [known] if isinstance(known, int) else known
            joined = sorted({*several, *behind})
            if joined:
                places[part] = joined


def _put(places: dict[str, int | list[int]], term: str, place: int) -> None:
    known = places.setdefault(term, [])
    assert isinstance(known, list)
    known.append(place)


def _encode(where: int | list[int], heading_length: int) -> tuple[int, bytes]:
    """Write the places of a term in a section: ``[count,] first[, heading], distances``.

    The count is written for several places only; the flag that tells so joins the
    section's number in the head. The heading's length follows a first place that
    lies in the heading: it tells "is the heading" from "stands in it" before any
    heading has been fetched.
    """
    positions = [where] if isinstance(where, int) else where
    first = positions[0]
    several = int(len(positions) > 1)
    out = [varint(len(positions))] if several else []
    out.append(varint(first))
    if first < BODY:
        out.append(varint(heading_length))
    distances = map(sub, positions[1:], positions)
    small = positions[-1] < SMALL
    out += map(VARINTS.__getitem__, distances) if small else map(varint, distances)
    return several, b"".join(out)
