"""The steps before rendering: notes parsed and analysed once for each content.

A note that an earlier build parsed costs one small row of the store: its head and its
summary. The rest of it is read where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

from notes_kb.build.executor import (
    ExecutorError,
    Failure,
    Standby,
    available_cores,
    map_batches,
    may_fork,
    open_executor,
)
from notes_kb.build.frozen import freeze, thaw
from notes_kb.build.keys import digest
from notes_kb.build.store import Store
from notes_kb.domain.concept import Concept
from notes_kb.domain.mention import Backlink
from notes_kb.domain.note import LedgerEntry, Note, Section
from notes_kb.knowledge_base import Lookup, NoteFacts, NoteSummary, analyse_note, summarise
from notes_kb.languages import LANGUAGES
from notes_kb.languages.strings import strings
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.mentions import NoteMentions
from notes_kb.linking.topics import Topics
from notes_kb.loading.library import Library, NoteSource, note_from_bytes

HEAD, NOTE, TEXT = "note-head", "note", "note-text"
"""Steps of the store that are made from a file's bytes: what lists show of a note, its sections
and ledger, and its text."""
FACTS, SUMMARY = "note-facts", "note-summary"
"""Steps of the store that are made from a note and the concepts."""
HARMLESS = "note-harmless"
"""The step that tells of a note, from its file's bytes, whether rendering finds nothing in it."""

BATCH = 8
"""Notes that travel to a worker at once."""
FEW = 24
"""Notes that one process parses before several would have started."""
RECENT = 64
"""Notes that are kept whole, of those that were asked for last."""
RECENT_FACTS = 2048
"""Notes of which the facts are kept as bytes: each concept's page asks all that mention it."""

_LOST = "the cache lost a note while it was read; build again"


class StoredNote(Note):
    """A note whose text and sections are read from the store when they are asked for."""

    __slots__ = ("_shelf", "key")

    key: bytes
    """Stands for the file's bytes, and what its name says."""
    _shelf: Shelf

    @property
    def text(self) -> str:
        """The decoded source."""
        return self._shelf.text(self.key)

    @property
    def sections(self) -> Any:
        """The sections."""
        return self._shelf.sections(self.key)

    @property
    def ledger(self) -> Any:
        """What became of each line."""
        return self._shelf.ledger(self.key)

    def whole(self) -> Note:
        """Give the note as it was parsed."""
        return _arrived(*self._shelf.frozen(self.key))

    def __eq__(self, other: object) -> bool:
        """Compare with another stored note."""
        return isinstance(other, StoredNote) and self.key == other.key

    def __hash__(self) -> int:
        """Hash by the key."""
        return hash(self.key)

    def __reduce__(self) -> tuple[Callable[..., Note], tuple[bytes, bytes, bytes]]:
        """Travel as the bytes of the store, and arrive as an ordinary note."""
        return _arrived, self._shelf.frozen(self.key)


def _arrived(head: bytes, body: bytes, text: bytes) -> Note:
    whole = thaw(_FrozenBody, body)
    return replace(
        thaw(Note, head),
        text=text.decode("utf-8", "surrogatepass"),
        sections=thaw(tuple[Section, ...], whole.sections),
        ledger=thaw(tuple[LedgerEntry, ...], whole.ledger),
    )


class _FrozenBody(NamedTuple):
    """What a note has beside its head and text; few ask for the ledger, which is as long."""

    sections: bytes
    ledger: bytes


_HEADS = tuple(f.name for f in fields(Note) if f.name not in {"text", "sections", "ledger"})


class Shelf:
    """Reads notes of a store."""

    def __init__(self, store: Store) -> None:
        """Take the store that holds them."""
        self._store = store
        self.sections = lru_cache(RECENT)(
            lambda key: thaw(tuple[Section, ...], self._body(key).sections)
        )
        """Gives a note's sections."""

    def note(self, key: bytes, head: bytes) -> StoredNote:
        """Give a note from its head."""
        values = thaw(Note, head)
        note = object.__new__(StoredNote)
        for name in _HEADS:
            object.__setattr__(note, name, getattr(values, name))
        object.__setattr__(note, "key", key)
        object.__setattr__(note, "_shelf", self)
        return note

    def text(self, key: bytes) -> str:
        """Give a note's text."""
        return self._get(TEXT, key).decode("utf-8", "surrogatepass")

    def ledger(self, key: bytes) -> tuple[LedgerEntry, ...]:
        """Give what became of each line of a note."""
        return thaw(tuple[LedgerEntry, ...], self._body(key).ledger)

    def frozen(self, key: bytes) -> tuple[bytes, bytes, bytes]:
        """Give a note as the store holds it."""
        return self._get(HEAD, key), self._get(NOTE, key), self._get(TEXT, key)

    def _body(self, key: bytes) -> _FrozenBody:
        return thaw(_FrozenBody, self._get(NOTE, key))

    def _get(self, step: str, key: bytes) -> bytes:
        data = self._store.get(step, key)
        if data is None:
            raise LookupError(_LOST)
        return data


