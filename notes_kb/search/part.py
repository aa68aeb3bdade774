"""The index of one page: pure, cacheable, and merged with others without the page."""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from notes_kb.search.documents import Document
from notes_kb.search.wire import SMALL, VARINTS, varint
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

SECTION = 24
"""Bits of a place within its section, where the section's number stands above them."""
PLACE = (1 << SECTION) - 1

Places = defaultdict[str, list[int]]
"""Where each term of a page stands, in order: ``section << SECTION | place``."""


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
    places: Places = defaultdict(list)
    heads: list[int] = []
    sections: list[Section] = []
    for document, heading, text, code in _pieces(documents):
        head, length = _add_places(places, len(sections), heading, text)
        heads.append(head)
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
    _add_lone_ends(places)
    page = documents[0]
    terms, spans, postings = _freeze(places, heads)
    return Part(
        url=page.url,
        title=page.title,
        language=page.language,
        pair=page.pair,
        sections=tuple(sections),
        terms=terms,
        spans=spans,
        postings=postings,
    )


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


def _add_places(places: Places, number: int, heading: str, text: str) -> tuple[int, int]:
    """Add the terms of a section; give the heading's length, and the section's."""
    base = number << SECTION
    head, end = 0, 0
    for term, place in heading_terms(heading):
        end = max(end, place + (2 if len(term) == 2 and is_cjk(term[0]) else 1))
        if end <= LONGEST_HEADING:
            head = end
            places[term].append(base + place)
    _add_parts(places, heading, base, BODY)
    if end > LONGEST_HEADING:
        text = f"{heading[:LONGEST_TEXT]}\n{text}"
    terms = tokenize(fold(text), base + BODY)
    for term, place in terms:
        places[term].append(place)
    _add_parts(places, text, base)
    return head, terms[-1][1] + 1 - BODY - base if terms else 0


def heading_terms(heading: str) -> list[tuple[str, int]]:
    """Give the terms of a heading with their places, the first of them 0.

    So a heading that begins with punctuation (``/etc/hosts``, ``“云”简介``) begins with its
    first term.
    """
    terms = tokenize(fold(heading))
    first = terms[0][1] if terms else 0
    return [(term, place - first) for term, place in terms] if first else terms


def _add_parts(places: Places, text: str, base: int, most: int = PLACE) -> None:
    """Add the words of camelCase identifiers, each at the place behind its identifier.

    There it belongs to no other phrase than the next word does, and is never the first word
    of a heading, which would make it the whole heading. `most` bounds the places.
    """
    for whole, parts in identifier_parts(text).items():
        known = places.get(whole, [])
        behind = [place + 1 for place in known[bisect_left(known, base) :]]
        behind = [place for place in behind if place < base + most]
        for part in dict.fromkeys(parts) if behind else ():
            places[part] = sorted({*places[part], *behind})


def _add_lone_ends(places: Places) -> None:
    """Add the characters that begin no term of the page, so that each alone finds it."""
    firsts = {term[0] for term in places}
    lone = {
        term[1]: term
        for term in places
        if len(term) == 2 and term[1] not in firsts and is_cjk(term[0])
    }
    for character, term in lone.items():
        places[character] = [places[term][0] + 1]


def _freeze(places: Places, heads: Sequence[int]) -> tuple[str, array[int], bytes]:
    """Give the terms in order, the spans of each, and the postings of all."""
    spans: list[int] = []
    blobs: list[bytes | bytearray] = []
    terms = sorted(places)
    for term in terms:
        where = places[term]
        place = where[0] & PLACE
        if len(where) == 1 and BODY <= place < SMALL:  # As most do.
            number, blob = where[0] >> SECTION, VARINTS[place]
            spans += (number << 1, number, len(blob))
            blobs.append(blob)
        else:
            head, last, several = _encode(where, heads)
            spans += (head, last, len(several))
            blobs.append(several)
    return "\n".join(terms), array("I", spans), b"".join(blobs)


def _encode(where: Sequence[int], heads: Sequence[int]) -> tuple[int, int, bytearray]:
    """Write the sections of a term; give the first head, the last section, and the rest.

    A section is ``head, [count,] first place[, length of its heading], distances``. A head is
    the distance to the section before and a bit for several places, whose count then follows.
    The heading's length follows a first place that lies in the heading: it tells "is the
    heading" from "stands in it" before any heading has been fetched.
    """
    out = bytearray()
    first, last = -1, 0
    at, size = 0, len(where)
    while at < size:
        one = where[at]
        number, place, end = one >> SECTION, one & PLACE, at + 1
        while end < size and where[end] >> SECTION == number:
            end += 1
        head = number - last << 1 | (end - at > 1)
        if first < 0:
            first = head
        else:
            out += varint(head)
        if end - at > 1:
            out += varint(end - at)
        out += varint(place)
        if place < BODY:
            out += varint(heads[number])
        for following in where[at + 1 : end]:
            out += varint(following - one)
            one = following
        last, at = number, end
    return first, last, out
