"""The rule on ids that notes and concepts had before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.loading.library import Library


def check_former_ids(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each former id that is another one's id, or another one's former id too."""
    notes = [(note.id, note.path, note.meta.former_ids) for note in library.notes]
    concepts = [(c.id, c.path, c.former_ids) for c in kb.concepts.values()]
    yield from _taken(notes, {note_id: group.source.path for note_id, group in kb.groups.items()})
    yield from _taken(concepts, {c.id: c.path for c in kb.concepts.values()})


def _taken(
    told: Iterable[tuple[str, str, tuple[str, ...]]], now: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Compare former ids with the ids of today, by path, and with one another."""
    first: dict[str, tuple[str, str]] = {}
    for own, path, former_ids in told:
        for former in former_ids:
            holder, where = (former, now[former]) if former in now else (own, path)
            holder, where = first.setdefault(former, (holder, where))
            if holder != own:
                yield kinds.FORMER_ID_TAKEN.at(path=path, id=former, other=where)