class _FrozenFacts(NamedTuple):
    """The fields of `NoteFacts`, each frozen by itself, and the backlinks of each concept."""

    mentions: bytes
    topics: bytes
    backlinks: Mapping[str, bytes]


class StoredFacts(NoteFacts):
    """Facts of which each field is read when it is asked for.

    A concept's page asks many notes for a few backlinks each.
    """

    __slots__ = ("_frozen",)

    _frozen: _FrozenFacts

    @classmethod
    def from_bytes(cls, data: bytes) -> StoredFacts:
        """Read what `freeze_facts` wrote."""
        facts = object.__new__(cls)
        object.__setattr__(facts, "_frozen", thaw(_FrozenFacts, data))
        return facts

    @property
    def mentions(self) -> NoteMentions:
        """The mentions in headings and blocks."""
        return thaw(NoteMentions, self._frozen.mentions)

    @property
    def topics(self) -> Topics:
        """The topics of blocks."""
        return thaw(Topics, self._frozen.topics)

    @property
    def backlinks(self) -> Mapping[str, tuple[Backlink, ...]]:
        """One for each mention, by concept."""
        frozen = self._frozen.backlinks
        return Lookup(frozen, lambda concept: thaw(tuple[Backlink, ...], frozen[concept]))


def freeze_facts(facts: NoteFacts) -> bytes:
    """Write facts so that their fields can be read one by one."""
    quotes = {c: freeze(tuple[Backlink, ...], found) for c, found in facts.backlinks.items()}
    frozen = _FrozenFacts(
        freeze(NoteMentions, facts.mentions), freeze(Topics, facts.topics), quotes
    )
    return freeze(_FrozenFacts, frozen)


def content_key(note: Note) -> bytes:
    """Give what stands for all that a note says."""
    if isinstance(note, StoredNote):
        return note.key
    return digest(note.path, note.id, note.language, note.pasted, note.text)


class _Told(NamedTuple):
    """What a worker gives for a note, as the store keeps it."""

    head: bytes
    note: bytes
    text: bytes
    facts: bytes
    summary: bytes
    harmless: bytes = b""
    """Something where rendering finds nothing in the note; nothing where nobody asked for that."""


@dataclass(slots=True)
class Knowledge:
    """Notes and their facts, from the store or made by workers."""

    store: Store
    executor: str | None = None
    """As in the option ``executor``."""
    warn: Callable[[str], None] = print
    judging: bool = False
    """Whether notes are judged by `is_harmless_note` as they are parsed: a check asks for it."""
    expecting: bool = False
    """Whether a few notes of many are likely to be new, so that it pays to get ready for them."""
    _standby: Standby | None = field(init=False, default=None)
    """A process that gets ready to parse them, while this one reads concepts and all files."""

    def __post_init__(self) -> None:
        """Begin to get ready."""
        if self.expecting and available_cores() > 1 and may_fork(self.executor):
            self._standby = Standby(partial(_get_ready, judging=self.judging))

    def notes(self, sources: Iterable[NoteSource], concepts: Sequence[Concept]) -> list[Note]:
        """Give the notes of some files; those that are not known are analysed too.

        This is a `NoteParser`.
        """
        keys: list[bytes] = []
        wanted: dict[bytes, NoteSource] = {}
        heads: dict[bytes, bytes] = {}
        for group in _batches(sources, 500):
            named = {digest(*source): source for source in group}
            keys += named
            heads |= self.store.get_many(HEAD, named)
            known = self.store.keep(NOTE, named) & self.store.keep(TEXT, named) & heads.keys()
            wanted |= {key: source for key, source in named.items() if key not in known}
        common = _digest_concepts(concepts)
        parse = _parse_and_judge if self.judging else _parse
        standby, self._standby = self._standby, None
        found = self._work(parse, wanted.values(), concepts, standby)
        for key, told in zip(wanted, found, strict=True):
            self.store.put(HEAD, key, told.head)
            heads[key] = told.head
            self.store.put(NOTE, key, told.note)
            self.store.put(TEXT, key, told.text)
            if told.harmless:
                self.store.put(HARMLESS, key, told.harmless)
            self._put_facts(digest(common, key), told)
        shelf = Shelf(self.store)
        return [shelf.note(key, heads[key]) for key in keys]

    def facts(self, library: Library) -> tuple[Mapping[str, NoteFacts], Mapping[str, NoteSummary]]:
        """Give the facts of all notes and their summaries, by path.

        They are found anew where a note or what is linked by the concepts has changed.
        """
        common = _digest_concepts(library.concepts)
        keys = {n.path: digest(common, content_key(n)) for n in library.notes}
        rows = self.store.get_many(SUMMARY, keys.values())
        known = self.store.keep(FACTS, rows)
        missing = [note for note in library.notes if keys[note.path] not in known]
        found = self._work(_analyse, missing, library.concepts)
        for note, told in zip(missing, found, strict=True):
            self._put_facts(keys[note.path], told)
            rows[keys[note.path]] = told.summary
        summaries = {path: thaw(NoteSummary, rows[key]) for path, key in keys.items()}
        read = lru_cache(RECENT_FACTS)(lambda path: self._read_facts(keys[path]))
        return Lookup(keys, read), summaries

    def harmless(self, notes: Iterable[Note]) -> frozenset[str]:
        """Give those notes, by path, that were judged when they were parsed, and are harmless."""
        paths = {content_key(note): note.path for note in notes}
        return frozenset(paths[key] for key in self.store.get_many(HARMLESS, paths))

    def _put_facts(self, key: bytes, told: _Told) -> None:
        self.store.put(FACTS, key, told.facts)
        self.store.put(SUMMARY, key, told.summary)

    def _read_facts(self, key: bytes) -> NoteFacts:
        data = self.store.get(FACTS, key)
        if data is None:
            raise LookupError(_LOST)
        return StoredFacts.from_bytes(data)

    def _work(
        self,
        function: Callable[..., _Told],
        items: Iterable[Any],
        concepts: Sequence[Concept],
        standby: Standby | None = None,
    ) -> Iterator[_Told]:
        items = list(items)
        if standby is not None and not 0 < len(items) <= FEW:
            standby.dismiss()
            standby = None
        if not items:
            return
        if standby is not None:
            try:
                yield from standby.run(partial(_first_start, tuple(concepts), function), items)
            except ExecutorError as problem:
                self.warn(f"{problem}; what it parsed is parsed once more")
            else:
                return
        with open_executor(
            self.executor, initializer=_start, initargs=(tuple(concepts),), tasks=len(items)
        ) as executor:
            for told in map_batches(executor, function, items, batch_size=BATCH, warn=self.warn):
                if isinstance(told, Failure):
                    raise told.error
                yield told


