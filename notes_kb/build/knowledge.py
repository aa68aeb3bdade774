"""The steps before rendering: notes parsed and analysed once for each content."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping

from notes_kb.build.keys import digest
from notes_kb.build.store import Store
from notes_kb.domain.concept import Concept
from notes_kb.domain.note import Note
from notes_kb.knowledge_base import NoteFacts, analyse_note
from notes_kb.linking.lexicon import build_lexicon
from notes_kb.loading.library import Library, note_from_bytes
from notes_kb.search.index import without_collection

NOTE, FACTS = "note", "note-facts"
"""Steps of the store: a file's bytes to a note, a note and the concepts to its facts."""


def parser_from(store: Store) -> Callable[..., Note]:
    """Give `note_from_bytes` with a memory: bytes that were parsed before are not parsed again."""

    def parse(data: bytes, *, path: str, note_id: str, language: str, pasted: bool) -> Note:
        key = digest(data, path, note_id, language, pasted)
        known = store.get(NOTE, key)
        if known is not None:
            with without_collection():
                return pickle.loads(known)  # type: ignore[no-any-return]
        note = note_from_bytes(data, path=path, note_id=note_id, language=language, pasted=pasted)
        store.put(NOTE, key, pickle.dumps(note, 5))
        return note

    return parse


def analyse_notes(library: Library, store: Store) -> Mapping[str, NoteFacts]:
    """Give the facts of all notes by path; they are found anew where note or concepts changed."""
    concepts = {c.id: c for c in sorted(library.concepts, key=lambda c: c.id)}
    common = digest(tuple(_linked_by(concept) for concept in concepts.values()))
    keys = {n.path: digest(common, n.path, n.language, n.text) for n in library.notes}
    known = store.get_many(FACTS, keys.values())
    lexicon = build_lexicon(concepts.values()) if len(known) < len(set(keys.values())) else None
    facts: dict[str, NoteFacts] = {}
    with without_collection():
        for note in library.notes:
            data = known.get(keys[note.path])
            if data is not None:
                facts[note.path] = pickle.loads(data)
                continue
            assert lexicon is not None
            facts[note.path] = analyse_note(note, lexicon, concepts)
            store.put(FACTS, keys[note.path], pickle.dumps(facts[note.path], 5))
    return facts


def _linked_by(concept: Concept) -> tuple[object, ...]:
    """Give what of a record decides mentions and topics: not its definition, nor its sources."""
    return (
        *(concept.id, dict(concept.labels), dict(concept.aliases), concept.topic),
        *(concept.broader, dict(concept.not_in), dict(concept.context)),
        concept.case_sensitive,
    )