def _batches(sources: Iterable[NoteSource], size: int) -> Iterator[list[NoteSource]]:
    batch: list[NoteSource] = []
    for source in sources:
        batch.append(source)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _digest_concepts(concepts: Iterable[Concept]) -> bytes:
    ordered = sorted(concepts, key=lambda concept: concept.id)
    return digest(tuple(_linked_by(concept) for concept in ordered))


def _linked_by(concept: Concept) -> tuple[object, ...]:
    """Give what of a record decides mentions and topics: not its definition, nor its sources."""
    return (
        *(concept.id, dict(concept.labels), dict(concept.aliases), concept.topic),
        *(concept.broader, dict(concept.not_in), dict(concept.context)),
        concept.case_sensitive,
    )


# In a worker


def _get_ready(*, judging: bool) -> None:
    """Import and compile what it takes to parse a note, which takes longer than to parse it."""
    _start(())
    words = "\n\n".join(strings(one.code)["concept.around"] for one in LANGUAGES)
    source = NoteSource(f"# a\n\n{words}\n\n- c\n".encode(), "a.md", "a", "en", pasted=False)
    (_parse_and_judge if judging else _parse)(None, source)
    _worker.lexicon = None


def _first_start(
    concepts: tuple[Concept, ...], function: Callable[[None, NoteSource], _Told], source: NoteSource
) -> _Told:
    """Do something for a note in a process that got ready before the concepts were known."""
    if _worker.lexicon is None:
        _start(concepts)
    return function(None, source)


@dataclass(slots=True)
class _Worker:
    concepts: Mapping[str, Concept] | None = None
    lexicon: Lexicon | None = None


_worker = _Worker()


def _start(concepts: tuple[Concept, ...]) -> None:
    _worker.concepts = {c.id: c for c in sorted(concepts, key=lambda c: c.id)}
    _worker.lexicon = build_lexicon(_worker.concepts.values())


def _parse(_: object, source: NoteSource) -> _Told:
    return _parsed(note_from_bytes(**source._asdict()))


def _parse_and_judge(_: object, source: NoteSource) -> _Told:
    from notes_kb.pages.harmless import is_harmless_note  # noqa: PLC0415 - only a check asks

    note = note_from_bytes(**source._asdict())
    return _parsed(note)._replace(harmless=b"\1" if is_harmless_note(note) else b"")


def _parsed(note: Note) -> _Told:
    head = replace(note, text="", sections=(), ledger=())
    sections = freeze(tuple[Section, ...], note.sections)
    ledger = freeze(tuple[LedgerEntry, ...], note.ledger)
    return _told(note)._replace(
        head=freeze(Note, head),
        note=freeze(_FrozenBody, _FrozenBody(sections, ledger)),
        text=note.text.encode("utf-8", "surrogatepass"),
    )


def _analyse(_: object, note: Note) -> _Told:
    return _told(note)


def _told(note: Note) -> _Told:
    assert _worker.concepts is not None
    assert _worker.lexicon is not None
    facts = analyse_note(note, _worker.lexicon, _worker.concepts)
    summary = summarise(note, facts)
    return _Told(b"", b"", b"", freeze_facts(facts), freeze(NoteSummary, summary))
